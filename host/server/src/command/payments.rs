//! `mitra payments`: what citizens paid, what is paid back of it, and whether the provider says the same.

mod report;

use std::process::ExitCode;

use clap::{Args, Subcommand};
use mitra_admin::{AdminClient, PaymentView, RefundView, RefundWanted};
use mitra_core::shown::rupees;

use super::admin::{Because, HostArgs};

/// The exit status when the two sides do not agree.
const DIFFERS: u8 = 1;
/// The exit status when there is no report: neither that they agree nor that they do not. A wrong command line ends
/// with the same.
const NO_REPORT: u8 = 2;

/// See payments of a host, have them paid back, and compare a day of them with the provider's books.
#[derive(Debug, Args)]
pub(super) struct Payments {
    #[command(flatten)]
    host: HostArgs,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show a payment and its refunds.
    Show(Which),
    /// Have a payment paid back, or a part of it.
    Refund {
        #[command(flatten)]
        which: Which,
        /// How much, in paise; all that was paid, if it is not said.
        #[arg(long)]
        paise: Option<u64>,
        /// Your name for this refund. The same once more is the same refund; a second one of the same amount needs
        /// another name. Without it, the amount is the name.
        #[arg(long)]
        key: Option<String>,
        #[command(flatten)]
        because: Because,
    },
    /// Compare a day's payments and refunds with what the provider has of it.
    ///
    /// The exit status is 0 if both agree, 1 if they do not, and 2 if there is no report.
    Report(Report),
}

/// Of which day, and how it is written.
#[derive(Debug, Args)]
struct Report {
    /// The day of India's calendar, as 2026-11-24, which must be over; yesterday, if it is not said.
    #[arg(long, value_name = "DAY")]
    day: Option<String>,
    /// As comma-separated values, for a spreadsheet.
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// As JSON, for a program.
    #[arg(long)]
    json: bool,
}

/// Which payment.
#[derive(Debug, Args)]
struct Which {
    /// The department.
    department: String,
    /// Its name for the payment.
    reference: String,
}

impl Payments {
    #[expect(clippy::print_stdout, reason = "what is seen is this command's output")]
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let client = match self.host.client() {
            Err(error) if matches!(self.action, Action::Report(_)) => return Ok(no_report(&error)),
            client => client?,
        };
        match self.action {
            Action::Report(report) => {
                return Ok(report.run(&client).unwrap_or_else(|error| no_report(&error)));
            }
            Action::Show(Which { department, reference }) => {
                println!("{}", shown(&client.payment(&department, &reference)?));
            }
            Action::Refund { which, paise, key, because } => {
                let amount = || paise.map_or("all".to_owned(), |paise| format!("paise-{paise}"));
                let (key, reason) = (key.unwrap_or_else(amount), because.reason);
                let wanted = RefundWanted { paise, key, reason };
                let refund = client.refund(&which.department, &which.reference, &wanted)?;
                println!("{}", refund_shown(&refund));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Report {
    #[expect(clippy::print_stdout, reason = "the report is this command's output")]
    fn run(self, client: &AdminClient) -> anyhow::Result<ExitCode> {
        let report = client.payment_report(self.day.as_deref())?;
        match (self.csv, self.json) {
            (true, _) => print!("{}", report::csv(&report)),
            (false, true) => println!("{}", serde_json::to_string_pretty(&report)?),
            (false, false) => println!("{}", report::table(&report)),
        }
        Ok(if report.agrees { ExitCode::SUCCESS } else { ExitCode::from(DIFFERS) })
    }
}

#[expect(clippy::print_stderr, reason = "that there is none is told where errors are")]
fn no_report(error: &anyhow::Error) -> ExitCode {
    eprintln!("error: {error:#}");
    ExitCode::from(NO_REPORT)
}

fn shown(payment: &PaymentView) -> String {
    let PaymentView { department, service, reference, stage, paise, asked_at, .. } = payment;
    let mut lines = vec![
        format!("{department} {service} {reference}: {} {stage}", rupees(*paise)),
        format!("  for     {}", payment.purpose),
        format!("  asked   {asked_at}"),
    ];
    lines.extend(payment.way.iter().map(|way| format!("  by      {way}")));
    if let (Some(at), Some(number)) = (&payment.paid_at, &payment.payment) {
        lines.push(format!("  paid    {at} by {number}"));
    }
    lines.push(format!("  order   {}", payment.order));
    lines.push(format!("  citizen {}", payment.citizen));
    lines.extend(payment.refunds.iter().map(|refund| format!("  {}", refund_shown(refund))));
    if payment.payment.is_some() {
        lines.push(format!("  {} can be refunded", rupees(payment.refundable_paise)));
    }
    lines.join("\n")
}

fn refund_shown(refund: &RefundView) -> String {
    let RefundView { key, paise, stage, by, asked_at, reason, number, refunded_at, why, .. } =
        refund;
    let number = number.as_ref().map(|number| format!(" as {number}")).unwrap_or_default();
    let at = refunded_at.as_ref().map(|at| format!(" at {at}")).unwrap_or_default();
    let why = why.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
    let amount = rupees(*paise);
    format!("refund {key}: {amount} {stage}{number}{at}{why}; {by} at {asked_at}: {reason}")
}
