//! A transport office's computer: the back end that the department `transport` is rehearsed with.

use std::net::{Ipv4Addr, SocketAddr};

use clap::{Parser, ValueEnum};
use mitra_tests::backend::{Backend, OfficeClock};

/// Answer as a transport office's computer would, with made-up records.
#[derive(Parser)]
struct Args {
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
        Time::Machine => OfficeClock::Machine,
        Time::Requests => OfficeClock::of_requests(),
    };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    let backend = Backend::start(address, clock).await?;
    println!("answering at http://{}/api", backend.address);
    tokio::signal::ctrl_c().await?;
    Ok(())
}
