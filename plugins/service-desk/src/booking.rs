//! Bookings: a place, a day, a slot, a kind, how many, for whom; then a ticket, or a payment first.

mod choose;
mod settle;
mod shown;
mod summary;

use mitra_department::outcome::{ask_form, finish, stay, text};
use mitra_department::{Event, Fault, Outcome, Reply, state};
use mitra_service_desk_model::{Booking, Field, Kind, Purpose, Text};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::cancel::Sure;
use crate::context::Context;
use crate::list::{self, Offer, Picked};
use crate::{fields, records, words};
use summary::Summary;

/// Where a conversation is, with what was chosen so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// Showing the tickets that there are.
    Own,
    /// Showing this ticket, which can be cancelled.
    Shown(String),
    /// Asked whether it is to be cancelled.
    Sure(Sure),
    /// Showing this page of the places.
    Place(usize),
    /// A place is chosen; what else is missing is asked for.
    Chosen(Chosen),
    /// Waiting for the payment of this booking.
    Paying(String),
}

/// What was chosen so far; the page of the list that is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Chosen {
    place: String,
    day: Option<String>,
    slot: Option<String>,
    kind: Option<String>,
    people: Option<u32>,
    #[serde(default)]
    page: usize,
}

/// A record of where one can book.
#[derive(Debug, Clone, Deserialize)]
struct Centre {
    name: Value,
    /// Days of the week.
    open: Vec<String>,
    slots: Vec<Slot>,
    kinds: Vec<KindOf>,
}

#[derive(Debug, Clone, Deserialize)]
struct Slot {
    id: String,
    from: String,
    places: u32,
}

#[derive(Debug, Clone, Deserialize)]
struct KindOf {
    id: String,
    name: Value,
    paise: u64,
}

/// One turn.
pub(crate) fn turn(context: &mut Context<'_>, booking: &Booking) -> Result<Outcome, Fault> {
    if let Event::Payment(update) = &context.turn.event {
        return settle::ended(context, booking, update);
    }
    let step = match context.turn.event {
        Event::Opened => None,
        _ => state::read(context.turn),
    };
    match (step, &context.turn.event) {
        (_, Event::Timer(_)) => Ok(context.beside(Vec::new())),
        (None, Event::Opened) => choose::own(context, booking),
        (Some(Step::Own | Step::Paying(_)), Event::Back) => Ok(finish(Vec::new())),
        (Some(Step::Own), Event::Chosen(taken)) if taken.id != "new" => {
            let reference = taken.id.clone();
            shown::show(context, booking, &reference)
        }
        (Some(Step::Shown(reference)), _) => shown::heard(context, booking, &reference),
        (Some(Step::Sure(sure)), _) => shown::sure(context, booking, sure),
        (None | Some(Step::Own), _) => places(context, booking, 0, None),
        (Some(Step::Place(page)), _) => place(context, booking, page),
        (Some(Step::Chosen(chosen)), _) => {
            let Some(centre) = centre(context, booking, &chosen.place)? else {
                return places(context, booking, 0, None);
            };
            choose::heard(context, booking, &centre, chosen)
        }
        (Some(Step::Paying(_)), _) => choose::own(context, booking),
    }
}

fn centre(context: &Context<'_>, booking: &Booking, end: &str) -> Result<Option<Centre>, Fault> {
    let key = format!("{}{end}", booking.records);
    records::read(context.host, mitra_department::Scope::Department, &key)
}

/// A page of the places.
fn places(
    context: &Context<'_>,
    booking: &Booking,
    page: usize,
    why: Option<&str>,
) -> Result<Outcome, Fault> {
    let question = context.of(&booking.question);
    let Some(list) = list::of_records(context, (&booking.records, Offer::All), question, page)?
    else {
        let said = context.fill(words::NOTHING_THERE, &[context.helpline()]);
        return Ok(finish(vec![text(said)]));
    };
    let mut replies: Vec<Reply> = why.map(text).into_iter().collect();
    replies.push(list);
    Ok(stay(replies, &Step::Place(page)))
}

/// A place was asked for.
fn place(context: &mut Context<'_>, booking: &Booking, page: usize) -> Result<Outcome, Fault> {
    Ok(match list::heard(context, (&booking.records, Offer::All), page)? {
        Picked::Out => finish(Vec::new()),
        Picked::Page(page, why) => places(context, booking, page, why)?,
        Picked::Matches(ends) => {
            let question = context.of(&booking.question);
            let list = list::of_matches(context, &booking.records, question, &ends)?;
            stay(vec![list], &Step::Place(0))
        }
        Picked::One(place) => match centre(context, booking, &place)? {
            Some(centre) => {
                let chosen = Chosen { place, ..Chosen::default() };
                choose::next(context, booking, &centre, chosen, None)?
            }
            None => places(context, booking, 0, None)?,
        },
    })
}

/// The form: a name, and what else the data asks for. What is booked is said before, and again over the summary.
fn form(context: &Context<'_>, booking: &Booking, centre: &Centre, chosen: Chosen) -> Outcome {
    let fields = form_fields(booking);
    let id = &context.turn.service;
    let summary = Summary::of(booking, centre, &chosen);
    let title = summary.as_ref().map_or_else(|| words::BOOKING_TITLE.into(), Summary::title);
    let said = summary.map(|summary| text(summary.whole(context)));
    let asked = fields::asked(id, title, &fields, context.turn.now);
    ask_form(said.into_iter().collect(), asked, &Step::Chosen(chosen))
}

fn form_fields(booking: &Booking) -> Vec<Field> {
    let own = |words: mitra_department::text::Text| Text {
        te: words.te.to_owned(),
        en: words.en.to_owned(),
        hi: words.hi.to_owned(),
    };
    let name = Field {
        id: "name".to_owned(),
        kind: Kind::Name,
        label: own(words::NAME),
        question: own(words::ASK_NAME),
        help: None,
        optional: false,
        min: None,
        max: None,
        earliest: None,
        latest: None,
        options: Vec::new(),
        purpose: Purpose::Identity,
    };
    std::iter::once(name).chain(booking.fields.iter().cloned()).collect()
}
