//! Turns of the live release, repeated by another one in a process of its own: `mitra replay` over the release's files.
//!
//! The process stands back behind the host, reaches nothing but what the capsules say, and is ended after its time.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

use mitra_capsule::{Comparison, Replayed};
use mitra_control::{Refused, Setback, Shadow, ShadowCounts};
use mitra_release::{Artifact, COMPONENT, MANIFEST};
use tokio::io::AsyncWriteExt;

use super::apart::{Apart, HEARD_CHARS_MAX, errors_of};
use crate::capsules::Repeated;

/// How long all turns may take.
const SHADOW_MAX: Duration = Duration::from_mins(5);

/// Has releases repeat turns.
pub(crate) struct Repeater(pub(crate) Apart);

impl Repeater {
    /// Repeats these capsules on a release, each a line of JSON.
    pub(crate) async fn repeat(
        &self,
        release: &Artifact,
        capsules: &[String],
    ) -> Result<Vec<Repeated>, Setback> {
        let cannot = |error: io::Error| {
            Setback::NotNow(format!("turns cannot be repeated on this machine: {error}"))
        };
        let folder = self.0.unpack(release).map_err(cannot)?;
        let mut command = self.0.command(arguments(folder.path()));
        command.stdin(Stdio::piped());
        let mut process = self.0.start(command).await.map_err(cannot)?;
        let mut input = process.stdin.take().expect("it is piped");
        let lines = capsules.join("\n");
        let tell = async move {
            // A process that ends before it has heard all says why.
            input.write_all(lines.as_bytes()).await.ok();
            drop(input);
        };
        let both = async { tokio::join!(tell, process.wait_with_output()).1 };
        let slow = || Refused(format!("E0633: repeating turns took longer than {SHADOW_MAX:?}"));
        let ended = tokio::time::timeout(SHADOW_MAX, both).await.map_err(|_| slow())?;
        Ok(heard(&ended.map_err(cannot)?, capsules.len())?)
    }
}

fn arguments(folder: &Path) -> Vec<OsString> {
    let mut arguments: Vec<OsString> =
        ["replay", "-", "--behind", "--json", "--component"].map(OsString::from).into();
    arguments.push(folder.join(COMPONENT).into());
    let manifest = folder.join(MANIFEST);
    if manifest.exists() {
        arguments.extend(["--manifest".into(), manifest.into()]);
    }
    arguments
}

/// What `mitra replay` said: a line for each capsule.
fn heard(output: &Output, capsules: usize) -> Result<Vec<Repeated>, Refused> {
    let said = String::from_utf8_lossy(&output.stdout);
    let repeated: Result<Vec<Repeated>, _> = said.lines().map(serde_json::from_str).collect();
    match repeated {
        Ok(repeated) if repeated.len() == capsules => Ok(repeated),
        _ => {
            let told: String = errors_of(output).chars().take(HEARD_CHARS_MAX).collect();
            Err(Refused(format!("E0633: it cannot repeat turns of the live release: {told}")))
        }
    }
}

/// How many turns came to what.
pub(super) fn counted(repeated: &[Repeated]) -> Shadow {
    let mut counts = ShadowCounts::default();
    for Repeated { replayed, .. } in repeated {
        *match replayed.is {
            Comparison::Identical => &mut counts.identical,
            Comparison::Differing => &mut counts.differing,
            Comparison::Astray => &mut counts.astray,
            Comparison::Faulting => &mut counts.faulting,
        } += 1;
    }
    let mut faulting = repeated.iter().filter(|it| it.replayed.is == Comparison::Faulting);
    let first_fault = faulting.next().and_then(|Repeated { capsule, replayed }| {
        let fault = first_fault(replayed)?;
        Some(format!("{fault} (capsule {capsule})"))
    });
    Shadow { counts, first_fault }
}

fn first_fault(Replayed { differences, .. }: &Replayed) -> Option<&str> {
    differences.iter().find_map(|line| line.strip_prefix('+').filter(|it| it.starts_with("fault ")))
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    use mitra_core::ids::CapsuleId;

    use super::*;

    fn repeated(id: &str, is: Comparison, differences: &[&str]) -> Repeated {
        let differences = differences.iter().map(|&line| line.to_owned()).collect();
        let replayed = Replayed { is, differences, asked_anew: Vec::new() };
        Repeated { capsule: CapsuleId::new(id), replayed }
    }

    #[test]
    fn turns_are_counted_and_the_first_mistake_is_named() {
        let faults = ["-says: a", "+fault trapped: E0201: `unreachable`"];
        let shadow = counted(&[
            repeated("1", Comparison::Identical, &[]),
            repeated("2", Comparison::Differing, &["-says: a", "+says: b"]),
            repeated("3", Comparison::Faulting, &faults),
            repeated("4", Comparison::Faulting, &["+fault bug: x"]),
            repeated("5", Comparison::Astray, &[]),
        ]);
        let counts = ShadowCounts { identical: 1, differing: 1, astray: 1, faulting: 2 };
        assert_eq!(shadow.counts, counts);
        let expected = "fault trapped: E0201: `unreachable` (capsule 3)";
        assert_eq!(shadow.first_fault.as_deref(), Some(expected));
    }

    #[test]
    fn what_cannot_be_repeated_is_refused_with_what_was_said() {
        let line = serde_json::to_string(&repeated("1", Comparison::Identical, &[]));
        let output = |stdout: String, stderr: &str| Output {
            status: ExitStatus::from_raw(256),
            stdout: stdout.into_bytes(),
            stderr: stderr.into(),
        };
        let well = output(line.expect("it is written") + "\n", "");
        assert_eq!(heard(&well, 1).expect("it is whole").len(), 1);
        let Err(Refused(words)) = heard(&well, 2) else { panic!("one is missing") };
        assert!(words.starts_with("E0633"), "{words}");
        let ill = output(String::new(), "error: E0107: it does not fit\n");
        let Err(Refused(words)) = heard(&ill, 1) else { panic!("nothing was said") };
        assert!(words.ends_with("live release: error: E0107: it does not fit"), "{words}");
    }
}
