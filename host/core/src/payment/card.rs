//! WhatsApp's own payment card: an order that citizens review and pay within the chat, and the seam to Meta, who knows
//! what became of it.
//!
//! A card is a message. Meta has the order once it has the message, so nothing is made before it is sent.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::{OrderStatus, ProviderError, RefundStatus};
use crate::clock::Timestamp;
use crate::ids::{OrderReference, PhoneNumberId};
use crate::limits::{CARD_CONFIGURATION_CHARS_MAX, CARD_SELLER_CHARS_MAX};
use crate::text::{TextFault, check_line};

/// By which way a payment is offered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum PaymentWay {
    /// A page of the provider's, behind a button.
    #[default]
    Link,
    /// WhatsApp's own card.
    Card(CardOrigin),
}

impl PaymentWay {
    /// A short stable name for metrics and operators.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Card(_) => "card",
        }
    }
}

/// Where a card came from: with its order's reference, what Meta is asked about it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardOrigin {
    /// The business number that sent it.
    pub number: PhoneNumberId,
    /// The payment configuration that takes the money.
    pub configuration: PaymentConfiguration,
}

/// The name of a payment configuration at Meta: one line of 1 to [`CARD_CONFIGURATION_CHARS_MAX`] characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PaymentConfiguration(String);

/// Why a text names no payment configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the name of a payment configuration {0}")]
pub struct InvalidConfiguration(TextFault);

impl PaymentConfiguration {
    /// The name, if the text is one.
    pub fn parse(text: &str) -> Result<Self, InvalidConfiguration> {
        check_line(text, CARD_CONFIGURATION_CHARS_MAX).map_err(InvalidConfiguration)?;
        Ok(Self(text.to_owned()))
    }

    /// It as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PaymentConfiguration {
    type Error = InvalidConfiguration;

    fn try_from(text: String) -> Result<Self, InvalidConfiguration> {
        Self::parse(&text)
    }
}

impl From<PaymentConfiguration> for String {
    fn from(configuration: PaymentConfiguration) -> Self {
        configuration.0
    }
}

/// Whom cards pay: what the operator has set up with Meta.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardAccount {
    /// The payment configuration.
    pub configuration: PaymentConfiguration,
    /// The payment gateway that it is connected to.
    pub gateway: CardGateway,
    /// Who sells: Meta wants it of every item that is in no catalogue.
    pub seller: CardSeller,
}

/// The payment gateways that WhatsApp knows in India.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CardGateway {
    /// `BillDesk`.
    Billdesk,
    /// `PayU`.
    Payu,
    /// Razorpay.
    #[default]
    Razorpay,
    /// Zaakpay.
    Zaakpay,
}

/// Name and address of who sells, in India. [`CardSeller::new`] alone makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CardSeller {
    /// The name.
    pub name: String,
    /// Street and house.
    pub address: String,
    /// The city.
    pub city: String,
    /// The state's two letters, such as `TS`.
    pub state: String,
    /// The PIN code, six digits.
    pub pin_code: String,
}

/// Why nobody can sell under this name and address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSeller {
    /// A line cannot be shown.
    #[error("`{field}` {fault}")]
    Line {
        /// Which one.
        field: &'static str,
        /// Why.
        fault: TextFault,
    },
    /// The state is none.
    #[error("`state` must be two capital letters, such as `TS`")]
    State,
    /// The PIN code is none.
    #[error("`pin_code` must be six digits")]
    PinCode,
}

impl CardSeller {
    /// Whoever has this name and address, if all of it can stand on a card.
    pub fn new(
        [name, address, city]: [String; 3],
        state: String,
        pin_code: String,
    ) -> Result<Self, InvalidSeller> {
        for (field, line) in [("name", &name), ("address", &address), ("city", &city)] {
            check_line(line, CARD_SELLER_CHARS_MAX)
                .map_err(|fault| InvalidSeller::Line { field, fault })?;
        }
        if state.len() != 2 || !state.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(InvalidSeller::State);
        }
        if pin_code.len() != 6 || !pin_code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InvalidSeller::PinCode);
        }
        Ok(Self { name, address, city, state, pin_code })
    }
}

