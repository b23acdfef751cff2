//! A timer's turn: what is said, put off or dropped.

use mitra_core::clock::Timestamp;
use mitra_core::language::Language;
use mitra_core::limits::{EVENT_ATTEMPTS_MAX, TIMER_PAUSE};
use mitra_core::timer::{FiredTimer, TimerKind};
use mitra_core::turn::TurnFault;
use mitra_desk::{Desk, TimerVisit};
use mitra_storage::{ClaimedEvent, NoticeProgress, NoticeStage};

use super::settlement::{Effects, settle};
use super::{Decision, POSTPONE_FIRST, POSTPONE_MAX, Plan, TimerEnd, pause};
use crate::announce::Announced;
use crate::backoff;
use crate::speak::{render_own, speak_of_timer};
use crate::timers::TimerFate;
use crate::turn::Ran;

/// Nobody asked for it, so nobody hears of a fault; but whoever paid hears of that, whatever their department says.
pub(super) fn answer_timer(
    ran: &Ran,
    fired: &FiredTimer,
    visit: &TimerVisit,
    turn: Effects<'_>,
    now: Timestamp,
    random: u64,
) -> (&'static str, Decision) {
    let spoken = match &turn.report.result {
        Ok(outcome) => speak_of_timer(&ran.desk, visit, outcome),
        Err(fault) => Err(fault.clone()),
    };
    match spoken {
        Ok((session, mut messages)) => {
            if let Some(update) =
                fired.payment().filter(|_| messages.is_empty() && fired.is_awaited())
            {
                let (department, language) = (&fired.key.department, visit.language());
                let word = ran.desk.payment_end(department, update, true, language);
                messages = render_own(&[word]);
            }
            // A notice whose words are kept back is told no more than one that waits: see the back end's page.
            let end = (!visit.is_kept_back()).then_some(NoticeStage::Told);
            let plan = settle(&ran.claimed, session, messages, Some(turn), now);
            let plan = with_notice(plan, fired, end);
            ("ok", Decision { plan, turn: None, timer: None })
        }
        Err(fault) => {
            let fate = fate(&fault, fired, now, random);
            (fault.name(), end_timer(&ran.desk, &ran.claimed, fired, fate, None, now))
        }
    }
}

/// What becomes of a timer after a fault. One that is put off stands in nobody's way: it can wait for a department that
/// rests, too.
fn fate(fault: &TurnFault, fired: &FiredTimer, now: Timestamp, random: u64) -> TimerFate {
    match pause(fault, fired.tries, random) {
        Some((wait, _)) => TimerFate::after(wait, fired, now, fired.tries + 1, "retry"),
        None if *fault == TurnFault::Resting => {
            TimerFate::after(TIMER_PAUSE, fired, now, fired.tries, "resting")
        }
        // A citizen's money is at stake: what failed once may work the next time.
        None if fired.payment().is_some() && fired.tries < EVENT_ATTEMPTS_MAX => {
            let wait = backoff::pause(POSTPONE_FIRST, 4, POSTPONE_MAX, fired.tries + 1, random);
            TimerFate::after(wait, fired, now, fired.tries + 1, "retry")
        }
        None => TimerFate::Dropped { reason: "fault" },
    }
}

/// Puts a timer off or drops it. The session stays as it is. Of a payment that no department takes up, the citizen
/// hears.
pub(super) fn end_timer(
    desk: &Desk,
    claimed: &ClaimedEvent,
    fired: &FiredTimer,
    fate: TimerFate,
    announcement: Option<Announced>,
    now: Timestamp,
) -> Decision {
    let plan = match fate {
        TimerFate::PutOff { due, tries, .. } => {
            let timer = Box::new(FiredTimer { tries, ..fired.clone() });
            Plan::PutOff { timer, due, announcement: announcement.map(Box::new) }
        }
        TimerFate::Dropped { reason } => {
            let session = claimed.session.clone();
            let told = fired.payment().filter(|_| session.may_be_written_to(now));
            let language = session.language.unwrap_or(Language::En);
            let department = &fired.key.department;
            let word = told.map(|update| desk.payment_end(department, update, false, language));
            let plan = settle(claimed, session, render_own(word.as_slice()), None, now);
            let end = NoticeStage::Dropped { reason: reason.to_owned() };
            with_notice(plan, fired, Some(end))
        }
    };
    Decision { plan, turn: None, timer: Some(TimerEnd { fired: fired.clone(), fate }) }
}

