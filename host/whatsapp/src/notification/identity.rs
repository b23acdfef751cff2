//! Who a message is from, and when that changes.
//!
//! Source: Meta, "Business-scoped user IDs" (2026-05-28).

use std::borrow::Cow;
use std::ops::{ControlFlow, RangeInclusive};

use mitra_core::event::{IdentityReport, Leaf};
use mitra_core::identity::{Bsuid, CitizenAddress, IdentityChange, Phone};
use mitra_core::limits::LEAVES_PER_NOTIFICATION_MAX;

use super::json::{Json, Object};
use super::leaves::Leaves;
use super::walk;

/// Digits of a number with its country code: E.164 allows 15, and Meta's ids of some countries carry one more.
const PHONE_DIGITS: RangeInclusive<usize> = 5..=20;
/// Characters of a user id after its country and dot.
const BSUID_CHARS_MAX: usize = 128;
/// The longest user id taken where Meta names it so, in bytes, whatever its form.
const USER_ID_BYTES_MAX: usize = 256;
/// The most contacts of one value that are looked at: as many as there can be messages.
const CONTACTS_MAX: usize = LEAVES_PER_NOTIFICATION_MAX;

/// One person, as far as a piece of a notification names them.
#[derive(Clone, Default)]
struct Person<'a> {
    bsuid: Option<Cow<'a, str>>,
    phone: Option<Cow<'a, str>>,
}

impl<'a> Person<'a> {
    fn is_same(&self, other: &Self) -> bool {
        let same = |a: &Option<Cow<'a, str>>, b: &Option<Cow<'a, str>>| a.is_some() && a == b;
        same(&self.bsuid, &other.bsuid) || same(&self.phone, &other.phone)
    }

    fn address(&self) -> Option<CitizenAddress> {
        let bsuid = self.bsuid.as_deref().map(Bsuid::new);
        CitizenAddress::new(bsuid, self.phone.as_deref().map(Phone::new))
    }
}

/// The people that a value speaks of.
pub(super) struct Contacts<'a>(Vec<Person<'a>>);

