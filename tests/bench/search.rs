//! How long the front desk takes to find what a citizen writes that they need, among as many services as the state has.

use std::sync::Arc;
use std::time::Instant;

use mitra_core::clock::Timestamp;
use mitra_core::department::{Department, Service};
use mitra_core::event::Content;
use mitra_core::form::IdentityTokens;
use mitra_core::ids::{DepartmentId, ReleaseDigest, ServiceId};
use mitra_core::language::{Language, Localized};
use mitra_core::limits::TEXT_CHARS_MAX;
use mitra_core::routing::{RoutingTable, ServedRelease};
use mitra_core::session::Session;
use mitra_core::share::CitizenLot;
use mitra_desk::{Desk, Reception};

use crate::table::{Must, Row, median};

/// Services, as many as the state announced: 161 at the beginning and 360 more.
const SERVICES: usize = 521;
/// Of one department.
const SERVICES_EACH: usize = 10;
/// Other spellings of each service.
const ALIASES: usize = 15;
/// Releases in one measurement.
const RELEASES: usize = 50;
/// Messages in one measurement.
const MESSAGES: usize = 20_000;

/// What services are about, as citizens write it: in English, Telugu, Hindi, and both in Latin letters.
const THINGS: [[&str; 5]; 24] = [
    ["income", "ఆదాయ", "आय", "aadaya", "aay"],
    ["caste", "కుల", "जाति", "kula", "jati"],
    ["birth", "జనన", "जन्म", "janana", "janm"],
    ["death", "మరణ", "मृत्यु", "marana", "mrityu"],
    ["water", "నీటి", "पानी", "neeti", "pani"],
    ["property", "ఆస్తి", "संपत्ति", "aasti", "sampatti"],
    ["electricity", "కరెంటు", "बिजली", "current", "bijli"],
    ["ration", "రేషన్", "राशन", "ration", "rashan"],
    ["pension", "పింఛను", "पेंशन", "pinchanu", "penshan"],
    ["school", "బడి", "स्कूल", "badi", "skool"],
    ["hostel", "వసతి", "छात्रावास", "vasathi", "chhatravas"],
    ["vehicle", "వాహన", "वाहन", "vahana", "vahan"],
    ["driving", "డ్రైవింగ్", "ड्राइविंग", "draiving", "draiving"],
    ["temple", "గుడి", "मंदिर", "gudi", "mandir"],
    ["bus", "బస్సు", "बस", "bassu", "bas"],
    ["hospital", "ఆసుపత్రి", "अस्पताल", "asupatri", "aspatal"],
    ["crop", "పంట", "फसल", "panta", "fasal"],
    ["loan", "రుణ", "ऋण", "runa", "rin"],
    ["house", "ఇల్లు", "घर", "illu", "ghar"],
    ["land", "భూమి", "भूमि", "bhoomi", "bhumi"],
    ["marriage", "వివాహ", "विवाह", "vivaha", "vivah"],
    ["boat", "పడవ", "नाव", "padava", "nav"],
    ["police", "పోలీసు", "पुलिस", "polisu", "pulis"],
    ["job", "ఉద్యోగ", "नौकरी", "udyoga", "naukri"],
];
/// What is wanted of them.
const WISHES: [[&str; 5]; 22] = [
    ["certificate", "ధృవపత్రం", "प्रमाण पत्र", "dhruvapatram", "praman patra"],
    ["bill", "బిల్లు", "बिल", "billu", "bil"],
    ["status", "స్థితి", "स्थिति", "sthiti", "sthiti"],
    ["application", "దరఖాస్తు", "आवेदन", "darakhastu", "avedan"],
    ["complaint", "ఫిర్యాదు", "शिकायत", "firyadu", "shikayat"],
    ["renewal", "పునరుద్ధరణ", "नवीनीकरण", "punaruddharana", "navinikaran"],
    ["ticket", "టికెట్టు", "टिकट", "tikettu", "tikat"],
    ["tax", "పన్ను", "कर", "pannu", "kar"],
    ["card", "కార్డు", "कार्ड", "kardu", "kard"],
    ["results", "ఫలితాలు", "परिणाम", "phalitalu", "parinam"],
    ["subsidy", "రాయితీ", "सब्सिडी", "rayiti", "sabsidi"],
    ["insurance", "బీమా", "बीमा", "bima", "beema"],
    ["timings", "వేళలు", "समय", "velalu", "samay"],
    ["office", "కార్యాలయం", "कार्यालय", "karyalayam", "karyalay"],
    ["transfer", "బదిలీ", "स्थानांतरण", "badili", "sthanantaran"],
    ["payment", "చెల్లింపు", "भुगतान", "chellimpu", "bhugtan"],
    ["slot", "సమయం", "स्लॉट", "samayam", "slot"],
    ["list", "జాబితా", "सूची", "jabita", "suchi"],
    ["prices", "ధరలు", "भाव", "dharalu", "bhav"],
    ["camp", "శిబిరం", "शिविर", "shibiram", "shivir"],
    ["licence", "లైసెన్సు", "लाइसेंस", "laisensu", "laisens"],
    ["survey", "సర్వే", "सर्वे", "sarve", "sarve"],
];

