//! Whether a release may be looked at further: who vouches for it, until when, and whether it is new.

use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::ids::{DepartmentId, ReleaseDigest};

use crate::archive::Artifact;
use crate::envelope::Envelope;
use crate::instant::show_instant as show;
use crate::key::KeyId;
use crate::keys::Keys;
use crate::statement::{COMPONENT, Statement};

/// How far a release's own clock may be ahead of ours.
const CLOCKS_APART: Duration = Duration::from_mins(5);

/// What a release is held against.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// The department that it is staged for.
    pub department: &'a DepartmentId,
    /// Whom the operator trusts.
    pub keys: &'a Keys,
    /// Now.
    pub now: Timestamp,
    /// When the release that is live was made, if one is.
    pub live: Option<Timestamp>,
}

/// A release that enough trusted keys vouch for.
#[derive(Debug, Clone)]
pub struct Verified {
    artifact: Artifact,
    signers: Vec<KeyId>,
}

/// Why a release is refused. Each says who must do what.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody has signed it.
    #[error("E0601: nobody has signed the release: its vendor must, with `mitra sign`")]
    Unsigned,
    /// Too few of those who may have signed it.
    #[error(
        "E0601: {found} of the {wanted} signatures that `{department}` needs are there{}",
        doubts(.others)
    )]
    Signatures {
        /// Whose releases need them.
        department: DepartmentId,
        /// How many there are.
        found: usize,
        /// How many there must be.
        wanted: usize,
        /// What is wrong with the others.
        others: Vec<(KeyId, Doubt)>,
    },
    /// It is another department's.
    #[error("E0602: the release is of `{found}`, and was staged for `{wanted}`")]
    OtherDepartment {
        /// Whose it is.
        found: DepartmentId,
        /// For whom it was staged.
        wanted: DepartmentId,
    },
    /// It is too old.
    #[error("E0603: the release expired at {}: its vendor must sign a new one", show(*.0))]
    Expired(Timestamp),
    /// It comes from the future.
    #[error("E0603: the release says that it was made at {}, which is to come: somebody's clock is wrong", show(*.0))]
    FromTheFuture(Timestamp),
    /// Its component is for another contract than its statement says.
    #[error(
        "E0625: the release says that it is written for `{stated}`, and its component is for `{found}`: \
         its vendor must sign it anew, with `mitra sign`"
    )]
    OtherContract {
        /// What the statement says.
        stated: String,
        /// What the component is for.
        found: String,
    },
    /// Its component is for no contract, with the reason and a code of its own.
    #[error("{0}")]
    Component(String),
    /// One that was made later, or just then, is live.
    #[error(
        "E0604: the release was made at {}, and what is live at {}: an earlier one is only taken by a roll-back",
        show(*.made),
        show(*.live)
    )]
    Replayed {
        /// When it was made.
        made: Timestamp,
        /// When what is live was made.
        live: Timestamp,
    },
}

/// Why a signature does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// Nobody registered its key.
    #[error("is not registered")]
    Unknown,
    /// Its key is trusted no more.
    #[error("is revoked")]
    Revoked,
    /// Its key is for another department, or for something else.
    #[error("may not sign releases of this department")]
    NotTheirs,
    /// It is not what this key makes of this statement.
    #[error("did not make this signature")]
    Wrong,
}

fn doubts(others: &[(KeyId, Doubt)]) -> String {
    let doubt = |(key, doubt): &(KeyId, Doubt)| format!("; the key {key} {doubt}");
    others.iter().map(doubt).collect::<Vec<_>>().concat()
}

impl Verified {
    /// Verifies a release. `contract` says which contract a component is written for, or why none: it is asked last, of
    /// bytes that somebody trusted vouches for.
    pub fn new(
        artifact: Artifact,
        against: Against<'_>,
        contract: impl FnOnce(&[u8]) -> Result<String, String>,
    ) -> Result<Self, Refusal> {
        let Against { department, keys, now, live } = against;
        let statement = artifact.statement();
        if statement.department != *department {
            let (found, wanted) = (statement.department.clone(), department.clone());
            return Err(Refusal::OtherDepartment { found, wanted });
        }
        let signers = signers(&artifact, department, keys)?;
        if now >= statement.expires_at {
            return Err(Refusal::Expired(statement.expires_at));
        }
        let made = statement.created_at;
        if made > now.after(CLOCKS_APART) {
            return Err(Refusal::FromTheFuture(made));
        }
        if let Some(live) = live.filter(|live| made <= *live) {
            return Err(Refusal::Replayed { made, live });
        }
        let component = artifact.file(COMPONENT).unwrap_or_default();
        let (stated, found) =
            (statement.contract.clone(), contract(component).map_err(Refusal::Component)?);
        if found != stated {
            return Err(Refusal::OtherContract { stated, found });
        }
        Ok(Self { artifact, signers })
    }

