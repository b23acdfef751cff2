//! Any bytes as the body of a well-signed notification: what the parser promises of every body.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mitra_core::event::{Content, InboundEvent, Leaf};
use mitra_core::identity::Secret;
use mitra_core::limits::LEAVES_PER_NOTIFICATION_MAX;
use mitra_whatsapp::{AppSecrets, parse, sign, verify};

static SECRET: LazyLock<Secret> = LazyLock::new(|| Secret::new("fuzz"));
static SECRETS: LazyLock<AppSecrets> = LazyLock::new(|| AppSecrets::new(vec![SECRET.clone()]));

fuzz_target!(|body: &[u8]| {
    let signature = sign(body, &SECRET);
    let verified = verify(body.to_vec().into(), &[signature.as_bytes()], &SECRETS)
        .expect("we signed it ourselves");
    let leaves = parse(&verified).leaves;
    assert!(leaves.len() <= LEAVES_PER_NOTIFICATION_MAX);
    for leaf in &leaves {
        check(leaf, body);
    }
});

fn check(leaf: &Leaf, body: &[u8]) {
    match leaf {
        Leaf::Event(event) => {
            assert!(!event.wamid.as_str().is_empty());
            let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
            assert!(event.sender.phone().is_none_or(|phone| digits(phone.reveal())));
            let stored = serde_json::to_string(event).expect("it can be stored");
            let read: InboundEvent = serde_json::from_str(&stored).expect("it can be read");
            // Degrees may come back with another last bit, which is less than an atom's width.
            let is_place = matches!(event.content, Content::Location(_));
            assert!(is_place || &read == event, "storage changed it");
        }
        Leaf::Receipt(receipt) => assert!(!receipt.wamid.as_str().is_empty()),
        Leaf::Payment(report) => assert!(report.dedup_key.starts_with("p|")),
        Leaf::Identity(report) => assert_ne!(report.change.previous, report.change.current),
        Leaf::Account(report) => assert!(!report.field.is_empty()),
        Leaf::Quarantined(item) => {
            let is_part =
                item.raw.is_empty() || body.windows(item.raw.len()).any(|part| part == item.raw);
            assert!(is_part, "quarantined bytes are not those that came");
        }
    }
}
