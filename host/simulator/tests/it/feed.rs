//! What the page hears: everything, then changes.

use mitra_simulator::{Faults, Inbound};
use reqwest::Response;
use serde_json::Value;
use tokio::time::timeout;

use crate::kit::{ASHA, Meta, PATIENCE, with_chats};

/// Events of the page, one after the other.
struct Feed {
    answer: Response,
    unread: String,
}

impl Feed {
    async fn open(meta: &Meta) -> Self {
        let url = format!("{}sim/events", meta.simulator.chat_url());
        let answer = meta.client.get(url).send().await.expect("an answer");
        Self { answer, unread: String::new() }
    }

    /// The first update from now on that is as told.
    async fn find(&mut self, is_so: impl Fn(&Value) -> bool) -> Value {
        let finding = async {
            loop {
                let update = self.next().await;
                if is_so(&update) {
                    return update;
                }
            }
        };
        timeout(PATIENCE, finding).await.expect("an update in time")
    }

    async fn next(&mut self) -> Value {
        loop {
            if let Some((event, rest)) = self.unread.split_once("\n\n") {
                let data = event.strip_prefix("data: ").map(serde_json::from_str);
                let rest = rest.to_owned();
                let update = data.map(|data| data.expect("it is JSON"));
                self.unread = rest;
                if let Some(update) = update {
                    return update;
                }
                continue;
            }
            let chunk = self.answer.chunk().await.expect("it goes on").expect("it goes on");
            self.unread.push_str(std::str::from_utf8(&chunk).expect("short texts come whole"));
        }
    }
}

#[tokio::test]
async fn a_page_hears_everything_and_then_what_changed() {
    let meta = Meta::start(with_chats()).await;
    meta.handle().citizen_sends(ASHA, Inbound::text("first"));
    let mut feed = Feed::open(&meta).await;
    let whole = feed.next().await;
    assert_eq!(whole["whole"], true);
    assert_eq!(whole["chats"].as_array().map(Vec::len), Some(4), "three of the page, and Asha");
    assert_eq!(whole["faults"]["server_error"], 0);

    let wamid = meta.handle().citizen_sends(ASHA, Inbound::text("second"));
    let has = |update: &Value| update["chats"][0]["entries"][0]["wamid"] == wamid.as_str();
    let update = feed.find(has).await;
    assert_eq!(update["whole"], false);
    assert_eq!(update["chats"].as_array().map(Vec::len), Some(1), "Asha's chat alone");
    assert_eq!(update["chats"][0]["key"], ASHA);
    assert_eq!(update["chats"][0]["entry_count"], 2);
    assert_eq!(update.get("faults"), None);

    meta.set(Faults { server_error: 7, ..Faults::default() });
    let update = feed.find(|update| update["faults"]["server_error"] == 7).await;
    assert_eq!(update["whole"], false);
    meta.stop().await;
}