    /// The release.
    pub fn artifact(&self) -> &Artifact {
        &self.artifact
    }

    /// Its identity.
    pub fn digest(&self) -> &ReleaseDigest {
        self.artifact.digest()
    }

    /// What it says of itself.
    pub fn statement(&self) -> &Statement {
        self.artifact.statement()
    }

    /// Who vouches for it.
    pub fn signers(&self) -> &[KeyId] {
        &self.signers
    }
}

/// The registered approver who has signed a release's statement, if there is one: then it may ask for more than the one
/// before it. `signed` is the release's envelope with that signature.
pub fn approver(artifact: &Artifact, signed: &Envelope, keys: &Keys) -> Option<KeyId> {
    let department = &artifact.statement().department;
    if signed.payload() != artifact.envelope().payload() {
        return None;
    }
    let agreed = |id: &KeyId| {
        let key = keys.get(id).filter(|key| key.may_approve(department));
        key.is_some_and(|key| signed.is_signed_by(&key.public))
    };
    signed.signers().find(agreed)
}

/// Those who vouch for a release, if they are enough.
fn signers(
    artifact: &Artifact,
    department: &DepartmentId,
    keys: &Keys,
) -> Result<Vec<KeyId>, Refusal> {
    let envelope = artifact.envelope();
    if envelope.signers().next().is_none() {
        return Err(Refusal::Unsigned);
    }
    let (mut signers, mut others) = (Vec::new(), Vec::new());
    for id in envelope.signers() {
        let doubt = match keys.get(&id) {
            None => Some(Doubt::Unknown),
            Some(key) => key
                .doubt(department)
                .or_else(|| (!envelope.is_signed_by(&key.public)).then_some(Doubt::Wrong)),
        };
        match doubt {
            None if signers.contains(&id) => {}
            None => signers.push(id),
            Some(doubt) => others.push((id, doubt)),
        }
    }
    let (found, wanted) = (signers.len(), keys.threshold(department));
    if found < wanted {
        let department = department.clone();
        return Err(Refusal::Signatures { department, found, wanted, others });
    }
    Ok(signers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{Revocation, Role};
    use crate::testing::{NOW, artifact, department, description, files, keys, pair};

    const WATER: Option<&str> = Some("water");

    #[test]
    fn an_approver_agrees_and_nobody_else_does() {
        let approver = |number| (number, Role::Approver, WATER);
        let registered =
            keys(&[(1, Role::Publisher, WATER), approver(2), (3, Role::Approver, None)]);
        let agreed = |number: u8, keys: &Keys| {
            super::approver(&signed_by(&[1]), signed_by(&[1, number]).envelope(), keys)
        };
        for number in [2, 3] {
            assert_eq!(agreed(number, &registered), Some(pair(number).public().id()));
        }
        assert_eq!([agreed(1, &registered), agreed(9, &registered)], [None, None]);
        assert_eq!(agreed(2, &keys(&[(2, Role::Approver, Some("roads"))])), None);
        let mut revoked = registered;
        let revocation = Revocation { at: NOW, reason: "lost".to_owned() };
        revoked.revoke(pair(2).public().id(), revocation).expect("it is registered");
        assert_eq!(agreed(2, &revoked), None);
        let mut other = Artifact::of(
            crate::Description { version: semver::Version::new(9, 9, 9), ..description() },
            files(),
        )
        .expect("a release");
        other.sign(&pair(3)).expect("there is room");
        let of_another = super::approver(&artifact(), other.envelope(), &revoked);
        assert_eq!(of_another, None, "it is another release's");
    }

    fn signed_by(numbers: &[u8]) -> Artifact {
        let mut release = artifact();
        for number in numbers {
            release.sign(&pair(*number)).expect("there is room");
        }
        release
    }

    fn verify(artifact: Artifact, keys: &Keys) -> Result<Verified, Refusal> {
        let department = &department("water");
        let against = Against { department, keys, now: NOW, live: None };
        Verified::new(artifact, against, |_| Ok(description().contract))
    }

    fn said(artifact: Artifact, keys: &Keys) -> String {
        verify(artifact, keys).expect_err("it is refused").to_string()
    }

    #[test]
    fn a_release_is_vouched_for_by_keys_of_its_department() {
        let keys = keys(&[(1, Role::Publisher, WATER)]);
        let verified = verify(signed_by(&[1]), &keys).expect("it is good");
        assert_eq!(verified.signers(), [pair(1).public().id()]);
        assert_eq!(verified.digest(), artifact().digest());
    }

    #[test]
    fn each_doubt_has_its_words() {
        let mut keys = keys(&[
            (1, Role::Publisher, WATER),
            (2, Role::Publisher, Some("roads")),
            (3, Role::Approver, WATER),
            (4, Role::Publisher, WATER),
        ]);
        let revocation = Revocation { at: NOW, reason: "the laptop was stolen".to_owned() };
        keys.revoke(pair(4).public().id(), revocation).expect("it is registered");
        assert_eq!(verify(artifact(), &keys).expect_err("unsigned"), Refusal::Unsigned);
        for (number, words) in [
            (9, "is not registered"),
            (2, "may not sign releases of this department"),
            (3, "may not sign releases of this department"),
            (4, "is revoked"),
        ] {
            let said = said(signed_by(&[number]), &keys);
            assert!(said.contains(words) && said.contains("0 of the 1 signatures"), "{said}");
        }
        // A signature of this key, under another statement.
        let mut other = description();
        other.version = semver::Version::new(9, 9, 9);
        let other = Artifact::of(other, files()).expect("a release");
        let envelope = other.envelope().to_bytes();
        let mut written: serde_json::Value = serde_json::from_slice(&envelope).expect("it is JSON");
        let own: serde_json::Value =
            serde_json::from_slice(&signed_by(&[1]).envelope().to_bytes()).expect("it is JSON");
        written["signatures"] = own["signatures"].clone();
        let envelope = written.to_string();
        let files = files();
        let moved = Artifact::assemble(envelope.as_bytes(), |entry| Ok(files[&entry.name].clone()));
        let said = said(moved.expect("a release"), &keys);
        assert!(said.contains("did not make this signature"), "{said}");
    }

    #[test]
    fn so_many_keys_as_are_wanted_must_sign_each_once() {
        let mut keys = keys(&[(1, Role::Publisher, WATER), (2, Role::Publisher, WATER)]);
        let water = department("water");
        assert!(keys.require(&water, 3).is_err() && keys.require(&water, 0).is_err());
        keys.require(&water, 2).expect("there are two");
        let said = said(signed_by(&[1, 1]), &keys);
        assert!(said.contains("1 of the 2 signatures that `water` needs"), "{said}");
        let verified = verify(signed_by(&[1, 2, 9]), &keys).expect("a stranger takes nothing away");
        assert_eq!(verified.signers().len(), 2);
    }

    #[test]
    fn a_release_has_its_department_and_its_time() {
        let keys = keys(&[(1, Role::Publisher, WATER), (2, Role::Publisher, Some("roads"))]);
        let (water, roads) = (department("water"), department("roads"));
        let against = Against { department: &water, keys: &keys, now: NOW, live: None };
        let verify = |against| {
            let contract = |_: &[u8]| Ok(description().contract);
            Verified::new(signed_by(&[1, 2]), against, contract).map(|_| ())
        };
        let other = verify(Against { department: &roads, ..against });
        assert!(matches!(other, Err(Refusal::OtherDepartment { .. })), "{other:?}");
        let end = description().expires_at;
        let instant = Duration::from_millis(1);
        assert_eq!(verify(Against { now: end.before(instant), ..against }), Ok(()));
        let expired = verify(Against { now: end, ..against });
        assert_eq!(expired, Err(Refusal::Expired(end)));
        let made = description().created_at;
        assert_eq!(verify(Against { now: made.before(CLOCKS_APART), ..against }), Ok(()));
        let early = verify(Against { now: made.before(CLOCKS_APART + instant), ..against });
        assert_eq!(early, Err(Refusal::FromTheFuture(made)));
        assert_eq!(verify(Against { live: Some(made.before(instant)), ..against }), Ok(()));
        let replayed = verify(Against { live: Some(made), ..against });
        assert_eq!(replayed, Err(Refusal::Replayed { made, live: made }));
    }
    #[test]
    fn a_statement_names_the_contract_of_its_component() {
        let registered = keys(&[(1, Role::Publisher, WATER)]);
        let water = department("water");
        let against = Against { department: &water, keys: &registered, now: NOW, live: None };
        let stated = description().contract;
        let refused = |found: &str| {
            let contract = |component: &[u8]| {
                assert_eq!(Some(component), artifact().file(COMPONENT));
                Ok(found.to_owned())
            };
            Verified::new(signed_by(&[1]), against, contract).expect_err("it is another")
        };
        for found in ["mitra:department@1.1.0", "mitra:department@1.0.01", ""] {
            let (stated, found) = (stated.clone(), found.to_owned());
            assert_eq!(refused(&found), Refusal::OtherContract { stated, found });
        }
        let none = |_: &[u8]| Err("E0103: a core module".to_owned());
        let refused = Verified::new(signed_by(&[1]), against, none).expect_err("it is none");
        assert_eq!(refused.to_string(), "E0103: a core module");
        // What nobody trusted vouches for is not looked into.
        let strangers = Keys::default();
        let untrusted = Against { keys: &strangers, ..against };
        let refused = Verified::new(signed_by(&[1]), untrusted, |_| panic!("it is not asked"));
        assert!(matches!(refused, Err(Refusal::Signatures { .. })), "{refused:?}");
    }
}
