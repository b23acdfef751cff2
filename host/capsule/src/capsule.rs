//! A turn as it was: what it was given, what the host answered, what it did.

use mitra_core::clock::Timestamp;
use mitra_core::hex::{from_hex, hex};
use mitra_core::ids::{CapsuleId, DepartmentId, Pseudonym, ReleaseDigest, ServiceId, TurnId};
use mitra_core::language::Language;
use mitra_core::limits::CAPSULE_BYTES_MAX;
use mitra_core::media::MediaKey;
use mitra_core::turn::{GuestState, Turn, TurnEvent, TurnSeed};
use mitra_runtime::{Settings, with_media_renamed};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::answers::{Answers, CITIZEN};
use crate::bytes::Bytes;
use crate::did::Did;
use crate::settings::RecordedSettings;

/// What is written now. Rises with every change of what the words of a capsule mean.
const FORMAT: u32 = 1;
/// Names of citizens' files are made anew with this key: the host's own must not leave it, and everybody can repeat a
/// turn with this one.
const MEDIA_KEY: [u8; 32] = [0; 32];

/// A turn as it was. Without secrets, and without who the citizen is: they are a pseudonym of their department's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capsule {
    format: u32,
    /// Whose turn it was.
    pub department: DepartmentId,
    /// Which release ran it.
    pub release: ReleaseDigest,
    /// Whether what the citizen wrote is masked. Then a release may do something else than it did.
    pub masked: bool,
    pub(crate) turn: RecordedTurn,
    /// What the operator had decided.
    pub settings: RecordedSettings,
    pub(crate) answers: Answers,
    /// What it did.
    pub did: Did,
}

/// What a turn was given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordedTurn {
    pub(crate) id: TurnId,
    pub(crate) pseudonym: Pseudonym,
    pub(crate) language: Language,
    pub(crate) service: ServiceId,
    pub(crate) event: TurnEvent,
    pub(crate) state: Option<RecordedState>,
    pub(crate) now: Timestamp,
    /// 64 hexadecimal digits.
    pub(crate) seed: String,
}

/// A conversation's state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordedState {
    pub(crate) schema: u32,
    pub(crate) bytes: Bytes,
}

/// Why there is no capsule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CapsuleError {
    /// It is larger than it may be.
    #[error("a capsule has at most {CAPSULE_BYTES_MAX} bytes, this one has {bytes}")]
    TooLarge {
        /// How large.
        bytes: usize,
    },
    /// It is of another version of Mitra.
    #[error(
        "E0634: the capsule has format {found}, this program reads {FORMAT}: take the program of the host that wrote it"
    )]
    OtherFormat {
        /// Its format.
        found: u32,
    },
    /// It is none.
    #[error("E0634: this is no capsule: {0}")]
    Unreadable(String),
}

/// What every format has.
#[derive(Deserialize)]
struct AnyFormat {
    format: u32,
}

impl Capsule {
    pub(crate) fn new(
        release: ReleaseDigest,
        turn: &Turn,
        settings: &Settings,
        answers: Answers,
        did: Did,
    ) -> Self {
        let state = turn.state.as_ref().map(|GuestState { schema, bytes }| RecordedState {
            schema: *schema,
            bytes: Bytes(bytes.clone()),
        });
        let turn_was = RecordedTurn {
            id: turn.id.clone(),
            pseudonym: turn.pseudonym.clone(),
            language: turn.language,
            service: turn.service.clone(),
            event: turn.event.clone(),
            state,
            now: turn.now,
            seed: hex(turn.seed.bytes()),
        };
        Self {
            format: FORMAT,
            department: turn.department.clone(),
            release,
            masked: false,
            turn: turn_was,
            settings: RecordedSettings::of(settings),
            answers: answers.of_nobody(turn.citizen),
            did,
        }
    }

    /// The turn, to be repeated.
    pub(crate) fn turn(&self) -> Result<Turn, CapsuleError> {
        let RecordedTurn { id, pseudonym, language, service, event, state, now, seed } =
            self.turn.clone();
        let seed = from_hex(&seed).map(TurnSeed::new);
        let seed = seed.ok_or_else(|| CapsuleError::Unreadable("its seed is none".to_owned()))?;
        let state =
            state.map(|RecordedState { schema, bytes }| GuestState { schema, bytes: bytes.0 });
        Ok(Turn {
            id,
            citizen: CITIZEN,
            department: self.department.clone(),
            pseudonym,
            language,
            service,
            event,
            state,
            now,
            seed,
            media_key: MediaKey::new(MEDIA_KEY),
        })
    }

    /// As text: one line of JSON. Names of files that were made with the host's key are made anew.
    pub(crate) fn written(&self, key: &MediaKey) -> Result<String, CapsuleError> {
        let text = with_media_renamed(&self.to_json(), key, &MediaKey::new(MEDIA_KEY));
        let bytes = text.len();
        if bytes > CAPSULE_BYTES_MAX { Err(CapsuleError::TooLarge { bytes }) } else { Ok(text) }
    }

