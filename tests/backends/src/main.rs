//! A department's own computer: the back ends that this repository's departments are rehearsed and shown with.

use std::net::{Ipv4Addr, SocketAddr};

use clap::{Parser, ValueEnum};
use mitra_backends::{Backend, BackendClock, BackendName};

/// Answer as a department's own computer would, with made-up records.
#[derive(Parser)]
struct Args {
    /// Which one.
    name: BackendName,
    /// The port on this machine to answer on.
    #[arg(long, env = "PORT")]
    port: u16,
    /// Where it takes the time from.
    #[arg(long, value_enum, default_value_t = Time::Machine)]
    clock: Time,
}

/// Where the time comes from.
#[derive(Clone, Copy, ValueEnum)]
enum Time {
    /// This machine.
    Machine,
    /// The header `date` of requests, as rehearsals send it.
    Requests,
}

#[tokio::main]
#[expect(clippy::print_stdout, reason = "the address is this program's output")]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let clock = match args.clock {
        Time::Machine => BackendClock::Machine,
        Time::Requests => BackendClock::of_requests(),
    };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    let backend = Backend::start(args.name, address, clock).await?;
    println!("answering at http://{}", backend.address);
    tokio::signal::ctrl_c().await?;
    Ok(())
}
