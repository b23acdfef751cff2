//! Texts with places for what an author cannot know: `...`, `{date}`, `{due=date}` and, later, `{due}`.

use std::collections::BTreeMap;

use regex::Regex;

/// Placeholders of one line. Each becomes a part of one expression, whose size has a limit of its own.
const PLACEHOLDERS_MAX: usize = 32;

/// The expression that matches no text.
const NOTHING: &str = r"[^\s\S]";

/// What the places of a scenario were filled with, by the names the author gave them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names(pub(crate) BTreeMap<String, String>);

/// A name stands for nothing: the reply that gives it was not heard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{{{0}}}` stands for nothing yet: the reply that gives it a value was not heard")]
pub struct UnknownName(pub String);

/// One line of what a citizen is expected to hear.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pattern(pub(crate) Vec<Piece>);

/// One line of what a citizen writes: text, and names that an earlier reply gave values to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template(pub(crate) Vec<Piece>);

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    /// `...`
    Anything,
    /// `{date}` or `{due=date}`.
    Place {
        name: Option<String>,
        kind: Kind,
    },
    /// `{due}`: what the place of this name was filled with.
    Named(String),
}

/// What can stand in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Date,
    Time,
    Number,
    Word,
    Text,
}

impl Kind {
    const ALL: [(&'static str, Self); 5] = [
        ("date", Self::Date),
        ("time", Self::Time),
        ("number", Self::Number),
        ("word", Self::Word),
        ("text", Self::Text),
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Time => "time",
            Self::Number => "number",
            Self::Word => "word",
            Self::Text => "text",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, kind)| kind)
    }

    /// As an expression. Digits are those of any script.
    pub(crate) fn expression(self) -> &'static str {
        match self {
            Self::Date => r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}",
            Self::Time => r"\d{1,2}:\d{2}(?::\d{2})?",
            Self::Number => r"\d+(?:[.,]\d+)*",
            Self::Word => r"\S+",
            Self::Text => r".+",
        }
    }
}

impl Names {
    /// What the place of this name was filled with.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Takes over what another part of the scenario filled; the newer value counts.
    pub fn learn(&mut self, newer: Names) {
        self.0.extend(newer.0);
    }
}

impl Pattern {
    /// Reads a line; a message says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let pieces = pieces(text, true)?;
        let n_places = pieces.iter().filter(|piece| matches!(piece, Piece::Place { .. })).count();
        if n_places > PLACEHOLDERS_MAX {
            return Err(format!("{n_places} placeholders in one line, at most {PLACEHOLDERS_MAX}"));
        }
        let mut given: Vec<&str> = pieces.iter().filter_map(Piece::gives).collect();
        given.sort_unstable();
        match given.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(format!("one line gives `{{{}}}` two values", pair[0])),
            None => Ok(Self(pieces)),
        }
    }

    /// The line that is exactly this text.
    pub(crate) fn literal(text: &str) -> Self {
        if text.is_empty() {
            return Self::default();
        }
        Self(vec![Piece::Text(text.to_owned())])
    }

    /// Whether this is a `...` and nothing else.
    pub(crate) fn is_anything(&self) -> bool {
        self.0.as_slice() == [Piece::Anything]
    }

    /// Whether it begins or ends with white space of the text.
    pub(crate) fn has_space_at_end(&self) -> bool {
        let begins =
            |piece: &Piece| matches!(piece, Piece::Text(t) if t.starts_with(char::is_whitespace));
        let ends =
            |piece: &Piece| matches!(piece, Piece::Text(t) if t.ends_with(char::is_whitespace));
        self.0.first().is_some_and(begins) || self.0.last().is_some_and(ends)
    }

    /// Whether an address fits this line, whatever fills its places.
    pub fn fits(&self, text: &str, names: &Names) -> bool {
        self.expression(names).is_match(text)
    }

    /// As a regular expression with a group for each name. If a name stands for nothing, it matches nothing.
    pub(crate) fn expression(&self, names: &Names) -> Regex {
        let part = |piece: &Piece| match piece {
            Piece::Text(text) => Some(regex::escape(text)),
            Piece::Anything => Some(".*?".to_owned()),
            Piece::Place { name: None, kind } => Some(format!("(?:{})", kind.expression())),
            Piece::Place { name: Some(name), kind } => {
                Some(format!("(?P<{name}>{})", kind.expression()))
            }
            Piece::Named(name) => names.get(name).map(regex::escape),
        };
        let parts: Option<String> = self.0.iter().map(part).collect();
        // Its size is within the library's limit: a file is not longer, and its placeholders are few.
        let expression = parts.and_then(|parts| Regex::new(&format!(r"\A{parts}\z")).ok());
        expression.unwrap_or_else(|| Regex::new(NOTHING).expect("it is an expression"))
    }

    /// As it is written, with these characters escaped as well.
    pub(crate) fn show(&self, escaped: &[char]) -> String {
        show(&self.0, true, escaped)
    }
}

