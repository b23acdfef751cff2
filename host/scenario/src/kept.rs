//! What must lie in storage at a step: records of the department, certificates and payments that the host keeps.

use std::fmt::Write;

use serde_json::Value;

use crate::pattern::{Names, Pattern, Piece};

/// How many keys are told to whoever looks for one that is not there.
const KEYS_TOLD_MAX: usize = 10;

/// Who keeps something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// The department: its records, those that all its citizens share and those of who acts.
    Stored,
    /// The host: certificates, by kind and number.
    Issued,
    /// The host: payments, by their references.
    Billed,
}

/// What must lie on a shelf.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// Where.
    pub shelf: Shelf,
    pub(crate) what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum What {
    /// Nothing that was not there at the beginning, and all of that as it was.
    Nothing,
    /// Nothing of such a key.
    NothingAt(Pattern),
    /// Something of such a key, with such fields.
    Entry { key: Pattern, fields: Vec<Field> },
}

/// A field of an entry, and what it must be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    /// Names, and places in lists from 0, with dots between.
    pub(crate) path: String,
    pub(crate) value: Pattern,
}

/// Something that lies on a shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its key.
    pub key: String,
    /// Its bytes, which are JSON where somebody asks for fields.
    pub value: Vec<u8>,
    /// Whether it lay there at the beginning, and as it is.
    pub is_as_before: bool,
}

impl Shelf {
    pub(crate) const ALL: [Self; 3] = [Self::Stored, Self::Issued, Self::Billed];

    /// The word of a scenario's line.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Issued => "issued",
            Self::Billed => "billed",
        }
    }
}

/// What a line about storage proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// No more than that nothing is there, or something of whatever content.
    Little,
    /// That something is there and is what it must be: by its fields, or as the certificate of this number.
    Content,
}

impl Kept {
    /// What it proves if it holds.
    pub fn proof(&self) -> Proof {
        match (&self.what, self.shelf) {
            (What::Entry { .. }, Shelf::Issued) => Proof::Content,
            (What::Entry { fields, .. }, _) if !fields.is_empty() => Proof::Content,
            (What::Entry { .. } | What::Nothing | What::NothingAt(_), _) => Proof::Little,
        }
    }

    pub(crate) fn pieces(&self) -> impl Iterator<Item = &Piece> {
        let (key, fields) = match &self.what {
            What::Nothing => (None, &[][..]),
            What::NothingAt(key) => (Some(key), &[][..]),
            What::Entry { key, fields } => (Some(key), fields.as_slice()),
        };
        key.into_iter()
            .chain(fields.iter().map(|field| &field.value))
            .flat_map(|pattern| &pattern.0)
    }

    /// Whether it lies on its shelf, on which these are and `n_gone` more were.
    ///
    /// # Errors
    /// What lies there instead, for people.
    pub fn check(&self, entries: &[Entry], n_gone: usize, names: &Names) -> Result<(), String> {
        let fits = |key: &Pattern| {
            let expression = key.expression(names);
            entries.iter().filter(move |entry| expression.is_match(&entry.key))
        };
        match &self.what {
            What::Nothing => {
                if let Some(entry) = entries.iter().find(|entry| !entry.is_as_before) {
                    return Err(format!("`{}` is there now: {}", entry.key, shown(&entry.value)));
                }
                if n_gone > 0 {
                    return Err(format!(
                        "{n_gone} of those that were there at the beginning are gone"
                    ));
                }
                Ok(())
            }
            What::NothingAt(key) => match fits(key).next() {
                Some(entry) => Err(format!("`{}` is there: {}", entry.key, shown(&entry.value))),
                None => Ok(()),
            },
            What::Entry { key, fields } => {
                let mut why = None;
                for entry in fits(key) {
                    match differs(entry, fields, names) {
                        None => return Ok(()),
                        Some(difference) => {
                            why.get_or_insert(difference);
                        }
                    }
                }
                Err(why.unwrap_or_else(|| nothing_fits(entries)))
            }
        }
    }
}

