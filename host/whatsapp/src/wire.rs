//! The JSON of one message as the Cloud API takes it, without the envelope.
//!
//! Source: Meta, Cloud API message reference (2026-03 to 2026-05).

mod order;

use serde::Serialize;

pub(crate) use order::{
    Address, Amount, Expiration, Gateway, Item, Order, OrderParameters, PaymentSetting, Receipt,
    Status, StatusParameters,
};

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Message<'a> {
    Text { text: Text<'a> },
    Audio { audio: File<'a> },
    Image { image: File<'a> },
    Document { document: File<'a> },
    Video { video: File<'a> },
    Location { location: Location<'a> },
    Interactive { interactive: Interactive<'a> },
}

#[derive(Serialize)]
pub(crate) struct Text<'a> {
    pub(crate) preview_url: bool,
    pub(crate) body: &'a str,
}

/// A file by its address; one without is completed with its id when it is sent.
#[derive(Serialize)]
pub(crate) struct File<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) link: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) filename: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) caption: Option<&'a str>,
}

#[derive(Serialize)]
pub(crate) struct Location<'a> {
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) address: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Interactive<'a> {
    Button { body: Body<'a>, action: Buttons<'a> },
    List { body: Body<'a>, action: List<'a> },
    CtaUrl { body: Body<'a>, action: Named<UrlParameters<'a>> },
    LocationRequestMessage { body: Body<'a>, action: Named<()> },
    OrderDetails { body: Body<'a>, action: Box<Named<OrderParameters<'a>>> },
    OrderStatus { body: Body<'a>, action: Named<StatusParameters<'a>> },
}

#[derive(Serialize)]
pub(crate) struct Body<'a> {
    pub(crate) text: &'a str,
}

#[derive(Serialize)]
pub(crate) struct Buttons<'a> {
    pub(crate) buttons: Vec<Button<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "reply")]
pub(crate) struct Button<'a> {
    pub(crate) reply: Title<'a>,
}

#[derive(Serialize)]
pub(crate) struct Title<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
}

#[derive(Serialize)]
pub(crate) struct List<'a> {
    pub(crate) button: &'a str,
    pub(crate) sections: [Section<'a>; 1],
}

#[derive(Serialize)]
pub(crate) struct Section<'a> {
    pub(crate) rows: Vec<Row<'a>>,
}

#[derive(Serialize)]
pub(crate) struct Row<'a> {
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<&'a str>,
}

/// An action that is known by its name.
#[derive(Serialize)]
pub(crate) struct Named<P> {
    pub(crate) name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) parameters: Option<P>,
}

#[derive(Serialize)]
pub(crate) struct UrlParameters<'a> {
    pub(crate) display_text: &'a str,
    pub(crate) url: &'a str,
}
