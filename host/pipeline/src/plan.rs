//! What to commit of an answered event: the pure half of `settle`.
//!
//! In: an event, its answer, the time and chance. Out: effects that belong into one transaction, or a later time.
//! Never: reads a clock, commits anything.

use std::time::Duration;

use metrics::counter;
use mitra_core::clock::Timestamp;
use mitra_core::event::LaneEvent;
use mitra_core::language::Language;
use mitra_core::limits::{EVENT_ATTEMPTS_MAX, RETRY_LATER_MAX, TIMER_PAUSE};
use mitra_core::payment::{Payment, PaymentContact, PaymentEnd, PaymentStage, PaymentWay};
use mitra_core::reply::Reply;
use mitra_core::session::{LastMessage, Session};
use mitra_core::timer::{FiredTimer, TimerDue, TimerKind};
use mitra_core::turn::{Next, TurnEvent, TurnFault, TurnReport};
use mitra_desk::{Desk, TimerVisit};
use mitra_storage::{ClaimedEvent, NewDelivery, NoticeEnd, NoticeStage, Settlement};
use mitra_whatsapp::Rendered;

use crate::announce::{Announced, prepare, sets_far};
use crate::backoff;
use crate::route::{PreparedTurn, Visit, heard};
use crate::speak::{AskTopic, Spoken, render_own, speak, speak_of_timer};
use crate::templates::Templates;
use crate::timers::TimerFate;
use crate::turn::{Answer, Ran};

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

/// Nobody asked for it, so nobody hears of a fault; but whoever paid hears of that, whatever their department says.
fn answer_timer(
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
fn end_timer(
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
        settlement.notice = Some(NoticeEnd { department, id, stage });
    }
    plan
}

/// A turn and what it did.
#[derive(Clone, Copy)]
struct Effects<'a> {
    prepared: &'a PreparedTurn,
    report: &'a TurnReport,
}

impl Effects<'_> {
    /// Whether the turn took something that its citizen may want to follow: a form with which the service is over,
    /// money, or if it gave a certificate. A form in the middle of a service is a question among others. Nobody follows
    /// what they sent to the service in which they follow.
    fn are_an_application(&self) -> bool {
        let (turn, Ok(outcome)) = (&self.prepared.turn, &self.report.result) else { return false };
        let follows = self.prepared.way.release.status_service.as_ref() == Some(&turn.service);
        let is_over = outcome.next == Next::Finish && outcome.payment.is_none();
        let is_sent = match &turn.event {
            TurnEvent::Form(_) => is_over,
            TurnEvent::Payment(update) => matches!(update.end, PaymentEnd::Paid(_)),
            TurnEvent::Opened
            | TurnEvent::Text(_)
            | TurnEvent::Chosen { .. }
            | TurnEvent::Location(_)
            | TurnEvent::Media(_)
            | TurnEvent::Back
            | TurnEvent::Timer { .. }
            | TurnEvent::Notice { .. } => false,
        };
        !follows && (is_sent || !self.report.certificates.issued.is_empty())
    }
}

/// The event's end with what the turn wants kept, if its outcome counts.
fn settle(
    claimed: &ClaimedEvent,
    mut session: Session,
    messages: Vec<Rendered>,
    effects: Option<Effects<'_>>,
    now: Timestamp,
) -> Plan {
    if let Some(Effects { prepared, .. }) = effects.filter(Effects::are_an_application) {
        let (department, service) = (&prepared.turn.department, &prepared.turn.service);
        session.applications.note(department.clone(), service.clone(), now);
    }
    let payment = effects.and_then(|effects| payment(claimed, effects, now));
    let addressee = effects.and_then(|effects| effects.prepared.addressee.clone());
    let effects = effects.map(|effects| effects.report);
    Plan::Settle(Box::new(Settlement {
        claim: claimed.claim.clone(),
        session,
        deliveries: deliveries(claimed, messages),
        reads: effects.map(|report| report.reads.clone()).unwrap_or_default(),
        writes: effects.map(|report| report.writes.clone()).unwrap_or_default(),
        timers: effects.map(|report| report.timers.clone()).unwrap_or_default(),
        payment,
        addressee,
        certificates: effects.map(|report| report.certificates.clone()).unwrap_or_default(),
        notice: None,
        is_message: matches!(claimed.event, LaneEvent::Message(_)),
        erases: false,
        unmet: Vec::new(),
    }))
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

/// What the turn asks its citizen to pay, as it begins.
fn payment(claimed: &ClaimedEvent, effects: Effects<'_>, now: Timestamp) -> Option<Payment> {
    let Effects { prepared, report } = effects;
    let request = report.result.as_ref().ok()?.payment.clone()?;
    let (turn, last) = (&prepared.turn, last_message(claimed)?);
    let window_closes_at = last.window_closes_at();
    Some(Payment {
        order: prepared.order.clone(),
        citizen: claimed.claim.citizen,
        department: turn.department.clone(),
        service: turn.service.clone(),
        request,
        asked_by: turn.id.clone(),
        asked_at: now,
        contact: PaymentContact { language: turn.language, from: last.number, window_closes_at },
        is_awaited: true,
        stage: PaymentStage::Asked,
        way: PaymentWay::default(),
    })
}

/// The citizen's own last message. A timer has no turn before its citizen wrote.
pub(crate) fn last_message(claimed: &ClaimedEvent) -> Option<LastMessage> {
    match &claimed.event {
        LaneEvent::Message(message) => Some(LastMessage::of(message, claimed.received_at)),
        LaneEvent::Timer(_) => claimed.session.last_message.clone(),
    }
}

/// Messages from the number that the citizen wrote to, for as long as it may answer.
fn deliveries(claimed: &ClaimedEvent, messages: Vec<Rendered>) -> Vec<NewDelivery> {
    let Some(last) = last_message(claimed) else { return Vec::new() };
    let (from, window_closes_at) = (&last.number, last.window_closes_at());
    let deliver = |Rendered { body, file, certificate, .. }| NewDelivery {
        from: from.clone(),
        body,
        file,
        certificate,
        window_closes_at,
    };
    messages.into_iter().map(deliver).collect()
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
