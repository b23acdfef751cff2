//! The search over a small government, with what citizens type.

use mitra_core::department::{Department, Service};
use mitra_core::ids::ReleaseDigest;
use mitra_core::language::Localized;
use mitra_core::routing::ServedRelease;

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
