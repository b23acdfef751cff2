//! The department's records.

use mitra_department::payments;
use mitra_department::text::Words;
use mitra_department::{Host, Level, Scope};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::hours::Hours;

/// Power cuts that are looked through: a turn may read 100 records.
const CUTS_MAX: u32 = 90;

/// One connection.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    /// The consumer's full name. Never shown whole.
    pub(crate) name: String,
    /// The newest bill first.
    pub(crate) bills: Vec<Bill>,
}

/// One month's bill.
#[derive(Debug, Clone, Serialize, Deserialize)]
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

/// The last attempt to pay a bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attempt {
    /// From 1.
    pub(crate) n: u32,
    /// Whose: the citizen's pseudonym.
    pub(crate) by: String,
}

/// By which a bill was paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Receipt {
    /// The provider's number.
    pub(crate) id: String,
    /// When, in milliseconds since 1970.
    pub(crate) at: u64,
}

/// One power cut.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Outage {
    /// By which its record is found.
    #[serde(skip)]
    pub(crate) id: String,
    /// The place in each language.
    pub(crate) area: Words,
    /// The postal code.
    pub(crate) pin: String,
    /// Degrees.
    pub(crate) latitude: f64,
    /// Degrees.
    pub(crate) longitude: f64,
    /// Whether it was announced; else something broke.
    pub(crate) planned: bool,
    /// When.
    pub(crate) hours: Hours,
}

/// The account of a service number.
pub(crate) fn account(host: &dyn Host, number: &str) -> Option<Account> {
    read(host, &format!("account/{number}"))
}

/// Keeps an account.
pub(crate) fn set_account(host: &mut dyn Host, number: &str, account: &Account) {
    write(host, &format!("account/{number}"), account);
}

/// The last attempt to pay the bill of a month.
pub(crate) fn attempt(host: &dyn Host, number: &str, month: &str) -> Option<Attempt> {
    read(host, &format!("attempt/{number}/{month}"))
}

/// Keeps the last attempt to pay the bill of a month.
pub(crate) fn set_attempt(host: &mut dyn Host, number: &str, month: &str, attempt: &Attempt) {
    write(host, &format!("attempt/{number}/{month}"), attempt);
}

impl Attempt {
    /// By which the host knows it.
    pub(crate) fn reference(&self, number: &str, month: &str) -> String {
        format!("{number}-{month}-{}", self.n)
    }
}

/// The service number and the month of a reference.
pub(crate) fn parts(reference: &str) -> Option<(String, String)> {
    let (bill, _) = reference.rsplit_once('-')?;
    let (number, month) = bill.split_once('-')?;
    Some((number.to_owned(), month.to_owned()))
}

/// By which the bill of a month was paid here.
pub(crate) fn receipt(host: &dyn Host, number: &str, month: &str) -> Option<Receipt> {
    read(host, &format!("receipt/{number}/{month}"))
}

/// Keeps by which the bill of a month was paid.
pub(crate) fn set_receipt(
    host: &mut dyn Host,
    number: &str,
    month: &str,
    receipt: &payments::Receipt,
) {
    let receipt = Receipt { id: receipt.id.clone(), at: receipt.at };
    write(host, &format!("receipt/{number}/{month}"), &receipt);
}

/// All power cuts on record, past ones included.
pub(crate) fn outages(host: &dyn Host) -> Vec<Outage> {
    let keys = host.keys(Scope::Department, "cut/", CUTS_MAX + 1);
    let (looked_at, left) = keys.split_at(keys.len().min(CUTS_MAX as usize));
    if !left.is_empty() {
        host.log(Level::Error, &format!("more than {CUTS_MAX} power cuts: some are not found"));
    }
    looked_at.iter().filter_map(|key| outage(host, key.strip_prefix("cut/")?)).collect()
}

/// One power cut.
pub(crate) fn outage(host: &dyn Host, id: &str) -> Option<Outage> {
    let outage: Outage = read(host, &format!("cut/{id}"))?;
    Some(Outage { id: id.to_owned(), ..outage })
}

/// A record; none if it is missing or not of its shape, which the log tells of.
pub(crate) fn read<T: DeserializeOwned>(host: &dyn Host, key: &str) -> Option<T> {
    let value = host.get(Scope::Department, key)?;
    let unreadable = |error| host.log(Level::Error, &format!("the record `{key}`: {error}"));
    serde_json::from_slice(&value).map_err(unreadable).ok()
}

/// Keeps a record of the department's.
pub(crate) fn write<T: Serialize>(host: &mut dyn Host, key: &str, value: &T) {
    let value = serde_json::to_vec(value).expect("plain data can be written");
    host.set(Scope::Department, key, &value);
}

/// Lists a reference in the citizen's own records below a folder.
pub(crate) fn list(host: &mut dyn Host, folder: &str, reference: &str) {
    // Keys come in byte order: counted down from the end of time, the newest is the first.
    let age = u64::MAX - host.now();
    host.set(Scope::Citizen, &format!("{folder}{age:016x}/{reference}"), b"1");
}

/// The citizen's own references below a folder, at most `max`, the newest first.
pub(crate) fn newest(host: &dyn Host, folder: &str, max: u32) -> Vec<String> {
    let keys = host.keys(Scope::Citizen, folder, max);
    keys.iter().filter_map(|key| Some(key.rsplit_once('/')?.1.to_owned())).collect()
}

/// The service numbers a citizen saved, at most `max`.
pub(crate) fn saved(host: &dyn Host, max: u32) -> Vec<String> {
    let keys = host.keys(Scope::Citizen, "saved/", max);
    keys.iter().filter_map(|key| Some(key.strip_prefix("saved/")?.to_owned())).collect()
}

/// Remembers a service number for this citizen.
pub(crate) fn save(host: &mut dyn Host, number: &str) {
    host.set(Scope::Citizen, &saved_key(number), b"1");
}

/// Whether this citizen saved the service number.
pub(crate) fn is_saved(host: &dyn Host, number: &str) -> bool {
    host.get(Scope::Citizen, &saved_key(number)).is_some()
}

/// Forgets a service number that this citizen saved.
pub(crate) fn forget(host: &mut dyn Host, number: &str) {
    host.delete(Scope::Citizen, &saved_key(number));
}

fn saved_key(number: &str) -> String {
    format!("saved/{number}")
}

/// A name of which only the first letter of each part is shown.
pub(crate) fn masked(name: &str) -> String {
    let part = |part: &str| part.chars().next().map(|first| format!("{first}***"));
    name.split_whitespace().filter_map(part).collect::<Vec<_>>().join(" ")
}
