//! What stands behind `>`: what a citizen does.

use super::reply::unescaped;
use super::{Line, is_file, written};
use crate::mistake::Mistake;
use crate::pattern::Template;
use crate::script::Act;

/// Everything that is not written, for whoever writes something else.
const ACTS: &str = "`(photo)`, `(photo: what is under it)`, `(photo from pole.jpg)`, `(video)`, `(voice)`, \
     `(document bill.pdf)`, `(document bill.pdf from scan.pdf)`, \
     `(location 17.68 83.21)`, `(location 17.68 83.21: Town Hall)`, `(sticker)`, `(contact)`, `(open SERVICE)`, \
     `(pay)`, `(payment fails)`, `(notice SERVICE ID: what it says)`";

pub(super) fn parse(block: &[Line<'_>]) -> Result<Act, Mistake> {
    let first = block[0];
    let text = written(first.text);
    let parsed = if text.starts_with('[') {
        tap(text)
    } else if text.starts_with('(') {
        act(text)
    } else {
        return says(block);
    };
    if let Some(more) = block.get(1) {
        let what = "goes on what is not written: only a text has several lines";
        return Err(Mistake::new(more.number, what));
    }
    parsed.map_err(|what| Mistake::new(first.number, what))
}

fn says(block: &[Line<'_>]) -> Result<Act, Mistake> {
    let line = |line: &Line<'_>| {
        Template::parse(written(line.text)).map_err(|what| Mistake::new(line.number, what))
    };
    let lines: Vec<Template> = block.iter().map(line).collect::<Result<_, _>>()?;
    if lines.iter().all(|line| line.0.is_empty()) {
        let what = "the citizen writes nothing: put it behind `>`";
        return Err(Mistake::new(block[0].number, what));
    }
    Ok(Act::Says(lines))
}

fn tap(text: &str) -> Result<Act, String> {
    let hint =
        || format!("`{text}` is no tap: `> [Pay]`; a text that begins with `[` is written `\\[`");
    let inner = text.strip_prefix('[').ok_or_else(hint)?;
    let end = unescaped(inner, ']').filter(|end| end + 1 == inner.len()).ok_or_else(hint)?;
    let title = Template::parse(inner[..end].trim())?;
    if title.0.is_empty() { Err(hint()) } else { Ok(Act::Takes(title)) }
}

fn act(text: &str) -> Result<Act, String> {
    let hint = || {
        format!(
            "`{text}` is nothing that a citizen does: there are {ACTS}; a text that begins with `(` is written `\\(`"
        )
    };
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).ok_or_else(hint)?;
    let (head, tail) = match inner.split_once(':') {
        Some((head, tail)) => (head, Some(tail.trim()).filter(|tail| !tail.is_empty())),
        None => (inner, None),
    };
    let words: Vec<&str> = head.split_whitespace().collect();
    if let Some(sent) = file(&words, tail) {
        return Ok(sent);
    }
    match (words.as_slice(), tail) {
        (["pay"], None) => Ok(Act::Pays),
        (["payment", "fails"], None) => Ok(Act::PaysInVain),
        (["notice", service, id], Some(body)) => {
            let (service, id) = ((*service).to_owned(), (*id).to_owned());
            Ok(Act::Notice { service, id, body: Template::parse(body)? })
        }
        (["sticker"], None) => Ok(Act::Sticker),
        (["contact"], None) => Ok(Act::Contact),
        (["open", service], None) => Ok(Act::Opens((*service).to_owned())),
        (["location", latitude, longitude], name) => {
            let degrees = |text: &str, max: f64| {
                text.parse::<f64>().ok().filter(|degrees| degrees.abs() <= max)
            };
            let latitude = degrees(latitude, 90.0).ok_or_else(hint)?;
            let longitude = degrees(longitude, 180.0).ok_or_else(hint)?;
            Ok(Act::Location { latitude, longitude, name: name.map(str::to_owned) })
        }
        _ => Err(hint()),
    }
}

/// What is sent, if these are the words of a file. Bytes come from a file beside the scenario's.
fn file(words: &[&str], tail: Option<&str>) -> Option<Act> {
    let (kind, rest) = words.split_first()?;
    let (name, from) = match rest {
        [name @ .., "from", from] if is_file(from) => (name, Some((*from).to_owned())),
        [.., "from", _] => return None,
        name => (name, None),
    };
    match (*kind, name, tail) {
        ("photo", [], caption) => Some(Act::Photo { from, caption: caption.map(str::to_owned) }),
        ("video", [], None) => Some(Act::Video { from }),
        ("voice", [], None) => Some(Act::Voice { from }),
        ("document", [_, ..], None) => Some(Act::Document { filename: name.join(" "), from }),
        _ => None,
    }
}
