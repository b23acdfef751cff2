//! Loads the configured departments: component into the sandbox, starting records into storage, route into the table.

mod granted;
mod seed;
mod settings;

use std::path::{Path, PathBuf};

use mitra_core::department::Department;
use mitra_core::hex::hex;
use mitra_core::ids::DepartmentId;
use mitra_core::limits::COMPONENT_BYTES_MAX;
use mitra_core::routing::{Hold, RoutingTable, ServedRelease};
use mitra_core::topic::Topics;
use mitra_runtime::{LoadError, LoadedRelease, Sandbox};
use mitra_storage::{SharedStorage, StorageError};
use sha2::{Digest, Sha256};

pub(crate) use granted::{Granted, granted};
pub use seed::SeedError;
pub(crate) use settings::settings_of;

use crate::config::{Config, DepartmentConfig, SecretError};
use crate::manifest::{ManifestError, NoStatusService};

/// Why a department cannot be served. The host does not start without one that is configured.
#[derive(Debug, thiserror::Error)]
pub enum DepartmentError {
    /// Its component or seed cannot be read.
    #[error("department `{department}`: cannot read `{}`", path.display())]
    Read {
        /// Which department.
        department: DepartmentId,
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Its component is larger than the host takes.
    #[error(
        "department `{department}`: E0101: the component has {bytes} bytes, at most {bytes_max} are taken"
    )]
    TooLarge {
        /// Which department.
        department: DepartmentId,
        /// How large it is.
        bytes: u64,
        /// How large it may be.
        bytes_max: usize,
    },
    /// Its component cannot be run.
    #[error("department `{department}`: the component cannot be loaded")]
    Load {
        /// Which department.
        department: DepartmentId,
        /// Why.
        #[source]
        source: LoadError,
    },
    /// Its seed is not what it should be.
    #[error("department `{department}`: E0405: the seed `{}` is not a list of records", path.display())]
    Seed {
        /// Which department.
        department: DepartmentId,
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: SeedError,
    },
    /// Its manifest cannot be used.
    #[error("department `{department}`: its manifest cannot be used")]
    Manifest {
        /// Which department.
        department: DepartmentId,
        /// Why.
        #[source]
        source: ManifestError,
    },
    /// Its manifest is another department's.
    #[error("department `{department}`: E0402: the manifest `{}` is for `{found}`", path.display())]
    OtherManifest {
        /// Which department.
        department: DepartmentId,
        /// Which file.
        path: PathBuf,
        /// Whose it is.
        found: DepartmentId,
    },
    /// Its manifest names a service that it does not have.
    #[error(transparent)]
    NoStatusService(NoStatusService),
    /// A secret of a web service's is missing.
    #[error("department `{department}`: the secret for the header `{header}` cannot be had")]
    Secret {
        /// Which department.
        department: DepartmentId,
        /// Which header.
        header: String,
        /// Why.
        #[source]
        source: SecretError,
    },
    /// A folder that it is granted cannot be opened.
    #[error("department `{department}`: E0304: cannot open the folder `{}` that it is granted", path.display())]
    Folder {
        /// Which department.
        department: DepartmentId,
        /// Which folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It may ask citizens for money, and there is nobody to take it.
    #[error(
        "department `{department}`: E0307: payments are granted and no provider is configured: \
         the operator must add `[payments]`, or remove `[department.payments]`"
    )]
    NoPaymentProvider {
        /// Which department.
        department: DepartmentId,
    },
    /// Its back end may send notices, and nobody listens.
    #[error(
        "department `{department}`: E0312: notices are granted and nobody listens for them: \
         the operator must add `[notices]`, or remove `[department.notices]`"
    )]
    NoNoticeListener {
        /// Which department.
        department: DepartmentId,
    },
    /// Its seed cannot be stored.
    #[error("department `{department}`: the seed cannot be stored")]
    Store {
        /// Which department.
        department: DepartmentId,
        /// Why.
        #[source]
        source: StorageError,
    },
}

/// What departments can be granted only together with a part of the host.
#[derive(Debug, Clone, Copy)]
pub struct Offered {
    /// There is a payment provider.
    pub payments: bool,
    /// There is a listener for notices.
    pub notices: bool,
}

impl Offered {
    /// What this configuration offers.
    pub fn by(config: &Config) -> Self {
        Self { payments: config.payments.is_some(), notices: config.notices.is_some() }
    }
}

/// Looks whether the files of all departments are there and what they should be, as far as that is cheap to tell:
/// before a database is opened or a component compiled.
pub fn check(configs: &[DepartmentConfig], offered: Offered) -> Result<(), DepartmentError> {
    for config in configs {
        let department = config.id.clone();
        if config.payments.is_some() && !offered.payments {
            return Err(DepartmentError::NoPaymentProvider { department });
        }
        if config.notices.is_some() && !offered.notices {
            return Err(DepartmentError::NoNoticeListener { department });
        }
        if let Some(component) = &config.component {
            read(&config.id, component, Some(COMPONENT_BYTES_MAX))?;
        }
        if let Some(error) = check_files(config).into_iter().next() {
            return Err(error);
        }
    }
    Ok(())
}

