use mitra_core::certificate::ListPlace;
use mitra_core::language::Localized;
use mitra_verifier::{Rejected, Signed, SignedList, TRUST_LIST_LIFE, who_signed};

use super::*;
use crate::authority::{Authorities, Authority};
use crate::claims::tests::{ISSUER_URL, certificate};
use crate::keyring::{AuthorityKey, KeyPeriod, add_key, load_keys, rotate};
use crate::state::KeyState;
use crate::test_root::TestRoot;

const NOW: Timestamp = Timestamp(1_763_000_000_000);
const DAY: Duration = Duration::from_hours(24);
const PLACE: ListPlace = ListPlace { list: 0, index: 7 };

fn authority(keys: Vec<AuthorityKey>) -> Authority {
    let id = AuthorityId::parse("tahsildar").unwrap();
    let text = || "Tahsildar".to_owned();
    let name = Localized { te: text(), en: text(), hi: text() };
    Authority { id, issuer: ISSUER_URL.to_owned(), name, keys, kinds: Vec::new() }
}

fn draft(authorities: &[&Authority]) -> TrustList {
    TrustList { authorities: authorities.iter().map(|it| it.to_publish()).collect() }
}

fn key(from: Timestamp, until: Timestamp) -> AuthorityKey {
    AuthorityKey { pair: KeyPair::generate(), period: KeyPeriod { from, until } }
}

fn signed(list: &SignedTrustList, code: &str) -> Result<Signed, Rejected> {
    who_signed(code, list.list())
}

/// A folder with one key that has signed for a day, and signs for a hundred more.
fn folder() -> (tempfile::TempDir, cap_std::fs::Dir) {
    let folder = tempfile::tempdir().unwrap();
    let dir = cap_std::fs::Dir::open_ambient_dir(folder.path(), cap_std::ambient_authority());
    let dir = dir.unwrap();
    add_key(&dir, KeyPeriod { from: NOW.before(DAY), until: NOW.after(100 * DAY) }).unwrap();
    (folder, dir)
}

#[test]
fn a_rotation_goes_by_the_clock_and_nobody_notices() {
    let root = TestRoot::new();
    let (_folder, dir) = folder();
    let old = authority(load_keys(&dir).unwrap());
    let first = root.publish(draft(&[&old]), 1, NOW.before(DAY));
    let certificate = certificate();
    let code = |host: &Authorities, at| host.code(&certificate, PLACE, at).unwrap();
    let before = code(&Authorities::new([old.clone()], first.clone()), NOW);

    // The new key is made; the host has it before anybody else does, and goes on with the old one.
    let made = rotate(&dir, NOW, KEY_LEAD, 730 * DAY).unwrap();
    let begins = made.period.from;
    let both = authority(load_keys(&dir).unwrap());
    let host = Authorities::new([both.clone()], first.clone());
    let states = |host: &Authorities, at| {
        let keys = host.keys(at).remove(0).1;
        keys.iter().map(|key| key.state).collect::<Vec<_>>()
    };
    assert_eq!(states(&host, NOW), [KeyState::SignsNow, KeyState::NotPublished]);
    let [old_id, new_id] = [both.keys[0].pair.id(), made.new.id];
    assert_eq!(signed(&first, &code(&host, NOW)).unwrap().key, old_id);

    // A day later the list with it is signed and published.
    let list = draft(&[&both]);
    let told = changes(Some(&first), &list, NOW.after(DAY), false).unwrap();
    let id = || both.id.clone();
    assert_eq!(told, [Change::OtherTime(id(), old_id), Change::NewKey(id(), new_id)]);
    let second = root.publish(list, next_number(Some(&first)).unwrap(), NOW.after(DAY));
    let host = Authorities::new([both.clone()], second.clone());
    let during = code(&host, Timestamp(begins.0 - 1_000));
    let after = code(&host, begins);
    assert_eq!(states(&host, begins.before(DAY)), [KeyState::SignsNow, KeyState::Published]);
    assert_eq!(states(&host, begins), [KeyState::OnlyChecks, KeyState::SignsNow]);

    // Whoever has the new list checks all three, and who has the first one those that the old key signed.
    let signers = [&before, &during, &after].map(|code| signed(&second, code).map(|it| it.key));
    assert_eq!(signers, [Ok(old_id), Ok(old_id), Ok(new_id)]);
    let signers = [&before, &during, &after].map(|code| signed(&first, code).map(|it| it.key));
    assert_eq!(signers, [Ok(old_id), Ok(old_id), Err(Rejected::UnknownKey)]);
    // Statuses of old certificates are told by the new key.
    let list = host.status_list(&certificate.authority, 0, &[], begins).unwrap();
    let list = [SignedList::read(&list).unwrap()];
    for code in [&before, &after] {
        assert_eq!(signed(&second, code).unwrap().stands(&list, begins), Ok(()));
    }
    // When all of it is over, nothing signs, and all is checked; out of the list, the old key is of no use.
    let over = begins.after(730 * DAY);
    let third = root.publish(second.list().clone(), 3, over);
    let host = Authorities::new([authority(load_keys(&dir).unwrap())], third);
    assert_eq!(states(&host, over), [KeyState::OnlyChecks; 2]);
    assert_eq!(signed(host.published(), &before).unwrap().key, old_id);
    let mut without = second.list().clone();
    without.authorities[0].keys.remove(0);
    let told = changes(Some(&second), &without, over, false).unwrap();
    assert_eq!(told, [Change::LostKey(id(), old_id)]);
    let host =
        Authorities::new([authority(load_keys(&dir).unwrap())], root.publish(without, 4, over));
    assert_eq!(states(&host, over), [KeyState::Ended, KeyState::OnlyChecks]);
}

