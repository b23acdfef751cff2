//! `services.toml` and `department.toml` -> a department that can be packed.

use std::fmt;

use serde::Deserialize;

use crate::certificate::Certified;
use crate::check::{self, Problem};
use crate::complete;
use crate::department::Department;
use crate::form::Form;
use crate::manifest::Manifest;
use crate::packed;
use crate::patterns::{Booking, Cancellation, Grievance, Lookup, Nearest, Payment, Status};
use crate::service::{About, Pattern, Service};
use crate::text::Text;

/// A department that keeps every rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalogue {
    /// The department's id, as in `department.toml`.
    pub id: String,
    /// Where the service desk is, from the folder of `services.toml`; none: the one that the program brings.
    pub desk: Option<String>,
    /// Its name and helpline.
    pub department: Department,
    /// Its services.
    pub services: Vec<Service>,
}

/// Why there is no department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CatalogueError {
    /// A file is no TOML, or has a word too many or too few: where, in the words of the parser.
    Toml {
        /// Which file.
        file: &'static str,
        /// What the parser says.
        reason: String,
    },
    /// Everything that breaks a rule.
    Problems(Vec<Problem>),
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Toml { file, reason } => write!(f, "`{file}`: {}", reason.trim_end()),
            Self::Problems(problems) => {
                let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
                write!(f, "`services.toml`: {}", lines.join("\n  "))
            }
        }
    }
}

impl std::error::Error for CatalogueError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    desk: Option<String>,
    department: Department,
    #[serde(default, rename = "service")]
    services: Vec<Written>,
}

/// A service as it is written: a pattern's name, and a table for it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    name: Text,
    summary: Text,
    #[serde(default)]
    aliases: Vec<String>,
    pattern: String,
    lookup: Option<Lookup>,
    form: Option<Form>,
    status: Option<Status>,
    payment: Option<Payment>,
    booking: Option<Booking>,
    cancellation: Option<Cancellation>,
    certificate: Option<Certified>,
    grievance: Option<Grievance>,
    nearest: Option<Nearest>,
}

/// Reads a department.
///
/// # Errors
/// What is wrong: all of it, if it can be read at all.
pub fn parse(services: &str, manifest: &str) -> Result<Catalogue, CatalogueError> {
    let failed = |file| {
        move |error: toml::de::Error| CatalogueError::Toml { file, reason: error.to_string() }
    };
    let manifest: Manifest = toml::from_str(manifest).map_err(failed("department.toml"))?;
    let file: File = toml::from_str(services).map_err(failed("services.toml"))?;
    let mut problems = Vec::new();
    let mut services = Vec::new();
    for written in file.services {
        match service(written) {
            Ok(service) => services.push(service),
            Err(problem) => problems.push(problem),
        }
    }
    let (department, desk) = (file.department, file.desk);
    problems.extend(check::all(&department, &services, &manifest));
    if !problems.is_empty() {
        return Err(CatalogueError::Problems(problems));
    }
    complete::all(&mut services, &manifest);
    let catalogue = Catalogue { id: manifest.id, desk, department, services };
    let bytes = catalogue.pack().len();
    if bytes > packed::BYTES_MAX {
        let what = format!(
            "it has {bytes} bytes, at most {} are memory of a turn: split the department",
            packed::BYTES_MAX
        );
        return Err(CatalogueError::Problems(vec![Problem::new("all services", what)]));
    }
    Ok(catalogue)
}

impl Catalogue {
    /// As the desk is given it.
    pub fn pack(&self) -> Vec<u8> {
        let services = self.services.iter().map(|service| (&service.about, &service.pattern));
        packed::pack(&self.id, &self.department, services)
    }
}

fn service(written: Written) -> Result<Service, Problem> {
    let Written { id, name, summary, aliases, pattern, .. } = written;
    let tables = [
        ("lookup", written.lookup.map(Pattern::Lookup)),
        ("form", written.form.map(Pattern::Form)),
        ("status", written.status.map(Pattern::Status)),
        ("payment", written.payment.map(Pattern::Payment)),
        ("booking", written.booking.map(Pattern::Booking)),
        ("cancellation", written.cancellation.map(Pattern::Cancellation)),
        ("certificate", written.certificate.map(Pattern::Certificate)),
        ("grievance", written.grievance.map(Pattern::Grievance)),
        ("nearest", written.nearest.map(Pattern::Nearest)),
    ];
    let problem = |what: String| Err(Problem::new(format!("service `{id}`"), what));
    if !tables.iter().any(|(name, _)| *name == pattern) {
        let names = tables.map(|(name, _)| name).join(", ");
        return problem(format!("`pattern = \"{pattern}\"` is no pattern: take one of {names}"));
    }
    let mut found = None;
    for (name, table) in tables {
        match table {
            Some(table) if name == pattern => found = Some(table),
            Some(_) => {
                return problem(format!(
                    "it has a table `[service.{name}]` and `pattern = \"{pattern}\"`: remove one"
                ));
            }
            None => {}
        }
    }
    if pattern == "status" {
        found = found.or_else(|| Some(Pattern::Status(Status::default())));
    }
    let Some(found) = found else {
        return problem(format!(
            "it has no table `[service.{pattern}]`: write it below the service"
        ));
    };
    Ok(Service { about: About { id, name, summary, aliases }, pattern: found })
}
