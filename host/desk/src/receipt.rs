//! Receipts in words: who took what, for what and when, and by which numbers it is found again.
//!
//! Amounts, instants and numbers stand in ASCII digits: citizens compare them with what their bank writes.

use mitra_core::ids::DepartmentId;
use mitra_core::language::Language;
use mitra_core::payment::{
    Payment, PaymentEnd, PaymentReceipt, PaymentReference, PaymentUpdate, RefundStage,
    RefundedPayment,
};
use mitra_core::reply::Reply;
use mitra_core::session::Session;

use crate::desk::Desk;
use crate::form::rupees;
use crate::instant::instant;
use crate::payment;
use crate::texts::{Text, text};

const DEPARTMENT: Text = text("శాఖ: {}", "Department: {}", "विभाग: {}");
const PURPOSE: Text = text("దేనికి: {}", "For: {}", "किसके लिए: {}");
const AMOUNT: Text = text("చెల్లించిన మొత్తం: {}", "Amount paid: {}", "भुगतान राशि: {}");
const PAID_AT: Text = text("చెల్లించిన సమయం: {}", "Paid on: {}", "भुगतान का समय: {}");
const REFERENCE: Text = text("సూచిక సంఖ్య: {}", "Reference: {}", "संदर्भ संख्या: {}");
const NUMBER: Text = text("రసీదు సంఖ్య: {}", "Receipt number: {}", "रसीद संख्या: {}");
const PAID_BACK: Text = text("తిరిగి చెల్లించినది: {}", "Paid back: {}", "वापस की गई राशि: {}");
/// The amount, the receipt.
const PAID_ALREADY: Text = text(
    "ఇది ఇప్పటికే చెల్లించారు: {}\n\n{}",
    "This is paid already: {}\n\n{}",
    "इसका भुगतान हो चुका है: {}\n\n{}",
);
/// The amount, the receipt.
const RECEIVED: Text = text(
    "మీ {} చెల్లింపు అందింది. ధన్యవాదాలు.\n\n{}",
    "We have received your payment of {}. Thank you.\n\n{}",
    "आपका {} का भुगतान मिल गया है। धन्यवाद।\n\n{}",
);
/// Behind it.
const AGAIN: Text = text(
    "ఈ రసీదు మళ్లీ కావాలంటే \"మెనూ\" అని, తరువాత \"రసీదులు\" అని పంపండి.",
    "To have this receipt again, send \"menu\", and then \"receipts\".",
    "यह रसीद फिर चाहिए तो \"मेनू\" और फिर \"रसीदें\" भेजें।",
);
/// Behind it, where the department could not take it up.
const NOT_ENTERED: Text = text(
    "సంబంధిత శాఖ దీన్ని ఇంకా నమోదు చేయలేదు, త్వరలో చేస్తుంది. మీరు మళ్లీ చెల్లించనవసరం లేదు.",
    "The department has not entered it yet and will see to it. Please do not pay again.",
    "विभाग ने इसे अभी दर्ज नहीं किया है, जल्द ही करेगा। कृपया दोबारा भुगतान न करें।",
);
/// Over the receipts that were asked for.
const LAST_ONES: Text = text("మీ ఇటీవలి చెల్లింపులు:", "Your last payments:", "आपके हाल के भुगतान:");
const NONE: Text = text(
    "మీరు ఇక్కడ చేసిన చెల్లింపులు ఏవీ లేవు.",
    "You have no receipts: nothing was paid here by you yet.",
    "आपकी कोई रसीद नहीं है: आपने यहाँ अभी तक कोई भुगतान नहीं किया है।",
);
const UNREAD: Text = text(
    "మీ రసీదులను ఇప్పుడు చూపలేకపోతున్నాము. దయచేసి కొద్దిసేపటి తర్వాత మళ్లీ \"రసీదులు\" అని పంపండి.",
    "Your receipts cannot be shown right now. Please send \"receipts\" again in a little while.",
    "आपकी रसीदें अभी नहीं दिखाई जा सकतीं। कृपया थोड़ी देर बाद फिर \"रसीदें\" भेजें।",
);
/// The way on.
const TO_GO_ON: Text =
    text("కొనసాగడానికి \"మెనూ\" అని పంపండి.", "To go on, send \"menu\".", "आगे बढ़ने के लिए \"मेनू\" भेजें।");

/// What stands on a receipt.
struct Receipt<'a> {
    /// None if the department is gone.
    department: Option<&'a str>,
    /// None if it was not written down.
    purpose: Option<&'a str>,
    paise: u64,
    reference: &'a PaymentReference,
    /// The provider's word.
    paid: &'a PaymentReceipt,
    refunded_paise: u64,
}

