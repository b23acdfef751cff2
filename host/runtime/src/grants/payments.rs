//! What a department may ask citizens to pay.

use mitra_core::limits::{PAYMENT_PAISE_MAX, PAYMENT_PAISE_MIN};
use serde::Deserialize;

/// What a vendor asks for, or an operator grants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "WrittenPaymentsRule")]
pub struct PaymentsRule {
    paise_max: u64,
}

/// The same as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPaymentsRule {
    paise_max: u64,
}

/// Why a rule is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`paise_max` must be {PAYMENT_PAISE_MIN} to {PAYMENT_PAISE_MAX}, and is {paise_max}")]
pub struct PaymentsRuleError {
    paise_max: u64,
}

impl PaymentsRule {
    /// Requests of so many paise at most.
    pub fn new(paise_max: u64) -> Result<Self, PaymentsRuleError> {
        if (PAYMENT_PAISE_MIN..=PAYMENT_PAISE_MAX).contains(&paise_max) {
            Ok(Self { paise_max })
        } else {
            Err(PaymentsRuleError { paise_max })
        }
    }

    /// The largest amount of one request, in paise.
    pub fn paise_max(self) -> u64 {
        self.paise_max
    }

    /// Whether the other rule allows all that this one does.
    pub fn is_within(self, other: Option<Self>) -> bool {
        other.is_some_and(|other| self.paise_max <= other.paise_max)
    }
}

impl std::fmt::Display for PaymentsRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "up to {} paise", self.paise_max)
    }
}

impl TryFrom<WrittenPaymentsRule> for PaymentsRule {
    type Error = PaymentsRuleError;

    fn try_from(written: WrittenPaymentsRule) -> Result<Self, PaymentsRuleError> {
        Self::new(written.paise_max)
    }
}

/// What is asked for and what is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PaymentsGrants {
    /// By the vendor's manifest.
    pub asked: Option<PaymentsRule>,
    /// By the operator.
    pub granted: Option<PaymentsRule>,
}

/// Why a department may not ask for a payment. The words say who must act.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaymentDenied {
    /// The vendor did not ask.
    #[error(
        "E0305: payments are not asked for: the vendor must add `[payments]` to `department.toml`"
    )]
    NotAsked,
    /// The operator did not grant.
    #[error("E0306: payments are not granted: the operator must add `[department.payments]`")]
    NotGranted,
    /// It is more than the vendor asked for.
    #[error(
        "E0305: {paise} paise are more than the {paise_max} asked for: the vendor must raise `paise_max` in `department.toml`"
    )]
    BeyondAsked {
        /// The amount.
        paise: u64,
        /// The limit.
        paise_max: u64,
    },
    /// It is more than the operator granted.
    #[error(
        "E0306: {paise} paise are more than the {paise_max} granted: the operator must raise `paise_max` of `[department.payments]`"
    )]
    BeyondGranted {
        /// The amount.
        paise: u64,
        /// The limit.
        paise_max: u64,
    },
}

impl PaymentsGrants {
    /// Whether so many paise may be asked for.
    pub fn check(&self, paise: u64) -> Result<(), PaymentDenied> {
        let asked = self.asked.ok_or(PaymentDenied::NotAsked)?;
        let granted = self.granted.ok_or(PaymentDenied::NotGranted)?;
        if paise > asked.paise_max {
            return Err(PaymentDenied::BeyondAsked { paise, paise_max: asked.paise_max });
        }
        if paise > granted.paise_max {
            return Err(PaymentDenied::BeyondGranted { paise, paise_max: granted.paise_max });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(paise_max: u64) -> PaymentsRule {
        PaymentsRule::new(paise_max).expect("a rule")
    }

    #[test]
    fn both_must_say_yes_and_the_smaller_limit_counts() {
        let denied = |asked, granted, paise| PaymentsGrants { asked, granted }.check(paise).err();
        assert_eq!(denied(None, Some(rule(500)), 500), Some(PaymentDenied::NotAsked));
        assert_eq!(denied(Some(rule(500)), None, 500), Some(PaymentDenied::NotGranted));
        assert_eq!(denied(Some(rule(500)), Some(rule(900)), 500), None);
        let beyond = PaymentDenied::BeyondAsked { paise: 501, paise_max: 500 };
        assert_eq!(denied(Some(rule(500)), Some(rule(900)), 501), Some(beyond));
        assert_eq!(denied(Some(rule(900)), Some(rule(500)), 500), None);
        let beyond = PaymentDenied::BeyondGranted { paise: 501, paise_max: 500 };
        assert_eq!(denied(Some(rule(900)), Some(rule(500)), 501), Some(beyond));
    }

    #[test]
    fn a_rule_keeps_the_limits_of_all_payments() {
        for fits in [PAYMENT_PAISE_MIN, PAYMENT_PAISE_MAX] {
            assert!(PaymentsRule::new(fits).is_ok());
        }
        for wrong in [PAYMENT_PAISE_MIN - 1, PAYMENT_PAISE_MAX + 1] {
            let refused = PaymentsRule::new(wrong).expect_err("none").to_string();
            let expected = "`paise_max` must be 100 to 1000000000, and is ";
            assert_eq!(refused, format!("{expected}{wrong}"));
        }
    }

    #[test]
    fn a_larger_limit_is_wider() {
        let [small, large] = [500, 900].map(|paise| PaymentsRule::new(paise).unwrap());
        assert!(small.is_within(Some(large)) && small.is_within(Some(small)));
        assert!(!large.is_within(Some(small)) && !small.is_within(None));
    }
}