/// Everything that is wrong with the files beside a department's component.
pub(crate) fn check_files(config: &DepartmentConfig) -> Vec<DepartmentError> {
    let settings = settings::settings(config).err();
    let seed = config.seed.as_ref().and_then(|path| read_seed(&config.id, path).err());
    settings.into_iter().chain(seed).collect()
}

/// The starting records in a file.
pub(crate) fn read_seed(
    department: &DepartmentId,
    path: &Path,
) -> Result<Vec<(String, Vec<u8>)>, DepartmentError> {
    parse_seed(department, path, &read(department, path, None)?)
}

/// Loads all departments that have components, in order. All or none: citizens must not meet half a government.
pub async fn load(
    configs: &[DepartmentConfig],
    sandbox: &Sandbox,
    storage: &SharedStorage,
) -> Result<RoutingTable, DepartmentError> {
    let mut routes = Vec::with_capacity(configs.len());
    for config in configs {
        let Some(component) = &config.component else { continue };
        let release = load_component(config, component, sandbox).await?;
        if let Some(seed) = &config.seed {
            plant(&config.id, seed, storage).await?;
        }
        tracing::info!(
            department = config.id.as_str(),
            release = release.digest.as_str(),
            services = release.department.services.len(),
            "department loaded"
        );
        routes.push(release.into());
    }
    Ok(RoutingTable::new(routes))
}

async fn load_component(
    config: &DepartmentConfig,
    component: &Path,
    sandbox: &Sandbox,
) -> Result<ServedRelease, DepartmentError> {
    let department = config.id.clone();
    let bytes = read(&department, component, Some(COMPONENT_BYTES_MAX))?;
    let manifest = settings::manifest(config)?;
    let (sandbox, settings) = (sandbox.clone(), settings_of(config, manifest.clone())?);
    settings::tell_disagreements(config, &settings);
    let takes_notices = settings.grants.notices.are_taken();
    let topics = settings.grants.topics.clone();
    // Loading waits for a compiler and runs guest code: never on a thread that serves.
    let loading = tokio::task::spawn_blocking(move || {
        sandbox.hold(&department, None, &bytes, settings).map_err(|source| (department, source))
    });
    let loaded = loading.await.expect("loading does not panic");
    let (LoadedRelease { digest, department }, hold) =
        loaded.map_err(|(department, source)| DepartmentError::Load { department, source })?;
    let following = manifest.map(|manifest| manifest.following(&department)).transpose();
    let following = following.map_err(DepartmentError::NoStatusService)?;
    tell_unknown_service(&department, &topics);
    let served = ServedRelease::new(digest, department, takes_notices).with_topics(topics);
    Ok(served.followed_in(following.unwrap_or_default()).held_by(Hold::of(hold)))
}

/// Tells the operator of a topic that names a service which there is not: it is of no effect.
pub(crate) fn tell_unknown_service(department: &Department, topics: &Topics) {
    if let Some(service) = topics.unknown_service(|id| department.service(id).is_some()) {
        let (department, service) = (department.id.as_str(), service.as_str());
        tracing::warn!(department, service, "E0650: a topic names a service that there is not");
    }
}

async fn plant(
    department: &DepartmentId,
    path: &Path,
    storage: &SharedStorage,
) -> Result<(), DepartmentError> {
    let bytes = read(department, path, None)?;
    plant_bytes(department, path, &bytes, storage).await
}

/// Stores the starting records, once for each content of the seed file. `path` is for words alone.
pub(crate) async fn plant_bytes(
    department: &DepartmentId,
    path: &Path,
    bytes: &[u8],
    storage: &SharedStorage,
) -> Result<(), DepartmentError> {
    let records = parse_seed(department, path, bytes)?;
    let digest = hex(&Sha256::digest(bytes));
    let n_records = records.len();
    let stored = storage.seed(department, &digest, records).await.map_err(|source| {
        let department = department.clone();
        DepartmentError::Store { department, source }
    })?;
    if stored {
        tracing::info!(department = department.as_str(), records = n_records, "seed stored");
    }
    Ok(())
}

fn parse_seed(
    department: &DepartmentId,
    path: &Path,
    bytes: &[u8],
) -> Result<Vec<(String, Vec<u8>)>, DepartmentError> {
    seed::parse(bytes).map_err(|source| {
        let (department, path) = (department.clone(), path.to_owned());
        DepartmentError::Seed { department, path, source }
    })
}

fn read(
    department: &DepartmentId,
    path: &Path,
    bytes_max: Option<usize>,
) -> Result<Vec<u8>, DepartmentError> {
    let fail = |source| {
        let (department, path) = (department.clone(), path.to_owned());
        DepartmentError::Read { department, path, source }
    };
    let bytes = std::fs::metadata(path).map_err(fail)?.len();
    if let Some(bytes_max) = bytes_max
        && bytes > bytes_max as u64
    {
        let department = department.clone();
        return Err(DepartmentError::TooLarge { department, bytes, bytes_max });
    }
    std::fs::read(path).map_err(fail)
}
