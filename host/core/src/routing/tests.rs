use super::*;
use crate::clock::Timestamp;
use crate::form::{Form, OpenForm};
use crate::ids::FormId;
use crate::language::Localized;
use crate::turn::GuestState;

fn id(text: &str) -> DepartmentId {
    DepartmentId::parse(text).unwrap()
}

fn service_id(text: &str) -> ServiceId {
    ServiceId::parse(text).unwrap()
}

fn named(text: &str) -> Localized {
    Localized { te: text.to_owned(), en: text.to_owned(), hi: text.to_owned() }
}

/// A release of the department of water with a state of this schema and these services.
fn release(digest: &str, schema: u32, services: &[&str]) -> Arc<ServedRelease> {
    let service = |id: &&str| Service {
        id: service_id(id),
        name: named(id),
        summary: named(id),
        aliases: Vec::new(),
    };
    let department = Department {
        id: id("water"),
        name: named("Water"),
        services: services.iter().map(service).collect(),
        state_schema: schema,
    };
    let digest = ReleaseDigest::new(digest);
    Arc::new(ServedRelease::new(digest, department, false))
}

fn simple(digest: &str) -> Arc<ServedRelease> {
    release(digest, 1, &["bill"])
}

fn conversation(on: &str) -> Conversation {
    let release = ReleaseDigest::new(on);
    let mut open = Conversation::begin(id("water"), service_id("bill"), release, Timestamp(1));
    open.state = Some(GuestState { schema: 1, bytes: b"asked for the meter".to_vec() });
    open
}

fn with_form(mut open: Conversation) -> Conversation {
    let form =
        Form { id: FormId::parse("meter").unwrap(), title: named("Meter"), fields: Vec::new() };
    open.form = Some(Box::new(OpenForm::new(form)));
    open
}

/// On which release it goes on, and where it stays if that one fails.
fn way(route: &Route, open: &Conversation) -> (String, Option<String>) {
    let table = RoutingTable::new([route.clone()]);
    let way = table.way(open).expect("the service is there");
    let name = |release: &Arc<ServedRelease>| release.digest.to_string();
    (name(&way.release), way.or_stays_on.as_ref().map(name))
}

fn all() -> Share {
    Share::percent(100.0).unwrap()
}

#[test]
fn a_conversation_stays_on_its_release_while_that_is_live_or_a_canary() {
    let route = Route::new(simple("a")).with_canary(simple("b"), all());
    assert_eq!(way(&route, &conversation("a")), ("a".to_owned(), None));
    assert_eq!(way(&route, &conversation("b")), ("b".to_owned(), None));
}

#[test]
fn a_release_that_drains_hands_conversations_over_but_not_in_the_middle_of_a_form() {
    let route = Route::new(simple("b")).with_draining(vec![simple("a")]);
    assert_eq!(way(&route, &conversation("a")), ("b".to_owned(), Some("a".to_owned())));
    assert_eq!(way(&route, &with_form(conversation("a"))), ("a".to_owned(), None));
}

#[test]
fn a_conversation_that_the_live_release_could_not_take_is_not_offered_to_it_again() {
    let (old, new) = (simple("a"), release("b", 2, &["bill"]));
    let mut open = conversation("a");
    open.go_on_with(&new);
    open.stay_with(&old);
    assert_eq!((open.release.as_str(), open.before.as_ref()), ("a", None));
    let route = Route::new(new).with_draining(vec![old]);
    assert_eq!(way(&route, &open), ("a".to_owned(), None));
    let next = Route::new(simple("c")).with_draining(vec![simple("a")]);
    assert_eq!(way(&next, &open).0, "c", "a later one is asked");
}

#[test]
fn a_conversation_whose_release_is_gone_goes_on_with_the_live_one() {
    let route = Route::new(simple("b"));
    assert_eq!(way(&route, &with_form(conversation("a"))), ("b".to_owned(), None));
}

#[test]
fn a_service_that_the_live_release_dropped_goes_on_where_it_is_and_cannot_be_opened() {
    let route = Route::new(release("b", 1, &["leak"])).with_draining(vec![simple("a")]);
    assert_eq!(way(&route, &conversation("a")), ("a".to_owned(), None));
    assert!(route.begins_on(&service_id("bill"), CitizenLot(0)).is_none());
    let gone = RoutingTable::new([Route::new(release("b", 1, &["leak"]))]);
    assert!(gone.way(&conversation("a")).is_none());
}

#[test]
fn a_citizen_of_the_share_begins_on_the_canary_and_the_others_on_the_live_release() {
    let half = Share::percent(50.0).unwrap();
    let route = Route::new(simple("a")).with_canary(simple("0"), half);
    let on = |lot| {
        let release = route.begins_on(&service_id("bill"), CitizenLot(lot)).unwrap();
        release.digest.to_string()
    };
    assert_eq!([on(0), on(u64::MAX)], ["0", "a"]);
    let without = Route::new(simple("a")).with_canary(release("0", 1, &["leak"]), half);
    let release = without.begins_on(&service_id("bill"), CitizenLot(0)).unwrap();
    assert_eq!(release.digest.as_str(), "a", "the canary has no such service");
}

#[test]
fn a_release_that_is_taken_back_gives_the_state_back_that_it_took_over() {
    let (old, new) = (simple("a"), release("b", 2, &["bill"]));
    let mut open = conversation("a");
    open.go_on_with(&new);
    open.state = Some(GuestState { schema: 2, bytes: b"paid".to_vec() });
    let promoted = RoutingTable::new([Route::new(new).with_draining(vec![Arc::clone(&old)])]);
    assert!(!promoted.was_taken_back(&open));
    let taken_back = RoutingTable::new([Route::new(old)]);
    assert!(taken_back.was_taken_back(&open));
    open.go_back();
    assert_eq!(open, conversation("a"));
    assert!(!taken_back.was_taken_back(&open));
}

#[test]
fn a_release_is_held_until_the_last_table_and_the_last_turn_let_go_of_it() {
    let held = Arc::new(());
    let release = Arc::into_inner(simple("a")).unwrap().held_by(Hold::of(Arc::clone(&held)));
    let table = RoutingTable::new([release.into()]);
    let lease = table.way(&conversation("a")).unwrap().release;
    let next = table.with(Route::new(simple("b")));
    drop(table);
    assert_eq!(Arc::strong_count(&held), 2, "the turn has it");
    drop(lease);
    assert_eq!(Arc::strong_count(&held), 1);
    assert_eq!(next.route(&id("water")).unwrap().live().digest.as_str(), "b");
}

#[test]
fn a_department_that_is_removed_is_the_only_one() {
    let table = RoutingTable::new([Route::new(simple("a"))]);
    assert!(table.without(&id("roads")).route(&id("water")).is_some());
    assert!(table.without(&id("water")).routes().is_empty());
}
