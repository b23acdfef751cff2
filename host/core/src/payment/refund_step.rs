//! How a refund moves: what may follow is what its place has methods for.
//!
//! A refund that was only asked for has no way to be refunded, and what is over has no way on:
//!
//! ```compile_fail
//! # fn moves(asked: mitra_core::payment::AskedRefund<'_>) {
//! asked.completed(mitra_core::clock::Timestamp(0));
//! # }
//! ```

use super::{Refund, RefundStage};
use crate::clock::Timestamp;
use crate::limits::REFUND_WHY_CHARS_MAX;

/// One move of a refund. The places alone make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundStep {
    from: RefundStage,
    to: Refund,
}

/// A refund by its place, with the moves that it can make from there.
#[derive(Debug, Clone, Copy)]
pub enum RefundPlace<'a> {
    /// The provider is to be told.
    Asked(AskedRefund<'a>),
    /// The provider is to be asked.
    Given(GivenRefund<'a>),
    /// It is over.
    Over,
}

/// A refund that the provider has not been told of.
#[derive(Debug, Clone, Copy)]
pub struct AskedRefund<'a>(&'a Refund);

/// A refund that the provider has.
#[derive(Debug, Clone, Copy)]
pub struct GivenRefund<'a>(&'a Refund, &'a str);

impl Refund {
    /// Where it stands, with the moves from there.
    pub fn place(&self) -> RefundPlace<'_> {
        match &self.stage {
            RefundStage::Asked => RefundPlace::Asked(AskedRefund(self)),
            RefundStage::Given { number } => RefundPlace::Given(GivenRefund(self, number)),
            RefundStage::Refunded { .. } | RefundStage::Failed { .. } => RefundPlace::Over,
        }
    }

    fn moved(&self, stage: RefundStage) -> RefundStep {
        RefundStep { from: self.stage.clone(), to: Self { stage, ..self.clone() } }
    }

    fn failed(&self, why: &str) -> RefundStep {
        let why = why.chars().take(REFUND_WHY_CHARS_MAX).collect();
        self.moved(RefundStage::Failed { why })
    }
}

impl AskedRefund<'_> {
    /// The provider has it, by this number.
    pub fn given(self, number: String) -> RefundStep {
        self.0.moved(RefundStage::Given { number })
    }

    /// The provider does not take it.
    pub fn refused(self, why: &str) -> RefundStep {
        self.0.failed(why)
    }
}

impl GivenRefund<'_> {
    /// The money is back.
    pub fn completed(self, at: Timestamp) -> RefundStep {
        let Self(refund, number) = self;
        refund.moved(RefundStage::Refunded { number: number.to_owned(), at })
    }

    /// The provider gave it up.
    pub fn failed(self, why: &str) -> RefundStep {
        self.0.failed(why)
    }
}

impl RefundStep {
    /// Where it must stand for the step to be made.
    pub fn from(&self) -> &RefundStage {
        &self.from
    }

    /// The refund after the step.
    pub fn refund(&self) -> &Refund {
        &self.to
    }
}
