//! A conversation's state when another release takes over.

use std::sync::Arc;

use mitra_core::ports::TurnRunner;
use mitra_core::turn::{GuestState, TurnEvent, TurnFault, TurnReport};
use mitra_runtime::NotCarried;
use mitra_storage::memory::MemoryStorage;

use crate::kit::{Kit, config, options, turn};

/// A release of schema 2 that does this with states of others.
fn release(migrate: &str) -> Kit {
    let mut config = config("schema", "2");
    config.insert("migrate".to_owned(), migrate.to_owned());
    Kit::made(options(), Arc::new(MemoryStorage::default()), "echo", config)
}

/// What the guest says it got, on a conversation that a release of this schema left.
async fn told(kit: &Kit, schema: u32) -> TurnReport {
    let mut turn = turn(&kit.department, TurnEvent::Text("!state-bytes".to_owned()));
    turn.state = Some(GuestState { schema, bytes: b"notes".to_vec() });
    kit.sandbox.run(&kit.release, turn).await
}

fn said(report: TurnReport) -> String {
    let outcome = report.result.expect("an outcome");
    format!("{:?}", outcome.replies)
}

#[tokio::test]
async fn a_state_of_the_releases_own_schema_is_handed_over_as_it_is() {
    let said = said(told(&release("trap"), 2).await);
    assert!(said.contains("5: notes"), "{said}");
}

#[tokio::test]
async fn a_state_of_another_schema_is_carried_over_before_the_turn() {
    let said = said(told(&release("carry"), 1).await);
    assert!(said.contains("10: notes of 1"), "{said}");
}

#[tokio::test]
async fn a_state_that_is_carried_over_may_have_64_kib() {
    let outcome = said(told(&release("largest"), 1).await);
    assert!(outcome.contains("65536: xxx"), "{outcome}");
    let faulted = told(&release("too large"), 1).await.result;
    let Err(TurnFault::StateUnreadable { schema: 1, detail }) = faulted else {
        panic!("{faulted:?}");
    };
    assert_eq!(detail, "`migrate` gave 65537 bytes, at most 65536 are allowed");
}

#[tokio::test]
async fn a_state_that_cannot_be_carried_over_is_a_fault_of_its_own_with_the_reason() {
    let by_hand = told(&Kit::three_memories(), 7).await.result;
    let Err(TurnFault::StateUnreadable { schema: 7, detail }) = by_hand else {
        panic!("{by_hand:?}");
    };
    assert_eq!(detail, "the release does not export `migrate`");
    for (migrate, reason) in [
        ("refuse", "I kept no notes"),
        ("trap", "unreachable"),
        ("spin", "the host ended the turn"),
    ] {
        let faulted = told(&release(migrate), 1).await.result;
        let Err(TurnFault::StateUnreadable { schema: 1, detail }) = faulted else {
            panic!("{migrate}: {faulted:?}");
        };
        assert!(detail.contains(reason), "{migrate}: {detail}");
    }
}

#[tokio::test]
async fn what_a_release_makes_of_a_state_can_be_tried_without_a_turn() {
    let tried = |migrate: &str, schema| {
        let kit = release(migrate);
        let state = GuestState { schema, bytes: b"notes".to_vec() };
        kit.sandbox.carries_over(&kit.department, &kit.release, state)
    };
    assert_eq!(tried("trap", 2), Ok(()), "it is of its own schema");
    assert_eq!(tried("carry", 1), Ok(()));
    assert_eq!(tried("refuse", 1), Err(NotCarried::Declined("I kept no notes".to_owned())));
    for (migrate, words) in [("trap", "unreachable"), ("spin", ""), ("too large", "65537 bytes")] {
        let broken = tried(migrate, 1);
        let Err(NotCarried::Broken(told)) = broken else { panic!("{migrate}: {broken:?}") };
        assert!(told.contains(words), "{migrate}: {told}");
    }
}
