//! Gifts: how much, paid, and thanks.

use mitra_department::outcome::{ask_payment, choice, choices, finish, stay, text};
use mitra_department::payments::{self, PaymentStatus, PaymentUpdate};
use mitra_department::reference;
use mitra_department::{Event, Fault, Outcome, Reply, Scope, digits, show, state};
use mitra_service_desk_model::{Gift, Payment};
use serde::{Deserialize, Serialize};

use crate::context::{Context, localized};
use crate::paying::{self, Paid};
use crate::{records, words};

/// How long a citizen has to give.
const VALID_FOR_SECS: u32 = 30 * 60;
/// How references of gifts begin.
const PREFIX: &str = "GIFT";

/// The only place where a conversation can be: asked how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Asked;

/// A gift that came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Given {
    reference: String,
    service: String,
    citizen: String,
    paid: Paid,
}

/// One turn.
pub(crate) fn turn(
    context: &mut Context<'_>,
    payment: &Payment,
    gift: &Gift,
) -> Result<Outcome, Fault> {
    if let Event::Payment(update) = &context.turn.event {
        return ended(context, payment, gift, update);
    }
    let is_asked = state::read::<Asked>(context.turn).is_some();
    let paise = match &context.turn.event {
        Event::Opened => return Ok(ask(context, payment, gift, None)),
        Event::Back => return Ok(finish(Vec::new())),
        Event::Timer(_) => return Ok(context.beside(Vec::new())),
        Event::Chosen(taken) => taken.id.parse().ok(),
        Event::Text(said) => typed(said),
        _ => None,
    };
    let is_fit = |paise: &u64| is_asked && (gift.min..=gift.max).contains(paise);
    let Some(paise) = paise.filter(is_fit) else {
        let parts = [&*show::rupees(gift.min), &show::rupees(gift.max)];
        let why = context.fill(words::NO_AMOUNT, &parts);
        return Ok(ask(context, payment, gift, Some(why)));
    };
    let reference = reference::unused(context.host, context.turn, PREFIX, "payment/");
    paying::remember(context.host, &reference, &context.turn.service);
    let purpose = localized(&payment.purpose);
    let request = payments::request(reference, paise, purpose, VALID_FOR_SECS);
    Ok(ask_payment(Vec::new(), request, &Asked))
}

fn ask(context: &Context<'_>, payment: &Payment, gift: &Gift, why: Option<String>) -> Outcome {
    let mut replies: Vec<Reply> = why.map(text).into_iter().collect();
    replies.push(question(context, payment, gift));
    stay(replies, &Asked)
}

fn question(context: &Context<'_>, payment: &Payment, gift: &Gift) -> Reply {
    let items = gift.suggested.iter().map(|paise| choice(paise.to_string(), show::rupees(*paise)));
    let body = payment.question.as_ref().map_or("-", |question| context.of(question));
    choices(body, items.collect())
}

/// An amount in rupees, perhaps with paise, commas and a sign: in paise.
fn typed(said: &str) -> Option<u64> {
    let said = digits::ascii(said).to_lowercase();
    let amount =
        said.trim().trim_start_matches('₹').trim_start_matches("rs.").trim_start_matches("rs");
    let amount: String = amount.chars().filter(|c| !matches!(c, ',' | ' ')).collect();
    let (rupees, paise) = amount.split_once('.').unwrap_or((&amount, ""));
    let paise = match paise.len() {
        0 => 0,
        1 => paise.parse::<u64>().ok()? * 10,
        2 => paise.parse().ok()?,
        _ => return None,
    };
    rupees.parse::<u64>().ok()?.checked_mul(100)?.checked_add(paise)
}

/// The host says what became of a gift.
fn ended(
    context: &mut Context<'_>,
    payment: &Payment,
    gift: &Gift,
    update: &PaymentUpdate,
) -> Result<Outcome, Fault> {
    let reference = &update.reference;
    let PaymentStatus::Paid(receipt) = &update.status else {
        let said = context.fill(words::NOT_PAID, &[context.of(&payment.purpose)]);
        if state::read::<Asked>(context.turn).is_none() {
            // Beside something else, choices could not be tapped.
            return Ok(context.beside(vec![text(said)]));
        }
        return Ok(stay(vec![text(said), question(context, payment, gift)], &Asked));
    };
    let key = format!("gift/{reference}");
    if records::data(context.host, &key)?.is_some() {
        return Ok(context.beside(Vec::new()));
    }
    let given = Given {
        reference: reference.clone(),
        service: context.turn.service.clone(),
        citizen: context.turn.citizen.pseudonym.clone(),
        paid: Paid::new(update, receipt),
    };
    records::write(context.host, Scope::Department, &key, &given);
    let thanks = payment.thanks.as_ref().map_or("-", |thanks| context.of(thanks));
    let parts = [&*show::rupees(update.amount), reference, &receipt.id];
    let said = format!("{thanks}\n\n{}", context.fill(words::GIFT_RECEIPT, &parts));
    Ok(finish(vec![text(said)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_however_it_is_typed() {
        for (said, paise) in [
            ("100", 10_000),
            ("₹1,000", 100_000),
            ("Rs. 50.5", 5_050),
            ("౧౦౦", 10_000),
            ("99.99", 9_999),
        ] {
            assert_eq!(typed(said), Some(paise), "{said}");
        }
        for said in ["", "a lot", "1.234", "-5", "18446744073709551615"] {
            assert_eq!(typed(said), None, "{said}");
        }
    }
}