impl Template {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let pieces = pieces(text, false)?;
        if let Some(Piece::Place { kind, .. }) =
            pieces.iter().find(|piece| matches!(piece, Piece::Place { .. }))
        {
            let kind = kind.name();
            return Err(format!(
                "what a citizen writes has no `{{{kind}}}`: only a name that an earlier reply gave a value to, as `{{ref={kind}}}` does"
            ));
        }
        Ok(Self(pieces))
    }

    /// The text, with the names' values in it.
    pub fn fill(&self, names: &Names) -> Result<String, UnknownName> {
        let mut filled = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Named(name) => {
                    filled.push_str(names.get(name).ok_or_else(|| UnknownName(name.clone()))?);
                }
                Piece::Anything | Piece::Place { .. } => {
                    unreachable!("a template is made of text and names")
                }
            }
        }
        Ok(filled)
    }

    pub(crate) fn show(&self, escaped: &[char]) -> String {
        show(&self.0, false, escaped)
    }
}

impl Piece {
    /// The name that it gives a value to.
    pub(crate) fn gives(&self) -> Option<&str> {
        match self {
            Self::Place { name, .. } => name.as_deref(),
            Self::Text(_) | Self::Anything | Self::Named(_) => None,
        }
    }

    /// The name whose value it wants.
    pub(crate) fn wants(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Text(_) | Self::Anything | Self::Place { .. } => None,
        }
    }
}

/// Takes a text apart. `dots` tells whether `...` is special.
fn pieces(text: &str, dots: bool) -> Result<Vec<Piece>, String> {
    let (mut pieces, mut plain) = (Vec::new(), String::new());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let special = match c {
            '\\' => {
                rest = &rest[1..];
                // At the end of a line it stands for nothing, and keeps the spaces before it.
                if let Some(escaped) = rest.chars().next() {
                    plain.push(escaped);
                    rest = &rest[escaped.len_utf8()..];
                }
                continue;
            }
            '.' if dots && rest.starts_with("...") => {
                rest = &rest[3..];
                Piece::Anything
            }
            '{' => {
                let end =
                    rest.find('}').ok_or("`{` without a `}`: a brace of the text is `\\{`")?;
                let place = place(&rest[1..end])?;
                rest = &rest[end + 1..];
                place
            }
            _ => {
                plain.push(c);
                rest = &rest[c.len_utf8()..];
                continue;
            }
        };
        if !plain.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
        }
        pieces.push(special);
    }
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    Ok(pieces)
}

/// What stands between braces.
fn place(text: &str) -> Result<Piece, String> {
    let (name, kind) = match text.split_once('=') {
        Some((name, kind)) => (Some(name), Kind::parse(kind)),
        None => (None, Kind::parse(text)),
    };
    match (name, kind) {
        (None, Some(kind)) => Ok(Piece::Place { name: None, kind }),
        (Some(name), Some(kind)) if is_name(name) => {
            Ok(Piece::Place { name: Some(name.to_owned()), kind })
        }
        (None, None) if is_name(text) => Ok(Piece::Named(text.to_owned())),
        _ => {
            let kinds = Kind::ALL.map(|(name, _)| format!("{{{name}}}")).join(", ");
            Err(format!(
                "`{{{text}}}` is no placeholder: there are {kinds}, each also with a name as in `{{ref=word}}`, and `{{ref}}` later; a brace of the text is `\\{{`"
            ))
        }
    }
}

fn is_name(text: &str) -> bool {
    let is_fit = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(is_fit)
        && Kind::parse(text).is_none()
}

