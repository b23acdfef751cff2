//! `mitra payments`: what citizens paid, and what is paid back of it.

use clap::{Args, Subcommand};
use mitra_admin::{PaymentView, RefundView, RefundWanted};
use mitra_core::shown::rupees;

use super::admin::{Because, HostArgs};

/// See payments of a host, and have them paid back.
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
    pub(super) fn run(self) -> anyhow::Result<()> {
        let client = self.host.client()?;
        match self.action {
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
        Ok(())
    }
}

fn shown(payment: &PaymentView) -> String {
    let PaymentView { department, service, reference, stage, paise, asked_at, .. } = payment;
    let mut lines = vec![
        format!("{department} {service} {reference}: {} {stage}", rupees(*paise)),
        format!("  for     {}", payment.purpose),
        format!("  asked   {asked_at}"),
    ];
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
