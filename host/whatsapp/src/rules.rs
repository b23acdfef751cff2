//! The rules that every part of a reply must keep, with errors in the words of the contract.

use mitra_core::limits::URL_BYTES_MAX;

use crate::render::RenderError;

/// A text's length as the stricter of the two ways to count "characters": code points and UTF-16 units.
pub(crate) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Checks a text that must say something: 1 to `chars_max` characters, no control characters but line breaks and tabs.
pub(crate) fn check_text(field: &str, text: &str, chars_max: usize) -> Result<(), RenderError> {
    let chars = length(text);
    if chars > chars_max {
        return Err(RenderError::TooLong { field: field.to_owned(), chars, chars_max });
    }
    if text.trim().is_empty() {
        return Err(RenderError::Empty { field: field.to_owned() });
    }
    if let Some(c) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(RenderError::Control { field: field.to_owned(), code_point: u32::from(c) });
    }
    Ok(())
}

/// The same for a text that fits one line: a title, a label, a name.
pub(crate) fn check_line(field: &str, text: &str, chars_max: usize) -> Result<(), RenderError> {
    check_text(field, text, chars_max)?;
    if let Some(c) = text.chars().find(|c| c.is_control()) {
        return Err(RenderError::Control { field: field.to_owned(), code_point: u32::from(c) });
    }
    if text.trim() != text {
        return Err(RenderError::Spaces { field: field.to_owned() });
    }
    Ok(())
}

/// Checks a text that may be missing.
pub(crate) fn check_optional(
    field: &str,
    text: Option<&str>,
    chars_max: usize,
) -> Result<(), RenderError> {
    text.map_or(Ok(()), |text| check_text(field, text, chars_max))
}

/// Checks a public address: https, a host, no user name, no spaces, at most [`URL_BYTES_MAX`] bytes.
pub(crate) fn check_url(field: &str, url: &str) -> Result<(), RenderError> {
    let bytes = url.len();
    if bytes > URL_BYTES_MAX {
        let (chars, chars_max) = (bytes, URL_BYTES_MAX);
        return Err(RenderError::TooLong { field: field.to_owned(), chars, chars_max });
    }
    let invalid = |why| Err(RenderError::Url { field: field.to_owned(), why });
    let Some(rest) = url.strip_prefix("https://") else {
        return invalid("it does not begin with https://");
    };
    if url.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return invalid("it has a space or a control character");
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return invalid("it has a user name");
    }
    if !authority.contains('.') || authority.starts_with('.') {
        return invalid("it has no public host");
    }
    Ok(())
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
    fn a_web_address_is_public_and_https() {
        assert_eq!(check_url("url", "https://example.org/a?b=1"), Ok(()));
        for url in [
            "http://example.org",
            "https://",
            "https://localhost/",
            "javascript:alert(1)",
            "https://user@example.org",
            "https://exa mple.org",
        ] {
            assert!(check_url("url", url).is_err(), "{url}");
        }
        let long = |bytes: usize| format!("https://e.org/{}", "a".repeat(bytes - 14));
        assert_eq!(check_url("url", &long(URL_BYTES_MAX)), Ok(()));
        assert!(check_url("url", &long(URL_BYTES_MAX + 1)).is_err());
    }
}
