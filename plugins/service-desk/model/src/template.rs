//! Templates: texts with placeholders for a record's fields.

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it is.
    Plain(&'a str),
    /// A field's value.
    Field {
        /// The way to it: `a.b` goes into an object.
        path: &'a str,
        /// How it is shown.
        format: Format,
    },
    /// What is said for each object of a list.
    Each {
        /// The way to the list.
        path: &'a str,
        /// What is said of each.
        body: Vec<Piece<'a>>,
    },
}

/// How a value is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// As it is.
    Plain,
    /// Paise as rupees.
    Money,
    /// A day as `DD-MM-YYYY`.
    Date,
    /// With lakh grouping.
    Number,
}

/// Takes a template apart.
///
/// # Errors
/// What is wrong with it, and what to write.
pub fn parse(template: &str) -> Result<Vec<Piece<'_>>, String> {
    let (pieces, rest) = parse_until(template, None)?;
    debug_assert!(rest.is_empty());
    Ok(pieces)
}

/// The pieces up to the end of a list's part, and what follows it.
fn parse_until<'a>(
    mut rest: &'a str,
    within: Option<&str>,
) -> Result<(Vec<Piece<'a>>, &'a str), String> {
    let mut pieces = Vec::new();
    loop {
        let Some(at) = rest.find(['{', '}']) else {
            if let Some(list) = within {
                return Err(format!(
                    "`{{*{list}}}` is never closed: write `{{/{list}}}` behind what is repeated"
                ));
            }
            if !rest.is_empty() {
                pieces.push(Piece::Plain(rest));
            }
            return Ok((pieces, ""));
        };
        if at > 0 {
            pieces.push(Piece::Plain(&rest[..at]));
        }
        if rest[at..].starts_with('}') {
            return Err("a `}` has no `{` before it: placeholders are written `{field}`".to_owned());
        }
        let end = rest[at..].find('}').map(|end| at + end);
        let end = end.ok_or("a `{` has no `}` behind it: placeholders are written `{field}`")?;
        let inside = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(list) = inside.strip_prefix('/') {
            if within == Some(list) {
                return Ok((pieces, rest));
            }
            return Err(format!(
                "`{{/{list}}}` closes nothing: `{{*{list}}}` must stand before it"
            ));
        }
        if let Some(list) = inside.strip_prefix('*') {
            check_path(list)?;
            if within.is_some() {
                return Err(format!("`{{*{list}}}` stands within another list: take them apart"));
            }
            let (body, behind) = parse_until(rest, Some(list))?;
            pieces.push(Piece::Each { path: list, body });
            rest = behind;
            continue;
        }
        pieces.push(field(inside)?);
    }
}

fn field(inside: &str) -> Result<Piece<'_>, String> {
    let (path, format) = inside.split_once(':').unwrap_or((inside, ""));
    check_path(path)?;
    let format = match format {
        "" => Format::Plain,
        "money" => Format::Money,
        "date" => Format::Date,
        "number" => Format::Number,
        other => {
            return Err(format!(
                "`{{{inside}}}`: there is no format `{other}`: take money, date or number"
            ));
        }
    };
    Ok(Piece::Field { path, format })
}

fn check_path(path: &str) -> Result<(), String> {
    let is_name = |name: &str| {
        !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    if path.split('.').all(is_name) {
        return Ok(());
    }
    Err(format!("`{{{path}}}` names no field: a field's name has letters, digits, `-` and `_`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_taken_apart() {
        let pieces = parse("Dear {name}:{*marks} {of.subject}={due:money};{/marks} end")
            .expect("a template");
        let field = |path, format| Piece::Field { path, format };
        let body = vec![
            Piece::Plain(" "),
            field("of.subject", Format::Plain),
            Piece::Plain("="),
            field("due", Format::Money),
            Piece::Plain(";"),
        ];
        let whole = [
            Piece::Plain("Dear "),
            field("name", Format::Plain),
            Piece::Plain(":"),
            Piece::Each { path: "marks", body },
            Piece::Plain(" end"),
        ];
        assert_eq!(pieces, whole);
        assert_eq!(parse(""), Ok(Vec::new()));
    }

    #[test]
    fn what_is_wrong_is_said_with_what_to_write() {
        for (template, word) in [
            ("{name", "no `}` behind"),
            ("name}", "no `{` before"),
            ("{na me}", "names no field"),
            ("{}", "names no field"),
            ("{due:rupees}", "take money, date or number"),
            ("{*marks}{a}", "write `{/marks}`"),
            ("{/marks}", "closes nothing"),
            ("{*a}{*b}{/b}{/a}", "within another list"),
        ] {
            let said = parse(template).expect_err(template);
            assert!(said.contains(word), "{template}: {said}");
        }
    }
}
