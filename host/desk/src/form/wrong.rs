//! Why something cannot be an answer, in the citizen's language.

use mitra_core::form::Date;
use mitra_core::language::Language;

use super::{show, texts, wording};
use crate::texts::Text;

/// Why something cannot be an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrong {
    /// Something else than words.
    NotWords,
    /// A recording.
    Voice,
    TooShort {
        min: usize,
    },
    TooLong {
        chars: usize,
        max: usize,
    },
    Name,
    Number,
    NumberRange {
        min: i64,
        max: i64,
    },
    Money,
    MoneyRange {
        min: u64,
        max: u64,
    },
    Date,
    NoSuchDay,
    TooEarly(Date),
    TooLate(Date),
    Choice,
    /// Not so many digits.
    Digits {
        min: u32,
        max: u32,
    },
    Mobile,
    PinCode,
    Aadhaar,
    /// Twelve digits that are nobody's number.
    AadhaarCheck,
    Pan,
    Vehicle,
    DrivingLicence,
    VoterId,
    Ifsc,
    BankAccount,
    Upi,
    SurveyNumber,
    Email,
    Photo,
    Document,
    Location,
    Place,
    /// Too much came with a file or a place.
    TooLarge,
    /// The summary or the list of fields was answered with something else than a choice.
    NotAChoice,
}

impl Wrong {
    /// What the citizen is told: what an answer must be, and no blame.
    pub(super) fn reason(&self, language: Language) -> String {
        let (text, parts): (Text, Vec<String>) = match self {
            Self::TooShort { min } => (wording::TOO_SHORT, vec![min.to_string()]),
            Self::TooLong { chars, max } => {
                (wording::TOO_LONG, vec![chars.to_string(), max.to_string()])
            }
            Self::NumberRange { min, max } => {
                (wording::NUMBER_RANGE, vec![show::whole(*min), show::whole(*max)])
            }
            Self::MoneyRange { min, max } => {
                (wording::MONEY_RANGE, vec![show::rupees(*min), show::rupees(*max)])
            }
            Self::TooEarly(first) => (wording::TOO_EARLY, vec![show::date(*first)]),
            Self::TooLate(last) => (wording::TOO_LATE, vec![show::date(*last)]),
            Self::Digits { min, max } if min == max => {
                (wording::DIGITS_EXACTLY, vec![min.to_string()])
            }
            Self::Digits { min, max } => {
                (wording::DIGITS_BETWEEN, vec![min.to_string(), max.to_string()])
            }
            Self::NotWords => (wording::NOT_WORDS, Vec::new()),
            Self::Voice => (crate::texts::CANNOT_LISTEN, Vec::new()),
            Self::Name => (wording::NAME, Vec::new()),
            Self::Number => (wording::NUMBER, Vec::new()),
            Self::Money => (wording::MONEY, Vec::new()),
            Self::Date => (wording::DATE, Vec::new()),
            Self::NoSuchDay => (wording::NO_SUCH_DAY, Vec::new()),
            Self::Choice => (wording::CHOICE, Vec::new()),
            Self::Mobile => (wording::MOBILE, Vec::new()),
            Self::PinCode => (wording::PIN_CODE, Vec::new()),
            Self::Aadhaar => (wording::AADHAAR, Vec::new()),
            Self::AadhaarCheck => (wording::AADHAAR_CHECK, Vec::new()),
            Self::Pan => (wording::PAN, Vec::new()),
            Self::Vehicle => (wording::VEHICLE, Vec::new()),
            Self::DrivingLicence => (wording::DRIVING_LICENCE, Vec::new()),
            Self::VoterId => (wording::VOTER_ID, Vec::new()),
            Self::Ifsc => (wording::IFSC, Vec::new()),
            Self::BankAccount => (wording::BANK_ACCOUNT, Vec::new()),
            Self::Upi => (wording::UPI, Vec::new()),
            Self::SurveyNumber => (wording::SURVEY_NUMBER, Vec::new()),
            Self::Email => (wording::EMAIL, Vec::new()),
            Self::Photo => (wording::PHOTO, Vec::new()),
            Self::Document => (wording::DOCUMENT, Vec::new()),
            Self::Location => (wording::LOCATION, Vec::new()),
            Self::Place => (wording::PLACE, Vec::new()),
            Self::TooLarge => (wording::TOO_LARGE, Vec::new()),
            Self::NotAChoice => (texts::NOT_A_CHOICE, Vec::new()),
        };
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        text.fill(language, &parts)
    }
}
