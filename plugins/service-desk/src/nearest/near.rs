//! Which records are near: by distance, by PIN code, or by a town's name.

use mitra_department::place::distance_km;
use mitra_department::{Location, digits};
use mitra_service_desk_model::Nearest;
use serde_json::{Value, json};

use crate::context::Context;
use crate::words;

/// Digits of a PIN code, and those of its sorting district.
const PIN_DIGITS: usize = 6;
const DISTRICT_DIGITS: usize = 3;
/// What people write around a town's name, as it is compared.
const AROUND: [&str; 23] = [
    "town",
    "city",
    "district",
    "dist",
    "village",
    "mandal",
    "pin",
    "పట్టణం",
    "నగరం",
    "టౌన్",
    "సిటీ",
    "జిల్లా",
    "గ్రామం",
    "మండలం",
    "ఊరు",
    "शहर",
    "नगर",
    "टाउन",
    "सिटी",
    "ज़िला",
    "जिला",
    "गाँव",
    "मंडल",
];

/// What was found with what is said before it; or nothing, with the reason.
pub(super) struct Near {
    pub(super) records: Vec<Value>,
    pub(super) said: Option<String>,
}

/// Those that are not too far from a place, the nearest first, with `distance`.
pub(super) fn by_distance(
    context: &Context<'_>,
    nearest: &Nearest,
    records: Vec<Value>,
    place: &Location,
) -> Near {
    let from = (place.latitude, place.longitude);
    let with_distance = |(km, mut record): (f64, Value)| {
        let shown = context.fill(words::KM, &[&format!("{km:.1}")]);
        if let Some(record) = record.as_object_mut() {
            record.insert("distance".to_owned(), json!(shown));
        }
        record
    };
    let near = within(nearest, records, from);
    let records: Vec<Value> = near.into_iter().map(with_distance).collect();
    let parts = [&*nearest.within.to_string(), context.helpline()];
    let said = records.is_empty().then(|| context.fill(words::NONE_WITHIN, &parts));
    Near { records, said }
}

/// Those that have a place which is not too far from this one, the nearest first.
fn within(nearest: &Nearest, records: Vec<Value>, from: (f64, f64)) -> Vec<(f64, Value)> {
    let far = |record: Value| Some((distance_km(position(&record)?, from), record));
    let mut near: Vec<(f64, Value)> = records.into_iter().filter_map(far).collect();
    near.retain(|(km, _)| *km <= f64::from(nearest.within));
    near.sort_by(|one, other| one.0.total_cmp(&other.0));
    near
}

/// Those that name this PIN code or this town. How far they are from whoever wrote it is not known.
pub(super) fn by_words(
    context: &Context<'_>,
    nearest: &Nearest,
    records: Vec<Value>,
    said: &str,
) -> Near {
    let near = match pin(said) {
        Some(pin) => by_pin(context, nearest, records, &pin),
        None => by_town(records, said),
    };
    if near.records.is_empty() {
        let said = Some(context.fill(words::NONE_NEAR, &[context.helpline()]));
        return Near { said, ..near };
    }
    near
}

/// The PIN code in what was written, perhaps behind a town's name.
fn pin(said: &str) -> Option<String> {
    let pin: String = digits::ascii(said).chars().filter(char::is_ascii_digit).collect();
    (pin.len() == PIN_DIGITS).then_some(pin)
}

fn by_town(records: Vec<Value>, said: &str) -> Near {
    let town = plain(said);
    let is_there = |record: &Value| listed(record, "towns").any(|name| plain(name) == town);
    let records = if town.is_empty() { Vec::new() } else { records };
    Near { records: records.into_iter().filter(is_there).collect(), said: None }
}

