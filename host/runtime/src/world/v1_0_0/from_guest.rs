//! The contract's types -> the host's, with the limits that only the host's types can tell.

mod form;
mod last;

use std::time::Duration;

use mitra_core::department::{Department, DescriptionError, Service};
use mitra_core::event::Location;
use mitra_core::ids::{DepartmentId, InvalidId, ServiceId};
use mitra_core::language::Localized;
use mitra_core::limits::{
    BODY_CHARS_MAX, CHOICE_ID_BYTES_MAX, FILES_PER_TURN_BYTES_MAX, GUEST_STATE_BYTES_MAX,
    REPLIES_PER_TURN_MAX,
};
use mitra_core::media::MediaContent;
use mitra_core::reply::{Choice, Choices, Reply};
use mitra_core::text::check_text;
use mitra_core::turn::{GuestState, Next, TurnFault, TurnOutcome};

use super::mitra::department::{conversation, types};
use crate::fault::cut;
use crate::imports::Sendable;
use last::Last;

/// Why a description is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DescriptionRefused {
    /// It cannot even be asked: its functions have other types.
    #[error(
        "its functions do not have the contract's types: the vendor must build it from the host's own `wit` files ({detail})"
    )]
    Types {
        /// What differs.
        detail: String,
    },
    /// It is another department's.
    #[error("it describes itself as `{described}`, and is configured as `{configured}`")]
    OtherDepartment {
        /// What it says.
        described: String,
        /// What the operator says.
        configured: DepartmentId,
    },
    /// A service's id is none.
    #[error("the service id `{id}` cannot be used")]
    ServiceId {
        /// The id.
        id: String,
        /// Why.
        #[source]
        source: InvalidId,
    },
    /// It breaks limits.
    #[error("it breaks limits of the contract: {}", all(.0))]
    Limits(Vec<DescriptionError>),
}

fn all(problems: &[DescriptionError]) -> String {
    problems.iter().map(DescriptionError::to_string).collect::<Vec<_>>().join("; ")
}

pub(in crate::world) fn department(
    described: types::Department,
    configured: &DepartmentId,
) -> Result<Department, DescriptionRefused> {
    if described.id != configured.as_str() {
        let (described, configured) = (described.id, configured.clone());
        return Err(DescriptionRefused::OtherDepartment { described, configured });
    }
    let services: Result<_, _> = described.services.into_iter().map(service).collect();
    let department = Department {
        id: configured.clone(),
        name: localized(described.name),
        services: services?,
        state_schema: described.state_schema,
    };
    let problems = department.problems();
    if problems.is_empty() { Ok(department) } else { Err(DescriptionRefused::Limits(problems)) }
}

fn service(service: types::Service) -> Result<Service, DescriptionRefused> {
    let id = ServiceId::parse(&service.id)
        .map_err(|source| DescriptionRefused::ServiceId { id: service.id, source })?;
    let (name, summary) = (localized(service.name), localized(service.summary));
    Ok(Service { id, name, summary, aliases: service.aliases })
}

fn localized(text: types::Localized) -> Localized {
    Localized { te: text.te, en: text.en, hi: text.hi }
}

pub(in crate::world) fn answer(
    answer: Result<conversation::Outcome, conversation::Fault>,
    state_schema: u32,
    sendable: &Sendable,
) -> Result<TurnOutcome, TurnFault> {
    match answer {
        Ok(answered) => outcome(answered, state_schema, sendable),
        Err(reported) => Err(fault(reported)),
    }
}

fn outcome(
    outcome: conversation::Outcome,
    schema: u32,
    sendable: &Sendable,
) -> Result<TurnOutcome, TurnFault> {
    let invalid = |detail| Err(TurnFault::OutcomeInvalid { detail });
    let n_replies = outcome.replies.len();
    if n_replies > REPLIES_PER_TURN_MAX {
        return invalid(format!(
            "`outcome.replies` has {n_replies}, at most {REPLIES_PER_TURN_MAX} are allowed"
        ));
    }
    if let Some(bytes) = longest_choice_id(&outcome.replies).filter(|n| *n > CHOICE_ID_BYTES_MAX) {
        return invalid(format!(
            "`choice.id` has {bytes} bytes, at most {CHOICE_ID_BYTES_MAX} are allowed"
        ));
    }
    let n_bytes = file_bytes(&outcome.replies);
    if n_bytes > FILES_PER_TURN_BYTES_MAX {
        return invalid(format!(
            "the files of `outcome.replies` have {n_bytes} bytes, at most {FILES_PER_TURN_BYTES_MAX} are allowed"
        ));
    }
    let next = match outcome.next {
        conversation::Next::Finish => Next::Finish,
        conversation::Next::Stay(bytes) if bytes.len() > GUEST_STATE_BYTES_MAX => {
            return invalid(format!(
                "`next.stay` has {} bytes, at most {GUEST_STATE_BYTES_MAX} are allowed",
                bytes.len()
            ));
        }
        conversation::Next::Stay(bytes) => Next::Stay(GuestState { schema, bytes }),
    };
    let (mut replies, mut last) = (Vec::new(), None);
    for given in outcome.replies {
        if let Some(Last { name, .. }) = &last {
            return invalid(format!("`{name}` is not the last of `outcome.replies`"));
        }
        match reply(given, sendable) {
            Given::Reply(reply) => replies.push(reply),
            Given::Last(asked) => last = Some(asked),
        }
    }
    match last {
        None => Ok(TurnOutcome { replies, next, payment: None }),
        Some(last) => last.outcome(replies, next),
    }
}

