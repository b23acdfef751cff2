//! Outbound messages: their stages, their receipts, and how reports about them merge.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::{DeliveryId, Wamid};

/// Where a delivery is on its way. `Accepted` and `Dead` are its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryStage {
    /// Waits for its turn, not before an instant.
    Queued {
        /// The earliest next attempt.
        not_before: Timestamp,
    },
    /// An attempt was begun and nothing is known of its end yet.
    Attempting,
    /// An attempt ended without an answer. Waits for a receipt until an instant, then is tried again.
    Unknown {
        /// When to stop waiting.
        until: Timestamp,
    },
    /// Meta took it.
    Accepted {
        /// Meta's id of the message.
        wamid: Wamid,
        /// The furthest receipt so far.
        progress: Progress,
    },
    /// Given up.
    Dead(DeadReason),
}

/// How far an accepted message got. Only ever rises.
///
/// Source: Meta, "Status messages webhook" (2026-04-30); `played` since 2026-03-17.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// The Graph API answered with an id.
    Accepted,
    /// On its way to the phone.
    Sent,
    /// On the phone.
    Delivered,
    /// Seen.
    Read,
    /// A voice note was listened to.
    Played,
}

/// What one receipt says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptStatus {
    /// See [`Progress::Sent`].
    Sent,
    /// See [`Progress::Delivered`].
    Delivered,
    /// See [`Progress::Read`].
    Read,
    /// See [`Progress::Played`].
    Played,
    /// The message did not arrive.
    Failed,
}

/// Meta's report on one of our messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The message it is about.
    pub wamid: Wamid,
    /// Our own reference, if Meta returned it in `biz_opaque_callback_data`.
    pub reference: Option<DeliveryReference>,
    /// What happened.
    pub status: ReceiptStatus,
    /// When, by Meta's clock.
    pub at: Timestamp,
    /// Meta's error code, on `failed`.
    pub code: Option<i64>,
}

/// What we put into `biz_opaque_callback_data`: a delivery of one installation.
///
/// The installation number keeps receipts for an older or another database from being joined to this one's deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DeliveryReference {
    /// Drawn once, when the database is created.
    pub installation: u32,
    /// The delivery in that database.
    pub delivery: DeliveryId,
}

impl DeliveryReference {
    /// The reference in `text`, if it is one of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let (installation, delivery) = text.strip_prefix("mitra:")?.split_once(':')?;
        Some(Self {
            installation: u32::from_str_radix(installation, 16).ok()?,
            delivery: DeliveryId(delivery.parse().ok()?),
        })
    }
}

impl fmt::Display for DeliveryReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "mitra:{:08x}:{}", self.installation, self.delivery)
    }
}

/// Why a delivery was given up. Shown by `mitra dead list`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum DeadReason {
    /// Meta refused it for good.
    Refused {
        /// Meta's error code.
        code: i64,
    },
    /// Meta accepted it and later reported that it failed.
    Failed {
        /// Meta's error code, if given.
        code: Option<i64>,
    },
    /// Every attempt allowed was made.
    AttemptsExhausted {
        /// How many.
        attempts: u32,
        /// Meta's last error code, if there was one.
        code: Option<i64>,
    },
    /// The 24 hours in which we may answer had passed.
    WindowClosed,
    /// The file that it carries is not in storage.
    FileMissing,
    /// The certificate whose document it carries is not in storage.
    CertificateMissing,
    /// The certificate was revoked before its document was made.
    CertificateRevoked,
}

/// Meta's code for somebody who wants no such messages from this business.
const OPTED_OUT: i64 = 131_050;

impl DeadReason {
    /// Meta's code, if it gave one.
    pub fn code(&self) -> Option<i64> {
        match self {
            Self::Refused { code } => Some(*code),
            Self::Failed { code } | Self::AttemptsExhausted { code, .. } => *code,
            Self::WindowClosed
            | Self::FileMissing
            | Self::CertificateMissing
            | Self::CertificateRevoked => None,
        }
    }

    /// Whether Meta says that the citizen wants no messages from us that they did not ask for.
    pub fn is_opt_out(&self) -> bool {
        self.code() == Some(OPTED_OUT)
    }
}

