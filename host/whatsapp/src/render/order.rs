//! Payment cards: `PaymentCard` and `CardEnd` -> the JSON of one message. The host's own alone; no department sends
//! one.
//!
//! Source: Meta, "Receive payments via payment gateways on WhatsApp" (2026-05-21).

use mitra_core::clock::Timestamp;
use mitra_core::limits::{
    BODY_CHARS_MAX, CARD_EXPIRES_MIN, CARD_ITEM_CHARS_MAX, CARD_NOTE_CHARS_MAX, CARD_UPI_PAISE_MAX,
};
use mitra_core::payment::{
    CardAccount, CardEnd, CardGateway, CardSeller, PaymentCard, PaymentReference,
};

use super::{RenderError, Rendered, interactive};
use crate::rules::{check_line, check_text};
use crate::wire::{
    Address, Amount, Body, Expiration, Gateway, Interactive, Item, Named, Order, OrderParameters,
    PaymentSetting, Receipt, Status, StatusParameters,
};

/// Renders an order that is paid within the chat.
///
/// # Errors
/// [`RenderError`] when Meta would refuse it; [`RenderError::ExpiresSoon`] when it would end less than
/// [`CARD_EXPIRES_MIN`] after `now`. Nothing is shortened.
pub fn render_card(
    card: &PaymentCard,
    account: &CardAccount,
    now: Timestamp,
) -> Result<Rendered, RenderError> {
    let PaymentCard { reference, body, item, paise, expires_at, expired } = card;
    check_reference(reference.as_str())?;
    check_text("card.body", body, BODY_CHARS_MAX)?;
    check_line("card.item", item, CARD_ITEM_CHARS_MAX)?;
    check_line("card.expired", expired, CARD_NOTE_CHARS_MAX)?;
    if *paise == 0 {
        return Err(RenderError::Free);
    }
    let (ahead, ahead_min) = (expires_at.since(now), CARD_EXPIRES_MIN);
    if ahead < ahead_min {
        return Err(RenderError::ExpiresSoon { ahead, ahead_min });
    }
    let total = Amount::paise(*paise);
    let expiration =
        Expiration { timestamp: (expires_at.0 / 1_000).to_string(), description: expired };
    let parameters = OrderParameters {
        reference_id: reference.as_str(),
        kind: "digital-goods",
        payment_settings: [PaymentSetting { payment_gateway: gateway(card, account) }],
        currency: "INR",
        total_amount: total,
        order: Order {
            status: "pending",
            items: [sold(item, total, &account.seller)],
            subtotal: total,
            tax: Amount::paise(0),
            expiration,
        },
    };
    let action = Named { name: "review_and_pay", parameters: Some(parameters) };
    Ok(rendered(Interactive::OrderDetails { body: Body { text: body }, action: Box::new(action) }))
}

/// Renders what became of such an order.
///
/// # Errors
/// [`RenderError`] when Meta would refuse it. Nothing is shortened.
pub fn render_card_end(end: &CardEnd) -> Result<Rendered, RenderError> {
    let CardEnd { reference, body, note, is_paid } = end;
    check_reference(reference.as_str())?;
    check_text("card.body", body, BODY_CHARS_MAX)?;
    check_line("card.note", note, CARD_NOTE_CHARS_MAX)?;
    let status = if *is_paid { "completed" } else { "canceled" };
    let order = Status { status, description: note };
    let parameters = Some(StatusParameters { reference_id: reference.as_str(), order });
    let action = Named { name: "review_order", parameters };
    Ok(rendered(Interactive::OrderStatus { body: Body { text: body }, action }))
}

fn check_reference(reference: &str) -> Result<(), RenderError> {
    // Meta's rule for orders is the one that the host has for departments' own references.
    PaymentReference::parse(reference).map(drop).map_err(|_| RenderError::Reference)
}

