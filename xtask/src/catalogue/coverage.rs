//! What scenarios show: which service in which language, and what lies in storage after it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow};
use mitra_core::language::Language;
use mitra_scenario::{Act, Action, Proof, Scenario, Script};

use super::list::{Catalogue, Pattern};

/// What is shown of one service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// In which languages a scenario goes to where storage is looked at.
    pub(super) languages: BTreeSet<&'static str>,
    /// How many scenarios do.
    pub(super) n_scenarios: usize,
    /// Whether one of them finds something stored, and not only that nothing is.
    pub(super) is_stored: bool,
}

/// What is shown of every service, by department and service.
#[derive(Debug, Default)]
pub(super) struct Coverage(BTreeMap<(String, String), Shown>);

impl Coverage {
    /// Adds what the scenarios of a department show.
    pub(super) fn read(&mut self, department: &str, folder: &Path) -> anyhow::Result<()> {
        if !folder.is_dir() {
            return Ok(());
        }
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "txt") {
                let text = fs::read_to_string(&path)?;
                let parsed = Script::parse(&text).map_err(|mistakes| anyhow!("{mistakes}"));
                let script = parsed.with_context(|| path.display().to_string())?;
                script.scenarios().iter().for_each(|scenario| self.take(department, scenario));
            }
        }
        Ok(())
    }

    /// A service is shown by a scenario that opens it, and looks at storage after that.
    fn take(&mut self, department: &str, scenario: &Scenario<'_>) {
        let mut language = None;
        let mut opened: BTreeMap<&str, Language> = BTreeMap::new();
        let mut shown: BTreeMap<&str, Option<Proof>> = BTreeMap::new();
        for step in &scenario.steps {
            match step.action {
                Action::Citizen(citizen) => language = citizen.language.or(language),
                Action::Does(Act::Opens(service)) => {
                    opened.insert(service, language.unwrap_or(Language::En));
                }
                Action::Keeps(kept) => {
                    for service in opened.keys() {
                        let best = shown.entry(service).or_default();
                        *best = (*best).max(Some(kept.proof()));
                    }
                }
                Action::Does(_) | Action::Waits(_) | Action::Answers(_) => {}
            }
        }
        for (service, proof) in shown {
            let shown = self.0.entry((department.to_owned(), service.to_owned())).or_default();
            shown.languages.insert(opened[service].code());
            shown.n_scenarios += 1;
            shown.is_stored |= proof == Some(Proof::Content);
        }
    }

    /// What is shown of this service.
    pub(super) fn of(&self, department: &str, service: &str) -> Shown {
        let key = (department.to_owned(), service.to_owned());
        self.0.get(&key).cloned().unwrap_or_default()
    }

    /// The languages in which services of this pattern are shown.
    pub(super) fn languages(
        &self,
        catalogue: &Catalogue,
        pattern: Pattern,
    ) -> BTreeSet<&'static str> {
        let services = catalogue.services().filter(|(_, _, promised)| promised.pattern == pattern);
        services
            .flat_map(|(department, service, _)| self.of(department, service).languages)
            .collect()
    }

    /// Everything that is promised and not shown.
    pub(super) fn missing(&self, catalogue: &Catalogue) -> Vec<String> {
        let mut missing = Vec::new();
        for (department, service, promised) in catalogue.services() {
            let shown = self.of(department, service);
            if shown.n_scenarios == 0 {
                missing.push(format!(
                    "{department}.{service}: no scenario opens it and looks at storage after"
                ));
            } else if promised.stores() && !shown.is_stored {
                missing.push(format!("{department}.{service}: no scenario finds what it stored"));
            }
        }
        for pattern in Pattern::ALL {
            let shown = self.languages(catalogue, pattern);
            for language in
                Language::ALL.map(Language::code).into_iter().filter(|it| !shown.contains(it))
            {
                missing
                    .push(format!("{pattern}: no service of this pattern is shown in {language}"));
            }
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Coverage {
        let mut coverage = Coverage::default();
        let script = Script::parse(text).unwrap();
        script.scenarios().iter().for_each(|scenario| coverage.take("energy", scenario));
        coverage
    }

    #[test]
    fn a_service_is_shown_where_storage_is_looked_at_after_it_was_opened() {
        let coverage = shown(
            "scenario A\ncitizen te\n> (open bill)\n< ...\nstored paid/1\n  paise = 7\n\
             scenario B\ncitizen hi\n> (open bill)\n< ...\nstored nothing\n\
             scenario C\ncitizen en\n> (open outage)\n< ...\n",
        );
        let bill = coverage.of("energy", "bill");
        assert_eq!(bill.languages, BTreeSet::from(["te", "hi"]));
        assert!(bill.is_stored && bill.n_scenarios == 2);
        assert_eq!(coverage.of("energy", "outage"), Shown::default());
    }

    #[test]
    fn that_nothing_is_stored_does_not_show_that_something_is() {
        let coverage =
            shown("citizen te\n> (open bill)\n< ...\nstored nothing at paid/1\nstored nothing\n");
        assert!(!coverage.of("energy", "bill").is_stored);
    }
}
