//! A reply of every kind of the contract but forms: as short as can be, and as long.

use mitra_department::{Choice, Choices, Document, File, Image, Link, Location, Reply};

/// How long the texts of replies are.
#[derive(Clone, Copy)]
pub(crate) enum Size {
    /// One character each, and nothing that may be left out.
    Smallest,
    /// Every limit just kept, in Telugu: three bytes a character.
    Largest,
}

impl Size {
    fn text(self, most: usize) -> String {
        match self {
            Self::Smallest => "అ".to_owned(),
            Self::Largest => "అ".repeat(most),
        }
    }

    fn optional(self, most: usize) -> Option<String> {
        matches!(self, Self::Largest).then(|| self.text(most))
    }

    fn url(self, name: &str) -> String {
        let start = format!("https://example.org/{name}?");
        let n_more = if matches!(self, Self::Largest) { 2_000 - start.len() } else { 0 };
        start + &"q".repeat(n_more)
    }

    /// With titles that differ.
    fn choices(self, n: usize, title: usize, id: usize) -> Vec<Choice> {
        let choice = |number: usize| Choice {
            id: format!("{number}{}", if id > 1 { "i".repeat(id - 1) } else { String::new() }),
            title: format!("{number}{}", self.text(title - 1)),
            description: if n > 3 { self.optional(72) } else { None },
        };
        (0..n).map(choice).collect()
    }
}

/// All kinds, in the contract's order; choices as buttons, then as a list.
pub(crate) fn every(size: Size) -> Vec<Reply> {
    let id = if matches!(size, Size::Largest) { 180 } else { 1 };
    let list = if matches!(size, Size::Largest) { 10 } else { 4 };
    vec![
        Reply::Text(size.text(4_096)),
        Reply::Choices(Choices {
            body: size.text(1_024),
            button: None,
            items: size.choices(list.min(3), 20, id),
        }),
        Reply::Choices(Choices {
            body: size.text(1_024),
            button: size.optional(20),
            items: size.choices(list, 24, id),
        }),
        Reply::Link(Link { body: size.text(1_024), label: size.text(20), url: size.url("page") }),
        Reply::Image(Image { url: size.url("picture.jpg"), caption: size.optional(1_024) }),
        Reply::Document(Document {
            url: size.url("bill.pdf"),
            filename: size.text(240),
            caption: size.optional(1_024),
        }),
        Reply::File(File {
            bytes: size.text(174_762).into_bytes(),
            mime_type: "text/plain".to_owned(),
            filename: size.text(240),
            caption: size.optional(1_024),
        }),
        Reply::Place(Location {
            latitude: -90.0,
            longitude: 180.0,
            name: size.optional(1_000),
            address: size.optional(1_000),
        }),
        Reply::AskLocation(size.text(1_024)),
    ]
}
