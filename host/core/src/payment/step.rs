//! How a payment moves: what is heard of it, and what follows.

use super::{CardOrigin, Payment, PaymentReceipt, PaymentStage, PaymentWay};
use crate::ids::OrderReference;

/// What is heard of a payment: from the provider, asked server to server, or from the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// The provider has the order, and a page for it.
    Created {
        /// The page's address.
        link: String,
    },
    /// WhatsApp's own card is on its way to the citizen.
    Carded(CardOrigin),
    /// The provider does not take the order, or did not in time.
    NotTaken,
    /// The provider has the money: all of it.
    Paid(PaymentReceipt),
    /// The provider will not take the money any more.
    Failed,
    /// The time is over, and the provider has no money.
    Lapsed,
}

/// One move of a payment. [`Payment::step`] alone makes it, so that none can be skipped, and none goes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentStep {
    from: PaymentStage,
    to: Payment,
}

impl Payment {
    /// What the news make of this payment; none if they change nothing.
    pub fn step(&self, news: News) -> Option<PaymentStep> {
        let stage = match (&self.stage, &news) {
            // A page takes the place of a card that Meta does not have.
            (PaymentStage::Asked | PaymentStage::OfferedAsCard, News::Created { link }) => {
                PaymentStage::Offered { link: link.clone() }
            }
            (PaymentStage::Asked, News::Carded(_)) => PaymentStage::OfferedAsCard,
            (PaymentStage::Asked | PaymentStage::OfferedAsCard, News::NotTaken) => {
                PaymentStage::Failed { was_offered: false }
            }
            (PaymentStage::Offered { .. } | PaymentStage::OfferedAsCard, News::Failed) => {
                PaymentStage::Failed { was_offered: true }
            }
            (PaymentStage::Offered { .. } | PaymentStage::OfferedAsCard, News::Lapsed) => {
                PaymentStage::Expired
            }
            // Money that came counts, however late.
            (
                PaymentStage::Offered { .. }
                | PaymentStage::OfferedAsCard
                | PaymentStage::Failed { was_offered: true }
                | PaymentStage::Expired,
                News::Paid(receipt),
            ) => PaymentStage::Paid(receipt.clone()),
            // Nothing can have been paid before it was offered, and `paid` is final. The rest is known.
            (PaymentStage::Asked, News::Paid(_) | News::Failed | News::Lapsed)
            | (
                PaymentStage::Offered { .. },
                News::Created { .. } | News::Carded(_) | News::NotTaken,
            )
            | (PaymentStage::OfferedAsCard, News::Carded(_))
            | (PaymentStage::Paid(_) | PaymentStage::Failed { .. } | PaymentStage::Expired, _) => {
                return None;
            }
        };
        let way = match news {
            News::Carded(origin) => PaymentWay::Card(origin),
            News::Created { .. } => PaymentWay::Link,
            News::NotTaken | News::Paid(_) | News::Failed | News::Lapsed => self.way.clone(),
        };
        Some(PaymentStep { from: self.stage.clone(), to: Self { stage, way, ..self.clone() } })
    }
}

impl PaymentStep {
    /// Which payment.
    pub fn order(&self) -> &OrderReference {
        &self.to.order
    }

    /// Where it must stand for the step to be made.
    pub fn from(&self) -> &PaymentStage {
        &self.from
    }

    /// Where it stands afterwards.
    pub fn to(&self) -> &PaymentStage {
        &self.to.stage
    }

