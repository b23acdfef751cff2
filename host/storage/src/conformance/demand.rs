#![expect(missing_docs, reason = "the names of these tests say it all")]
//! What citizens ask for and do not find, and what they begin.

use mitra_core::day::Day;
use mitra_core::identity::CitizenAddress;
use mitra_core::ids::{DepartmentId, ServiceId};
use mitra_core::language::Language;
use mitra_core::limits::UNMET_PER_CITIZEN_MAX;
use mitra_core::unmet::{Unmet, UnmetWords};

use super::Harness;
use super::fixtures::{
    T0, accept, at, both, by_bsuid, by_phone, citizen, claim_one, department, event, hear, plain,
    report,
};
use crate::{
    Begins, Demand, Inbox, Settled, Settlement, Storage, StorageLimits, UnmetCount, UnmetReport,
};

const DAY_MS: i64 = 86_400_000;

async fn open<H: Harness>() -> H {
    H::open(StorageLimits::default()).await
}

fn words(text: &str) -> UnmetWords {
    UnmetWords::masked(text.to_owned())
}

/// The day of `T0`, so many days later.
fn day(days: i64) -> Day {
    Day::from_number(Day::of(T0).number() + days)
}

/// The citizen asks for this, so many days after `T0`, and does not find it.
async fn ask(storage: &impl Storage, address: &CitizenAddress, wamid: &str, days: i64, text: &str) {
    ask_in(storage, address, (wamid, days), (text, Language::En)).await;
}

async fn ask_in(
    storage: &impl Storage,
    address: &CitizenAddress,
    (wamid, days): (&str, i64),
    (text, language): (&str, Language),
) {
    accept(storage, vec![event(wamid, address)]).await;
    let now = at(days * DAY_MS);
    let claimed = claim_one(storage, now).await;
    let unmet = vec![Unmet { words: words(text), language }];
    let settlement = Settlement { unmet, ..plain(&claimed) };
    assert_eq!(storage.settle(settlement, now).await.expect("settled"), Settled::Committed);
}

async fn asked(storage: &impl Storage, since: i64, citizens_min: usize) -> UnmetReport {
    storage.unmet(day(since), citizens_min, 100).await.expect("read")
}

/// The words with how many citizens and messages.
async fn told(storage: &impl Storage) -> Vec<(String, u64, u64)> {
    let report = asked(storage, -40, 1).await;
    let tell = |it: UnmetCount| (it.words.as_str().to_owned(), it.citizens, it.messages);
    report.counts.into_iter().map(tell).collect()
}

fn tell(text: &str, citizens: u64, messages: u64) -> (String, u64, u64) {
    (text.to_owned(), citizens, messages)
}

pub async fn what_was_asked_for_is_counted_by_citizens_messages_languages_and_days<H: Harness>() {
    let mut harness = open::<H>().await;
    let storage = harness.storage();
    ask_in(storage, &citizen(1), ("A", 0), ("pasport", Language::Hi)).await;
    ask_in(storage, &citizen(1), ("B", 0), ("pasport", Language::Hi)).await;
    ask_in(storage, &citizen(2), ("C", 2), ("pasport", Language::Te)).await;
    ask(storage, &citizen(3), "D", 1, "pan card").await;
    let pasport = UnmetCount {
        words: words("pasport"),
        citizens: 2,
        messages: 3,
        languages: vec![Language::Te, Language::Hi],
        first: day(0),
        last: day(2),
    };
    assert_eq!(asked(storage, 0, 2).await.counts, std::slice::from_ref(&pasport));
    assert_eq!(told(storage).await, [tell("pasport", 2, 3), tell("pan card", 1, 1)]);
    let since = asked(storage, 1, 1).await.counts;
    let since: Vec<_> = since.iter().map(|it| (it.words.as_str(), it.citizens)).collect();
    assert_eq!(since, [("pan card", 1), ("pasport", 1)]);
    let one = storage.unmet(day(0), 1, 1).await.expect("read").counts;
    assert_eq!(one, std::slice::from_ref(&pasport));
    harness.restart(at(3 * DAY_MS)).await;
    assert_eq!(asked(harness.storage(), 0, 2).await.counts, [pasport]);
}

pub async fn a_settlement_that_is_not_committed_counts_nothing<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    accept(storage, vec![event("A", &citizen(1))]).await;
    let claimed = claim_one(storage, T0).await;
    let unmet = vec![Unmet { words: words("pasport"), language: Language::En }];
    let mut settlement = Settlement { unmet, ..plain(&claimed) };
    settlement.claim.token += 1;
    assert_eq!(storage.settle(settlement, T0).await.expect("answered"), Settled::ClaimLost);
    assert_eq!(told(storage).await, []);
}

pub async fn a_citizen_is_counted_so_often_a_day_and_no_more<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    for n in 0..=UNMET_PER_CITIZEN_MAX {
        ask(storage, &citizen(1), &format!("A{n}"), 0, &format!("word {n}")).await;
    }
    ask(storage, &citizen(2), "B", 0, "word 0").await;
    assert_eq!(told(storage).await.len(), UNMET_PER_CITIZEN_MAX as usize);
    ask(storage, &citizen(1), "C", 1, "tomorrow").await;
    assert!(told(storage).await.contains(&tell("tomorrow", 1, 1)));
}

