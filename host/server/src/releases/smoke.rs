//! A release's own scenarios, played in a process of its own with the limits of production: `mitra test` over the
//! release's files.
//!
//! The process stands back behind the host, starts none of the vendor's programs, and is ended after its time.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::Output;
use std::time::Duration;

use mitra_control::{Refused, Setback};
use mitra_release::{Artifact, COMPONENT, MANIFEST, SCENARIOS, SEED};

use super::apart::{Apart, HEARD_CHARS_MAX, errors_of};

/// How long all scenarios of a release may take.
const SMOKE_MAX: Duration = Duration::from_mins(10);

/// Plays releases' own scenarios.
pub(crate) struct Rehearsal(pub(crate) Apart);

impl Rehearsal {
    /// Plays a release's scenarios, and gives how many went well, if all did.
    pub(crate) async fn play(&self, release: &Artifact) -> Result<usize, Setback> {
        let n_scenarios = release.files().keys().filter(|name| is_scenario(name.as_str())).count();
        if n_scenarios == 0 {
            let words = "E0606: the release has no scenarios: its vendor must write at least one below `scenarios/`";
            return Err(Refused(words.to_owned()).into());
        }
        let cannot = |error: io::Error| {
            Setback::NotNow(format!("the scenarios cannot be played on this machine: {error}"))
        };
        let folder = self.0.unpack(release).map_err(cannot)?;
        let command = self.0.command(arguments(release, folder.path()));
        let process = self.0.start(command).await.map_err(cannot)?;
        let played = tokio::time::timeout(SMOKE_MAX, process.wait_with_output()).await;
        let slow = || Refused(format!("E0606: the scenarios took longer than {SMOKE_MAX:?}"));
        Ok(judge(&played.map_err(|_| slow())?.map_err(cannot)?)?)
    }
}

fn is_scenario(name: &str) -> bool {
    let is_text = Path::new(name).extension().is_some_and(|ending| ending == "txt");
    is_text && name.strip_prefix(SCENARIOS).is_some_and(|below| below.starts_with('/'))
}

fn arguments(release: &Artifact, folder: &Path) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec!["test".into(), folder.join(COMPONENT).into()];
    let department = release.statement().department.as_str();
    arguments.extend(["--id".into(), department.into(), "--rehearse".into()]);
    for (flag, name) in [("--manifest", MANIFEST), ("--seed", SEED), ("--scenarios", SCENARIOS)] {
        if folder.join(name).exists() {
            arguments.extend([flag.into(), folder.join(name).into()]);
        }
    }
    arguments
}

/// What `mitra test` said: `3 passed, 0 failed` in its last line, and all before it about what failed.
fn judge(output: &Output) -> Result<usize, Refused> {
    let said = String::from_utf8_lossy(&output.stdout);
    let said = said.trim();
    let last = said.lines().next_back().unwrap_or_default();
    let passed = last.split_once(" passed").and_then(|(n, _)| n.parse().ok()).unwrap_or(0);
    if output.status.success() && passed > 0 {
        return Ok(passed);
    }
    let mut failed = said.lines().skip_while(|line| !line.trim_start().starts_with("FAILED"));
    let told = match failed.next() {
        Some(first) => {
            std::iter::once(first).chain(failed).map(str::trim).collect::<Vec<_>>().join(" ")
        }
        None if passed == 0 && output.status.success() => {
            "none of them can be played without the vendor's own programs".to_owned()
        }
        None => errors_of(output),
    };
    let told: String = told.chars().take(HEARD_CHARS_MAX).collect();
    Err(Refused(format!(
        "E0606: the release's own scenarios do not go as its vendor wrote: {told}"
    )))
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    use super::*;

    fn output(status: i32, stdout: &str, stderr: &str) -> Output {
        let status = ExitStatus::from_raw(status << 8);
        Output { status, stdout: stdout.into(), stderr: stderr.into() }
    }

    #[test]
    fn what_was_said_is_understood() {
        let well = "a.txt\n  ok      A bill\n\n3 passed, 0 failed\n";
        assert_eq!(judge(&output(0, well, "")), Ok(3));
        let ill = "  ok      A bill\n  FAILED  A leak\n          a.txt:7: this did not come\n\n1 passed, 1 failed";
        let Err(Refused(words)) = judge(&output(1, ill, "")) else { panic!("it is refused") };
        let told = "do not go as its vendor wrote: FAILED  A leak a.txt:7: this did not come";
        assert!(words.starts_with("E0606") && words.contains(told), "{words}");
        let Err(Refused(words)) = judge(&output(0, "\n0 passed, 0 failed, 2 left out\n", ""))
        else {
            panic!("nothing was played")
        };
        assert!(words.ends_with("without the vendor's own programs"), "{words}");
        let Err(Refused(words)) = judge(&output(2, "", "error: cannot read\n  `x`\n")) else {
            panic!("it is refused")
        };
        assert!(words.ends_with("error: cannot read `x`"), "{words}");
    }
}