    /// The payment after the step.
    pub fn payment(&self) -> &Payment {
        &self.to
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::time::Duration;

    use super::*;
    use crate::clock::Timestamp;
    use crate::ids::{CitizenId, DepartmentId, PhoneNumberId, ServiceId, TurnId};
    use crate::language::{Language, Localized};
    use crate::payment::{PaymentConfiguration, PaymentContact, PaymentRequest};

    pub(in crate::payment) fn payment(stage: PaymentStage) -> Payment {
        let text = || "Bill".to_owned();
        let purpose = Localized { te: text(), en: text(), hi: text() };
        let valid_for = Duration::from_mins(30);
        Payment {
            order: OrderReference::new("order"),
            citizen: CitizenId(1),
            department: DepartmentId::parse("energy").unwrap(),
            service: ServiceId::parse("bill").unwrap(),
            request: PaymentRequest::new("bill-1", 12_345, purpose, valid_for).unwrap(),
            asked_by: TurnId::new("turn"),
            asked_at: Timestamp(0),
            contact: PaymentContact {
                language: Language::En,
                from: PhoneNumberId::new("1"),
                window_closes_at: Timestamp(86_400_000),
            },
            is_awaited: true,
            stage,
            way: PaymentWay::Link,
        }
    }

    fn receipt(id: &str) -> PaymentReceipt {
        PaymentReceipt { id: id.to_owned(), at: Timestamp(5) }
    }

    #[test]
    fn every_news_in_every_stage_leads_where_it_may() {
        let link = || "https://pay.example/1".to_owned();
        let (asked, offered) = (PaymentStage::Asked, PaymentStage::Offered { link: link() });
        let card = PaymentStage::OfferedAsCard;
        let (paid, expired) = (PaymentStage::Paid(receipt("first")), PaymentStage::Expired);
        let never = PaymentStage::Failed { was_offered: false };
        let failed = PaymentStage::Failed { was_offered: true };
        let late = PaymentStage::Paid(receipt("late"));
        let created = News::Created { link: link() };
        let ends = [Some(late.clone()), Some(failed.clone()), Some(expired.clone())];
        let [is_paid, fails, lapses] = ends;
        // Created, carded, not taken, paid, failed, lapsed.
        let table = [
            (
                asked,
                [Some(offered.clone()), Some(card.clone()), Some(never.clone()), None, None, None],
            ),
            (
                card,
                [
                    Some(offered.clone()),
                    None,
                    Some(never.clone()),
                    is_paid.clone(),
                    fails.clone(),
                    lapses.clone(),
                ],
            ),
            (offered, [None, None, None, is_paid, fails, lapses]),
            (paid, [None, None, None, None, None, None]),
            (never, [None, None, None, None, None, None]),
            (failed, [None, None, None, Some(late.clone()), None, None]),
            (expired, [None, None, None, Some(late), None, None]),
        ];
        for (stage, expected) in table {
            let news = [
                created.clone(),
                News::Carded(origin()),
                News::NotTaken,
                News::Paid(receipt("late")),
                News::Failed,
                News::Lapsed,
            ];
            let from = payment(stage.clone());
            let reached = news.map(|news| from.step(news).map(|step| step.to().clone()));
            assert_eq!(reached, expected, "from {stage:?}");
        }
    }

    fn origin() -> CardOrigin {
        let configuration = PaymentConfiguration::parse("pg-prod").unwrap();
        CardOrigin { number: PhoneNumberId::new("1"), configuration }
    }

    #[test]
    fn who_took_the_money_is_remembered_whatever_becomes_of_it() {
        let card = payment(PaymentStage::Asked).step(News::Carded(origin())).unwrap();
        let card = card.payment().clone();
        assert_eq!(card.way, PaymentWay::Card(origin()));
        for news in [News::Paid(receipt("r")), News::Failed, News::Lapsed] {
            let ended = card.step(news).unwrap();
            assert_eq!(ended.payment().way, PaymentWay::Card(origin()));
        }
        let link = card.step(News::Created { link: "https://pay.example/1".to_owned() }).unwrap();
        assert_eq!(link.payment().way, PaymentWay::Link);
    }

    #[test]
    fn a_request_is_the_same_for_its_citizen_while_it_is_open_or_paid() {
        let open = payment(PaymentStage::Asked);
        let request = open.request.clone();
        assert!(open.is_same(CitizenId(1), &request));
        assert!(!open.is_same(CitizenId(2), &request), "another citizen's");
        let other = PaymentRequest { paise: 1, ..request.clone() };
        assert!(!open.is_same(CitizenId(1), &other), "another amount");
        assert!(payment(PaymentStage::Paid(receipt("r"))).is_same(CitizenId(1), &request));
        assert!(!payment(PaymentStage::Expired).is_same(CitizenId(1), &request));
    }
}
