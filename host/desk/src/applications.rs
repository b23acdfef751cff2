//! What a citizen applied for, over all departments, and the way to follow it.

use mitra_core::application::Application;
use mitra_core::ids::{DepartmentId, ServiceId};
use mitra_core::language::Language;
use mitra_core::reply::Choice;
use mitra_core::session::Place;

use crate::desk::Reception;
use crate::instant::instant;
use crate::menu;
use crate::texts::{self, Text, text};
use crate::visit::Visit;
use crate::wire::Target;

/// The row of the first page of departments.
pub(crate) const MINE: Text = text("నా దరఖాస్తులు", "My applications", "मेरे आवेदन");
/// Over the list.
const WHICH: Text = text(
    "మీరు దరఖాస్తు చేసిన సేవలు ఇవి, చివరిది ముందు. తెరవడానికి ఒకటి ఎంచుకోండి.",
    "These are the services you applied to, the latest first. Choose one to open it.",
    "आपने इन सेवाओं में आवेदन किया है, सबसे नया पहले। खोलने के लिए एक चुनें।",
);
const NONE: Text = text(
    "ఇక్కడ మీరు ఇంకా ఏ దరఖాస్తూ పంపలేదు. మీకు ఏ శాఖ సేవ కావాలి?",
    "You have not applied to any service here yet. Which department do you need?",
    "आपने यहाँ अभी तक कोई आवेदन नहीं भेजा है। आपको किस विभाग की सेवा चाहिए?",
);

impl Visit<'_> {
    /// One page of what the citizen applied for; the menu, if there is nothing that can be opened.
    pub(crate) fn my_applications(mut self, language: Language, page: usize) -> Reception {
        let rows = self.session.applications.iter();
        let rows: Vec<_> = rows.filter_map(|it| self.application_row(it, language)).collect();
        if rows.is_empty() {
            return self.departments(language, 0, NONE.get(language));
        }
        let up = menu::way(&Target::Departments(0), texts::ALL_DEPARTMENTS, language);
        let id = |page| Target::Applications(page).id();
        let (rows, _) = menu::paged(rows, page, language, Some(up), id);
        self.session.conversation = None;
        self.session.place = Place::Departments { page: 0 };
        let reply = menu::offer(&mut self.session, WHICH.get(language).to_owned(), rows);
        self.say(vec![reply])
    }

    /// Whether the citizen applied for anything that can be opened.
    pub(crate) fn has_applications(&self) -> bool {
        self.session
            .applications
            .iter()
            .any(|it| self.leads_to(&it.department, &it.service).is_some())
    }

    /// Opens the service in which this application is followed.
    pub(crate) fn follow(
        self,
        department: &DepartmentId,
        service: &ServiceId,
        language: Language,
    ) -> Reception {
        let service = self.leads_to(department, service).unwrap_or_else(|| service.clone());
        self.open(department, &service, language)
    }

    /// The service in which what was applied for in this one is followed: the one that the department names, or the
    /// same. None if the department has neither, or is gone.
    fn leads_to(&self, department: &DepartmentId, service: &ServiceId) -> Option<ServiceId> {
        let route = self.desk.table.route(department)?;
        let named = route.live().following.place_of(service);
        let is_there = |id: &&ServiceId| route.department().service(id).is_some();
        named.filter(is_there).or(Some(service).filter(is_there)).cloned()
    }

    fn application_row(&self, application: &Application, language: Language) -> Option<Choice> {
        let Application { department, service, last_at, .. } = application;
        let follows = self.leads_to(department, service)?;
        let described = self.desk.table.route(department)?.department();
        // A service that is gone is called by the one in which it is followed.
        let called = described.service(service).or_else(|| described.service(&follows))?;
        Some(Choice {
            id: Target::Application(department.clone(), service.clone()).id(),
            title: called.name.get(language).to_owned(),
            description: Some(format!("{}, {}", described.name.get(language), instant(*last_at))),
        })
    }
}

#[cfg(test)]
mod tests {
    use mitra_core::limits::{BODY_CHARS_MAX, ROW_DESCRIPTION_CHARS_MAX, ROW_TITLE_CHARS_MAX};

    use super::*;
    use crate::words::{Word, word};

    #[test]
    fn its_texts_fit_and_its_row_is_a_word_of_the_desk() {
        for language in Language::ALL {
            assert!(MINE.get(language).encode_utf16().count() <= ROW_TITLE_CHARS_MAX);
            assert_eq!(word(MINE.get(language)), Some(Word::Applications));
            for body in [WHICH, NONE] {
                assert!(body.get(language).encode_utf16().count() <= BODY_CHARS_MAX);
            }
        }
        let name = "x".repeat(ROW_TITLE_CHARS_MAX);
        let when = instant(mitra_core::clock::Timestamp(0));
        assert!(format!("{name}, {when}").len() <= ROW_DESCRIPTION_CHARS_MAX);
    }
}
