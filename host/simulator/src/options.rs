//! What a simulator is made of.

use std::net::SocketAddr;
use std::time::Duration;

use crate::faults::Faults;
use crate::payments::PaymentsOptions;
use crate::templates::ApprovedTemplate;

/// What a simulator is made of. The secrets are those of the host's configuration.
#[derive(Debug, Clone)]
pub struct SimulatorOptions {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The host's webhook.
    pub webhook_url: String,
    /// Signs notifications.
    pub app_secret: String,
    /// Shown in the verification handshake: the host must know it.
    pub verify_token: String,
    /// Must come with every call of the Graph API.
    pub access_token: String,
    /// The business number's id.
    pub phone_number_id: String,
    /// The business number as people read it.
    pub display_phone_number: String,
    /// The business account's id.
    pub waba_id: String,
    /// The payment provider.
    pub payments: PaymentsOptions,
    /// The templates that were approved.
    pub templates: Vec<ApprovedTemplate>,
    /// How fast the host may send.
    pub limits: RateLimits,
    /// What goes wrong.
    pub faults: Faults,
    /// What chance is drawn from.
    pub seed: u64,
    /// Whether chats are kept; benchmarks do without.
    pub keep_transcripts: bool,
}

impl Default for SimulatorOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            webhook_url: "http://127.0.0.1:8080/webhook".to_owned(),
            app_secret: "simulated-app-secret".to_owned(),
            verify_token: "simulated-verify-token".to_owned(),
            access_token: "simulated-access-token".to_owned(),
            phone_number_id: "PNID_1".to_owned(),
            display_phone_number: "15550100001".to_owned(),
            waba_id: "WABA_1".to_owned(),
            payments: PaymentsOptions::default(),
            templates: ApprovedTemplate::news(),
            limits: RateLimits::meta(),
            faults: Faults::default(),
            seed: 1,
            keep_transcripts: true,
        }
    }
}

/// How fast a host may send.
///
/// Source: Meta, "Messaging limits" and error codes 130429 and 131056 (2026).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimits {
    /// Messages a second of the number, citizens' included; a send beyond gets error 130429.
    pub per_second: Option<u32>,
    /// Messages to one citizen at once; beyond, error 131056.
    pub pair_burst: Option<u32>,
    /// How long one message to one citizen takes to be forgotten.
    pub pair_refill: Duration,
}

impl RateLimits {
    /// Meta's own: 80 a second; 45 to one citizen, of which one comes back every 6 seconds.
    pub fn meta() -> Self {
        let pair_refill = Duration::from_secs(6);
        Self { per_second: Some(80), pair_burst: Some(45), pair_refill }
    }

    /// As fast as it can.
    pub fn none() -> Self {
        Self { per_second: None, pair_burst: None, pair_refill: Duration::ZERO }
    }
}
