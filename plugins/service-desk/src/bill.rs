//! Bills: found by answers, asked for once at a time, and paid when the host says so.

use mitra_department::length::excerpt;
use mitra_department::outcome::{ask_payment, choice, choices, stay, text};
use mitra_department::payments::{self, PaymentStatus, PaymentUpdate, Receipt};
use mitra_department::reference;
use mitra_department::{Event, Fault, Host, Outcome, Reply, Scope, show, state};
use mitra_service_desk_model::Payment;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::ask::{self, Found, Heard, Step};
use crate::calendar::Day;
use crate::context::{Context, localized, unreadable};
use crate::paying::{self, Paid};
use crate::places::{RETRY_SECS, TRIES};
use crate::{records, template, words};

/// How long a citizen has to pay.
const VALID_FOR_SECS: u32 = 30 * 60;
/// The least that can be paid, in paise.
const PAISE_MIN: u64 = 100;
/// How references of payments begin.
const PREFIX: &str = "BILL";

/// What became of one bill, in the record `paid/<its key>/<its period>`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Account {
    /// The last attempt to pay it.
    reference: String,
    /// Whose attempt.
    by: String,
    /// Of which amount.
    paise: u64,
    /// The payment, once the host has confirmed it.
    paid: Option<Paid>,
    /// The key of the bill's record, and what its period was.
    #[serde(default)]
    of: String,
    #[serde(default)]
    period: Option<String>,
}

/// A bill as it is now.
struct Bill {
    /// The key of its record.
    key: String,
    record: Value,
    /// The key of its account.
    account_key: String,
    account: Option<Account>,
    /// What is due, in paise.
    due: u64,
}

/// One turn.
pub(crate) fn turn(context: &mut Context<'_>, payment: &Payment) -> Result<Outcome, Fault> {
    if let Event::Payment(update) = &context.turn.event {
        return ended(context, payment, update);
    }
    let folder = payment.records.as_deref().unwrap_or_default();
    let step = state::read(context.turn);
    if let (Some(Step::Shown(key)), Event::Chosen(taken)) = (&step, &context.turn.event)
        && taken.id == "pay"
    {
        return pay(context, payment, key);
    }
    Ok(match ask::heard(context, &payment.asks, folder, step)? {
        Heard::Outcome(outcome) => outcome,
        Heard::Found(Found { key, record }) => {
            let bill = bill(context, payment, key, record)?;
            shown(context, payment, &bill)
        }
    })
}

/// What is due of a record, with what was paid of it since.
fn bill(
    context: &Context<'_>,
    payment: &Payment,
    key: String,
    record: Value,
) -> Result<Bill, Fault> {
    let field = |name: &Option<String>| name.clone().unwrap_or_default();
    let period = records::compared(&record, &field(&payment.period));
    let account_key = account_key(&key, period.as_deref());
    let account: Option<Account> = records::read(context.host, Scope::Department, &account_key)?;
    let amount = template::find(&record, &field(&payment.amount)).and_then(Value::as_u64);
    let is_paid = account.as_ref().is_some_and(|account| account.paid.is_some());
    let due = amount.filter(|paise| *paise >= PAISE_MIN && !is_paid).unwrap_or(0);
    Ok(Bill { key, record, account_key, account, due })
}

/// Where a bill's account is. A period may be any text: its slashes are written otherwise, so that no two bills have
/// the same account.
fn account_key(key: &str, period: Option<&str>) -> String {
    let period = period.unwrap_or("-").replace('%', "%25").replace('/', "%2F");
    format!("paid/{key}/{period}")
}

fn shown(context: &Context<'_>, payment: &Payment, bill: &Bill) -> Outcome {
    let body = payment.show.as_ref().map_or_else(String::new, |it| context.show(it, &bill.record));
    let paid = bill.account.as_ref().and_then(|account| account.paid.as_ref());
    let paid =
        paid.map(|paid| text(context.fill(words::PAID_ON, &[&show::date(paid.at), &paid.receipt])));
    let replies = paid.into_iter().chain([text(body), next(context, bill)]).collect();
    stay(replies, &Step::Shown(bill.key.clone()))
}

