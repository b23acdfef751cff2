//! What operators read of the data plane.
#![expect(clippy::print_stdout, reason = "what is seen is this command's output")]

use mitra_admin::{
    AdminClient, AdminError, BreakerView, DeadLetterOutcome, DepartmentBreakersView, DrainView,
    GrantsView, SessionView,
};

use crate::command::release::short;
use crate::dead_letters;

/// Every department's breakers: those that are not closed, and a word if all are.
pub(super) fn breakers(client: &AdminClient) -> Result<(), AdminError> {
    let (mut after, mut n_open) = (String::new(), 0);
    loop {
        let page = client.breakers(&after)?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.department);
        for of_department in &page {
            n_open += breakers_of(of_department);
        }
    }
    if n_open == 0 {
        println!("no department rests");
    }
    Ok(())
}

/// A line for each of a department's breakers. Gives how many are not closed.
pub(super) fn breakers_of(department: &DepartmentBreakersView) -> usize {
    let DepartmentBreakersView { department, breakers } = department;
    for BreakerView { release, state, faults, since, probe_at } in breakers {
        let rest = match (since, probe_at) {
            (Some(since), Some(probe)) => format!("{state} since {since}, next probe at {probe}"),
            _ => format!("{state}, {faults} faults in a row"),
        };
        println!("{department:<20} {}  {rest}", short(release));
    }
    breakers.iter().filter(|breaker| breaker.state != "closed").count()
}

/// A line for each message that was given up.
pub(super) fn dead_letters(client: &AdminClient) -> Result<(), AdminError> {
    let mut after = None;
    loop {
        let page = client.dead_letters(after.unwrap_or(0))?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for letter in &page {
            println!("{}", dead_letters::line(letter));
        }
    }
    if after.is_none() {
        println!("no message was given up");
    }
    Ok(())
}

/// What became of a message.
pub(super) fn outcome(outcome: &DeadLetterOutcome) {
    match outcome.retried_as {
        Some(copy) => println!("{}: is sent again as {copy}", outcome.id),
        None => println!("{}: discarded", outcome.id),
    }
}

/// A line for each open conversation.
pub(super) fn sessions(client: &AdminClient, department: &str) -> Result<(), AdminError> {
    let mut skip = 0;
    loop {
        let page = client.sessions(department, skip)?;
        if page.is_empty() {
            break;
        }
        skip += page.len();
        for SessionView { citizen, service, release, form, since } in &page {
            let form = if *form { "  a form is open" } else { "" };
            println!("{citizen}  {service:<20} {}  since {since}{form}", short(release));
        }
    }
    println!("{skip} open conversations");
    Ok(())
}

/// A line for each release that drains.
pub(super) fn drains(client: &AdminClient) -> Result<(), AdminError> {
    let (mut after, mut n_drains) = (String::new(), 0);
    loop {
        let page = client.drains(&after)?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.department);
        for of_department in &page {
            n_drains += of_department.drains.len();
            for DrainView { release, version, since, until, conversations } in &of_department.drains
            {
                println!(
                    "{:<20} {version} ({})  {conversations} conversations  since {since}, until {until}",
                    of_department.department,
                    short(release)
                );
            }
        }
    }
    if n_drains == 0 {
        println!("no release drains");
    }
    Ok(())
}

/// A line for each thing that is asked for or granted.
pub(super) fn grants(grants: &GrantsView) {
    let GrantsView { department, release, asked, granted, missing } = grants;
    let release = release.as_ref().map(|it| format!(" ({})", short(it))).unwrap_or_default();
    println!("{department}{release}");
    for (what, words) in [("asks for", asked), ("is granted", granted), ("is denied", missing)] {
        for word in words {
            println!("  {what:<11} {word}");
        }
    }
    if asked.is_empty() && granted.is_empty() {
        println!("  asks for nothing, and is granted nothing");
    }
}
