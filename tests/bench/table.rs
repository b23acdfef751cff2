//! What was measured, as a table for people and as JSON for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// Bytes of a mebibyte.
pub(crate) const MIB: f64 = 1024.0 * 1024.0;

/// One figure, beside what it is compared with.
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) value: f64,
    pub(crate) unit: &'static str,
    pub(crate) baseline: Option<Baseline>,
    pub(crate) musts: Vec<Must>,
}

/// The same figure of something else, measured in the same run.
pub(crate) struct Baseline {
    pub(crate) what: &'static str,
    pub(crate) value: f64,
}

/// What a figure must reach.
#[derive(Clone, Copy)]
pub(crate) enum Must {
    AtMost(f64),
    AtLeast(f64),
    RatioAtMost(f64),
    RatioAtLeast(f64),
}

impl Row {
    /// A figure by itself.
    pub(crate) fn new(what: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { what: what.into(), value, unit, baseline: None, musts: Vec::new() }
    }

    /// Beside this.
    pub(crate) fn beside(mut self, what: &'static str, value: f64) -> Self {
        self.baseline = Some(Baseline { what, value });
        self
    }

    /// It must reach this.
    pub(crate) fn must(mut self, must: Must) -> Self {
        self.musts.push(must);
        self
    }

    fn ratio(&self) -> Option<f64> {
        self.baseline.as_ref().map(|baseline| self.value / baseline.value)
    }

    /// Whether it reaches what it must; none if it must nothing.
    pub(crate) fn holds(&self) -> Option<bool> {
        let ratio = self.ratio().unwrap_or(f64::NAN);
        let is_met = |must: &Must| match must {
            Must::AtMost(most) => self.value <= *most,
            Must::AtLeast(least) => self.value >= *least,
            Must::RatioAtMost(most) => ratio <= *most,
            Must::RatioAtLeast(least) => ratio >= *least,
        };
        (!self.musts.is_empty()).then(|| self.musts.iter().all(is_met))
    }

    fn must_text(&self) -> String {
        let texts = self.musts.iter().map(|must| match must {
            Must::AtMost(most) => format!("<= {} {}", number(*most), self.unit),
            Must::AtLeast(least) => format!(">= {} {}", number(*least), self.unit),
            Must::RatioAtMost(most) => format!("ratio <= {most}"),
            Must::RatioAtLeast(least) => format!("ratio >= {least}"),
        });
        texts.collect::<Vec<_>>().join(", ")
    }

    fn holds_text(&self) -> &'static str {
        match self.holds() {
            None => "",
            Some(true) => "holds",
            Some(false) => "FALLS SHORT",
        }
    }

    fn cells(&self) -> [String; 6] {
        let baseline = self.baseline.as_ref();
        let beside = baseline.map(|of| format!("{} ({})", number(of.value), of.what));
        [
            self.what.clone(),
            format!("{} {}", number(self.value), self.unit),
            beside.unwrap_or_default(),
            self.ratio().map(|ratio| format!("{ratio:.2}")).unwrap_or_default(),
            self.must_text(),
            self.holds_text().to_owned(),
        ]
    }

    fn json(&self) -> Value {
        json!({
            "what": self.what,
            "value": self.value,
            "unit": self.unit,
            "baseline": self.baseline.as_ref().map(|of| json!({ "what": of.what, "value": of.value })),
            "ratio": self.ratio(),
            "must": self.must_text(),
            "holds": self.holds(),
        })
    }
}

/// All rows, as aligned text.
pub(crate) fn text(rows: &[Row]) -> String {
    let head = ["what", "value", "baseline", "ratio", "must", "holds"].map(str::to_owned);
    let lines: Vec<_> = std::iter::once(head).chain(rows.iter().map(Row::cells)).collect();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max();
    let widths: [usize; 6] = std::array::from_fn(|column| width(column).unwrap_or(0));
    let mut text = String::new();
    for line in &lines {
        let cells = line.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        let line = cells.collect::<Vec<_>>().join(" | ");
        writeln!(text, "{}", line.trim_end()).expect("writing to a string cannot fail");
    }
    text
}

/// All rows, for programs.
pub(crate) fn to_json(rows: &[Row]) -> Value {
    rows.iter().map(Row::json).collect()
}

/// Three digits that matter, and no more than people read.
fn number(value: f64) -> String {
    match value {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// The middle one.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
