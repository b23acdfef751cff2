//! What Meta answers of an order.

use mitra_core::clock::Timestamp;
use mitra_core::limits::PAYMENT_RECEIPT_BYTES_MAX;
use mitra_core::payment::{CardRefund, OrderStatus, PaymentReceipt, ProviderError, RefundStatus};
use serde::{Deserialize, Deserializer};

/// The answer to a look-up.
#[derive(Deserialize)]
pub(super) struct LookedUp {
    #[serde(default)]
    pub(super) payments: Vec<Order>,
}

/// One order.
#[derive(Debug, Deserialize)]
pub(super) struct Order {
    pub(super) reference_id: String,
    status: Captured,
    currency: Option<String>,
    amount: Option<Amount>,
    #[serde(default)]
    transactions: Vec<Transaction>,
    /// Where reports have them; a look-up has them below its transactions.
    #[serde(default)]
    refunds: Vec<Refund>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Captured {
    Captured,
    /// `pending`: nothing was tried, or what was tried failed. Or one of later days.
    #[serde(other)]
    Pending,
}

/// One try to pay.
#[derive(Debug, Deserialize)]
struct Transaction {
    id: Option<String>,
    pg_transaction_id: Option<String>,
    #[serde(default)]
    status: Outcome,
    #[serde(default, deserialize_with = "number")]
    created_timestamp: i64,
    /// Zero where nothing has changed since.
    #[serde(default, deserialize_with = "number")]
    updated_timestamp: i64,
    amount: Option<Amount>,
    #[serde(default)]
    refunds: Vec<Refund>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    /// Of a refund, one page of Meta's has one word and another page the other.
    #[serde(alias = "completed")]
    Success,
    Failed,
    #[default]
    #[serde(other)]
    Pending,
}

/// Money, in so many parts of a rupee.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Amount {
    #[serde(deserialize_with = "number")]
    value: u64,
    #[serde(deserialize_with = "number")]
    offset: u64,
}

/// Something that is, or is to be, paid back.
#[derive(Debug, Deserialize)]
struct Refund {
    id: String,
    amount: Amount,
    #[serde(default)]
    status: Outcome,
}

/// The answer to whoever has something paid back.
#[derive(Deserialize)]
pub(super) struct Refunded {
    id: String,
    #[serde(default)]
    status: Outcome,
}

impl Order {
    /// Where it stands. A failed try leaves it open: the citizen can try again.
    pub(super) fn status(self) -> Result<OrderStatus, ProviderError> {
        let is_paid = |it: &&Transaction| it.status == Outcome::Success;
        let Some(paid) = self.transactions.iter().find(is_paid) else {
            return Ok(OrderStatus::Open);
        };
        if self.status != Captured::Captured {
            return Ok(OrderStatus::Open);
        }
        if self.currency.as_deref().is_some_and(|currency| currency != "INR") {
            return Err(unreadable("an order was paid in another currency than INR"));
        }
        let amount = paid.amount.or(self.amount);
        let paise = amount.ok_or_else(|| unreadable("an order was paid without an amount"))?;
        let ids = [&paid.pg_transaction_id, &paid.id];
        let id = ids.into_iter().flatten().find(|id| !id.is_empty());
        let id = id.ok_or_else(|| unreadable("an order was paid by nothing that has a number"))?;
        let seconds = paid.updated_timestamp.max(paid.created_timestamp);
        let at = Timestamp(seconds.saturating_mul(1_000));
        let receipt = PaymentReceipt { id: shown(id), at };
        Ok(OrderStatus::Paid { paise: paise.paise()?, receipt })
    }

    /// What was, or is to be, paid back of it.
    pub(super) fn refunds(self) -> Result<Vec<CardRefund>, ProviderError> {
        let below = self.transactions.into_iter().flat_map(|it| it.refunds);
        let refunds = below.chain(self.refunds).map(|refund| {
            let paise = refund.amount.paise()?;
            let number = shown(&refund.id);
            let status = status(&number, refund.status);
            Ok(CardRefund { number, paise, status })
        });
        refunds.collect()
    }
}

impl Refunded {
    pub(super) fn status(self) -> RefundStatus {
        status(&shown(&self.id), self.status)
    }
}

fn status(number: &str, outcome: Outcome) -> RefundStatus {
    let number = number.to_owned();
    match outcome {
        Outcome::Pending => RefundStatus::Pending { number },
        Outcome::Success => RefundStatus::Refunded { number },
        Outcome::Failed => RefundStatus::Failed { why: format!("Meta gave {number} up") },
    }
}

impl Amount {
    /// Paise: rupees have a hundred of them, and Meta's amounts in rupees no other offset.
    fn paise(self) -> Result<u64, ProviderError> {
        if self.offset == 100 {
            return Ok(self.value);
        }
        Err(unreadable("an amount whose offset is not 100"))
    }
}

/// Money that cannot be read moves nothing; it is asked about again, and a person sees it in the log.
fn unreadable(detail: &str) -> ProviderError {
    ProviderError::Unanswered { detail: detail.to_owned() }
}

