//! Power cuts near a place.

use mitra_department::outcome::{choice, choices, finish, stay, text};
use mitra_department::text::{Text, Words};
use mitra_department::{Event, Host, Location, Outcome, Reply, Turn, digits};

use crate::records::{self, Outage};
use crate::words::{n_matching, words};
use crate::{Step, texts};

/// Power cuts shown at once.
const SHOWN: usize = 3;
/// Digits of a postal code.
const PIN_DIGITS: usize = 6;
/// How far away a power cut still matters to somebody, in kilometres.
const NEAR_KM: f64 = 30.0;
/// Whom to call without power, where the operator set nothing: the number of all of India's electricity helplines.
const HELPLINE: &str = "1912";
/// The Earth's mean radius, in kilometres.
const EARTH_KM: f64 = 6_371.0;

/// The first question: where.
pub(crate) fn open(turn: &Turn) -> Outcome {
    ask(turn, None)
}

/// Asks where, perhaps after saying why.
fn ask(turn: &Turn, why: Option<Text>) -> Outcome {
    let language = turn.citizen.language;
    let question = texts::ASK_PLACE.get(language);
    let body =
        why.map_or(question.to_owned(), |why| format!("{}\n\n{question}", why.get(language)));
    stay(vec![Reply::AskLocation(body)], &Step::Place)
}

/// A place was asked for.
pub(crate) fn place(turn: &Turn, host: &dyn Host) -> Outcome {
    match &turn.event {
        Event::Location(place) => near(turn, host, place),
        Event::Text(said) => named(turn, host, said),
        Event::Back => finish(Vec::new()),
        Event::Opened | Event::Chosen(_) | Event::Media(_) => ask(turn, None),
    }
}

/// Power cuts are shown, and a choice was taken.
pub(crate) fn shown(turn: &Turn, host: &dyn Host) -> Outcome {
    match &turn.event {
        Event::Chosen(chosen) if chosen.id == "done" => {
            finish(vec![text(texts::THANKS.get(turn.citizen.language))])
        }
        Event::Location(_) | Event::Text(_) => place(turn, host),
        Event::Opened | Event::Chosen(_) | Event::Media(_) | Event::Back => ask(turn, None),
    }
}

fn near(turn: &Turn, host: &dyn Host, place: &Location) -> Outcome {
    let mut found: Vec<_> = records::outages(host)
        .into_iter()
        .map(|outage| (distance_km(place, &outage), outage))
        .filter(|(km, _)| *km <= NEAR_KM)
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let found = found.into_iter().map(|(km, outage)| (Some(km), outage)).collect();
    answer(turn, host, found)
}

/// By postal code, or by name in any language.
fn named(turn: &Turn, host: &dyn Host, said: &str) -> Outcome {
    if let Some(pin) = digits::only(said) {
        if pin.len() != PIN_DIGITS {
            return ask(turn, Some(texts::PIN_LENGTH));
        }
        let found = records::outages(host).into_iter().filter(|outage| outage.pin == pin);
        return answer(turn, host, found.map(|outage| (None, outage)).collect());
    }
    let typed = words(said);
    if typed.is_empty() {
        return ask(turn, Some(texts::PLACE_SHORT));
    }
    let matched = |outage: Outage| {
        let Words { te, en, hi } = &outage.area;
        let n_matching = n_matching(&typed, &words(&format!("{te} {en} {hi} {}", outage.pin)));
        (n_matching, outage)
    };
    let mut found: Vec<_> = records::outages(host).into_iter().map(matched).collect();
    // "Road" alone is in many names: where one place has more of the words, the others are not meant.
    let most = found.iter().map(|(n, _)| *n).max().filter(|most| *most > 0);
    found.retain(|(n, _)| Some(*n) == most);
    answer(turn, host, found.into_iter().map(|(_, outage)| (None, outage)).collect())
}

fn answer(turn: &Turn, host: &dyn Host, found: Vec<(Option<f64>, Outage)>) -> Outcome {
    let language = turn.citizen.language;
    let mut lines = Vec::new();
    for (km, outage) in found.iter().take(SHOWN) {
        let area = outage.area.get(language);
        let kind = if outage.planned { texts::PLANNED } else { texts::FAULT };
        let away =
            km.map_or_else(String::new, |km| texts::AWAY.fill(language, &[&format!("{km:.1}")]));
        let parts: [&str; 6] =
            [area, &outage.pin, kind.get(language), &outage.from, &outage.until, &away];
        lines.push(texts::OUTAGE_LINE.fill(language, &parts));
    }
    if found.len() > SHOWN {
        let n_more = found.len() - SHOWN;
        lines.push(texts::MORE_OUTAGES.fill(language, &[&n_more.to_string()]));
    }
    let body = if lines.is_empty() {
        let configured = host.config("helpline").filter(|number| !number.trim().is_empty());
        texts::NO_OUTAGE.fill(language, &[configured.as_deref().unwrap_or(HELPLINE)])
    } else {
        format!("{}\n\n{}", texts::OUTAGES_SHOWN.get(language), lines.join("\n\n"))
    };
    let items = vec![
        choice("other", texts::OTHER_PLACE.get(language)),
        choice("done", texts::DONE.get(language)),
    ];
    let next = choices(texts::WHAT_NEXT.get(language), items);
    stay(vec![text(body), next], &Step::Outages)
}

/// Along the great circle.
fn distance_km(place: &Location, outage: &Outage) -> f64 {
    let (from, to) = (place.latitude.to_radians(), outage.latitude.to_radians());
    let across = (outage.longitude - place.longitude).to_radians();
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let chord = half(to - from) + from.cos() * to.cos() * half(across);
    2.0 * EARTH_KM * chord.sqrt().min(1.0).asin()
}
