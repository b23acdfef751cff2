//! Conversations while a department's releases change under them.

use std::sync::Arc;

use mitra_core::clock::Timestamp;
use mitra_core::department::{Department, Service};
use mitra_core::event::Content;
use mitra_core::ids::{DepartmentId, ReleaseDigest, ServiceId};
use mitra_core::reply::Reply;
use mitra_core::routing::{Route, RoutingTable, ServedRelease};
use mitra_core::session::Session;
use mitra_core::share::{CitizenLot, Share};
use mitra_core::turn::{GuestState, Next, TurnEvent, TurnOutcome};
use mitra_desk::{Desk, Reception};

use crate::citizen::{LOT, PlainTokens, ask, named, spoken};
use crate::forms::kit::member;

/// A release of the first department, with a state of this schema.
fn release(digest: &str, schema: u32) -> Arc<ServedRelease> {
    release_of("d0", digest, schema)
}

fn release_of(department: &str, digest: &str, schema: u32) -> Arc<ServedRelease> {
    let service = Service {
        id: ServiceId::parse("s0").expect("an id"),
        name: named(&format!("Service of {digest}")),
        summary: named("What it does"),
        aliases: Vec::new(),
    };
    let department = Department {
        id: DepartmentId::parse(department).expect("an id"),
        name: named("Department"),
        services: vec![service],
        state_schema: schema,
    };
    let digest = ReleaseDigest::new(digest);
    Arc::new(ServedRelease::new(digest, department, false))
}

fn desk(route: Route) -> Desk {
    Desk::new(Arc::new(RoutingTable::new([route])))
}

/// A citizen whose department answers each event by saying the release and the event.
struct Resident {
    session: Session,
    lot: CitizenLot,
}

impl Resident {
    /// At the departments' menu.
    fn new(desk: &Desk) -> Self {
        let mut resident = Self { session: Session::default(), lot: LOT };
        resident.says(desk, "hi");
        resident.says(desk, "English");
        resident
    }

    /// In the department's service.
    fn in_the_service(desk: &Desk) -> Self {
        let mut resident = Self::new(desk);
        resident.says(desk, "1");
        assert!(resident.says(desk, "1").ends_with("Opened"));
        resident
    }

    fn says(&mut self, desk: &Desk, text: &str) -> String {
        let content = Content::Text { body: text.to_owned() };
        match desk.receive(&self.session, &content, Timestamp(1), self.lot, &PlainTokens) {
            Reception::Answer { session, replies, .. } => {
                self.session = session;
                spoken(&replies)
            }
            Reception::Receipts { .. } => panic!("nobody asks for receipts here"),
            Reception::Turn { session, way, event, preface, .. } => {
                let schema = way.release.department.state_schema;
                let asks = matches!(&event, TurnEvent::Text(text) if text == "form");
                let outcome = if asks {
                    ask(member())
                } else {
                    let body = format!("{} heard {event:?}", way.release.digest);
                    let state = GuestState { schema, bytes: body.clone().into_bytes() };
                    let (replies, next) = (vec![Reply::Text { body }], Next::Stay(state));
                    TurnOutcome { replies, next, payment: None }
                };
                let concluded = desk.conclude(session, Ok(outcome));
                self.session = concluded.session;
                spoken(&[preface, concluded.replies].concat())
            }
        }
    }
}

