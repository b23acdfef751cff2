//! A process that works for another one ends with it.

use std::os::unix::process::parent_id;
use std::time::Duration;
use std::{process, thread};

/// How often it is looked whether the other one is still there.
const LOOK: Duration = Duration::from_millis(250);

/// Ends this process soon after the one that started it. What worked for a host that was killed would go on beside what
/// works for the next one: a host that is killed again and again over one component that is hard to compile would have
/// a compiler for each of its lives.
pub fn end_with_parent() {
    let parent = parent_id();
    let watch = move || {
        while parent_id() == parent {
            thread::sleep(LOOK);
        }
        process::exit(1);
    };
    // Without it, this process goes on to its own limits.
    thread::Builder::new().name("mitra-orphan".to_owned()).spawn(watch).ok();
}
