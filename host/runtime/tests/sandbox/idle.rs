//! What departments hold in memory while nobody uses them.

use std::time::Duration;

use crate::kit::Kit;

/// Machine code of this kit's department that is in this process's memory, in bytes.
fn code_in_memory(kit: &Kit) -> usize {
    let maps = std::fs::read_to_string("/proc/self/smaps").expect("Linux");
    let (mut is_code, mut n_bytes) = (false, 0);
    for line in maps.lines() {
        // A mapping begins with its addresses and ends with its file; what follows are names and sizes.
        if line.contains('-') && !line.contains(" kB") {
            is_code = line.contains(" r-xp ") && line.contains(kit.release.as_str());
        } else if let Some(size) = line.strip_prefix("Rss:").filter(|_| is_code) {
            let kib: usize = size.trim().trim_end_matches(" kB").parse().expect("a size");
            n_bytes += kib * 1024;
        }
    }
    n_bytes
}

#[tokio::test]
async fn machine_code_is_in_memory_while_it_is_used() {
    let kit = Kit::of("echo-python");
    assert_eq!(code_in_memory(&kit), 0, "it has described itself, and nobody has used it");
    assert_eq!(kit.hear("hello").await, "echo: hello");
    let used = code_in_memory(&kit);
    assert!(used > 0);
    kit.sandbox.give_back_idle(Duration::from_mins(1));
    assert_eq!(code_in_memory(&kit), used, "it was used just now");
    kit.sandbox.give_back_idle(Duration::ZERO);
    assert_eq!(code_in_memory(&kit), 0);
    assert_eq!(kit.hear("hello").await, "echo: hello", "it comes back as it is run");
}

#[tokio::test]
async fn turns_go_on_while_their_machine_code_is_given_back() {
    let kit = Kit::of("echo-c");
    let given_back = kit.clone();
    let giving = std::thread::spawn(move || {
        for _ in 0..2_000 {
            given_back.sandbox.give_back_idle(Duration::ZERO);
        }
    });
    for _ in 0..2_000 {
        assert_eq!(kit.hear("hello").await, "echo: hello");
    }
    giving.join().expect("it ends");
}
