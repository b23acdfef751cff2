//! A department as the desk is given it: bytes of which a turn reads the head and one service.
//!
//! Three parts, each JSON: the head in one line; what citizens see of the services; one value for each
//! service. The head says how long the others are.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::department::Department;
use crate::service::{About, Pattern};

/// The version of this format. The desk exports a place for data of its version and of no other.
pub const VERSION: u32 = 1;
/// How the name of the exported place begins; the version follows.
pub const PLACE: &str = "MITRA_SERVICE_DESK_DATA_";
/// The most bytes of a packed department: they are memory of every turn.
pub const BYTES_MAX: usize = 1024 * 1024;

/// The head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The department's id.
    pub id: String,
    /// Its name and its helpline.
    pub department: Department,
    /// How many bytes the second part has.
    about: usize,
    /// The services in the order of the third part: ids and lengths.
    services: Vec<(String, usize)>,
}

/// A packed department.
#[derive(Debug, Clone)]
pub struct Packed<'a> {
    /// Its head.
    pub head: Head,
    rest: &'a [u8],
}

/// Bytes that are no packed department, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the department's data cannot be read: {}", self.0)
    }
}

impl std::error::Error for Unreadable {}

/// Packs a department of this id.
///
/// # Panics
/// Never: all of it is plain data.
pub fn pack<'a>(
    id: &str,
    department: &Department,
    services: impl Iterator<Item = (&'a About, &'a Pattern)>,
) -> Vec<u8> {
    const PLAIN: &str = "plain data can be written";
    let (about, patterns): (Vec<&About>, Vec<&Pattern>) = services.unzip();
    let bodies: Vec<Vec<u8>> =
        patterns.iter().map(|pattern| serde_json::to_vec(pattern).expect(PLAIN)).collect();
    let lengths = about.iter().zip(&bodies).map(|(about, body)| (about.id.clone(), body.len()));
    let services = lengths.collect();
    let about = serde_json::to_vec(&about).expect(PLAIN);
    let head =
        Head { id: id.to_owned(), department: department.clone(), about: about.len(), services };
    let mut bytes = serde_json::to_vec(&head).expect(PLAIN);
    bytes.push(b'\n');
    bytes.extend(about);
    bytes.extend(bodies.concat());
    bytes
}

impl<'a> Packed<'a> {
    /// Reads the head.
    ///
    /// # Errors
    /// If the bytes begin with none.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let end = end.ok_or_else(|| Unreadable("it has no head".to_owned()))?;
        Ok(Self { head: json(&bytes[..end])?, rest: &bytes[end + 1..] })
    }

    /// What citizens see of the services.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn about(&self) -> Result<Vec<About>, Unreadable> {
        json(self.part(0, self.head.about)?)
    }

    /// What the service of this id does; none if there is no such service.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn service(&self, id: &str) -> Result<Option<Pattern>, Unreadable> {
        let mut from = self.head.about;
        for (known, length) in &self.head.services {
            if known == id {
                return json(self.part(from, *length)?).map(Some);
            }
            from = from.saturating_add(*length);
        }
        Ok(None)
    }

    fn part(&self, from: usize, length: usize) -> Result<&'a [u8], Unreadable> {
        let part = from.checked_add(length).and_then(|end| self.rest.get(from..end));
        part.ok_or_else(|| Unreadable("it is shorter than its head says".to_owned()))
    }
}

fn json<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Unreadable> {
    serde_json::from_slice(bytes).map_err(|error| Unreadable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patterns::{Nearest, Status};
    use crate::text::Text;

    fn packed() -> Vec<u8> {
        let text =
            |en: &str| Text { te: "క".to_owned(), en: en.to_owned(), hi: "क".to_owned() };
        let department = Department { name: text("Water"), helpline: "1902".to_owned() };
        let about = |id: &str| {
            let (name, summary) = (text(id), text("What it is"));
            About { id: id.to_owned(), name, summary, aliases: vec!["x".to_owned()] }
        };
        let (records, count, within) = ("shelter/".to_owned(), 3, 50);
        let (question, show, asks) = (text("Where?"), text("{name}"), Vec::new());
        let fresh_until = None;
        let nearest = Nearest { records, count, within, question, show, fresh_until, asks };
        let services = [
            (about("mine"), Pattern::Status(Status::default())),
            (about("near"), Pattern::Nearest(nearest)),
        ];
        pack("water", &department, services.iter().map(|(about, pattern)| (about, pattern)))
    }

    #[test]
    fn a_service_is_read_without_the_others() {
        let bytes = packed();
        let packed = Packed::read(&bytes).expect("a head");
        assert_eq!(
            (packed.head.id.as_str(), packed.head.department.helpline.as_str()),
            ("water", "1902")
        );
        let ids: Vec<_> =
            packed.about().expect("services").into_iter().map(|about| about.id).collect();
        assert_eq!(ids, ["mine", "near"]);
        assert!(matches!(packed.service("near"), Ok(Some(Pattern::Nearest(_)))));
        assert_eq!(packed.service("mine"), Ok(Some(Pattern::Status(Status::default()))));
        assert_eq!(packed.service("other"), Ok(None));
    }

    #[test]
    fn bytes_that_are_cut_off_are_refused() {
        let bytes = packed();
        for end in 0..bytes.len() {
            let read = Packed::read(&bytes[..end]).and_then(|packed| packed.service("near"));
            assert!(read.is_err(), "{end}");
        }
    }
}