/// Those of this PIN code, and what is near them; else those of its sorting district. Where it was asked what the
/// records must equal, one of another place is not what the citizen means; and a warning of a place that may be 100 km
/// away must not be taken for one's own.
fn by_pin(context: &Context<'_>, nearest: &Nearest, records: Vec<Value>, pin: &str) -> Near {
    let has_pin = |record: &Value| listed(record, "pins").any(|it| it == pin);
    let (mut exact, others): (Vec<Value>, Vec<Value>) = records.into_iter().partition(has_pin);
    let has_others = nearest.asks.is_empty();
    let has_district = has_others && nearest.fresh_until.is_none();
    if !has_others || (exact.is_empty() && !has_district) {
        return Near { records: exact, said: None };
    }
    if exact.is_empty() {
        let records = of_district(others, pin);
        return Near { records, said: Some(context.fill(words::NEAR_PIN, &[pin])) };
    }
    let n_exact = exact.len();
    if let Some(place) = exact.iter().find_map(position) {
        let near = within(nearest, others, place);
        exact.extend(near.into_iter().map(|(_, record)| record));
    }
    let is_more = n_exact < exact.len() && n_exact < nearest.count as usize;
    let said = is_more.then(|| context.fill(words::PIN_FIRST, &[pin]));
    Near { records: exact, said }
}

/// Those with a PIN code of the same sorting district: the closest number first, for numbers run through a district.
fn of_district(records: Vec<Value>, pin: &str) -> Vec<Value> {
    let district = &pin[..DISTRICT_DIGITS];
    let number: i64 = pin.parse().unwrap_or(0);
    let gap = |record: &Value| {
        let pins = listed(record, "pins").filter(|it| it.starts_with(district));
        pins.filter_map(|it| it.parse::<i64>().ok()).map(|it| (it - number).abs()).min()
    };
    let mut near: Vec<(i64, Value)> =
        records.into_iter().filter_map(|record| Some((gap(&record)?, record))).collect();
    near.sort_by_key(|(gap, _)| *gap);
    near.into_iter().map(|(_, record)| record).collect()
}

/// The words of a record's list.
fn listed<'r>(record: &'r Value, field: &str) -> impl Iterator<Item = &'r str> {
    let list = record.get(field).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str)
}

/// A town's name as it is compared: small letters, without what is no letter, and without what stands around a name.
fn plain(name: &str) -> String {
    let is_between = |c: char| {
        c.is_whitespace() || c.is_ascii_punctuation() || matches!(c, '।' | '–' | '—' | '‘' | '’')
    };
    let name: String = name.chars().filter(|c| !matches!(c, '\u{200c}' | '\u{200d}')).collect();
    let name = name.to_lowercase();
    let parts: Vec<&str> = name.split(is_between).filter(|part| !part.is_empty()).collect();
    let kept: String = parts.iter().filter(|part| !AROUND.contains(part)).copied().collect();
    // A town may be called so itself.
    if kept.is_empty() { parts.concat() } else { kept }
}

/// Where a record is.
pub(super) fn position(record: &Value) -> Option<(f64, f64)> {
    Some((record.get("latitude")?.as_f64()?, record.get("longitude")?.as_f64()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_is_the_same_however_it_is_written() {
        for said in ["Gajuwaka", "GAJUWAKA town", "gajuwaka,", " Gaju-waka  City. "] {
            assert_eq!(plain(said), "gajuwaka", "{said}");
        }
        assert_eq!(plain("విజయవాడ నగరం"), "విజయవాడ");
        assert_eq!(plain("विजयवाड़ा शहर।"), plain("विजयवाड़ा"));
        assert_eq!((plain("Town"), plain(" .")), ("town".to_owned(), String::new()));
    }

    #[test]
    fn a_pin_code_is_found_in_what_is_written() {
        for said in ["530001", "౫౩౦౦౦౧", "530 001", "Vizag - 530001"] {
            assert_eq!(pin(said).as_deref(), Some("530001"), "{said}");
        }
        assert_eq!((pin("53000"), pin("9848012345"), pin("Vizag")), (None, None, None));
    }
}
