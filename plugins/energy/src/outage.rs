//! Power cuts near a place.

use mitra_department::calendar::DAY_MS;
use mitra_department::outcome::{choice, choices, finish, stay, text};
use mitra_department::place::distance_km;
use mitra_department::text::{Text, Words};
use mitra_department::{Event, Host, Language, Location, Outcome, Reply, Turn, digits, show};

use crate::hours::Window;
use crate::records::{self, Outage};
use crate::words::{n_matching, words};
use crate::{Step, promise, texts};

/// Power cuts shown at once.
const SHOWN: usize = 3;
/// Digits of a postal code.
const PIN_DIGITS: usize = 6;
/// How far away a power cut still matters to somebody, in kilometres.
const NEAR_KM: f64 = 30.0;
/// How far ahead a power cut is told of, in days: the answer without any says so.
const SOON_DAYS: u64 = 7;
/// Whom to call without power, where the operator set nothing: the number of all of India's electricity helplines.
const HELPLINE: &str = "1912";
/// Begins the choice by which a citizen wants to hear of a power cut's end; its id follows.
const TELL_ME: &str = "tell:";
/// The longest id of a choice, by the contract.
const CHOICE_ID_BYTES_MAX: usize = 180;

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
        Event::Opened
        | Event::Chosen(_)
        | Event::Media(_)
        | Event::Form(_)
        | Event::Timer(_)
        | Event::Payment(_)
        | Event::Notice(_) => ask(turn, None),
    }
}

/// Power cuts are shown, and a choice was taken.
pub(crate) fn shown(turn: &Turn, host: &mut dyn Host) -> Outcome {
    let language = turn.citizen.language;
    match &turn.event {
        Event::Chosen(chosen) if chosen.id == "done" => {
            finish(vec![text(texts::THANKS.get(language))])
        }
        Event::Chosen(chosen) => {
            let cut = chosen.id.strip_prefix(TELL_ME);
            match cut.and_then(|cut| promise::make(host, cut, language)) {
                Some(promised) => stay(vec![promised, what_next(language, None)], &Step::Outages),
                // Another place is asked for, or the cut is over by now.
                None => ask(turn, None),
            }
        }
        Event::Location(_) | Event::Text(_) => place(turn, host),
        Event::Opened
        | Event::Media(_)
        | Event::Form(_)
        | Event::Back
        | Event::Timer(_)
        | Event::Payment(_)
        | Event::Notice(_) => ask(turn, None),
    }
}

/// A promise is due. Whoever is in the middle of this service is asked again what was asked last.
pub(crate) fn timer(turn: &Turn, host: &mut dyn Host, step: Option<Step>) -> Outcome {
    let language = turn.citizen.language;
    let mut replies = promise::keep_due(host, language);
    match step {
        Some(step) if replies.is_empty() => stay(replies, &step),
        Some(Step::Outages) => {
            replies.push(what_next(language, None));
            stay(replies, &Step::Outages)
        }
        Some(_) => {
            replies.push(Reply::AskLocation(texts::ASK_PLACE.get(language).to_owned()));
            stay(replies, &Step::Place)
        }
        None => finish(replies),
    }
}

/// A power cut that answers the question.
struct Found {
    outage: Outage,
    window: Window,
    /// From the citizen, if they shared where they are.
    km: Option<f64>,
}

/// The power cuts under way or soon to come, the soonest first. Those that are over are nobody's any more.
fn coming(host: &dyn Host) -> Vec<Found> {
    let now = host.now();
    let next = |outage: Outage| {
        let window = outage.hours.next(now).filter(|next| next.from <= now + SOON_DAYS * DAY_MS)?;
        Some(Found { outage, window, km: None })
    };
    let mut found: Vec<_> = records::outages(host).into_iter().filter_map(next).collect();
    found.sort_by_key(|found| found.window.from);
    found
}

fn near(turn: &Turn, host: &dyn Host, place: &Location) -> Outcome {
    let measured = |found: Found| {
        let at = (found.outage.latitude, found.outage.longitude);
        let km = distance_km((place.latitude, place.longitude), at);
        (km <= NEAR_KM).then_some((km, Found { km: Some(km), ..found }))
    };
    let mut found: Vec<_> = coming(host).into_iter().filter_map(measured).collect();
    found.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    answer(turn, host, &found.into_iter().map(|(_, found)| found).collect::<Vec<_>>())
}

