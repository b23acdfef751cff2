//! A booking becomes a ticket: at once, or when its payment has come.

use mitra_department::calendar::MINUTE_MS;
use mitra_department::outcome::{ask_payment, finish, text};
use mitra_department::payments::{self, PaymentStatus, PaymentUpdate, Receipt};
use mitra_department::reference;
use mitra_department::{Event, Fault, FormAnswers, Outcome, show};
use mitra_service_desk_model::Booking;

use super::{Centre, Chosen, Step, choose, form, form_fields};
use crate::calendar::Day;
use crate::context::Context;
use crate::mine::{self, Sent};
use crate::paying::{self, Paid};
use crate::places::{self, Change};
use crate::ticket::{self, Booked, Standing};
use crate::{answers, fields, words};

/// Minutes that places are kept beyond the time to pay: the provider's word takes a while.
const GRACE_MINUTES: u64 = 5;

/// The citizen sent the form: everything is chosen.
pub(super) fn sent(
    context: &mut Context<'_>,
    booking: &Booking,
    centre: &Centre,
    chosen: &Chosen,
    answers: &FormAnswers,
) -> Result<Outcome, Fault> {
    let (Some(day), Some(slot_id), Some(kind_id), Some(people)) =
        (&chosen.day, &chosen.slot, &chosen.kind, chosen.people)
    else {
        return super::places(context, booking, 0, None);
    };
    let is_open = choose::open_days(context, booking, centre).any(|open| open.iso() == *day);
    let slot = centre.slots.iter().find(|slot| slot.id == *slot_id).filter(|_| is_open);
    let kind = centre.kinds.iter().find(|kind| kind.id == *kind_id);
    let (Some(slot), Some(kind)) = (slot, kind) else {
        // The day has come, or the place has changed.
        let chosen = Chosen { place: chosen.place.clone(), ..Chosen::default() };
        return choose::next(context, booking, centre, chosen, None);
    };
    if !fields::are_answered(&form_fields(booking), answers) {
        return Ok(form(context, booking, centre, chosen.clone()));
    }
    let booked = Booked {
        reference: reference::unused(context.host, context.turn, &booking.prefix, "booking/"),
        service: context.turn.service.clone(),
        status: if kind.paise == 0 { Standing::Booked } else { Standing::Held },
        citizen: context.turn.citizen.pseudonym.clone(),
        at: context.turn.now,
        place: chosen.place.clone(),
        place_name: centre.name.clone(),
        day: day.clone(),
        slot: slot.id.clone(),
        from: slot.from.clone(),
        kind: kind.id.clone(),
        kind_name: kind.name.clone(),
        people,
        paise: kind.paise.saturating_mul(people.into()),
        answers: answers::kept(answers),
        paid: None,
        cancelled: None,
    };
    let key = places::key(&booked.place, &booked.day, &booked.slot);
    let until = context.turn.now + (u64::from(booking.hold) + GRACE_MINUTES) * MINUTE_MS;
    let hold = Change::Hold(&booked.reference, until);
    let change = if booked.status == Standing::Booked { &Change::Sell } else { &hold };
    if !places::change(context.host, &key, slot.places, people, change)? {
        let chosen = Chosen { slot: None, page: 0, ..chosen.clone() };
        let why = context.say(words::JUST_TAKEN);
        return choose::next(context, booking, centre, chosen, Some(why));
    }
    ticket::write(context, &booked);
    mine::list(context.host, Sent::Booking, &booked.reference);
    if booked.status == Standing::Booked {
        return Ok(finish(vec![text(ticket::ticket(context, &booking.ticket, &booked))]));
    }
    Ok(ask(context, booking, booked))
}