    /// By what it is known: half of the sha256 of its text. One that is masked has another.
    pub fn id(&self) -> CapsuleId {
        id_of(&self.to_json())
    }

    /// As text: one line of JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("it has no keys but text")
    }

    /// Reads what [`Self::to_json`] wrote.
    pub fn read(text: &str) -> Result<Self, CapsuleError> {
        if text.len() > CAPSULE_BYTES_MAX {
            return Err(CapsuleError::TooLarge { bytes: text.len() });
        }
        let unreadable = |error: serde_json::Error| CapsuleError::Unreadable(error.to_string());
        let AnyFormat { format } = serde_json::from_str(text).map_err(unreadable)?;
        if format != FORMAT {
            return Err(CapsuleError::OtherFormat { found: format });
        }
        serde_json::from_str(text).map_err(unreadable)
    }
}

/// What a capsule is known by: half of the sha256 of its text.
pub(crate) fn id_of(text: &str) -> CapsuleId {
    CapsuleId::new(hex(&Sha256::digest(text)[..16]))
}

#[cfg(test)]
pub(crate) mod tests {
    use mitra_core::ids::CitizenId;
    use mitra_core::turn::TurnReport;

    use super::*;
    use crate::answers::{FoundRecord, RecordAnswer, Whose};

    /// A turn of a citizen who wrote this.
    pub(crate) fn turn(text: &str) -> Turn {
        Turn {
            id: TurnId::new("turn-1"),
            citizen: CitizenId(4711),
            department: DepartmentId::parse("energy").expect("a slug"),
            pseudonym: Pseudonym::new("p"),
            language: Language::Te,
            service: ServiceId::parse("bill").expect("a slug"),
            event: TurnEvent::Text(text.to_owned()),
            state: Some(GuestState { schema: 3, bytes: vec![0, 255] }),
            now: Timestamp(1_795_773_600_000),
            seed: TurnSeed::new([7; 32]),
            media_key: MediaKey::new([9; 32]),
        }
    }

    /// The same as a capsule, which read one record with this value.
    pub(crate) fn capsule(text: &str, value: &[u8]) -> Capsule {
        let found = FoundRecord { version: 5, value: Bytes(value.to_vec()) };
        let record =
            RecordAnswer { of: Whose::Citizen, key: "consumer".to_owned(), found: Some(found) };
        let answers = Answers { records: vec![record], ..Answers::default() };
        let did = Did::of(&TurnReport::failed(mitra_core::turn::TurnFault::Refused {
            body: format!("not {text}"),
        }));
        let settings = Settings::default();
        Capsule::new(ReleaseDigest::new("release"), &turn(text), &settings, answers, did)
    }

    #[test]
    fn a_capsule_is_read_back_and_says_nothing_of_who_the_citizen_is() {
        let capsule = capsule("1234", b"\x00\xff");
        let text = capsule.to_json();
        assert_eq!(Capsule::read(&text), Ok(capsule.clone()));
        assert!(!text.contains("4711"), "{text}");
        let again = capsule.turn().expect("it can be repeated");
        let mut was = turn("1234");
        (was.citizen, was.media_key) = (CITIZEN, MediaKey::new(MEDIA_KEY));
        assert_eq!(again, was);
    }

    #[test]
    fn what_is_none_or_of_another_format_is_refused() {
        let text = capsule("a", b"").to_json();
        let other = text.replacen("\"format\":1", "\"format\":2", 1);
        assert_eq!(Capsule::read(&other), Err(CapsuleError::OtherFormat { found: 2 }));
        let seed = text.replacen("0707", "07", 1);
        let seed = Capsule::read(&seed).expect("it is text").turn();
        assert!(matches!(seed, Err(CapsuleError::Unreadable(_))), "{seed:?}");
        for none in ["", "{}", "[]", "{\"format\":1}", &text[1..], &format!("{text}}}")] {
            let read = Capsule::read(none);
            assert!(matches!(read, Err(CapsuleError::Unreadable(_))), "{none}: {read:?}");
        }
    }

    #[test]
    fn a_capsule_has_at_most_a_mebibyte() {
        let key = MediaKey::new(MEDIA_KEY);
        let bytes = capsule("a", b"").to_json().len();
        let room = CAPSULE_BYTES_MAX - bytes;
        let largest = capsule("a", &vec![b'x'; room]).written(&key).expect("it fits");
        assert!(Capsule::read(&largest).is_ok());
        let beyond = capsule("a", &vec![b'x'; room + 1]).written(&key);
        let too_large = CapsuleError::TooLarge { bytes: CAPSULE_BYTES_MAX + 1 };
        assert_eq!(beyond, Err(too_large.clone()));
        assert_eq!(Capsule::read(&format!("{largest} ")), Err(too_large));
    }
}
