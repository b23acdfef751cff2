//! What citizens are promised.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

/// The list.
const LIST: &str = "plugins/catalogue.toml";
/// Behind the pattern of a service whose back end keeps everything.
const BACK_END: &str = " (back end)";

/// What kind of service one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pattern {
    Lookup,
    Form,
    Payment,
    Booking,
    Certificate,
    Status,
    Grievance,
    Nearest,
}

impl Pattern {
    pub(super) const ALL: [Self; 8] = [
        Self::Lookup,
        Self::Form,
        Self::Payment,
        Self::Booking,
        Self::Certificate,
        Self::Status,
        Self::Grievance,
        Self::Nearest,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Lookup => "lookup",
            Self::Form => "form",
            Self::Payment => "payment",
            Self::Booking => "booking",
            Self::Certificate => "certificate",
            Self::Status => "status",
            Self::Grievance => "grievance",
            Self::Nearest => "nearest",
        }
    }

    /// Whether such a service only looks something up, so that nothing of it is stored.
    fn only_reads(self) -> bool {
        match self {
            Self::Lookup | Self::Status | Self::Nearest => true,
            Self::Form | Self::Payment | Self::Booking | Self::Certificate | Self::Grievance => {
                false
            }
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A service that citizens are promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Promised {
    pub(super) pattern: Pattern,
    /// Whether a back end keeps what the citizen sends, and the department nothing.
    in_back_end: bool,
}

impl Promised {
    fn parse(text: &str) -> Option<Self> {
        let (name, in_back_end) = match text.strip_suffix(BACK_END) {
            Some(name) => (name, true),
            None => (text, false),
        };
        let pattern = Pattern::ALL.into_iter().find(|known| known.name() == name)?;
        Some(Self { pattern, in_back_end })
    }

    /// Whether something of it is in the department's storage afterwards.
    pub(super) fn stores(self) -> bool {
        !self.in_back_end && !self.pattern.only_reads()
    }
}

/// The services of each department.
#[derive(Debug)]
pub(super) struct Catalogue(pub(super) BTreeMap<String, BTreeMap<String, Promised>>);

impl Catalogue {
    pub(super) fn read(root: &Path) -> anyhow::Result<Self> {
        let text =
            fs::read_to_string(root.join(LIST)).with_context(|| format!("cannot read {LIST}"))?;
        Self::parse(&text).context(LIST)
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let read: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(text)?;
        let mut departments = BTreeMap::new();
        for (department, services) in read {
            let mut patterns = BTreeMap::new();
            for (service, pattern) in services {
                let Some(known) = Promised::parse(&pattern) else {
                    bail!("`{pattern}` of {department}.{service} is no pattern");
                };
                patterns.insert(service, known);
            }
            departments.insert(department, patterns);
        }
        Ok(Self(departments))
    }

    /// Each service with its department.
    pub(super) fn services(&self) -> impl Iterator<Item = (&str, &str, Promised)> {
        self.0.iter().flat_map(|(department, services)| {
            services
                .iter()
                .map(|(service, promised)| (department.as_str(), service.as_str(), *promised))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_thirty_six_departments_and_no_unknown_pattern() {
        let catalogue = Catalogue::read(crate::workspace::root()).unwrap();
        assert_eq!(catalogue.0.len(), 36);
        assert_eq!(catalogue.services().count(), 161);
        assert!(Catalogue::parse("[energy]\nbill = \"dance\"").is_err());
    }
}
