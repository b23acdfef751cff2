//! What a citizen heard: one message, line by line.

/// One message to a citizen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heard {
    /// Its text, what hangs on it, and its choices, in this order.
    pub lines: Vec<HeardLine>,
}

/// One line of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeardLine {
    /// A line of its text, without line breaks.
    Text(String),
    /// What hangs on it: `image https://..`, `asks for a location`.
    Attachment(String),
    /// A button, or a row of a list.
    Choice {
        /// What is written on it.
        title: String,
        /// The line under it.
        description: Option<String>,
    },
}

impl Heard {
    /// A text of any number of lines, and nothing else.
    pub fn text(body: &str) -> Self {
        let body = body.replace("\r\n", "\n").replace('\r', "\n");
        Self { lines: body.split('\n').map(|line| HeardLine::Text(line.to_owned())).collect() }
    }

    /// The titles of its choices.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().filter_map(|line| match line {
            HeardLine::Choice { title, .. } => Some(title.as_str()),
            HeardLine::Text(_) | HeardLine::Attachment(_) => None,
        })
    }
}