#[test]
fn what_a_key_signed_before_its_beginning_is_not_good() {
    let root = TestRoot::new();
    let mut early = key(NOW.before(DAY), NOW.after(100 * DAY));
    let hasty = Authorities::new(
        [authority(vec![early.clone()])],
        root.publish(draft(&[&authority(vec![early.clone()])]), 1, NOW),
    );
    let code = hasty.code(&certificate(), PLACE, NOW).unwrap();
    early.period.from = NOW.after(DAY);
    let published = root.publish(draft(&[&authority(vec![early])]), 2, NOW);
    assert_eq!(signed(&published, &code), Err(Rejected::KeyNotValid));
}

#[test]
fn a_key_that_follows_begins_when_everybody_can_have_it() {
    assert!(KEY_LEAD > TRUST_LIST_KEPT, "lists are kept for so long, and signed before");
    let root = TestRoot::new();
    let old = key(NOW.before(DAY), NOW.after(100 * DAY));
    let before = root.publish(draft(&[&authority(vec![old.clone()])]), 1, NOW.before(DAY));
    let with =
        |from: Timestamp| draft(&[&authority(vec![old.clone(), key(from, from.after(100 * DAY))])]);
    let earliest = NOW.after(KEY_LEAD_MIN);
    assert!(changes(Some(&before), &with(earliest), NOW, false).is_ok());
    let soon = with(Timestamp(earliest.0 - 1_000));
    let refused = changes(Some(&before), &soon, NOW, false).unwrap_err();
    let words = "it may begin 5 days after this list is signed";
    assert!(refused.to_string().contains(words), "{refused}");
    assert!(changes(Some(&before), &soon, NOW, true).is_ok(), "the old one was stolen");
    assert!(changes(None, &soon, NOW, false).is_ok(), "nobody has a list yet");
    let nobody = root.publish(draft(&[&authority(Vec::new())]), 1, NOW);
    assert!(changes(Some(&nobody), &soon, NOW, false).is_ok(), "it follows none");
    // One that everybody has must not begin earlier than they know either.
    let known = with(NOW.after(30 * DAY));
    let published = root.publish(known.clone(), 2, NOW);
    assert!(changes(Some(&published), &known, NOW.after(29 * DAY), false).is_ok());
    let mut earlier = authority(vec![old]);
    earlier.keys.push(key(NOW.after(30 * DAY), NOW.after(90 * DAY)));
    let published = root.publish(draft(&[&earlier]), 3, NOW);
    earlier.keys[1].period.from = NOW.after(DAY);
    let refused = changes(Some(&published), &draft(&[&earlier]), NOW, false);
    assert!(matches!(refused, Err(NotSigned::TooSoon { .. })), "{refused:?}");
}

#[test]
fn what_changes_is_told_and_what_is_no_list_is_not_signed() {
    let root = TestRoot::new();
    let one = authority(vec![key(NOW, NOW.after(DAY))]);
    let two = Authority {
        id: AuthorityId::parse("collector").unwrap(),
        issuer: "https://certificates.example.gov.in/collector".to_owned(),
        ..authority(Vec::new())
    };
    let before = root.publish(draft(&[&one]), 1, NOW);
    assert_eq!(changes(Some(&before), &draft(&[&one]), NOW, false), Ok(Vec::new()));
    let told = changes(Some(&before), &draft(&[&two]), NOW, false).unwrap();
    let ids = [two.id.clone(), one.id.clone()];
    assert_eq!(told, [Change::NewAuthority(ids[0].clone()), Change::LostAuthority(ids[1].clone())]);
    let renamed = Authority { issuer: two.issuer.clone(), ..one.clone() };
    let told = changes(Some(&before), &draft(&[&renamed]), NOW, false).unwrap();
    assert_eq!(told, [Change::OtherAuthority(one.id.clone())]);
    let twins = [draft(&[&one, &one]), draft(&[&two, &renamed])];
    for list in twins {
        assert!(matches!(changes(None, &list, NOW, false), Err(NotSigned::Twice(_))));
    }
    let strange = draft(&[&one]).to_json().replace("\"P-256\"", "\"Ed25519\"");
    let strange = TrustList::parse(&strange).unwrap();
    assert!(matches!(changes(None, &strange, NOW, false), Err(NotSigned::NoKey { .. })));
    let last = root.publish(draft(&[&one]), u32::MAX, NOW);
    assert_eq!(next_number(None), Ok(1));
    assert_eq!(next_number(Some(&before)), Ok(2));
    assert_eq!(next_number(Some(&last)), Err(NotSigned::NoNumber));
}

#[test]
fn a_list_is_signed_for_as_long_as_is_said() {
    let root = TestRoot::new();
    let bytes = sign(TrustList::default(), 7, &root.key, NOW, TRUST_LIST_LIFE);
    let read = SignedTrustList::signed(&bytes, &root.roots).unwrap();
    let claims = read.claims();
    assert_eq!((claims.number, claims.issued_at), (7, NOW));
    assert_eq!(claims.good_until, NOW.after(TRUST_LIST_LIFE));
}
