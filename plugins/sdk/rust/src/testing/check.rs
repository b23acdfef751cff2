//! The contract's limits on what citizens see, as the host enforces them.

use crate::length::units;
use crate::{Department, Localized, Reply};

/// Checks a description.
///
/// # Panics
/// If the host would refuse it, with the reason.
pub fn check_description(department: &Department) {
    slug(&department.id);
    localized("the department's name", &department.name, 24);
    let services = &department.services;
    assert!(
        (1..=50).contains(&services.len()),
        "{} services, there may be 1 to 50",
        services.len()
    );
    for (index, service) in services.iter().enumerate() {
        slug(&service.id);
        let is_new = services[..index].iter().all(|earlier| earlier.id != service.id);
        assert!(is_new, "two services are named `{}`", service.id);
        localized(&format!("the name of `{}`", service.id), &service.name, 24);
        localized(&format!("the summary of `{}`", service.id), &service.summary, 72);
        assert!(service.aliases.len() <= 50, "`{}` has more than 50 aliases", service.id);
        for alias in &service.aliases {
            assert!((1..=60).contains(&alias.chars().count()), "an alias's length: `{alias}`");
        }
    }
}

/// Checks a notice of the department's back end.
///
/// # Panics
/// If the host would refuse it, with the reason.
pub(crate) fn check_notice(id: &str, body: &str) {
    let is_fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let is_id = (1..=64).contains(&id.len()) && id.chars().all(is_fit);
    assert!(is_id, "`{id}` is not 1 to 64 letters (A to Z), digits, `_`, `-` and `.`");
    assert!((1..=4_096).contains(&body.len()), "{} bytes, a notice has 1 to 4,096", body.len());
}

/// Checks the replies of one turn.
///
/// # Panics
/// If the host would refuse one, with the reason.
pub(crate) fn check_replies(replies: &[Reply]) {
    assert!(replies.len() <= 10, "{} replies, a turn may give 10", replies.len());
    for (index, reply) in replies.iter().enumerate() {
        let is_last = index + 1 == replies.len();
        let is_for_last = matches!(reply, Reply::AskForm(_) | Reply::AskPayment(_));
        assert!(is_last || !is_for_last, "a form or a payment is not the last reply");
        check_reply(reply);
    }
    super::file::check_files(replies);
}

fn check_reply(reply: &Reply) {
    match reply {
        Reply::Text(body) => text("text", body, 4_096),
        Reply::AskLocation(body) => text("ask-location", body, 1_024),
        Reply::Choices(choices) => {
            text("choices.body", &choices.body, 1_024);
            if let Some(button) = &choices.button {
                line("choices.button", button, 20);
            }
            let items = &choices.items;
            assert!((1..=10).contains(&items.len()), "{} items, there may be 1 to 10", items.len());
            for (index, item) in items.iter().enumerate() {
                line("choice.id", &item.id, 180);
                assert!(item.id.len() <= 180, "choice.id has more than 180 bytes: {}", item.id);
                line("choice.title", &item.title, 24);
                if let Some(description) = &item.description {
                    text("choice.description", description, 72);
                }
                let earlier = &items[..index];
                let is_new = earlier.iter().all(|e| e.id != item.id && e.title != item.title);
                assert!(is_new, "`{}` is offered twice", item.title);
            }
        }
        Reply::Link(link) => {
            text("link.body", &link.body, 1_024);
            line("link.label", &link.label, 20);
            address("link.url", &link.url);
        }
        Reply::Image(image) => {
            address("image.url", &image.url);
            if let Some(caption) = &image.caption {
                text("image.caption", caption, 1_024);
            }
        }
        Reply::Document(document) => {
            address("document.url", &document.url);
            line("document.filename", &document.filename, 240);
            assert!(!document.filename.contains(['/', '\\']), "a file's name is no path");
            if let Some(caption) = &document.caption {
                text("document.caption", caption, 1_024);
            }
        }
        Reply::File(file) => super::file::check_file(file),
        Reply::Certificate(named) => {
            if let Some(caption) = &named.caption {
                text("certificate.caption", caption, 1_024);
            }
        }
        Reply::AskForm(form) => super::form::check_form(form),
        Reply::AskPayment(request) => super::till::check_request(request),
        Reply::Place(place) => {
            assert!((-90.0..=90.0).contains(&place.latitude), "latitude {}", place.latitude);
            assert!((-180.0..=180.0).contains(&place.longitude), "longitude {}", place.longitude);
        }
    }
}

