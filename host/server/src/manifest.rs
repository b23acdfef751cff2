//! `department.toml`: what a department's vendor says about it, and asks for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use mitra_core::ids::DepartmentId;
use mitra_runtime::grants::{FilesRule, HttpRule, MediaRule, PaymentsRule};
use serde::Deserialize;

/// What a department's vendor says about it. Unknown keys are errors.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The department's id, as its component describes itself.
    pub id: DepartmentId,
    /// The contract that it is written for, for people: the host finds it in the component itself.
    #[serde(default)]
    pub world: Option<String>,
    /// Settings on the vendor's own machine. An operator has their own.
    #[serde(default)]
    pub config: BTreeMap<String, String>,
    /// Web services that it asks for.
    #[serde(default)]
    pub http: Vec<HttpRule>,
    /// Folders that it asks for.
    #[serde(default)]
    pub files: Vec<FilesRule>,
    /// What it asks to do with citizens' files.
    #[serde(default)]
    pub media: MediaRule,
    /// Payments that it asks citizens for.
    #[serde(default)]
    pub payments: Option<PaymentsRule>,
}

/// Why there is no manifest.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// The file cannot be read.
    #[error("E0401: cannot read the manifest `{}`", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not what it should be.
    #[error("E0401: the manifest `{}` has a mistake", path.display())]
    Parse {
        /// Which file.
        path: PathBuf,
        /// Where and what.
        #[source]
        source: Box<toml::de::Error>,
    },
}

impl Manifest {
    /// Reads the file.
    pub fn read(path: &Path) -> Result<Self, ManifestError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ManifestError::Read { path: path.to_owned(), source })?;
        toml::from_str(&text).map_err(|source| {
            let (path, source) = (path.to_owned(), Box::new(source));
            ManifestError::Parse { path, source }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_says_who_it_is_for_and_what_it_asks_for() {
        let text =
            "id = 'transport'\n[[http]]\nto = 'https://a.example/api/'\nmethods = ['GET', 'POST']";
        let manifest: Manifest = toml::from_str(text).expect("a manifest");
        assert_eq!(manifest.id.as_str(), "transport");
        assert_eq!(manifest.http[0].to_string(), "GET POST https://a.example/api/");
        assert!(toml::from_str::<Manifest>("id = 'quiet'").expect("a manifest").http.is_empty());
    }

    #[test]
    fn folders_are_asked_for_to_be_read_unless_it_says_more() {
        let text = "id = 'maps'\n[[files]]\npath = '/data'\n\
                    [[files]]\npath = '/out'\nmode = 'read-write'";
        let manifest: Manifest = toml::from_str(text).expect("a manifest");
        let words: Vec<_> = manifest.files.iter().map(ToString::to_string).collect();
        assert_eq!(words, ["read /data", "read-write /out"]);
        let wrong = "id = 'maps'\n[[files]]\npath = '../data'";
        let refused = toml::from_str::<Manifest>(wrong).expect_err("no path").to_string();
        assert!(refused.contains("`path` must be such as `/data`"), "{refused}");
    }

    #[test]
    fn citizens_files_are_asked_for_by_what_is_done_with_them() {
        let asked = |text: &str| toml::from_str::<Manifest>(text).map(|manifest| manifest.media);
        assert_eq!(asked("id = 'scans'\n[media]\nread = true"), Ok(MediaRule { read: true }));
        assert_eq!(asked("id = 'scans'"), Ok(MediaRule::default()));
        let refused = asked("id = 'scans'\n[media]\nwrite = true").expect_err("no such thing");
        assert!(refused.to_string().contains("unknown field `write`"), "{refused}");
    }

    #[test]
    fn payments_are_asked_for_with_the_largest_amount() {
        let text = "id = 'energy'\n[payments]\npaise_max = 5_000_000";
        let manifest: Manifest = toml::from_str(text).expect("a manifest");
        assert_eq!(manifest.payments.expect("asked for").paise_max(), 5_000_000);
        for (payments, words) in [
            ("paise_max = 99", "`paise_max` must be 100 to 1000000000, and is 99"),
            ("", "missing field `paise_max`"),
            ("paise_max = 100\nmax = 1", "unknown field `max`"),
        ] {
            let text = format!("id = 'energy'\n[payments]\n{payments}");
            let refused = toml::from_str::<Manifest>(&text).expect_err(payments).to_string();
            assert!(refused.contains(words), "{refused}");
        }
    }

    #[test]
    fn a_mistake_is_named() {
        let refused = |http: &str| {
            let text = format!("id = 'transport'\n[[http]]\n{http}");
            toml::from_str::<Manifest>(&text).expect_err(http).to_string()
        };
        for (http, words) in [
            ("to = 'a.example'\nmethods = ['GET']", "must be an address such as"),
            ("to = 'https://a.example/'\nmethods = []", "must name at least one of GET"),
            ("to = 'https://a.example/'\nmethods = ['TRACE']", "unknown variant `TRACE`"),
            ("to = 'https://u:p@a.example/'\nmethods = ['GET']", "no user, password"),
            ("to = 'https://a.example/'\nmethods = ['GET']\nport = 1", "unknown field `port`"),
        ] {
            let refused = refused(http);
            assert!(refused.contains(words), "{refused}");
        }
    }
}
