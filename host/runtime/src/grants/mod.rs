//! What a department may do outside of itself, one capability a file.
//!
//! Two must say yes: the vendor asks for it, the operator grants it. Each refusal says who did not.

mod certificates;
mod files;
mod forms;
mod http;
mod media;
mod notices;
mod payments;

use mitra_core::topic::Topics;

pub use certificates::{CertificateDenied, CertificatesGrants, CertificatesRule};
pub use files::{FilesGrant, FilesGrants, FilesMode, FilesRule, FilesRuleError};
pub use forms::FormsRule;
pub use http::{HttpDenied, HttpGrant, HttpGrants, HttpRule, HttpRuleError};
pub use media::{MediaDenied, MediaGrants, MediaRule};
pub use notices::{NoticesGrants, NoticesRule};
pub use payments::{PaymentDenied, PaymentsGrants, PaymentsRule, PaymentsRuleError};

/// Everything that is granted to one department. By default nothing.
#[derive(Debug, Clone, Default)]
pub struct Grants {
    /// Requests to web services.
    pub http: HttpGrants,
    /// Folders of the host.
    pub files: FilesGrants,
    /// Citizens' files.
    pub media: MediaGrants,
    /// Notices of the department's back end. The sandbox has no part in it.
    pub notices: NoticesGrants,
    /// What the department may write about when nobody asked. The sandbox has no part in it.
    pub topics: Topics,
    /// Payments that citizens are asked for.
    pub payments: PaymentsGrants,
    /// What it may certify.
    pub certificates: CertificatesGrants,
    /// Why its forms ask what they ask.
    pub forms: FormsRule,
}
