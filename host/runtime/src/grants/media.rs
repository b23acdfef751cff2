//! Citizens' files: whether they may be read.

use serde::Deserialize;

/// What may be done with citizens' files, as manifests and configurations write it. By default nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MediaRule {
    /// Whether they may be read.
    pub read: bool,
}

impl MediaRule {
    /// Whether the other allows all that it allows.
    pub fn is_within(self, other: Self) -> bool {
        other.read || !self.read
    }

    /// What it allows, in words; none for nothing.
    pub fn words(self) -> Option<&'static str> {
        self.read.then_some("read")
    }
}

/// Both sides of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct MediaGrants {
    /// What the vendor asks for.
    pub asked: MediaRule,
    /// What the operator grants.
    pub granted: MediaRule,
}

/// Who did not say yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MediaDenied {
    /// The vendor.
    #[error(
        "E0301: `department.toml` does not ask for citizens' files: the vendor must add `read = true` under `[media]`"
    )]
    NotAsked,
    /// The operator.
    #[error(
        "E0302: the operator has not granted citizens' files: `read = true` must be under `[department.media]` of the department"
    )]
    NotGranted,
}

impl MediaGrants {
    /// Whether a citizen's file may be read.
    pub(crate) fn check_read(self) -> Result<(), MediaDenied> {
        match (self.asked.read, self.granted.read) {
            (false, _) => Err(MediaDenied::NotAsked),
            (true, false) => Err(MediaDenied::NotGranted),
            (true, true) => Ok(()),
        }
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
        let rule = |read| MediaRule { read };
        let grants = |asked, granted| MediaGrants { asked: rule(asked), granted: rule(granted) };
        assert_eq!(grants(false, false).check_read(), Err(MediaDenied::NotAsked));
        assert_eq!(grants(false, true).check_read(), Err(MediaDenied::NotAsked));
        assert_eq!(grants(true, false).check_read(), Err(MediaDenied::NotGranted));
        assert_eq!(grants(true, true).check_read(), Ok(()));
        let disagreement = |asked, granted| {
            let grants = grants(asked, granted);
            (grants.not_granted(), grants.not_asked())
        };
        assert_eq!(disagreement(true, false), (Some("read"), None));
        assert_eq!(disagreement(false, true), (None, Some("read")));
        assert_eq!(disagreement(true, true), (None, None));
        assert_eq!(disagreement(false, false), (None, None));
    }
}