/// The same plan, with which the timer's notice has come so far.
fn with_notice(mut plan: Plan, fired: &FiredTimer, stage: Option<NoticeStage>) -> Plan {
    let is_notice = fired.timer.content.kind() == TimerKind::Notice;
    if let (Plan::Settle(settlement), Some(stage), true) = (&mut plan, stage, is_notice) {
        let (department, id) = (fired.key.department.clone(), fired.key.name.clone());
        settlement.notice = Some(NoticeProgress { department, id, stage });
    }
    plan
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use mitra_core::event::LaneEvent;
    use mitra_core::session::{LastMessage, Session};
    use mitra_core::timer::TimerDue;

    use super::*;

    fn fired(tries: u32) -> FiredTimer {
        let key = mitra_core::timer::TimerKey {
            department: mitra_core::ids::DepartmentId::parse("energy").unwrap(),
            service: mitra_core::ids::ServiceId::parse("outage").unwrap(),
            name: "back".to_owned(),
        };
        let set_by = mitra_core::ids::TurnId::new("turn");
        let content = mitra_core::timer::TimerContent::Note(Vec::new());
        let timer = mitra_core::timer::Timer { at: Timestamp(0), content, set_by };
        let announced_by = None;
        FiredTimer { id: mitra_core::ids::TimerId(1), key, timer, tries, announced_by }
    }

    fn put_off(ms: i64, tries: u32, reason: &'static str) -> TimerFate {
        TimerFate::PutOff { due: TimerDue::At(Timestamp(ms)), tries, reason }
    }

    #[test]
    fn a_timer_whose_department_needs_time_comes_again_five_times() {
        let fault = TurnFault::RetryLater { after: Duration::from_secs(30) };
        let fate = |tries| fate(&fault, &fired(tries), Timestamp(5), 0);
        assert_eq!(fate(0), put_off(30_005, 1, "retry"));
        assert_eq!(fate(4), put_off(30_005, 5, "retry"));
        assert_eq!(fate(5), TimerFate::Dropped { reason: "fault" });
    }

    #[test]
    fn a_timer_waits_for_a_department_that_rests_and_not_for_ever() {
        let pause_ms = i64::try_from(TIMER_PAUSE.as_millis()).unwrap();
        let fate = |now| fate(&TurnFault::Resting, &fired(3), now, 0);
        assert_eq!(fate(Timestamp(5)), put_off(5 + pause_ms, 3, "resting"));
        let end = fired(3).waits_until();
        assert_eq!(fate(end.before(TIMER_PAUSE)), TimerFate::Dropped { reason: "expired" });
        assert_eq!(fate(Timestamp(end.0 - pause_ms - 1)), put_off(end.0 - 1, 3, "resting"));
    }

    #[test]
    fn a_timer_whose_turn_traps_is_gone() {
        let trapped = TurnFault::Trapped { detail: String::new() };
        let refused = TurnFault::Refused { body: String::new() };
        for fault in [trapped, refused] {
            let fate = fate(&fault, &fired(0), Timestamp(5), 0);
            assert_eq!(fate, TimerFate::Dropped { reason: "fault" });
        }
    }

    #[test]
    fn the_turn_of_a_payment_is_tried_again_whatever_became_of_it() {
        let reference = mitra_core::payment::PaymentReference::parse("bill-1").unwrap();
        let end = mitra_core::payment::PaymentEnd::Failed;
        let update =
            mitra_core::payment::PaymentUpdate { reference, paise: 500, purpose: None, end };
        let mut fired = fired(0);
        fired.timer.content = mitra_core::timer::TimerContent::Payment(update);
        let trapped = TurnFault::Trapped { detail: String::new() };
        assert_eq!(fate(&trapped, &fired, Timestamp(5), 0), put_off(1_005, 1, "retry"));
        fired.tries = EVENT_ATTEMPTS_MAX;
        let fate = fate(&trapped, &fired, Timestamp(5), 0);
        assert_eq!(fate, TimerFate::Dropped { reason: "fault" });
    }

    #[test]
    fn whoever_paid_gets_a_receipt_where_no_department_takes_it_up() {
        let text = || "Bill".to_owned();
        let purpose = mitra_core::language::Localized { te: text(), en: text(), hi: text() };
        let receipt =
            mitra_core::payment::PaymentReceipt { id: "pay_1".to_owned(), at: Timestamp(0) };
        let update = mitra_core::payment::PaymentUpdate {
            reference: mitra_core::payment::PaymentReference::parse("bill-1").unwrap(),
            paise: 500,
            purpose: Some(purpose),
            end: mitra_core::payment::PaymentEnd::Paid(receipt),
        };
        let mut fired = fired(EVENT_ATTEMPTS_MAX);
        fired.timer.content = mitra_core::timer::TimerContent::Payment(update);
        let mut session = Session::default();
        let number = mitra_core::ids::PhoneNumberId::new("1");
        session.hear(LastMessage { number, sent_at: Timestamp(0) });
        let claim = mitra_storage::EventClaim {
            seq: mitra_core::ids::EventSeq(1),
            citizen: mitra_core::ids::CitizenId(1),
            token: 1,
        };
        let event = LaneEvent::Timer(fired.clone());
        let claimed = ClaimedEvent {
            claim,
            event,
            session,
            postponed: 0,
            received_at: Timestamp(1),
            has_news: false,
            templates_refused_at: None,
        };
        let desk = Desk::new(std::sync::Arc::default());
        let fate = TimerFate::Dropped { reason: "fault" };
        let Decision { plan, .. } = end_timer(&desk, &claimed, &fired, fate, None, Timestamp(5));
        let Plan::Settle(settlement) = plan else { panic!("it is over") };
        let said = &settlement.deliveries[0].body;
        for part in ["For: Bill", "₹5.00", "01-01-1970, 05:30", "bill-1", "pay_1", "not pay again"]
        {
            assert!(said.contains(part), "{part} in {said}");
        }
    }
}