/// What a card shows, in the citizen's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentCard {
    /// By which the order is known on both sides. Meta takes each one once.
    pub reference: OrderReference,
    /// What is said above it, at most [`crate::limits::BODY_CHARS_MAX`] characters.
    pub body: String,
    /// The name of what is paid for, at most [`crate::limits::CARD_ITEM_CHARS_MAX`] characters.
    pub item: String,
    /// How much.
    pub paise: u64,
    /// Until when: at least [`crate::limits::CARD_EXPIRES_MIN`] ahead.
    pub expires_at: Timestamp,
    /// What it says from then on, at most [`crate::limits::CARD_NOTE_CHARS_MAX`] characters.
    pub expired: String,
}

/// What a card is told of its end. Nothing can follow it: Meta takes no other status after either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardEnd {
    /// Which order's.
    pub reference: OrderReference,
    /// What is said beside it, at most [`crate::limits::BODY_CHARS_MAX`] characters.
    pub body: String,
    /// What the card itself says, at most [`crate::limits::CARD_NOTE_CHARS_MAX`] characters.
    pub note: String,
    /// Whether it was paid; if not, it cannot be any more.
    pub is_paid: bool,
}

/// What was paid back of an order, by Meta's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRefund {
    /// Meta's number of it.
    pub number: String,
    /// How much.
    pub paise: u64,
    /// Where it stands.
    pub status: RefundStatus,
}

/// Meta's word on the orders that cards are for.
#[async_trait]
pub trait CardPayments: Send + Sync {
    /// Asks where an order stands; none if Meta knows no such order.
    async fn status(
        &self,
        origin: &CardOrigin,
        order: &OrderReference,
    ) -> Result<Option<OrderStatus>, ProviderError>;

    /// Has something of it paid back. Meta gives this no name of ours: told twice, it pays back twice. So ask
    /// [`Self::refunds`] before.
    async fn refund(
        &self,
        origin: &CardOrigin,
        order: &OrderReference,
        paise: u64,
    ) -> Result<RefundStatus, ProviderError>;

    /// Asks what was, or is to be, paid back of it.
    async fn refunds(
        &self,
        origin: &CardOrigin,
        order: &OrderReference,
    ) -> Result<Vec<CardRefund>, ProviderError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_has_at_most_sixty_characters() {
        let long = "x".repeat(CARD_CONFIGURATION_CHARS_MAX);
        assert_eq!(PaymentConfiguration::parse(&long).unwrap().as_str(), long);
        for wrong in [format!("{long}x"), String::new(), "a\nb".to_owned(), " a".to_owned()] {
            let refused = PaymentConfiguration::parse(&wrong).unwrap_err().to_string();
            assert!(refused.starts_with("the name of a payment configuration "), "{refused}");
        }
    }

    #[test]
    fn a_seller_has_a_name_and_an_address_that_a_card_can_show() {
        let line = |chars| "x".repeat(chars);
        let with = |chars: usize, state: &str, pin_code: &str| {
            let lines = [line(chars), "1 Road".to_owned(), "Hyderabad".to_owned()];
            let seller = CardSeller::new(lines, state.to_owned(), pin_code.to_owned());
            seller.map(|_| ()).map_err(|refused| refused.to_string())
        };
        assert_eq!(with(CARD_SELLER_CHARS_MAX, "TS", "500022"), Ok(()));
        let long = with(CARD_SELLER_CHARS_MAX + 1, "TS", "500022").unwrap_err();
        assert!(long.starts_with("`name` "), "{long}");
        for (state, pin_code, field) in [
            ("ts", "500022", "`state`"),
            ("TSX", "500022", "`state`"),
            ("TS", "50002", "`pin_code`"),
        ] {
            let refused = with(1, state, pin_code).unwrap_err();
            assert!(refused.starts_with(field), "{refused}");
        }
    }

    #[test]
    fn a_payment_of_before_cards_was_offered_by_its_link() {
        let read = |stored: &str| serde_json::from_str::<PaymentWay>(stored).expect("it is read");
        let configuration = PaymentConfiguration::parse("pg-prod").unwrap();
        let origin = CardOrigin { number: PhoneNumberId::new("1"), configuration };
        for way in [PaymentWay::Link, PaymentWay::Card(origin)] {
            assert_eq!(read(&serde_json::to_string(&way).expect("it is stored")), way);
        }
        assert_eq!(PaymentWay::default(), PaymentWay::Link);
    }
}
