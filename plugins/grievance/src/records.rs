//! The department's records.

use mitra_department::text::Words;
use mitra_department::{Fault, Host, Scope};
use serde::{Deserialize, Serialize};

use crate::status::{Milestone, Status};

/// Where a citizen's references are listed by time.
const NEWEST: &str = "newest/";

/// What a grievance can be about.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Category {
    pub(crate) id: String,
    pub(crate) name: Words,
    /// Who settles it.
    pub(crate) office: Words,
    /// Within how many days.
    pub(crate) days: u64,
}

/// Where it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    /// A shared location, in degrees.
    Point {
        latitude: f64,
        longitude: f64,
        /// The name and address of a place that the citizen picked on the map.
        #[serde(default)]
        name: Option<String>,
    },
    /// In the citizen's own words.
    Words(String),
}

/// A registered grievance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Registered {
    pub(crate) category: String,
    pub(crate) text: String,
    /// WhatsApp's id of the photo.
    pub(crate) photo: Option<String>,
    /// What the citizen wrote under the photo.
    #[serde(default)]
    pub(crate) caption: Option<String>,
    pub(crate) place: Option<Place>,
    /// Milliseconds since 1970.
    pub(crate) registered_at: u64,
    /// Milliseconds since 1970.
    pub(crate) due_at: u64,
    /// Whose it is, as this department knows them.
    pub(crate) citizen: String,
    /// What was reached, oldest first. Notices of the office add to it.
    #[serde(default)]
    pub(crate) history: Vec<Milestone>,
}

impl Registered {
    /// What was reached, oldest first; never empty.
    pub(crate) fn milestones(&self) -> Vec<Milestone> {
        if self.history.is_empty() {
            // Records written before there was a history are registered, and no more is known.
            return vec![Milestone { status: Status::Registered, at: self.registered_at }];
        }
        self.history.clone()
    }
}

/// All categories, in the order of the seed.
pub(crate) fn categories(host: &dyn Host) -> Vec<Category> {
    let keys = host.keys(Scope::Department, "category/", 10);
    let category = |key: &String| serde_json::from_slice(&host.get(Scope::Department, key)?).ok();
    keys.iter().filter_map(category).collect()
}

/// The category of this id.
pub(crate) fn category(host: &dyn Host, id: &str) -> Option<Category> {
    categories(host).into_iter().find(|category| category.id == id)
}

/// Whether a reference is taken.
pub(crate) fn is_taken(host: &dyn Host, reference: &str) -> bool {
    host.get(Scope::Department, &key(reference)).is_some()
}

/// Stores a grievance, for the department and in the citizen's own list.
pub(crate) fn register(host: &mut dyn Host, reference: &str, registered: &Registered) {
    update(host, reference, registered);
    host.set(Scope::Citizen, &format!("mine/{reference}"), b"1");
    // Keys come in byte order: counted down from the end of time, the newest is the first.
    let age = u64::MAX - registered.registered_at;
    host.set(Scope::Citizen, &format!("{NEWEST}{age:016x}/{reference}"), b"1");
}

/// Stores what became of a grievance.
pub(crate) fn update(host: &mut dyn Host, reference: &str, registered: &Registered) {
    let value = serde_json::to_vec(registered).expect("plain data can be written");
    host.set(Scope::Department, &key(reference), &value);
}

/// The citizen's own references, at most `max`, the newest first.
pub(crate) fn newest(host: &dyn Host, max: u32) -> Vec<String> {
    let keys = host.keys(Scope::Citizen, NEWEST, max);
    keys.iter().filter_map(|key| Some(key.rsplit_once('/')?.1.to_owned())).collect()
}

/// A grievance, if it is this citizen's own.
///
/// # Errors
/// [`Fault::Bug`] if its record cannot be read: to say that there is none would not be true.
pub(crate) fn own(host: &dyn Host, reference: &str) -> Result<Option<Registered>, Fault> {
    if host.get(Scope::Citizen, &format!("mine/{reference}")).is_none() {
        return Ok(None);
    }
    let Some(value) = host.get(Scope::Department, &key(reference)) else {
        return Ok(None);
    };
    let read = serde_json::from_slice(&value);
    read.map(Some).map_err(|error| Fault::Bug(format!("the record `{}`: {error}", key(reference))))
}

fn key(reference: &str) -> String {
    format!("grievance/{reference}")
}
