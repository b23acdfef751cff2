//! A release that is watched: each step as it is taken, with the reason that stands in the audit log.

use std::time::Duration;

use anyhow::bail;
use mitra_admin::{AdminClient, AuditEntryView, DepartmentView, ReleaseView};
use mitra_core::audit::Decision;
use mitra_core::clock::Timestamp;
use mitra_release::show_instant;

use super::shown;

/// How often the host is asked.
const ASK_INTERVAL: Duration = Duration::from_millis(500);

/// Watches the release on its way, or this one, until its way is over. An error if it was refused or taken back.
#[expect(clippy::print_stdout, reason = "what happens is this command's output")]
pub(super) fn watch(
    client: &AdminClient,
    department: &str,
    digest: Option<&str>,
) -> anyhow::Result<()> {
    let view = client.department(department)?;
    let Some(watched) = find(&view, digest) else {
        bail!("no release of `{department}` is on its way")
    };
    let digest = watched.digest.clone();
    let mut heard = 0;
    let mut verdict = None;
    loop {
        // A department's own token does not see the audit log: then the stages alone are told.
        if let Ok(entries) = client.audit(heard) {
            for entry in &entries {
                heard = entry.number;
                tell(entry, department, &digest);
            }
        }
        let view = client.department(department)?;
        let Some(release) = find(&view, Some(&digest)) else { bail!("the release is gone") };
        if view.verdict.is_some() && view.verdict != verdict && release.stage == "canary" {
            verdict.clone_from(&view.verdict);
            println!("  {}", verdict.as_deref().unwrap_or_default());
        }
        match release.stage.as_str() {
            "rejected" | "rolled-back" => {
                let why = release.why.clone().unwrap_or_default();
                bail!("{} is {}: {why}", release.version, release.stage);
            }
            "staged" if !release.wider.is_empty() && release.approved_by.is_none() => {
                shown::asks(release);
                println!(
                    "it waits for somebody who agrees: mitra release approve {department} --key FILE"
                );
                return Ok(());
            }
            "shadowed" if view.frozen.is_some() || view.window.is_some() || view.removed => {
                let why = view.frozen.as_ref().or(view.window.as_ref()).map(shown::until);
                let why = why.map_or("the department is removed".to_owned(), |until| {
                    format!("the department is frozen {until}")
                });
                println!("it is proven, and waits: {why}");
                return Ok(());
            }
            stage if !shown::is_under_way(stage) => {
                println!("{} is {}", release.version, shown::stage(release));
                return Ok(());
            }
            _ => {}
        }
        std::thread::sleep(ASK_INTERVAL);
    }
}

fn find<'a>(view: &'a DepartmentView, digest: Option<&str>) -> Option<&'a ReleaseView> {
    match digest {
        Some(digest) => view.releases.iter().find(|it| it.digest == digest),
        None => view.releases.iter().find(|it| shown::is_under_way(&it.stage)),
    }
}

/// One decision about the release, in a line.
#[expect(clippy::print_stdout, reason = "what happens is this command's output")]
fn tell(entry: &AuditEntryView, department: &str, digest: &str) {
    let Ok(Decision { actor, action, department: of, release, reason }) =
        serde_json::from_str(&entry.body)
    else {
        return;
    };
    let is_meant = of.is_some_and(|of| of.as_str() == department)
        && release.is_some_and(|release| release.as_str() == digest);
    if is_meant {
        let at = show_instant(Timestamp(entry.at_ms));
        println!("{at}  {action:<24} {actor}: {reason}");
    }
}
