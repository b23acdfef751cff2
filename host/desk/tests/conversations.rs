//! Scripted conversations with the desk, and arbitrary ones.

use std::sync::Arc;

use mitra_core::clock::Timestamp;
use mitra_core::department::{Department, Service};
use mitra_core::event::Content;
use mitra_core::ids::{DepartmentId, ReleaseDigest, ServiceId};
use mitra_core::language::{Language, Localized};
use mitra_core::reply::{Choice, Choices, Reply};
use mitra_core::routing::{Route, RoutingTable};
use mitra_core::session::Session;
use mitra_core::turn::{GuestState, Next, TurnEvent, TurnFault, TurnOutcome};
use mitra_desk::{Desk, Reception};
use proptest::prelude::*;

fn named(text: &str) -> Localized {
    Localized { te: text.to_owned(), en: text.to_owned(), hi: text.to_owned() }
}

/// A government of so many departments with so many services each.
fn desk(n_departments: usize, n_services: usize) -> Desk {
    let service = |n: usize| Service {
        id: ServiceId::parse(&format!("s{n}")).expect("an id"),
        name: named(&format!("Service {n}")),
        summary: named("What it does"),
        aliases: Vec::new(),
    };
    let route = |n: usize| Route {
        department: Department {
            id: DepartmentId::parse(&format!("d{n}")).expect("an id"),
            name: named(&format!("Department {n}")),
            services: (0..n_services).map(service).collect(),
            state_schema: 1,
        },
        release: ReleaseDigest::new("r1"),
    };
    Desk::new(Arc::new(RoutingTable::new((0..n_departments).map(route))))
}

/// A citizen at the desk. Departments repeat what they hear.
struct Citizen {
    desk: Desk,
    session: Session,
    heard: Vec<TurnEvent>,
}

impl Citizen {
    fn at(desk: Desk) -> Self {
        Self { desk, session: Session::default(), heard: Vec::new() }
    }

    fn sends(&mut self, content: &Content) -> Vec<Reply> {
        match self.desk.receive(&self.session, content, Timestamp(1)) {
            Reception::Answer { session, replies } => {
                self.session = session;
                replies
            }
            Reception::Turn { session, event, mut preface } => {
                let result = answer(&event);
                self.heard.push(event);
                let concluded = self.desk.conclude(session, result);
                self.session = concluded.session;
                preface.extend(concluded.replies);
                preface
            }
        }
    }

    /// In the first service of the first department, in this language.
    fn in_a_service(language: &str) -> Self {
        let mut citizen = Self::at(desk(2, 2));
        for text in ["hi", language, "1", "1"] {
            citizen.says(text);
        }
        assert_eq!(citizen.heard, [TurnEvent::Opened]);
        citizen
    }

    /// What the department heard last.
    fn last_heard(&self) -> &TurnEvent {
        self.heard.last().expect("it heard something")
    }

    /// Says something; everything answered, as one text.
    fn says(&mut self, text: &str) -> String {
        let replies = self.sends(&Content::Text { body: text.to_owned() });
        spoken(&replies)
    }
}

/// What a department makes of an event: it repeats it, or faults when asked to.
fn answer(event: &TurnEvent) -> Result<TurnOutcome, TurnFault> {
    let stay = Next::Stay(GuestState { schema: 1, bytes: Vec::new() });
    if matches!(event, TurnEvent::Text(text) if text == "fault") {
        return Err(TurnFault::Trapped { detail: String::new() });
    }
    if matches!(event, TurnEvent::Text(text) if text == "refuse") {
        return Err(refusal());
    }
    if let TurnEvent::Text(text) = event
        && let Some(titles) = text.strip_prefix("offer ")
    {
        return Ok(TurnOutcome { replies: vec![question(titles)], next: stay });
    }
    if *event == TurnEvent::Back {
        return Ok(TurnOutcome { replies: Vec::new(), next: Next::Finish });
    }
    let replies = vec![Reply::Text { body: format!("{event:?}") }];
    Ok(TurnOutcome { replies, next: stay })
}

fn refusal() -> TurnFault {
    TurnFault::Refused {
        body: "ఈ సేవ రేపటి నుండి మాత్రమే.".to_owned()
    }
}