fn ask(context: &Context<'_>, booking: &Booking, booked: Booked) -> Outcome {
    let place = crate::template::plain(&booked.place_name, context.language);
    let day = Day::from_iso(&booked.day).map_or_else(String::new, Day::shown);
    let parts = [&*place, &day, &booked.from, &booking.hold.to_string()];
    let said = context.fill(words::HELD, &parts);
    let purpose = words::BOOKING_PURPOSE.filled(&[&booked.reference]);
    let valid_for = booking.hold.saturating_mul(60);
    let reference = booked.reference;
    let request = payments::request(&*reference, booked.paise, purpose, valid_for);
    ask_payment(vec![text(said)], request, &Step::Paying(reference))
}

/// The host says what became of a payment.
pub(super) fn ended(
    context: &mut Context<'_>,
    booking: &Booking,
    update: &PaymentUpdate,
) -> Result<Outcome, Fault> {
    let Some(booked) = ticket::read(context, &update.reference)? else {
        context.complain(&format!("`{}` is no booking of ours", update.reference));
        return Ok(context.beside(Vec::new()));
    };
    match &update.status {
        PaymentStatus::Paid(receipt) => paid(context, booking, booked, update, receipt),
        PaymentStatus::Failed | PaymentStatus::Expired if booked.status == Standing::Held => {
            released(context, booked)
        }
        PaymentStatus::Failed | PaymentStatus::Expired | PaymentStatus::Open => {
            Ok(context.beside(Vec::new()))
        }
    }
}

fn released(context: &mut Context<'_>, mut booked: Booked) -> Result<Outcome, Fault> {
    let key = places::key(&booked.place, &booked.day, &booked.slot);
    let release = Change::Release(&booked.reference);
    places::change(context.host, &key, 0, booked.people, &release)?;
    booked.status = Standing::Released;
    ticket::write(context, &booked);
    let said = text(context.fill(words::RELEASED, &[&booked.reference]));
    Ok(over(context, &booked, said))
}

fn paid(
    context: &mut Context<'_>,
    booking: &Booking,
    mut booked: Booked,
    update: &PaymentUpdate,
    receipt: &Receipt,
) -> Result<Outcome, Fault> {
    if booked.paid.is_some() {
        return Ok(context.beside(Vec::new()));
    }
    booked.paid = Some(Paid::new(update, receipt));
    let key = places::key(&booked.place, &booked.day, &booked.slot);
    let centre = super::centre(context, booking, &booked.place)?;
    let slot = centre.and_then(|it| it.slots.into_iter().find(|slot| slot.id == booked.slot));
    let capacity = slot.map_or(0, |slot| slot.places);
    let is_ahead = booked.day > Day::of(context.turn.now).iso();
    let confirm = Change::Confirm(&booked.reference);
    let has_room =
        is_ahead && places::change(context.host, &key, capacity, booked.people, &confirm)?;
    booked.status = if has_room { Standing::Booked } else { Standing::Owed };
    ticket::write(context, &booked);
    let amount = show::rupees(update.amount);
    if has_room {
        let paid = context.fill(words::BILL_PAID, &[&amount, &receipt.id]);
        let ticket = ticket::ticket(context, &booking.ticket, &booked);
        return Ok(over(context, &booked, text(format!("{paid}\n\n{ticket}"))));
    }
    let paid = Paid::new(update, receipt);
    paying::owe(context.host, context.turn, &update.reference, &paid, &booked.reference);
    let parts = [&*booked.reference, &amount, &receipt.id, context.helpline()];
    let said = text(context.fill(words::TOO_LATE, &parts));
    Ok(over(context, &booked, said))
}

/// Who waits for this payment is done; who does something else meanwhile goes on with it.
fn over(context: &Context<'_>, booked: &Booked, said: mitra_department::Reply) -> Outcome {
    debug_assert!(matches!(context.turn.event, Event::Payment(_)));
    let step: Option<Step> = mitra_department::state::read(context.turn);
    match step {
        Some(Step::Paying(reference)) if reference == booked.reference => finish(vec![said]),
        Some(_) | None => context.beside(vec![said]),
    }
}
