//! A folder that is watched, for small installations: a release that is put there is staged.
//!
//! What was staged is moved to `taken`, what cannot be to `refused`, with the reason beside it. What has to wait,
//! because another release of its department is on its way or storage is away, stays.

use std::io::{self, BufReader};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use cap_std::fs::Dir;
use mitra_control::{By, ControlError, Controller, RosterError};
use mitra_core::causes::with_causes;
use mitra_release::{Artifact, ArtifactError};
use tokio_util::sync::CancellationToken;

/// How often it is looked whether something was put there.
const LOOK_INTERVAL: Duration = Duration::from_secs(2);
/// Who stages, in the audit log.
const ACTOR: &str = "the incoming folder";
/// Where releases go that were staged.
const TAKEN: &str = "taken";
/// Where releases go that cannot be.
const REFUSED: &str = "refused";

/// A folder that is watched.
pub(crate) struct Incoming {
    folder: Arc<Dir>,
    controller: Controller,
}

/// Why a release stays where it is, or goes.
enum Fate {
    Taken,
    Refused(String),
    Waits,
}

impl Incoming {
    /// Opens the folder, which is made if it is not there.
    pub(crate) fn open(path: &Path, controller: Controller) -> anyhow::Result<Self> {
        for folder in [path.to_owned(), path.join(TAKEN), path.join(REFUSED)] {
            std::fs::create_dir_all(&folder)
                .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
        }
        let folder = Dir::open_ambient_dir(path, cap_std::ambient_authority())?;
        Ok(Self { folder: Arc::new(folder), controller })
    }

    /// Stages what is put there, until `stop`.
    pub(crate) async fn watch(self, stop: CancellationToken) {
        loop {
            self.look().await;
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOK_INTERVAL) => {}
            }
        }
    }

    /// Stages what is there, in the order of the names.
    async fn look(&self) {
        let names = match self.names() {
            Ok(names) => names,
            Err(error) => return tracing::error!(%error, "the incoming folder cannot be read"),
        };
        for name in names {
            let moved = match self.stage(&name).await {
                Fate::Waits => continue,
                Fate::Taken => self.moves(&name, TAKEN),
                Fate::Refused(why) => {
                    tracing::warn!(name, why, "a release in the incoming folder is refused");
                    let told = format!("{REFUSED}/{name}.txt");
                    self.moves(&name, REFUSED).and_then(|()| self.folder.write(told, why + "\n"))
                }
            };
            if let Err(error) = moved {
                tracing::error!(name, %error, "a release cannot be moved out of the incoming folder");
            }
        }
    }

    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in self.folder.entries()? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            // One that begins with a dot is still being written.
            let is_release = Path::new(&name).extension().is_some_and(|ending| ending == "mitra");
            names.extend(Some(name).filter(|name| is_release && !name.starts_with('.')));
        }
        names.sort_unstable();
        Ok(names)
    }

    async fn stage(&self, name: &str) -> Fate {
        let (folder, file) = (Arc::clone(&self.folder), name.to_owned());
        let reading = tokio::task::spawn_blocking(move || {
            let file = folder.open(file).map_err(ArtifactError::Read)?;
            Artifact::read(BufReader::new(file))
        });
        let artifact = match reading.await.expect("reading does not panic") {
            Ok(artifact) => artifact,
            Err(error) => return Fate::Refused(with_causes(&error)),
        };
        let department = artifact.statement().department.clone();
        let reason = format!("put there as {name}");
        let staged =
            self.controller.stage(&department, artifact, By { actor: ACTOR, reason: &reason });
        match staged.await {
            Ok(_) => Fate::Taken,
            Err(
                ControlError::Roster(RosterError::Busy { .. })
                | ControlError::Books(_)
                | ControlError::NotNow(_)
                | ControlError::Shelf(_),
            ) => Fate::Waits,
            Err(error) => Fate::Refused(with_causes(&error)),
        }
    }

    fn moves(&self, name: &str, to: &str) -> io::Result<()> {
        self.folder.rename(name, &self.folder, format!("{to}/{name}"))
    }
}
