//! `mitra dev`: a department under work, with a chat page, swapped in whenever it is built anew.

use std::path::{Path, PathBuf};
use std::pin::pin;

use clap::Args;
use mitra_project::Project;

use super::build::build;
use super::check;
use crate::vendor::{Changes, Local, Running, Subject, SubjectArgs, department_block};

/// Serve a department with a chat page beside it. When a file changes, it is built and checked anew and takes over;
/// while that fails, the last good version serves.
#[derive(Debug, Args)]
pub(super) struct Dev {
    /// The project's folder.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The port of the chat page. The webhook, the operations pages and notices take the next three.
    #[arg(long, default_value_t = 7070)]
    port: u16,
    /// What is logged. The department's own lines are `guest`.
    #[arg(long, default_value = "warn,guest=debug")]
    log: String,
}

impl Dev {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let project = Project::open(&self.dir)?;
        super::runtime()?.block_on(async {
            let mut stop = pin!(super::stop_signal());
            tokio::select! {
                stopped = &mut stop => stopped,
                served = Box::pin(self.serve(&project.folder)) => served,
            }
        })
    }

    /// Never ends by itself. Dropped, it leaves a host as a crash would: nothing durable is lost.
    async fn serve(&self, folder: &Path) -> anyhow::Result<()> {
        // Watched before the first build, so that no change is missed.
        let mut changes = Changes::watch(folder)?;
        let first = loop {
            match ready(folder).await {
                Ok(subject) => break subject,
                Err(error) => complain(&error, "waiting for a change"),
            }
            changes.next().await?;
        };
        let departments = vec![department_block(&first.config)];
        let (data, port, log) = (folder.join("target/mitra/dev"), self.port, self.log.clone());
        let (stand_ins, verify_files) = (first.stand_ins, None);
        let local = Local { data, port, log, departments, stand_ins, verify_files };
        let running = Box::pin(local.start()).await?;
        running.announce();
        tell("Open the chat page and say Hi. Ctrl-C stops.");
        loop {
            changes.next().await?;
            let replaced = match ready(folder).await {
                Ok(subject) => replace(&running, subject).await,
                Err(error) => Err(error),
            };
            match replaced {
                Ok(()) => tell("the new version serves"),
                Err(error) => complain(&error, "the last good version keeps serving"),
            }
        }
    }
}

/// Builds the project, and loads its component as a host would.
async fn ready(folder: &Path) -> anyhow::Result<Subject> {
    let folder = folder.to_owned();
    let building = tokio::task::spawn_blocking(move || {
        // Read anew each time: the manifest may have changed.
        build(&Project::open(&folder)?)?;
        let subject = SubjectArgs::of(&folder).find()?;
        if let Some(error) = crate::departments::check_files(&subject.config).into_iter().next() {
            return Err(error.into());
        }
        check::load(&subject)??;
        Ok(subject)
    });
    building.await?
}

async fn replace(running: &Running, subject: Subject) -> anyhow::Result<()> {
    running.host.replace_departments(&[subject.config]).await?;
    running.stand_in(subject.stand_ins).await;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "what happens is this command's output")]
fn tell(what: &str) {
    println!("{what}");
}

#[expect(clippy::print_stderr, reason = "what is wrong is this command's output")]
fn complain(error: &anyhow::Error, meanwhile: &str) {
    eprintln!("error: {error:#}");
    eprintln!("{meanwhile}");
}
