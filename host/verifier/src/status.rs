//! Lists of statuses: which certificates of an authority are not valid any more, or for now.
//!
//! Source: IETF, Token Status List (draft-ietf-oauth-status-list): a CWT of the type `application/statuslist+cwt`
//! whose claim 65533 holds a few bits for each certificate, packed with zlib.

use std::io::Write;
use std::time::Duration;

use ciborium::Value;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use mitra_core::clock::Timestamp;

use crate::cbor::{bytes_of, get, integer, named, pair, text};
use crate::code::inflate;

/// What stands in the header of a list: nothing else that an authority signs is taken for one.
pub const STATUS_LIST_TYPE: &str = "application/statuslist+cwt";
/// How long a list is good, and may be kept: whoever checks learns of a change within a day.
pub const STATUS_LIST_LIFE: Duration = Duration::from_hours(24);
/// The most that a list unpacks to: 2^20 places with 8 bits each. Ours have 2 bits.
pub const STATUS_LIST_BYTES_MAX: usize = 1 << 20;
/// Bits of a place in our lists: three statuses.
const BITS: u8 = 2;

/// Claims of RFC 8392.
const SUBJECT: i64 = 2;
const EXPIRES: i64 = 4;
const ISSUED_AT: i64 = 6;
/// Claims of the draft.
const STATUS_LIST: i64 = 65_533;
const TIME_TO_LIVE: i64 = 65_534;

/// What a list says of one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It can be relied on.
    Valid,
    /// It cannot be relied on any more.
    Revoked,
    /// It cannot be relied on now.
    Suspended,
    /// Something that is not known here.
    Other(u8),
}

impl Status {
    /// The draft's number of it: 0 is valid, 1 invalid, 2 suspended.
    fn number(self) -> u8 {
        match self {
            Self::Valid => 0,
            Self::Revoked => 1,
            Self::Suspended => 2,
            Self::Other(number) => number,
        }
    }

    fn of_number(number: u8) -> Self {
        match number {
            0 => Self::Valid,
            1 => Self::Revoked,
            2 => Self::Suspended,
            other => Self::Other(other),
        }
    }
}

/// A place for each certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusList {
    bits: u8,
    bytes: Vec<u8>,
}

/// Why bytes are no list that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is no list of statuses, or a part of it is missing")]
pub struct NotAList;

impl StatusList {
    /// A list of so many places in which all but these are valid. Places beyond its end are left out.
    pub fn new(places: u32, not_valid: impl IntoIterator<Item = (u32, Status)>) -> Self {
        let per_byte = usize::from(8 / BITS);
        let mut bytes = vec![0_u8; (places as usize).div_ceil(per_byte)];
        for (index, status) in not_valid.into_iter().filter(|(index, _)| *index < places) {
            let (byte, shift) = (index as usize / per_byte, index as usize % per_byte);
            let mask = (1 << BITS) - 1;
            bytes[byte] |= (status.number() & mask) << (shift * usize::from(BITS));
        }
        Self { bits: BITS, bytes }
    }

    /// What it says of a place; none if it has no such place.
    pub fn get(&self, index: u32) -> Option<Status> {
        let per_byte = usize::from(8 / self.bits);
        let byte = *self.bytes.get(index as usize / per_byte)?;
        let shift = index as usize % per_byte * usize::from(self.bits);
        let mask = u8::MAX >> (8 - self.bits);
        Some(Status::of_number(byte >> shift & mask))
    }

    fn encode(&self) -> Value {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&self.bytes).expect("memory takes what it is given");
        let packed = packed.finish().expect("memory takes what it is given");
        Value::Map(vec![
            (text("bits"), Value::from(self.bits)),
            (text("lst"), Value::Bytes(packed)),
        ])
    }

    fn decode(list: &Value) -> Option<Self> {
        let bits = u8::try_from(integer(named(list, "bits")?)?).ok()?;
        let packed = named(list, "lst")?.as_bytes()?;
        let is_known = matches!(bits, 1 | 2 | 4 | 8);
        let bytes = is_known.then(|| inflate(packed, STATUS_LIST_BYTES_MAX))??;
        Some(Self { bits, bytes })
    }
}

/// What an authority says with a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusListClaims {
    /// The address of the list, as it stands in certificates.
    pub uri: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Until when it is good; none for as long as nobody has a newer one.
    pub good_until: Option<Timestamp>,
    /// How long it may be kept before a newer one is asked for.
    pub kept_for: Option<Duration>,
    /// The places.
    pub list: StatusList,
}

impl StatusListClaims {
    /// What is said with a list that is made now.
    pub fn new(uri: String, list: StatusList, now: Timestamp) -> Self {
        let made_at = Timestamp(now.0.div_euclid(1_000) * 1_000);
        let good_until = Some(made_at.after(STATUS_LIST_LIFE));
        Self { uri, made_at, good_until, kept_for: Some(STATUS_LIST_LIFE), list }
    }

    /// The bytes that are signed.
    pub fn encode(&self) -> Vec<u8> {
        let seconds = |at: Timestamp| Value::from(at.0.div_euclid(1_000));
        let mut claims = vec![pair(SUBJECT, text(&self.uri))];
        claims.extend(self.good_until.map(|at| pair(EXPIRES, seconds(at))));
        claims.push(pair(ISSUED_AT, seconds(self.made_at)));
        claims.push(pair(STATUS_LIST, self.list.encode()));
        claims.extend(self.kept_for.map(|it| pair(TIME_TO_LIVE, Value::from(it.as_secs()))));
        bytes_of(&Value::Map(claims))
    }

    /// The claims, if these bytes are those of a list.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let claims: Value = ciborium::from_reader(bytes).ok()?;
        let seconds = |key| Some(Timestamp(integer(get(&claims, key)?)?.checked_mul(1_000)?));
        let good_until = match get(&claims, EXPIRES) {
            Some(_) => Some(seconds(EXPIRES)?),
            None => None,
        };
        let kept_for = get(&claims, TIME_TO_LIVE).and_then(integer);
        Some(Self {
            uri: get(&claims, SUBJECT)?.as_text()?.to_owned(),
            made_at: seconds(ISSUED_AT)?,
            good_until,
            kept_for: kept_for.and_then(|it| u64::try_from(it).ok()).map(Duration::from_secs),
            list: StatusList::decode(get(&claims, STATUS_LIST)?)?,
        })
    }

    /// Whether it is good at this instant.
    pub(crate) fn is_good_at(&self, now: Timestamp) -> bool {
        self.good_until.is_none_or(|until| now < until)
    }
}

#[cfg(test)]
mod tests;
