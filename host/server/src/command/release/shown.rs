//! What an operator reads of releases.
#![expect(clippy::print_stdout, reason = "what is seen is this command's output")]

use mitra_admin::{DepartmentView, FreezeView, ReleaseView, RepeatedView, ShadowView};

/// So many digits of a digest are shown: enough to name it, few enough to read.
const DIGITS: usize = 12;

pub(in crate::command) fn short(digest: &str) -> &str {
    digest.get(..DIGITS).unwrap_or(digest)
}

/// A line for each department.
pub(super) fn list(departments: &[DepartmentView]) {
    for department in departments {
        let serving = |stage: &str| department.releases.iter().find(|it| it.stage == stage);
        let live = match serving("live") {
            _ if department.removed => "removed".to_owned(),
            Some(live) => format!("{} ({})", live.version, short(&live.digest)),
            None => "no release is live".to_owned(),
        };
        let on_its_way = department.releases.iter().find(|it| is_under_way(&it.stage));
        let on_its_way = on_its_way.map(|it| format!("; {} is {}", it.version, stage(it)));
        let draining = department.releases.iter().filter(|it| it.stage == "draining").count();
        let draining = if draining == 0 { String::new() } else { format!("; {draining} draining") };
        let frozen = match (&department.frozen, &department.window) {
            (Some(freeze), _) | (None, Some(freeze)) => format!("; frozen {}", until(freeze)),
            (None, None) => String::new(),
        };
        println!(
            "{:<20} {live}{}{draining}{frozen}",
            department.id,
            on_its_way.unwrap_or_default()
        );
    }
}

/// All that there is about one.
pub(super) fn department(department: &DepartmentView) {
    let DepartmentView { id, releases, frozen, window, removed, verdict } = department;
    let removed = if *removed { ", removed: citizens do not find it" } else { "" };
    println!("{id}{removed}");
    if let Some(frozen) = frozen {
        println!("frozen since {} {}", frozen.since, until(frozen));
    }
    if let Some(window) = window {
        println!("in a freeze window since {} {}", window.since, until(window));
    }
    if let Some(verdict) = verdict {
        println!("the canary: {verdict}");
    }
    for release in releases {
        println!();
        println!("{} {}  {}", short(&release.digest), release.version, stage(release));
        if let Some(why) = &release.why {
            println!("  why       {why}");
        }
        println!("  staged    {} by {}", release.staged_at, release.staged_by);
        if !release.signers.is_empty() {
            println!("  signed by {}", release.signers.join(", "));
        }
        for wider in &release.wider {
            println!("  asks for  {wider}");
        }
        if let Some(approved) = &release.approved_by {
            println!("  agreed to by {approved}");
        }
        if let Some(ShadowView { identical, differing, astray, faulting }) = release.shadow {
            println!(
                "  shadow    {identical} turns the same, {differing} not, {astray} astray, {faulting} failed"
            );
        }
        if release.conversations > 0 {
            println!("  open      {} conversations", release.conversations);
        }
        if let Some(counts) = &release.counts {
            let p95 = counts.p95_ms.map(|ms| format!(", 19 of 20 in {ms} ms")).unwrap_or_default();
            println!(
                "  turns     {} ({} failed, {} refused{p95}) of about {} citizens",
                counts.turns, counts.faults, counts.refusals, counts.citizens
            );
        }
    }
}

/// Until when nothing goes by itself, and why.
pub(super) fn until(freeze: &FreezeView) -> String {
    let until = freeze.until.as_deref().unwrap_or("it is thawed");
    format!("until {until}: {}", freeze.why)
}

/// Where a release is, in words.
pub(super) fn stage(release: &ReleaseView) -> String {
    let held = if release.held { ", held" } else { "" };
    match (release.percent, &release.since) {
        (Some(percent), _) => format!("{} for {percent} % of the citizens{held}", release.stage),
        (None, Some(since)) => format!("{} since {since}", release.stage),
        (None, None) => release.stage.clone(),
    }
}

/// What a release asks for beyond the one before it.
pub(super) fn asks(release: &ReleaseView) {
    println!(
        "{} {} asks for more than the one before it:",
        short(&release.digest),
        release.version
    );
    for wider in &release.wider {
        println!("+ {wider}");
    }
}

/// What a release made of turns, where it did something else.
pub(super) fn shadow(repeated: &[RepeatedView]) {
    if repeated.is_empty() {
        println!("it does the same in all turns of the live release that were repeated");
    }
    for RepeatedView { capsule, is, differences, asked_anew } in repeated {
        println!("{is} in capsule {capsule}");
        for line in differences {
            println!("    {line}");
        }
        for asked in asked_anew {
            println!("    asks for {asked}, which the live release did not ask for");
        }
    }
}

/// That something was done.
pub(super) fn done(department: &str, act: &str, release: Option<&str>) {
    match release {
        Some(release) => println!("{department}: {act} {}: done", short(release)),
        None => println!("{department}: {act}: done"),
    }
}

pub(super) fn is_under_way(stage: &str) -> bool {
    matches!(stage, "staged" | "verified" | "compiled" | "smoked" | "shadowed" | "canary")
}