/// By postal code, or by name in any language.
fn named(turn: &Turn, host: &dyn Host, said: &str) -> Outcome {
    if let Some(pin) = digits::only(said) {
        if pin.len() != PIN_DIGITS {
            return ask(turn, Some(texts::PIN_LENGTH));
        }
        let mut found = coming(host);
        found.retain(|found| found.outage.pin == pin);
        return answer(turn, host, &found);
    }
    let typed = words(said);
    if typed.is_empty() {
        return ask(turn, Some(texts::PLACE_SHORT));
    }
    let matched = |found: Found| {
        let Words { te, en, hi } = &found.outage.area;
        let place = words(&format!("{te} {en} {hi} {}", found.outage.pin));
        (n_matching(&typed, &place), found)
    };
    let mut found: Vec<_> = coming(host).into_iter().map(matched).collect();
    // "Road" alone is in many names: where one place has more of the words, the others are not meant.
    let most = found.iter().map(|(n, _)| *n).max().filter(|most| *most > 0);
    found.retain(|(n, _)| Some(*n) == most);
    answer(turn, host, &found.into_iter().map(|(_, found)| found).collect::<Vec<_>>())
}

fn answer(turn: &Turn, host: &dyn Host, found: &[Found]) -> Outcome {
    let language = turn.citizen.language;
    let shown = found.iter().take(SHOWN);
    let mut lines: Vec<_> = shown.map(|found| line(found, language)).collect();
    if found.len() > SHOWN {
        let n_more = found.len() - SHOWN;
        lines.push(texts::MORE_OUTAGES.fill(language, &[&n_more.to_string()]));
    }
    let body = if lines.is_empty() {
        texts::NO_OUTAGE.fill(language, &[&helpline(host)])
    } else {
        format!("{}\n\n{}", texts::OUTAGES_SHOWN.get(language), lines.join("\n\n"))
    };
    let shown = found.iter().take(SHOWN);
    let mut under_way = shown.filter(|found| promise::is_open(host, &found.outage, found.window));
    let next = what_next(language, under_way.next().map(|found| &found.outage));
    stay(vec![text(body), next], &Step::Outages)
}

/// Asks what to do next, and offers to tell when this power cut is over.
fn what_next(language: Language, under_way: Option<&Outage>) -> Reply {
    let mut items = vec![
        choice("other", texts::OTHER_PLACE.get(language)),
        choice("done", texts::DONE.get(language)),
    ];
    let tell_me = under_way.map(|outage| format!("{TELL_ME}{}", outage.id));
    if let Some(id) = tell_me.filter(|id| id.len() <= CHOICE_ID_BYTES_MAX) {
        items.insert(0, choice(id, texts::TELL_ME.get(language)));
    }
    choices(texts::WHAT_NEXT.get(language), items)
}

/// Whom to call without power.
pub(crate) fn helpline(host: &dyn Host) -> String {
    let configured = host.config("helpline").filter(|number| !number.trim().is_empty());
    configured.unwrap_or_else(|| HELPLINE.to_owned())
}

/// What a citizen reads of one power cut: where, why, when, how far away.
fn line(found: &Found, language: Language) -> String {
    let Found { outage, window, km } = found;
    let kind = if outage.planned { texts::PLANNED } else { texts::FAULT };
    let (from, until) = (show::date(window.from), show::date(window.until));
    let (begin, end) = (show::time(window.from), show::time(window.until));
    let when = if from == until {
        texts::HOURS.fill(language, &[&from, &begin, &end])
    } else {
        texts::HOURS_OVER_MIDNIGHT.fill(language, &[&from, &begin, &until, &end])
    };
    let away = km.map_or_else(String::new, |km| texts::AWAY.fill(language, &[&format!("{km:.1}")]));
    let (area, pin, kind) = (outage.area.get(language), &outage.pin, kind.get(language));
    format!("{area} ({pin})\n{kind}: {when}{away}")
}