/// An id as citizens can be shown it. Real ones are short and plain.
fn shown(id: &str) -> String {
    id.chars().filter(char::is_ascii_graphic).take(PAYMENT_RECEIPT_BYTES_MAX).collect()
}

/// A whole number, written as a number or as text.
fn number<'de, D: Deserializer<'de>, N: std::str::FromStr + Deserialize<'de>>(
    deserializer: D,
) -> Result<N, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written<N> {
        Number(N),
        Text(String),
    }
    match Written::deserialize(deserializer)? {
        Written::Number(number) => Ok(number),
        Written::Text(text) => {
            text.parse().map_err(|_| serde::de::Error::custom("a text that is no whole number"))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn amount(value: u64) -> Value {
        json!({ "value": value, "offset": 100 })
    }

    fn attempt(status: &str) -> Value {
        json!({
            "id": "order_x", "pg_transaction_id": "pay_x", "type": "razorpay", "status": status,
            "created_timestamp": 1_772_129_215, "updated_timestamp": 1_772_129_216,
            "amount": amount(1_000), "currency": "INR", "method": { "type": "upi" },
        })
    }

    fn order(status: &str, more: Value) -> Order {
        let mut order = json!({
            "reference_id": "o", "status": status, "amount": amount(1_000), "currency": "INR",
        });
        order.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer: LookedUp = serde_json::from_value(json!({ "payments": [order] })).unwrap();
        answer.payments.into_iter().next().unwrap()
    }

    #[test]
    fn metas_four_answers_are_open_or_paid() {
        let attempts = |attempts: &[&str]| {
            let attempts: Vec<_> = attempts.iter().map(|status| attempt(status)).collect();
            json!({ "transactions": attempts })
        };
        assert_eq!(order("pending", json!({})).status(), Ok(OrderStatus::Open));
        for open in [&["failed"][..], &["pending"], &["failed", "something_new"]] {
            assert_eq!(order("pending", attempts(open)).status(), Ok(OrderStatus::Open));
        }
        let receipt = PaymentReceipt { id: "pay_x".to_owned(), at: Timestamp(1_772_129_216_000) };
        let paid = Ok(OrderStatus::Paid { paise: 1_000, receipt });
        assert_eq!(order("captured", attempts(&["success"])).status(), paid);
        assert_eq!(order("captured", attempts(&["failed", "success"])).status(), paid);
        // One half of the word is none.
        assert_eq!(order("captured", attempts(&["failed"])).status(), Ok(OrderStatus::Open));
        assert_eq!(order("pending", attempts(&["success"])).status(), Ok(OrderStatus::Open));
    }

    #[test]
    fn numbers_come_as_numbers_and_as_texts() {
        let mut attempt = attempt("success");
        attempt["updated_timestamp"] = "1772129216".into();
        attempt["amount"] = json!({ "value": "1000", "offset": "100" });
        attempt["pg_transaction_id"] = Value::Null;
        let paid = order("captured", json!({ "transactions": [attempt.clone()] })).status();
        let at = |seconds: i64| {
            let receipt =
                PaymentReceipt { id: "order_x".to_owned(), at: Timestamp(seconds * 1_000) };
            Ok(OrderStatus::Paid { paise: 1_000, receipt })
        };
        assert_eq!(paid, at(1_772_129_216));
        attempt.as_object_mut().unwrap().remove("updated_timestamp");
        let paid = order("captured", json!({ "transactions": [attempt] })).status();
        assert_eq!(paid, at(1_772_129_215), "what was never changed is as old as it is");
    }

    #[test]
    fn money_that_cannot_be_read_moves_nothing() {
        let mut odd = attempt("success");
        odd["amount"]["offset"] = 1_000.into();
        for more in [
            json!({ "transactions": [odd] }),
            json!({ "transactions": [attempt("success")], "currency": "USD" }),
        ] {
            let unread = order("captured", more).status();
            assert!(matches!(unread, Err(ProviderError::Unanswered { .. })), "{unread:?}");
        }
    }

    #[test]
    fn refunds_are_found_below_their_transaction_and_beside_it() {
        let refund = |id: &str, status: &str| {
            json!({
                "id": id, "amount": amount(100), "speed_processed": "normal", "status": status,
                "created_timestamp": 1, "updated_timestamp": 2,
            })
        };
        let mut attempt = attempt("success");
        attempt["refunds"] = json!([refund("r1", "pending"), refund("r2", "success")]);
        let more = json!({
            "transactions": [attempt],
            "refunds": [refund("r3", "failed"), refund("r4", "completed")],
        });
        let refunds = order("captured", more).refunds().expect("they are read");
        let names: Vec<_> = refunds
            .iter()
            .map(|refund| match &refund.status {
                RefundStatus::Pending { number } => format!("pending {number}"),
                RefundStatus::Refunded { number } => format!("refunded {number}"),
                RefundStatus::Failed { why } => why.clone(),
            })
            .collect();
        assert_eq!(names, ["pending r1", "refunded r2", "Meta gave r3 up", "refunded r4"]);
        assert!(refunds.iter().all(|refund| refund.paise == 100));
    }
}
