//! Why the desk's forms ask what they ask, as `department.toml` says it of every other department.

use std::fmt::Write as _;

use crate::form::{Field, Purpose};
use crate::parse::Catalogue;
use crate::service::Pattern;

/// What the desk asks of whoever books, before the data's own fields.
const BOOKING: [(&str, Purpose); 1] = [("name", Purpose::Identity)];
/// What it asks of whoever complains, if the data has no fields of its own.
const GRIEVANCE: [(&str, Purpose); 3] =
    [("description", Purpose::Request), ("place", Purpose::Place), ("photo", Purpose::Evidence)];

impl Catalogue {
    /// The tables `[forms]` of `department.toml`: for each service with a form, its fields with their purposes.
    pub fn forms(&self) -> String {
        let mut tables = "[forms]\n".to_owned();
        for service in &self.services {
            let fields = asked(&service.pattern);
            if fields.is_empty() {
                continue;
            }
            let _ = writeln!(tables, "\n[forms.{}]", service.about.id);
            for (field, purpose) in fields {
                let _ = writeln!(tables, "{field} = \"{}\"", purpose.name());
            }
        }
        tables
    }
}

/// The fields of the form that a pattern asks for, with their purposes.
fn asked(pattern: &Pattern) -> Vec<(&str, Purpose)> {
    match pattern {
        Pattern::Form(form) => own(&form.fields).collect(),
        Pattern::Grievance(grievance) if grievance.fields.is_empty() => GRIEVANCE.to_vec(),
        Pattern::Grievance(grievance) => own(&grievance.fields).collect(),
        Pattern::Booking(booking) => BOOKING.into_iter().chain(own(&booking.fields)).collect(),
        Pattern::Lookup(_)
        | Pattern::Status(_)
        | Pattern::Payment(_)
        | Pattern::Cancellation(_)
        | Pattern::Certificate(_)
        | Pattern::Nearest(_) => Vec::new(),
    }
}

fn own(fields: &[Field]) -> impl Iterator<Item = (&str, Purpose)> {
    fields.iter().map(|field| (field.id.as_str(), field.purpose))
}
