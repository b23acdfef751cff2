//! Pages: at most so many entries of one answer, and what the next one goes on after.

use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Refusal;

/// The most entries of one page.
pub(super) const PAGE_ENTRIES_MAX: usize = 200;

/// Which page of a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Page<Key> {
    /// The last entry of the page before.
    after: Option<Key>,
    max: Option<usize>,
}

impl<Key> Page<Key> {
    /// After which entry to go on, and with how many.
    pub(super) fn wanted(self) -> Result<(Option<Key>, usize), Refusal> {
        Ok((self.after, entries_max(self.max)?))
    }
}

/// How many entries are wanted: as many as may be, if it is not said.
pub(super) fn entries_max(max: Option<usize>) -> Result<usize, Refusal> {
    let max = max.unwrap_or(PAGE_ENTRIES_MAX);
    if (1..=PAGE_ENTRIES_MAX).contains(&max) {
        return Ok(max);
    }
    Err(Refusal::Unreadable(format!("`max` must be 1 to {PAGE_ENTRIES_MAX}, not {max}")))
}

/// What stands after the `?` of an address.
pub(super) struct Asked<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let asked: Result<Query<T>, QueryRejection> = Query::from_request_parts(parts, state).await;
        let Query(asked) = asked.map_err(|error| Refusal::Unreadable(error.body_text()))?;
        Ok(Self(asked))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_so_many_entries_and_no_more() {
        let page = |max| Page { after: Some(7), max }.wanted().map_err(|error| error.to_string());
        assert_eq!(page(None), Ok((Some(7), PAGE_ENTRIES_MAX)));
        assert_eq!(page(Some(1)), Ok((Some(7), 1)));
        assert_eq!(page(Some(PAGE_ENTRIES_MAX)), Ok((Some(7), PAGE_ENTRIES_MAX)));
        assert_eq!(page(Some(0)), Err("`max` must be 1 to 200, not 0".to_owned()));
        assert_eq!(page(Some(201)), Err("`max` must be 1 to 200, not 201".to_owned()));
    }
}
