//! Notices that a department's back end sends: whether they are taken.

use serde::Deserialize;

/// What a vendor asks for, as a manifest writes it. By default nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NoticesRule {
    /// Whether notices are taken.
    pub receive: bool,
}

impl NoticesRule {
    /// Whether the other allows all that it allows.
    pub fn is_within(self, other: Self) -> bool {
        other.receive || !self.receive
    }

    /// What it allows, in words; none for nothing.
    pub fn words(self) -> Option<&'static str> {
        self.receive.then_some("receive")
    }
}

/// Both sides of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NoticesGrants {
    /// What the vendor asks for.
    pub asked: NoticesRule,
    /// What the operator grants, who hands out a token with it.
    pub granted: NoticesRule,
}

impl NoticesGrants {
    /// Whether notices are taken: both say yes.
    pub fn are_taken(self) -> bool {
        self.asked.receive && self.granted.receive
    }

    /// What is asked for and not granted, in words.
    pub fn not_granted(self) -> Option<&'static str> {
        if self.asked.is_within(self.granted) { None } else { self.asked.words() }
    }

    /// What is granted and not asked for, in words: of no effect.
    pub fn not_asked(self) -> Option<&'static str> {
        if self.granted.is_within(self.asked) { None } else { self.granted.words() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_the_vendor_and_the_operator_must_say_yes() {
        let rule = |receive| NoticesRule { receive };
        let of = |asked, granted| {
            let grants = NoticesGrants { asked: rule(asked), granted: rule(granted) };
            (grants.are_taken(), grants.not_granted(), grants.not_asked())
        };
        assert_eq!(of(false, false), (false, None, None));
        assert_eq!(of(true, false), (false, Some("receive"), None));
        assert_eq!(of(false, true), (false, None, Some("receive")));
        assert_eq!(of(true, true), (true, None, None));
    }
}
