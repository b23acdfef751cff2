//! The search over a small government, with what citizens type.

use std::collections::BTreeMap;

use mitra_core::department::{Department, Service};
use mitra_core::ids::ReleaseDigest;
use mitra_core::language::Localized;
use mitra_core::routing::ServedRelease;
use proptest::prelude::*;

use super::*;

/// Department, service, names in English, Telugu and Hindi, other spellings.
const SERVICES: [(&str, &str, [&str; 3], &[&str]); 10] = [
    (
        "energy",
        "bill",
        ["Electricity bill", "కరెంటు బిల్లు", "बिजली बिल"],
        &["current bill", "power bill", "light bill"],
    ),
    (
        "energy",
        "outage",
        ["Power cuts", "విద్యుత్ అంతరాయాలు", "बिजली कटौती"],
        &["no current", "current poyindi", "bijli nahi hai"],
    ),
    (
        "revenue",
        "income",
        ["Income certificate", "ఆదాయ ధ్రువీకరణ పత్రం", "आय प्रमाण पत्र"],
        &["income certificate", "aadaya patram"],
    ),
    (
        "revenue",
        "caste",
        ["Caste certificate", "కుల ధ్రువీకరణ పత్రం", "जाति प्रमाण पत्र"],
        &["kula dhruvapatram", "jati praman patra"],
    ),
    (
        "transport",
        "licence",
        ["Driving licence", "డ్రైవింగ్ లైసెన్స్", "ड्राइविंग लाइसेंस"],
        &["driving license", "dl"],
    ),
    (
        "endowments",
        "darshan",
        ["Temple darshan", "ఆలయ దర్శనం", "मंदिर दर्शन"],
        &["darshan ticket", "temple booking"],
    ),
    (
        "civil-supplies",
        "ration",
        ["Ration card", "రేషన్ కార్డు", "राशन कार्ड"],
        &["rice card", "ration card status"],
    ),
    ("municipal", "tax", ["Property tax", "ఆస్తి పన్ను", "संपत्ति कर"], &["house tax", "inti pannu"]),
    (
        "grievance",
        "register",
        ["Register a grievance", "ఫిర్యాదు నమోదు", "शिकायत दर्ज करें"],
        &["complaint", "firyadu", "shikayat"],
    ),
    (
        "health",
        "arogyasri",
        ["Health card", "ఆరోగ్య కార్డు", "स्वास्थ्य कार्ड"],
        &["arogyasri card", "hospital card"],
    ),
];

/// What citizens type, and what they mean.
const ASKED: [(&str, &str); 24] = [
    ("current bill kattali", "bill"),
    ("karent billu", "bill"),
    ("కరెంట్ బిల్లు కట్టాలి", "bill"),
    ("bijli ka bill", "bill"),
    ("बिजली का बिल", "bill"),
    ("electricity bil", "bill"),
    ("current poindi", "outage"),
    ("power cut", "outage"),
    ("income certificate kavali", "income"),
    ("ఆదాయ ధృవీకరణ పత్రం", "income"),
    ("आय प्रमाण पत्र चाहिए", "income"),
    ("caste certificate", "caste"),
    ("kula druvapatram kavali", "caste"),
    ("jati praman patra", "caste"),
    ("driving licence", "licence"),
    ("driving licens", "licence"),
    ("డ్రైవింగ్ లైసెన్సు", "licence"),
    ("darshanam ticket", "darshan"),
    ("ration kard", "ration"),
    ("రేషన్ కార్డ్", "ration"),
    ("राशन कार्ड", "ration"),
    ("inti pannu", "tax"),
    ("firyadu cheyali", "register"),
    ("shikayat karni hai", "register"),
];

/// What nobody here can help with.
const OFF_TOPIC: [&str; 6] = [
    "tell me a joke",
    "నాకు ఒక కథ చెప్పు",
    "क्रिकेट का स्कोर क्या है",
    "what is the weather",
    "zzzz",
    "😀",
];