pub async fn a_day_has_so_many_different_words_and_counts_the_others<H: Harness>() {
    let limits = StorageLimits { unmet_words_max: 2, ..StorageLimits::default() };
    let harness = H::open(limits).await;
    let storage = harness.storage();
    ask(storage, &citizen(1), "A", 0, "one").await;
    ask(storage, &citizen(2), "B", 0, "two").await;
    assert_eq!(asked(storage, 0, 1).await.more, 0);
    ask(storage, &citizen(3), "C", 0, "three").await;
    ask(storage, &citizen(4), "D", 0, "two").await;
    assert_eq!(asked(storage, 0, 1).await.more, 1);
    assert_eq!(told(storage).await, [tell("two", 2, 2), tell("one", 1, 1)]);
    ask(storage, &citizen(3), "E", 1, "three").await;
    assert_eq!(told(storage).await.len(), 3, "another day has room");
    assert_eq!(asked(storage, 1, 1).await.more, 0);
}

pub async fn whoever_has_their_data_erased_is_counted_no_more<H: Harness>() {
    let limits = StorageLimits { unmet_words_max: 2, ..StorageLimits::default() };
    let harness = H::open(limits).await;
    let storage = harness.storage();
    ask(storage, &citizen(1), "A", 0, "one").await;
    ask(storage, &citizen(2), "B", 0, "two").await;
    accept(storage, vec![event("C", &citizen(1))]).await;
    let claimed = claim_one(storage, T0).await;
    let settlement = Settlement { erases: true, ..plain(&claimed) };
    storage.settle(settlement, T0).await.expect("settled");
    assert_eq!(told(storage).await, [tell("two", 1, 1)]);
    ask(storage, &citizen(3), "D", 0, "three").await;
    assert_eq!(told(storage).await.len(), 2, "there is room again");
}

pub async fn what_the_younger_citizen_asked_for_is_the_older_ones<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    ask(storage, &by_bsuid("IN.1"), "A", 0, "pasport").await;
    ask(storage, &by_phone("15550100001"), "B", 0, "pasport").await;
    ask(storage, &by_phone("15550100001"), "C", 0, "pan card").await;
    assert_eq!(told(storage).await, [tell("pasport", 2, 2), tell("pan card", 1, 1)]);
    let one = both("IN.1", "15550100001");
    hear(storage, vec![report("merge", &one, &one)]).await;
    assert_eq!(told(storage).await, [tell("pasport", 1, 2), tell("pan card", 1, 1)]);
    accept(storage, vec![event("D", &one)]).await;
    let claimed = claim_one(storage, T0).await;
    let settlement = Settlement { erases: true, ..plain(&claimed) };
    storage.settle(settlement, T0).await.expect("settled");
    assert_eq!(told(storage).await, []);
}

pub async fn what_was_asked_for_is_forgotten_after_its_time<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    for (n, days) in [(1, 0), (2, 0), (3, 1), (4, 2)] {
        ask(storage, &citizen(n), &format!("A{n}"), days, &format!("word {n}")).await;
    }
    assert_eq!(storage.purge_unmet(day(0), 9).await.expect("purged"), 0);
    assert_eq!(storage.purge_unmet(day(2), 2).await.expect("purged"), 2);
    assert_eq!(storage.purge_unmet(day(2), 2).await.expect("purged"), 1);
    assert_eq!(told(storage).await, [tell("word 4", 1, 1)]);
}

fn begun(service: &str, days: i64, n: u64) -> Begins {
    let service = ServiceId::parse(service).expect("a slug");
    Begins { day: day(days), department: department("energy"), service, n }
}

async fn popular(storage: &impl Storage, since: i64, min: u64, max: usize) -> Vec<String> {
    let popular = storage.popular(day(since), min, max).await.expect("read");
    popular.into_iter().map(|(department, service)| format!("{department} {service}")).collect()
}

pub async fn what_hosts_saw_begin_adds_up_and_the_most_comes_first<H: Harness>() {
    let mut harness = open::<H>().await;
    let storage = harness.storage();
    assert_eq!(popular(storage, 0, 1, 9).await, [""; 0]);
    storage.add_begins(vec![begun("bill", 0, 4), begun("outage", 0, 6)]).await.expect("added");
    storage.add_begins(vec![begun("bill", 0, 3), begun("bill", 1, 1)]).await.expect("added");
    let other = DepartmentId::parse("water").expect("a slug");
    let other = Begins { department: other, ..begun("bill", 1, 6) };
    storage.add_begins(vec![other]).await.expect("added");
    let all = ["energy bill", "energy outage", "water bill"];
    assert_eq!(popular(storage, 0, 6, 9).await, all);
    assert_eq!(popular(storage, 0, 6, 2).await, all[..2]);
    assert_eq!(popular(storage, 0, 8, 9).await, all[..1], "just as often as it must be");
    assert_eq!(popular(storage, 0, 9, 9).await, [""; 0], "once less");
    assert_eq!(popular(storage, 1, 1, 9).await, ["water bill", "energy bill"]);
    harness.restart(at(1)).await;
    assert_eq!(popular(harness.storage(), 0, 6, 9).await, all);
}

pub async fn counts_of_what_began_are_forgotten_after_their_time<H: Harness>() {
    let harness = open::<H>().await;
    let storage = harness.storage();
    let begins = vec![begun("a", 0, 1), begun("b", 0, 1), begun("c", 1, 1), begun("d", 2, 1)];
    storage.add_begins(begins).await.expect("added");
    assert_eq!(storage.purge_begins(day(0), 9).await.expect("purged"), 0);
    assert_eq!(storage.purge_begins(day(2), 2).await.expect("purged"), 2);
    assert_eq!(storage.purge_begins(day(2), 2).await.expect("purged"), 1);
    assert_eq!(popular(storage, 0, 1, 9).await, ["energy d"]);
}
