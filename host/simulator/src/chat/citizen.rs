//! One citizen.

use serde::Serialize;
use serde_json::Value;

use crate::address::{digits, is_user_id};

/// One citizen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Citizen {
    /// The number if there is one, else the user id.
    pub(crate) key: String,
    /// Digits only, as in notifications.
    pub(crate) phone: Option<String>,
    pub(crate) bsuid: Option<String>,
    pub(crate) name: String,
}

/// Why somebody cannot be a citizen.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CitizenError {
    #[error("a citizen needs a number or a user id")]
    NoAddress,
    #[error("`{given}` is no phone number: 8 to 15 digits with the country's code")]
    Phone { given: String },
    #[error("`{given}` is no user id: two capital letters, a dot, and letters or digits")]
    UserId { given: String },
}

impl Citizen {
    /// A citizen of this number, in any spelling, or this user id. A blank one counts as none.
    pub(crate) fn new(
        phone: Option<&str>,
        bsuid: Option<&str>,
        name: &str,
    ) -> Result<Self, CitizenError> {
        let given = |text: Option<&str>| {
            text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let phone = match given(phone) {
            Some(given) => Some(digits(&given).ok_or(CitizenError::Phone { given })?),
            None => None,
        };
        let bsuid = match given(bsuid) {
            Some(given) if !is_user_id(&given) => return Err(CitizenError::UserId { given }),
            bsuid => bsuid,
        };
        let key = phone.clone().or_else(|| bsuid.clone()).ok_or(CitizenError::NoAddress)?;
        Ok(Self { key, phone, bsuid, name: name.to_owned() })
    }

    /// Says in a status about whom it is. Absent parts of an address are left out, as Meta does.
    pub(crate) fn address(&self, status: &mut Value) {
        let parts = [("recipient_id", &self.phone), ("recipient_user_id", &self.bsuid)];
        for (key, part) in parts {
            if let Some(part) = part {
                status[key] = part.as_str().into();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_status_names_a_number_and_a_user_id_each_in_its_own_place() {
        let addressed = |phone, bsuid| {
            let mut status = json!({});
            Citizen::new(phone, bsuid, "Asha").expect("a citizen").address(&mut status);
            status
        };
        let (phone, bsuid) = ("15550100123", "IN.7788990011");
        let both = json!({ "recipient_id": phone, "recipient_user_id": bsuid });
        assert_eq!(addressed(Some(phone), Some(bsuid)), both);
        assert_eq!(addressed(Some(phone), None), json!({ "recipient_id": phone }));
        assert_eq!(addressed(None, Some(bsuid)), json!({ "recipient_user_id": bsuid }));
    }
}
