//! Payments in words: what is to be paid and where, and what became of it that was not paid. What was is a receipt.
//!
//! Amounts, instants and receipts stand in ASCII digits: citizens compare them with what their bank writes.

use mitra_core::language::Language;
use mitra_core::payment::{Payment, RefundUpdate};
use mitra_core::reply::Reply;

use crate::form::rupees;
use crate::instant::instant;
use crate::texts::{Text, text};

/// The button that opens the provider's page.
const PAY: Text = text("చెల్లించండి", "Pay now", "भुगतान करें");
/// The purpose, the amount, until when.
pub(crate) const OFFER: Text = text(
    "{}\n\nమొత్తం: {}\nకింది బటన్ తాకి, {} లోపు చెల్లించండి.",
    "{}\n\nAmount: {}\nTap the button to pay, by {}.",
    "{}\n\nराशि: {}\nनीचे का बटन छूकर {} तक भुगतान करें।",
);
/// The amount.
const FAILED: Text = text(
    "{} చెల్లింపు పూర్తి కాలేదు. మెనూ నుండి మళ్లీ ప్రయత్నించవచ్చు.",
    "The payment of {} did not go through. You can try again from the menu.",
    "{} का भुगतान पूरा नहीं हुआ। आप मेनू से फिर कोशिश कर सकते हैं।",
);
/// The amount.
const EXPIRED: Text = text(
    "{} చెల్లించే గడువు ముగిసింది. చెల్లింపు జరగలేదు. మెనూ నుండి మళ్లీ మొదలుపెట్టవచ్చు.",
    "The time to pay {} is over, and nothing was paid. You can begin again from the menu.",
    "{} के भुगतान का समय बीत गया, और कोई भुगतान नहीं हुआ। आप मेनू से फिर शुरू कर सकते हैं।",
);
/// The purpose, the amount, the number, the reference.
const REFUNDED: Text = text(
    "{}\n\nమీకు {} తిరిగి చెల్లించారు. కొన్ని రోజుల్లో మీ ఖాతాలో జమ అవుతుంది.\nవాపసు సంఖ్య: {}\nసూచిక సంఖ్య: {}",
    "{}\n\n{} has been paid back to you. It reaches your account within a few days.\nRefund number: {}\nReference: {}",
    "{}\n\nआपको {} वापस कर दिए गए हैं। कुछ दिनों में आपके खाते में आ जाएँगे।\nवापसी संख्या: {}\nसंदर्भ संख्या: {}",
);

/// What is to be paid, with the button that opens the provider's page.
pub fn payment_offer(payment: &Payment, link: &str) -> Reply {
    let language = payment.contact.language;
    let (purpose, amount) = (payment.request.purpose.get(language), rupees(payment.request.paise));
    let until = instant(payment.expires_at());
    Reply::Pay {
        body: OFFER.fill(language, &[purpose, &amount, &until]),
        label: PAY.get(language).to_owned(),
        url: link.to_owned(),
    }
}

/// Of whoever did not pay: it did not go through.
pub(crate) fn failed(paise: u64, language: Language) -> Reply {
    Reply::Text { body: FAILED.fill(language, &[&rupees(paise)]) }
}

/// The same: the time to pay is over.
pub(crate) fn expired(paise: u64, language: Language) -> Reply {
    Reply::Text { body: EXPIRED.fill(language, &[&rupees(paise)]) }
}

/// What was paid back.
pub(crate) fn refunded(update: &RefundUpdate, language: Language) -> Reply {
    let RefundUpdate { reference, purpose, paise, number } = update;
    let (purpose, amount) = (purpose.get(language), rupees(*paise));
    Reply::Text { body: REFUNDED.fill(language, &[purpose, &amount, number, reference.as_str()]) }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::time::Duration;

    use mitra_core::clock::Timestamp;
    use mitra_core::ids::{
        CitizenId, DepartmentId, OrderReference, PhoneNumberId, ServiceId, TurnId,
    };
    use mitra_core::language::Localized;
    use mitra_core::limits::{BODY_CHARS_MAX, BUTTON_CHARS_MAX, PAYMENT_PAISE_MAX};
    use mitra_core::payment::{
        PaymentContact, PaymentReference, PaymentRequest, PaymentStage, PaymentWay,
    };
    use mitra_core::text::{check_line, check_text};

    use super::*;

    /// A payment that was asked for.
    pub(crate) fn payment(language: Language, purpose: &str) -> Payment {
        let text = || purpose.to_owned();
        let purpose = Localized { te: text(), en: text(), hi: text() };
        let (paise, valid_for) = (PAYMENT_PAISE_MAX, Duration::from_mins(30));
        Payment {
            order: OrderReference::new("order"),
            citizen: CitizenId(1),
            department: DepartmentId::parse("energy").unwrap(),
            service: ServiceId::parse("bill").unwrap(),
            request: PaymentRequest::new("bill-1", paise, purpose, valid_for).unwrap(),
            asked_by: TurnId::new("turn"),
            // 24-11-2026, 10:30 in India.
            asked_at: Timestamp(1_795_496_400_000),
            contact: PaymentContact {
                language,
                from: PhoneNumberId::new("1"),
                window_closes_at: Timestamp(0),
            },
            is_awaited: true,
            stage: PaymentStage::Asked,
            way: PaymentWay::Link,
        }
    }

    #[test]
    fn an_offer_says_what_for_how_much_and_until_when() {
        let link = "https://pay.example/1";
        let Reply::Pay { body, label, url } = payment_offer(&payment(Language::En, "Bill"), link)
        else {
            panic!("a button")
        };
        let expected =
            "Bill\n\nAmount: ₹1,00,00,000.00\nTap the button to pay, by 24-11-2026, 11:00.";
        assert_eq!((body.as_str(), label.as_str(), url.as_str()), (expected, "Pay now", link));
    }

    #[test]
    fn every_word_on_payments_fits_its_place_and_stands_in_three_languages() {
        let reference = PaymentReference::parse("bill-1").unwrap();
        let paise = PAYMENT_PAISE_MAX;
        for language in Language::ALL {
            let payment = payment(language, &"x".repeat(120));
            let Reply::Pay { body, label, .. } = payment_offer(&payment, "https://pay.example")
            else {
                panic!("a button")
            };
            check_text(&body, BODY_CHARS_MAX).expect("it fits");
            check_line(&label, BUTTON_CHARS_MAX).expect("it fits");
            let refund = RefundUpdate {
                reference: reference.clone(),
                purpose: payment.request.purpose.clone(),
                paise,
                number: "r".repeat(64),
            };
            let said =
                [refunded(&refund, language), failed(paise, language), expired(paise, language)];
            for reply in said {
                let Reply::Text { body } = reply else { panic!("a text") };
                assert!(body.contains("₹1,00,00,000.00") && !body.contains("{}"), "{body}");
                check_text(&body, BODY_CHARS_MAX).expect("it fits");
            }
        }
    }
}
