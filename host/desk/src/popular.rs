//! Services that many citizens began lately.

use mitra_core::ids::{DepartmentId, ServiceId};
use mitra_core::language::Language;
use mitra_core::limits::POPULAR_MAX;
use mitra_core::reply::Choice;
use mitra_core::session::Place;

use crate::desk::Reception;
use crate::menu;
use crate::texts::{self, Text, text};
use crate::visit::Visit;
use crate::wire::Target;

/// Services that were begun most, the most popular first. They may be gone from the routing table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Popular(pub Vec<(DepartmentId, ServiceId)>);

/// The row of the first page of departments.
pub(crate) const POPULAR: Text = text("ఎక్కువగా వాడే సేవలు", "Popular services", "लोकप्रिय सेवाएँ");
/// Over the list.
const WHICH: Text = text(
    "ఈ వారం చాలామంది వాడిన సేవలు ఇవి. మీకు ఏది కావాలి?",
    "These services were used most this week. Which one do you need?",
    "इस सप्ताह सबसे अधिक उपयोग की गई सेवाएँ ये हैं। आपको कौन सी चाहिए?",
);

impl Visit<'_> {
    /// The popular services; the menu, if none is known.
    pub(crate) fn popular(mut self, language: Language) -> Reception {
        let mut rows = self.popular_rows(language);
        if rows.is_empty() {
            return self.departments(language, 0, texts::DEPARTMENTS.get(language));
        }
        rows.push(menu::way(&Target::Departments(0), texts::ALL_DEPARTMENTS, language));
        self.session.conversation = None;
        self.session.place = Place::Departments { page: 0 };
        let reply = menu::offer(&mut self.session, WHICH.get(language).to_owned(), rows);
        self.say(vec![reply])
    }

    /// Those of them that can be opened, as rows.
    pub(crate) fn popular_rows(&self, language: Language) -> Vec<Choice> {
        let mut rows = self.service_rows(&self.desk.popular.0, language);
        rows.truncate(POPULAR_MAX);
        rows
    }
}

#[cfg(test)]
mod tests {
    use mitra_core::limits::{BODY_CHARS_MAX, ROW_TITLE_CHARS_MAX};

    use super::*;

    #[test]
    fn its_texts_fit() {
        for language in Language::ALL {
            assert!(POPULAR.get(language).encode_utf16().count() <= ROW_TITLE_CHARS_MAX);
            assert!(WHICH.get(language).encode_utf16().count() <= BODY_CHARS_MAX);
        }
    }
}
