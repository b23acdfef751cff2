//! The commands of the binary `mitra`, one file each.

mod admin;
mod audit;
mod build;
mod capsule;
pub(crate) mod certificates;
mod check;
mod compile;
mod csv;
mod dead;
mod demo;
mod dev;
mod explain;
mod grants;
mod inspect;
mod keys;
mod new;
mod payments;
mod place;
mod publish;
mod release;
mod replay;
mod run;
mod serve;
mod sign;
mod simulate;
mod test;
mod unmet;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Mitra: an open WebAssembly plugin host for WhatsApp governance.
#[derive(Debug, Parser)]
#[command(name = "mitra", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve citizens: the production entry.
    Serve(serve::Serve),
    /// Make a department's project, one that works.
    New(new::New),
    /// Build a department's project to a component.
    Build(build::Build),
    /// Load a department as a host would, and say what it offers or what is wrong.
    Check(check::Check),
    /// Run one turn of a department, and say what it did and cost.
    Run(run::Run),
    /// Build a department, and play its scenarios through a whole host.
    Test(test::Test),
    /// Repeat turns that a host wrote down, and say what a department's component makes of them now.
    Replay(replay::Replay),
    /// Serve a department with a chat page beside it, built anew whenever a file changes.
    Dev(dev::Dev),
    /// Make keys that releases are signed with, and have a host trust them.
    Keys(keys::Keys),
    /// Make a signed release of a department, or add a signature to one.
    Sign(sign::Sign),
    /// Publish a release: to a file, into a folder, or to a registry.
    Publish(publish::Publish),
    /// Show what is in a release, without trusting it.
    Inspect(inspect::Inspect),
    /// See and decide about departments' releases on a host.
    Release(release::Release),
    /// See and get turns that a host wrote down.
    Capsule(capsule::Capsule),
    /// Read the audit log of a host, and check that nobody has altered it.
    Audit(audit::Audit),
    /// See how a host's departments do, and make a token for its admin API.
    Admin(admin::Admin),
    /// See what citizens asked for in their own words and did not find.
    Unmet(unmet::Unmet),
    /// See payments of a host, have them paid back, and compare a day of them with the provider's books.
    Payments(payments::Payments),
    /// Say what an error's code means.
    Explain(explain::Explain),
    /// Show, resend and discard messages that were given up.
    Dead(dead::Dead),
    /// Compare what two releases of a department ask for.
    Grants(grants::Grants),
    /// Make keys of authorities and the trust list.
    Certificates(certificates::Certificates),
    /// Check a certificate: who signed it, and whether it can be relied on.
    Verify(verify::Verify),
    /// Stand in for WhatsApp: the Graph API, signed webhooks and a chat page.
    Simulate(simulate::Simulate),
    /// Serve with a simulator beside it, on one machine, to look at it.
    Demo(demo::Demo),
    /// Compile the component on the input; machine code goes to the output. The host calls this itself.
    #[command(hide = true)]
    Compile,
}

impl Cli {
    /// Runs the command to its end; gives what it ends with.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        match self.command {
            Command::Serve(command) => command.run()?,
            Command::New(command) => command.run()?,
            Command::Build(command) => command.run()?,
            Command::Check(command) => return command.run(),
            Command::Run(command) => return command.run(),
            Command::Test(command) => return command.run(),
            Command::Replay(command) => return command.run(),
            Command::Dev(command) => command.run()?,
            Command::Keys(command) => command.run()?,
            Command::Sign(command) => command.run()?,
            Command::Publish(command) => command.run()?,
            Command::Inspect(command) => command.run()?,
            Command::Release(command) => command.run()?,
            Command::Capsule(command) => command.run()?,
            Command::Audit(command) => command.run()?,
            Command::Admin(command) => command.run()?,
            Command::Payments(command) => return command.run(),
            Command::Unmet(command) => command.run()?,
            Command::Explain(command) => command.run()?,
            Command::Dead(command) => command.run()?,
            Command::Grants(command) => return command.run(),
            Command::Certificates(command) => command.run()?,
            Command::Verify(command) => return command.run(),
            Command::Simulate(command) => command.run()?,
            Command::Demo(command) => command.run()?,
            Command::Compile => compile::run()?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A runtime for one command.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Waits for Ctrl-C or SIGTERM. A second one ends the process at once: storage survives that.
async fn stop_signal() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        // 128 + SIGINT, as shells report it.
        std::process::exit(130);
    });
    Ok(())
}
