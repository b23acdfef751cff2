//! Folders of the host: which, under which name, and whether they may be changed.

use std::fmt;

use cap_std::fs::Dir;
use serde::Deserialize;
use wasmtime_wasi::filesystem::Dir as Preopen;
use wasmtime_wasi::{FsPerms, OpenMode};

/// The longest name of a folder, in bytes.
const PATH_BYTES_MAX: usize = 256;

/// What may be done in a folder. The later includes the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FilesMode {
    /// Its files may be listed and read.
    #[default]
    Read,
    /// They may be made, changed, renamed and removed, too.
    ReadWrite,
}

/// One folder, and what may be done there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct FilesRule {
    /// The name that the department has for it.
    path: String,
    mode: FilesMode,
}

/// A rule as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    path: String,
    #[serde(default)]
    mode: FilesMode,
}

/// Why a rule cannot be one: the path is not a plain one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "E0404: `path` must be such as `/data`: at most {PATH_BYTES_MAX} bytes, from the root, \
     without `.`, `..`, `//` or a `/` at its end"
)]
pub struct FilesRuleError;

impl TryFrom<Unchecked> for FilesRule {
    type Error = FilesRuleError;

    fn try_from(Unchecked { path, mode }: Unchecked) -> Result<Self, FilesRuleError> {
        Self::new(path, mode)
    }
}

impl FilesRule {
    /// A rule for the folder that the department knows by this name.
    pub fn new(path: impl Into<String>, mode: FilesMode) -> Result<Self, FilesRuleError> {
        let path = path.into();
        let is_plain = |part: &str| !part.is_empty() && part != "." && part != "..";
        let is_good = path.len() <= PATH_BYTES_MAX
            && path.strip_prefix('/').is_some_and(|path| path.split('/').all(is_plain))
            && !path.contains(char::is_control);
        if is_good { Ok(Self { path, mode }) } else { Err(FilesRuleError) }
    }

    /// Whether one of these allows all that it allows.
    pub fn is_within<'a>(&self, rules: impl IntoIterator<Item = &'a Self>) -> bool {
        rules.into_iter().any(|rule| rule.path == self.path && rule.mode >= self.mode)
    }

    /// The department's name for the folder.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for FilesRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mode = match self.mode {
            FilesMode::Read => "read",
            FilesMode::ReadWrite => "read-write",
        };
        write!(f, "{mode} {}", self.path)
    }
}

/// What the operator grants: a folder, opened once. Whatever becomes of its path, it stays this one.
#[derive(Clone)]
pub struct FilesGrant {
    rule: FilesRule,
    folder: Preopen,
}

impl FilesGrant {
    /// Grants this folder under this rule.
    pub fn new(rule: FilesRule, folder: Dir) -> Self {
        // Files are read on threads beside those that run guests.
        let folder = Preopen::new(folder.into_std_file(), FsPerms::ReadOnly, OpenMode::READ, false);
        Self { rule, folder }
    }
}

impl fmt::Debug for FilesGrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilesGrant").field("rule", &self.rule).finish_non_exhaustive()
    }
}

/// Both sides of it.
#[derive(Debug, Clone, Default)]
pub struct FilesGrants {
    /// What the vendor asks for.
    pub asked: Vec<FilesRule>,
    /// What the operator grants.
    pub granted: Vec<FilesGrant>,
}

impl FilesGrants {
    /// The folders that both sides want, with their names, allowing what both allow.
    pub(crate) fn folders(&self) -> impl Iterator<Item = (Preopen, &str)> {
        self.granted.iter().filter_map(|FilesGrant { rule, folder }| {
            let asked = self.asked.iter().filter(|asked| asked.path == rule.path);
            let mode = asked.map(|asked| asked.mode).max()?.min(rule.mode);
            let (perms, open_mode) = match mode {
                FilesMode::Read => (FsPerms::ReadOnly, OpenMode::READ),
                FilesMode::ReadWrite => (FsPerms::ReadWrite, OpenMode::READ | OpenMode::WRITE),
            };
            let mut folder = folder.clone();
            (folder.perms, folder.open_mode) = (perms, open_mode);
            Some((folder, rule.path()))
        })
    }

    /// What is asked for and not granted, whole or in part.
    pub fn not_granted(&self) -> impl Iterator<Item = &FilesRule> {
        let granted = self.granted.iter().map(|grant| &grant.rule);
        self.asked.iter().filter(move |asked| !asked.is_within(granted.clone()))
    }

    /// What is granted and not asked for: of no effect.
    pub fn not_asked(&self) -> impl Iterator<Item = &FilesRule> {
        let granted = self.granted.iter().map(|grant| &grant.rule);
        granted.filter(|granted| !self.asked.iter().any(|asked| asked.path == granted.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use FilesMode::{Read, ReadWrite};

    fn rule(path: &str, mode: FilesMode) -> FilesRule {
        FilesRule::new(path, mode).expect(path)
    }

    fn grant(path: &str, mode: FilesMode) -> FilesGrant {
        let here = Dir::open_ambient_dir(".", cap_std::ambient_authority()).expect("a folder");
        FilesGrant::new(rule(path, mode), here)
    }

    #[test]
    fn a_path_is_plain_and_from_the_root() {
        let longest = format!("/{}", "x".repeat(PATH_BYTES_MAX - 1));
        for good in ["/data", "/data/maps", "/.hidden", "/a b", &longest] {
            assert!(FilesRule::new(good, Read).is_ok(), "{good}");
        }
        let too_long = format!("{longest}x");
        for bad in ["", "/", "data", "./data", "/data/", "//data", "/a/../b", "/./a", "/a\n/b"] {
            assert_eq!(FilesRule::new(bad, Read), Err(FilesRuleError), "{bad}");
        }
        assert_eq!(FilesRule::new(too_long, Read), Err(FilesRuleError));
    }

    #[test]
    fn a_rule_is_within_those_that_allow_as_much() {
        let (read, write) = (rule("/data", Read), rule("/data", ReadWrite));
        assert!(read.is_within([&write]) && read.is_within([&read]));
        assert!(!write.is_within([&read]));
        assert!(!rule("/data/maps", Read).is_within([&write]), "names are compared whole");
        assert_eq!([read.to_string(), write.to_string()], ["read /data", "read-write /data"]);
    }

    #[test]
    fn a_folder_is_there_if_both_want_it_and_allows_what_both_allow() {
        let grants = FilesGrants {
            asked: vec![
                rule("/read", Read),
                rule("/write", ReadWrite),
                rule("/more", ReadWrite),
                rule("/asked", Read),
            ],
            granted: vec![
                grant("/read", ReadWrite),
                grant("/write", ReadWrite),
                grant("/more", Read),
                grant("/granted", Read),
            ],
        };
        let folders: Vec<_> = grants.folders().map(|(folder, path)| (path, folder.perms)).collect();
        let read = FsPerms::ReadOnly;
        assert_eq!(folders, [("/read", read), ("/write", FsPerms::ReadWrite), ("/more", read)]);
        let words = |rules: Vec<&FilesRule>| -> Vec<String> {
            rules.into_iter().map(ToString::to_string).collect()
        };
        let not_granted = words(grants.not_granted().collect());
        assert_eq!(not_granted, ["read-write /more", "read /asked"]);
        assert_eq!(words(grants.not_asked().collect()), ["read /granted"]);
    }
}
