//! Which department a vendor's command is about.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::Args;
use mitra_core::application::Following;
use mitra_core::certificate::CertificateKind;
use mitra_core::department::Department;
use mitra_core::http::HttpReach;
use mitra_core::ids::{AuthorityId, DepartmentId};
use mitra_core::topic::Topics;
use mitra_project::Project;
use mitra_runtime::Settings;
use mitra_runtime::grants::{
    CertificatesGrants, CertificatesRule, FilesGrants, FilesRule, FormsRule, Grants, HttpGrant,
    HttpGrants, HttpRule, MediaGrants, MediaRule, NoticesGrants, NoticesRule, PaymentsGrants,
    PaymentsRule,
};
use mitra_stand_in::StandIn;
use semver::Version;

use crate::config::{DepartmentConfig, NoticesGrantConfig};
use crate::departments;
use crate::manifest::{Manifest, NoStatusService};
use crate::vendor::grant;

/// Which department a command is about.
#[derive(Debug, Clone, Args)]
pub(crate) struct SubjectArgs {
    /// The project's folder, or a component.
    #[arg(default_value = ".")]
    path: PathBuf,
    /// The component, if it is not the project's own.
    #[arg(long, value_name = "FILE")]
    component: Option<PathBuf>,
    /// The id it is to be configured with; without a manifest, its file's name for none.
    #[arg(long)]
    id: Option<String>,
    /// Its manifest, `department.toml`; the project's own for none.
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// Its starting records; `seed.json` of the project for none.
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// A setting that it reads, `KEY=VALUE`; as often as needed.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    settings: Vec<String>,
}

/// A department on a vendor's disk.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    /// Its folder, if it is a project.
    pub(crate) project: Option<Project>,
    /// How its vendor calls the release that is to be made of it.
    pub(crate) version: Option<Version>,
    /// Its component, which need not be there yet.
    pub(crate) file: PathBuf,
    /// As an operator would configure it.
    pub(crate) config: DepartmentConfig,
    /// The web services that it asks for.
    pub(crate) asked: Vec<HttpRule>,
    /// The folders that it asks for.
    pub(crate) asked_files: Vec<FilesRule>,
    /// What it asks to do with citizens' files.
    pub(crate) asked_media: MediaRule,
    /// Whether it asks for notices.
    pub(crate) asked_notices: NoticesRule,
    /// What it may write about when nobody asked.
    pub(crate) topics: Topics,
    /// The payments that it asks for.
    pub(crate) asked_payments: Option<PaymentsRule>,
    /// The kinds of certificates that it asks for.
    pub(crate) asked_certificates: Vec<CertificateKind>,
    /// Why its forms ask what they ask.
    pub(crate) forms: FormsRule,
    /// Where it says that citizens follow what they applied for.
    pub(crate) applications: Following,
    /// What answers in the place of web services.
    pub(crate) stand_ins: Vec<StandIn>,
}

impl SubjectArgs {
    /// A project with everything that is its own.
    pub(crate) fn of(folder: &Path) -> Self {
        let (path, settings) = (folder.to_owned(), Vec::new());
        Self { path, component: None, id: None, manifest: None, seed: None, settings }
    }

    /// A project or a component, as this department.
    pub(crate) fn known_as(path: &Path, manifest: Option<&Path>, id: &DepartmentId) -> Self {
        let manifest = manifest.map(Path::to_owned);
        Self { manifest, id: Some(id.to_string()), ..Self::of(path) }
    }

    /// Finds the department's files. Its component need not be there yet.
    pub(crate) fn find(&self) -> anyhow::Result<Subject> {
        let project = if self.path.is_dir() { Some(Project::open(&self.path)?) } else { None };
        let beside = |name: &str| {
            let file = project.as_ref().map(|project| project.folder.join(name));
            file.filter(|file| file.is_file())
        };
        let path = self.manifest.clone().or_else(|| beside("department.toml"));
        let manifest = path.as_deref().map(Manifest::read).transpose()?;
        let own = project.as_ref().map_or_else(|| self.path.clone(), Project::component);
        let component = self.component.clone().unwrap_or(own);
        let id = self.id(manifest.as_ref().filter(|_| project.is_some()), &component)?;
        let manifest = manifest.unwrap_or_else(|| Manifest::none(&id));
        let Manifest {
            mut config,
            http: asked,
            files: asked_files,
            media,
            notices: asked_notices,
            topics,
            payments,
            certificates: asked_certificates,
            forms,
            applications,
            stand_in,
            version,
            ..
        } = manifest;
        let file = path.as_deref().unwrap_or(Path::new(""));
        let stand_ins = stand_in.into_iter().map(|stand_in| stand_in.beside(file)).collect();
        let certificates = granted(&asked_certificates);
        config.extend(self.settings()?);
        let seed = self.seed.clone().or_else(|| beside("seed.json"));
        let (http, files, manifest) = (asked.iter().map(grant).collect(), Vec::new(), path);
        let notices = asked_notices.receive.then(|| NoticesGrantConfig::local(&id));
        // The vendor's own citizens, and the vendor's own machine: what is asked for is granted.
        let config = DepartmentConfig {
            id,
            component: Some(component.clone()),
            seed,
            manifest,
            config,
            http,
            files,
            media,
            notices,
            payments,
            certificates,
            capsules: false,
        };
        let (asked_media, asked_payments) = (media, payments);
        Ok(Subject {
            project,
            version,
            file: component,
            config,
            asked,
            asked_files,
            asked_media,
            asked_notices,
            topics,
            asked_payments,
            asked_certificates,
            forms: forms.map_or(FormsRule::Unsaid, FormsRule::Said),
            applications,
            stand_ins,
        })
    }

