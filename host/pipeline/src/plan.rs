//! What to commit of an answered event: the pure half of `settle`.
//!
//! In: an event, its answer, the time and chance. Out: effects that belong into one transaction, or a later time.
//! Never: reads a clock, commits anything.

mod settlement;
mod timer;

use std::time::Duration;

use metrics::counter;
use mitra_core::clock::Timestamp;
use mitra_core::event::LaneEvent;
use mitra_core::language::Language;
use mitra_core::limits::{EVENT_ATTEMPTS_MAX, RETRY_LATER_MAX};
use mitra_core::reply::Reply;
use mitra_core::session::Session;
use mitra_core::timer::{FiredTimer, TimerDue};
use mitra_core::turn::TurnFault;
use mitra_desk::Desk;
use mitra_storage::{ClaimedEvent, NewDelivery, Settlement};

use crate::announce::{Announced, prepare, sets_far};
use crate::backoff;
use crate::route::{Visit, heard};
use crate::speak::{AskTopic, Spoken, render_own, speak};
use crate::templates::Templates;
use crate::timers::TimerFate;
use crate::turn::{Answer, Ran};

pub(crate) use settlement::last_message;
use settlement::{Effects, deliveries, settle};
use timer::{answer_timer, end_timer};

/// The first pause before an event is taken up again after a fault of the host's own; the next are four times as long.
const POSTPONE_FIRST: Duration = Duration::from_secs(1);
/// The longest such pause.
const POSTPONE_MAX: Duration = Duration::from_mins(5);

/// What to do with an answered event.
pub(crate) enum Plan {
    Settle(Box<Settlement>),
    Postpone { not_before: Timestamp, deliveries: Vec<NewDelivery> },
    PutOff { timer: Box<FiredTimer>, due: TimerDue, announcement: Option<Box<Announced>> },
}

/// What to do, and how the turn ended, if there was one.
pub(crate) struct Decision {
    pub(crate) plan: Plan,
    pub(crate) turn: Option<TurnEnd>,
    pub(crate) timer: Option<TimerEnd>,
}

/// How one run of a turn ended, for the metrics.
pub(crate) struct TurnEnd {
    department: String,
    result: &'static str,
}

impl TurnEnd {
    pub(crate) fn count(self) {
        let Self { department, result } = self;
        counter!("mitra_turns_total", "department" => department, "result" => result).increment(1);
    }
}

/// What became of a timer that had no turn, or none that counts.
pub(crate) struct TimerEnd {
    pub(crate) fired: FiredTimer,
    pub(crate) fate: TimerFate,
}

impl Plan {
    /// Whether another timer may be due, or able to fire.
    pub(crate) fn changes_timers(&self) -> bool {
        match self {
            Self::Settle(settlement) => !settlement.is_message || !settlement.timers.is_empty(),
            Self::Postpone { .. } => false,
            Self::PutOff { .. } => true,
        }
    }

    /// In which languages citizens asked for something and did not find it, once for each.
    pub(crate) fn unmet(&self) -> Vec<Language> {
        match self {
            Self::Settle(settlement) => settlement.unmet.iter().map(|it| it.language).collect(),
            Self::Postpone { .. } | Self::PutOff { .. } => Vec::new(),
        }
    }

    /// In which language a template tells a citizen that there is news, if one does.
    pub(crate) fn announces(&self) -> Option<Language> {
        match self {
            Self::PutOff { announcement, .. } => announcement.as_ref().map(|it| it.language),
            Self::Settle(_) | Self::Postpone { .. } => None,
        }
    }

    /// Whether there is something to pay.
    pub(crate) fn asks_for_payment(&self) -> bool {
        matches!(self, Self::Settle(settlement) if settlement.payment.is_some())
    }
}

/// What to do after the host panicked on an event's way: again a while later; the last time, the event's end.
pub(crate) fn decide_after_panic(
    desk: &Desk,
    claimed: &ClaimedEvent,
    now: Timestamp,
    random: u64,
) -> Decision {
    let wait = |n| backoff::pause(POSTPONE_FIRST, 4, POSTPONE_MAX, n + 1, random);
    let message = match &claimed.event {
        LaneEvent::Message(message) => message,
        LaneEvent::Timer(fired) => {
            let fate = if fired.tries < EVENT_ATTEMPTS_MAX {
                TimerFate::after(wait(fired.tries), fired, now, fired.tries + 1, "retry")
            } else {
                TimerFate::Dropped { reason: "fault" }
            };
            return end_timer(desk, claimed, fired, fate, None, now);
        }
    };
    if claimed.postponed < EVENT_ATTEMPTS_MAX {
        let not_before = now.after(wait(claimed.postponed));
        let plan = Plan::Postpone { not_before, deliveries: Vec::new() };
        return Decision { plan, turn: None, timer: None };
    }
    let session = heard(claimed, message);
    let sorry = mitra_desk::sorry_sentence(session.language.unwrap_or(Language::En));
    let plan = settle(claimed, session, render_own(&[sorry]), None, now);
    Decision { plan, turn: None, timer: None }
}

