//! The operator's configuration of one department, and its vendor's manifest -> what its turns may do.

use cap_std::fs::Dir;
use mitra_core::http::HttpReach;
use mitra_runtime::Settings;
use mitra_runtime::grants::{
    CertificatesGrants, FilesGrant, FilesGrants, FormsRule, Grants, HttpGrant, HttpGrants,
    MediaGrants, NoticesGrants, NoticesRule, PaymentsGrants,
};

use super::DepartmentError;
use crate::config::{DepartmentConfig, FilesGrantConfig, HttpGrantConfig};
use crate::manifest::Manifest;

/// Reads the manifest and the secrets of a department, and opens its folders.
pub(super) fn settings(config: &DepartmentConfig) -> Result<Settings, DepartmentError> {
    settings_of(config, manifest(config)?)
}

/// Reads the manifest of a department, if it has one.
pub(super) fn manifest(config: &DepartmentConfig) -> Result<Option<Manifest>, DepartmentError> {
    config.manifest.as_ref().map(|path| asked(config, path)).transpose()
}

/// The same with a manifest that was read. Without one, nothing is asked for.
pub(crate) fn settings_of(
    config: &DepartmentConfig,
    asked: Option<Manifest>,
) -> Result<Settings, DepartmentError> {
    let asked_payments = asked.as_ref().and_then(|asked| asked.payments);
    let asked_notices = asked.as_ref().map(|asked| asked.notices).unwrap_or_default();
    let topics = asked.as_ref().map(|asked| asked.topics.clone()).unwrap_or_default();
    let asked_kinds = asked.as_ref().map(|asked| asked.certificates.clone());
    let forms = asked.as_ref().and_then(|asked| asked.forms.clone());
    let forms = forms.map_or(FormsRule::Unsaid, FormsRule::Said);
    let (asked_http, asked_files, asked_media) =
        asked.map(|asked| (asked.http, asked.files, asked.media)).unwrap_or_default();
    let granted = config.http.iter().map(|grant| grant_of(config, grant));
    let http = HttpGrants { asked: asked_http, granted: granted.collect::<Result<_, _>>()? };
    let granted = config.files.iter().map(|grant| folder_of(config, grant));
    let files = FilesGrants { asked: asked_files, granted: granted.collect::<Result<_, _>>()? };
    let media = MediaGrants { asked: asked_media, granted: config.media };
    let payments = PaymentsGrants { asked: asked_payments, granted: config.payments };
    let granted = NoticesRule { receive: config.notices.is_some() };
    let notices = NoticesGrants { asked: asked_notices, granted };
    let (asked, granted) = (asked_kinds.unwrap_or_default(), config.certificates.clone());
    let certificates = CertificatesGrants { asked, granted };
    let grants = Grants { http, files, media, notices, topics, payments, certificates, forms };
    Ok(Settings::new(config.config.clone(), grants))
}

fn asked(config: &DepartmentConfig, path: &std::path::Path) -> Result<Manifest, DepartmentError> {
    let department = || config.id.clone();
    let manifest = Manifest::read(path)
        .map_err(|source| DepartmentError::Manifest { department: department(), source })?;
    if manifest.id != config.id {
        let (department, path, found) = (department(), path.to_owned(), manifest.id);
        return Err(DepartmentError::OtherManifest { department, path, found });
    }
    Ok(manifest)
}

fn grant_of(
    config: &DepartmentConfig,
    grant: &HttpGrantConfig,
) -> Result<HttpGrant, DepartmentError> {
    let secret = |(name, source): (&String, &crate::config::SecretSource)| {
        let secret = source.resolve(1).map_err(|source| {
            let (department, header) = (config.id.clone(), name.clone());
            DepartmentError::Secret { department, header, source }
        })?;
        Ok((name.to_ascii_lowercase(), secret))
    };
    let headers = grant.headers.iter().map(secret).collect::<Result<_, _>>()?;
    let reach = if grant.private { HttpReach::Private } else { HttpReach::Public };
    Ok(HttpGrant { rule: grant.rule.clone(), headers, reach })
}

/// Opens a folder. It is this one from then on, whatever becomes of its path.
fn folder_of(
    config: &DepartmentConfig,
    grant: &FilesGrantConfig,
) -> Result<FilesGrant, DepartmentError> {
    let FilesGrantConfig { rule, directory } = grant;
    let folder = Dir::open_ambient_dir(directory, cap_std::ambient_authority());
    let folder = folder.map_err(|source| {
        let (department, path) = (config.id.clone(), directory.clone());
        DepartmentError::Folder { department, path, source }
    })?;
    Ok(FilesGrant::new(rule.clone(), folder))
}

/// Tells the operator where vendor and operator do not agree: such requests are denied, such folders are not there.
pub(super) fn tell_disagreements(config: &DepartmentConfig, settings: &Settings) {
    let department = config.id.as_str();
    for rule in settings.grants.http.not_granted() {
        tracing::warn!(department, %rule, "the department asks for a web service that is not granted");
    }
    for rule in settings.grants.http.not_asked() {
        tracing::warn!(department, %rule, "a web service is granted that the department does not ask for");
    }
    for rule in settings.grants.files.not_granted() {
        tracing::warn!(department, %rule, "the department asks for a folder that is not granted");
    }
    for rule in settings.grants.files.not_asked() {
        tracing::warn!(department, %rule, "a folder is granted that the department does not ask for");
    }
    if let Some(rule) = settings.grants.media.not_granted() {
        tracing::warn!(
            department,
            rule,
            "the department asks for citizens' files, which are not granted"
        );
    }
    if let Some(rule) = settings.grants.media.not_asked() {
        tracing::warn!(
            department,
            rule,
            "citizens' files are granted, which the department does not ask for"
        );
    }
    if settings.grants.notices.not_granted().is_some() {
        tracing::warn!(department, "the department asks for notices, which are not granted");
    }
    if settings.grants.notices.not_asked().is_some() {
        tracing::warn!(department, "notices are granted, which the department does not ask for");
    }
    for kind in settings.grants.certificates.not_granted() {
        tracing::warn!(department, %kind, "the department asks for certificates that are not granted");
    }
    for kind in settings.grants.certificates.not_asked() {
        tracing::warn!(department, %kind, "certificates are granted that the department does not ask for");
    }
    let PaymentsGrants { asked, granted } = settings.grants.payments;
    match (asked, granted) {
        (Some(rule), granted) if !rule.is_within(granted) => {
            tracing::warn!(department, %rule, "the department asks for payments that are not granted");
        }
        (None, Some(rule)) => {
            tracing::warn!(department, %rule, "payments are granted that the department does not ask for");
        }
        _ => {}
    }
}
