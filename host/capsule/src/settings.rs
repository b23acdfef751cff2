//! What the operator had decided about the department.

use std::collections::{BTreeMap, BTreeSet};

use mitra_core::http::{HttpMethod, HttpReach};
use mitra_core::identity::Secret;
use mitra_core::ids::{AuthorityId, CertificateKindId};
use mitra_runtime::Settings;
use mitra_runtime::grants::{
    CertificatesGrants, CertificatesRule, Grants, HttpGrant, HttpGrants, HttpRule, MediaGrants,
    MediaRule, PaymentsGrants, PaymentsRule,
};
use serde::{Deserialize, Serialize};

use crate::CapsuleError;

/// What the operator had decided: settings, and what was granted, without secrets and without folders.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RecordedSettings {
    config: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    http: Vec<RecordedHttp>,
    media: bool,
    payments: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    certificates: Vec<RecordedCertificates>,
}

/// A web service that was granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct RecordedHttp {
    to: String,
    methods: BTreeSet<HttpMethod>,
    /// Names of headers that the operator adds.
    adds: Vec<String>,
}

/// Kinds of certificates that were granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct RecordedCertificates {
    authority: AuthorityId,
    kinds: BTreeSet<CertificateKindId>,
}

impl RecordedSettings {
    /// What is to be written down of these.
    pub(crate) fn of(settings: &Settings) -> Self {
        let grants = &settings.grants;
        let http = grants.http.granted.iter().map(|HttpGrant { rule, headers, .. }| RecordedHttp {
            to: rule.to().to_string(),
            methods: rule.methods().collect(),
            adds: headers.iter().map(|(name, _)| name.clone()).collect(),
        });
        let certificates = grants.certificates.granted.iter();
        let certificates = certificates.map(|CertificatesRule { authority, kinds }| {
            RecordedCertificates { authority: authority.clone(), kinds: kinds.clone() }
        });
        Self {
            config: settings.config.clone(),
            http: http.collect(),
            media: grants.media.granted.read,
            payments: grants.payments.granted.map(PaymentsRule::paise_max),
            certificates: certificates.collect(),
        }
    }

    /// The settings of a release that asks for this. Nothing of it reaches anybody.
    pub fn with_asks(&self, asked: &Grants) -> Result<Settings, CapsuleError> {
        let wrong = |error: &dyn std::error::Error| CapsuleError::Unreadable(error.to_string());
        let http = self.http.iter().map(|RecordedHttp { to, methods, adds }| {
            let rule = HttpRule::new(to, methods.iter().copied()).map_err(|error| wrong(&error))?;
            let headers = adds.iter().map(|name| (name.clone(), Secret::new(""))).collect();
            Ok(HttpGrant { rule, headers, reach: HttpReach::Public })
        });
        let certificates = self.certificates.iter().cloned();
        let certificates = certificates
            .map(|RecordedCertificates { authority, kinds }| CertificatesRule { authority, kinds });
        let payments = self.payments.map(PaymentsRule::new).transpose();
        let grants = Grants {
            http: HttpGrants {
                asked: asked.http.asked.clone(),
                granted: http.collect::<Result<_, CapsuleError>>()?,
            },
            media: MediaGrants {
                asked: asked.media.asked,
                granted: MediaRule { read: self.media },
            },
            payments: PaymentsGrants {
                asked: asked.payments.asked,
                granted: payments.map_err(|error| wrong(&error))?,
            },
            certificates: CertificatesGrants {
                asked: asked.certificates.asked.clone(),
                granted: certificates.collect(),
            },
            forms: asked.forms.clone(),
            ..Grants::default()
        };
        Ok(Settings::new(self.config.clone(), grants))
    }
}
