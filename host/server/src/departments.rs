//! Loads the configured departments: component into the sandbox, starting records into storage, route into the table.

use std::path::{Path, PathBuf};

use mitra_core::department::Department;
use mitra_core::hex::hex;
use mitra_core::ids::{DepartmentId, ReleaseDigest};
use mitra_core::limits::{COMPONENT_BYTES_MAX, RECORD_KEY_BYTES_MAX, RECORD_VALUE_BYTES_MAX};
use mitra_core::routing::{Route, RoutingTable};
use mitra_runtime::{LoadError, Sandbox};
use mitra_storage::{SharedStorage, StorageError};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::config::DepartmentConfig;

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
        "department `{department}`: the component has {bytes} bytes, at most {bytes_max} are taken"
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
    #[error("department `{department}`: the seed `{}` is not a list of records", path.display())]
    Seed {
        /// Which department.
        department: DepartmentId,
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: SeedError,
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

/// What is wrong with a seed.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// It is not JSON of the right shape.
    #[error("it is not a JSON list of objects with `key` and `value`")]
    Shape(#[source] serde_json::Error),
    /// A key breaks the limit.
    #[error("the key `{key}` has {bytes} bytes, it must have 1 to {bytes_max}")]
    Key {
        /// The key's beginning.
        key: String,
        /// Its length.
        bytes: usize,
        /// The limit.
        bytes_max: usize,
    },
    /// A value breaks the limit.
    #[error("the value of `{key}` has {bytes} bytes, at most {bytes_max} are allowed")]
    Value {
        /// Whose value.
        key: String,
        /// Its length.
        bytes: usize,
        /// The limit.
        bytes_max: usize,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedRecord {
    key: String,
    value: serde_json::Value,
}

/// A department ready to serve.
struct Loaded {
    department: Department,
    release: ReleaseDigest,
}

/// Loads all departments, in order. All or none: citizens must not meet half a government.
pub async fn load(
    configs: &[DepartmentConfig],
    sandbox: &Sandbox,
    storage: &SharedStorage,
) -> Result<RoutingTable, DepartmentError> {
    let mut routes = Vec::with_capacity(configs.len());
    for config in configs {
        let Loaded { department, release } = load_component(config, sandbox).await?;
        if let Some(seed) = &config.seed {
            plant(&config.id, seed, storage).await?;
        }
        tracing::info!(
            department = config.id.as_str(),
            release = release.as_str(),
            services = department.services.len(),
            "department loaded"
        );
        routes.push(Route { department, release });
    }
    Ok(RoutingTable::new(routes))
}

async fn load_component(
    config: &DepartmentConfig,
    sandbox: &Sandbox,
) -> Result<Loaded, DepartmentError> {
    let department = config.id.clone();
    let bytes = read(&department, &config.component, Some(COMPONENT_BYTES_MAX))?;
    let (sandbox, settings) = (sandbox.clone(), config.config.clone());
    // Loading waits for a compiler and runs guest code: never on a thread that serves.
    let loading = tokio::task::spawn_blocking(move || {
        sandbox.load(&department, &bytes, settings).map_err(|source| (department, source))
    });
    let loaded = loading.await.expect("loading does not panic");
    let loaded =
        loaded.map_err(|(department, source)| DepartmentError::Load { department, source })?;
    Ok(Loaded { department: loaded.department, release: loaded.digest })
}

/// Stores the starting records, once for each content of the seed file.
async fn plant(
    department: &DepartmentId,
    path: &Path,
    storage: &SharedStorage,
) -> Result<(), DepartmentError> {
    let bytes = read(department, path, None)?;
    let records = parse_seed(&bytes).map_err(|source| {
        let (department, path) = (department.clone(), path.to_owned());
        DepartmentError::Seed { department, path, source }
    })?;
    let digest = hex(&Sha256::digest(&bytes));
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

fn parse_seed(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, SeedError> {
    let records: Vec<SeedRecord> = serde_json::from_slice(bytes).map_err(SeedError::Shape)?;
    let check = |SeedRecord { key, value }| {
        let (bytes, bytes_max) = (key.len(), RECORD_KEY_BYTES_MAX);
        if bytes == 0 || bytes > bytes_max {
            let key = key.chars().take(40).collect();
            return Err(SeedError::Key { key, bytes, bytes_max });
        }
        let value = value.to_string().into_bytes();
        let (bytes, bytes_max) = (value.len(), RECORD_VALUE_BYTES_MAX);
        if bytes > bytes_max {
            return Err(SeedError::Value { key, bytes, bytes_max });
        }
        Ok((key, value))
    };
    records.into_iter().map(check).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_a_list_of_records() {
        let seed = br#"[{"key": "bill/1", "value": {"due": 100}}]"#;
        let expected = vec![("bill/1".to_owned(), br#"{"due":100}"#.to_vec())];
        assert_eq!(parse_seed(seed).unwrap(), expected);
        assert!(matches!(parse_seed(b"{}"), Err(SeedError::Shape(_))));
        assert!(matches!(parse_seed(br#"[{"key": "a", "val": 1}]"#), Err(SeedError::Shape(_))));
    }

    #[test]
    fn a_seeds_keys_and_values_keep_the_limits() {
        let seed = |key: usize, value: usize| {
            let (key, value) = ("k".repeat(key), "v".repeat(value));
            parse_seed(format!(r#"[{{"key": "{key}", "value": "{value}"}}]"#).as_bytes())
        };
        // A JSON text has two quotes around it.
        assert!(seed(RECORD_KEY_BYTES_MAX, RECORD_VALUE_BYTES_MAX - 2).is_ok());
        assert!(matches!(seed(RECORD_KEY_BYTES_MAX + 1, 1), Err(SeedError::Key { .. })));
        assert!(matches!(seed(1, RECORD_VALUE_BYTES_MAX - 1), Err(SeedError::Value { .. })));
        assert!(matches!(seed(0, 1), Err(SeedError::Key { .. })));
    }
}
