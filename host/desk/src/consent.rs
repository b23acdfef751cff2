//! Before a department gets the first answer of a form: what is asked and who gets it, and whether the citizen agrees.

use std::collections::BTreeSet;

use mitra_core::consent::{Consent, Consents};
use mitra_core::form::{Form, FormPlace, Purpose};
use mitra_core::ids::DepartmentId;
use mitra_core::language::Language;

use crate::desk::Reception;
use crate::erase::TO_ERASE;
use crate::instant::instant;
use crate::menu;
use crate::texts::{self, Text, text};
use crate::visit::Visit;
use crate::wire::Target;

/// The version of the notice. Raised when its words promise something else: everybody is asked again.
const NOTICE: u32 = 1;

pub(crate) const AGREE: Text = text("అంగీకరిస్తున్నాను", "I agree", "मैं सहमत हूँ");
pub(crate) const DECLINE: Text = text("అంగీకరించను", "I do not agree", "मैं सहमत नहीं हूँ");
const DECLINED: Text = text(
    "సరే, మీ వివరాలేవీ తీసుకోలేదు. మీకు ఇంకేమి కావాలి?",
    "All right, nothing was asked of you. What else do you need?",
    "ठीक है, आपकी कोई जानकारी नहीं ली गई। आपको और क्या चाहिए?",
);
const THANKS: Text = text(
    "ధన్యవాదాలు, మీ అంగీకారాన్ని నమోదు చేశాము.",
    "Thank you, your consent is noted.",
    "धन्यवाद, आपकी सहमति दर्ज कर ली गई है।",
);
/// Over the departments, each with its day.
const GIVEN: Text = text(
    "మీరు అంగీకారం ఇచ్చిన శాఖలు:",
    "Departments that you gave your consent to:",
    "जिन विभागों को आपने सहमति दी है:",
);
const WITHDRAW: Text = text("అంగీకారం రద్దు", "Withdraw consent", "सहमति वापस लें");
const TO_WITHDRAW: Text = text(
    "వెనక్కి తీసుకోవడానికి \"అంగీకారం రద్దు\" అని పంపండి.",
    "To take it back, send \"withdraw consent\".",
    "वापस लेने के लिए \"सहमति वापस लें\" भेजें।",
);
const WITHDRAWN: Text = text(
    "మీ అంగీకారాన్ని రద్దు చేశాము. ఇక నుండి వివరాలు అడిగే ముందు మళ్లీ అడుగుతాము. ఇప్పటికే పంపిన దరఖాస్తులు చట్టం ప్రకారం ఆ శాఖల వద్ద ఉంటాయి.",
    "Your consent is withdrawn. You will be asked again before anything is asked of you. What you have sent already stays with those departments as the law says.",
    "आपकी सहमति वापस ले ली गई है। आगे कुछ पूछने से पहले फिर पूछा जाएगा। जो आप पहले भेज चुके हैं वह कानून के अनुसार उन विभागों के पास रहेगा।",
);

/// Whether the citizen agreed that this department may have the answers of this form.
pub(crate) fn is_covered(consents: &Consents, department: &DepartmentId, form: &Form) -> bool {
    consents.covers(department, NOTICE, &form.purposes())
}

impl Visit<'_> {
    /// The citizen agrees that this department may have what they answer, for these purposes. The form that waits for
    /// it goes on, unless its notice named others.
    pub(crate) fn agree(
        mut self,
        department: DepartmentId,
        purposes: BTreeSet<Purpose>,
        language: Language,
    ) -> Reception {
        if self.desk.table.route(&department).is_none() {
            return self.departments(language, 0, texts::GONE.get(language));
        }
        self.note_consent(department.clone(), purposes);
        let consents = &self.session.consents;
        let waits = self.session.conversation.as_mut().filter(|it| it.department == department);
        let form = waits.and_then(|conversation| conversation.form.as_mut());
        let Some(waiting) = form.filter(|form| form.place == FormPlace::Notice) else {
            return self.repeat(THANKS.get(language), language);
        };
        if is_covered(consents, &department, &waiting.form) {
            waiting.place = FormPlace::Field { index: 0, is_change: false };
        }
        self.ask_again(None, language)
    }

    /// Writes down that the citizen agrees, if there is such a department.
    pub(crate) fn note_consent(&mut self, department: DepartmentId, purposes: BTreeSet<Purpose>) {
        if self.desk.table.route(&department).is_some() {
            self.session.consents.give(department, NOTICE, purposes, self.now);
        }
    }

    /// The citizen does not agree: the department hears no more, and nothing was asked.
    pub(crate) fn decline(self, language: Language) -> Reception {
        self.departments(language, 0, DECLINED.get(language))
    }

    /// Takes back all that the citizen agreed to. A form that is open asks again before it goes on.
    pub(crate) fn withdraw(mut self, language: Language) -> Reception {
        self.session.consents.withdraw(self.now);
        let conversation = self.session.conversation.as_mut();
        if let Some(form) = conversation.and_then(|conversation| conversation.form.as_mut()) {
            form.place = FormPlace::Notice;
        }
        self.repeat(WITHDRAWN.get(language), language)
    }

    /// What is kept about the citizen, and what they agreed to.
    pub(crate) fn my_data(mut self, language: Language) -> Reception {
        let mut body = format!("{}\n\n{}", texts::MY_DATA.get(language), TO_ERASE.get(language));
        if let Some(topics) = self.wanted_topics(language) {
            body = format!("{body}\n\n{topics}");
        }
        let given = given(&self, language);
        if given.is_empty() {
            return self.repeat(&body, language);
        }
        let body = format!("{body}\n\n{}\n{}", GIVEN.get(language), given.join("\n"));
        if self.session.conversation.is_some() {
            return self.repeat(&format!("{body}\n{}", TO_WITHDRAW.get(language)), language);
        }
        let withdraw = menu::way(&Target::Withdraw, WITHDRAW, language);
        let ways = vec![withdraw, menu::menu_choice(language)];
        let reply = menu::offer(&mut self.session, body, ways);
        self.say(vec![reply])
    }
}

/// Departments that are listed by name; of more their number is told.
const LISTED_MAX: usize = 10;

/// A line for each department that the citizen gave their consent to, with the day.
fn given(visit: &Visit<'_>, language: Language) -> Vec<String> {
    let line = |consent: &Consent| {
        let route = visit.desk.table.route(&consent.department);
        let name = route
            .map_or(consent.department.as_str(), |route| route.department().name.get(language));
        format!("• {name}: {}", instant(consent.given_at))
    };
    let mut lines: Vec<_> = visit.session.consents.in_force().take(LISTED_MAX).map(line).collect();
    let n_more = visit.session.consents.in_force().count().saturating_sub(LISTED_MAX);
    if n_more > 0 {
        lines.push(format!("• +{n_more}"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use mitra_core::limits::BUTTON_CHARS_MAX;

    use super::*;

    #[test]
    fn the_words_fit_their_buttons() {
        for language in Language::ALL {
            for button in [AGREE, DECLINE, WITHDRAW] {
                assert!(button.get(language).encode_utf16().count() <= BUTTON_CHARS_MAX);
            }
        }
    }
}
