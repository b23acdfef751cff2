//! Whole notifications: large ones, broken ones, and one broken item among sound ones.

use mitra_core::event::{Content, Leaf};
use mitra_core::limits::{
    LEAVES_PER_NOTIFICATION_MAX, NOTIFICATION_BYTES_MAX, NOTIFICATION_DEPTH_MAX,
};

use crate::notification::parse;

fn message(n: usize, body: &str) -> String {
    let head = format!(r#""from":"15550100123","id":"wamid.{n}","timestamp":"1763000100""#);
    format!(r#"{{{head},"type":"text","text":{{"body":"{body}"}}}}"#)
}

fn change(messages: &[String]) -> String {
    let metadata = r#""metadata":{"phone_number_id":"PNID_1"}"#;
    let messages = messages.join(",");
    format!(r#"{{"field":"messages","value":{{{metadata},"messages":[{messages}]}}}}"#)
}

fn notification(changes: &[String]) -> String {
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"WABA_A","changes":[{}]}}]}}"#,
        changes.join(",")
    )
}

/// How many leaves are events and how many are quarantined; there are no others.
fn count(leaves: &[Leaf]) -> (usize, usize) {
    let events = leaves.iter().filter(|leaf| matches!(leaf, Leaf::Event(_))).count();
    let quarantined = leaves.iter().filter(|leaf| matches!(leaf, Leaf::Quarantined(_))).count();
    assert_eq!(events + quarantined, leaves.len());
    (events, quarantined)
}

/// What the only leaf says of the whole body.
fn refusal(body: &[u8]) -> String {
    match parse(body).as_slice() {
        [Leaf::Quarantined(item)] => {
            assert_eq!(item.raw, body, "the body is kept as it came");
            item.reason.clone()
        }
        leaves => panic!("not quarantined as a whole: {} leaves", leaves.len()),
    }
}

#[test]
fn a_corrupt_item_costs_none_of_its_siblings_wherever_it_stands() {
    let corrupt = [
        "null",
        "17",
        "[]",
        r#""text""#,
        "{}",
        r#"{"id":"wamid.0"}"#,
        r#"{"id":5,"type":"text","from":"15550100123"}"#,
        r#"{"id":"\ud83d","type":"text"}"#,
        r#"{"id":"w","type":"text","text":{"body":"x"}}"#,
    ];
    for item in corrupt {
        for place in 0..8 {
            let mut messages: Vec<_> = (0..8).map(|n| message(n, "hello")).collect();
            item.clone_into(&mut messages[place]);
            let changes: Vec<_> = messages.chunks(2).map(change).collect();
            let entries: Vec<_> = changes
                .chunks(2)
                .map(|pair| format!(r#"{{"id":"WABA","changes":[{}]}}"#, pair.join(",")))
                .collect();
            let body = format!(
                r#"{{"object":"whatsapp_business_account","entry":[{}]}}"#,
                entries.join(",")
            );
            let leaves = parse(body.as_bytes());
            assert_eq!(count(&leaves), (7, 1), "{item} at {place}");
            let Leaf::Quarantined(kept) = &leaves[place] else {
                panic!("{item} at {place}: the order is lost");
            };
            assert_eq!(kept.raw, item.as_bytes());
        }
    }
}

#[test]
fn bytes_that_are_not_utf8_cost_one_item() {
    let messages = [message(0, "before"), message(1, "@@@"), message(2, "నమస్తే")];
    let blot = |text: &str| -> Vec<u8> {
        text.bytes().map(|byte| if byte == b'@' { 0xff } else { byte }).collect()
    };
    let leaves = parse(&blot(&notification(&[change(&messages)])));
    assert_eq!(count(&leaves), (2, 1));
    let Leaf::Quarantined(item) = &leaves[1] else { panic!("the order is lost") };
    assert_eq!(item.raw, blot(&messages[1]), "the bytes are kept as they came");
    let Leaf::Event(event) = &leaves[2] else { panic!("the last one is sound") };
    assert_eq!(event.content, Content::Text { body: "నమస్తే".to_owned() });
}

#[test]
fn a_thousand_items_in_three_megabytes_with_one_corrupt() {
    let text = "క".repeat(950);
    let mut messages: Vec<_> = (0..1_000).map(|n| message(n, &text)).collect();
    messages[500] = message(500, &text).replace("\"id\"", "\"di\"");
    let body = notification(&[change(&messages)]);
    assert!((2_900_000..NOTIFICATION_BYTES_MAX).contains(&body.len()), "{} bytes", body.len());
    assert_eq!(count(&parse(body.as_bytes())), (999, 1));
}

#[test]
fn items_are_taken_up_to_their_limit() {
    let messages = |n| -> Vec<_> { (0..n).map(|n| message(n, "hello")).collect() };
    let full = notification(&[change(&messages(LEAVES_PER_NOTIFICATION_MAX))]);
    assert_eq!(count(&parse(full.as_bytes())), (LEAVES_PER_NOTIFICATION_MAX, 0));
    let over =
        notification(&[change(&messages(LEAVES_PER_NOTIFICATION_MAX)), change(&messages(1))]);
    assert_eq!(refusal(over.as_bytes()), "more than 2000 items");
    let nothings = format!(
        r#"{{"object":"whatsapp_business_account","entry":[{}0]}}"#,
        "0,".repeat(NOTIFICATION_BYTES_MAX / 2 - 64)
    );
    assert_eq!(refusal(nothings.as_bytes()), "more than 2000 items");
}

#[test]
fn a_body_nests_up_to_its_limit() {
    let nested = |depth: usize| {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        let body =
            message(0, "hello").replace(r#""text":{"#, &format!(r#""x":{open}{close},"text":{{"#));
        notification(&[change(&[body])])
    };
    // The message's own members lie at the ninth level.
    let outside = 8;
    let deepest = nested(NOTIFICATION_DEPTH_MAX - outside);
    assert_eq!(count(&parse(deepest.as_bytes())), (1, 0));
    let deeper = nested(NOTIFICATION_DEPTH_MAX - outside + 1);
    assert_eq!(refusal(deeper.as_bytes()), "nested deeper than 128");
    assert_eq!(refusal("[".repeat(NOTIFICATION_BYTES_MAX).as_bytes()), "nested deeper than 128");
}

#[test]
fn what_is_no_json_is_kept_as_a_whole() {
    let sound = notification(&[change(&[message(0, "hello")])]);
    for cut in 0..sound.len() {
        assert!(refusal(&sound.as_bytes()[..cut]).starts_with("no JSON"), "cut at {cut}");
    }
    for body in ["{} {}", "{'a':1}", "\u{feff}{}", "<html>", "{\"a\":\"\u{1}\"}"] {
        assert!(refusal(body.as_bytes()).starts_with("no JSON"), "{body:?}");
    }
    for body in ["[]", "7", "null", "\"text\""] {
        assert_eq!(refusal(body.as_bytes()), "a notification that is no object", "{body}");
    }
    let without = r#"{"object":"whatsapp_business_account"}"#;
    assert_eq!(refusal(without.as_bytes()), "a notification without a list of entries");
}

#[test]
fn a_message_id_is_taken_up_to_its_limit() {
    let named = |bytes: usize| {
        let body =
            notification(&[change(&[message(0, "x").replace("wamid.0", &"w".repeat(bytes))])]);
        count(&parse(body.as_bytes()))
    };
    assert_eq!(named(512), (1, 0));
    assert_eq!(named(513), (0, 1));
}
