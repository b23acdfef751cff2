//! Why a department's forms ask what they ask. The vendor says it; nobody grants it.

use mitra_core::form::FormPurposes;
use mitra_core::turn::{Next, TurnFault, TurnOutcome};

/// What a department's vendor says of its forms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum FormsRule {
    /// Nothing: forms are asked without purposes, as the contract says.
    #[default]
    Unsaid,
    /// This, and no other field is asked.
    Said(FormPurposes),
}

impl FormsRule {
    /// Writes into the form that a turn asks for, if there is one, why each field is asked.
    pub(crate) fn write_into(&self, outcome: &mut TurnOutcome) -> Result<(), TurnFault> {
        match (self, &mut outcome.next) {
            (Self::Said(purposes), Next::Ask(_, form)) => {
                purposes.write_into(form).map_err(|missing| TurnFault::OutcomeInvalid {
                    detail: format!("`ask-form`: {missing}"),
                })
            }
            (Self::Unsaid, _) | (_, Next::Stay(_) | Next::Finish) => Ok(()),
        }
    }
}
