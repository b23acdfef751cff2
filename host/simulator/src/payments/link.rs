//! Payment links: made once for each reference, paid or cancelled once, expired by themselves.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::clock::now_ms;

/// Links that are kept.
const LINKS_MAX: usize = 100_000;
/// The smallest amount, in paise.
const AMOUNT_MIN: u64 = 100;
/// How far ahead a link must end, in seconds.
const EXPIRY_MIN: u64 = 15 * 60;
/// The longest reference.
const REFERENCE_CHARS_MAX: usize = 40;
/// The longest description.
const DESCRIPTION_CHARS_MAX: usize = 2_048;

/// One link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentLink {
    /// `plink_` and a number.
    pub id: String,
    /// The host's name for it.
    pub reference_id: String,
    /// In paise.
    pub amount: u64,
    /// What it is for.
    pub description: String,
    /// When it ends, in seconds since 1970.
    pub expire_by: u64,
    /// Where it stands.
    pub status: PaymentLinkStatus,
    /// When it was paid or cancelled, in seconds since 1970; 0 before.
    pub ended_at: u64,
}

/// Where a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentLinkStatus {
    /// It can be paid.
    Created,
    /// All of it was paid.
    Paid,
    /// Its time is over.
    Expired,
    /// It was given up.
    Cancelled,
}

/// What a link is made of.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    amount: u64,
    currency: String,
    reference_id: String,
    description: String,
    expire_by: u64,
}

/// All links.
#[derive(Debug, Default)]
pub(crate) struct Links(Mutex<BTreeMap<String, PaymentLink>>);

impl Links {
    /// Makes a link, or says why not.
    pub(super) fn make(&self, wanted: Wanted) -> Result<PaymentLink, String> {
        let Wanted { amount, currency, reference_id, description, expire_by } = wanted;
        let now = now_ms() / 1_000;
        let mut links = self.lock();
        if links.len() >= LINKS_MAX {
            return Err("too many payment links".to_owned());
        }
        if amount < AMOUNT_MIN {
            return Err("The amount must be atleast INR 1.00".to_owned());
        }
        if currency != "INR" {
            return Err(format!("currency {currency} is not supported"));
        }
        if reference_id.is_empty() || reference_id.chars().count() > REFERENCE_CHARS_MAX {
            return Err("reference_id must have 1 to 40 characters".to_owned());
        }
        if description.chars().count() > DESCRIPTION_CHARS_MAX {
            return Err("description must have at most 2048 characters".to_owned());
        }
        if expire_by < now + EXPIRY_MIN {
            return Err("expire_by should be at least 15 minutes after the current time".to_owned());
        }
        if links.values().any(|link| link.reference_id == reference_id) {
            return Err(format!("payment link with reference_id: ({reference_id}) already exists"));
        }
        // Ids of earlier runs are smaller.
        let id = format!("plink_{:x}{:05x}", now, links.len());
        let (status, ended_at) = (PaymentLinkStatus::Created, 0);
        let link =
            PaymentLink { id, reference_id, amount, description, expire_by, status, ended_at };
        links.insert(link.id.clone(), link.clone());
        Ok(link)
    }

    /// The link of this id.
    pub(crate) fn get(&self, id: &str) -> Option<PaymentLink> {
        self.lock().get(id).cloned()
    }

    /// All links, by age.
    pub(crate) fn all(&self) -> Vec<PaymentLink> {
        self.lock().values().cloned().collect()
    }

    /// Has a link that is open paid or cancelled; none if it is not open.
    pub(super) fn end(&self, id: &str, is_paid: bool) -> Option<PaymentLink> {
        let mut links = self.lock();
        let link = links.get_mut(id)?;
        if link.status != PaymentLinkStatus::Created {
            return None;
        }
        let ends = if is_paid { PaymentLinkStatus::Paid } else { PaymentLinkStatus::Cancelled };
        link.status = ends;
        link.ended_at = now_ms() / 1_000;
        Some(link.clone())
    }

    /// Has a link paid then, in seconds since 1970, whatever became of it before; none if it is paid.
    pub(super) fn pay_at(&self, id: &str, at: u64) -> Option<PaymentLink> {
        let mut links = self.lock();
        let link = links.get_mut(id).filter(|link| link.status != PaymentLinkStatus::Paid)?;
        (link.status, link.ended_at) = (PaymentLinkStatus::Paid, at);
        Some(link.clone())
    }

    /// Time passes: links whose end has come are not open any more.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, PaymentLink>> {
        let mut links = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = now_ms() / 1_000;
        for link in links.values_mut() {
            if link.status == PaymentLinkStatus::Created && link.expire_by <= now {
                link.status = PaymentLinkStatus::Expired;
            }
        }
        links
    }
}

impl PaymentLink {
    /// The number of its payment, if it is paid.
    pub fn payment_id(&self) -> Option<String> {
        let is_paid = self.status == PaymentLinkStatus::Paid;
        is_paid.then(|| self.id.replace("plink_", "pay_"))
    }

    /// As the API writes it. `root` is where the pages are.
    pub(super) fn entity(&self, root: &str) -> Value {
        let payments = self.payment_id().map(|id| {
            json!([{
                "payment_id": id, "amount": self.amount, "status": "captured", "method": "upi",
                "created_at": self.ended_at, "plink_id": self.id,
            }])
        });
        let paid = if payments.is_some() { self.amount } else { 0 };
        json!({
            "id": self.id,
            "short_url": format!("{root}/pay/{}", self.id),
            "reference_id": self.reference_id,
            "amount": self.amount,
            "amount_paid": paid,
            "currency": "INR",
            "accept_partial": false,
            "description": self.description,
            "expire_by": self.expire_by,
            "updated_at": self.ended_at,
            "status": self.status,
            "payments": payments,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(amount: u64, reference: &str, seconds: u64) -> Wanted {
        Wanted {
            amount,
            currency: "INR".to_owned(),
            reference_id: reference.to_owned(),
            description: "Bill".to_owned(),
            expire_by: now_ms() / 1_000 + seconds,
        }
    }

    #[test]
    fn a_link_is_made_once_and_ends_once() {
        let links = Links::default();
        let link = links.make(wanted(100, "a", 1_000)).expect("made");
        assert!(links.make(wanted(100, "a", 1_000)).expect_err("twice").contains("already exists"));
        assert_eq!(link.payment_id(), None);
        let paid = links.end(&link.id, true).expect("paid");
        assert_eq!(paid.status, PaymentLinkStatus::Paid);
        assert!(paid.payment_id().is_some_and(|id| id.starts_with("pay_")));
        assert_eq!(links.end(&link.id, false), None);
        assert_eq!(links.get(&link.id), Some(paid));
    }

    #[test]
    fn what_the_provider_would_refuse_is_refused() {
        let links = Links::default();
        assert!(links.make(wanted(99, "a", 1_000)).is_err());
        assert!(links.make(wanted(100, "a", 800)).is_err());
        assert!(links.make(wanted(100, &"r".repeat(41), 1_000)).is_err());
        assert!(links.make(wanted(100, &"r".repeat(40), 1_000)).is_ok());
    }
}
