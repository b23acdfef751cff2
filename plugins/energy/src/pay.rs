//! Paying the newest bill of an account: asked for once at a time, and entered when the host says that it is paid.
//!
//! A reference is `<service number>-<month>-<attempt>`: an attempt that failed or expired is never asked for again.

use mitra_department::outcome::{ask_payment, finish, stay, text};
use mitra_department::payments::{self, PaymentStatus, PaymentUpdate, Receipt};
use mitra_department::{Host, Level, Outcome, Turn, show};

use crate::records::{self, Account, Attempt, Bill};
use crate::{Step, bill, texts};

/// How long a citizen has to pay.
const VALID_FOR_SECS: u32 = 30 * 60;

/// The citizen wants to pay the bill that is shown.
pub(crate) fn ask(turn: &Turn, host: &mut dyn Host, number: &str, account: &Account) -> Outcome {
    let Some(due) = account.bills.first().filter(|bill| !bill.paid) else {
        // Somebody paid it meanwhile.
        return bill::bill(turn, host, number, account);
    };
    let last = records::attempt(host, number, &due.month);
    let status = last.as_ref().and_then(|it| host.find_payment(&it.reference(number, &due.month)));
    let by = &turn.citizen.pseudonym;
    match (last, status) {
        (Some(last), Some(PaymentStatus::Open)) if last.by == *by => request(number, due, &last),
        (Some(_), Some(PaymentStatus::Open)) => {
            let busy = text(texts::BEING_PAID.get(turn.citizen.language));
            let next = bill::question(turn, host, number, account, texts::WHAT_NEXT);
            stay(vec![busy, next], &Step::Account { number: number.to_owned() })
        }
        (Some(last), Some(PaymentStatus::Paid(receipt))) => {
            // The host knows, and its word on it is on the way.
            enter(host, number, &last.reference(number, &due.month), &receipt);
            let account = records::account(host, number).unwrap_or_else(|| account.clone());
            bill::bill(turn, host, number, &account)
        }
        (last, Some(PaymentStatus::Failed | PaymentStatus::Expired) | None) => {
            let n = last.map_or(1, |last| last.n + 1);
            let attempt = Attempt { n, by: by.clone() };
            records::set_attempt(host, number, &due.month, &attempt);
            request(number, due, &attempt)
        }
        (None, Some(_)) => unreachable!("what was never asked for has no status"),
    }
}

fn request(number: &str, due: &Bill, attempt: &Attempt) -> Outcome {
    let reference = attempt.reference(number, &due.month);
    let purpose = texts::PAYMENT_PURPOSE.filled(&[&due.month, number]);
    let payment = payments::request(reference, due.paise, purpose, VALID_FOR_SECS);
    ask_payment(Vec::new(), payment, &Step::Account { number: number.to_owned() })
}

/// The host says what became of a payment.
pub(crate) fn ended(
    turn: &Turn,
    host: &mut dyn Host,
    step: Option<Step>,
    update: &PaymentUpdate,
) -> Outcome {
    let language = turn.citizen.language;
    let Some((number, month)) = records::parts(&update.reference) else {
        host.log(Level::Error, &format!("`{}` is no payment of ours", update.reference));
        return finish(Vec::new());
    };
    let amount = show::rupees(update.amount);
    let said = match &update.status {
        PaymentStatus::Paid(receipt) => {
            let parts = [&*month, &number, &amount, &receipt.id];
            match enter(host, &number, &update.reference, receipt) {
                Entered::Now | Entered::Before => texts::PAYMENT_RECEIVED.fill(language, &parts),
                Entered::Twice => texts::PAID_TWICE.fill(language, &parts),
            }
        }
        PaymentStatus::Failed => texts::PAYMENT_FAILED.fill(language, &[&month, &number]),
        PaymentStatus::Expired => texts::PAYMENT_EXPIRED.fill(language, &[&month, &number]),
        PaymentStatus::Open => return finish(Vec::new()),
    };
    match (step, records::account(host, &number)) {
        (Some(Step::Account { number: shown }), Some(account)) if shown == number => {
            let next = bill::question(turn, host, &number, &account, texts::WHAT_NEXT);
            stay(vec![text(said), next], &Step::Account { number })
        }
        // In another place of the service, which goes on from there.
        (Some(step), _) => stay(vec![text(said)], &step),
        (None, _) => finish(vec![text(said)]),
    }
}

/// What a payment did to its bill.
enum Entered {
    /// It is paid now.
    Now,
    /// It was paid by this payment before.
    Before,
    /// It was paid by another one: the amount is owed to whoever paid.
    Twice,
}

fn enter(host: &mut dyn Host, number: &str, reference: &str, receipt: &Receipt) -> Entered {
    let Some((_, month)) = records::parts(reference) else { return Entered::Twice };
    if let Some(before) = records::receipt(host, number, &month) {
        if before.id == receipt.id {
            return Entered::Before;
        }
        host.log(Level::Error, &format!("{reference} is paid, and its bill was: to be paid back"));
        return Entered::Twice;
    }
    let Some(mut account) = records::account(host, number) else { return Entered::Twice };
    let Some(bill) = account.bills.iter_mut().find(|bill| bill.month == month) else {
        return Entered::Twice;
    };
    if bill.paid {
        host.log(Level::Error, &format!("{reference} is paid, and its bill was: to be paid back"));
        return Entered::Twice;
    }
    bill.paid = true;
    records::set_account(host, number, &account);
    records::set_receipt(host, number, &month, receipt);
    Entered::Now
}