#[test]
fn a_citizen_of_the_share_meets_the_canary_and_keeps_it_while_the_share_shrinks() {
    let half = Share::percent(50.0).expect("a share");
    let route = |share| Route::new(release("a", 1)).with_canary(release("0", 1), share);
    let canary = desk(route(half));
    let mut drawn = Resident::new(&canary);
    drawn.says(&canary, "1");
    assert_eq!(drawn.says(&canary, "1"), "0 heard Opened");
    let mut other = Resident { lot: CitizenLot(u64::MAX), ..Resident::new(&canary) };
    other.says(&canary, "1");
    assert_eq!(other.says(&canary, "1"), "a heard Opened");
    let smallest = desk(route(Share::percent(0.01).expect("a share")));
    assert_eq!(drawn.says(&smallest, "more"), r#"0 heard Text("more")"#);
    let promoted = desk(Route::new(release("0", 1)).with_draining(vec![release("a", 1)]));
    assert_eq!(drawn.says(&promoted, "more"), r#"0 heard Text("more")"#);
    assert_eq!(other.says(&promoted, "more"), r#"0 heard Text("more")"#);
}

#[test]
fn a_form_that_is_open_is_filled_in_on_the_release_that_asked_for_it() {
    let old = desk(Route::new(release("a", 1)));
    let mut resident = Resident::in_the_service(&old);
    resident.says(&old, "form");
    let promoted = desk(Route::new(release("b", 1)).with_draining(vec![release("a", 1)]));
    resident.says(&promoted, "Asha Rao");
    let form_is_open = |resident: &Resident| {
        resident.session.conversation.as_ref().is_some_and(|it| it.form.is_some())
    };
    while form_is_open(&resident) {
        let open = resident.session.conversation.as_ref().expect("it is open");
        assert_eq!(open.release.as_str(), "a");
        let said = resident.says(&promoted, "back");
        assert!(!said.contains("b heard"), "{said}");
    }
    assert_eq!(resident.says(&promoted, "more"), r#"b heard Text("more")"#);
}

#[test]
fn a_release_that_is_taken_back_takes_the_citizen_one_step_back_and_says_so() {
    let old = desk(Route::new(release("a", 1)));
    let mut resident = Resident::in_the_service(&old);
    resident.says(&old, "first");
    let before = resident.session.conversation.clone().expect("it is open");
    let promoted = desk(Route::new(release("b", 2)).with_draining(vec![release("a", 1)]));
    assert_eq!(resident.says(&promoted, "second"), r#"b heard Text("second")"#);
    resident.says(&promoted, "third");
    let heard = resident.says(&old, "fourth");
    assert!(heard.contains("one step back"), "{heard}");
    assert!(heard.ends_with("a heard Back"), "{heard}");
    let open = resident.session.conversation.clone().expect("it is open");
    assert_eq!((open.release.as_str(), open.before), ("a", None));
    assert_eq!(before.release, open.release);
    assert_eq!(resident.says(&old, "fifth"), r#"a heard Text("fifth")"#, "that is said once");
}

#[test]
fn a_state_of_the_same_schema_is_kept_when_a_release_is_taken_back() {
    let old = desk(Route::new(release("a", 1)));
    let mut resident = Resident::in_the_service(&old);
    let promoted = desk(Route::new(release("b", 1)).with_draining(vec![release("a", 1)]));
    resident.says(&promoted, "second");
    assert_eq!(resident.says(&old, "third"), r#"a heard Text("third")"#);
}

#[test]
fn the_name_of_an_open_service_is_that_of_its_own_release() {
    let old = desk(Route::new(release("a", 1)));
    let mut resident = Resident::in_the_service(&old);
    resident.says(&old, "form");
    let promoted = desk(Route::new(release("b", 1)).with_draining(vec![release("a", 1)]));
    let content = Content::Text { body: "hi".to_owned() };
    let later = Timestamp(48 * 60 * 60 * 1_000);
    let back = promoted.receive(&resident.session, &content, later, LOT, &PlainTokens);
    let Reception::Answer { replies, .. } = back else { panic!("the desk answers, not {back:?}") };
    assert!(spoken(&replies).contains("Service of a"), "{}", spoken(&replies));
}

#[test]
fn a_department_that_is_removed_ends_its_conversations_and_the_citizen_hears_so() {
    let old = desk(Route::new(release("a", 1)));
    let mut resident = Resident::in_the_service(&old);
    let without = desk(Route::new(release_of("d1", "a", 1)));
    let heard = resident.says(&without, "more");
    assert!(heard.contains("not available right now"), "{heard}");
    assert_eq!(resident.session.conversation, None);
}
