//! What stands over "I agree": all that a form asks for, and why.

use mitra_core::form::{Form, Purpose};
use mitra_core::language::Language;

use crate::texts::{Text, text};

/// With the form's title, and the labels of all its fields.
const ASK: Text = text(
    "{}\n\nమేము అడిగే వివరాలు: {}.\n\nవీటిని ఈ శాఖ ఈ సేవ కోసం మాత్రమే ఉపయోగిస్తుంది. మీరు ఇచ్చిన అంగీకారాన్ని ఎప్పుడైనా వెనక్కి తీసుకోవచ్చు: \"నా సమాచారం\" అని పంపండి.\n\nమీకు అంగీకారమేనా?",
    "{}\n\nWe will ask for: {}.\n\nThis department uses it for this service alone. You can take your consent back at any time: send \"my data\".\n\nDo you agree?",
    "{}\n\nहम ये जानकारी पूछेंगे: {}.\n\nयह विभाग इसका उपयोग केवल इस सेवा के लिए करता है। आप अपनी सहमति कभी भी वापस ले सकते हैं: \"मेरा डेटा\" भेजें।\n\nक्या आप सहमत हैं?",
);
/// With the form's title, and a line for each purpose.
const ASK_WHY: Text = text(
    "{}\n\nమేము అడిగే వివరాలు:\n{}\n\nవీటిని ఈ శాఖ ఈ సేవ కోసం మాత్రమే ఉపయోగిస్తుంది. మీరు ఇచ్చిన అంగీకారాన్ని ఎప్పుడైనా వెనక్కి తీసుకోవచ్చు: \"నా సమాచారం\" అని పంపండి.\n\nమీకు అంగీకారమేనా?",
    "{}\n\nWe will ask for:\n{}\n\nThis department uses it for this service alone. You can take your consent back at any time: send \"my data\".\n\nDo you agree?",
    "{}\n\nहम ये जानकारी पूछेंगे:\n{}\n\nयह विभाग इसका उपयोग केवल इस सेवा के लिए करता है। आप अपनी सहमति कभी भी वापस ले सकते हैं: \"मेरा डेटा\" भेजें।\n\nक्या आप सहमत हैं?",
);

/// Why, in words that go before what is asked.
fn why(purpose: Purpose) -> Text {
    match purpose {
        Purpose::Identity => text("మీరెవరో తెలుసుకోవడానికి", "To know who you are", "आपकी पहचान के लिए"),
        Purpose::Contact => text("మిమ్మల్ని సంప్రదించడానికి", "To reach you", "आपसे संपर्क के लिए"),
        Purpose::Address => text("మీ నివాసం కోసం", "To know where you live", "आपके निवास के लिए"),
        Purpose::Eligibility => text("అర్హత చూడటానికి", "To see if you qualify", "पात्रता देखने के लिए"),
        Purpose::Payment => text("చెల్లింపుల కోసం", "For payments", "भुगतान के लिए"),
        Purpose::Evidence => text("రుజువుగా", "As proof", "प्रमाण के लिए"),
        Purpose::Place => text("స్థలం తెలుసుకోవడానికి", "To find the place", "जगह जानने के लिए"),
        Purpose::Request => {
            text("మీకు ఏం కావాలో తెలుసుకోవడానికి", "To know what you need", "आपकी ज़रूरत जानने के लिए")
        }
    }
}

/// What the citizen reads before they agree. Where the department's vendor says why each field is asked, so does this.
pub(super) fn notice(form: &Form, language: Language) -> String {
    let title = form.title.get(language);
    let labels = |purpose: Option<Purpose>| {
        let fields = form.fields.iter().filter(|field| field.purpose == purpose);
        fields.map(|field| field.label.get(language)).collect::<Vec<_>>().join(", ")
    };
    let purposes = form.purposes();
    if purposes.is_empty() {
        return ASK.fill(language, &[title, &labels(None)]);
    }
    let line =
        |purpose: Purpose| format!("• {}: {}", why(purpose).get(language), labels(Some(purpose)));
    let lines: Vec<_> = purposes.into_iter().map(line).collect();
    ASK_WHY.fill(language, &[title, &lines.join("\n")])
}

#[cfg(test)]
mod tests {
    use mitra_core::form::{Field, FieldKind};
    use mitra_core::ids::{FieldId, FormId};
    use mitra_core::language::Localized;
    use mitra_core::limits::{
        BODY_CHARS_MAX, FORM_FIELDS_MAX, FORM_TITLE_CHARS_MAX, ROW_TITLE_CHARS_MAX,
    };

    use super::*;

    fn same(text: &str) -> Localized {
        Localized { te: text.to_owned(), en: text.to_owned(), hi: text.to_owned() }
    }

    fn form(title: &str, fields: impl IntoIterator<Item = (String, Option<Purpose>)>) -> Form {
        let field = |(index, (label, purpose)): (usize, (String, Option<Purpose>))| Field {
            id: FieldId::parse(&format!("f{index}")).unwrap(),
            label: same(&label),
            question: same("Which?"),
            help: None,
            optional: false,
            kind: FieldKind::Name,
            purpose,
        };
        let fields = fields.into_iter().enumerate().map(field).collect();
        Form { id: FormId::parse("member").unwrap(), title: same(title), fields }
    }

    #[test]
    fn every_field_stands_behind_its_purpose() {
        let fields = [
            ("Income", Purpose::Eligibility),
            ("Name", Purpose::Identity),
            ("Aadhaar", Purpose::Identity),
        ];
        let fields = fields.map(|(label, purpose)| (label.to_owned(), Some(purpose)));
        let said = notice(&form("A member", fields), Language::En);
        let expected = "A member\n\nWe will ask for:\n\
                        • To know who you are: Name, Aadhaar\n• To see if you qualify: Income\n\n";
        assert!(said.starts_with(expected), "{said}");
    }

    #[test]
    fn without_purposes_the_labels_stand_alone() {
        let fields = ["Name", "Age"].map(|label| (label.to_owned(), None));
        let said = notice(&form("A member", fields), Language::En);
        assert!(said.starts_with("A member\n\nWe will ask for: Name, Age.\n\n"), "{said}");
    }

    #[test]
    fn the_notice_of_the_longest_form_fits_over_its_buttons() {
        let title = "t".repeat(FORM_TITLE_CHARS_MAX);
        let all = Purpose::ALL.into_iter().cycle().map(Some);
        let none = std::iter::repeat_n(None, FORM_FIELDS_MAX);
        let kinds: [Box<dyn Iterator<Item = Option<Purpose>>>; 2] = [Box::new(all), Box::new(none)];
        for purposes in kinds {
            let label = || "l".repeat(ROW_TITLE_CHARS_MAX);
            let form = form(&title, purposes.take(FORM_FIELDS_MAX).map(|it| (label(), it)));
            for language in Language::ALL {
                let chars = notice(&form, language).encode_utf16().count();
                assert!(chars <= BODY_CHARS_MAX, "{language:?}: {chars}");
            }
        }
    }
}
