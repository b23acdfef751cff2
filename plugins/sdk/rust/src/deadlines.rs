//! Deadlines: what a citizen waits for in a service, and one timer for the earliest.
//!
//! A citizen has few timers and may have many complaints. So what is due is a list, and the timer is set for the first
//! of it. The list is the department's: who has their own records erased is not to lose their deadlines.
//!
//! ```
//! use mitra_department::deadlines::Deadlines;
//! use mitra_department::{Fault, Host, Turn};
//!
//! const AT_A_TIME: usize = 8;
//!
//! /// The timer came: what is over gets another day.
//! fn due(turn: &Turn, host: &mut dyn Host) -> Result<(), Fault> {
//!     let mut deadlines = Deadlines::read(host, "due", format!("due/{}", turn.citizen.pseudonym))?;
//!     for (reference, due_at) in deadlines.take_over(turn.now, AT_A_TIME) {
//!         deadlines.wait(&reference, due_at + mitra_department::calendar::DAY_MS);
//!     }
//!     deadlines.keep(host);
//!     Ok(())
//! }
//! ```

use crate::{Fault, Host, Scope};

/// What a citizen waits for: references, each with the instant by which something is to happen, in Unix
/// milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadlines {
    timer: &'static str,
    key: String,
    waiting: Vec<(String, u64)>,
}

impl Deadlines {
    /// The list in the department's record `key`, whose timer has this name. Timers are a service's, and so the key
    /// must name citizen and service where several services have such lists.
    ///
    /// # Errors
    /// [`Fault::Bug`] if the record cannot be read: what waits there is not to be forgotten.
    pub fn read(host: &dyn Host, timer: &'static str, key: String) -> Result<Self, Fault> {
        let waiting = match host.get(Scope::Department, &key) {
            None => Vec::new(),
            Some(record) => serde_json::from_slice(&record)
                .map_err(|error| Fault::Bug(format!("the record `{key}`: {error}")))?,
        };
        Ok(Self { timer, key, waiting })
    }

    /// Waits for this until then, and for no other time than this.
    pub fn wait(&mut self, reference: &str, due_at: u64) {
        self.waiting.retain(|(known, _)| known != reference);
        self.waiting.push((reference.to_owned(), due_at));
    }

    /// Takes off what is over at this instant, `most` at the most: the rest comes with the next turn, as the timer is
    /// then due at once.
    pub fn take_over(&mut self, now: u64, most: usize) -> Vec<(String, u64)> {
        let mut taken = Vec::new();
        self.waiting.retain(|deadline| {
            let is_taken = deadline.1 <= now && taken.len() < most;
            if is_taken {
                taken.push(deadline.clone());
            }
            !is_taken
        });
        taken
    }

    /// Stores the list, and sets the timer for the earliest; without any there is neither.
    pub fn keep(&self, host: &mut dyn Host) {
        if let Some(earliest) = self.waiting.iter().map(|(_, due_at)| *due_at).min() {
            let record = serde_json::to_vec(&self.waiting).expect("plain data can be written");
            host.set(Scope::Department, &self.key, &record);
            host.set_timer(self.timer, earliest, &[]);
        } else {
            host.delete(Scope::Department, &self.key);
            host.cancel_timer(self.timer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::MemoryHost;

    fn read(host: &MemoryHost) -> Deadlines {
        Deadlines::read(host, "due", "due/p1".to_owned()).expect("it can be read")
    }

    #[test]
    fn the_timer_is_for_the_earliest() {
        let mut host = MemoryHost::default();
        host.now = 400;
        let mut deadlines = read(&host);
        deadlines.wait("A", 900);
        deadlines.wait("B", 500);
        deadlines.wait("A", 700);
        deadlines.keep(&mut host);
        assert_eq!(read(&host), deadlines);
        assert_eq!(host.timers.values().map(|timer| timer.at).collect::<Vec<_>>(), [500]);
        assert_eq!(deadlines.take_over(499, 8), []);
        assert_eq!(deadlines.take_over(700, 8), [("B".to_owned(), 500), ("A".to_owned(), 700)]);
        deadlines.keep(&mut host);
        assert!(host.timers.is_empty() && host.records.is_empty());
    }

    #[test]
    fn what_is_more_than_a_turn_sees_to_waits_for_the_next() {
        let mut deadlines = read(&MemoryHost::default());
        for reference in ["A", "B", "C"] {
            deadlines.wait(reference, 500);
        }
        assert_eq!(deadlines.take_over(500, 2).len(), 2);
        assert_eq!(deadlines.take_over(500, 2), [("C".to_owned(), 500)]);
    }

    #[test]
    fn a_list_that_cannot_be_read_is_a_fault_and_stays() {
        let mut host = MemoryHost::default();
        host.set(Scope::Department, "due/p1", b"[[\"A\"]]");
        let fault = Deadlines::read(&host, "due", "due/p1".to_owned()).expect_err("no list");
        assert!(matches!(fault, Fault::Bug(words) if words.starts_with("the record `due/p1`: ")));
    }
}
