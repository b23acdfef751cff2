//! What departments hold in memory while nobody uses them.

use std::time::Duration;

use crate::kit::Kit;

/// What of this kit's department is in this process's memory, of all mappings of its file with these rights, in bytes.
fn in_memory(kit: &Kit, rights: &str) -> usize {
    let maps = std::fs::read_to_string("/proc/self/smaps").expect("Linux");
    let (mut is_ours, mut n_bytes) = (false, 0);
    for line in maps.lines() {
        // A mapping begins with its addresses and ends with its file; what follows are names and sizes.
        if line.contains('-') && !line.contains(" kB") {
            is_ours = line.contains(rights) && line.contains(kit.release.as_str());
        } else if let Some(size) = line.strip_prefix("Rss:").filter(|_| is_ours) {
            let kib: usize = size.trim().trim_end_matches(" kB").parse().expect("a size");
            n_bytes += kib * 1024;
        }
    }
    n_bytes
}

fn code(kit: &Kit) -> usize {
    in_memory(kit, " r-xp ")
}

/// What a turn's memory begins with is mapped from the file as well, in the place that is kept warm for the next turn.
fn data(kit: &Kit) -> usize {
    in_memory(kit, " rw-p ")
}

fn is_given_back(kit: &Kit) -> bool {
    in_memory(kit, "") == 0
}

#[tokio::test]
async fn machine_code_and_data_are_in_memory_while_they_are_used() {
    let kit = Kit::of("echo-python");
    assert!(is_given_back(&kit), "it has described itself, and nobody used it");
    assert_eq!(kit.hear("hello").await, "echo: hello");
    let used = (code(&kit), data(&kit));
    assert!(used.0 > 0 && used.1 > 0, "{used:?}");
    kit.sandbox.give_back_idle(Duration::from_mins(1));
    assert_eq!((code(&kit), data(&kit)), used, "it was used just now");
    kit.sandbox.give_back_idle(Duration::ZERO);
    assert!(is_given_back(&kit));
    assert_eq!(kit.hear("hello").await, "echo: hello", "it comes back as it is run");
}

#[tokio::test]
async fn a_component_that_departments_share_stays_while_one_of_them_uses_it() {
    let kit = Kit::of("echo-javascript");
    assert_eq!(kit.hear("hello").await, "echo: hello");
    let used = code(&kit);
    let another = kit.with_another("water");
    assert_eq!(code(&kit), used, "nothing was given back when another department loaded it");
    assert_eq!(another.hear("hello").await, "echo: hello");
    kit.sandbox.give_back_idle(Duration::ZERO);
    assert!(is_given_back(&kit));
    assert_eq!(kit.hear("hello").await, "echo: hello");
    let used = code(&kit);
    assert_eq!(another.hear("hello").await, "echo: hello");
    assert_eq!(code(&kit), used, "they share it as before");
}

#[tokio::test]
async fn turns_go_on_while_their_release_is_mapped_anew() {
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
