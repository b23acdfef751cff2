//! The contract's types, as they are written and as a page describes them.

use std::fmt::Write as _;

use wit_parser::{Docs, Resolve, Type, TypeDefKind, TypeId};

use super::page::{cell, section};

/// Describes one named type. What an interface takes over from another is described there.
#[expect(clippy::wildcard_enum_match_arm, reason = "the contract has plain data alone")]
pub(super) fn describe(
    page: &mut String,
    resolve: &Resolve,
    name: &str,
    id: TypeId,
) -> std::fmt::Result {
    let definition = &resolve.types[id];
    match &definition.kind {
        TypeDefKind::Record(record) => {
            heading(page, "Record", name, &definition.docs)?;
            writeln!(page, "| field | type | |\n| --- | --- | --- |")?;
            for field in &record.fields {
                let (ty, docs) = (self::name(resolve, &field.ty), cell(&field.docs));
                writeln!(page, "| `{}` | `{ty}` | {}", field.name, end(&docs))?;
            }
        }
        TypeDefKind::Variant(variant) => {
            heading(page, "Variant", name, &definition.docs)?;
            writeln!(page, "| case | with | |\n| --- | --- | --- |")?;
            for case in &variant.cases {
                let with = case.ty.as_ref().map(|ty| format!("`{}` ", self::name(resolve, ty)));
                let (with, docs) = (with.unwrap_or_default(), cell(&case.docs));
                writeln!(page, "| `{}` | {with}| {}", case.name, end(&docs))?;
            }
        }
        TypeDefKind::Enum(cases) => {
            heading(page, "Enum", name, &definition.docs)?;
            let names: Vec<_> = cases.cases.iter().map(|case| format!("`{}`", case.name)).collect();
            writeln!(page, "{}", names.join(", "))?;
        }
        TypeDefKind::Type(Type::Id(_)) => return Ok(()),
        _ => {
            heading(page, "Type", name, &definition.docs)?;
            writeln!(page, "`{}`", written(resolve, &definition.kind))?;
        }
    }
    page.push('\n');
    Ok(())
}

fn heading(page: &mut String, kind: &str, name: &str, docs: &Docs) -> std::fmt::Result {
    writeln!(page, "### {kind} `{name}`\n")?;
    section(page, docs);
    Ok(())
}

fn end(docs: &str) -> String {
    if docs.is_empty() { "|".to_owned() } else { format!("{docs} |") }
}

/// A type as it is written in the contract.
pub(super) fn name(resolve: &Resolve, ty: &Type) -> String {
    match ty {
        Type::Id(id) => match &resolve.types[*id] {
            definition if definition.name.is_some() => definition.name.clone().unwrap_or_default(),
            definition => written(resolve, &definition.kind),
        },
        Type::Bool => "bool".to_owned(),
        Type::U8 => "u8".to_owned(),
        Type::U16 => "u16".to_owned(),
        Type::U32 => "u32".to_owned(),
        Type::U64 => "u64".to_owned(),
        Type::S8 => "s8".to_owned(),
        Type::S16 => "s16".to_owned(),
        Type::S32 => "s32".to_owned(),
        Type::S64 => "s64".to_owned(),
        Type::F32 => "f32".to_owned(),
        Type::F64 => "f64".to_owned(),
        Type::Char => "char".to_owned(),
        Type::String => "string".to_owned(),
        Type::ErrorContext => "error-context".to_owned(),
    }
}

/// A type without a name of its own.
#[expect(clippy::wildcard_enum_match_arm, reason = "the contract has plain data alone")]
fn written(resolve: &Resolve, kind: &TypeDefKind) -> String {
    let name = |ty: &Type| name(resolve, ty);
    let or_none = |ty: &Option<Type>| ty.as_ref().map_or_else(|| "_".to_owned(), &name);
    match kind {
        TypeDefKind::Option(ty) => format!("option<{}>", name(ty)),
        TypeDefKind::List(ty) => format!("list<{}>", name(ty)),
        TypeDefKind::Tuple(tuple) => {
            format!("tuple<{}>", tuple.types.iter().map(name).collect::<Vec<_>>().join(", "))
        }
        TypeDefKind::Result(result) => match (&result.ok, &result.err) {
            (None, None) => "result".to_owned(),
            (Some(ok), None) => format!("result<{}>", name(ok)),
            (ok, err) => format!("result<{}, {}>", or_none(ok), or_none(err)),
        },
        TypeDefKind::Type(ty) => name(ty),
        other => other.as_str().to_owned(),
    }
}