fn search() -> Search {
    let mut departments: Vec<Department> = Vec::new();
    for (department, service, [en, te, hi], aliases) in SERVICES {
        let named = |en: &str, te: &str, hi: &str| Localized {
            en: en.to_owned(),
            te: te.to_owned(),
            hi: hi.to_owned(),
        };
        let service = Service {
            id: ServiceId::parse(service).unwrap(),
            name: named(en, te, hi),
            summary: named(en, te, hi),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        };
        match departments.iter_mut().find(|known| known.id.as_str() == department) {
            Some(known) => known.services.push(service),
            None => departments.push(Department {
                id: DepartmentId::parse(department).unwrap(),
                name: named(department, department, department),
                services: vec![service],
                state_schema: 1,
            }),
        }
    }
    let release = || ReleaseDigest::new("r");
    let served =
        departments.into_iter().map(|department| ServedRelease::new(release(), department, false));
    Search::new(&RoutingTable::new(served.map(Into::into)))
}

/// A department that says so, of the words of [`SERVICES`].
fn drawn(id: u8, picks: &[usize]) -> ServedRelease {
    let service = |(n, pick): (usize, &usize)| {
        let (_, _, [en, te, hi], aliases) = SERVICES[pick % SERVICES.len()];
        let name = Localized { en: en.to_owned(), te: te.to_owned(), hi: hi.to_owned() };
        Service {
            id: ServiceId::parse(&format!("s{n}")).unwrap(),
            summary: name.clone(),
            name,
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        }
    };
    let name = SERVICES[usize::from(id) % SERVICES.len()].0;
    let department = Department {
        id: DepartmentId::parse(&format!("d{id}")).unwrap(),
        name: Localized { en: name.to_owned(), te: name.to_owned(), hi: name.to_owned() },
        services: picks.iter().enumerate().map(service).collect(),
        state_schema: 1,
    };
    // Whatever the digest, what is described counts.
    ServedRelease::new(ReleaseDigest::new("r"), department, false)
}

/// The likeness of each service as this module defines it, computed in the plainest way: each text by itself, with
/// nothing shared and no index. The order of sums is the module's.
fn plain_likeness(table: &RoutingTable, query: &str) -> Vec<u32> {
    let mut texts: Vec<(usize, BTreeMap<String, f32>, f32)> = Vec::new();
    let mut n_services = 0;
    for department in table.routes().iter().map(|route| route.department()) {
        for service in &department.services {
            for language in Language::ALL {
                texts.push((n_services, grams(service.name.get(language)), 1.0));
                texts.push((n_services, grams(department.name.get(language)), DEPARTMENT_WEIGHT));
            }
            texts.extend(service.aliases.iter().map(|alias| (n_services, grams(alias), 1.0)));
            n_services += 1;
        }
    }
    let rarity = |gram: &String| {
        let n_with = texts.iter().filter(|(_, grams, _)| grams.contains_key(gram)).count();
        ((1 + texts.len()) as f32 / (1 + n_with) as f32).ln() + 1.0
    };
    let norm = |grams: &BTreeMap<String, f32>| {
        let weights = grams.iter().map(|(gram, n)| n.ln_1p() * rarity(gram));
        weights.map(|weight| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE)
    };
    let (query, mut services) = (grams(query), vec![0.0_f32; n_services]);
    let query_norm = norm(&query);
    for (service, grams, weight) in &texts {
        let text_norm = norm(grams);
        let mut product = 0.0_f32;
        for (gram, n) in &query {
            if let Some(n_in_text) = grams.get(gram) {
                let rarity = rarity(gram);
                product += n.ln_1p() * rarity * rarity * n_in_text.ln_1p();
            }
        }
        let likeness = product / text_norm / query_norm * weight;
        services[*service] = services[*service].max(likeness);
    }
    services.into_iter().map(f32::to_bits).collect()
}

/// The n-grams of a text in the order of the numbers that the index makes of them: shorter ones first.
fn grams(text: &str) -> BTreeMap<String, f32> {
    let mut grams = BTreeMap::new();
    for word in fold::fold(text).split(' ').filter(|word| !word.is_empty()) {
        let fenced = format!(" {word} ");
        for length in 2..=4 {
            for start in 0..(fenced.len() + 1).saturating_sub(length) {
                let gram = &fenced[start..start + length];
                *grams.entry(format!("{length}{gram}")).or_insert(0.0) += 1.0;
            }
        }
    }
    grams
}

