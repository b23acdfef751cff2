//! What stands behind `stored`, `issued` and `billed`: what must lie in storage.

use super::Line;
use crate::kept::{Field, Kept, Shelf, What};
use crate::mistake::Mistake;
use crate::pattern::{Pattern, Piece};

/// `nothing`, `nothing at KEY`, or a key with fields below it.
pub(super) fn parse(shelf: Shelf, rest: &str, block: &[Line<'_>]) -> Result<Kept, Mistake> {
    let head = |what: String| Mistake::new(block[0].number, what);
    let word = shelf.word();
    let what = match rest.strip_prefix("nothing") {
        Some("") => What::Nothing,
        Some(more) if more.starts_with(" at ") => {
            What::NothingAt(pattern(more[4..].trim()).map_err(head)?)
        }
        _ if rest.is_empty() => {
            let what = format!(
                "says not what is there: `{word} KEY`, `{word} nothing` or `{word} nothing at KEY`"
            );
            return Err(head(what));
        }
        _ => {
            let key = pattern(rest).map_err(head)?;
            let fields = block[1..].iter().map(field).collect::<Result<_, _>>()?;
            return Ok(Kept { shelf, what: What::Entry { key, fields } });
        }
    };
    match block.get(1) {
        None => Ok(Kept { shelf, what }),
        Some(line) => Err(Mistake::new(line.number, "nothing has no fields")),
    }
}

/// `status = received`
fn field(line: &Line<'_>) -> Result<Field, Mistake> {
    let mistake = |what: String| Mistake::new(line.number, what);
    let hint = || format!("`{}` is no field with its value: `status = received`", line.text.trim());
    let (path, value) = line.text.trim().split_once('=').ok_or_else(|| mistake(hint()))?;
    let path = path.trim();
    if path.is_empty() || path.contains([' ', '/', '~']) {
        return Err(mistake(hint()));
    }
    let value = pattern(value.trim()).map_err(mistake)?;
    Ok(Field { path: path.to_owned(), value })
}

/// A line that gives no name a value: only what is heard does.
fn pattern(text: &str) -> Result<Pattern, String> {
    let pattern = Pattern::parse(text)?;
    match pattern.0.iter().find_map(Piece::gives) {
        Some(name) => Err(format!("storage gives `{{{name}}}` no value: only what is heard does")),
        None => Ok(pattern),
    }
}
