//! The desk's own choices around a form, and their ids: each names its form and field, so that a tap on an old question
//! is never taken for an answer to another.

use mitra_core::form::Form;
use mitra_core::ids::{AlternativeId, FieldId};

/// A choice that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tap {
    /// An alternative of a field.
    Take(FieldId, AlternativeId),
    /// No answer to this field.
    Skip(FieldId),
    /// From this field to the one before.
    Back(FieldId),
    /// To the department.
    Send,
    /// To the list of fields.
    Change,
    /// Out of the form.
    Cancel,
    /// To this field, and back to the summary.
    Pick(FieldId),
    /// To this page of the list of fields.
    Page(usize),
    /// From the list of fields to the summary.
    Review,
}

impl Tap {
    /// The id, before it is marked as its conversation's: at most 130 bytes.
    pub(super) fn id(&self, form: &Form) -> String {
        let form = &form.id;
        match self {
            Self::Take(field, alternative) => format!("form:{form}:take:{field}:{alternative}"),
            Self::Skip(field) => format!("form:{form}:skip:{field}"),
            Self::Back(field) => format!("form:{form}:back:{field}"),
            Self::Send => format!("form:{form}:send"),
            Self::Change => format!("form:{form}:change"),
            Self::Cancel => format!("form:{form}:cancel"),
            Self::Pick(field) => format!("form:{form}:pick:{field}"),
            Self::Page(page) => format!("form:{form}:page:{page}"),
            Self::Review => format!("form:{form}:review"),
        }
    }

    /// What the id stands for in this form.
    pub(super) fn parse(id: &str, form: &Form) -> Option<Self> {
        let rest = id.strip_prefix("form:")?.strip_prefix(form.id.as_str())?.strip_prefix(':')?;
        let field = |id: &str| FieldId::parse(id).ok();
        let parts: Vec<&str> = rest.split(':').collect();
        match parts.as_slice() {
            ["take", of, alternative] => {
                Some(Self::Take(field(of)?, AlternativeId::parse(alternative).ok()?))
            }
            ["skip", of] => Some(Self::Skip(field(of)?)),
            ["back", of] => Some(Self::Back(field(of)?)),
            ["send"] => Some(Self::Send),
            ["change"] => Some(Self::Change),
            ["cancel"] => Some(Self::Cancel),
            ["pick", of] => Some(Self::Pick(field(of)?)),
            ["page", page] => Some(Self::Page(page.parse().ok()?)),
            ["review"] => Some(Self::Review),
            _ => None,
        }
    }
}
