//! Why a citizen is asked for something: what a department's vendor says of each field of each form.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Form;
use crate::ids::{FieldId, FormId};

/// Why something is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// To know who it is.
    Identity,
    /// To reach them.
    Contact,
    /// To know where they live.
    Address,
    /// To know whether they may have it.
    Eligibility,
    /// To pay them, or be paid.
    Payment,
    /// To prove what they say.
    Evidence,
    /// To know where it is.
    Place,
    /// To know what they want.
    Request,
}

impl Purpose {
    /// All of them, in their order.
    pub const ALL: [Self; 8] = [
        Self::Identity,
        Self::Contact,
        Self::Address,
        Self::Eligibility,
        Self::Payment,
        Self::Evidence,
        Self::Place,
        Self::Request,
    ];

    /// Its name in `department.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Contact => "contact",
            Self::Address => "address",
            Self::Eligibility => "eligibility",
            Self::Payment => "payment",
            Self::Evidence => "evidence",
            Self::Place => "place",
            Self::Request => "request",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why each field of each form of a department is asked: `[forms]` of its `department.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormPurposes(BTreeMap<FormId, BTreeMap<FieldId, Purpose>>);

/// Why a form is not asked. The words are for the department's vendor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PurposeMissing {
    /// Nothing is said of the form.
    #[error("`department.toml` does not say why the form `{0}` asks: add `[forms.{0}]`")]
    Form(FormId),
    /// Nothing is said of a field.
    #[error(
        "`department.toml` does not say why the form `{form}` asks for `{field}`: add it to `[forms.{form}]`"
    )]
    Field {
        /// Of which form.
        form: FormId,
        /// Which field.
        field: FieldId,
    },
}

impl FormPurposes {
    /// Says why a field is asked.
    pub fn add(&mut self, form: FormId, field: FieldId, purpose: Purpose) {
        self.0.entry(form).or_default().insert(field, purpose);
    }

    /// All purposes that something is asked for.
    pub fn purposes(&self) -> BTreeSet<Purpose> {
        self.0.values().flat_map(BTreeMap::values).copied().collect()
    }

    /// Writes into each field why it is asked.
    ///
    /// # Errors
    /// If a field is asked of which nothing is said. The form is then to be asked of nobody.
    pub fn write_into(&self, form: &mut Form) -> Result<(), PurposeMissing> {
        let Some(said) = self.0.get(&form.id) else {
            return Err(PurposeMissing::Form(form.id.clone()));
        };
        for field in &mut form.fields {
            let Some(purpose) = said.get(&field.id) else {
                let (form, field) = (form.id.clone(), field.id.clone());
                return Err(PurposeMissing::Field { form, field });
            };
            field.purpose = Some(*purpose);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Field, FieldKind};
    use crate::language::Localized;

    fn id<T, E: fmt::Debug>(parse: fn(&str) -> Result<T, E>, id: &str) -> T {
        parse(id).expect(id)
    }

    fn form(fields: &[&str]) -> Form {
        let text = || Localized { te: "a".into(), en: "a".into(), hi: "a".into() };
        let field = |field: &&str| Field {
            id: id(FieldId::parse, field),
            label: text(),
            question: text(),
            help: None,
            optional: false,
            kind: FieldKind::Name,
            purpose: None,
        };
        Form {
            id: id(FormId::parse, "member"),
            title: text(),
            fields: fields.iter().map(field).collect(),
        }
    }

    fn said(fields: &[(&str, Purpose)]) -> FormPurposes {
        let mut purposes = FormPurposes::default();
        for (field, purpose) in fields {
            purposes.add(id(FormId::parse, "member"), id(FieldId::parse, field), *purpose);
        }
        purposes
    }

    #[test]
    fn each_field_gets_the_purpose_that_is_said_of_it() {
        let purposes = said(&[("name", Purpose::Identity), ("income", Purpose::Eligibility)]);
        let mut form = form(&["income", "name"]);
        purposes.write_into(&mut form).expect("all is said");
        let found: Vec<_> = form.fields.iter().map(|field| field.purpose).collect();
        assert_eq!(found, [Some(Purpose::Eligibility), Some(Purpose::Identity)]);
        assert_eq!(purposes.purposes(), [Purpose::Identity, Purpose::Eligibility].into());
    }

    #[test]
    fn what_nothing_is_said_of_is_not_asked() {
        let missing =
            said(&[("name", Purpose::Identity)]).write_into(&mut form(&["name", "caste"]));
        let words = missing.expect_err("of `caste` nothing is said").to_string();
        assert!(words.contains("asks for `caste`: add it to `[forms.member]`"), "{words}");
        let missing = FormPurposes::default().write_into(&mut form(&["name"]));
        assert_eq!(missing, Err(PurposeMissing::Form(id(FormId::parse, "member"))));
    }

    #[test]
    fn a_purpose_is_known_by_its_name() {
        for purpose in Purpose::ALL {
            assert_eq!(Purpose::named(purpose.name()), Some(purpose));
            let json = serde_json::to_string(&purpose).expect("plain data");
            assert_eq!(json, format!("\"{purpose}\""));
        }
        assert_eq!(Purpose::named("marketing"), None);
    }
}
