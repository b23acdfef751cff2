//! `mitra new`: a department that works, to be changed into another.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Arg, Args, Command};
use mitra_project::{Language, NewProject, create};

/// Make a department's project: a department that works, with tests and scenarios, to be changed into yours.
#[derive(Debug, Args)]
pub(super) struct New {
    /// The department's id: lower-case letters, digits and hyphens.
    name: String,
    /// The language to write it in.
    #[arg(long, default_value = "rust", value_parser = LanguageParser)]
    lang: Language,
    /// Where to put it; a folder of its name for none.
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
}

impl New {
    #[expect(clippy::print_stdout, reason = "what to do next is this command's output")]
    pub(super) fn run(self) -> anyhow::Result<()> {
        let Self { name, lang, dir } = self;
        let project = create(NewProject { name, language: lang, folder: dir })?;
        let toolkit = lang.toolkit();
        let test_command = toolkit.starter.and_then(|starter| starter.test_command);
        println!("`{}` is a department in {}. Next:", project.folder.display(), toolkit.name);
        println!();
        println!("  cd {}", project.folder.display());
        if let Some(test_command) = test_command {
            println!("  {test_command:<19} # the handler alone, on a host in memory");
        }
        println!("  mitra test          # builds it, and plays its scenarios through a whole host");
        println!("  mitra dev           # a chat page to try it; rebuilt whenever a file changes");
        Ok(())
    }
}

/// Takes the names of the languages that there are.
#[derive(Debug, Clone, Copy)]
struct LanguageParser;

impl TypedValueParser for LanguageParser {
    type Value = Language;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<Language, clap::Error> {
        let names = PossibleValuesParser::new(names());
        let name = names.parse_ref(command, argument, value)?;
        Ok(Language::named(&name).expect("it is one of the names"))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(names().into_iter()))
    }
}

fn names() -> Vec<PossibleValue> {
    Language::with_starter()
        .map(|language| PossibleValue::new(language.toolkit().name).alias(language.toolkit().short))
        .collect()
}