impl<'a> Contacts<'a> {
    /// The contacts of a value. One that cannot be read is as good as missing.
    pub(super) fn parse(value: &Object<'a>) -> Self {
        let mut people = Vec::new();
        if let Some(list) = value.list("contacts") {
            let _ended = list.each(|item| {
                people.extend(item.object().map(|contact| Person {
                    bsuid: user_id(contact.get("user_id")),
                    phone: phone(contact.get("wa_id")),
                }));
                let is_full = people.len() == CONTACTS_MAX;
                if is_full { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
        }
        Self(people)
    }

    /// The sender of a message: its own fields, completed from the contact of the same id.
    ///
    /// Contacts are matched by id and never by position: they may be fewer, more, or in another order.
    pub(super) fn sender(&self, message: &Object<'a>) -> Option<CitizenAddress> {
        self.person(message).address()
    }

    fn person(&self, message: &Object<'a>) -> Person<'a> {
        let from = message.get("from");
        let bsuid = || from.and_then(Json::text).filter(|from| is_bsuid(from));
        let mut person = Person {
            bsuid: user_id(message.get("from_user_id")).or_else(bsuid),
            phone: phone(from),
        };
        for contact in &self.0 {
            if contact.is_same(&person) {
                person.phone = person.phone.or_else(|| contact.phone.clone());
                person.bsuid = person.bsuid.or_else(|| contact.bsuid.clone());
            }
        }
        person
    }

    /// What a message of type `system` reports: that a number or user id changed, or none if it is about anything else.
    ///
    /// Its `body` names the old and the new id in words. It is not read: it also holds the citizen's name, who could
    /// so claim to have been somebody else.
    pub(super) fn change(&self, message: &Object<'a>) -> Option<IdentityChange> {
        let system = message.object("system")?;
        let mut previous = self.person(message);
        previous.phone = previous.phone.or_else(|| phone(system.get("customer")));
        let bsuid = user_id(system.get("user_id"));
        let current = match &*system.text("type")? {
            "user_changed_number" | "customer_changed_number" => {
                let phone = phone(system.get("new_wa_id")).or(phone(system.get("wa_id")))?;
                Person { bsuid, phone: Some(phone) }
            }
            "user_changed_user_id" => Person { bsuid: Some(bsuid?), phone: previous.phone.clone() },
            _ => return None,
        };
        change(&previous, &current)
    }
}

/// The value of the field `user_id_update`; `item` is the change around it.
pub(super) fn parse_updates(
    item: Json<'_>,
    value: &Object<'_>,
    leaves: &mut Leaves<'_>,
) -> ControlFlow<()> {
    if value.get("user_id_update").is_none() {
        return leaves.quarantine(item, "no list of user id updates");
    }
    walk::each(value, "user_id_update", leaves, |item, leaves| match parse_update(item) {
        Some(report) => leaves.push(Leaf::Identity(report)),
        None => leaves.quarantine(item, "a user id update without two different ids"),
    })
}

fn parse_update(item: Json<'_>) -> Option<IdentityReport> {
    let update = item.object()?;
    let ids = update.object("user_id")?;
    let phone = phone(update.get("wa_id"));
    let person = |name| Some(Person { bsuid: Some(user_id(ids.get(name))?), phone: phone.clone() });
    let change = change(&person("previous")?, &person("current")?)?;
    let at = update.get("timestamp").and_then(Json::instant).map_or(0, |at| at.0);
    let id = |address: &CitizenAddress| address.bsuid().map_or("", Bsuid::reveal).to_owned();
    let (previous, current) = (id(&change.previous), id(&change.current));
    let dedup_key = format!("user_id_update:{previous}:{current}:{at}");
    Some(IdentityReport { dedup_key, change })
}

fn change(previous: &Person<'_>, current: &Person<'_>) -> Option<IdentityChange> {
    let (previous, current) = (previous.address()?, current.address()?);
    (previous != current).then_some(IdentityChange { previous, current })
}

fn user_id(json: Option<Json<'_>>) -> Option<Cow<'_, str>> {
    json?.text().filter(|id| id.len() <= USER_ID_BYTES_MAX)
}

/// A number as bare digits: a `+` or spaces would make one citizen two. None if it is no number.
fn phone(json: Option<Json<'_>>) -> Option<Cow<'_, str>> {
    let text = json?.text()?;
    if is_digits(&text) {
        return Some(text);
    }
    let bare: String = text.chars().filter(|c| !matches!(c, '+' | ' ' | '-' | '(' | ')')).collect();
    is_digits(&bare).then_some(Cow::Owned(bare))
}

fn is_digits(text: &str) -> bool {
    PHONE_DIGITS.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the text is a business-scoped user id: a country, a dot, letters and digits.
fn is_bsuid(text: &str) -> bool {
    text.split_once('.').is_some_and(|(country, id)| {
        (country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()))
            && (1..=BSUID_CHARS_MAX).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(text: &str) -> Object<'_> {
        Json::parse(text).expect("it is JSON").object().expect("it is an object")
    }

    fn address(bsuid: Option<&str>, phone: Option<&str>) -> Option<CitizenAddress> {
        CitizenAddress::new(bsuid.map(Bsuid::new), phone.map(Phone::new))
    }

    const CONTACTS: &str = r#"{"contacts":[
        {"profile":{"name":"\ud83d"},"wa_id":"15550100999","user_id":"IN.9"},
        7, {"wa_id":"+1 555-010-0123","user_id":"IN.1"}]}"#;

    #[test]
    fn a_contact_completes_the_sender_by_id_and_not_by_position() {
        let contacts = Contacts::parse(&object(CONTACTS));
        let sender = |message| contacts.sender(&object(message));
        let both = address(Some("IN.1"), Some("15550100123"));
        assert_eq!(sender(r#"{"from":"15550100123"}"#), both);
        assert_eq!(sender(r#"{"from":"+15550100123"}"#), both);
        assert_eq!(sender(r#"{"from_user_id":"IN.1"}"#), both);
        assert_eq!(sender(r#"{"from":"IN.1"}"#), both);
        assert_eq!(sender(r#"{"from":"15550100555"}"#), address(None, Some("15550100555")));
        assert_eq!(sender("{}"), None);
    }

    #[test]
    fn what_is_neither_a_number_nor_a_user_id_is_nobody() {
        let contacts = Contacts::parse(&object("{}"));
        for from in ["\"abc12345\"", "\"1555\"", "15550100123", "\"in.1\"", "\"IN.\"", "\"IN.E.1\""]
        {
            assert_eq!(contacts.sender(&object(&format!(r#"{{"from":{from}}}"#))), None, "{from}");
        }
    }

    #[test]
    fn a_user_id_has_at_most_128_characters_where_a_number_is_expected() {
        let contacts = Contacts::parse(&object("{}"));
        let sender = |chars| {
            let from = format!("IN.{}", "a".repeat(chars));
            contacts.sender(&object(&format!(r#"{{"from":"{from}"}}"#)))
        };
        assert!(sender(BSUID_CHARS_MAX).is_some() && sender(BSUID_CHARS_MAX + 1).is_none());
        let named = |bytes| {
            let id = "x".repeat(bytes);
            contacts.sender(&object(&format!(r#"{{"from_user_id":"{id}"}}"#)))
        };
        assert!(named(USER_ID_BYTES_MAX).is_some() && named(USER_ID_BYTES_MAX + 1).is_none());
    }

    #[test]
    fn a_name_in_a_system_text_changes_nobodys_identity() {
        let contacts = Contacts::parse(&object("{}"));
        let message = object(
            r#"{"system":{"body":"User x changed from IN.1 to IN.2 changed from IN.3 to IN.4",
                "user_id":"IN.4","type":"user_changed_user_id"}}"#,
        );
        assert_eq!(contacts.change(&message), None);
    }
}
