//! One version of the contract -> its reference page.

use std::fmt::Write as _;

use anyhow::{Context, ensure};
use wit_parser::{Docs, Function, Interface, InterfaceId, Resolve, WorldItem, WorldKey};

use super::{Version, types};

/// The page, in Markdown.
pub(super) fn of(version: &Version) -> anyhow::Result<String> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve
        .push_dir(&version.folder)
        .with_context(|| format!("`wit/{}` cannot be read", version.name))?;
    let package = &resolve.packages[package];
    let named = package.name.version.as_ref().map(ToString::to_string);
    ensure!(
        version.name == "next" || named.as_deref() == Some(&version.name),
        "`wit/{}` holds version {}",
        version.name,
        named.unwrap_or_default()
    );
    let mut page = format!("# The contract `{}`\n\n", package.name);
    writeln!(page, "Made of `wit/{0}` by `cargo xtask wit docs`: change that.\n", version.name)?;
    section(&mut page, &package.docs);
    let mut interfaces = Vec::new();
    for (name, world) in &package.worlds {
        let world = &resolve.worlds[*world];
        writeln!(page, "## World `{name}`\n")?;
        section(&mut page, &world.docs);
        let exports = world.exports.iter().map(|item| (item, "you export"));
        let imports = world.imports.iter().map(|item| (item, "the host gives"));
        writeln!(page, "| interface | who | what |\n| --- | --- | --- |")?;
        for ((key, item), who) in exports.chain(imports) {
            let (WorldKey::Interface(id), WorldItem::Interface { .. }) = (key, item) else {
                continue;
            };
            let interface = &resolve.interfaces[*id];
            let name = interface.name.as_deref().unwrap_or_default();
            let who = if interface.functions.is_empty() { "both use" } else { who };
            let what = first_sentence(&interface.docs);
            writeln!(page, "| [`{name}`](#interface-{name}) | {who} | {what} |")?;
            interfaces.push(*id);
        }
        page.push('\n');
    }
    for id in interfaces {
        interface(&mut page, &resolve, id)?;
    }
    Ok(format!("{}\n", page.trim_end()))
}

fn interface(page: &mut String, resolve: &Resolve, id: InterfaceId) -> anyhow::Result<()> {
    let Interface { name, docs, functions, types, .. } = &resolve.interfaces[id];
    writeln!(page, "## Interface `{}`\n", name.as_deref().unwrap_or_default())?;
    section(page, docs);
    for function in functions.values() {
        writeln!(page, "### `{}`\n", function.name)?;
        writeln!(page, "```wit\n{}\n```\n", signature(resolve, function))?;
        section(page, &function.docs);
    }
    for (name, id) in types {
        types::describe(page, resolve, name, *id)?;
    }
    Ok(())
}

fn signature(resolve: &Resolve, function: &Function) -> String {
    let param =
        |param: &wit_parser::Param| format!("{}: {}", param.name, types::name(resolve, &param.ty));
    let params: Vec<_> = function.params.iter().map(param).collect();
    let result = function.result.as_ref().map(|result| types::name(resolve, result));
    let result = result.map(|result| format!(" -> {result}")).unwrap_or_default();
    format!("{}: func({}){result}", function.name, params.join(", "))
}

/// A comment as paragraphs.
pub(super) fn section(page: &mut String, docs: &Docs) {
    if let Some(text) = &docs.contents {
        page.push_str(text.trim());
        page.push_str("\n\n");
    }
}

/// A comment as one cell of a table.
pub(super) fn cell(docs: &Docs) -> String {
    let text = docs.contents.as_deref().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

fn first_sentence(docs: &Docs) -> String {
    let text = docs.contents.as_deref().unwrap_or_default();
    let paragraph: Vec<_> = text.lines().take_while(|line| !line.trim().is_empty()).collect();
    let paragraph = paragraph.join(" ");
    match paragraph.split_once(". ") {
        Some((first, _)) => format!("{first}."),
        None => paragraph,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTRACT: &str = "/// All of it.\npackage a:b@0.1.0;\n\
        /// Says things. And more.\ninterface talk {\n\
          /// How loud.\n/// Or | not.\nrecord voice { /// In dB.\nloud: option<u8>, other: list<string> }\n\
          /// What.\nvariant word { hi, said(tuple<u8, string>) }\n\
          enum tone { low, high }\n\
          type pitch = f32;\n\
          /// Talks.\nsay: func(voice: voice, word: word) -> result<_, string>;\n\
        }\nworld w { export talk; }";

    fn version(folder: &std::path::Path, name: &str) -> Version {
        std::fs::write(folder.join("a.wit"), CONTRACT).expect("a file");
        Version { name: name.to_owned(), folder: folder.to_owned() }
    }

    #[test]
    fn the_page_says_everything_that_the_contract_says() {
        let folder = tempfile::tempdir().expect("a folder");
        let page = of(&version(folder.path(), "0.1.0")).expect("a page");
        for part in [
            "# The contract `a:b@0.1.0`",
            "All of it.",
            "| [`talk`](#interface-talk) | you export | Says things. |",
            "say: func(voice: voice, word: word) -> result<_, string>",
            "| `loud` | `option<u8>` | In dB. |",
            "How loud.\nOr | not.",
            "| `hi` | | |",
            "| `said` | `tuple<u8, string>` | |",
            "`low`, `high`",
            "### Type `pitch`\n\n`f32`",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
    }

    #[test]
    fn a_directory_is_named_after_the_version_in_it() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(of(&version(folder.path(), "0.2.0")).is_err());
        assert!(of(&version(folder.path(), "next")).is_ok());
    }
}
