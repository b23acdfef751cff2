//! What services know of the manifest and of each other: added when the department is packed, so that a turn
//! reads nothing else.

use crate::manifest::Manifest;
use crate::service::{Pattern, Service};

/// Adds it to all services of a department that keeps every rule.
pub(crate) fn all(services: &mut [Service], manifest: &Manifest) {
    let cancels = |service: &Service| match &service.pattern {
        Pattern::Cancellation(it) => Some((it.of.clone(), service.about.id.clone())),
        _ => None,
    };
    let cancels: Vec<(String, String)> = services.iter().filter_map(cancels).collect();
    for Service { about, pattern } in services {
        match pattern {
            Pattern::Booking(booking) => {
                let by = cancels.iter().find(|(of, _)| *of == about.id);
                booking.cancelled_by = by.map(|(_, by)| by.clone());
            }
            Pattern::Certificate(certified) => {
                let known = manifest.certificates.iter();
                let is_issued = |kind: &str| certified.kind.as_deref().is_none_or(|it| it == kind);
                let issued = known.filter(|it| is_issued(&it.kind) && certified.covers(it));
                certified.kinds = issued.cloned().collect();
            }
            Pattern::Form(form) => {
                let kind = form.certificate.as_deref();
                let fields = kind.and_then(|kind| manifest.certificate(kind)).unwrap_or_default();
                form.certificate_fields = fields.to_vec();
            }
            Pattern::Lookup(_)
            | Pattern::Status(_)
            | Pattern::Payment(_)
            | Pattern::Cancellation(_)
            | Pattern::Grievance(_)
            | Pattern::Nearest(_) => {}
        }
    }
}