/// The fields that are not as they must be.
fn differs(entry: &Entry, fields: &[Field], names: &Names) -> Option<String> {
    if fields.is_empty() {
        return None;
    }
    let Ok(value) = serde_json::from_slice::<Value>(&entry.value) else {
        return Some(format!("`{}` is not JSON, so that it has no fields", entry.key));
    };
    let mut told = String::new();
    for Field { path, value: wanted } in fields {
        let found = value.pointer(&format!("/{}", path.replace('.', "/"))).map(text);
        if !found.as_deref().is_some_and(|found| wanted.fits(found, names)) {
            let found = found.as_deref().unwrap_or("not there");
            write!(told, "\n- {path} = {}\n+ {path} = {found}", wanted.show(&[]))
                .expect("a string takes all");
        }
    }
    (!told.is_empty()).then(|| format!("`{}` is another one:{told}", entry.key))
}

/// A field as a scenario writes it: text without its quotes, everything else as JSON.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn nothing_fits(entries: &[Entry]) -> String {
    let new: Vec<_> = entries.iter().filter(|entry| !entry.is_as_before).collect();
    if new.is_empty() {
        return "nothing of such a key is there, and nothing has changed".to_owned();
    }
    let keys: Vec<_> =
        new.iter().take(KEYS_TOLD_MAX).map(|entry| format!("`{}`", entry.key)).collect();
    let more = if new.len() > KEYS_TOLD_MAX { " and more" } else { "" };
    format!("nothing of such a key is there; what has changed: {}{more}", keys.join(", "))
}

fn shown(value: &[u8]) -> String {
    String::from_utf8_lossy(value).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::Script;

    fn entry(key: &str, value: &str, is_as_before: bool) -> Entry {
        Entry { key: key.to_owned(), value: value.as_bytes().to_vec(), is_as_before }
    }

    /// What a line says about two records, of which one is new.
    fn said(line: &str) -> Result<(), String> {
        let script = Script::parse(&format!("citizen en\n> Hi\n{line}\n")).expect(line);
        let scenarios = script.scenarios();
        let step = scenarios[0].steps.last().expect("there is one");
        let crate::Action::Keeps(kept) = step.action else { panic!("{line}: {step:?}") };
        let new = r#"{"status":"unpaid","answers":{"name":"లక్ష్మి"},"paise":4500,"list":[{"n":7}]}"#;
        let entries =
            [entry("office/1", r#"{"name":"One"}"#, true), entry("application/A-1", new, false)];
        kept.check(&entries, 0, &Names::default())
    }

    #[test]
    fn a_record_is_known_by_its_key_and_its_fields() {
        for line in [
            "stored application/A-1",
            "stored application/...",
            "stored application/{word}\n  status = unpaid\n  answers.name = లక్ష్మి\n  paise = 4500\n  list.0.n = {number}",
            "stored office/1\n  name = One",
            "stored nothing at booking/...",
        ] {
            assert_eq!(said(line), Ok(()), "{line}");
        }
    }

    #[test]
    fn what_is_another_one_is_told_with_what_is_there() {
        for (line, told) in [
            ("stored application/A-2", "what has changed: `application/A-1`"),
            (
                "stored application/...\n  status = received",
                "- status = received\n+ status = unpaid",
            ),
            ("stored application/...\n  answers.age = 7", "+ answers.age = not there"),
            ("stored nothing", "`application/A-1` is there now"),
            ("stored nothing at office/...", "`office/1` is there"),
        ] {
            let error = said(line).expect_err(line);
            assert!(error.contains(told), "{line}: {error}");
        }
    }

    #[test]
    fn what_was_taken_away_is_a_change_as_well() {
        let nothing = Kept { shelf: Shelf::Stored, what: What::Nothing };
        let entries = [entry("office/1", "{}", true)];
        assert_eq!(nothing.check(&entries, 0, &Names::default()), Ok(()));
        assert!(nothing.check(&entries, 1, &Names::default()).unwrap_err().contains("gone"));
        let bytes = [entry("photo", "no JSON", false)];
        let field = Field { path: "a".to_owned(), value: Pattern::literal("b") };
        let what = What::Entry { key: Pattern::literal("photo"), fields: vec![field] };
        let photo = Kept { shelf: Shelf::Stored, what };
        assert!(photo.check(&bytes, 0, &Names::default()).unwrap_err().contains("is not JSON"));
    }
}
