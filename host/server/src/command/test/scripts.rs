//! The files of scenarios.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, ensure};
use mitra_scenario::{Action, Scenario, Script};

use crate::vendor::shown;

/// How a file of scenarios ends.
const EXTENSION: &str = "txt";

/// One file that can be read.
pub(super) struct ScriptFile {
    pub(super) path: PathBuf,
    /// As it is on disk.
    pub(super) text: String,
    pub(super) script: Script,
}

/// All files of a folder.
pub(super) struct Scripts {
    pub(super) files: Vec<ScriptFile>,
    /// What is wrong with the others: file, line and what.
    pub(super) mistakes: Vec<String>,
}

impl Scripts {
    /// Reads a folder, in the order of its names.
    pub(super) fn read(folder: &Path, filter: Option<&str>) -> anyhow::Result<Self> {
        let entries = std::fs::read_dir(folder).with_context(|| {
            format!("there are no scenarios in `{}`: see docs/vendors/testing.md", folder.display())
        })?;
        let mut paths = Vec::new();
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == EXTENSION) {
                paths.push(path);
            }
        }
        paths.sort();
        let mut scripts = Self { files: Vec::new(), mistakes: Vec::new() };
        for path in paths {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read `{}`", path.display()))?;
            match Script::parse(&text) {
                Ok(script) => scripts.files.push(ScriptFile { path, text, script }),
                Err(mistakes) => {
                    let told = mistakes.0.iter();
                    let told =
                        told.map(|mistake| format!("{}:{}: {mistake}", shown(&path), mistake.line));
                    scripts.mistakes.extend(told);
                }
            }
        }
        let wants = |file: &ScriptFile| {
            file.script.scenarios().iter().any(|scenario| file.is_wanted(scenario, filter))
        };
        scripts.files.retain(wants);
        ensure!(
            !scripts.files.is_empty() || !scripts.mistakes.is_empty(),
            "there is no such scenario in `{}`",
            folder.display()
        );
        Ok(scripts)
    }
}

impl ScriptFile {
    /// What a scenario is called.
    pub(super) fn title(&self, scenario: &Scenario<'_>) -> String {
        scenario.title.map_or_else(|| self.stem(), str::to_owned)
    }

    pub(super) fn is_wanted(&self, scenario: &Scenario<'_>, filter: Option<&str>) -> bool {
        let has =
            |filter: &str| self.title(scenario).contains(filter) || self.stem().contains(filter);
        filter.is_none_or(has)
    }

    /// A file that the scenario names, by its path from the scenario's own folder.
    pub(super) fn beside(&self, name: &str) -> PathBuf {
        self.path.parent().unwrap_or(&self.path).join(name)
    }

    /// The bytes of the files that a scenario's citizens send.
    pub(super) fn files_of(
        &self,
        scenario: &Scenario<'_>,
    ) -> anyhow::Result<BTreeMap<String, Arc<[u8]>>> {
        let mut files = BTreeMap::new();
        for step in &scenario.steps {
            if let Action::Does(act) = step.action
                && let Some(name) = act.from()
            {
                let path = self.beside(name);
                let bytes = std::fs::read(&path).with_context(|| {
                    let script = shown(&self.path);
                    format!("cannot read `{}` of {script}:{}", path.display(), step.line)
                })?;
                files.insert(name.to_owned(), bytes.into());
            }
        }
        Ok(files)
    }

    fn stem(&self) -> String {
        self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_in_order_and_those_that_cannot_be_are_told_with_their_lines() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            std::fs::write(folder.path().join(name), text).expect("a file");
        };
        assert!(Scripts::read(folder.path(), None).is_err(), "there is none");
        write("b.txt", "citizen en\n> Hi\n< ...\n");
        write(
            "a.txt",
            "scenario One\ncitizen en\n> Hi\n< ...\nscenario Two\ncitizen te\n> Hi\n< ...\n",
        );
        write("c.txt", "citizen en\nHi\n");
        write("notes.md", "Hi");
        let read = |filter| Scripts::read(folder.path(), filter).expect("they can be read");
        let stems = |filter| read(filter).files.iter().map(ScriptFile::stem).collect::<Vec<_>>();
        assert_eq!(stems(None), ["a", "b"]);
        assert_eq!(stems(Some("Two")), ["a"]);
        assert_eq!(stems(Some("b")), ["b"]);
        let mistakes = read(None).mistakes;
        assert!(mistakes[0].contains("c.txt:2: `Hi` begins no line"), "{mistakes:?}");
    }
}
