//! WhatsApp's own payment card in words.

use mitra_core::language::Localized;
use mitra_core::limits::CARD_ITEM_CHARS_MAX;
use mitra_core::payment::{CardEnd, Payment, PaymentCard};
use mitra_core::reply::Reply;
use mitra_core::text::check_line;

use crate::form::rupees;
use crate::instant::instant;
use crate::payment::OFFER;
use crate::texts::{Text, text};

/// What is paid for, where neither the purpose nor the department's name can stand there.
const ITEM: Text = text("చెల్లింపు", "Payment", "भुगतान");
/// The purpose, the amount, until when. To whoever asks for a card once more: Meta takes each one once.
const CARD_ABOVE: Text = text(
    "{}\n\nమొత్తం: {}\nచెల్లింపు కార్డు పైన ఉంది. దాన్ని తెరిచి, {} లోపు చెల్లించండి.",
    "{}\n\nAmount: {}\nThe payment card is above. Please open it and pay, by {}.",
    "{}\n\nराशि: {}\nभुगतान कार्ड ऊपर है। उसे खोलकर {} तक भुगतान करें।",
);
/// On the card, from when it cannot be paid any more.
const OVER: Text = text("చెల్లించే గడువు ముగిసింది.", "The time to pay is over.", "भुगतान का समय बीत गया।");
/// The amount.
const NOT_PAID: Text = text(
    "{} చెల్లించే గడువు ముగిసింది. చెల్లింపు జరగలేదు.",
    "The time to pay {} is over, and nothing was paid.",
    "{} के भुगतान का समय बीत गया, और कोई भुगतान नहीं हुआ।",
);
/// The amount.
const PAID: Text = text(
    "{} చెల్లింపు అందింది. ధన్యవాదాలు.",
    "{} has been received. Thank you.",
    "{} का भुगतान मिल गया। धन्यवाद।",
);
/// On the card, once it is paid.
const DONE: Text = text("చెల్లింపు పూర్తయింది.", "The payment is complete.", "भुगतान पूरा हुआ।");

/// The card for a payment of the department that has this name.
///
/// The purpose stands above it in full. What is paid for is the purpose where it fits there, else the department: no
/// text is shortened.
pub fn payment_card(payment: &Payment, department: Option<&Localized>) -> PaymentCard {
    let language = payment.contact.language;
    let (purpose, amount) = (payment.request.purpose.get(language), rupees(payment.request.paise));
    let until = instant(payment.expires_at());
    let fits = |item: &&str| check_line(item, CARD_ITEM_CHARS_MAX).is_ok();
    let name = department.map(|name| name.get(language));
    let item = [Some(purpose), name].into_iter().flatten().find(fits);
    PaymentCard {
        reference: payment.order.clone(),
        body: OFFER.fill(language, &[purpose, &amount, &until]),
        item: item.unwrap_or(ITEM.get(language)).to_owned(),
        paise: payment.request.paise,
        expires_at: payment.expires_at(),
        expired: OVER.get(language).to_owned(),
    }
}

/// The answer to whoever asks once more for what they have a card for.
pub fn card_above(payment: &Payment) -> Reply {
    let language = payment.contact.language;
    let (purpose, amount) = (payment.request.purpose.get(language), rupees(payment.request.paise));
    let until = instant(payment.expires_at());
    Reply::Text { body: CARD_ABOVE.fill(language, &[purpose, &amount, &until]) }
}

/// What becomes of the card: it is paid, or cannot be any more.
pub fn card_end(payment: &Payment, is_paid: bool) -> CardEnd {
    let language = payment.contact.language;
    let amount = rupees(payment.request.paise);
    let (body, note) = if is_paid { (PAID, DONE) } else { (NOT_PAID, OVER) };
    CardEnd {
        reference: payment.order.clone(),
        body: body.with(language, &amount),
        note: note.get(language).to_owned(),
        is_paid,
    }
}

#[cfg(test)]
mod tests {
    use mitra_core::clock::Timestamp;
    use mitra_core::language::Language;
    use mitra_core::limits::{BODY_CHARS_MAX, CARD_NOTE_CHARS_MAX, PAYMENT_PAISE_MAX};
    use mitra_core::text::check_text;

    use super::*;
    use crate::payment::tests::payment;

    fn localized(text: &str) -> Localized {
        let text = || text.to_owned();
        Localized { te: text(), en: text(), hi: text() }
    }

    #[test]
    fn what_is_paid_for_is_named_in_full_or_by_its_department() {
        let named = |purpose: &str, department: Option<&str>| {
            let payment = payment(Language::En, purpose);
            let card = payment_card(&payment, department.map(localized).as_ref());
            assert!(card.body.starts_with(purpose), "{}", card.body);
            card.item
        };
        let long = "x".repeat(CARD_ITEM_CHARS_MAX);
        assert_eq!(named(&long, Some("Energy")), long);
        assert_eq!(named(&format!("{long}x"), Some("Energy")), "Energy");
        assert_eq!(named(&format!("{long}x"), Some(&format!("{long}x"))), "Payment");
        assert_eq!(named(&format!("{long}x"), None), "Payment");
    }

    #[test]
    fn a_card_says_how_much_and_until_when() {
        let card = payment_card(&payment(Language::En, "Bill"), None);
        let expected =
            "Bill\n\nAmount: ₹1,00,00,000.00\nTap the button to pay, by 24-11-2026, 11:00.";
        assert_eq!((card.body.as_str(), card.paise), (expected, PAYMENT_PAISE_MAX));
        assert_eq!(card.expires_at, Timestamp(1_795_498_200_000));
    }

    #[test]
    fn every_word_on_cards_fits_its_place_and_stands_in_three_languages() {
        for language in Language::ALL {
            let payment = payment(language, &"x".repeat(120));
            let card = payment_card(&payment, None);
            let ends = [true, false].map(|is_paid| card_end(&payment, is_paid));
            let Reply::Text { body: above } = card_above(&payment) else { panic!("a text") };
            for body in [&card.body, &above, &ends[0].body, &ends[1].body] {
                check_text(body, BODY_CHARS_MAX).expect("it fits");
                assert!(body.contains("₹1,00,00,000.00") && !body.contains("{}"), "{body}");
            }
            check_line(&card.item, CARD_ITEM_CHARS_MAX).expect("it fits");
            for note in [&card.expired, &ends[0].note, &ends[1].note] {
                check_line(note, CARD_NOTE_CHARS_MAX).expect("it fits");
            }
        }
    }
}