fn show(pieces: &[Piece], dots: bool, escaped: &[char]) -> String {
    let mut shown = String::new();
    for (index, piece) in pieces.iter().enumerate() {
        let next = pieces.get(index + 1);
        match piece {
            Piece::Text(text) => {
                let before_dots = dots && matches!(next, Some(Piece::Anything));
                escape(&mut shown, text, dots, before_dots, escaped);
            }
            Piece::Anything => shown.push_str("..."),
            Piece::Place { name: None, kind } => shown.extend(["{", kind.name(), "}"]),
            Piece::Place { name: Some(name), kind } => {
                shown.extend(["{", name, "=", kind.name(), "}"]);
            }
            Piece::Named(name) => shown.extend(["{", name, "}"]),
        }
    }
    shown
}

/// Writes a text so that it is read back as the same. `before_dots` tells that a `...` follows.
fn escape(shown: &mut String, text: &str, dots: bool, before_dots: bool, escaped: &[char]) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let is_special = match c {
            '\\' | '{' => true,
            '.' if dots => {
                let all_dots = rest.chars().all(|c| c == '.');
                rest.starts_with("...") || (before_dots && all_dots)
            }
            _ => escaped.contains(&c),
        };
        if is_special {
            shown.push('\\');
        }
        shown.push(c);
        rest = &rest[c.len_utf8()..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(pattern: &str, text: &str) -> Option<Names> {
        let pattern = Pattern::parse(pattern).expect(pattern);
        let expression = pattern.expression(&Names::default());
        let captures = expression.captures(text)?;
        let named = expression.capture_names().flatten();
        let value = |name: &str| Some((name.to_owned(), captures.name(name)?.as_str().to_owned()));
        Some(Names(named.filter_map(value).collect()))
    }

    #[test]
    fn dots_stand_for_anything_within_a_line() {
        for (pattern, text) in [
            ("Amount: ...", "Amount: ₹ 1,200.50"),
            ("...", ""),
            ("...bill...", "Your bill for October"),
            (r"Wait\... please", "Wait... please"),
            ("", ""),
        ] {
            assert!(fit(pattern, text).is_some(), "{pattern} / {text}");
        }
        assert!(fit("bill...", "Your bill").is_none());
        assert!(fit(r"Wait\...", "Wait a moment").is_none());
        assert!(fit("a.c", "abc").is_none(), "a single dot is a dot");
    }

    #[test]
    fn a_placeholder_stands_for_one_kind_of_thing() {
        for (pattern, text) in [
            ("by {date}.", "by 24-11-2026."),
            ("by {date}", "by 2026/11/24"),
            ("at {time}", "at 9:30"),
            ("{number} units", "1,17,000.50 units"),
            ("{number} యూనిట్లు", "౧౧౭ యూనిట్లు"),
            ("Number: {word}", "Number: GRV-26-7KQ2M9-X"),
            ("{text}!", "all of this!"),
        ] {
            assert!(fit(pattern, text).is_some(), "{pattern} / {text}");
        }
        for (pattern, text) in
            [("by {date}", "by noon"), ("{word}", "two words"), ("{text}", ""), ("{number}", "-")]
        {
            assert!(fit(pattern, text).is_none(), "{pattern} / {text}");
        }
    }

    #[test]
    fn a_named_place_is_filled_and_stands_for_what_filled_it() {
        let names = fit("Number: {ref=word}", "Number: GRV-1").expect("it fits");
        assert_eq!(names.get("ref"), Some("GRV-1"));
        let again = Pattern::parse("Grievance {ref} of {date}").expect("a pattern");
        assert!(again.fits("Grievance GRV-1 of 01-02-2026", &names));
        assert!(!again.fits("Grievance GRV-2 of 01-02-2026", &names));
        assert!(!again.fits("Grievance GRV-1 of 01-02-2026", &Names::default()));
        let said = Template::parse("status of {ref}...").expect("a template");
        assert_eq!(said.fill(&names).expect("it is known"), "status of GRV-1...");
        assert_eq!(said.fill(&Names::default()), Err(UnknownName("ref".to_owned())));
    }

    #[test]
    fn what_is_no_placeholder_is_refused_with_what_there_is() {
        for wrong in
            ["{", "{}", "{Date}", "{ref=thing}", "{date=word}", "{a b}", "{a=word} {a=date}"]
        {
            assert!(Pattern::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Pattern::parse("{uhr").unwrap_err().contains(r"`\{`"));
        assert!(Pattern::parse("{when=day}").unwrap_err().contains("{date}"));
        assert!(Template::parse("{date}").is_err());
        let many = |n: usize| Pattern::parse(&"{date} ".repeat(n));
        assert!(many(PLACEHOLDERS_MAX).is_ok() && many(PLACEHOLDERS_MAX + 1).is_err());
    }
}
