//! The company's offices: a section for each area, and who is above it.

use mitra_department::place::distance_km;
use mitra_department::text::Words;
use mitra_department::{Host, Language, Scope, digits};
use serde::Deserialize;

use crate::records;
use crate::words::{n_matching, words};

/// Offices that are looked through: a turn may read 100 records.
const OFFICES_MAX: u32 = 90;
/// No section reaches further, in kilometres: whoever is beyond is another company's customer.
const REACH_KM: f64 = 80.0;

/// An office.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Office {
    /// By which its record is found.
    #[serde(skip)]
    pub(crate) id: String,
    name: Words,
    phone: String,
    /// Degrees. None for an office that is only above others.
    #[serde(default)]
    at: Option<(f64, f64)>,
    /// The postal codes of its area.
    #[serde(default)]
    pins: Vec<String>,
    /// The id of the office above.
    #[serde(default)]
    pub(crate) superior: Option<String>,
}

impl Office {
    /// The name alone.
    pub(crate) fn name(&self, language: Language) -> &str {
        self.name.get(language)
    }

    /// The name, and where to call.
    pub(crate) fn shown(&self, language: Language) -> String {
        format!("{} ({})", self.name(language), self.phone)
    }
}

/// The office of this id.
pub(crate) fn read(host: &dyn Host, id: &str) -> Option<Office> {
    let office: Office = records::read(host, &format!("office/{id}"))?;
    Some(Office { id: id.to_owned(), ..office })
}

/// What an office is called, also after its record is gone.
pub(crate) fn shown(host: &dyn Host, id: &str, language: Language) -> String {
    read(host, id).map_or_else(|| "-".to_owned(), |office| office.shown(language))
}

fn sections(host: &dyn Host) -> Vec<Office> {
    let keys = host.keys(Scope::Department, "office/", OFFICES_MAX);
    let offices = keys.iter().filter_map(|key| read(host, key.strip_prefix("office/")?));
    offices.filter(|office| office.at.is_some()).collect()
}

/// The section whose office is nearest to these degrees.
pub(crate) fn nearest(host: &dyn Host, from: (f64, f64)) -> Option<Office> {
    let measured = |office: Office| Some((distance_km(from, office.at?), office));
    let near = sections(host).into_iter().filter_map(measured).filter(|(km, _)| *km <= REACH_KM);
    near.min_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, office)| office)
}

/// The sections of this postal code, or of this name in any language.
pub(crate) fn named(host: &dyn Host, said: &str) -> Vec<Office> {
    let mut found = sections(host);
    if let Some(pin) = digits::only(said) {
        found.retain(|office| office.pins.contains(&pin));
        return found;
    }
    let typed = words(said);
    let score = |office: &Office| {
        let Words { te, en, hi } = &office.name;
        n_matching(&typed, &words(&format!("{te} {en} {hi}")))
    };
    let most = found.iter().map(score).max().unwrap_or(0);
    found.retain(|office| most > 0 && score(office) == most);
    found
}