impl fmt::Display for DeadReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { code } => write!(f, "refused by Meta with code {code}"),
            Self::Failed { code: Some(code) } => write!(f, "failed at Meta with code {code}"),
            Self::Failed { code: None } => f.write_str("failed at Meta without a code"),
            Self::AttemptsExhausted { attempts, code: Some(code) } => {
                write!(f, "gave up after {attempts} attempts, the last with code {code}")
            }
            Self::AttemptsExhausted { attempts, code: None } => {
                write!(f, "gave up after {attempts} attempts without an answer")
            }
            Self::WindowClosed => f.write_str("the 24-hour window to answer had closed"),
            Self::FileMissing => f.write_str("its file is not in storage"),
            Self::CertificateMissing => f.write_str("its certificate is not in storage"),
            Self::CertificateRevoked => {
                f.write_str("its certificate was revoked before it was sent")
            }
        }
    }
}

impl ReceiptStatus {
    fn progress(self) -> Option<Progress> {
        match self {
            Self::Sent => Some(Progress::Sent),
            Self::Delivered => Some(Progress::Delivered),
            Self::Read => Some(Progress::Read),
            Self::Played => Some(Progress::Played),
            Self::Failed => None,
        }
    }
}

impl DeliveryStage {
    /// The stage after hearing `receipt`. Order does not matter: the same receipts in any order end the same.
    ///
    /// A receipt proves that Meta took the message, so it ends every wait.
    /// `failed` counts only while nothing says that the message reached the phone: `delivered` after `failed` wins too.
    #[must_use]
    pub fn merge(self, receipt: &Receipt) -> Self {
        let reached = match &self {
            Self::Accepted { progress, .. } => *progress,
            Self::Queued { .. } | Self::Attempting | Self::Unknown { .. } | Self::Dead(_) => {
                Progress::Accepted
            }
        };
        match receipt.status.progress() {
            // A resend of a dead delivery by an operator starts a new life, which `failed` of the old one must not end;
            // storage drops receipts whose wamid is not the delivery's own.
            Some(progress) => match self {
                Self::Dead(DeadReason::Failed { .. }) if progress < Progress::Delivered => self,
                Self::Queued { .. }
                | Self::Attempting
                | Self::Unknown { .. }
                | Self::Accepted { .. }
                | Self::Dead(_) => {
                    Self::Accepted { wamid: receipt.wamid.clone(), progress: progress.max(reached) }
                }
            },
            None if reached >= Progress::Delivered => self,
            None => Self::Dead(DeadReason::Failed { code: receipt.code }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(status: ReceiptStatus) -> Receipt {
        let (wamid, at) = (Wamid::new("wamid.OUT1"), Timestamp(0));
        Receipt { wamid, reference: None, status, at, code: Some(131_026) }
    }

    fn after(statuses: &[ReceiptStatus]) -> DeliveryStage {
        let accepted = DeliveryStage::Accepted {
            wamid: Wamid::new("wamid.OUT1"),
            progress: Progress::Accepted,
        };
        statuses.iter().fold(accepted, |stage, status| stage.merge(&receipt(*status)))
    }

    #[test]
    fn a_late_delivered_does_not_undo_read() {
        use ReceiptStatus::{Delivered, Read, Sent};
        assert_eq!(after(&[Sent, Read, Delivered]), after(&[Sent, Delivered, Read]));
        assert!(matches!(
            after(&[Read, Sent]),
            DeliveryStage::Accepted { progress: Progress::Read, .. }
        ));
    }

    #[test]
    fn every_order_of_the_same_receipts_ends_the_same() {
        use ReceiptStatus::{Delivered, Failed, Read, Sent};
        for set in [[Sent, Failed, Delivered], [Sent, Read, Failed], [Sent, Sent, Failed]] {
            let mut orders = Vec::new();
            for i in 0..3 {
                for j in 0..3 {
                    if i != j {
                        orders.push(after(&[set[i], set[j], set[3 - i - j]]));
                    }
                }
            }
            assert!(orders.windows(2).all(|pair| pair[0] == pair[1]), "{set:?}: {orders:?}");
        }
    }

    #[test]
    fn a_receipt_ends_the_wait_for_an_unknown_outcome() {
        let unknown = DeliveryStage::Unknown { until: Timestamp(9) };
        let stage = unknown.merge(&receipt(ReceiptStatus::Sent));
        assert!(matches!(stage, DeliveryStage::Accepted { progress: Progress::Sent, .. }));
    }

    #[test]
    fn a_reference_comes_back_as_it_went_out() {
        let reference = DeliveryReference { installation: 0xbeef, delivery: DeliveryId(42) };
        assert_eq!(reference.to_string(), "mitra:0000beef:42");
        assert_eq!(DeliveryReference::parse("mitra:0000beef:42"), Some(reference));
        for foreign in ["", "job-42", "mitra:", "mitra:xyz:1", "mitra:1:x"] {
            assert_eq!(DeliveryReference::parse(foreign), None, "{foreign}");
        }
    }
}
