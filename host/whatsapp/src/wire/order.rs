//! The JSON of an order that is paid within the chat, and of what becomes of it.
//!
//! Source: Meta, "Receive payments via payment gateways on WhatsApp" (2026-05-21). `payment_settings` stands in the
//! place of `payment_type` and `payment_configuration`, which Meta asks to be migrated away from.

use mitra_core::payment::CardGateway;
use serde::Serialize;

/// Paise in a rupee.
const OFFSET: u64 = 100;

/// An amount of money.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct Amount {
    value: u64,
    offset: u64,
}

impl Amount {
    pub(crate) fn paise(value: u64) -> Self {
        Self { value, offset: OFFSET }
    }
}

#[derive(Serialize)]
pub(crate) struct OrderParameters<'a> {
    pub(crate) reference_id: &'a str,
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    pub(crate) payment_settings: [PaymentSetting<'a>; 1],
    pub(crate) currency: &'static str,
    pub(crate) total_amount: Amount,
    pub(crate) order: Order<'a>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "payment_gateway")]
pub(crate) struct PaymentSetting<'a> {
    pub(crate) payment_gateway: Gateway<'a>,
}

#[derive(Serialize)]
pub(crate) struct Gateway<'a> {
    #[serde(rename = "type")]
    pub(crate) kind: CardGateway,
    pub(crate) configuration_name: &'a str,
    /// By which ways; none for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) enabled_payment_options: Option<[&'static str; 1]>,
    /// By which Razorpay's own lists know the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) razorpay: Option<Receipt<'a>>,
}

#[derive(Serialize)]
pub(crate) struct Receipt<'a> {
    pub(crate) receipt: &'a str,
}

#[derive(Serialize)]
pub(crate) struct Order<'a> {
    pub(crate) status: &'static str,
    pub(crate) items: [Item<'a>; 1],
    pub(crate) subtotal: Amount,
    pub(crate) tax: Amount,
    pub(crate) expiration: Expiration<'a>,
}

#[derive(Serialize)]
pub(crate) struct Item<'a> {
    pub(crate) name: &'a str,
    pub(crate) amount: Amount,
    pub(crate) quantity: u32,
    pub(crate) country_of_origin: &'static str,
    pub(crate) importer_name: &'a str,
    pub(crate) importer_address: Address<'a>,
}

#[derive(Serialize)]
pub(crate) struct Address<'a> {
    #[serde(rename = "address_line1")]
    pub(crate) line: &'a str,
    pub(crate) city: &'a str,
    pub(crate) zone_code: &'a str,
    pub(crate) postal_code: &'a str,
    pub(crate) country_code: &'static str,
}

#[derive(Serialize)]
pub(crate) struct Expiration<'a> {
    /// Seconds since 1970, as text.
    pub(crate) timestamp: String,
    pub(crate) description: &'a str,
}

#[derive(Serialize)]
pub(crate) struct StatusParameters<'a> {
    pub(crate) reference_id: &'a str,
    pub(crate) order: Status<'a>,
}

#[derive(Serialize)]
pub(crate) struct Status<'a> {
    pub(crate) status: &'static str,
    pub(crate) description: &'a str,
}