/// The bytes of all files together.
fn file_bytes(replies: &[conversation::Reply]) -> usize {
    let bytes = replies.iter().map(|reply| match reply {
        conversation::Reply::File(file) => file.bytes.len(),
        conversation::Reply::Text(_)
        | conversation::Reply::Choices(_)
        | conversation::Reply::Link(_)
        | conversation::Reply::Image(_)
        | conversation::Reply::Document(_)
        | conversation::Reply::Place(_)
        | conversation::Reply::AskLocation(_)
        | conversation::Reply::AskForm(_)
        | conversation::Reply::AskPayment(_)
        | conversation::Reply::Certificate(_) => 0,
    });
    bytes.sum()
}

/// A reply of the contract's, which may be one that the host acts on.
enum Given {
    Reply(Reply),
    Last(Last),
}

fn longest_choice_id(replies: &[conversation::Reply]) -> Option<usize> {
    let choices = replies.iter().filter_map(|reply| match reply {
        conversation::Reply::Choices(choices) => Some(&choices.items),
        conversation::Reply::Text(_)
        | conversation::Reply::Link(_)
        | conversation::Reply::Image(_)
        | conversation::Reply::Document(_)
        | conversation::Reply::File(_)
        | conversation::Reply::Place(_)
        | conversation::Reply::AskLocation(_)
        | conversation::Reply::AskForm(_)
        | conversation::Reply::AskPayment(_)
        | conversation::Reply::Certificate(_) => None,
    });
    choices.flatten().map(|choice| choice.id.len()).max()
}

fn reply(reply: conversation::Reply, sendable: &Sendable) -> Given {
    Given::Reply(match reply {
        conversation::Reply::Text(body) => Reply::Text { body },
        conversation::Reply::Choices(choices) => Reply::Choices(Choices {
            body: choices.body,
            button: choices.button.unwrap_or_default(),
            items: choices.items.into_iter().map(choice).collect(),
        }),
        conversation::Reply::Link(link) => {
            Reply::Link { body: link.body, label: link.label, url: link.url }
        }
        conversation::Reply::Image(image) => {
            Reply::Image { url: image.url, caption: image.caption }
        }
        conversation::Reply::Document(document) => Reply::Document {
            url: document.url,
            filename: document.filename,
            caption: document.caption,
        },
        conversation::Reply::File(file) => Reply::File {
            file: MediaContent { mime_type: file.mime_type, bytes: file.bytes.into() },
            filename: file.filename,
            caption: file.caption,
        },
        conversation::Reply::Place(place) => Reply::Place(Location {
            latitude: place.latitude,
            longitude: place.longitude,
            name: place.name,
            address: place.address,
        }),
        conversation::Reply::AskLocation(body) => Reply::AskLocation { body },
        conversation::Reply::Certificate(named) => {
            let found = sendable.get(&named.id).cloned();
            let (certificate, filename) = found.expect("each was looked up before");
            Reply::Certificate { certificate, filename, caption: named.caption }
        }
        conversation::Reply::AskForm(form) => return Given::Last(Last::form(form)),
        conversation::Reply::AskPayment(asked) => return Given::Last(Last::payment(asked)),
    })
}

fn choice(choice: conversation::Choice) -> Choice {
    Choice { id: choice.id, title: choice.title, description: choice.description }
}

fn fault(fault: conversation::Fault) -> TurnFault {
    match fault {
        conversation::Fault::Refused(body) => match check_text(&body, BODY_CHARS_MAX) {
            Ok(()) => TurnFault::Refused { body },
            Err(error) => TurnFault::OutcomeInvalid { detail: format!("`refused` {error}") },
        },
        conversation::Fault::RetryLater(seconds) => {
            TurnFault::RetryLater { after: Duration::from_secs(u64::from(seconds)) }
        }
        conversation::Fault::Bug(detail) => TurnFault::Bug { detail: cut(&detail) },
    }
}
