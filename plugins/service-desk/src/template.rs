//! Templates, filled in with a record's values.

use mitra_department::length::excerpt;
use mitra_department::{Language, show};
use mitra_service_desk_model::template::{Format, Piece, parse};
use serde_json::Value;

use crate::calendar::Day;
use crate::words;

/// What stands for a field that is not there.
const NOTHING: &str = "-";
/// The longest text.
const TEXT_MAX: usize = 4_096;

/// What placeholders stand for.
pub(crate) struct Values<'a> {
    pub(crate) record: &'a Value,
    pub(crate) helpline: &'a str,
    pub(crate) language: Language,
}

/// The template with its placeholders filled in.
pub(crate) fn render(template: &str, values: &Values<'_>) -> String {
    // It was parsed when the department was built.
    let pieces = parse(template).unwrap_or_default();
    let mut rendered = String::new();
    write(&pieces, None, values, &mut rendered);
    let rendered = rendered.trim();
    if rendered.is_empty() { NOTHING.to_owned() } else { excerpt(rendered, TEXT_MAX) }
}

fn write(pieces: &[Piece<'_>], item: Option<&Value>, values: &Values<'_>, out: &mut String) {
    for piece in pieces {
        match piece {
            Piece::Plain(text) => out.push_str(text),
            Piece::Field { path: "helpline", .. } => out.push_str(values.helpline),
            Piece::Field { path, format } => {
                let own = item.and_then(|item| find(item, path));
                let value = own.or_else(|| find(values.record, path));
                out.push_str(&shown(value, *format, values.language));
            }
            Piece::Each { path, body } => {
                let items = find(values.record, path).and_then(Value::as_array);
                for item in items.into_iter().flatten() {
                    write(body, Some(item), values, out);
                }
            }
        }
    }
}

/// The value on the way `a.b`.
pub(crate) fn find<'v>(record: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(record, |value, name| value.get(name)).filter(|value| !value.is_null())
}

/// A value as citizens read it.
fn shown(value: Option<&Value>, format: Format, language: Language) -> String {
    let Some(value) = value else { return NOTHING.to_owned() };
    match format {
        Format::Plain => plain(value, language),
        Format::Money => value.as_u64().map_or_else(|| plain(value, language), show::rupees),
        Format::Number => value.as_i64().map_or_else(|| plain(value, language), grouped),
        Format::Date => {
            let day = value.as_str().and_then(Day::from_iso);
            day.map_or_else(|| plain(value, language), Day::shown)
        }
    }
}

/// A value as it is: a text in the citizen's language, a word, a number, or several of them.
pub(crate) fn plain(value: &Value, language: Language) -> String {
    match value {
        Value::Null => NOTHING.to_owned(),
        Value::Bool(true) => words::YES.get(language).to_owned(),
        Value::Bool(false) => words::NO.get(language).to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.trim().is_empty() => NOTHING.to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(values) => {
            let shown: Vec<_> = values.iter().map(|value| plain(value, language)).collect();
            shown.join(", ")
        }
        Value::Object(object) => {
            let text = object.get(code(language)).and_then(Value::as_str);
            text.unwrap_or(NOTHING).to_owned()
        }
    }
}

fn code(language: Language) -> &'static str {
    match language {
        Language::Te => "te",
        Language::En => "en",
        Language::Hi => "hi",
    }
}

/// A number with lakh grouping.
fn grouped(number: i64) -> String {
    let rupees = show::rupees(number.unsigned_abs().saturating_mul(100));
    let digits = rupees.trim_start_matches('₹').trim_end_matches(".00");
    if number < 0 { format!("-{digits}") } else { digits.to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rendered(template: &str, language: Language) -> String {
        let record = json!({
            "name": {"te": "ఆశ", "en": "Asha", "hi": "आशा"}, "due": 12_345_600, "born": "2008-02-29", "units": 1_234_567,
            "office": {"phone": "1902"}, "marks": [{"of": "Maths", "n": 91}, {"of": "Telugu", "n": 88}], "passed": true,
            "below": -5, "none": null, "odd": "later",
        });
        render(template, &Values { record: &record, helpline: "1100", language })
    }

    #[test]
    fn values_are_shown_in_their_formats_and_in_the_citizens_language() {
        let all = "{name} {due:money} {born:date} {units:number} {office.phone} {helpline} {passed} {below:number}";
        assert_eq!(
            rendered(all, Language::En),
            "Asha ₹1,23,456.00 29-02-2008 12,34,567 1902 1100 Yes -5"
        );
        assert_eq!(rendered("{name}", Language::Te), "ఆశ");
        assert_eq!(rendered("{name}", Language::Hi), "आशा");
    }

    #[test]
    fn a_list_is_gone_through_and_what_is_not_there_is_a_dash() {
        let each = "{*marks}{of}: {n} ({name})\n{/marks}{none}{never.there}{*never}x{/never}";
        assert_eq!(rendered(each, Language::En), "Maths: 91 (Asha)\nTelugu: 88 (Asha)\n--");
        assert_eq!(rendered("{odd:date} {odd:money}", Language::En), "later later");
        assert_eq!(rendered("{*never}x{/never}", Language::En), "-");
    }
}