/// A change of the table: a department with other services, or without any, which takes it away.
fn changes() -> impl Strategy<Value = Vec<(u8, Vec<usize>)>> {
    let picks = prop::collection::vec(0..SERVICES.len(), 0..4);
    prop::collection::vec((0..5_u8, picks), 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn an_index_that_follows_others_is_the_one_that_is_made_anew(changes in changes()) {
        let (mut table, mut search) = (RoutingTable::default(), Search::new(&RoutingTable::default()));
        for (id, picks) in changes {
            let release = drawn(id, &picks);
            table = match picks.as_slice() {
                [] => table.without(&release.department.id),
                _ => table.with(release.into()),
            };
            search = search.follow(&table);
            let anew = Search::new(&table);
            prop_assert_eq!(&search.services, &anew.services);
            for text in ["current bill", "ఆదాయ ధృవీకరణ పత్రం", "jati praman patra", "zzzz"] {
                let bits = |search: &Search| {
                    search.index.likeness(text).into_iter().map(f32::to_bits).collect::<Vec<_>>()
                };
                prop_assert_eq!(bits(&search), bits(&anew), "{}", text);
                prop_assert_eq!(bits(&search), plain_likeness(&table, text), "{}", text);
            }
        }
    }
}

#[test]
fn a_release_that_calls_everything_as_before_shares_the_index_and_another_does_not() {
    let part = |search: &Search, n: usize| Arc::clone(&search.departments[n].part);
    let table = RoutingTable::new([drawn(0, &[1, 2]).into(), drawn(1, &[3]).into()]);
    let before = Search::new(&table);
    let same = before.follow(&table.with(drawn(0, &[1, 2]).into()));
    assert!(Arc::ptr_eq(&part(&before, 0), &part(&same, 0)));
    let other = before.follow(&table.with(drawn(0, &[1, 4]).into()));
    assert!(!Arc::ptr_eq(&part(&before, 0), &part(&other, 0)));
    assert!(Arc::ptr_eq(&part(&before, 1), &part(&other, 1)));
}

#[test]
fn the_nearest_services_are_those_that_a_person_would_look_at() {
    let search = search();
    let near = search.nearest("curent conection", 2);
    let near: Vec<_> = near.iter().map(|(_, service)| service.as_str()).collect();
    assert_eq!(near, ["bill", "outage"]);
    assert_eq!(search.nearest("!?", 3), []);
}

fn ranked(search: &Search, text: &str) -> Vec<String> {
    let ranked = search.ranked(text);
    ranked.iter().map(|(place, _)| search.services[*place].1.to_string()).collect()
}

#[test]
fn what_citizens_type_finds_what_they_mean() {
    let search = search();
    let first =
        |(text, meant): &&(&str, &str)| ranked(&search, text).first().is_some_and(|s| s == meant);
    let shown = |(text, meant): &&(&str, &str)| {
        ranked(&search, text).iter().take(SHOWN).any(|s| s == meant)
    };
    let (n_first, n_shown) =
        (ASKED.iter().filter(first).count(), ASKED.iter().filter(shown).count());
    let missed: Vec<_> = ASKED.iter().filter(|asked| !shown(asked)).collect();
    assert!(n_first >= 21, "{n_first} of {} first", ASKED.len());
    assert!(n_shown >= 23, "{n_shown} of {} among three; not: {missed:?}", ASKED.len());
}

#[test]
fn what_nobody_offers_finds_nothing() {
    let search = search();
    for text in OFF_TOPIC {
        assert_eq!(search.find(text), Found::Nothing, "{text}: {:?}", ranked(&search, text));
    }
}

#[test]
fn a_name_is_opened_and_a_shared_word_is_asked_about() {
    let search = search();
    for (department, service, names, _) in SERVICES {
        let found = Found::One(
            DepartmentId::parse(department).unwrap(),
            ServiceId::parse(service).unwrap(),
        );
        for name in names {
            assert_eq!(search.find(name), found, "{name}");
        }
    }
    assert!(matches!(search.find("certificate"), Found::Some(several) if several.len() > 1));
}
