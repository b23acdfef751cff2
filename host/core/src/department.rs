//! What a department says about itself, and the rules that it must keep.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ids::{DepartmentId, ServiceId};
use crate::language::{Language, Localized};
use crate::limits;
use crate::text::{self, TextFault};

/// A department as its release describes it. Citizens see exactly this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    /// Which department.
    pub id: DepartmentId,
    /// Its name, one row of a list.
    pub name: Localized,
    /// What it offers, in the order shown.
    pub services: Vec<Service>,
    /// The schema number of the session state that this release writes.
    pub state_schema: u32,
}

/// One thing a citizen can do with a department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Unique within the department.
    pub id: ServiceId,
    /// One row of a list.
    pub name: Localized,
    /// The line under the name.
    pub summary: Localized,
    /// Other words that citizens type for it.
    pub aliases: Vec<String>,
}

/// Why a description cannot be shown to citizens.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DescriptionError {
    /// A text cannot be shown in one language. One such row would take the whole list away from everybody.
    #[error("{what} in `{}` {fault}", language.code())]
    Text {
        /// Which text, in the vendor's words.
        what: String,
        /// In which language.
        language: Language,
        /// What is wrong with it.
        fault: TextFault,
    },
    /// Too few or too many of something.
    #[error("{what}: {count}, it must be {min} to {max}")]
    Count {
        /// Of what.
        what: String,
        /// How many there are.
        count: usize,
        /// The fewest allowed.
        min: usize,
        /// The most allowed.
        max: usize,
    },
    /// Two services have the same id.
    #[error("the service id `{0}` is used twice")]
    DuplicateService(ServiceId),
    /// An alias shows nothing or is too long.
    #[error(
        "an alias of `{service}` has {chars} characters, it must have 1 to {chars_max}, one that can be seen among them"
    )]
    Alias {
        /// Whose alias.
        service: ServiceId,
        /// Its length in code points.
        chars: usize,
        /// The most allowed.
        chars_max: usize,
    },
}

/// A word by which citizens cannot say which of two services they mean: the front desk asks back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedWord {
    /// In lower case.
    pub word: String,
    /// Whose it is.
    pub services: [ServiceId; 2],
}

impl Department {
    /// The service with this id.
    pub fn service(&self, id: &ServiceId) -> Option<&Service> {
        self.services.iter().find(|service| service.id == *id)
    }

    /// Checks every limit of the contract's `department` record.
    pub fn validate(&self) -> Result<(), DescriptionError> {
        self.problems().into_iter().next().map_or(Ok(()), Err)
    }

    /// Everything that breaks a limit of the contract's `department` record, in its order.
    pub fn problems(&self) -> Vec<DescriptionError> {
        let row = limits::ROW_TITLE_CHARS_MAX;
        let mut problems = lines("the department's name", &self.name, row);
        problems.extend(count(
            "services",
            self.services.len(),
            1,
            limits::SERVICES_PER_DEPARTMENT_MAX,
        ));
        for (index, service) in self.services.iter().enumerate() {
            if self.services[..index].iter().any(|earlier| earlier.id == service.id) {
                problems.push(DescriptionError::DuplicateService(service.id.clone()));
            }
            problems.extend(service.problems());
        }
        problems
    }

    /// Words that lead to two services: aliases that two of them share, and aliases that are another's name.
    pub fn shared_words(&self) -> Vec<SharedWord> {
        let mut shared = Vec::new();
        for (index, service) in self.services.iter().enumerate() {
            for other in &self.services[index + 1..] {
                let words: BTreeSet<String> = other.words().collect();
                let both: BTreeSet<String> =
                    service.words().filter(|word| words.contains(word)).collect();
                let (one, two) = (&service.id, &other.id);
                shared.extend(
                    both.into_iter()
                        .map(|word| SharedWord { word, services: [one.clone(), two.clone()] }),
                );
            }
        }
        shared
    }
}

impl Service {
    fn problems(&self) -> Vec<DescriptionError> {
        let row = limits::ROW_TITLE_CHARS_MAX;
        let mut problems = lines(&format!("the name of `{}`", self.id), &self.name, row);
        let summary = format!("the summary of `{}`", self.id);
        problems.extend(lines(&summary, &self.summary, limits::ROW_DESCRIPTION_CHARS_MAX));
        let aliases = format!("aliases of `{}`", self.id);
        problems.extend(count(&aliases, self.aliases.len(), 0, limits::ALIASES_PER_SERVICE_MAX));
        for alias in &self.aliases {
            let (chars, chars_max) = (alias.chars().count(), limits::ALIAS_CHARS_MAX);
            if chars > chars_max || text::shows_nothing(alias) {
                let service = self.id.clone();
                problems.push(DescriptionError::Alias { service, chars, chars_max });
            }
        }
        problems
    }

    /// What citizens type for it, in lower case: its names and aliases.
    fn words(&self) -> impl Iterator<Item = String> {
        let names = Language::ALL.into_iter().map(|language| self.name.get(language));
        names.chain(self.aliases.iter().map(String::as_str)).map(|word| word.trim().to_lowercase())
    }
}