/// A department's question with these choices, by title; the ids are the titles in lower case.
fn question(titles: &str) -> Reply {
    let choice = |title: &str| Choice {
        id: title.to_lowercase(),
        title: title.to_owned(),
        description: None,
    };
    let items = titles.split(", ").map(choice).collect();
    Reply::Choices(Choices { body: "Which one?".to_owned(), button: String::new(), items })
}

fn chosen(title: &str) -> TurnEvent {
    TurnEvent::Chosen { id: title.to_lowercase(), title: title.to_owned() }
}

fn spoken(replies: &[Reply]) -> String {
    let words = replies.iter().map(|reply| match reply {
        Reply::Text { body } => body.clone(),
        Reply::Choices(choices) => {
            let titles: Vec<_> = choices.items.iter().map(|item| item.title.as_str()).collect();
            format!("{} [{}]", choices.body, titles.join("] ["))
        }
        Reply::Link { .. }
        | Reply::Image { .. }
        | Reply::Document { .. }
        | Reply::Place(_)
        | Reply::AskLocation { .. } => format!("{reply:?}"),
    });
    words.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_new_citizen_chooses_a_language_and_sees_the_departments() {
    let mut citizen = Citizen::at(desk(2, 1));
    assert!(citizen.says("hi").contains("[తెలుగు] [English] [हिन्दी]"));
    let said = citizen.says("English");
    assert!(said.contains("only for the service you choose"), "the notice, once: {said}");
    assert!(said.contains("[Department 0] [Department 1]"), "{said}");
    assert!(!citizen.says("menu").contains("only for the service"));
}

#[test]
fn what_was_wished_for_first_is_opened_after_the_language() {
    let mut citizen = Citizen::at(desk(1, 3));
    citizen.says("Service 2");
    assert!(citizen.says("2").contains("Opened"), "{:?}", citizen.heard);
}

#[test]
fn lists_of_every_size_show_everything_on_pages_of_ten_rows() {
    for n_departments in [1, 9, 10, 11, 36, 50] {
        let mut citizen = Citizen::at(desk(n_departments, 1));
        citizen.says("hi");
        let mut said = citizen.says("English");
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..n_departments {
            let rows: Vec<_> =
                citizen.session.offered.iter().map(|row| row.title.clone()).collect();
            assert!(rows.len() <= 10, "{rows:?}");
            seen.extend(rows.iter().filter(|row| row.starts_with("Department")).cloned());
            if !said.contains("More ▸") {
                break;
            }
            said = citizen.says("More ▸");
        }
        assert_eq!(seen.len(), n_departments);
    }
}

#[test]
fn a_conversation_hears_text_numbers_and_back() {
    let mut citizen = Citizen::at(desk(2, 2));
    for text in ["hi", "English", "1", "2"] {
        citizen.says(text);
    }
    citizen.says("1102345678901");
    citizen.says("5");
    let texts = ["1102345678901", "5"].map(|text| TurnEvent::Text(text.to_owned()));
    assert_eq!(citizen.heard[1..], texts, "no choice was offered, so a number is text");
    assert!(citizen.says("back").contains("[Service 0] [Service 1]"));
    assert!(citizen.session.conversation.is_none());
}

#[test]
fn a_change_of_language_leaves_the_departments_question_open() {
    let mut citizen = Citizen::in_a_service("English");
    citizen.says("offer Pay, History");
    let place = citizen.session.place.clone();
    let tap = |citizen: &Citizen| {
        let pay = citizen.session.offered.iter().find(|choice| choice.title == "Pay");
        let pay = pay.expect("it is still open");
        Content::Choice { id: pay.id.clone(), title: pay.title.clone() }
    };
    for (ask, name, language) in [
        ("భాష", "తెలుగు", Language::Te),
        ("language", "hindi", Language::Hi),
        ("भाषा", "2", Language::En),
    ] {
        assert!(citizen.says(ask).ends_with("[తెలుగు] [English] [हिन्दी]"));
        let said = citizen.says(name);
        assert_eq!(citizen.session.language, Some(language), "{name}");
        assert!(said.ends_with("[Pay] [History]"), "{said}");
        assert_eq!(citizen.session.place, place);
    }
    citizen.says("language");
    assert!(citizen.says("help").ends_with("[తెలుగు] [English] [हिन्दी]"));
    let pay = tap(&citizen);
    citizen.sends(&pay);
    assert_eq!(*citizen.last_heard(), chosen("Pay"), "the question was passed over");
    citizen.says("offer Pay, History");
    citizen.says("భాష");
    citizen.says("1");
    citizen.says("౨");
    assert_eq!(*citizen.last_heard(), chosen("History"));
}

#[test]
fn a_number_never_stands_for_a_choice_behind_the_languages() {
    let mut citizen = Citizen::in_a_service("English");
    citizen.says("offer Pay, History");
    citizen.says("language");
    citizen.says("4");
    assert_eq!(*citizen.last_heard(), TurnEvent::Text("4".to_owned()));
}

#[test]
fn a_department_hears_the_name_of_a_language_as_the_citizen_wrote_it() {
    let mut citizen = Citizen::in_a_service("తెలుగు");
    for text in ["English", "हिंदी", "ఇంగ్లీష్", "te"] {
        citizen.says(text);
        assert_eq!(*citizen.last_heard(), TurnEvent::Text(text.to_owned()));
    }
    assert_eq!(citizen.session.language, Some(Language::Te));
}

#[test]
fn words_that_may_be_an_answer_reach_the_department() {
    let mut citizen = Citizen::in_a_service("English");
    for text in ["home", "Services", "end", "exit", "STOP", "సేవలు", "ఆపండి", "बंद करें"]
    {
        citizen.says(text);
        assert_eq!(*citizen.last_heard(), TurnEvent::Text(text.to_owned()));
    }
    let n_heard = citizen.heard.len();
    for text in ["help", "సహాయం", "नमस्ते", "language"] {
        citizen.says(text);
    }
    assert!(citizen.says("రద్దు").contains("stopped"));
    assert_eq!(citizen.heard.len(), n_heard, "these are the desk's");
    assert!(
        citizen.says("home").contains("[Department 0]"),
        "nothing is open, so it is the desk's"
    );
}

#[test]
fn a_fault_leaves_the_conversation_usable() {
    let mut citizen = Citizen::at(desk(1, 1));
    for text in ["hi", "English", "1", "1"] {
        citizen.says(text);
    }
    assert!(citizen.says("fault").contains("went wrong on our side"));
    assert!(citizen.says("again").contains("again"));
    assert!(citizen.says("cancel").contains("stopped"));
}

#[test]
fn after_a_fault_numbers_mean_the_choices_shown_again() {
    let mut citizen = Citizen::in_a_service("తెలుగు");
    citizen.says("offer Pay, History");
    assert!(citizen.says("fault").ends_with("[Pay] [History] [ప్రధాన మెనూ]"));
    citizen.says("౧");
    assert_eq!(*citizen.last_heard(), chosen("Pay"));
    citizen.says("offer Pay, History");
    for _ in 0..2 {
        assert!(citizen.says("fault").ends_with("[Pay] [History] [ప్రధాన మెనూ]"));
    }
    assert!(citizen.says("3").contains("[Department 0]"));
}

#[test]
fn after_a_fault_on_a_plain_question_a_number_is_the_answer() {
    let mut citizen = Citizen::in_a_service("తెలుగు");
    assert!(citizen.says("fault").ends_with("[ప్రధాన మెనూ]"));
    citizen.says("1");
    assert_eq!(*citizen.last_heard(), TurnEvent::Text("1".to_owned()));
    citizen.says("fault");
    assert!(citizen.says("ప్రధాన మెనూ").contains("[Department 0]"));
}

#[test]
fn after_a_fault_ten_choices_leave_no_room_for_the_menu() {
    let mut citizen = Citizen::in_a_service("English");
    citizen.says("offer A, B, C, D, E, F, G, H, I, J");
    assert!(citizen.says("fault").ends_with("[I] [J]"));
    citizen.says("10");
    assert_eq!(*citizen.last_heard(), chosen("J"));
}

#[test]
fn a_service_that_refuses_to_open_is_closed_with_the_ways_on() {
    let mut citizen = Citizen::at(desk(2, 2));
    for text in ["hi", "हिंदी", "1"] {
        citizen.says(text);
    }
    let one = Content::Text { body: "1".to_owned() };
    let Reception::Turn { session, .. } =
        citizen.desk.receive(&citizen.session, &one, Timestamp(1))
    else {
        panic!("the service opens");
    };
    let concluded = citizen.desk.conclude(session, Err(refusal()));
    citizen.session = concluded.session;
    let said = spoken(&concluded.replies);
    assert_eq!(said, "ఈ సేవ రేపటి నుండి మాత్రమే. [विभाग की सेवाएँ] [मुख्य मेनू]");
    assert!(citizen.says("१").contains("[Service 0] [Service 1]"));
    citizen.says("1");
    assert_eq!(citizen.heard, [TurnEvent::Opened], "no department hears text before it is opened");
}

#[test]
fn a_refusal_in_a_conversation_leaves_it_open() {
    let mut citizen = Citizen::in_a_service("English");
    assert!(!citizen.says("refuse").contains('['));
    citizen.says("1102345678901");
    assert_eq!(*citizen.last_heard(), TurnEvent::Text("1102345678901".to_owned()));
}

#[test]
fn the_apology_for_a_bug_of_the_host_is_that_for_a_fault() {
    for (name, language) in
        [("తెలుగు", Language::Te), ("English", Language::En), ("हिंदी", Language::Hi)]
    {
        let sorry = spoken(&[mitra_desk::sorry_sentence(language)]);
        assert!(Citizen::in_a_service(name).says("fault").starts_with(&sorry), "{sorry}");
    }
}

#[test]
fn a_tap_on_an_old_choice_is_answered_kindly() {
    let mut citizen = Citizen::at(desk(1, 1));
    citizen.says("hi");
    citizen.says("English");
    let old = Content::Choice { id: "0badcafe:pay".to_owned(), title: "Pay".to_owned() };
    assert!(spoken(&citizen.sends(&old)).contains("no longer open"));
}

#[test]
fn a_tap_on_an_old_choice_shows_what_is_open_now() {
    let mut citizen = Citizen::in_a_service("తెలుగు");
    let old = Content::Choice { id: "0badcafe:pay".to_owned(), title: "Pay".to_owned() };
    assert!(spoken(&citizen.sends(&old)).ends_with("మీ జవాబును రాసి పంపండి."));
    citizen.says("offer Pay, History");
    assert!(spoken(&citizen.sends(&old)).ends_with("[Pay] [History]"));
}

#[test]
fn back_leads_one_page_back_and_then_to_all_departments() {
    let mut citizen = Citizen::at(desk(2, 30));
    for text in ["hi", "English", "1", "More ▸", "More ▸"] {
        citizen.says(text);
    }
    assert!(citizen.says("వెనక్కి").contains("[Service 7]"));
    assert!(citizen.says("पीछे").contains("[Service 0]"));
    assert!(citizen.says("back").contains("[Department 0]"));
}

#[test]
fn a_reaction_needs_no_answer() {
    let mut citizen = Citizen::at(desk(1, 1));
    let target = mitra_core::ids::Wamid::new("w");
    assert!(citizen.sends(&Content::Reaction { target, emoji: None }).is_empty());
}

fn contents() -> impl Strategy<Value = Content> {
    let words = prop::sample::select(vec![
        "hi",
        "1",
        "2",
        "९",
        "౧",
        "back",
        "menu",
        "cancel",
        "help",
        "language",
        "English",
        "హలో",
        "fault",
        "my data",
        "offer Pay, History",
        "offer 1, 2, 3, 4, 5, 6, 7, 8, 9, Main menu",
        "refuse",
        "भाषा",
        "home",
        "More ▸",
        "Service 1",
    ]);
    prop_oneof![
        words.prop_map(|text| Content::Text { body: text.to_owned() }),
        any::<String>().prop_map(|body| Content::Text { body }),
        any::<(String, String)>().prop_map(|(id, title)| Content::Choice { id, title }),
        Just(Content::Welcome),
        Just(Content::Contacts { count: 1 }),
        Just(Content::Unsupported { name: "poll".to_owned(), code: None }),
    ]
}

proptest! {
    // Each case builds a search index and up to thirty answers; a few dozen cases take a second.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_sent_every_reply_can_be_sent_back(sent in prop::collection::vec(contents(), 1..30)) {
        let mut citizen = Citizen::at(desk(11, 11));
        for content in sent {
            for reply in citizen.sends(&content) {
                // The departments' own words are theirs to keep within limits.
                if !matches!(&reply, Reply::Text { body } if body.starts_with("Text(")) {
                    prop_assert!(mitra_whatsapp::render(&reply).is_ok(), "{:?}", reply);
                }
            }
        }
    }
}