impl Receipt<'_> {
    /// A line for each thing that is known.
    fn words(&self, language: Language) -> String {
        let refunded = (self.refunded_paise > 0).then(|| rupees(self.refunded_paise));
        let (amount, paid_at) = (rupees(self.paise), instant(self.paid.at));
        let lines = [
            (DEPARTMENT, self.department),
            (PURPOSE, self.purpose),
            (AMOUNT, Some(&*amount)),
            (PAID_AT, Some(&*paid_at)),
            (REFERENCE, Some(self.reference.as_str())),
            (NUMBER, Some(&*self.paid.id)),
            (PAID_BACK, refunded.as_deref()),
        ];
        let line = |(text, value): (Text, Option<&str>)| Some(text.fill(language, &[value?]));
        lines.into_iter().filter_map(line).collect::<Vec<_>>().join("\n")
    }
}

impl Desk {
    /// The answer to whoever asks to pay what is paid: the receipt once more.
    pub fn paid_already(&self, payment: &Payment, receipt: &PaymentReceipt) -> Reply {
        let language = payment.contact.language;
        let words = self.receipt(payment, receipt, 0, language);
        let amount = rupees(payment.request.paise);
        Reply::Text { body: PAID_ALREADY.fill(language, &[&amount, &words]) }
    }

    /// What became of a payment, where its department has no word for the citizen: because it says nothing
    /// (`is_entered`), or because it could not take it up. For what is paid, the receipt.
    pub fn payment_end(
        &self,
        department: &DepartmentId,
        update: &PaymentUpdate,
        is_entered: bool,
        language: Language,
    ) -> Reply {
        let PaymentUpdate { reference, paise, purpose, end } = update;
        let paid = match end {
            PaymentEnd::Paid(receipt) => receipt,
            PaymentEnd::Failed => return payment::failed(*paise, language),
            PaymentEnd::Expired => return payment::expired(*paise, language),
        };
        let (department, refunded_paise) = (self.department_name(department, language), 0);
        let purpose = purpose.as_ref().map(|purpose| purpose.get(language));
        let paise = *paise;
        let receipt = Receipt { department, purpose, paise, reference, paid, refunded_paise };
        let words = receipt.words(language);
        let mut body = RECEIVED.fill(language, &[&rupees(paise), &words]);
        let behind = if is_entered { AGAIN } else { NOT_ENTERED };
        body = format!("{body}\n\n{}", behind.get(language));
        Reply::Text { body }
    }

    /// The citizen's receipts, as they were asked for: newest first.
    pub fn receipts(&self, session: &Session, paid: &[RefundedPayment]) -> Reply {
        let language = session.language.unwrap_or(Language::En);
        let words = |paid: &RefundedPayment| {
            let receipt = paid.payment.receipt()?;
            Some(self.receipt(&paid.payment, receipt, refunded_paise(paid), language))
        };
        let receipts: Vec<_> = paid.iter().filter_map(words).collect();
        let to_go_on = TO_GO_ON.get(language);
        let body = if receipts.is_empty() {
            format!("{}\n\n{to_go_on}", NONE.get(language))
        } else {
            format!("{}\n\n{}\n\n{to_go_on}", LAST_ONES.get(language), receipts.join("\n\n"))
        };
        Reply::Text { body }
    }

    fn receipt(
        &self,
        payment: &Payment,
        paid: &PaymentReceipt,
        refunded_paise: u64,
        language: Language,
    ) -> String {
        let receipt = Receipt {
            department: self.department_name(&payment.department, language),
            purpose: Some(payment.request.purpose.get(language)),
            paise: payment.request.paise,
            reference: &payment.request.reference,
            paid,
            refunded_paise,
        };
        receipt.words(language)
    }

    /// None if it is not served any more.
    fn department_name(&self, id: &DepartmentId, language: Language) -> Option<&str> {
        Some(self.table.route(id)?.department().name.get(language))
    }
}

/// What is said where the receipts cannot be read.
pub fn receipts_unread(session: &Session) -> Reply {
    let language = session.language.unwrap_or(Language::En);
    Reply::Text { body: UNREAD.get(language).to_owned() }
}

/// What has come back of it.
fn refunded_paise(paid: &RefundedPayment) -> u64 {
    let has_come = |stage: &RefundStage| matches!(stage, RefundStage::Refunded { .. });
    let refunds = paid.refunds.iter().filter(|refund| has_come(&refund.stage));
    refunds.map(|refund| refund.paise).fold(0, u64::saturating_add)
}
