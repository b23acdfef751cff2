//! Judging what a release made of turns that the live one had taken.

use serde::{Deserialize, Serialize};

use crate::ports::Refused;

/// What a release made of turns that the live one had taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ShadowCounts {
    /// Turns in which it did the same.
    pub identical: usize,
    /// Turns in which it did something else.
    pub differing: usize,
    /// Turns in which it asked for something that the live one had not asked for: what it would do is not known.
    pub astray: usize,
    /// Turns that it failed by a mistake of its own, and the live one had not.
    pub faulting: usize,
}

impl ShadowCounts {
    /// How many turns there were.
    pub fn turns(&self) -> usize {
        let Self { identical, differing, astray, faulting } = self;
        identical + differing + astray + faulting
    }
}

/// What came of having a release repeat turns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shadow {
    /// How it compares.
    pub counts: ShadowCounts,
    /// What the first of its mistakes was.
    pub first_fault: Option<String>,
}

/// That a release took turns that the live one had taken, and made no mistake of its own. Also where there were none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shadowed {
    counts: ShadowCounts,
}

impl Shadowed {
    /// Judges it: doing something else is what releases are for; failing where the live one did not is none of it.
    pub fn by(shadow: Shadow) -> Result<Self, Refused> {
        let Shadow { counts, first_fault } = shadow;
        if counts.faulting == 0 {
            return Ok(Self { counts });
        }
        let (faulting, turns) = (counts.faulting, counts.turns());
        let first = first_fault.map(|fault| format!(": {fault}")).unwrap_or_default();
        Err(Refused(format!(
            "E0633: it fails {faulting} of {turns} turns that the live release took well{first}"
        )))
    }

    /// How it compares.
    pub fn counts(&self) -> ShadowCounts {
        self.counts
    }

    /// The same in words.
    pub fn words(&self) -> String {
        let ShadowCounts { identical, differing, astray, .. } = self.counts;
        match self.counts.turns() {
            0 => "there are no turns of the live release to repeat".to_owned(),
            turns => format!(
                "it does the same in {identical} of {turns} turns of the live release, something else in {differing}, and asks for something else in {astray}"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(differing: usize, astray: usize, faulting: usize) -> Result<Shadowed, Refused> {
        let counts = ShadowCounts { identical: 5, differing, astray, faulting };
        let first_fault = (faulting > 0).then(|| "fault trapped: `unreachable`".to_owned());
        Shadowed::by(Shadow { counts, first_fault })
    }

    #[test]
    fn a_release_may_do_something_else_and_may_not_fail() {
        let shadowed = judged(90, 5, 0).expect("it differs");
        assert_eq!(shadowed.counts().turns(), 100);
        let expected = "it does the same in 5 of 100 turns of the live release, something else in 90, and asks for \
                        something else in 5";
        assert_eq!(shadowed.words(), expected);
        let Refused(why) = judged(0, 0, 1).expect_err("it fails");
        let expected = "E0633: it fails 1 of 6 turns that the live release took well: fault trapped: `unreachable`";
        assert_eq!(why, expected);
    }

    #[test]
    fn without_turns_there_is_nothing_to_judge() {
        let shadowed = Shadowed::by(Shadow::default()).expect("nothing failed");
        assert_eq!(shadowed.words(), "there are no turns of the live release to repeat");
    }
}
