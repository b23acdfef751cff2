//! Timers: turns at a later instant, without the citizen. A department asks for them; the host does when a payment
//! ended, and when a department's back end sent a notice.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::{DeliveryId, DepartmentId, ServiceId, TimerId, TurnId};
use crate::limits::{PAYMENT_TELL_MAX, TIMER_WAIT_MAX};
use crate::notice::NoticeBody;
use crate::payment::{PaymentEnd, PaymentUpdate, RefundUpdate};

/// Tells a citizen's timers of one [`TimerKind`] apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TimerKey {
    /// Who set it.
    pub department: DepartmentId,
    /// In which service.
    pub service: ServiceId,
    /// 1 to [`crate::limits::TIMER_NAME_BYTES_MAX`] bytes; a payment's reference; a notice's id; a refund's.
    pub name: String,
}

/// What a timer comes from. Those of different kinds are never the same, whatever their keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TimerKind {
    /// A department set it.
    Own,
    /// A payment of the department's ended.
    Payment,
    /// The department's back end sent a notice.
    Notice,
    /// Money was paid back. The host tells the citizen, and runs no turn.
    Refund,
}

/// What a turn wants of one of its citizen's timers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimerWrite {
    /// Which timer.
    pub key: TimerKey,
    /// The timer from now on, in the place of one of its key and kind; none removes the department's own.
    pub timer: Option<Timer>,
}

/// A timer as it was set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// When it is to come; never before the turn that set it. When a notice was taken.
    pub at: Timestamp,
    /// What its turn is told.
    #[serde(flatten)]
    pub content: TimerContent,
    /// The turn that set it, or that asked for the payment; for a notice, an id that no turn and no other notice has.
    pub set_by: TurnId,
}

/// What a timer's turn is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerContent {
    /// At most [`crate::limits::TIMER_NOTE_BYTES_MAX`] of the department's own.
    Note(Vec<u8>),
    /// What became of a payment.
    Payment(PaymentUpdate),
    /// What the department's back end wrote.
    Notice(NoticeBody),
    /// What was paid back.
    Refund(RefundUpdate),
}

impl TimerContent {
    /// What the timer comes from.
    pub fn kind(&self) -> TimerKind {
        match self {
            Self::Note(_) => TimerKind::Own,
            Self::Payment(_) => TimerKind::Payment,
            Self::Notice(_) => TimerKind::Notice,
            Self::Refund(_) => TimerKind::Refund,
        }
    }
}

/// A timer that was due: an event in its citizen's lane.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiredTimer {
    /// Which one.
    pub id: TimerId,
    /// Whose.
    pub key: TimerKey,
    /// As it was set.
    pub timer: Timer,
    /// How often its turn was run in vain.
    pub tries: u32,
    /// The template that told its citizen of it, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced_by: Option<DeliveryId>,
}

impl FiredTimer {
    /// Until when it may be put off; then it is dropped.
    pub fn waits_until(&self) -> Timestamp {
        self.timer.at.after(match self.timer.content.kind() {
            TimerKind::Own | TimerKind::Notice => TIMER_WAIT_MAX,
            TimerKind::Payment | TimerKind::Refund => PAYMENT_TELL_MAX,
        })
    }

    /// What became of a payment, if that is what it tells.
    pub fn payment(&self) -> Option<&PaymentUpdate> {
        match &self.timer.content {
            TimerContent::Payment(update) => Some(update),
            TimerContent::Note(_) | TimerContent::Notice(_) | TimerContent::Refund(_) => None,
        }
    }

    /// Whether the citizen looks out for it: they have just paid, or tried to.
    pub fn is_awaited(&self) -> bool {
        self.payment().is_some_and(|update| update.end != PaymentEnd::Expired)
    }

    /// Whether it ends something that the citizen began with their own money: they paid, tried to, or get it back.
    pub fn is_about_money(&self) -> bool {
        self.is_awaited() || self.timer.content.kind() == TimerKind::Refund
    }
}

/// When a timer that was put off is due again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimerDue {
    /// At an instant.
    At(Timestamp),
    /// When the next message of its citizen is settled, and without one at an instant.
    NextMessage {
        /// The latest.
        latest: Timestamp,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_content_is_read_back_as_it_was_stored() {
        let body = NoticeBody::parse(r#"{"status": "ready"}"#).unwrap();
        let reference = crate::payment::PaymentReference::parse("bill-1").unwrap();
        let purpose = ["బిల్లు", "Bill", "बिल"].map(str::to_owned);
        let [te, en, hi] = purpose;
        let refund = RefundUpdate {
            reference: reference.clone(),
            purpose: crate::language::Localized { te, en, hi },
            paise: 500,
            number: "rfnd_1".to_owned(),
        };
        let update =
            PaymentUpdate { reference, paise: 500, purpose: None, end: PaymentEnd::Failed };
        for content in [
            TimerContent::Note(vec![0, 255]),
            TimerContent::Payment(update),
            TimerContent::Notice(body),
            TimerContent::Refund(refund),
        ] {
            let timer = Timer { at: Timestamp(5), content, set_by: TurnId::new("turn") };
            let stored = serde_json::to_string(&timer).unwrap();
            assert_eq!(serde_json::from_str::<Timer>(&stored).unwrap(), timer, "{stored}");
        }
    }

    #[test]
    fn a_timer_from_before_payments_is_read_and_written_as_it_was() {
        let stored = r#"{"at":5,"note":[1,2],"set_by":"turn"}"#;
        let timer: Timer = serde_json::from_str(stored).unwrap();
        assert_eq!(timer.content, TimerContent::Note(vec![1, 2]));
        assert_eq!(serde_json::to_string(&timer).unwrap(), stored);
    }
}
