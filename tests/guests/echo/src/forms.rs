//! Forms: a good one, and those that break a rule of the contract.

use mitra_department::forms::{self, alternative, form};
use mitra_department::text::text;
use mitra_department::{
    Alternative, Fault, Field, FieldKind, Form, FormAnswers, Next, Outcome, Reply, Value,
};

/// Asks for the form that `how` names: the good one for none.
pub(crate) fn ask(how: &str) -> Result<Outcome, Fault> {
    let mut replies = vec![Reply::AskForm(everything())];
    let mut next = Next::Stay(b"1".to_vec());
    match how {
        "twice" => replies.push(Reply::AskForm(everything())),
        "first" => replies.push(Reply::Text("and then?".to_owned())),
        "finish" => next = Next::Finish,
        "id" => replies = vec![Reply::AskForm(Form { id: "An Id".to_owned(), ..everything() })],
        "date" => {
            let day = |month| forms::Date { year: 2023, month, day: 29 };
            let born = forms::date_between("born", LABEL, QUESTION, Some(day(1)), Some(day(2)));
            replies = vec![Reply::AskForm(form("days", LABEL).field(born))];
        }
        "fields" => replies = vec![Reply::AskForm(Form { fields: Vec::new(), ..everything() })],
        "member" => replies = vec![Reply::AskForm(member())],
        _ => {}
    }
    Ok(Outcome { replies, next })
}

const LABEL: mitra_department::text::Text = text("లేబుల్", "Label", "लेबल");
const QUESTION: mitra_department::text::Text = text("ప్రశ్న?", "Question?", "प्रश्न?");

/// A form as a department would ask for it.
fn member() -> Form {
    let relations = vec![
        alternative("son", text("కొడుకు", "Son", "बेटा")),
        alternative("daughter", text("కూతురు", "Daughter", "बेटी")),
    ];
    form("member", text("కుటుంబ సభ్యుడు", "A family member", "परिवार का सदस्य"))
        .field(forms::name(
            "name",
            text("పేరు", "Name", "नाम"),
            text("పేరు ఏమిటి?", "What is the name?", "नाम क्या है?"),
        ))
        .field(forms::choice(
            "relation",
            text("బంధుత్వం", "Relation", "रिश्ता"),
            text("మీకు ఏమవుతారు?", "How are you related?", "आपका क्या रिश्ता है?"),
            relations,
        ))
        .field(
            forms::aadhaar(
                "aadhaar",
                text("ఆధార్", "Aadhaar", "आधार"),
                text("ఆధార్ నంబరు పంపండి.", "Please send the Aadhaar number.", "आधार नंबर भेजें।"),
            )
            .optional(),
        )
}

/// A field of every kind, in the contract's order.
fn everything() -> Form {
    let length = |min, max| forms::Length { min, max };
    let kinds = [
        FieldKind::Text(length(1, 1_024)),
        FieldKind::Name,
        FieldKind::Number(forms::Numbers { min: i64::MIN, max: i64::MAX }),
        FieldKind::Money(forms::Amounts { min: 0, max: u64::MAX }),
        FieldKind::Date(forms::Days {
            earliest: Some(forms::Date { year: 1900, month: 1, day: 1 }),
            latest: None,
        }),
        FieldKind::Choice(vec![numbered(1), numbered(2)]),
        FieldKind::Digits(length(1, 30)),
        FieldKind::Mobile,
        FieldKind::PinCode,
        FieldKind::Aadhaar,
        FieldKind::Pan,
        FieldKind::Vehicle,
        FieldKind::DrivingLicence,
        FieldKind::VoterId,
        FieldKind::Ifsc,
        FieldKind::BankAccount,
        FieldKind::Upi,
        FieldKind::SurveyNumber,
        FieldKind::Photo,
        FieldKind::Place(length(1, 300)),
    ];
    let field = |(number, kind): (usize, FieldKind)| {
        let label = format!("Label {number}");
        let label = mitra_department::Localized { te: label.clone(), en: label.clone(), hi: label };
        Field {
            id: format!("field-{number}"),
            label,
            question: QUESTION.localized(),
            help: Some(QUESTION.localized()),
            optional: number % 2 == 1,
            kind,
        }
    };
    let fields = kinds.into_iter().enumerate().map(field).collect();
    Form { id: "everything".to_owned(), title: LABEL.localized(), fields }
}

fn numbered(number: u8) -> Alternative {
    let title = format!("Title {number}");
    let title = mitra_department::Localized { te: title.clone(), en: title.clone(), hi: title };
    let description = Some(QUESTION.localized());
    Alternative { id: format!("alternative-{number}"), title, description }
}

/// The answers in one line.
pub(crate) fn told(answers: &FormAnswers) -> String {
    let told = answers.answers.iter().map(|answer| {
        let value = match &answer.value {
            Value::Text(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Money(paise) => format!("{paise} paise"),
            Value::Date(day) => format!("{}-{}-{}", day.year, day.month, day.day),
            Value::Choice(id) => format!("[{id}]"),
            Value::IdentityNumber(number) => format!("..{} {}", number.last_four, number.token),
            Value::Location(place) => format!("{} {}", place.latitude, place.longitude),
            Value::Media(file) => file.mime_type.clone(),
        };
        format!("{}={value}", answer.field)
    });
    format!("{}: {}", answers.form, told.collect::<Vec<_>>().join(", "))
}
