//! What one turn did, for people and for programs.

use mitra_core::hex::hex;
use mitra_core::reply::Reply;
use mitra_core::timer::TimerWrite;
use mitra_core::turn::{GuestState, Next, RecordWrite, Scope, TurnFault, TurnReport};
use serde_json::{Value, json};

use crate::vendor::GuestLine;

/// The report as lines.
#[expect(clippy::print_stdout, reason = "the report is this command's output")]
pub(super) fn lines(report: &TurnReport, log: &[GuestLine]) {
    match &report.result {
        Ok(outcome) => {
            for reply in &outcome.replies {
                println!("{}", shown(reply));
            }
            if let Next::Ask(_, form) = &outcome.next {
                let fields: Vec<_> = form.fields.iter().map(|field| field.id.as_str()).collect();
                println!("form    {}: {}", form.id, fields.join(", "));
            }
            match &outcome.next {
                Next::Finish => println!("next    finish: the conversation is over"),
                Next::Stay(state) | Next::Ask(state, _) => {
                    println!(
                        "next    stay, with {} bytes of state: {}",
                        state.bytes.len(),
                        text(state)
                    );
                }
            }
        }
        Err(fault) => println!("fault   {}: {fault}{}", fault.name(), words(fault)),
    }
    for RecordWrite { key, value } in &report.writes {
        let what = value
            .as_ref()
            .map_or_else(|| "removed".to_owned(), |value| format!("{} bytes", value.len()));
        println!("record  {} ({}): {what}", key.key, scope(key.scope));
    }
    for TimerWrite { key, timer } in &report.timers {
        match timer {
            Some(timer) => println!("timer   {}: set for {}", key.name, timer.at),
            None => println!("timer   {}: removed", key.name),
        }
    }
    for line in log {
        println!("log     {line}");
    }
    let usage = report.usage;
    let (ms, mib) = (usage.cpu.as_secs_f64() * 1e3, usage.memory_bytes as f64 / 1_048_576.0);
    println!(
        "cost    {ms:.2} ms of CPU time, {mib:.2} MiB of memory, {} calls to the host",
        usage.host_calls
    );
}

/// The report as one JSON object.
#[expect(clippy::print_stdout, reason = "the report is this command's output")]
pub(super) fn json(report: &TurnReport, log: &[GuestLine]) {
    let writes = report.writes.iter().map(|RecordWrite { key, value }| {
        json!({ "key": key.key, "scope": scope(key.scope), "bytes": value.as_ref().map(Vec::len) })
    });
    let timers = report.timers.iter().map(|TimerWrite { key, timer }| {
        json!({ "name": key.name, "at": timer.as_ref().map(|timer| timer.at) })
    });
    let log = log.iter().map(|line| json!({ "level": line.level, "text": line.text }));
    let usage = report.usage;
    let mut object = json!({
        "writes": writes.collect::<Vec<_>>(),
        "timers": timers.collect::<Vec<_>>(),
        "log": log.collect::<Vec<_>>(),
        "cpu_ms": usage.cpu.as_secs_f64() * 1e3,
        "memory_bytes": usage.memory_bytes,
        "host_calls": usage.host_calls,
    });
    match &report.result {
        Ok(outcome) => {
            object["replies"] = outcome.replies.iter().map(rendered).collect();
            object["next"] = match &outcome.next {
                Next::Finish => "finish".into(),
                Next::Stay(_) | Next::Ask(..) => "stay".into(),
            };
            if let Next::Stay(state) | Next::Ask(state, _) = &outcome.next {
                object["state"] = text(state).into();
            }
            if let Next::Ask(_, form) = &outcome.next {
                object["form"] = json!(form);
            }
        }
        Err(fault) => {
            object["fault"] =
                json!({ "name": fault.name(), "detail": format!("{fault}{}", words(fault)) });
        }
    }
    println!("{object}");
}

/// A reply as an author of scenarios writes it, or why it could not be sent.
fn shown(reply: &Reply) -> String {
    match mitra_rehearsal::heard(reply) {
        Ok(heard) => format!("< {heard}"),
        Err(error) => format!("< cannot be sent: {error}"),
    }
}

/// A reply as Meta would get it, or why it could not be sent.
fn rendered(reply: &Reply) -> Value {
    match mitra_whatsapp::render(reply) {
        Ok(rendered) => serde_json::from_str(&rendered.body).unwrap_or_default(),
        Err(error) => json!({ "cannot_be_sent": error.to_string() }),
    }
}

/// A state is the department's own: text, as a rule.
fn text(state: &GuestState) -> String {
    match std::str::from_utf8(&state.bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => format!("hexadecimal {}", hex(&state.bytes)),
    }
}

/// What the department says to the citizen, where that is the fault.
fn words(fault: &TurnFault) -> String {
    if let TurnFault::Refused { body } = fault { format!(": {body}") } else { String::new() }
}

fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Department => "department",
        Scope::Citizen(_) => "citizen",
    }
}