/// What to do with the answer.
pub(crate) fn decide(ran: &Ran, templates: &Templates, now: Timestamp, random: u64) -> Decision {
    let claimed = &ran.claimed;
    let (prepared, report) = match &ran.answer {
        Answer::Desk { session, replies, erases, unmet } => {
            let mut plan = settle(claimed, session.clone(), render_own(replies), None, now);
            if let Plan::Settle(settlement) = &mut plan {
                (settlement.erases, settlement.unmet) = (*erases, unmet.clone());
            }
            return Decision { plan, turn: None, timer: None };
        }
        Answer::Nobody { fired, fate, announcement } => {
            let announced =
                announcement.as_deref().and_then(|it| prepare(claimed, templates, it, now));
            return end_timer(&ran.desk, claimed, fired, *fate, announced, now);
        }
        Answer::Department { prepared, report } => (prepared, report),
    };
    let department = prepared.turn.department.as_str().to_owned();
    let (result, decision) = match &prepared.visit {
        Visit::Message { session, preface, unmet } => {
            let turn = Effects { prepared, report };
            let asks = templates.are_there();
            let (result, mut decision) =
                answer_message(ran, session, preface, turn, (now, asks), random);
            if let Plan::Settle(settlement) = &mut decision.plan {
                settlement.unmet.clone_from(unmet);
            }
            (result, decision)
        }
        Visit::Timer { fired, visit } => {
            let turn = Effects { prepared, report };
            answer_timer(ran, fired, visit, turn, now, random)
        }
    };
    Decision { turn: Some(TurnEnd { department, result }), ..decision }
}

fn answer_message(
    ran: &Ran,
    session: &Session,
    preface: &[Reply],
    turn: Effects<'_>,
    (now, asks_about_topics): (Timestamp, bool),
    random: u64,
) -> (&'static str, Decision) {
    let (claimed, report) = (&ran.claimed, turn.report);
    let decision = |plan| Decision { plan, turn: None, timer: None };
    if let Err(fault) = &report.result
        && let Some((wait, tell)) = pause(fault, claimed.postponed, random)
    {
        let language = session.language.unwrap_or(Language::En);
        let wait_sentence = tell.then(|| mitra_desk::wait_sentence(language));
        let deliveries = deliveries(claimed, render_own(wait_sentence.as_slice()));
        let plan = Plan::Postpone { not_before: now.after(wait), deliveries };
        return (fault.name(), decision(plan));
    }
    let topic = asks_about_topics.then(|| AskTopic { sets_far: sets_far(report, now), now });
    let Spoken { session, messages: spoken, fault } =
        speak(&ran.desk, session, &report.result, topic);
    let mut messages = render_own(preface);
    messages.extend(spoken);
    // **Invariant I9:** what cannot be sent must not be stored either.
    let effects = fault.is_none().then_some(turn);
    let plan = settle(claimed, session, messages, effects, now);
    (fault.map_or("ok", |fault| fault.name()), decision(plan))
}

/// How long to wait before the event is taken up again, and whether to tell the citizen; none if it must end now.
fn pause(fault: &TurnFault, postponed: u32, random: u64) -> Option<(Duration, bool)> {
    if postponed >= EVENT_ATTEMPTS_MAX {
        return None;
    }
    match fault {
        TurnFault::RetryLater { after } => {
            let after = (*after).clamp(Duration::from_secs(1), RETRY_LATER_MAX);
            Some((after, postponed == 0))
        }
        TurnFault::Overloaded | TurnFault::HostFailed { .. } | TurnFault::Contended { .. } => {
            let pause = backoff::pause(POSTPONE_FIRST, 4, POSTPONE_MAX, postponed + 1, random);
            // A second or four pass unnoticed; from the third time on a citizen wonders.
            Some((pause, postponed == 2))
        }
        TurnFault::Refused { .. }
        | TurnFault::Bug { .. }
        | TurnFault::Trapped { .. }
        | TurnFault::CpuExceeded { .. }
        | TurnFault::DeadlineExceeded { .. }
        | TurnFault::MemoryExceeded { .. }
        | TurnFault::LimitExceeded { .. }
        | TurnFault::OutcomeInvalid { .. }
        | TurnFault::StateUnreadable { .. }
        // Whoever waited would wait behind it with all they write next: "menu", too.
        | TurnFault::Resting => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_department_that_needs_time_gets_it_five_times_and_the_citizen_hears_of_it_once() {
        let fault = TurnFault::RetryLater { after: Duration::from_secs(30) };
        let pauses: Vec<_> = (0..=EVENT_ATTEMPTS_MAX).map(|n| pause(&fault, n, 0)).collect();
        assert_eq!(pauses[0], Some((Duration::from_secs(30), true)));
        assert_eq!(pauses[4], Some((Duration::from_secs(30), false)));
        assert_eq!(pauses[5], None);
    }

    #[test]
    fn a_pause_asked_for_is_kept_within_a_second_and_an_hour() {
        let ask = |secs| {
            let fault = TurnFault::RetryLater { after: Duration::from_secs(secs) };
            pause(&fault, 1, 0).unwrap().0
        };
        assert_eq!(ask(0), Duration::from_secs(1));
        assert_eq!(ask(3_600), RETRY_LATER_MAX);
        assert_eq!(ask(3_601), RETRY_LATER_MAX);
    }

    #[test]
    fn a_full_sandbox_is_tried_again_and_a_trap_is_not() {
        assert_eq!(pause(&TurnFault::Overloaded, 0, 0), Some((Duration::from_secs(1), false)));
        assert_eq!(pause(&TurnFault::Overloaded, 2, 0), Some((Duration::from_secs(16), true)));
        assert_eq!(pause(&TurnFault::Trapped { detail: String::new() }, 0, 0), None);
    }
}
