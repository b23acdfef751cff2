//! The department's records.

use mitra_department::place::distance_km;
use mitra_department::text::Words;
use mitra_department::{Fault, Host, Language, Location, Scope, Turn};
use serde::{Deserialize, Serialize};

use crate::status::{Milestone, Status};

/// The prefix of references, and where grievances are.
pub(crate) const PREFIX: &str = "GRV";
pub(crate) const FOLDER: &str = "grievance/";
/// Where a citizen's references are listed by time.
const NEWEST: &str = "newest/";
/// Local offices that are looked through: a turn may read 100 records.
const OFFICES_MAX: u32 = 80;
/// No local office sees to more, in kilometres.
const REACH_KM: f64 = 100.0;

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

/// A local office.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Office {
    name: Words,
    phone: String,
    /// Degrees.
    at: (f64, f64),
}

/// Those above all offices: the first has what an office did not settle in time, the second what the first did not.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Above {
    pub(crate) name: Words,
    /// Within how many days they settle it.
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
    /// The id of the local office that has it, if one was near.
    #[serde(default)]
    pub(crate) office: Option<String>,
    /// How many of those above have had it.
    #[serde(default)]
    pub(crate) level: u32,
    /// Each time that it was opened again.
    #[serde(default)]
    pub(crate) reopened: Vec<Reopened>,
    /// 1 to 5.
    #[serde(default)]
    pub(crate) rating: Option<u8>,
}

/// Why a grievance was opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reopened {
    /// Milliseconds since 1970.
    pub(crate) at: u64,
    /// The citizen's words.
    pub(crate) why: String,
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

    /// What was reached last, and when.
    pub(crate) fn last(&self) -> Milestone {
        let registered = Milestone { status: Status::Registered, at: self.registered_at };
        self.milestones().last().copied().unwrap_or(registered)
    }

    /// Reaches something more.
    pub(crate) fn reach(&mut self, status: Status, at: u64) {
        self.history = self.milestones();
        self.history.push(Milestone { status, at });
        self.history.sort_by_key(|milestone| milestone.at);
    }

    /// Who has it now, as citizens read it.
    pub(crate) fn office(&self, host: &dyn Host, language: Language) -> String {
        if let Some(above) = self.level.checked_sub(1).and_then(|_| above(host, self.level)) {
            return above.name.get(language).to_owned();
        }
        if let Some(office) = self.office.as_ref().and_then(|id| office(host, id)) {
            return format!("{} ({})", office.name.get(language), office.phone);
        }
        let category = category(host, &self.category);
        category.map_or_else(|| "-".to_owned(), |it| it.office.get(language).to_owned())
    }
}

fn office(host: &dyn Host, id: &str) -> Option<Office> {
    serde_json::from_slice(&host.get(Scope::Department, &format!("office/{id}"))?).ok()
}

/// Those above, from 1.
pub(crate) fn above(host: &dyn Host, level: u32) -> Option<Above> {
    serde_json::from_slice(&host.get(Scope::Department, &format!("above/{level}"))?).ok()
}

/// The id of the local office that is nearest to a place.
pub(crate) fn nearest_office(host: &dyn Host, place: &Location) -> Option<String> {
    let keys = host.keys(Scope::Department, "office/", OFFICES_MAX);
    let measured = |key: &String| {
        let id = key.strip_prefix("office/")?;
        let km = distance_km((place.latitude, place.longitude), office(host, id)?.at);
        (km <= REACH_KM).then(|| (km, id.to_owned()))
    };
    let near = keys.iter().filter_map(measured);
    near.min_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, id)| id)
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
pub(crate) fn own(
    turn: &Turn,
    host: &dyn Host,
    reference: &str,
) -> Result<Option<Registered>, Fault> {
    let is_listed = host.get(Scope::Citizen, &format!("mine/{reference}")).is_some();
    let Some(value) = host.get(Scope::Department, &key(reference)) else {
        return Ok(None);
    };
    let read = serde_json::from_slice::<Registered>(&value);
    let registered =
        read.map_err(|error| Fault::Bug(format!("the record `{}`: {error}", key(reference))))?;
    // Who had their own records erased may still ask by the number.
    let is_own = is_listed || registered.citizen == turn.citizen.pseudonym;
    Ok(is_own.then_some(registered))
}

/// The citizen's own of which this is true, the newest first, of the newest 30.
///
/// # Errors
/// As of [`own`].
pub(crate) fn own_where(
    turn: &Turn,
    host: &dyn Host,
    is_wanted: impl Fn(&Registered) -> bool,
) -> Result<Vec<(String, Registered)>, Fault> {
    let mut found = Vec::new();
    for reference in newest(host, 30) {
        if let Some(registered) = own(turn, host, &reference)?.filter(&is_wanted) {
            found.push((reference, registered));
        }
    }
    Ok(found)
}

fn key(reference: &str) -> String {
    format!("{FOLDER}{reference}")
}
