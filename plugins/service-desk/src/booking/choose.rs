//! What is chosen one after the other: a day, a slot, a kind, how many.

use mitra_department::outcome::{choice, choices, stay, text};
use mitra_department::{Choice, Event, Fault, Outcome, Reply, show};
use mitra_service_desk_model::Booking;

use super::{Centre, Chosen, KindOf, Slot, Step, form, settle};
use crate::calendar::Day;
use crate::context::Context;
use crate::{list, places, template, ticket, words};

/// How many tickets are offered.
const OFFERED: usize = 8;

/// Tickets for days to come, if there are some; else the places.
pub(super) fn own(context: &Context<'_>, booking: &Booking) -> Result<Outcome, Fault> {
    let ahead = ticket::ahead(context, &context.turn.service)?;
    if ahead.is_empty() {
        return super::places(context, booking, 0, None);
    }
    let row = |booked| ticket::row(context, booked);
    let mut rows: Vec<Choice> = ahead.iter().take(OFFERED).map(row).collect();
    rows.push(choice("new", context.say(words::NEW_BOOKING)));
    Ok(stay(vec![choices(context.say(words::YOUR_TICKETS), rows)], &Step::Own))
}

/// Asks for the first thing that is missing.
pub(super) fn next(
    context: &Context<'_>,
    booking: &Booking,
    centre: &Centre,
    mut chosen: Chosen,
    why: Option<&str>,
) -> Result<Outcome, Fault> {
    if chosen.kind.is_none()
        && let [only] = &centre.kinds[..]
    {
        chosen.kind = Some(only.id.clone());
    }
    if chosen.people.is_none() && booking.people == 1 {
        chosen.people = Some(1);
    }
    let (question, rows) = match (&chosen.day, &chosen.slot, &chosen.kind, chosen.people) {
        (None, ..) => (words::WHICH_DAY, days(context, booking, centre)),
        (Some(day), None, ..) => (words::WHICH_SLOT, slots(context, centre, &chosen.place, day)?),
        (.., None, _) => (words::WHICH_KIND, kinds(context, centre)),
        (.., None) => (words::HOW_MANY, people(booking)),
        (Some(_), Some(_), Some(_), Some(_)) => return Ok(form(context, booking, centre, chosen)),
    };
    if rows.is_empty() && chosen.day.is_some() && chosen.slot.is_none() {
        chosen = Chosen { day: None, page: 0, ..chosen };
        return next(context, booking, centre, chosen, Some(context.say(words::FULL)));
    }
    if rows.is_empty() {
        let said = context.fill(words::CLOSED, &[context.helpline()]);
        return super::places(context, booking, 0, Some(&said));
    }
    let mut replies: Vec<Reply> = why.map(text).into_iter().collect();
    replies.push(list::page(context, context.say(question), rows, chosen.page));
    Ok(stay(replies, &Step::Chosen(chosen)))
}

/// Something happened while one of these was asked for.
pub(super) fn heard(
    context: &mut Context<'_>,
    booking: &Booking,
    centre: &Centre,
    mut chosen: Chosen,
) -> Result<Outcome, Fault> {
    match &context.turn.event {
        Event::Form(answers) => settle::sent(context, booking, centre, &chosen, answers),
        Event::Back => match back(booking, centre, chosen) {
            Some(chosen) => next(context, booking, centre, chosen, None),
            None => super::places(context, booking, 0, None),
        },
        Event::Chosen(taken) => {
            if let Some(page) = taken.id.strip_prefix("page:") {
                chosen.page = page.parse().unwrap_or(0);
                return next(context, booking, centre, chosen, None);
            }
            let id = taken.id.clone();
            if !take(context, booking, centre, &mut chosen, &id) {
                let why = context.say(words::TAKE_OPTION);
                return next(context, booking, centre, chosen, Some(why));
            }
            chosen.page = 0;
            next(context, booking, centre, chosen, None)
        }
        _ => {
            let why = context.say(words::TAKE_OPTION);
            next(context, booking, centre, chosen, Some(why))
        }
    }
}

/// Takes a choice for what is missing first, if it can be one.
fn take(
    context: &Context<'_>,
    booking: &Booking,
    centre: &Centre,
    chosen: &mut Chosen,
    id: &str,
) -> bool {
    if chosen.day.is_none() {
        chosen.day = open_days(context, booking, centre).map(Day::iso).find(|day| day == id);
        return chosen.day.is_some();
    }
    if chosen.slot.is_none() {
        chosen.slot = centre.slots.iter().find(|slot| slot.id == id).map(|slot| slot.id.clone());
        return chosen.slot.is_some();
    }
    if chosen.kind.is_none() && centre.kinds.len() != 1 {
        chosen.kind = centre.kinds.iter().find(|kind| kind.id == id).map(|kind| kind.id.clone());
        return chosen.kind.is_some();
    }
    chosen.people = id.parse().ok().filter(|n| (1..=booking.people).contains(n));
    chosen.people.is_some()
}

/// One step back: without what was chosen last; none before the day.
fn back(booking: &Booking, centre: &Centre, mut chosen: Chosen) -> Option<Chosen> {
    chosen.page = 0;
    if chosen.people.take().is_some() && booking.people > 1 {
        return Some(chosen);
    }
    if chosen.kind.take().is_some() && centre.kinds.len() > 1 {
        return Some(chosen);
    }
    if chosen.slot.take().is_some() {
        return Some(chosen);
    }
    chosen.day.take().map(|_| chosen)
}

/// The days on which the place is open, from tomorrow on.
pub(super) fn open_days(
    context: &Context<'_>,
    booking: &Booking,
    centre: &Centre,
) -> impl Iterator<Item = Day> {
    let today = Day::of(context.turn.now);
    let open = centre.open.clone();
    let days = (1..=i64::from(booking.days)).map(move |ahead| today.plus(ahead));
    days.filter(move |day| open.iter().any(|name| name == day.weekday()))
}

fn days(context: &Context<'_>, booking: &Booking, centre: &Centre) -> Vec<Choice> {
    let row = |day: Day| {
        let (weekday, _) = words::weekday(day.weekday());
        list::row(day.iso(), &day.shown(), Some(context.say(weekday)))
    };
    open_days(context, booking, centre).map(row).collect()
}

/// The slots in which something is free.
fn slots(
    context: &Context<'_>,
    centre: &Centre,
    place: &str,
    day: &str,
) -> Result<Vec<Choice>, Fault> {
    let mut rows = Vec::new();
    for Slot { id, from, places: all } in &centre.slots {
        let free = places::free(context.host, &places::key(place, day, id), *all)?;
        if free > 0 {
            let detail = match free {
                1 => context.say(words::FREE_ONE).to_owned(),
                _ => context.fill(words::FREE, &[&free.to_string()]),
            };
            rows.push(list::row(id, from, Some(&detail)));
        }
    }
    Ok(rows)
}

fn kinds(context: &Context<'_>, centre: &Centre) -> Vec<Choice> {
    let row = |KindOf { id, name, paise }: &KindOf| {
        let free = context.say(words::NO_FEE).to_owned();
        let price = if *paise == 0 { free } else { show::rupees(*paise) };
        list::row(id, &template::plain(name, context.language), Some(&price))
    };
    centre.kinds.iter().map(row).collect()
}

fn people(booking: &Booking) -> Vec<Choice> {
    (1..=booking.people).map(|n| choice(n.to_string(), n.to_string())).collect()
}
