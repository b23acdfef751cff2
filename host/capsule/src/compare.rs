//! What another run of a turn did, beside what the first one did.

use mitra_core::text::plain;
use serde::{Deserialize, Serialize};
use similar::TextDiff;

use crate::did::Did;

/// How two runs of a turn compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// They did the same.
    Identical,
    /// They did not.
    Differing,
    /// They did not, and the second one asked for something that nobody had asked for: what it would have done is not
    /// known.
    Astray,
    /// The second one ended by a mistake of its own, and the first one did not.
    Faulting,
}

impl Comparison {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Differing => "differing",
            Self::Astray => "astray",
            Self::Faulting => "faulting",
        }
    }
}

/// What came of repeating a turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replayed {
    /// How it compares.
    pub is: Comparison,
    /// Where it differs: `-` before what was, `+` before what is now, a space before what is around it.
    pub differences: Vec<String>,
    /// What was asked for that nobody had asked for.
    pub asked_anew: Vec<String>,
}

impl Replayed {
    /// Holds a second run against the first. States of different schemas are not compared: they are others by
    /// intention.
    pub(crate) fn new(was: &Did, now: &Did, strays: Vec<String>) -> Self {
        let is_own = now.fault.as_ref().is_some_and(|fault| fault.is_own);
        let is_same_fault = was.fault.is_some() && was.fault_name() == now.fault_name();
        let has_same_schema = was.schema == now.schema;
        let parts = |did: &Did| {
            let left = if has_same_schema { did.leaves.clone() } else { Vec::new() };
            (did.tells.clone(), left, did.effects.clone())
        };
        let is_same = match (&was.fault, &now.fault) {
            (None, None) => parts(was) == parts(now),
            // Words of a trap name places in the code, which are others in another release.
            (Some(was), Some(now)) if was.is_own => is_same_fault && now.is_own,
            (was, now) => was == now,
        };
        let is = if is_same {
            Comparison::Identical
        } else if !strays.is_empty() {
            Comparison::Astray
        } else if is_own && was.fault.as_ref().is_none_or(|fault| !fault.is_own) {
            Comparison::Faulting
        } else {
            Comparison::Differing
        };
        let differences = if is_same { Vec::new() } else { differences(was, now) };
        let asked_anew = strays.iter().map(|asked| plain(asked).collect()).collect();
        Self { is, differences, asked_anew }
    }

    /// Whether both runs did the same to the last byte.
    pub fn is_identical(&self) -> bool {
        self.is == Comparison::Identical
    }
}

/// Lines that differ, with one line around them.
fn differences(was: &Did, now: &Did) -> Vec<String> {
    let text = |did: &Did| did.lines().collect::<Vec<_>>().join("\n") + "\n";
    let (was, now) = (text(was), text(now));
    let diff = TextDiff::from_lines(&was, &now);
    let unified = diff.unified_diff().context_radius(1).to_string();
    let lines = unified.lines().filter(|line| !line.starts_with("@@"));
    lines.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::did::DidFault;

    fn says(words: &[&str]) -> Did {
        Did { tells: words.iter().map(|word| (*word).to_owned()).collect(), ..Did::default() }
    }

    fn fails(name: &str, is_own: bool, words: &str) -> Did {
        let (name, words) = (name.to_owned(), vec![words.to_owned()]);
        Did { fault: Some(DidFault { name, is_own, words }), ..Did::default() }
    }

    fn compared(was: &Did, now: &Did) -> Comparison {
        Replayed::new(was, now, Vec::new()).is
    }

    #[test]
    fn what_is_told_stored_and_left_is_compared() {
        let was = says(&["says: one", "stays"]);
        assert_eq!(compared(&was, &was), Comparison::Identical);
        let stores = Did { effects: vec!["stores".to_owned()], ..was.clone() };
        assert_eq!(compared(&was, &stores), Comparison::Differing);
        let left = |schema, state: &str| Did {
            leaves: vec![state.to_owned()],
            schema: Some(schema),
            ..was.clone()
        };
        let leaves = left(1, "one");
        assert_eq!(compared(&left(1, "other"), &leaves), Comparison::Differing);
        let other_schema = Replayed::new(&left(2, "other"), &leaves, Vec::new());
        assert!(other_schema.is_identical() && other_schema.differences.is_empty());
        let strays = vec!["record `x`".to_owned()];
        assert_eq!(Replayed::new(&was, &stores, strays.clone()).is, Comparison::Astray);
        assert_eq!(Replayed::new(&was, &was, strays).is, Comparison::Identical);
    }

    #[test]
    fn a_mistake_counts_where_there_was_none() {
        let (well, trap) = (says(&["says: one"]), fails("trapped", true, "at 0x10"));
        let (other, no) = (fails("trapped", true, "at 0x20"), fails("refused", false, "no"));
        assert_eq!(compared(&well, &trap), Comparison::Faulting);
        assert_eq!(compared(&no, &trap), Comparison::Faulting);
        assert_eq!(compared(&trap, &other), Comparison::Identical, "code has moved");
        assert_eq!(compared(&trap, &fails("cpu_exceeded", true, "")), Comparison::Differing);
        assert_eq!(compared(&trap, &well), Comparison::Differing, "it is mended");
        assert_eq!(compared(&no, &fails("refused", false, "never")), Comparison::Differing);
        let strays = vec!["record `x`".to_owned()];
        assert_eq!(Replayed::new(&well, &trap, strays).is, Comparison::Astray);
    }

    #[test]
    fn a_difference_is_shown_with_what_is_around_it() {
        let was = says(&["says: a", "says: b", "says: c", "says: d", "stays"]);
        let now = says(&["says: a", "says: b", "says: C", "says: d", "stays"]);
        let Replayed { differences, .. } = Replayed::new(&was, &now, Vec::new());
        assert_eq!(differences, [" says: b", "-says: c", "+says: C", " says: d"]);
    }
}