fn gateway<'a>(card: &'a PaymentCard, account: &'a CardAccount) -> Gateway<'a> {
    let reference = card.reference.as_str();
    let receipt = || Receipt { receipt: reference };
    Gateway {
        kind: account.gateway,
        configuration_name: account.configuration.as_str(),
        // UPI would let the citizen begin, and then fail.
        enabled_payment_options: (card.paise > CARD_UPI_PAISE_MAX).then_some(["web"]),
        razorpay: (account.gateway == CardGateway::Razorpay).then(receipt),
    }
}

fn sold<'a>(name: &'a str, amount: Amount, seller: &'a CardSeller) -> Item<'a> {
    Item {
        name,
        amount,
        quantity: 1,
        country_of_origin: "India",
        importer_name: &seller.name,
        importer_address: Address {
            line: &seller.address,
            city: &seller.city,
            zone_code: &seller.state,
            postal_code: &seller.pin_code,
            country_code: "IN",
        },
    }
}

fn rendered(message: Interactive<'_>) -> Rendered {
    let body = serde_json::to_string(&interactive(message)).expect("texts and numbers are JSON");
    Rendered { body, file: None, certificate: None }
}

#[cfg(test)]
mod tests {
    use mitra_core::ids::OrderReference;
    use mitra_core::payment::PaymentConfiguration;
    use serde_json::{Value, json};

    use super::*;
    use crate::is_order;

    /// When the cards here are sent.
    const NOW: Timestamp = Timestamp(1_763_500_000_000);

    fn account(gateway: CardGateway) -> CardAccount {
        let lines = ["Government of Telangana", "1 Secretariat Road", "Hyderabad"];
        let seller = CardSeller::new(lines.map(str::to_owned), "TS".into(), "500022".into());
        let configuration = PaymentConfiguration::parse("pg-prod").unwrap();
        CardAccount { configuration, gateway, seller: seller.unwrap() }
    }

    fn card() -> PaymentCard {
        PaymentCard {
            reference: OrderReference::new("bill-2026-11-0042"),
            body: "Bill 42".to_owned(),
            item: "Rice".to_owned(),
            paise: 21_000,
            expires_at: Timestamp(1_763_600_000_500),
            expired: "expired".to_owned(),
        }
    }

    fn json_of(card: &PaymentCard, gateway: CardGateway) -> Value {
        let rendered = render_card(card, &account(gateway), NOW).expect("it can be sent");
        assert!(is_order(&rendered.body), "{}", rendered.body);
        serde_json::from_str(&rendered.body).expect("it is JSON")
    }

    fn refusal(card: &PaymentCard) -> String {
        render_card(card, &account(CardGateway::Razorpay), NOW).unwrap_err().to_string()
    }

    #[test]
    fn a_card_is_metas_json_to_the_letter() {
        let amount = json!({ "value": 21_000, "offset": 100 });
        let expected = json!({ "type": "interactive", "interactive": {
            "type": "order_details",
            "body": { "text": "Bill 42" },
            "action": { "name": "review_and_pay", "parameters": {
                "reference_id": "bill-2026-11-0042",
                "type": "digital-goods",
                "payment_settings": [{ "type": "payment_gateway", "payment_gateway": {
                    "type": "razorpay",
                    "configuration_name": "pg-prod",
                    "razorpay": { "receipt": "bill-2026-11-0042" },
                } }],
                "currency": "INR",
                "total_amount": amount,
                "order": {
                    "status": "pending",
                    "items": [{
                        "name": "Rice", "amount": amount, "quantity": 1,
                        "country_of_origin": "India",
                        "importer_name": "Government of Telangana",
                        "importer_address": {
                            "address_line1": "1 Secretariat Road", "city": "Hyderabad",
                            "zone_code": "TS", "postal_code": "500022", "country_code": "IN",
                        },
                    }],
                    "subtotal": amount,
                    "tax": { "value": 0, "offset": 100 },
                    "expiration": { "timestamp": "1763600000", "description": "expired" },
                },
            } },
        } });
        assert_eq!(json_of(&card(), CardGateway::Razorpay), expected);
    }