/// Something that can be seen, not too long, without control characters but line breaks and tabs.
pub(super) fn text(what: &str, text: &str, units_max: usize) {
    let n_units = units(text);
    assert!(n_units <= units_max, "{what} has {n_units} characters, at most {units_max}: {text}");
    assert!(!text.trim().is_empty(), "{what} shows nothing");
    let is_refused = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    assert!(!text.chars().any(is_refused), "{what} has a control character: {text:?}");
}

/// The same in one line, without a space at either end.
pub(super) fn line(what: &str, text: &str, units_max: usize) {
    self::text(what, text, units_max);
    assert!(!text.chars().any(char::is_control), "{what} is not one line: {text:?}");
    assert_eq!(text.trim(), text, "{what} begins or ends with a space");
}

pub(super) fn localized(what: &str, text: &Localized, units_max: usize) {
    for text in [&text.te, &text.en, &text.hi] {
        line(what, text, units_max);
    }
}

pub(super) fn slug(id: &str) {
    let is_fit = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_slug = (1..=40).contains(&id.len()) && id.chars().all(is_fit);
    assert!(is_slug, "`{id}` is not 1 to 40 lower-case letters, digits and hyphens");
}

fn address(what: &str, url: &str) {
    let is_address = url.starts_with("https://") && url.len() <= 2_000;
    assert!(is_address, "{what} is no https address of at most 2,000 bytes: {url}");
}

#[cfg(test)]
mod tests {
    use std::panic;

    use super::*;
    use crate::outcome::{choice, choices, text};
    use crate::testing::description;

    /// Whether the check lets a reply pass. The panic's words go to the test's output.
    fn passes(reply: Reply) -> bool {
        panic::catch_unwind(|| check_reply(&reply)).is_ok()
    }

    #[test]
    fn a_text_is_held_against_its_limits() {
        assert!(passes(text("a\nb")) && passes(text("💡".repeat(2_048))));
        for refused in ["", " \n", "a\u{7}", &"💡".repeat(2_049)] {
            assert!(!passes(text(refused)), "{refused:?}");
        }
    }

    #[test]
    fn a_choice_is_held_against_its_limits() {
        let offers = |title: &str| choices("?", vec![choice("a", title), choice("b", "Back")]);
        assert!(passes(offers(&"క".repeat(24))));
        for refused in ["", " Yes", "Yes\n", "Back", &"క".repeat(25), &"💡".repeat(13)] {
            assert!(!passes(offers(refused)), "{refused:?}");
        }
        assert!(!passes(choices("?", Vec::new())));
    }

    #[test]
    fn a_notice_is_held_against_its_limits() {
        let passes = |id: &str, body: &str| panic::catch_unwind(|| check_notice(id, body)).is_ok();
        assert!(passes(&"a".repeat(64), &"b".repeat(4_096)));
        for (id, body) in [("", "b"), ("a b", "b"), ("a", "")] {
            assert!(!passes(id, body), "{id:?} {body:?}");
        }
        assert!(!passes(&"a".repeat(65), "b") && !passes("a", &"b".repeat(4_097)));
    }

    #[test]
    fn a_description_is_held_against_its_limits() {
        check_description(&description("water"));
        for name in ["", "Water ", "Wa\nter", &"💡".repeat(13)] {
            let mut department = description("water");
            name.clone_into(&mut department.name.te);
            let result = panic::catch_unwind(|| check_description(&department));
            assert!(result.is_err(), "{name:?}");
        }
    }
}