    fn id(&self, manifest: Option<&Manifest>, component: &Path) -> anyhow::Result<DepartmentId> {
        if let (None, Some(manifest)) = (&self.id, manifest) {
            return Ok(manifest.id.clone());
        }
        let stem = || component.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let id = self.id.clone().unwrap_or_else(stem);
        DepartmentId::parse(&id)
            .with_context(|| format!("`{id}` is no department's id: name one with `--id`"))
    }

    fn settings(&self) -> anyhow::Result<BTreeMap<String, String>> {
        let mut settings = BTreeMap::new();
        for setting in &self.settings {
            let (key, value) =
                setting.split_once('=').with_context(|| format!("`{setting}` is not KEY=VALUE"))?;
            let earlier = settings.insert(key.to_owned(), value.to_owned());
            ensure!(earlier.is_none(), "`{key}` is set twice");
        }
        Ok(settings)
    }
}

impl Subject {
    /// Whether its component is the one that its own project builds.
    pub(crate) fn is_built_here(&self) -> bool {
        self.project.as_ref().is_some_and(|project| project.component() == self.file)
    }

    /// The component's bytes.
    pub(crate) fn component(&self) -> anyhow::Result<Vec<u8>> {
        let path = &self.file;
        let hint = || match &self.project {
            Some(project) if !path.is_file() => {
                format!(
                    "`{}` is not built: run `mitra build {}`",
                    project.id,
                    project.folder.display()
                )
            }
            _ => format!("cannot read `{}`", path.display()),
        };
        std::fs::read(path).with_context(hint)
    }

    /// The records of its seed.
    pub(crate) fn seed(&self) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
        match &self.config.seed {
            Some(path) => Ok(departments::read_seed(&self.config.id, path)?),
            None => Ok(Vec::new()),
        }
    }

    /// Where citizens follow what they applied for, if the department has all services that the manifest names.
    pub(crate) fn following(&self, department: &Department) -> Result<Following, NoStatusService> {
        let applications = self.applications.clone();
        Manifest { applications, ..Manifest::none(&self.config.id) }.following(department)
    }

    /// What it may do on a vendor's own machine: everything that it asks for. Nothing is sent from there.
    pub(crate) fn settings(&self) -> Settings {
        let (asked, reach) = (self.asked.clone(), HttpReach::Public);
        let grant = |rule: &HttpRule| HttpGrant { rule: rule.clone(), headers: Vec::new(), reach };
        let granted = asked.iter().map(grant).collect();
        let media = MediaGrants { asked: self.asked_media, granted: self.asked_media };
        let (http, asked) = (HttpGrants { asked, granted }, self.asked_payments);
        let payments = PaymentsGrants { asked, granted: asked };
        let asked = self.asked_notices;
        let notices = NoticesGrants { asked, granted: asked };
        let certificates = CertificatesGrants {
            asked: self.asked_certificates.clone(),
            granted: self.config.certificates.clone(),
        };
        let (files, forms) = (FilesGrants::default(), self.forms.clone());
        let topics = self.topics.clone();
        let grants = Grants { http, files, media, notices, topics, payments, certificates, forms };
        Settings::new(self.config.config.clone(), grants)
    }
}

/// Everything that is asked for, signed by an office that stands for all others.
pub(crate) fn granted(asked: &[CertificateKind]) -> Vec<CertificatesRule> {
    let authority = AuthorityId::parse("sample-office").expect("it is a slug");
    let kinds = asked.iter().map(|kind| kind.id.clone()).collect();
    if asked.is_empty() { Vec::new() } else { vec![CertificatesRule { authority, kinds }] }
}
