//! Whether a department can be asked, shown and paid: every rule that can be looked at before a citizen does.

mod asks;
mod cancellations;
mod certificates;
mod fields;
mod patterns;
mod texts;

use std::fmt;

use crate::department::Department;
use crate::manifest::Manifest;
use crate::service::{Pattern, Service};
use texts::Texts;

/// Services of a department.
const SERVICES_MAX: usize = 50;
/// Other spellings of a service: fewer are not found, more are guesses.
const ALIASES: std::ops::RangeInclusive<usize> = 6..=20;
/// Characters of one of them.
const ALIAS_CHARS_MAX: usize = 60;

/// Something that breaks a rule: where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Such as ``service `results`, show.te``.
    pub place: String,
    /// What is wrong with it, and what to write.
    pub what: String,
}

impl Problem {
    pub(crate) fn new(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// What was found so far in one part of the department.
struct Findings<'a> {
    place: String,
    found: &'a mut Vec<Problem>,
}

impl Findings<'_> {
    /// Writes down that a field breaks a rule.
    fn add(&mut self, field: &str, what: impl Into<String>) {
        let dot = if field.is_empty() { "" } else { ", " };
        self.found.push(Problem::new(format!("{}{dot}{field}", self.place), what));
    }

    /// Writes it down if it is so.
    fn add_if(&mut self, is_so: bool, field: &str, what: &str) {
        if is_so {
            self.add(field, what);
        }
    }

    /// The same findings for a part of this part.
    fn within(&mut self, part: &str) -> Findings<'_> {
        Findings { place: format!("{}, {part}", self.place), found: self.found }
    }
}

/// Everything that breaks a rule.
pub(crate) fn all(
    department: &Department,
    services: &[Service],
    manifest: &Manifest,
) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut findings = Findings { place: "department".to_owned(), found: &mut found };
    findings.line("name", &department.name, 24);
    let helpline = &department.helpline;
    let is_helpline = (1..=40).contains(&helpline.chars().count()) && helpline.trim() == helpline;
    findings.add_if(!is_helpline, "helpline", "write a number to call, such as \"1902\"");
    let n_services = services.len();
    if !(1..=SERVICES_MAX).contains(&n_services) {
        findings.add("", format!("{n_services} services, there may be 1 to {SERVICES_MAX}"));
    }
    for (index, service) in services.iter().enumerate() {
        let place = format!("service `{}`", service.about.id);
        let mut findings = Findings { place, found: &mut found };
        check_about(&mut findings, service, &services[..index]);
        patterns::check(&mut findings, &service.pattern, manifest);
        if let Pattern::Cancellation(cancellation) = &service.pattern {
            cancellations::check_of(&mut findings, cancellation, &services[..index], services);
        }
    }
    found
}

fn check_about(findings: &mut Findings<'_>, service: &Service, earlier: &[Service]) {
    let about = &service.about;
    findings.slug("id", &about.id);
    let is_twice = earlier.iter().any(|other| other.about.id == about.id);
    findings.add_if(is_twice, "id", "an earlier service has it: write another");
    for other in earlier {
        for ((language, own), (_, others)) in
            about.name.each().into_iter().zip(other.about.name.each())
        {
            if own == others {
                let what = format!("`{}` has the same name: write another", other.about.id);
                findings.add(&format!("name.{language}"), what);
            }
        }
    }
    findings.line("name", &about.name, 24);
    findings.line("summary", &about.summary, 72);
    let n_aliases = about.aliases.len();
    if !ALIASES.contains(&n_aliases) {
        let (min, max) = (ALIASES.start(), ALIASES.end());
        findings.add(
            "aliases",
            format!("{n_aliases} of them: write {min} to {max} words that citizens type"),
        );
    }
    for alias in &about.aliases {
        let is_fit =
            (1..=ALIAS_CHARS_MAX).contains(&alias.chars().count()) && alias.trim() == alias;
        if !is_fit {
            let what = format!(
                "`{alias}` must be 1 to {ALIAS_CHARS_MAX} characters, without spaces at the ends"
            );
            findings.add("aliases", what);
        }
    }
    if let Some(prefix) = service.pattern.prefix() {
        let is_prefix =
            (2..=4).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_uppercase());
        findings.add_if(!is_prefix, "prefix", "write 2 to 4 capital letters, such as \"SKL\"");
        if let Some(other) = earlier.iter().find(|other| other.pattern.prefix() == Some(prefix)) {
            findings.add(
                "prefix",
                format!("`{}` has it: references must differ, write another", other.about.id),
            );
        }
    }
}
