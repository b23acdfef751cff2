//! The ways in which a department misbehaves.

/// What citizens make one department do, again and again, as soon as they are answered.
pub(crate) struct Behaviour {
    /// In a word or two.
    pub(crate) name: &'static str,
    /// What the echoing guest is told.
    pub(crate) told: &'static str,
    /// How many departments do it at once, one citizen each: too few for a breaker to open.
    pub(crate) at_once: usize,
    /// What its turns end with: a fault's name, or `ok`.
    pub(crate) ends: &'static str,
}

const fn behaviour(
    name: &'static str,
    told: &'static str,
    at_once: usize,
    ends: &'static str,
) -> Behaviour {
    Behaviour { name, told, at_once, ends }
}

/// All of them.
pub(crate) const BEHAVIOURS: [Behaviour; 19] = [
    behaviour("spins", "!spin", 1, "cpu_exceeded"),
    behaviour("spin, two at once", "!spin", 2, "cpu_exceeded"),
    behaviour("spin, eight at once", "!spin", 8, "cpu_exceeded"),
    behaviour("spins in host calls", "!spin-in-host-calls", 1, "limit_exceeded"),
    behaviour("calls the host 20,000 times", "!host-calls 20000", 2, "limit_exceeded"),
    behaviour("calls itself for ever", "!recurse", 2, "trapped"),
    behaviour("trap storm", "!trap", 8, "trapped"),
    behaviour("hoards memory", "!allocate 100000000", 2, "memory_exceeded"),
    behaviour("fills all memory it may", "!allocate 50000000", 2, "ok"),
    behaviour("log flood", "!log 100000", 2, "limit_exceeded"),
    behaviour("reply flood", "!replies 50", 2, "outcome_invalid"),
    behaviour("a reply of 500 KB", "!bytes 500000", 2, "outcome_invalid"),
    behaviour("a reply of 2 MB", "!bytes 2000000", 2, "limit_exceeded"),
    behaviour("state bomb", "!state 70000", 2, "outcome_invalid"),
    behaviour("a value of 70 KB", "!value 70000", 2, "limit_exceeded"),
    behaviour("writes 200 records", "!writes 200", 2, "limit_exceeded"),
    behaviour("reads 200 records", "!reads 200", 2, "limit_exceeded"),
    behaviour("asks a cloud for its keys", "!get http://169.254.169.254/", 2, "ok"),
    behaviour("asks this machine", "!get http://127.0.0.1/", 2, "ok"),
];
