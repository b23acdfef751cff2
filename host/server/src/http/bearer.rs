//! The token that a request names.

use axum::http::{HeaderMap, header};

/// The token of the one header that says so.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&[u8]> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (one, None) = (values.next()?.as_bytes(), values.next()) else { return None };
    let (scheme, token) = one.split_at_checked("bearer ".len())?;
    let is_bearer = scheme.eq_ignore_ascii_case(b"bearer ");
    (is_bearer && !token.is_empty()).then_some(token)
}
