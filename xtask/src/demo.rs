//! Builds everything and starts it with a chat page.

use std::process::Command;

use clap::Args;

use crate::backends;
use crate::guests::Guests;
use crate::step::Steps;
use crate::verify_page;
use crate::workspace::{cargo, root, run, target};

/// Build everything and start it with a chat page.
#[derive(Args)]
pub(crate) struct Demo {
    /// The port of the chat page. The webhook, the operations pages and notices take the next three.
    #[arg(long, default_value_t = 7070)]
    port: u16,
}

impl Demo {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        Steps::must("departments", || Guests::default().run())?;
        Steps::must("the page that checks certificates", verify_page::build)?;
        Steps::must("host (the first build takes a quarter of an hour on two cores)", || {
            let packages = ["--package", "mitra-server", "--package", backends::PACKAGE];
            run(cargo().args(["build", "--release"]).args(packages))?;
            backends::place("release")
        })?;
        // Ctrl-C reaches the child as well, for it is in our process group; we only wait for it to drain.
        let mut mitra = Command::new(target().join("release/mitra"));
        mitra.current_dir(root()).env("RUST_LIB_BACKTRACE", "0");
        mitra.args(["demo", "--port", &self.port.to_string()]);
        ignore_interrupt()?;
        run(&mut mitra)
    }
}

/// Ctrl-C is for the child to act on.
fn ignore_interrupt() -> anyhow::Result<()> {
    ctrlc::set_handler(|| {})?;
    Ok(())
}
