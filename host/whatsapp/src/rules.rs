//! The rules that every part of a reply must keep, with errors in the words of the contract.

use std::fmt;

use mitra_core::limits::URL_BYTES_MAX;
pub(crate) use mitra_core::text::length;
use mitra_core::text::{self, TextFault};

use crate::render::RenderError;

/// The place of a text in the contract's `reply`. It is spelled out only when the text is refused.
#[derive(Clone, Copy)]
pub(crate) enum Field {
    /// Such as `link.body`.
    Named(&'static str),
    /// Such as `choices.items[3].title`.
    OfItem(usize, &'static str),
}

impl From<&'static str> for Field {
    fn from(name: &'static str) -> Self {
        Self::Named(name)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => f.write_str(name),
            Self::OfItem(index, name) => write!(f, "choices.items[{index}].{name}"),
        }
    }
}

/// Checks a text that must say something: see [`text::check_text`].
pub(crate) fn check_text(
    field: impl Into<Field>,
    text: &str,
    chars_max: usize,
) -> Result<(), RenderError> {
    text::check_text(text, chars_max).map_err(|fault| refusal(field.into(), fault))
}

/// The same for a text that fits one line: a title, a label, a name.
pub(crate) fn check_line(
    field: impl Into<Field>,
    text: &str,
    chars_max: usize,
) -> Result<(), RenderError> {
    text::check_line(text, chars_max).map_err(|fault| refusal(field.into(), fault))
}

/// What is wrong with a text, and where in the reply it is.
fn refusal(field: Field, fault: TextFault) -> RenderError {
    let field = field.to_string();
    match fault {
        TextFault::TooLong { chars, chars_max } => RenderError::TooLong { field, chars, chars_max },
        TextFault::Empty => RenderError::Empty { field },
        TextFault::Control { code_point } => RenderError::Control { field, code_point },
        TextFault::Spaces => RenderError::Spaces { field },
    }
}

/// Checks a text that may be missing.
pub(crate) fn check_optional(
    field: impl Into<Field>,
    text: Option<&str>,
    chars_max: usize,
) -> Result<(), RenderError> {
    text.map_or(Ok(()), |text| check_text(field, text, chars_max))
}

/// Checks a public address: https, a named host, no user name, no spaces, at most [`URL_BYTES_MAX`] bytes.
pub(crate) fn check_url(field: impl Into<Field>, url: &str) -> Result<(), RenderError> {
    let (field, bytes) = (field.into(), url.len());
    if bytes > URL_BYTES_MAX {
        let (chars, chars_max) = (bytes, URL_BYTES_MAX);
        return Err(RenderError::TooLong { field: field.to_string(), chars, chars_max });
    }
    match url_fault(url) {
        Some(why) => Err(RenderError::Url { field: field.to_string(), why }),
        None => Ok(()),
    }
}

/// The same for a payment provider's page, which may also be on this machine: a provider that is simulated.
pub(crate) fn check_payment_url(field: impl Into<Field>, url: &str) -> Result<(), RenderError> {
    let is_here = url.strip_prefix("http://127.0.0.1:").is_some_and(|rest| {
        let is_fit = |c: char| c.is_ascii_alphanumeric() || "/-._~?=&".contains(c);
        let port = rest.split('/').next().unwrap_or_default();
        url.len() <= URL_BYTES_MAX && rest.chars().all(is_fit) && port.parse::<u16>().is_ok()
    });
    if is_here { Ok(()) } else { check_url(field, url) }
}

fn url_fault(url: &str) -> Option<&'static str> {
    let Some(rest) = url.strip_prefix("https://") else {
        return Some("it does not begin with https://");
    };
    if url.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Some("it has a space or a control character");
    }
    // Browsers take a backslash for a slash, and so end the host elsewhere than others do.
    if url.contains(['\\', '"', '<', '>']) {
        return Some("it has a character that no address has");
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Some("it has a user name");
    }
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    if port.parse().is_ok_and(|port: u16| port > 0) {
        host_fault(host)
    } else {
        Some("its port is not a number from 1 to 65535")
    }
}

/// A host has a name of two parts or more. Names may be in any script: `.భారత్` is a country's own.
fn host_fault(host: &str) -> Option<&'static str> {
    let is_named = |c: char| c == '-' || !c.is_ascii() || c.is_ascii_alphanumeric();
    let is_part = |part: &str| {
        !part.is_empty()
            && part.chars().all(is_named)
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let mut parts = host.rsplit('.');
    let last = parts.next().unwrap_or_default();
    if last.bytes().all(|b| b.is_ascii_digit()) && !last.is_empty() {
        return Some("its host is a number, not a name");
    }
    let is_public = host.contains('.') && is_part(last) && parts.all(is_part);
    (!is_public).then_some("it has no public host")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_text_is_named() {
        let error = check_text(Field::OfItem(3, "title"), "\u{200b}", 10).unwrap_err();
        assert_eq!(error.to_string(), "`choices.items[3].title` is empty");
    }

    #[test]
    fn a_web_address_is_public_and_https() {
        for url in [
            "https://example.org",
            "https://example.org/a?b=1#c",
            "https://e-seva.example.org:8443/x",
            "https://ఉదాహరణ.భారత్/సేవ",
        ] {
            assert_eq!(check_url("url", url), Ok(()), "{url}");
        }
        for url in [
            "",
            "http://example.org",
            "HTTPS://example.org",
            "https://",
            "https://localhost/",
            "https://.org/",
            "https://example..org/",
            "https://example.org./",
            "https://-a.org/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://example.org:0/",
            "https://example.org:99999/",
            "https://example.org:/",
            "javascript:alert(1)",
            "https://user@example.org",
            "https://exa mple.org",
            "https://example.org/\u{0}",
            "https://example.org\\@elsewhere.org/",
            "https://example.org/<script>",
        ] {
            assert!(matches!(check_url("url", url), Err(RenderError::Url { .. })), "{url}");
        }
        let long = |bytes: usize| format!("https://e.org/{}", "a".repeat(bytes - 14));
        assert_eq!(check_url("url", &long(URL_BYTES_MAX)), Ok(()));
        assert!(check_url("url", &long(URL_BYTES_MAX + 1)).is_err());
    }

    #[test]
    fn a_payment_page_is_public_or_on_this_machine() {
        for url in ["https://rzp.io/i/abc", "http://127.0.0.1:7070/pay/plink_1"] {
            assert_eq!(check_payment_url("url", url), Ok(()), "{url}");
        }
        for url in [
            "http://rzp.io/i/abc",
            "http://127.0.0.1/pay",
            "http://127.0.0.1:7070@evil.example/pay",
            "http://127.0.0.1:x/pay",
            "http://127.0.0.1:7070/<b>",
            "http://localhost:7070/pay",
        ] {
            assert!(check_payment_url("url", url).is_err(), "{url}");
        }
    }
}