    #[test]
    fn other_gateways_get_no_receipt_of_razorpays() {
        let gateway = "/interactive/action/parameters/payment_settings/0/payment_gateway";
        let payu = json_of(&card(), CardGateway::Payu);
        let expected = json!({ "type": "payu", "configuration_name": "pg-prod" });
        assert_eq!(payu.pointer(gateway), Some(&expected));
    }

    #[test]
    fn what_upi_does_not_take_is_paid_on_the_gateways_page() {
        let options = "/interactive/action/parameters/payment_settings/0/payment_gateway\
                       /enabled_payment_options";
        let options = |paise| {
            let json = json_of(&PaymentCard { paise, ..card() }, CardGateway::Razorpay);
            json.pointer(options).cloned()
        };
        assert_eq!(options(CARD_UPI_PAISE_MAX), None);
        assert_eq!(options(CARD_UPI_PAISE_MAX + 1), Some(json!(["web"])));
    }

    #[test]
    fn an_end_is_metas_json_to_the_letter() {
        let (body, note) = ("Paid, thank you".to_owned(), "packing".to_owned());
        let reference = OrderReference::new("bill-2026-11-0042");
        let end = |is_paid, note: &str| {
            let (body, note) = (body.clone(), note.to_owned());
            render_card_end(&CardEnd { reference: reference.clone(), body, note, is_paid })
        };
        for (is_paid, status) in [(true, "completed"), (false, "canceled")] {
            let rendered = end(is_paid, &note).expect("it can be sent").body;
            assert!(is_order(&rendered), "{rendered}");
            let expected = json!({ "type": "interactive", "interactive": {
                "type": "order_status",
                "body": { "text": "Paid, thank you" },
                "action": { "name": "review_order", "parameters": {
                    "reference_id": "bill-2026-11-0042",
                    "order": { "status": status, "description": "packing" },
                } },
            } });
            assert_eq!(serde_json::from_str::<Value>(&rendered).unwrap(), expected);
        }
        let long = "x".repeat(CARD_NOTE_CHARS_MAX);
        assert!(end(true, &long).is_ok());
        let refused = end(true, &format!("{long}x")).unwrap_err().to_string();
        assert_eq!(refused, "`card.note` has 121 characters, at most 120 are allowed");
    }

    /// Passes with as many characters as are allowed, and is refused with one more.
    #[track_caller]
    fn at_most(chars_max: usize, field: &str, card: impl Fn(String) -> PaymentCard) {
        json_of(&card("x".repeat(chars_max)), CardGateway::Razorpay);
        let refused = refusal(&card("x".repeat(chars_max + 1)));
        assert!(refused.starts_with(&format!("`{field}` ")), "{refused}");
    }

    #[test]
    fn each_limit_is_kept_to_the_last_and_named_beyond() {
        at_most(35, "card.reference", |text| PaymentCard {
            reference: OrderReference::new(text),
            ..card()
        });
        at_most(BODY_CHARS_MAX, "card.body", |body| PaymentCard { body, ..card() });
        at_most(60, "card.item", |item| PaymentCard { item, ..card() });
        at_most(120, "card.expired", |expired| PaymentCard { expired, ..card() });
        for reference in ["", "a b", "a/b", "బిల్లు"] {
            let reference = OrderReference::new(reference);
            assert!(refusal(&PaymentCard { reference, ..card() }).contains("`card.reference`"));
        }
        assert_eq!(refusal(&PaymentCard { paise: 0, ..card() }), "`card.paise` is 0");
        let ends = |seconds| PaymentCard {
            expires_at: NOW.after(std::time::Duration::from_secs(seconds)),
            ..card()
        };
        json_of(&ends(300), CardGateway::Razorpay);
        assert_eq!(refusal(&ends(299)), "`card.expires_at` is 299s ahead, it must be 300s");
    }
}
