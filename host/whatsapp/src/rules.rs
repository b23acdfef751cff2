//! The rules that every part of a reply must keep, with errors in the words of the contract.

use std::fmt;

use mitra_core::limits::URL_BYTES_MAX;

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

/// A text's length as the stricter of the two ways to count "characters": code points and UTF-16 units.
pub(crate) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Checks a text that must say something: 1 to `chars_max` characters, no control characters but line breaks and tabs.
pub(crate) fn check_text(
    field: impl Into<Field>,
    text: &str,
    chars_max: usize,
) -> Result<(), RenderError> {
    let (field, chars) = (field.into(), length(text));
    if chars > chars_max {
        return Err(RenderError::TooLong { field: field.to_string(), chars, chars_max });
    }
    if text.chars().all(is_blank) {
        return Err(RenderError::Empty { field: field.to_string() });
    }
    if let Some(c) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(RenderError::Control { field: field.to_string(), code_point: u32::from(c) });
    }
    Ok(())
}

/// Whether a character leaves no mark: white space, and the joiners and marks that show nothing by themselves.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The same for a text that fits one line: a title, a label, a name.
pub(crate) fn check_line(
    field: impl Into<Field>,
    text: &str,
    chars_max: usize,
) -> Result<(), RenderError> {
    let field = field.into();
    check_text(field, text, chars_max)?;
    if let Some(c) = text.chars().find(|c| c.is_control()) {
        return Err(RenderError::Control { field: field.to_string(), code_point: u32::from(c) });
    }
    if text.trim() != text {
        return Err(RenderError::Spaces { field: field.to_string() });
    }
    Ok(())
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
    fn the_stricter_way_to_count_characters_counts() {
        assert_eq!(length("తెలుగు"), 6);
        assert_eq!(length("🙏"), 2, "one code point, two UTF-16 units");
    }

    #[test]
    fn text_that_shows_nothing_is_empty() {
        for text in ["", " \n\t", "\u{200b}\u{200d}", "\u{feff}\u{ad} "] {
            let error = check_text("text", text, 10);
            assert_eq!(error, Err(RenderError::Empty { field: "text".to_owned() }), "{text:?}");
        }
        assert_eq!(check_text("text", "క్\u{200c}ష", 10), Ok(()), "joiners are part of the script");
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
}
