//! The ways in which a department misbehaves, a guest for each.

/// What citizens make one department do, again and again, as soon as they are answered.
pub(crate) struct Behaviour {
    /// In a word or two.
    pub(crate) name: &'static str,
    /// The guest that does it.
    pub(crate) guest: &'static str,
    /// How many departments do it at once, one citizen each: too few for a breaker to open.
    pub(crate) at_once: usize,
    /// What its turns end with: a fault's name, or `ok`.
    pub(crate) ends: &'static str,
}

const fn behaviour(
    name: &'static str,
    guest: &'static str,
    at_once: usize,
    ends: &'static str,
) -> Behaviour {
    Behaviour { name, guest, at_once, ends }
}

/// The guest that waits for a back end: it needs one, and a grant.
pub(crate) const WAITS: &str = "hostile-slow-http";

/// All of them.
pub(crate) const BEHAVIOURS: [Behaviour; 19] = [
    // As many messages as of those below that end at once: what they cost by themselves.
    behaviour("(eight that do no harm)", "hostile-leak", 8, "ok"),
    behaviour("spins", "hostile-spin", 1, "cpu_exceeded"),
    behaviour("spin, two at once", "hostile-spin", 2, "cpu_exceeded"),
    behaviour("spin, eight at once", "hostile-spin", 8, "cpu_exceeded"),
    behaviour("hides in host calls", "hostile-calls", 2, "limit_exceeded"),
    behaviour("calls itself for ever", "hostile-recurse", 2, "trapped"),
    behaviour("trap storm", "hostile-trap", 8, "trapped"),
    behaviour("hoards memory", "hostile-hoard", 2, "memory_exceeded"),
    behaviour("hands over 8 MiB", "hostile-string", 2, "limit_exceeded"),
    behaviour("hands over a long list", "hostile-list", 2, "limit_exceeded"),
    behaviour("log flood", "hostile-log", 2, "limit_exceeded"),
    behaviour("reply flood", "hostile-replies", 2, "outcome_invalid"),
    behaviour("state bomb", "hostile-state", 2, "outcome_invalid"),
    behaviour("writes 100,000 records", "hostile-records", 2, "limit_exceeded"),
    behaviour("waits for a back end", WAITS, 8, "deadline_exceeded"),
    behaviour("asks a cloud for its keys", "hostile-metadata", 2, "ok"),
    behaviour("asks this machine", "hostile-loopback", 2, "ok"),
    behaviour("looks for others' records", "hostile-thief", 2, "ok"),
    behaviour("looks for earlier turns", "hostile-leak", 2, "ok"),
];
