//! What a department says about itself, and the rules that it must keep.

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

impl Department {
    /// The service with this id.
    pub fn service(&self, id: &ServiceId) -> Option<&Service> {
        self.services.iter().find(|service| service.id == *id)
    }

    /// Checks every limit of the contract's `department` record.
    pub fn validate(&self) -> Result<(), DescriptionError> {
        let row = limits::ROW_TITLE_CHARS_MAX;
        check_lines("the department's name", &self.name, row)?;
        check_count("services", self.services.len(), 1, limits::SERVICES_PER_DEPARTMENT_MAX)?;
        for (index, service) in self.services.iter().enumerate() {
            if self.services[..index].iter().any(|earlier| earlier.id == service.id) {
                return Err(DescriptionError::DuplicateService(service.id.clone()));
            }
            check_lines(&format!("the name of `{}`", service.id), &service.name, row)?;
            let summary = format!("the summary of `{}`", service.id);
            check_lines(&summary, &service.summary, limits::ROW_DESCRIPTION_CHARS_MAX)?;
            let aliases = format!("aliases of `{}`", service.id);
            check_count(&aliases, service.aliases.len(), 0, limits::ALIASES_PER_SERVICE_MAX)?;
            for alias in &service.aliases {
                let (chars, chars_max) = (alias.chars().count(), limits::ALIAS_CHARS_MAX);
                if chars > chars_max || text::shows_nothing(alias) {
                    let service = service.id.clone();
                    return Err(DescriptionError::Alias { service, chars, chars_max });
                }
            }
        }
        Ok(())
    }
}

/// Every text of a description is one line of a list.
fn check_lines(what: &str, text: &Localized, chars_max: usize) -> Result<(), DescriptionError> {
    for language in Language::ALL {
        text::check_line(text.get(language), chars_max)
            .map_err(|fault| DescriptionError::Text { what: what.to_owned(), language, fault })?;
    }
    Ok(())
}

fn check_count(what: &str, count: usize, min: usize, max: usize) -> Result<(), DescriptionError> {
    if (min..=max).contains(&count) {
        return Ok(());
    }
    Err(DescriptionError::Count { what: what.to_owned(), count, min, max })
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
}