/// Every text of a description is one line of a list.
fn lines(what: &str, text: &Localized, chars_max: usize) -> Vec<DescriptionError> {
    let check = |language: Language| {
        let fault = text::check_line(text.get(language), chars_max).err()?;
        Some(DescriptionError::Text { what: what.to_owned(), language, fault })
    };
    Language::ALL.into_iter().filter_map(check).collect()
}

fn count(what: &str, count: usize, min: usize, max: usize) -> Option<DescriptionError> {
    let is_fit = (min..=max).contains(&count);
    (!is_fit).then(|| DescriptionError::Count { what: what.to_owned(), count, min, max })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(text: &str) -> Localized {
        Localized { te: text.to_owned(), en: text.to_owned(), hi: text.to_owned() }
    }

    fn department() -> Department {
        let service = Service {
            id: ServiceId::parse("bill").unwrap(),
            name: same("Bill"),
            summary: same("See your bill"),
            aliases: vec!["current bill".to_owned()],
        };
        let id = DepartmentId::parse("energy").unwrap();
        Department { id, name: same("Energy"), services: vec![service], state_schema: 1 }
    }

    #[test]
    fn a_name_fills_one_list_row_and_no_more() {
        let mut department = department();
        department.name.te = "అ".repeat(limits::ROW_TITLE_CHARS_MAX);
        assert_eq!(department.validate(), Ok(()));
        department.name.te.push('అ');
        let error = department.validate().unwrap_err().to_string();
        let expected = "the department's name in `te` has 25 characters, it must have 1 to 24 ";
        assert!(error.starts_with(expected), "{error}");
    }

    #[test]
    fn an_emoji_fills_two_places_of_a_row() {
        let mut department = department();
        department.services[0].name.hi = "🙏".repeat(limits::ROW_TITLE_CHARS_MAX / 2);
        department.services[0].summary.hi = "🙏".repeat(limits::ROW_DESCRIPTION_CHARS_MAX / 2);
        assert_eq!(department.validate(), Ok(()));
        department.services[0].summary.hi.push('!');
        let error = department.validate().unwrap_err().to_string();
        assert!(error.starts_with("the summary of `bill` in `hi` has 73 characters"), "{error}");
    }

    #[test]
    fn what_no_row_can_show_is_refused_with_what_to_do() {
        let cases = [
            ("Ener\ngy", "has the control character U+000A, remove it"),
            ("Energy\u{7}", "has the control character U+0007, remove it"),
            ("Energy ", "begins or ends with a space, remove it"),
            ("\u{a0}Energy", "begins or ends with a space, remove it"),
            ("\u{200b}\u{200d}", "shows nothing"),
            ("", "shows nothing"),
        ];
        for (name, expected) in cases {
            let mut department = department();
            department.name.en = name.to_owned();
            let error = department.validate().unwrap_err().to_string();
            let expected = format!("the department's name in `en` {expected}");
            assert!(error.starts_with(&expected), "{error}");
        }
    }

    #[test]
    fn a_department_offers_one_to_fifty_services_with_different_ids() {
        let mut department = department();
        department.services.push(department.services[0].clone());
        assert!(matches!(department.validate(), Err(DescriptionError::DuplicateService(_))));
        department.services.clear();
        assert!(matches!(department.validate(), Err(DescriptionError::Count { count: 0, .. })));
    }

    #[test]
    fn aliases_have_a_limit_in_number_and_length() {
        let mut department = department();
        department.services[0].aliases = vec!["a".repeat(limits::ALIAS_CHARS_MAX); 50];
        assert_eq!(department.validate(), Ok(()));
        department.services[0].aliases.push("x".to_owned());
        assert!(matches!(department.validate(), Err(DescriptionError::Count { count: 51, .. })));
        for wrong in ["a".repeat(limits::ALIAS_CHARS_MAX + 1), String::new(), "\u{200b}".to_owned()]
        {
            department.services[0].aliases = vec![wrong];
            assert!(matches!(department.validate(), Err(DescriptionError::Alias { .. })));
        }
    }

    #[test]
    fn everything_that_breaks_a_limit_is_told_at_once() {
        let mut department = department();
        department.name.en = "e".repeat(25);
        department.name.hi = String::new();
        department.services[0].summary.te = "అ".repeat(73);
        department.services[0].aliases.push("\u{200b}".to_owned());
        let problems: Vec<_> =
            department.problems().iter().map(DescriptionError::to_string).collect();
        let beginnings = [
            "the department's name in `en` has 25",
            "the department's name in `hi` shows nothing",
            "the summary of `bill` in `te` has 73",
            "an alias of `bill`",
        ];
        assert_eq!(problems.len(), beginnings.len(), "{problems:?}");
        for (problem, beginning) in problems.iter().zip(beginnings) {
            assert!(problem.starts_with(beginning), "{problem}");
        }
    }

    #[test]
    fn a_word_that_leads_to_two_services_is_found_whatever_its_case() {
        let mut department = department();
        let mut history = department.services[0].clone();
        history.id = ServiceId::parse("history").unwrap();
        history.name = same("History");
        history.aliases = vec!["old bills".to_owned(), " BILL ".to_owned()];
        department.services.push(history);
        let services = ["bill", "history"].map(|id| ServiceId::parse(id).unwrap());
        assert_eq!(department.shared_words(), [SharedWord { word: "bill".to_owned(), services }]);
        department.services[1].aliases.pop();
        assert_eq!(department.shared_words(), []);
    }
}
