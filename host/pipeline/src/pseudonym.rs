//! Keyed hashes: what stands for citizens, turns and identity numbers towards departments, what names their files, what
//! stands for orders towards the payment provider, and where chance comes from.

use hmac::{Hmac, KeyInit, Mac};
use mitra_core::clock::Timestamp;
use mitra_core::form::IdentityTokens;
use mitra_core::hex::hex;
use mitra_core::identity::Secret;
use mitra_core::ids::{
    CitizenId, DepartmentId, OrderReference, PhoneNumberId, Pseudonym, TurnId, Wamid,
};
use mitra_core::media::MediaKey;
use mitra_core::notice::NoticeId;
use mitra_core::payment::{RefundId, RefundKey};
use mitra_core::share::CitizenLot;
use mitra_core::timer::FiredTimer;
use mitra_core::turn::TurnSeed;
use sha2::Sha256;

/// How many bytes of the hash are kept: 128 bits.
const KEPT_BYTES: usize = 16;

/// Makes pseudonyms, turn ids, seeds, tokens and keys of files. The key stays with the host; without it none of them
/// can be traced back.
#[derive(Debug, Clone)]
pub(crate) struct Pseudonyms {
    key: Secret,
}

/// Whether an order's reference has the form of those that are made here.
pub(crate) fn may_be_order(order: &OrderReference) -> bool {
    let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    order.as_str().len() == 2 * KEPT_BYTES && order.as_str().bytes().all(is_hex)
}

impl Pseudonyms {
    pub(crate) fn new(key: Secret) -> Self {
        Self { key }
    }

    /// The citizen as `department` knows them. **Invariant I8:** no two departments can compare theirs.
    pub(crate) fn citizen(&self, department: &DepartmentId, citizen: CitizenId) -> Pseudonym {
        Pseudonym::new(self.hash(&["citizen", department.as_str(), &citizen.to_string()]))
    }

    /// The id of the turn that answers a message; the same however often the turn is run.
    pub(crate) fn turn(&self, number: &PhoneNumberId, wamid: &Wamid) -> TurnId {
        TurnId::new(self.hash(&["turn", number.as_str(), wamid.as_str()]))
    }

    /// Where that turn's chance comes from; as hard to guess as the key.
    pub(crate) fn seed(&self, number: &PhoneNumberId, wamid: &Wamid) -> TurnSeed {
        TurnSeed::new(self.mac(&["seed", number.as_str(), wamid.as_str()]))
    }

    /// The id of the turn that answers a timer: that of the turn that set it tells it from all others, in other
    /// databases too, and stays the same when the timer is put off.
    pub(crate) fn timer_turn(&self, fired: &FiredTimer) -> TurnId {
        TurnId::new(self.hash(&timer_parts("timer", fired)))
    }

    /// Where that turn's chance comes from.
    pub(crate) fn timer_seed(&self, fired: &FiredTimer) -> TurnSeed {
        TurnSeed::new(self.mac(&timer_parts("timer seed", fired)))
    }

    /// Stands for the turn that set a notice's timer, which has none: the id of a notice may be given again after a
    /// while, the instant with it may not.
    pub(crate) fn notice(&self, department: &DepartmentId, id: &NoticeId, at: Timestamp) -> TurnId {
        TurnId::new(self.hash(&["notice", department.as_str(), id.as_str(), &at.0.to_string()]))
    }

    /// What the provider knows the order of a turn by: a turn asks for one at most.
    pub(crate) fn order(&self, turn: &TurnId) -> OrderReference {
        OrderReference::new(self.hash(&["order", turn.as_str()]))
    }

    /// What a refund is known by: one for each payment and key.
    pub(crate) fn refund(&self, order: &OrderReference, key: &RefundKey) -> RefundId {
        RefundId::new(self.hash(&["refund", order.as_str(), key.as_str()]))
    }

    /// Makes the names by which `department` knows this citizen's files.
    /// **Invariant I8:** no two departments, and no two citizens, have one key.
    pub(crate) fn media_key(&self, department: &DepartmentId, citizen: CitizenId) -> MediaKey {
        MediaKey::new(self.mac(&["media", department.as_str(), &citizen.to_string()]))
    }

    /// What stands for the citizen where some are drawn to meet a release.
    pub(crate) fn lot(&self, citizen: CitizenId) -> CitizenLot {
        let mac = self.mac(&["lot", &citizen.to_string()]);
        CitizenLot(u64::from_be_bytes(std::array::from_fn(|n| mac[n])))
    }

