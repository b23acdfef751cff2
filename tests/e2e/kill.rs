//! SIGKILL at random instants under load: nothing lost, nothing doubled, nothing out of order.

use std::collections::BTreeMap;
use std::time::Duration;

use mitra_simulator::{ChatEntry, Inbound, SimulatorHandle};
use mitra_tests::kit::{self, Mitra, NoticeAnswer, Office, Setup};

/// How often the host is killed. More with `MITRA_KILLS`.
const KILLS: u32 = 8;
const CITIZENS: u64 = 8;
/// Lives in which every citizen sets a timer: as many as one may have at once.
const TIMERS: u32 = 8;
/// How often a notice is sent without an answer from a host that is there.
const TRIES: u32 = 3;
/// How long a life lasts at most: long enough to be in the middle of things, short enough to be killed there.
const LIFE_MS: u64 = 400;
/// By when all answers must have come. An attempt that a kill cut off waits a minute for its receipt.
const PATIENCE: Duration = Duration::from_secs(200);

fn kills() -> u32 {
    #[expect(clippy::disallowed_methods, reason = "tests have no configuration file")]
    let kills = std::env::var("MITRA_KILLS");
    kills.ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS)
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_minus_nine_loses_doubles_and_reorders_nothing() {
    let (simulator, setup) = Setup::with_noticed_echo().await;
    let meta = simulator.handle();

    let mut written: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for citizen in 0..CITIZENS {
        let phone = format!("1555010{citizen:04}");
        meta.add_citizen(Some(&phone), None, "Citizen");
        written.insert(phone, Vec::new());
    }
    // Into the echoing department, one after the other.
    let mut pseudonyms = BTreeMap::new();
    let first = Mitra::start(&setup).await;
    for phone in written.keys() {
        kit::enter_echo(&meta, phone).await;
        pseudonyms.insert(phone.clone(), pseudonym(&meta, phone).await);
    }
    first.kill();
    let office = Office::of("echo", setup.notices.expect("it takes notices"));

    let mut chance = 0x5eed_u64;
    for life in 0..kills() {
        let running = Mitra::start(&setup).await;
        for phone in written.keys().cloned().collect::<Vec<_>>() {
            let text = format!("message {life} of {phone}");
            meta.citizen_sends(&phone, Inbound::text(&text));
            if life < TIMERS {
                // Due while the host is there, or away, or just about to be killed.
                meta.citizen_sends(&phone, Inbound::text(&format!("!timer 200 t{life} go-on")));
            }
            written.get_mut(&phone).expect("a citizen").push(text);
            // Perhaps taken, perhaps cut off on the way: the office cannot know.
            let (office, pseudonym) = (office.clone(), pseudonyms[&phone].clone());
            tokio::spawn(
                async move { office.sends(&notice(&pseudonym, life), &pseudonym, "x").await },
            );
        }
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        tokio::time::sleep(Duration::from_millis((chance >> 33) % LIFE_MS)).await;
        running.kill();
    }

    let last = Mitra::start(&setup).await;
    // As an office does that was not answered: again, until it is. Twice at the end is once too often.
    for pseudonym in pseudonyms.values() {
        for life in 0..kills() {
            let id = notice(pseudonym, life);
            let answer = answered(&office, &id, pseudonym).await;
            assert!(matches!(answer.status, 200 | 202), "{id}: {answer:?}");
            let again = answered(&office, &id, pseudonym).await;
            assert_eq!(again.status, 200, "{id}: {again:?}");
        }
    }
    for (phone, texts) in &written {
        let expected = texts.len();
        let all = meta.wait_for(phone, move |chat| echoes(chat).len() >= expected, PATIENCE).await;
        let chat = all.unwrap_or_else(|_| panic!("{phone}: {:#?}", meta.transcript(phone)));
        assert_eq!(&echoes(&chat), texts, "{phone}: each is answered once, in order");
        let expected = expected.min(TIMERS as usize);
        let all = meta.wait_for(phone, move |chat| timers(chat).len() >= expected, PATIENCE).await;
        let chat = all.unwrap_or_else(|_| panic!("{phone}: {:#?}", meta.transcript(phone)));
        let mut heard = timers(&chat);
        heard.sort_unstable();
        let mut set: Vec<_> = (0..kills().min(TIMERS)).map(|life| format!("t{life}")).collect();
        set.sort_unstable();
        assert_eq!(heard, set, "{phone}: each timer comes once");
        let expected = kills() as usize;
        let all = meta.wait_for(phone, move |chat| notices(chat).len() >= expected, PATIENCE).await;
        let chat = all.unwrap_or_else(|_| panic!("{phone}: {:#?}", meta.transcript(phone)));
        let mut heard = notices(&chat);
        heard.sort_unstable();
        let mut told: Vec<_> = (0..kills()).map(|life| notice(&pseudonyms[phone], life)).collect();
        told.sort_unstable();
        assert_eq!(heard, told, "{phone}: each notice comes once");
    }
    assert_eq!(meta.counters().duplicate_sends, 0, "no delivery reached Meta twice");
    assert!(last.terminate().await.success());
}

/// What the echoing department said.
fn echoes(chat: &[ChatEntry]) -> Vec<String> {
    let ours = chat.iter().filter(|entry| !entry.from_citizen());
    let said = ours.filter_map(|entry| entry.body().strip_prefix("echo: "));
    said.filter(|said| said.starts_with("message")).map(str::to_owned).collect()
}

/// As whom the echoing department knows a citizen.
async fn pseudonym(meta: &SimulatorHandle, phone: &str) -> String {
    meta.citizen_sends(phone, Inbound::text("!turn"));
    let said = |chat: &[ChatEntry]| {
        let ours = chat.iter().filter(|entry| !entry.from_citizen());
        ours.map(ChatEntry::body).find(|said| said.contains(" echo Some(")).map(str::to_owned)
    };
    let chat = meta.wait_for(phone, move |chat| said(chat).is_some(), PATIENCE).await;
    let said = said(&chat.expect("it answers")).expect("just heard");
    said.split(' ').nth(1).expect("behind the turn's id").to_owned()
}

/// Sends a notice until it is answered: what a client keeps open may still lead to the host that was killed.
async fn answered(office: &Office, id: &str, pseudonym: &str) -> NoticeAnswer {
    for _ in 0..TRIES {
        if let Some(answer) = office.sends(id, pseudonym, "x").await {
            return answer;
        }
    }
    panic!("{id} is not answered")
}

/// The id of the notice about a citizen in one of the host's lives.
fn notice(pseudonym: &str, life: u32) -> String {
    format!("{}-{life}", &pseudonym[..8])
}

/// The ids of the notices that came.
fn notices(chat: &[ChatEntry]) -> Vec<String> {
    let ours = chat.iter().filter(|entry| !entry.from_citizen());
    let said = ours.filter_map(|entry| entry.body().strip_prefix("notice "));
    said.filter_map(|said| Some(said.split_once(':')?.0.to_owned())).collect()
}

/// The names of the timers that came.
fn timers(chat: &[ChatEntry]) -> Vec<String> {
    let ours = chat.iter().filter(|entry| !entry.from_citizen());
    let said = ours.filter_map(|entry| entry.body().strip_prefix("timer "));
    said.filter_map(|said| Some(said.split_once(':')?.0.to_owned())).collect()
}
