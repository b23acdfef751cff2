//! Finds the service that a citizen's own words name.
//!
//! Names and aliases in all languages and scripts are folded to one Latin spelling; texts are compared by the cosine of
//! their character n-grams, weighted by how rare each is (tf-idf). A query that is like nothing finds nothing.

mod fold;
mod index;

use mitra_core::ids::{DepartmentId, ServiceId};
use mitra_core::language::Language;
use mitra_core::routing::RoutingTable;

use index::Index;

/// From this likeness on, the best service is opened, if it is also clearly ahead of the next.
const SURE: f32 = 0.72;
/// How far ahead the best must be to be opened.
const AHEAD: f32 = 0.12;
/// From this likeness on, a service is worth showing.
const LIKELY: f32 = 0.34;
/// How many are shown.
const SHOWN: usize = 3;
/// A department's name counts for each of its services, but less than their own names.
const DEPARTMENT_WEIGHT: f32 = 0.7;

/// The services of one routing table, searchable.
#[derive(Debug)]
pub(crate) struct Search {
    services: Vec<(DepartmentId, ServiceId)>,
    index: Index,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// It can only be this one.
    One(DepartmentId, ServiceId),
    /// It may be one of these, the likeliest first.
    Some(Vec<(DepartmentId, ServiceId)>),
    /// It is like nothing we have.
    Nothing,
}

impl Search {
    /// Indexes every name and alias of the table.
    pub(crate) fn new(table: &RoutingTable) -> Self {
        let (mut services, mut texts) = (Vec::new(), Vec::new());
        for route in table.routes() {
            let department = route.department();
            for service in &department.services {
                let place = services.len();
                services.push((department.id.clone(), service.id.clone()));
                for language in Language::ALL {
                    texts.push((place, service.name.get(language), 1.0));
                    texts.push((place, department.name.get(language), DEPARTMENT_WEIGHT));
                }
                texts.extend(service.aliases.iter().map(|alias| (place, alias.as_str(), 1.0)));
            }
        }
        Self { index: Index::new(services.len(), &texts), services }
    }

    /// The service or services that the text names.
    pub(crate) fn find(&self, text: &str) -> Found {
        let ranked = self.ranked(text);
        let service = |place: usize| self.services[place].clone();
        match ranked.as_slice() {
            [] => Found::Nothing,
            [(place, best), rest @ ..]
                if *best >= SURE && rest.first().is_none_or(|(_, next)| best - next >= AHEAD) =>
            {
                let (department, service) = service(*place);
                Found::One(department, service)
            }
            some => {
                Found::Some(some.iter().take(SHOWN).map(|(place, _)| service(*place)).collect())
            }
        }
    }

    /// Services that are likely meant, the likeliest first, with their likeness.
    fn ranked(&self, text: &str) -> Vec<(usize, f32)> {
        let mut ranked: Vec<_> = self.index.likeness(text).into_iter().enumerate().collect();
        ranked.retain(|(_, likeness)| *likeness >= LIKELY);
        // Equal likeness keeps the table's order, so that the same text finds the same services.
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked
    }
}

#[cfg(test)]
mod tests;
