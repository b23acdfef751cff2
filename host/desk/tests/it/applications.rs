//! What a citizen applied for, as a list that leads to where it is followed.

use std::sync::Arc;

use mitra_core::application::Following;
use mitra_core::clock::Timestamp;
use mitra_core::event::Content;
use mitra_core::ids::{DepartmentId, ServiceId};
use mitra_core::limits::{APPLICATIONS_MAX, ROWS_MAX};
use mitra_core::routing::{Route, RoutingTable, ServedRelease};
use mitra_desk::Desk;

use crate::citizen::{Citizen, desk, spoken};

fn department(n: usize) -> DepartmentId {
    DepartmentId::parse(&format!("d{n}")).expect("an id")
}

fn service(id: &str) -> ServiceId {
    ServiceId::parse(id).expect("an id")
}

/// Two departments with three services each. What is applied for in the first is followed in its last service.
fn followed() -> Desk {
    let plain = desk(2, 3);
    let live = plain.table().route(&department(0)).expect("there is one").live();
    let digest = live.digest.clone();
    let named = ServedRelease::new(digest, live.department.clone(), true);
    let route = Route::new(Arc::new(named.followed_in(Following::all_in(service("s2")))));
    Desk::new(Arc::new(plain.table().with(route)))
}

/// A citizen at the menu who applied for services of departments, one after the other.
fn applied(desk: Desk, to: &[(usize, &str)]) -> Citizen {
    let mut citizen = Citizen::at(desk);
    citizen.says("hi");
    citizen.says("English");
    for (at, (n, id)) in (1..).zip(to) {
        citizen.session.applications.note(department(*n), service(id), Timestamp(at));
    }
    citizen
}

#[test]
fn whoever_applied_for_nothing_has_no_such_row_and_is_told() {
    let mut citizen = applied(desk(2, 1), &[]);
    assert!(!citizen.says("menu").contains("My applications"));
    let said = citizen.says("my applications");
    assert!(said.starts_with("You have not applied"), "{said}");
    assert!(said.contains("[Department 0]"), "{said}");
}

#[test]
fn the_latest_comes_first_and_leads_to_the_service_that_the_department_names() {
    let mut citizen = applied(followed(), &[(0, "s0"), (1, "s1")]);
    let said = citizen.says("menu");
    assert!(said.contains("[Department 1] [My applications] [భాష"), "{said}");
    let said = citizen.says("My applications");
    assert!(said.contains("[Service 1] [Service 0] [◂ All departments]"), "{said}");
    citizen.says("1");
    let open = citizen.session.conversation.clone().expect("it is open");
    assert_eq!((open.department, open.service), (department(1), service("s1")));
    citizen.says("mere avedan");
    citizen.says("2");
    let open = citizen.session.conversation.clone().expect("it is open");
    assert_eq!((open.department, open.service), (department(0), service("s2")));
}

#[test]
fn two_services_that_are_followed_in_one_are_two_rows() {
    let mut citizen = applied(followed(), &[(0, "s0"), (0, "s1")]);
    assert!(citizen.says("నా దరఖాస్తులు").contains("[Service 1] [Service 0]"));
    for row in ["1", "2"] {
        citizen.says(row);
        assert_eq!(citizen.session.conversation.as_ref().expect("open").service, service("s2"));
        citizen.says("naa darakhastulu");
    }
}

#[test]
fn what_is_gone_from_the_table_is_not_shown_and_comes_back_with_it() {
    let mut citizen = applied(followed(), &[(0, "gone"), (1, "gone"), (1, "s1")]);
    // The service is gone, and where it is followed is there.
    let said = citizen.says("my applications");
    assert!(said.contains("[Service 1] [Service 2] [◂ All"), "{said}");
    let table = citizen.desk.table().without(&department(1));
    citizen.desk = citizen.desk.follow(Arc::new(table));
    assert!(
        citizen.says("my applications").contains("first. Choose one to open it. [Service 2] [◂")
    );
    citizen.desk = citizen.desk.follow(Arc::new(RoutingTable::default()));
    assert!(!citizen.says("my applications").contains("Service"));
    citizen.desk = followed();
    assert!(citizen.says("my applications").contains("[Service 1] [Service 2]"));
}

#[test]
fn an_old_row_of_what_is_gone_leads_to_the_menu() {
    let mut citizen = applied(followed(), &[(1, "s1")]);
    citizen.says("my applications");
    let id = citizen.session.offered[0].id.clone();
    let table = citizen.desk.table().without(&department(1));
    citizen.desk = citizen.desk.follow(Arc::new(table));
    let said = spoken(&citizen.sends(&Content::Choice { id, title: "Service 1".to_owned() }));
    assert!(said.starts_with("That service is not available"), "{said}");
}

#[test]
fn as_many_as_are_kept_are_shown_in_pages() {
    let names: Vec<_> = (0..=APPLICATIONS_MAX).map(|n| format!("s{n}")).collect();
    let to: Vec<_> = names.iter().map(|name| (0, name.as_str())).collect();
    let mut citizen = applied(desk(1, APPLICATIONS_MAX + 1), &to);
    let mut said = citizen.says("my applications");
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..APPLICATIONS_MAX {
        let rows = citizen.session.offered.iter().map(|row| row.title.clone());
        let rows: Vec<_> = rows.collect();
        assert!(rows.len() <= ROWS_MAX, "{rows:?}");
        seen.extend(rows.into_iter().filter(|row| row.starts_with("Service")));
        if !said.contains("More ▸") {
            break;
        }
        said = citizen.says("More ▸");
    }
    assert_eq!(seen.len(), APPLICATIONS_MAX);
    assert!(!seen.contains("Service 0"), "the oldest is gone");
}

#[test]
fn nine_fit_one_page() {
    let names: Vec<_> = (0..9).map(|n| format!("s{n}")).collect();
    let to: Vec<_> = names.iter().map(|name| (0, name.as_str())).collect();
    let mut citizen = applied(desk(1, 9), &to);
    let said = citizen.says("my applications");
    assert!(said.contains("[Service 8]") && said.contains("[Service 0] [◂ All"), "{said}");
}

#[test]
fn what_was_applied_for_is_erased_with_the_rest() {
    let mut citizen = applied(desk(1, 1), &[(0, "s0")]);
    assert!(citizen.says("my data").contains("the list of services you applied to"));
    citizen.says("delete my data");
    assert!(!citizen.says("Erase").contains("My applications"));
    assert!(citizen.session.applications.is_empty());
}
