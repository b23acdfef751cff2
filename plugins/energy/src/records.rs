//! The department's records.

use mitra_department::text::Words;
use mitra_department::{Host, Scope};
use serde::Deserialize;

/// One connection.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Account {
    /// The consumer's full name. Never shown whole.
    pub(crate) name: String,
    /// The newest bill first.
    pub(crate) bills: Vec<Bill>,
}

/// One month's bill.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Bill {
    /// `MM-YYYY`.
    pub(crate) month: String,
    /// Kilowatt hours.
    pub(crate) units: u32,
    /// The amount, in paise.
    pub(crate) paise: u64,
    /// `DD-MM-YYYY`.
    pub(crate) due: String,
    /// Whether it was paid.
    pub(crate) paid: bool,
}

/// One power cut.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Outage {
    /// The place in each language.
    pub(crate) area: Words,
    /// The postal code.
    pub(crate) pin: String,
    /// Degrees.
    pub(crate) latitude: f64,
    /// Degrees.
    pub(crate) longitude: f64,
    /// Whether it was announced.
    pub(crate) planned: bool,
    /// `HH:MM`, today.
    pub(crate) from: String,
    /// `HH:MM`, today.
    pub(crate) until: String,
}

/// The account of a service number.
pub(crate) fn account(host: &dyn Host, number: &str) -> Option<Account> {
    let value = host.get(Scope::Department, &format!("account/{number}"))?;
    serde_json::from_slice(&value).ok()
}

/// All power cuts of today.
pub(crate) fn outages(host: &dyn Host) -> Vec<Outage> {
    let keys = host.keys(Scope::Department, "outage/", 50);
    let outage = |key: &String| serde_json::from_slice(&host.get(Scope::Department, key)?).ok();
    keys.iter().filter_map(outage).collect()
}

/// The service numbers a citizen saved, at most `max`.
pub(crate) fn saved(host: &dyn Host, max: u32) -> Vec<String> {
    let keys = host.keys(Scope::Citizen, "saved/", max);
    keys.iter().filter_map(|key| Some(key.strip_prefix("saved/")?.to_owned())).collect()
}

/// Remembers a service number for this citizen.
pub(crate) fn save(host: &mut dyn Host, number: &str) {
    host.set(Scope::Citizen, &format!("saved/{number}"), b"1");
}

/// A name of which only the first letter of each part is shown.
pub(crate) fn masked(name: &str) -> String {
    let part = |part: &str| part.chars().next().map(|first| format!("{first}***"));
    name.split_whitespace().filter_map(part).collect::<Vec<_>>().join(" ")
}
