//! Notices: what a department's back end tells its department about one of its citizens.
//!
//! A notice becomes a timer that is due at once ([`crate::timer::TimerContent::Notice`]): so it comes when its citizen
//! may be written to, after their messages, and outlives restarts.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::ids::{DepartmentId, Pseudonym, ServiceId};
use crate::limits::{NOTICE_BODY_BYTES_MAX, NOTICE_ID_BYTES_MAX};

/// A notice as its department's back end sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// To whom.
    pub addressee: Addressee,
    /// In which service of the department.
    pub service: ServiceId,
    /// By which a repeated one is known.
    pub id: NoticeId,
    /// What it says.
    pub body: NoticeBody,
}

/// A citizen as one department's back end names them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Addressee {
    /// Whose back end.
    pub department: DepartmentId,
    /// The citizen as the department's turns know them.
    pub pseudonym: Pseudonym,
}

/// What a back end calls a notice: unique within its department.
///
/// ASCII letters, digits, `_`, `-` and `.`, 1 to [`NOTICE_ID_BYTES_MAX`] bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NoticeId(Arc<str>);

/// What a notice says: 1 to [`NOTICE_BODY_BYTES_MAX`] bytes that its department understands. Not printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NoticeBody(Arc<str>);

/// Why a text is no part of a notice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidNotice {
    /// The id is empty or too long.
    #[error("an `id` has 1 to {NOTICE_ID_BYTES_MAX} bytes, this one has {bytes}")]
    IdLength {
        /// Its length.
        bytes: usize,
    },
    /// The id has another character.
    #[error("an `id` has letters (A to Z), digits, `_`, `-` and `.`, this one has {0:?}")]
    IdCharacter(char),
    /// The body is empty or too long.
    #[error("a `body` has 1 to {NOTICE_BODY_BYTES_MAX} bytes, this one has {bytes}")]
    BodyLength {
        /// Its length.
        bytes: usize,
    },
}

impl NoticeId {
    /// The id, if the text is one.
    pub fn parse(text: &str) -> Result<Self, InvalidNotice> {
        let bytes = text.len();
        if bytes == 0 || bytes > NOTICE_ID_BYTES_MAX {
            return Err(InvalidNotice::IdLength { bytes });
        }
        let is_fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        match text.chars().find(|c| !is_fit(*c)) {
            Some(c) => Err(InvalidNotice::IdCharacter(c)),
            None => Ok(Self(text.into())),
        }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NoticeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl NoticeBody {
    /// The body, if the text is one.
    pub fn parse(text: &str) -> Result<Self, InvalidNotice> {
        let bytes = text.len();
        if bytes == 0 || bytes > NOTICE_BODY_BYTES_MAX {
            return Err(InvalidNotice::BodyLength { bytes });
        }
        Ok(Self(text.into()))
    }

    /// The body as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for NoticeBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoticeBody({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_letters_digits_and_three_marks() {
        assert_eq!(NoticeId::parse("Order_2026-11.7").unwrap().as_str(), "Order_2026-11.7");
        for (text, wrong) in [("a b", ' '), ("a/b", '/'), ("నోటీసు", 'న')] {
            assert_eq!(NoticeId::parse(text), Err(InvalidNotice::IdCharacter(wrong)));
        }
        assert!(NoticeId::parse(&"a".repeat(NOTICE_ID_BYTES_MAX)).is_ok());
        for bytes in [0, NOTICE_ID_BYTES_MAX + 1] {
            let refused = NoticeId::parse(&"a".repeat(bytes));
            assert_eq!(refused, Err(InvalidNotice::IdLength { bytes }));
        }
    }

    #[test]
    fn a_body_has_some_bytes_and_is_not_printed() {
        let long = NoticeBody::parse(&"a".repeat(NOTICE_BODY_BYTES_MAX)).unwrap();
        assert_eq!(format!("{long:?}"), "NoticeBody(4096 bytes)");
        for bytes in [0, NOTICE_BODY_BYTES_MAX + 1] {
            let refused = NoticeBody::parse(&"a".repeat(bytes));
            assert_eq!(refused, Err(InvalidNotice::BodyLength { bytes }));
        }
    }
}