/// The words for a service in one of the five ways of writing.
fn named(number: usize, way: usize) -> String {
    let thing = THINGS[number % THINGS.len()][way];
    let wish = WISHES[(number / THINGS.len() + number) % WISHES.len()][way];
    format!("{thing} {wish}")
}

fn service(number: usize) -> Service {
    let [en, te, hi] = [0, 1, 2].map(|way| named(number, way));
    let before = ["", "my ", "new ", "apply "];
    let alias = |n: usize| format!("{}{}", before[n / 5 % before.len()], named(number, n % 5));
    Service {
        id: ServiceId::parse(&format!("s{number}")).expect("an id"),
        name: Localized { te: te.clone(), en: en.clone(), hi: hi.clone() },
        summary: Localized { te, en, hi },
        aliases: (0..ALIASES).map(alias).collect(),
    }
}

fn state() -> RoutingTable {
    let numbers: Vec<usize> = (0..SERVICES).collect();
    let release = |(n, services): (usize, &[usize])| {
        let name = || format!("Department {n}");
        let department = Department {
            id: DepartmentId::parse(&format!("d{n}")).expect("an id"),
            name: Localized { te: name(), en: name(), hi: name() },
            services: services.iter().map(|number| service(*number)).collect(),
            state_schema: 1,
        };
        ServedRelease::new(ReleaseDigest::new(format!("r{n}")), department, false)
    };
    let served = numbers.chunks(SERVICES_EACH).enumerate().map(release);
    RoutingTable::new(served.map(Into::into))
}

/// Whether the service of this number is opened, or among those that are shown.
fn is_found(reception: &Reception, number: usize) -> bool {
    let department = DepartmentId::parse(&format!("d{}", number / SERVICES_EACH)).expect("an id");
    let service = ServiceId::parse(&format!("s{number}")).expect("an id");
    match reception {
        Reception::Turn { session, .. } => {
            let open = session.conversation.as_ref();
            open.is_some_and(|open| open.department == department && open.service == service)
        }
        Reception::Answer { session, .. } => {
            let choice = mitra_desk::service_choice(&department, &service);
            session.offered.iter().any(|offered| offered.id == choice)
        }
        Reception::Receipts { .. } => false,
    }
}

/// How long the index takes of a table in which this department has one alias more, in milliseconds.
fn releases(desk: &Desk, table: &RoutingTable, number: usize) -> f64 {
    let mut department = table.routes()[number % table.routes().len()].department().clone();
    department.services[0].aliases.push(format!("new {}", named(number, 3)));
    let release = ServedRelease::new(ReleaseDigest::new(format!("new{number}")), department, false);
    let table = Arc::new(table.with(release.into()));
    let began = Instant::now();
    let followed = desk.follow(table);
    let took = began.elapsed();
    drop(followed);
    took.as_secs_f64() * 1e3
}

/// No form is open.
struct NoTokens;

impl IdentityTokens for NoTokens {
    fn aadhaar(&self, _: &DepartmentId, _: &str) -> String {
        String::new()
    }
}

pub(crate) fn measure() -> Vec<Row> {
    let table = Arc::new(state());
    let began = Instant::now();
    let desk = Desk::new(Arc::clone(&table));
    let built = began.elapsed();
    let followed = median((0..RELEASES).map(|n| releases(&desk, &table, n)).collect());
    let session = Session { language: Some(Language::Te), ..Session::default() };
    let hears = |text: String| {
        let content = Content::Text { body: text };
        let began = Instant::now();
        let reception = desk.receive(&session, &content, Timestamp(1), CitizenLot(7), &NoTokens);
        (began.elapsed().as_secs_f64() * 1e6, reception)
    };
    let mut n_found = 0;
    let mut micros: Vec<f64> = Vec::with_capacity(MESSAGES);
    for n in 0..MESSAGES {
        let number = n % SERVICES;
        let (took, reception) = hears(format!("{} kavali", named(number, n / SERVICES % 5)));
        n_found += usize::from(is_found(&reception, number));
        micros.push(took);
    }
    let long = (0..100)
        .map(|_| hears("aadaya dhruvapatram kavali ".repeat(200)[..TEXT_CHARS_MAX].into()).0);
    let long = median(long.collect());
    let found = n_found as f64 / MESSAGES as f64 * 100.0;
    micros.sort_by(f64::total_cmp);
    let p99 = micros[micros.len() * 99 / 100];
    vec![
        Row::new(
            format!("what is needed in a citizen's words, {SERVICES} services, half"),
            median(micros),
            "us",
        ),
        Row::new("the same, 99 %", p99, "us").must(Must::AtMost(1_000.0)),
        Row::new("the same for the longest message", long, "us"),
        Row::new("of all, what was meant is opened or shown", found, "%").must(Must::AtLeast(95.0)),
        Row::new("the index of the first routing table", built.as_secs_f64() * 1e3, "ms"),
        Row::new("the same for a table in which one department has other words", followed, "ms")
            .beside("all made anew", built.as_secs_f64() * 1e3)
            .must(Must::RatioAtMost(0.25)),
    ]
}