    fn hash(&self, parts: &[&str]) -> String {
        hex(&self.mac(parts)[..KEPT_BYTES])
    }

    fn mac(&self, parts: &[&str]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.key.reveal().as_bytes())
            .expect("HMAC takes keys of every length");
        for part in parts {
            mac.update(part.as_bytes());
            // A byte that no part contains keeps ("ab", "c") and ("a", "bc") apart.
            mac.update(&[0]);
        }
        mac.finalize().into_bytes().into()
    }
}

/// What tells a timer from all others: the turn that set it, and its name. A payment can end twice.
fn timer_parts<'a>(what: &'a str, fired: &'a FiredTimer) -> Vec<&'a str> {
    let mut parts = vec![what, fired.timer.set_by.as_str(), fired.key.name.as_str()];
    parts.extend(fired.payment().map(|update| update.end.name()));
    parts
}

impl IdentityTokens for Pseudonyms {
    fn aadhaar(&self, department: &DepartmentId, number: &str) -> String {
        self.hash(&["aadhaar", department.as_str(), number])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citizen_has_another_pseudonym_in_every_department() {
        let pseudonyms = Pseudonyms::new(Secret::new("key"));
        let of = |department: &str, citizen| {
            pseudonyms.citizen(&DepartmentId::parse(department).unwrap(), CitizenId(citizen))
        };
        assert_eq!(of("energy", 7), of("energy", 7));
        assert_ne!(of("energy", 7), of("grievance", 7));
        assert_ne!(of("energy", 7), of("energy", 8));
        assert_ne!(
            of("energy", 7),
            Pseudonyms::new(Secret::new("other"))
                .citizen(&DepartmentId::parse("energy").unwrap(), CitizenId(7))
        );
        assert_eq!(of("energy", 7).as_str().len(), 32);
    }

    #[test]
    fn a_number_has_another_token_in_every_department_and_whoever_sends_it() {
        let pseudonyms = Pseudonyms::new(Secret::new("key"));
        let token = |department: &str, number: &str| {
            pseudonyms.aadhaar(&DepartmentId::parse(department).unwrap(), number)
        };
        assert_eq!(token("energy", "234123412346"), token("energy", "234123412346"));
        assert_ne!(token("energy", "234123412346"), token("grievance", "234123412346"));
        assert_ne!(token("energy", "234123412346"), token("energy", "234123412347"));
        assert_eq!(token("energy", "234123412346").len(), 32);
        let other = Pseudonyms::new(Secret::new("other"));
        let energy = DepartmentId::parse("energy").unwrap();
        assert_ne!(token("energy", "234123412346"), other.aadhaar(&energy, "234123412346"));
    }

    #[test]
    fn an_order_of_ours_has_a_form_of_its_own() {
        let order = Pseudonyms::new(Secret::new("key")).order(&TurnId::new("turn"));
        assert!(may_be_order(&order));
        for other in ["", "TS1989", "0123456789ABCDEF0123456789ABCDEF"] {
            assert!(!may_be_order(&OrderReference::new(other)), "{other}");
        }
    }

    #[test]
    fn files_have_other_names_for_every_department_and_every_citizen() {
        let pseudonyms = Pseudonyms::new(Secret::new("key"));
        let key = |department: &str, citizen| {
            pseudonyms.media_key(&DepartmentId::parse(department).unwrap(), CitizenId(citizen))
        };
        assert_eq!(key("energy", 7), key("energy", 7));
        assert_ne!(key("energy", 7), key("grievance", 7));
        assert_ne!(key("energy", 7), key("energy", 8));
    }

    #[test]
    fn a_message_has_one_seed_and_no_other_message_has_it() {
        let pseudonyms = Pseudonyms::new(Secret::new("key"));
        let seed = |number: &str, wamid: &str| {
            pseudonyms.seed(&PhoneNumberId::new(number), &Wamid::new(wamid))
        };
        assert_eq!(seed("1", "wamid.A"), seed("1", "wamid.A"));
        assert_ne!(seed("1", "wamid.A"), seed("1", "wamid.B"));
        assert_ne!(seed("1", "wamid.A"), seed("2", "wamid.A"));
        // What the department knows of the turn says nothing of its chance.
        let id = pseudonyms.turn(&PhoneNumberId::new("1"), &Wamid::new("wamid.A"));
        assert!(!hex(seed("1", "wamid.A").bytes()).contains(id.as_str()));
    }
}
