//! What holds for every input.

use std::fmt::Write;
use std::sync::LazyLock;

use mitra_core::event::{Leaf, Location};
use mitra_core::identity::Secret;
use mitra_core::limits::{
    BODY_CHARS_MAX, BUTTON_CHARS_MAX, BUTTONS_MAX, CHOICE_ID_BYTES_MAX,
    LEAVES_PER_NOTIFICATION_MAX, ROW_DESCRIPTION_CHARS_MAX, ROW_TITLE_CHARS_MAX, ROWS_MAX,
    TEXT_CHARS_MAX,
};
use mitra_core::reply::{Choice, Choices, Reply};
use mitra_whatsapp::{AppSecrets, RenderError, handshake, render, verify};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::Value;

use crate::notification::{fixtures, parse};

static FIXTURES: LazyLock<Vec<Vec<u8>>> =
    LazyLock::new(|| fixtures().into_iter().map(|(_, body)| body).collect());

/// One small damage to a body, as storms and bugs do it.
#[derive(Debug, Clone)]
enum Damage {
    Flip(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Remove(prop::sample::Index, u8),
    Repeat(prop::sample::Index, u8),
    /// A value of another type, or half a character, in place of some text.
    Swap(prop::sample::Index, &'static str),
}

fn damage() -> impl Strategy<Value = Damage> {
    let values = prop::sample::select(vec![
        "null",
        "[]",
        "{}",
        "-1",
        "1e999",
        "true",
        r#""""#,
        r#""\ud800""#,
        "99999999999999999999",
    ]);
    prop_oneof![
        (any::<prop::sample::Index>(), any::<u8>()).prop_map(|(at, bits)| Damage::Flip(at, bits)),
        any::<prop::sample::Index>().prop_map(Damage::Cut),
        (any::<prop::sample::Index>(), 1..40_u8).prop_map(|(at, n)| Damage::Remove(at, n)),
        (any::<prop::sample::Index>(), 1..40_u8).prop_map(|(at, n)| Damage::Repeat(at, n)),
        (any::<prop::sample::Index>(), values).prop_map(|(at, value)| Damage::Swap(at, value)),
    ]
}

fn damaged(mut body: Vec<u8>, damages: Vec<Damage>) -> Vec<u8> {
    for damage in damages {
        if body.is_empty() {
            break;
        }
        let len = body.len();
        let range = |start: usize, n: u8| start..(start + usize::from(n)).min(len);
        match damage {
            Damage::Flip(at, bits) => body[at.index(len)] ^= bits,
            Damage::Cut(at) => body.truncate(at.index(len)),
            Damage::Remove(at, n) => drop(body.drain(range(at.index(len), n))),
            Damage::Repeat(at, n) => {
                let piece = body[range(at.index(len), n)].to_vec();
                body.splice(at.index(len)..at.index(len), piece);
            }
            Damage::Swap(at, value) => {
                // From one quote to the next but one: a whole name or text, most of the time.
                let quotes: Vec<_> = (0..len).filter(|i| body[*i] == b'"').collect();
                if quotes.len() > 1 {
                    let first = at.index(quotes.len() - 1);
                    body.splice(quotes[first]..=quotes[first + 1], value.bytes());
                }
            }
        }
    }
    body
}

/// Up to 60 of the pieces of which a notification is made, as a regular expression.
const PIECES: &str = concat!(
    r#"(\{|\}|\[|\]|:|,|"a\\u0c05"|-?[0-9]{1,3}|null|true|"(object|entry|changes|field|value|"#,
    r#"messages|statuses|errors|contacts|id|type|whatsapp_business_account)"){0,60}"#
);

/// What the parser promises of every body.
fn check_leaves(body: &[u8]) {
    let leaves = parse(body);
    assert!(leaves.len() <= LEAVES_PER_NOTIFICATION_MAX);
    for leaf in &leaves {
        match leaf {
            Leaf::Quarantined(item) => {
                let is_part = item.raw.is_empty()
                    || body.windows(item.raw.len()).any(|part| part == item.raw);
                assert!(is_part, "quarantined bytes are not those that came");
            }
            Leaf::Event(event) => {
                let is_somebody = |text: Option<&str>| text.is_some_and(|text| !text.is_empty());
                let bsuid = event.sender.bsuid().map(mitra_core::identity::Bsuid::reveal);
                let phone = event.sender.phone().map(mitra_core::identity::Phone::reveal);
                assert!(is_somebody(bsuid) || is_somebody(phone));
                assert!(phone.is_none_or(|phone| phone.bytes().all(|b| b.is_ascii_digit())));
                assert!(!event.wamid.as_str().is_empty());
            }
            Leaf::Receipt(receipt) => assert!(!receipt.wamid.as_str().is_empty()),
            Leaf::Payment(report) => assert!(report.dedup_key.starts_with("p|")),
            Leaf::Identity(report) => assert_ne!(report.change.previous, report.change.current),
            Leaf::Account(report) => assert!(!report.field.is_empty()),
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_the_parser_panic(body in vec(any::<u8>(), 0..400)) {
        check_leaves(&body);
    }

    #[test]
    fn no_json_makes_the_parser_panic(body in PIECES) {
        check_leaves(body.as_bytes());
    }

    #[test]
    fn no_damage_to_a_fixture_makes_the_parser_panic(
        which in any::<prop::sample::Index>(),
        damages in vec(damage(), 1..4),
    ) {
        let body = FIXTURES[which.index(FIXTURES.len())].clone();
        check_leaves(&damaged(body, damages));
    }

    #[test]
    fn no_header_is_believed_but_the_right_one(
        body in vec(any::<u8>(), 0..100),
        header in prop_oneof![
            "sha256=[0-9a-f]{64}".prop_map(String::into_bytes),
            vec(any::<u8>(), 0..100),
        ],
    ) {
        let secrets = AppSecrets::new(vec![Secret::new("a"), Secret::new("b")]);
        prop_assert!(verify(body.into(), &[&header], &secrets).is_err());
    }

    #[test]
    fn no_query_passes_the_handshake_without_the_token(query in "[ -~]{0,80}") {
        prop_assert!(handshake(&query, &Secret::new("long and unguessable token")).is_err());
    }

    #[test]
    fn a_handshake_gives_back_any_challenge(challenge in "\\PC{1,60}") {
        let mut encoded = String::new();
        for byte in challenge.bytes() {
            write!(encoded, "%{byte:02x}").expect("writing to a string cannot fail");
        }
        let query = format!("hub.challenge={encoded}&hub.mode=subscribe&hub.verify_token=t");
        prop_assert_eq!(handshake(&query, &Secret::new("t")), Ok(challenge));
    }
}

/// Text of a citizen's languages, emoji of two UTF-16 units, and now and then something that must be refused.
fn text(chars_max: usize) -> impl Strategy<Value = String> {
    let alphabet =
        prop::sample::select(vec!['a', 'Z', '7', ' ', 'క', 'ి', 'न', '्', '🙏', '\n', '"', '\\']);
    vec(alphabet, 0..=chars_max + 2).prop_map(|chars| chars.into_iter().collect())
}

fn choice() -> impl Strategy<Value = Choice> {
    let id = prop_oneof!["[a-z:]{1,8}", text(CHOICE_ID_BYTES_MAX)];
    let description = option::of(text(ROW_DESCRIPTION_CHARS_MAX));
    (id, text(ROW_TITLE_CHARS_MAX), description).prop_map(|(id, title, description)| Choice {
        id,
        title,
        description,
    })
}

fn reply() -> impl Strategy<Value = Reply> {
    let url = || prop_oneof!["https://[a-z]{1,8}\\.org/[a-z]{0,8}", "\\PC{0,30}"];
    let caption = || option::of(text(40));
    let choices = (text(60), text(BUTTON_CHARS_MAX), vec(choice(), 0..=ROWS_MAX + 1))
        .prop_map(|(body, button, items)| Reply::Choices(Choices { body, button, items }));
    let place = (any::<f64>(), -200.0..200.0_f64, option::of(text(30)), option::of(text(30)))
        .prop_map(|(latitude, longitude, name, address)| {
            Reply::Place(Location { latitude, longitude, name, address })
        });
    prop_oneof![
        text(TEXT_CHARS_MAX).prop_map(|body| Reply::Text { body }),
        choices,
        (text(BODY_CHARS_MAX), text(BUTTON_CHARS_MAX), url())
            .prop_map(|(body, label, url)| Reply::Link { body, label, url }),
        (url(), caption()).prop_map(|(url, caption)| Reply::Image { url, caption }),
        (url(), text(20), caption()).prop_map(|(url, filename, caption)| Reply::Document {
            url,
            filename,
            caption
        }),
        place,
        text(BODY_CHARS_MAX).prop_map(|body| Reply::AskLocation { body }),
    ]
}

fn is_within(text: &Value, chars_max: usize) -> bool {
    let text = text.as_str().expect("a text");
    !text.trim().is_empty()
        && text.chars().count() <= chars_max
        && text.encode_utf16().count() <= chars_max
}

/// Meta's limits, written down a second time from its reference.
fn check_message(message: &Value) {
    let interactive = &message["interactive"];
    match message["type"].as_str().expect("a type") {
        "text" => assert!(is_within(&message["text"]["body"], 4_096)),
        "image" => {
            assert!(message["image"]["link"].as_str().expect("a link").starts_with("https://"));
        }
        "document" => assert!(is_within(&message["document"]["filename"], 240)),
        "location" => {
            assert!(message["location"]["latitude"].as_f64().expect("degrees").abs() <= 90.0);
        }
        "interactive" => {
            assert!(is_within(&interactive["body"]["text"], 1_024));
            match interactive["type"].as_str().expect("a type") {
                "button" => {
                    let buttons = interactive["action"]["buttons"].as_array().expect("buttons");
                    assert!((1..=3).contains(&buttons.len()));
                    assert!(buttons.iter().all(|b| is_within(&b["reply"]["title"], 20)));
                    assert!(buttons.iter().all(|b| is_within(&b["reply"]["id"], 256)));
                }
                "list" => {
                    assert!(is_within(&interactive["action"]["button"], 20));
                    let rows =
                        interactive["action"]["sections"][0]["rows"].as_array().expect("rows");
                    assert!((1..=10).contains(&rows.len()));
                    for row in rows {
                        assert!(is_within(&row["title"], 24) && is_within(&row["id"], 200));
                        let description = &row["description"];
                        assert!(description.is_null() || is_within(description, 72));
                    }
                }
                "cta_url" => {
                    let parameters = &interactive["action"]["parameters"];
                    assert!(is_within(&parameters["display_text"], 20));
                    assert!(is_within(&parameters["url"], 2_000));
                }
                other => assert_eq!(other, "location_request_message"),
            }
        }
        other => panic!("an unknown type: {other}"),
    }
}

proptest! {
    #[test]
    fn what_is_rendered_keeps_metas_limits_and_what_is_refused_names_its_field(reply in reply()) {
        match render(&reply) {
            Ok(rendered) => {
                let body = rendered.body;
                check_message(&serde_json::from_str(&body).expect("it is JSON"));
                let again = render(&reply).expect("it was rendered before").body;
                prop_assert_eq!(body, again);
            }
            Err(RenderError::TooLong { chars, chars_max, .. }) => prop_assert!(chars > chars_max),
            Err(error) => prop_assert!(error.to_string().contains('`'), "{}", error),
        }
    }

    #[test]
    fn sound_choices_are_never_refused(
        count in 1..=ROWS_MAX,
        title in "[a-zక-హ]{1,18}",
        body in "[a-z ]{0,100}[a-z]",
    ) {
        let item = |n: usize| Choice {
            id: format!("id:{n}"),
            title: format!("{n} {title}"),
            description: (n == 4).then(|| title.clone()),
        };
        let (button, items) = ("Open".to_owned(), (0..count).map(item).collect());
        let choices = Choices { body, button, items };
        let body = render(&Reply::Choices(choices)).expect("it is sound").body;
        let message: Value = serde_json::from_str(&body).expect("it is JSON");
        let expected = if count <= BUTTONS_MAX { "button" } else { "list" };
        prop_assert_eq!(message["interactive"]["type"].as_str(), Some(expected));
    }
}
