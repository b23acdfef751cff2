use cap_std::fs::Dir;
use mitra_certificates::trust_list::{KEY_LEAD, next_number, sign};
use mitra_certificates::{KeyPair, KeyPeriod, add_key, rotate};
use mitra_core::language::Localized;
use mitra_verifier::{KeyId, SignedTrustList, TRUST_LIST_LIFE, TrustKey, TrustKeys, TrustList};

use super::*;
use crate::config::EXAMPLE;

const NOW: Timestamp = Timestamp(1_795_000_000_000);
const DAY: Duration = Duration::from_hours(24);

/// A folder with a root key, an authority with one key, and a list with it.
struct Office {
    folder: tempfile::TempDir,
    keys: Dir,
    root: KeyPair,
    config: Config,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("keys")).expect("a folder");
        let keys = Dir::open_ambient_dir(at("keys"), cap_std::ambient_authority()).expect("it is");
        let period = KeyPeriod { from: NOW.before(DAY), until: NOW.after(100 * DAY) };
        add_key(&keys, period).expect("a key");
        let text = |it: &str| Localized { te: it.into(), en: it.into(), hi: it.into() };
        let root = KeyPair::generate();
        let roots: TrustKeys =
            [TrustKey::new(&root.public(), text("Registrar"))].into_iter().collect();
        std::fs::write(at("trust-keys.json"), roots.to_json()).expect("written");
        let mut config: Config = toml::from_str(EXAMPLE).expect("it is what it should be");
        let section = format!(
            "trust_list = '{}'\ntrust_keys = '{}'",
            at("trust-list").display(),
            at("trust-keys.json").display()
        );
        config.certificates = Some(toml::from_str(&section).expect("a section"));
        let authority = format!(
            "id = 'tahsildar'\nissuer = 'https://a.in/tahsildar'\nkeys = '{}'\n\
             name = {{ te = 'a', en = 'a', hi = 'a' }}",
            at("keys").display()
        );
        config.authorities = vec![toml::from_str(&authority).expect("a section")];
        let office = Self { folder, keys, root, config };
        office.publish(&office.draft(), 1, NOW.before(DAY));
        office
    }

    fn draft(&self) -> TrustList {
        let authority = load(&self.config.authorities[0]).expect("it has keys");
        TrustList { authorities: vec![authority.to_publish()] }
    }

    fn publish(&self, list: &TrustList, number: u32, at: Timestamp) {
        let bytes = sign(list.clone(), number, &self.root, at, TRUST_LIST_LIFE);
        std::fs::write(self.folder.path().join("trust-list"), bytes).expect("written");
    }

    fn open(&self, now: Timestamp) -> Result<Arc<Signing>, String> {
        let opened = Signing::open(&self.config, now).map_err(|error| with_causes(&error))?;
        Ok(opened.expect("somebody signs"))
    }
}

/// The key that signs now.
fn signs(signing: &Signing, now: Timestamp) -> Option<KeyId> {
    let authorities = signing.current();
    let keys = authorities.keys(now).remove(0).1;
    let is_signing =
        |key: &&mitra_certificates::ShownKey| key.state == mitra_certificates::KeyState::SignsNow;
    keys.iter().find(is_signing).map(|key| key.id)
}

#[test]
fn a_key_follows_another_one_by_the_clock_while_the_host_runs() {
    let office = Office::new();
    let signing = office.open(NOW).expect("it signs");
    let old = signs(&signing, NOW).expect("it signs");
    let made = rotate(&office.keys, NOW, KEY_LEAD, 365 * DAY).expect("a key");
    signing.read_again(NOW).expect("nothing is wrong");
    assert_eq!(signs(&signing, NOW), Some(old));
    assert_eq!(signs(&signing, made.period.from), None, "nobody has signed a list with it yet");
    let before = signing.current().published().clone();
    office.publish(&office.draft(), next_number(Some(&before)).expect("2"), NOW.after(DAY));
    signing.read_again(NOW.after(DAY)).expect("nothing is wrong");
    assert_eq!(signs(&signing, Timestamp(made.period.from.0 - 1_000)), Some(old));
    assert_eq!(signs(&signing, made.period.from), Some(made.new.id));
}

#[test]
fn a_list_that_cannot_be_trusted_is_not_published() {
    let office = Office::new();
    let signing = office.open(NOW).expect("it signs");
    let number = || signing.current().published().claims().number;
    office.publish(&office.draft(), 7, NOW);
    signing.read_again(NOW).expect("nothing is wrong");
    assert_eq!(number(), 7);
    office.publish(&office.draft(), 6, NOW);
    let refused = signing.read_again(NOW).expect_err("it is an old one").to_string();
    assert!(
        refused.starts_with("E0662: the trust list") && refused.contains("number 6"),
        "{refused}"
    );
    let over = NOW.after(TRUST_LIST_LIFE);
    office.publish(&office.draft(), 8, NOW);
    let refused = signing.read_again(over).expect_err("its time is over").to_string();
    assert!(refused.starts_with("E0661: "), "{refused}");
    std::fs::write(office.folder.path().join("trust-list"), "no list").expect("written");
    let refused = signing.read_again(NOW).expect_err("it is none").to_string();
    assert!(refused.starts_with("E0660: "), "{refused}");
    assert_eq!(number(), 7);
    // Nor does a host begin with one.
    assert!(office.open(NOW).expect_err("it is none").starts_with("E0660: "));
    let stranger = Office::new();
    let theirs = std::fs::read(stranger.folder.path().join("trust-list")).expect("a list");
    std::fs::write(office.folder.path().join("trust-list"), theirs).expect("written");
    let refused = office.open(NOW).expect_err("another root key signed it");
    assert!(refused.contains("no key that you trust has signed it"), "{refused}");
}

#[test]
fn a_list_that_trusts_an_authority_no_more_is_published_and_nothing_is_signed() {
    let office = Office::new();
    let signing = office.open(NOW).expect("it signs");
    office.publish(&TrustList::default(), 2, NOW);
    let refused = signing.read_again(NOW).expect_err("it cannot sign").to_string();
    assert!(refused.contains("authority `tahsildar` cannot sign"), "{refused}");
    assert_eq!(signing.current().published().claims().number, 2);
    assert_eq!(signs(&signing, NOW), None);
    assert!(office.open(NOW).is_err());
}

#[test]
fn a_list_that_ends_soon_is_complained_of_once_a_day() {
    let fourteen = 14 * 86_400;
    let mut said = Said::default();
    assert!(!said.complains(fourteen, NOW));
    assert!(said.complains(fourteen - 1, NOW));
    assert!(!said.complains(fourteen - 2, Timestamp(NOW.after(DAY).0 - 1)));
    assert!(said.complains(-1, NOW.after(DAY)), "its time is over");
    let office = Office::new();
    let signing = office.open(NOW).expect("it signs");
    let until = NOW.before(DAY).after(TRUST_LIST_LIFE);
    assert_eq!(signing.ends_in_seconds(until.before(DAY)), 86_400);
    assert_eq!(signing.ends_in_seconds(until.after(DAY)), -86_400);
}

#[test]
fn the_list_is_the_one_that_the_root_key_signed() {
    let office = Office::new();
    let signing = office.open(NOW).expect("it signs");
    let bytes = std::fs::read(office.folder.path().join("trust-list")).expect("a list");
    assert_eq!(signing.current().published().bytes(), bytes);
    let read = SignedTrustList::read(&bytes, &signing.roots, NOW, Some(1)).expect("it is good");
    assert_eq!(read.list(), &office.draft());
}
