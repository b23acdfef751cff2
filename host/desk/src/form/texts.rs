//! What the desk says around a form, in three languages. What it says of wrong answers is in `wording`.

use crate::texts::{Text, text};

/// A button, at most 20 characters.
pub(super) const SKIP: Text = text("దాటవేయండి", "Skip", "छोड़ें");
/// A button.
pub(super) const BACK: Text = text("వెనక్కి", "Back", "वापस");
/// A button that sends what was answered to the department.
pub(super) const SEND: Text = text("పంపండి", "Send", "भेजें");
/// A button that leads to the list of fields.
pub(super) const CHANGE: Text = text("మార్చండి", "Change", "बदलें");
/// A button that leaves the form.
pub(super) const CANCEL: Text = text("రద్దు చేయండి", "Cancel", "रद्द करें");
/// The row that leads from the list of fields to the summary.
pub(super) const REVIEW: Text = text("◂ మార్పు అవసరం లేదు", "◂ Nothing to change", "◂ कुछ नहीं बदलना");

/// Over the buttons that go with the map.
pub(super) const OR_SKIP: Text = text(
    "చెప్పకూడదనుకుంటే దాటవేయండి.",
    "Or skip this, if you would rather not say.",
    "या न बताना चाहें तो छोड़ दें।",
);
/// Over the ways on, after several wrong answers.
pub(super) const WAYS_ON: Text = text(
    "ఇప్పుడు జవాబు ఇవ్వలేకపోతే, వీటిలో ఒకటి ఎంచుకోవచ్చు.",
    "If you cannot answer this now, you can choose one of these.",
    "यदि अभी उत्तर नहीं दे सकते, तो इनमें से एक चुन सकते हैं।",
);
/// Over the summary, with the form's title.
pub(super) const CHECK: Text = text("{}\nదయచేసి సరిచూసుకోండి:", "{}\nPlease check:", "{}\nकृपया जाँच लें:");
/// Under the summary.
pub(super) const IS_IT_RIGHT: Text = text(
    "అన్నీ సరిగ్గా ఉన్నాయా? మీరు \"పంపండి\" అని చెప్పే వరకు ఏమీ పంపము.",
    "Is everything right? Nothing is sent until you choose \"Send\".",
    "क्या सब सही है? आपके \"भेजें\" चुनने तक कुछ नहीं भेजा जाएगा।",
);
/// Over the list of fields.
pub(super) const WHICH_FIELD: Text =
    text("మీరు ఏమి మార్చాలనుకుంటున్నారు?", "What would you like to change?", "आप क्या बदलना चाहते हैं?");
pub(super) const NOT_A_CHOICE: Text = text(
    "దయచేసి వీటిలో ఒకటి ఎంచుకోండి, లేదా దాని సంఖ్యను పంపండి.",
    "Please choose one of these, or send its number.",
    "कृपया इनमें से एक चुनें, या उसकी संख्या भेजें।",
);
/// For a choice of a question that was asked before.
pub(super) const STALE: Text = text(
    "ఆ ఎంపిక ఇప్పుడు అందుబాటులో లేదు. దయచేసి ఇక్కడి నుండి కొనసాగించండి.",
    "That choice is no longer open. Please go on from here.",
    "वह विकल्प अब उपलब्ध नहीं है। कृपया यहाँ से आगे बढ़ें।",
);
/// An answer that shows nothing by itself: a photo, a point on the map.
pub(super) const GIVEN: Text = text("ఇచ్చారు", "Given", "दिया गया");
pub(super) const NOT_GIVEN: Text = text("ఇవ్వలేదు", "Not given", "नहीं दिया गया");

#[cfg(test)]
mod tests {
    use mitra_core::language::Language;
    use mitra_core::limits::{BODY_CHARS_MAX, BUTTON_CHARS_MAX, ROW_TITLE_CHARS_MAX};
    use mitra_core::text::length;

    use super::*;

    #[test]
    fn every_text_fits_its_place_in_every_language() {
        for language in Language::ALL {
            for button in [SKIP, BACK, SEND, CHANGE, CANCEL] {
                assert!(length(button.get(language)) <= BUTTON_CHARS_MAX, "{button:?}");
            }
            assert!(length(REVIEW.get(language)) <= ROW_TITLE_CHARS_MAX, "{REVIEW:?}");
            for body in [OR_SKIP, WAYS_ON, CHECK, IS_IT_RIGHT, WHICH_FIELD, NOT_A_CHOICE, STALE] {
                assert!(length(body.get(language)) <= BODY_CHARS_MAX / 4, "{body:?}");
            }
        }
    }
}
