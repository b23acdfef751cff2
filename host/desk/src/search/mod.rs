//! Finds the service that a citizen's own words name.
//!
//! Names and aliases in all languages and scripts are folded to one Latin spelling; texts are compared by the cosine of
//! their character n-grams, weighted by how rare each is (tf-idf). A query that is like nothing finds nothing.

mod fold;
mod index;
mod mask;

use std::sync::Arc;

use mitra_core::department::Department;
use mitra_core::ids::{DepartmentId, ServiceId};
use mitra_core::language::Language;
use mitra_core::routing::RoutingTable;

use index::{Index, Part};
pub(crate) use mask::masked;

/// From this likeness on, the best service is opened, if it is also clearly ahead of the next.
const SURE: f32 = 0.72;
/// How far ahead the best must be to be opened.
const AHEAD: f32 = 0.12;
/// From this likeness on, a service is worth showing.
const LIKELY: f32 = 0.34;
/// From this likeness on, a service is worth a person's look who gives it another name.
const NEAR: f32 = 0.08;
/// How many are shown.
const SHOWN: usize = 3;
/// A department's name counts for each of its services, but less than their own names.
const DEPARTMENT_WEIGHT: f32 = 0.7;

/// The services of one routing table, searchable.
#[derive(Debug)]
pub(crate) struct Search {
    departments: Vec<Indexed>,
    services: Vec<(DepartmentId, ServiceId)>,
    index: Index,
}

/// A department with the index of its services. Holds no release: the description alone.
#[derive(Debug, Clone)]
struct Indexed {
    department: Arc<Department>,
    part: Arc<Part>,
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
        Self::after(&[], table)
    }

    /// The same for the table that follows this one's. What departments are called that describe themselves as before
    /// is not read again.
    pub(crate) fn follow(&self, table: &RoutingTable) -> Self {
        Self::after(&self.departments, table)
    }

    fn after(before: &[Indexed], table: &RoutingTable) -> Self {
        let indexed = |department: &Department| {
            let known = before.iter().find(|it| *it.department == *department);
            known.cloned().unwrap_or_else(|| Indexed::new(department))
        };
        let departments: Vec<_> =
            table.routes().iter().map(|route| indexed(route.department())).collect();
        let services = departments.iter().flat_map(|Indexed { department, .. }| {
            let of_it = department.services.iter();
            of_it.map(|service| (department.id.clone(), service.id.clone()))
        });
        let services = services.collect();
        let parts: Vec<_> = departments.iter().map(|it| Arc::clone(&it.part)).collect();
        Self { index: Index::new(&parts), departments, services }
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

    /// The services that the text is likest to, at most so many, the likeliest first. None that it is nothing like.
    pub(crate) fn nearest(&self, text: &str, max: usize) -> Vec<(DepartmentId, ServiceId)> {
        let mut ranked: Vec<_> = self.index.likeness(text).into_iter().enumerate().collect();
        ranked.retain(|(_, likeness)| *likeness >= NEAR);
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.into_iter().take(max).map(|(place, _)| self.services[place].clone()).collect()
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

impl Indexed {
    fn new(department: &Department) -> Self {
        let mut texts = Vec::new();
        for (place, service) in department.services.iter().enumerate() {
            for language in Language::ALL {
                texts.push((place, service.name.get(language), 1.0));
                texts.push((place, department.name.get(language), DEPARTMENT_WEIGHT));
            }
            texts.extend(service.aliases.iter().map(|alias| (place, alias.as_str(), 1.0)));
        }
        let part = Arc::new(Part::new(department.services.len(), &texts));
        Self { department: Arc::new(department.clone()), part }
    }
}

#[cfg(test)]
mod tests;