/// What can be done with a bill that is shown.
fn next(context: &Context<'_>, bill: &Bill) -> Reply {
    let mut items = vec![
        choice("another", context.say(words::ANOTHER)),
        choice("done", context.say(words::DONE)),
    ];
    if bill.due == 0 {
        let body = format!("{} {}", context.say(words::NOTHING_DUE), context.say(words::WHAT_NEXT));
        return choices(body, items);
    }
    let title = context.fill(words::PAY, &[&show::rupees(bill.due)]);
    items.insert(0, choice("pay", excerpt(&title, 24)));
    choices(context.say(words::WHAT_NEXT), items)
}

/// The citizen wants to pay the bill that is shown.
fn pay(context: &mut Context<'_>, payment: &Payment, key: &str) -> Result<Outcome, Fault> {
    let Some(record) = records::data(context.host, key)? else {
        return Ok(ask::open(context, &payment.asks));
    };
    let bill = bill(context, payment, key.to_owned(), record)?;
    if bill.due == 0 {
        // Somebody paid it meanwhile.
        return Ok(shown(context, payment, &bill));
    }
    let by = context.turn.citizen.pseudonym.clone();
    let last = bill.account.clone();
    let status = last.as_ref().and_then(|last| context.host.find_payment(&last.reference));
    let account = match (last, status) {
        (Some(last), Some(PaymentStatus::Open)) if last.by == by && last.paise == bill.due => last,
        (Some(last), Some(PaymentStatus::Open)) if last.by != by => {
            let busy = text(context.say(words::BEING_PAID));
            return Ok(stay(vec![busy, next(context, &bill)], &Step::Shown(bill.key)));
        }
        (Some(_), Some(PaymentStatus::Paid(_))) => {
            // The host knows, and its word on it is on the way.
            return Ok(context.thanks());
        }
        _ => {
            let reference = reference::unused(context.host, context.turn, PREFIX, "payment/");
            let period = payment.period.as_deref().unwrap_or_default();
            let period = records::compared(&bill.record, period);
            let of = bill.key.clone();
            let account = Account { reference, by, paise: bill.due, paid: None, of, period };
            records::write(context.host, Scope::Department, &bill.account_key, &account);
            paying::remember(context.host, &account.reference, &bill.account_key);
            account
        }
    };
    let purpose = localized(&payment.purpose);
    let request = payments::request(account.reference, account.paise, purpose, VALID_FOR_SECS);
    Ok(ask_payment(Vec::new(), request, &Step::Shown(bill.key)))
}

/// The host says what became of a payment.
fn ended(
    context: &mut Context<'_>,
    payment: &Payment,
    update: &PaymentUpdate,
) -> Result<Outcome, Fault> {
    let Some(account_key) = paying::of(context.host, &update.reference)? else {
        context.complain(&format!("`{}` is no payment of ours", update.reference));
        return Ok(context.beside(Vec::new()));
    };
    let amount = show::rupees(update.amount);
    let said = match &update.status {
        PaymentStatus::Open => return Ok(context.beside(Vec::new())),
        PaymentStatus::Paid(receipt) => {
            if enter(context, payment, &account_key, update, receipt)? {
                context.fill(words::BILL_PAID, &[&amount, &receipt.id])
            } else {
                context.fill(words::OWED, &[&amount, &receipt.id, context.helpline()])
            }
        }
        PaymentStatus::Failed | PaymentStatus::Expired => {
            context.fill(words::NOT_PAID, &[context.of(&payment.purpose)])
        }
    };
    let step: Option<Step> = state::read(context.turn);
    let account: Option<Account> = records::read(context.host, Scope::Department, &account_key)?;
    // Who looks at the bill is asked again what to do with it.
    if let (Some(Step::Shown(shown)), Some(Account { of, .. })) = (step, account)
        && shown == of
        && let Some(record) = records::data(context.host, &of)?
    {
        let bill = bill(context, payment, of, record)?;
        let replies = vec![text(said), next(context, &bill)];
        return Ok(stay(replies, &Step::Shown(bill.key)));
    }
    Ok(context.beside(vec![text(said)]))
}

