//! Registering: whose area, what about, and a form.

use mitra_department::calendar::HOUR_MS;
use mitra_department::outcome::{ask_form, choices, finish, stay, text};
use mitra_department::reference;
use mitra_department::{Event, Fault, FormAnswers, Outcome, Reply, forms};
use mitra_service_desk_model::Grievance;

use super::Step;
use crate::complaint::{self, Complaint, Standing};
use crate::context::Context;
use crate::list::{self, Offer, Picked};
use crate::mine::{self, Sent};
use crate::{answers, fields, records, sla, words};

/// Characters of a description, and of a place in words.
const DESCRIPTION_MAX: u32 = 1_000;
const PLACE_MAX: u32 = 200;
/// From how many hours on they are shown as days.
const DAYS_FROM_HOURS: u32 = 48;

/// A page of the offices.
pub(super) fn offices(
    context: &Context<'_>,
    grievance: &Grievance,
    page: usize,
    why: Option<&str>,
) -> Result<Outcome, Fault> {
    let question = context.of(&grievance.question);
    let Some(list) =
        list::of_records(context, (&grievance.offices, Offer::Listed), question, page)?
    else {
        let said = context.fill(words::NOTHING_THERE, &[context.helpline()]);
        return Ok(finish(vec![text(said)]));
    };
    let mut replies: Vec<Reply> = why.map(text).into_iter().collect();
    replies.push(list);
    Ok(stay(replies, &Step::Office(page)))
}

/// An office was asked for.
pub(super) fn office(
    context: &Context<'_>,
    grievance: &Grievance,
    page: usize,
) -> Result<Outcome, Fault> {
    Ok(match list::heard(context, (&grievance.offices, Offer::Listed), page)? {
        Picked::Out => finish(Vec::new()),
        Picked::One(office) => ask_category(context, grievance, office, None),
        Picked::Page(page, why) => offices(context, grievance, page, why)?,
        Picked::Matches(ends) => {
            let question = context.of(&grievance.question);
            let list = list::of_matches(context, &grievance.offices, question, &ends)?;
            stay(vec![list], &Step::Office(0))
        }
    })
}

pub(super) fn ask_category(
    context: &Context<'_>,
    grievance: &Grievance,
    office: String,
    why: Option<&str>,
) -> Outcome {
    let rows = grievance.categories.iter().map(|it| {
        let within = within(context, it.hours);
        list::row(&it.id, context.of(&it.title), Some(&within))
    });
    let mut replies: Vec<Reply> = why.map(text).into_iter().collect();
    replies.push(choices(context.say(words::ABOUT_WHAT), rows.collect()));
    stay(replies, &Step::Category(office))
}

/// How long it takes, in days where that is easier to read: whole ones, so that nothing else is promised.
fn within(context: &Context<'_>, hours: u32) -> String {
    if hours >= DAYS_FROM_HOURS && hours.is_multiple_of(24) {
        return context.fill(words::WITHIN_DAYS, &[&(hours / 24).to_string()]);
    }
    context.fill(words::WITHIN, &[&hours.to_string()])
}

/// A category was asked for.
pub(super) fn category(
    context: &Context<'_>,
    grievance: &Grievance,
    office: String,
) -> Result<Outcome, Fault> {
    let id = match &context.turn.event {
        Event::Back => return offices(context, grievance, 0, None),
        Event::Chosen(taken) => taken.id.as_str(),
        _ => "",
    };
    Ok(match grievance.categories.iter().find(|it| it.id == id) {
        Some(found) => form(context, grievance, office, found.id.clone()),
        None => ask_category(context, grievance, office, Some(context.say(words::TAKE_OPTION))),
    })
}

/// Asks for the form: the data's, or a description, a place and a photo.
pub(super) fn form(
    context: &Context<'_>,
    grievance: &Grievance,
    office: String,
    category: String,
) -> Outcome {
    let (id, title) = (&context.turn.service, words::COMPLAINT_TITLE);
    let asked = if grievance.fields.is_empty() {
        let (about, place, photo) = (words::DESCRIPTION, words::PLACE, words::PHOTO);
        let description =
            forms::text("description", about, words::ASK_DESCRIPTION, 5..=DESCRIPTION_MAX);
        forms::form(id, title)
            .field(description)
            .field(forms::place("place", place, words::ASK_PLACE, 3..=PLACE_MAX))
            .field(forms::photo("photo", photo, words::ASK_PHOTO).optional())
    } else {
        fields::asked(id, title, &grievance.fields, context.turn.now)
    };
    ask_form(Vec::new(), asked, &Step::Form(office, category))
}

/// The citizen sent the form.
pub(super) fn sent(
    context: &mut Context<'_>,
    grievance: &Grievance,
    office: &str,
    category: &str,
    answers: &FormAnswers,
) -> Result<Outcome, Fault> {
    let office_key = format!("{}{office}", grievance.offices);
    if records::data(context.host, &office_key)?.is_none() {
        return offices(context, grievance, 0, None);
    }
    let Some(category) = grievance.categories.iter().find(|it| it.id == category) else {
        return Ok(ask_category(context, grievance, office.to_owned(), None));
    };
    if !fields::are_answered(&grievance.fields, answers) {
        return Ok(form(context, grievance, office.to_owned(), category.id.clone()));
    }
    let now = context.turn.now;
    let mut complaint = Complaint {
        reference: reference::unused(context.host, context.turn, &grievance.prefix, "complaint/"),
        service: context.turn.service.clone(),
        status: Standing::Registered,
        citizen: context.turn.citizen.pseudonym.clone(),
        at: now,
        category: category.id.clone(),
        office: office_key,
        due_at: now + u64::from(category.hours) * HOUR_MS,
        answers: answers::kept(answers),
        history: Vec::new(),
        rating: None,
    };
    complaint.reach(Standing::Registered, now, None);
    complaint::write(context, &complaint);
    mine::list(context.host, Sent::Complaint, &complaint.reference);
    sla::wait(context, &complaint)?;
    let due = complaint::due(&complaint);
    let office = complaint::office(context, &complaint.office)?;
    let said = context.fill(words::REGISTERED, &[&complaint.reference, &office, &due]);
    Ok(finish(vec![text(said)]))
}
