//! Everything a turn must not do, by name, and the edges of what it may do.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::mitra::department::conversation::{Choice, Choices, Fault, Next, Outcome, Reply};
use crate::mitra::department::log::{self, Level};
use crate::mitra::department::storage::{self, Scope};
use crate::mitra::department::{clock, config};

/// Must be fresh in every turn.
static COUNTER: AtomicU32 = AtomicU32::new(0);

fn stay(replies: Vec<Reply>) -> Result<Outcome, Fault> {
    Ok(Outcome { replies, next: Next::Stay(b"1".to_vec()) })
}

fn say(text: impl Into<String>) -> Result<Outcome, Fault> {
    stay(vec![Reply::Text(text.into())])
}

/// Does what `how` says: a name, perhaps with a number behind it.
pub(crate) fn misbehave(how: &str) -> Result<Outcome, Fault> {
    let (name, number) = how.split_once(' ').unwrap_or((how, "0"));
    let number: usize = number.parse().unwrap_or(0);
    match name {
        "spin" => loop {
            std::hint::black_box(());
        },
        "spin-in-host-calls" => loop {
            clock::now();
        },
        "recurse" => say(recurse(1).to_string()),
        "trap" => unreachable!("as asked"),
        "allocate" => {
            let memory = vec![1_u8; number];
            say(std::hint::black_box(&memory).len().to_string())
        }
        "host-calls" => {
            (0..number).for_each(|_| drop(config::get("id")));
            say("called")
        }
        "log" => {
            (0..number).for_each(|line| log::write(Level::Debug, &format!("line {line}")));
            say("logged")
        }
        "key" => {
            storage::set(Scope::Citizen, &"k".repeat(number), b"v");
            say("stored")
        }
        "value" => {
            storage::set(Scope::Citizen, "key", &vec![1; number]);
            say("stored")
        }
        "writes" => {
            (0..number).for_each(|n| storage::set(Scope::Citizen, &n.to_string(), b"v"));
            say("stored")
        }
        "reads" => {
            (0..number).for_each(|n| drop(storage::get(Scope::Citizen, &n.to_string())));
            say("read")
        }
        "count" => {
            let stored = storage::get(Scope::Department, "count");
            let count = stored.and_then(|v| String::from_utf8(v).ok()?.parse::<u64>().ok());
            let count = count.unwrap_or(0) + 1;
            storage::set(Scope::Department, "count", count.to_string().as_bytes());
            say(format!("count: {count}"))
        }
        "replies" => stay((0..number).map(|n| Reply::Text(n.to_string())).collect()),
        "button" => stay(vec![Reply::Choices(Choices {
            body: "Choose".to_owned(),
            button: None,
            items: vec![Choice {
                id: "a".to_owned(),
                title: "x".repeat(number),
                description: None,
            }],
        })]),
        "state" => Ok(Outcome {
            replies: vec![Reply::Text("grown".to_owned())],
            next: Next::Stay(vec![1; number]),
        }),
        "leak" => say(format!("leak: {}", COUNTER.fetch_add(1, Ordering::Relaxed))),
        "refuse" => Err(Fault::Refused("Not allowed.".to_owned())),
        "later" => Err(Fault::RetryLater(u32::try_from(number).unwrap_or(u32::MAX))),
        "bug" => Err(Fault::Bug("as asked".to_owned())),
        "silent" => stay(Vec::new()),
        _ => say("unknown"),
    }
}

fn recurse(depth: u64) -> u64 {
    let kept = std::hint::black_box([depth; 16]);
    recurse(depth + 1).wrapping_add(kept[3])
}