/// Enters a payment that the host confirmed; says whether the bill was waiting for it. Otherwise it is owed back.
fn enter(
    context: &mut Context<'_>,
    payment: &Payment,
    account_key: &str,
    update: &PaymentUpdate,
    receipt: &Receipt,
) -> Result<bool, Fault> {
    let account: Option<Account> = records::read(context.host, Scope::Department, account_key)?;
    let mut account = account.unwrap_or_default();
    if let Some(paid) = &account.paid {
        if paid.receipt == receipt.id {
            return Ok(true);
        }
        let paid = Paid::new(update, receipt);
        paying::owe(context.host, context.turn, &update.reference, &paid, account_key);
        return Ok(false);
    }
    account.reference.clone_from(&update.reference);
    account.by.clone_from(&context.turn.citizen.pseudonym);
    account.paise = update.amount;
    account.paid = Some(Paid::new(update, receipt));
    records::write(context.host, Scope::Department, account_key, &account);
    clear(context.host, payment, &account)?;
    Ok(true)
}

/// The bill's record says that it is paid, for the other services over it. Not if the office has written another bill
/// there meanwhile.
fn clear(host: &mut dyn Host, payment: &Payment, account: &Account) -> Result<(), Fault> {
    let (key, Some(paid)) = (&account.of, &account.paid) else { return Ok(()) };
    let name = |field: &Option<String>| field.clone().unwrap_or_default();
    let (amount, period) = (name(&payment.amount), name(&payment.period));
    for _ in 0..TRIES {
        let Some(before) = host.get(Scope::Department, key) else { return Ok(()) };
        let mut record: Value =
            serde_json::from_slice(&before).map_err(|error| unreadable(key, error))?;
        let is_same = records::compared(&record, &period) == account.period;
        let due = amount.split('.').try_fold(&mut record, |value, name| value.get_mut(name));
        let Some(due) = due.filter(|due| is_same && due.as_u64() == Some(paid.paise)) else {
            return Ok(());
        };
        *due = json!(0);
        record["paid-on"] = json!(Day::of(paid.at).iso());
        record["receipt"] = json!(paid.receipt);
        if host.replace(Scope::Department, key, Some(&before), Some(&records::bytes(&record))) {
            return Ok(());
        }
    }
    Err(Fault::RetryLater(RETRY_SECS))
}

#[cfg(test)]
mod tests {
    use mitra_department::testing::MemoryHost;
    use mitra_service_desk_model::Pattern;
    use mitra_service_desk_model::packed::Packed;

    use super::*;
    use crate::Data;
    use crate::tests::raced::Raced;
    use crate::tests::{Town, host};

    const KEY: &str = "assessment/1234";

    fn set(host: &mut MemoryHost, field: &str, value: Value) {
        let mut bill = records::data(host, KEY).expect("JSON").expect("a bill");
        bill[field] = value;
        host.set(Scope::Department, KEY, &records::bytes(&bill));
    }

    /// Clears the bill while the office writes this; the bill after it.
    fn cleared(n_races: u32, other: fn(&mut MemoryHost)) -> (Result<(), Fault>, Value) {
        let packed = Packed::read(Town::bytes()).expect("a department");
        let Ok(Some(Pattern::Payment(payment))) = packed.service("tax") else { panic!("bills") };
        let paid = Paid { receipt: "r".to_owned(), at: host().now, paise: 250_000 };
        let (of, period) = (KEY.to_owned(), Some("2026".to_owned()));
        let account = Account { paid: Some(paid), of, period, ..Account::default() };
        let mut raced = Raced { host: host(), n_races, other };
        let done = clear(&mut raced, &payment, &account);
        (done, records::data(&raced.host, KEY).expect("JSON").expect("a bill"))
    }

    #[test]
    fn a_bill_that_is_cleared_keeps_what_the_office_writes_at_the_same_moment() {
        let (done, bill) = cleared(1, |host| set(host, "name", json!("Asha Rao")));
        assert_eq!(done, Ok(()));
        assert_eq!((&bill["name"], &bill["due"]), (&json!("Asha Rao"), &json!(0)));
        for (field, value) in [("due", json!(260_000)), ("year", json!("2027"))] {
            let other: fn(&mut MemoryHost) = if field == "due" {
                |host| set(host, "due", json!(260_000))
            } else {
                |host| set(host, "year", json!("2027"))
            };
            let (done, bill) = cleared(1, other);
            assert_eq!((done, &bill[field], bill.get("receipt")), (Ok(()), &value, None));
        }
        let (done, bill) = cleared(100, |host| {
            let now = host.now;
            host.now += 1;
            set(host, "seen", json!(now));
        });
        assert_eq!((done, &bill["due"]), (Err(Fault::RetryLater(1)), &json!(250_000)));
    }
}
