//! Popular services, as a list from the first page of departments.

use std::sync::Arc;

use mitra_core::ids::{DepartmentId, ServiceId};
use mitra_desk::Popular;

use crate::citizen::{Citizen, desk};

fn popular(services: &[(usize, usize)]) -> Arc<Popular> {
    let id = |(department, service): &(usize, usize)| {
        let department = DepartmentId::parse(&format!("d{department}")).expect("an id");
        (department, ServiceId::parse(&format!("s{service}")).expect("an id"))
    };
    Arc::new(Popular(services.iter().map(id).collect()))
}

/// A citizen at the menu of so many departments, where these services are popular.
fn citizen(n_departments: usize, services: &[(usize, usize)]) -> Citizen {
    let mut citizen = Citizen::at(desk(n_departments, 12).with_popular(popular(services)));
    citizen.says("hi");
    citizen.says("English");
    citizen
}

#[test]
fn without_a_popular_service_that_can_be_opened_there_is_no_such_row() {
    for services in [&[][..], &[(7, 0), (0, 99)]] {
        let mut citizen = citizen(2, services);
        assert!(!citizen.says("menu").contains("Popular"));
    }
}

#[test]
fn the_row_leads_to_the_services_in_their_order_and_they_can_be_opened() {
    let mut citizen = citizen(2, &[(1, 3), (7, 0), (0, 2)]);
    let said = citizen.says("menu");
    assert!(said.contains("[Department 1] [Popular services] [భాష"), "{said}");
    let said = citizen.says("Popular services");
    assert!(said.contains("[Service 3] [Service 2] [◂ All departments]"), "{said}");
    citizen.says("2");
    assert_eq!(citizen.session.conversation.as_ref().expect("open").service.as_str(), "s2");
}

#[test]
fn nine_are_shown_and_no_more() {
    let services: Vec<_> = (0..10).map(|n| (0, n)).collect();
    let mut citizen = citizen(1, &services);
    let said = citizen.says("Popular services");
    assert!(said.contains("[Service 8] [◂ All") && !said.contains("Service 9"), "{said}");
}

#[test]
fn back_from_the_list_are_the_departments() {
    let mut citizen = citizen(1, &[(0, 0)]);
    citizen.says("Popular services");
    assert!(citizen.says("back").contains("[Department 0]"));
}

#[test]
fn the_first_page_has_room_for_both_rows_whatever_the_number_of_departments() {
    for n_departments in [1, 7, 8, 9, 10, 36, 50] {
        let mut citizen = citizen(n_departments, &[(0, 0)]);
        let department = DepartmentId::parse("d0").expect("an id");
        let service = ServiceId::parse("s0").expect("an id");
        citizen.session.applications.note(department, service, citizen.now);
        let said = citizen.says("menu");
        assert!(said.contains("[My applications] [Popular services]"), "{said}");
        assert_eq!(citizen.sees_departments(said), n_departments);
    }
}
