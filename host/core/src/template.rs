//! Templates: messages that Meta approved beforehand. They may go out when a citizen's window has closed.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::limits::{TEMPLATE_PAUSE, TEMPLATE_PAUSE_MAX};

/// A template in one language, as Meta knows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TemplateId {
    /// Its name: lower-case letters, digits and `_`.
    pub name: Arc<str>,
    /// Meta's code of the language: `te`, `en`, `en_US`, `hi`.
    pub language: Arc<str>,
}

impl fmt::Display for TemplateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.language)
    }
}

/// The template that says that there is news. Its body has two parameters, and it has one quick-reply button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsTemplate {
    /// Which template.
    pub id: TemplateId,
    /// The department's name, and the service's.
    pub parameters: [String; 2],
    /// What comes back when the button is tapped.
    pub payload: String,
}

/// What Meta reports of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateReport {
    /// Which template.
    pub id: TemplateId,
    /// Meta's own word, such as `PAUSED`.
    pub event: String,
    /// What that means for us.
    pub state: TemplateState,
}

/// What a report on a template means for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateState {
    /// It may be sent.
    Usable,
    /// It may not be sent.
    Stopped,
    /// Nothing changes.
    Unchanged,
}

/// The templates that a citizen was sent since they last wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announced {
    /// When the last one was put into the outbox.
    pub at: Timestamp,
    /// How many they have not answered.
    pub unanswered: u32,
}

impl Announced {
    /// The same and one more.
    #[must_use]
    pub fn again(before: Option<Self>, now: Timestamp) -> Self {
        let unanswered = before.map_or(0, |before| before.unanswered);
        Self { at: now, unanswered: unanswered.saturating_add(1) }
    }

    /// When the next may be sent. Each one that is not answered doubles the pause: [`TEMPLATE_PAUSE`] after the first,
    /// and after an answered one; [`TEMPLATE_PAUSE_MAX`] at most.
    pub fn next_at(&self) -> Timestamp {
        let doublings = self.unanswered.saturating_sub(1).min(16);
        self.at.after(TEMPLATE_PAUSE.saturating_mul(1 << doublings).min(TEMPLATE_PAUSE_MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_template_waits_a_day_and_longer_each_time_that_nobody_answers() {
        let at = |days: u32| Timestamp(0).after(TEMPLATE_PAUSE * days);
        let mut announced = Announced::again(None, Timestamp(0));
        for days in [1, 2, 4, 8, 16, 16] {
            assert_eq!(announced.next_at(), at(days), "after {}", announced.unanswered);
            announced = Announced { at: Timestamp(0), ..Announced::again(Some(announced), at(1)) };
        }
        let answered = Announced { at: Timestamp(0), unanswered: 0 };
        assert_eq!(answered.next_at(), at(1), "an answer does not open the day anew");
        assert_eq!(Announced { at: Timestamp(0), unanswered: u32::MAX }.next_at(), at(16));
    }
}
