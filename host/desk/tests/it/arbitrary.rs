//! Whatever is sent, the answer is one.

use mitra_core::event::Content;
use mitra_core::reply::Reply;
use proptest::prelude::*;

use crate::citizen::{Citizen, desk};

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
