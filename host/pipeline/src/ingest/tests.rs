//! What Meta reports of templates that it took.

use std::time::Duration;

use mitra_core::clock::Timestamp;
use mitra_core::event::{Content, InboundEvent};
use mitra_core::identity::{CitizenAddress, Phone, Secret};
use mitra_core::ids::Wamid;
use mitra_core::language::Language;
use mitra_core::limits::TEMPLATE_LOOK;
use mitra_core::template::{NewsTemplate, TemplateId};
use mitra_storage::conformance::fixtures::plain;
use mitra_storage::memory::MemoryStorage;
use mitra_storage::{AttemptOutcome, Inbox, NewDelivery, Outbox, Settlement};
use mitra_whatsapp::{AppSecrets, render_template, sign, verify};

use super::*;
use crate::templates::TemplateOptions;

const NOW: Timestamp = Timestamp(1_763_000_000_000);
const HOLD: Duration = Duration::from_mins(1);

struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        NOW
    }
}

fn template() -> TemplateId {
    TemplateId { name: "news".into(), language: "te".into() }
}

/// A message of this body that Meta took as `OUT`.
async fn sent(storage: &MemoryStorage, body: String) {
    let event = InboundEvent {
        wamid: Wamid::new("A"),
        phone_number_id: PhoneNumberId::new("1"),
        sender: CitizenAddress::new(None, Some(Phone::new("15550100001"))).unwrap(),
        sent_at: NOW,
        in_reply_to: None,
        content: Content::Text { body: "hello".to_owned() },
    };
    storage.accept(Intake { events: vec![event], ..Intake::default() }, NOW).await.unwrap();
    let claimed = storage.claim_events(1, NOW, HOLD).await.unwrap().remove(0);
    let delivery = NewDelivery {
        from: PhoneNumberId::new("1"),
        body,
        file: None,
        certificate: None,
        window_closes_at: NOW.after(HOLD),
    };
    let settlement = Settlement { deliveries: vec![delivery], ..plain(&claimed) };
    storage.settle(settlement, NOW).await.unwrap();
    let attempt = storage.claim_deliveries(1, NOW, HOLD).await.unwrap().remove(0);
    let accepted = AttemptOutcome::Accepted { wamid: Wamid::new("OUT") };
    Outbox::record(storage, attempt.claim, accepted, NOW).await.unwrap();
}

/// Whether the template may be sent after Meta reported that `body` failed then, with this code.
async fn is_usable_after(body: String, code: i64, at: Timestamp) -> bool {
    let storage = MemoryStorage::default();
    sent(&storage, body).await;
    let news = vec![(Language::Te, template())];
    let ingest = Ingest {
        storage: Arc::new(storage),
        clock: Arc::new(Still),
        options: Arc::new(PipelineOptions {
            pace: crate::pace::PaceOptions::default(),
            numbers: Vec::new(),
            pseudonym_key: Secret::new("key"),
            templates: None,
        }),
        inbox: Bell::default(),
        outbox: Bell::default(),
        templates: Templates::new(Some(&TemplateOptions { news })),
        payments: Bell::default(),
        refunds: Bell::default(),
    };
    let body = format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"1","changes":[{{
            "field":"messages","value":{{"messaging_product":"whatsapp",
            "metadata":{{"display_phone_number":"1","phone_number_id":"1"}},
            "statuses":[{{"id":"OUT","status":"failed","timestamp":"{}",
            "recipient_id":"15550100001","errors":[{{"code":{code},"title":"t"}}]}}]}}}}]}}]}}"#,
        at.0 / 1_000
    );
    let secret = Secret::new("app secret");
    let signature = sign(body.as_bytes(), &secret);
    let secrets = AppSecrets::new(vec![secret]);
    let body = body.into_bytes().into();
    let notification = verify(body, &[signature.as_bytes()], &secrets).unwrap();
    let accepted = ingest.run(&notification).await.unwrap();
    assert_eq!(accepted.receipts, 1);
    ingest.templates.is_usable(Language::Te).unwrap()
}

#[tokio::test]
async fn a_template_that_meta_took_and_then_refuses_is_stopped() {
    let parameters = ["Energy", "Power cuts"].map(str::to_owned);
    let news = NewsTemplate { id: template(), parameters, payload: "news".to_owned() };
    let rendered = render_template(&news).unwrap().body;
    assert!(!is_usable_after(rendered.clone(), 132_015, NOW).await);
    let just_in_time = Timestamp(NOW.before(TEMPLATE_LOOK).0 + 1_000);
    assert!(!is_usable_after(rendered.clone(), 132_015, just_in_time).await);
    let late = NOW.before(TEMPLATE_LOOK);
    assert!(is_usable_after(rendered.clone(), 132_015, late).await, "it may be approved since");
    assert!(is_usable_after(rendered, 131_026, NOW).await, "that is the citizen's own");
    let words = r#"{"type":"text","text":{"body":"{\"type\":\"template\"}"}}"#;
    assert!(is_usable_after(words.to_owned(), 132_015, NOW).await, "it is none");
}
