//! Why a scenario did not go as its author wrote.

use mitra_core::turn::TurnFault;
use mitra_scenario::{Difference, UnknownName};

/// Why a scenario did not go as its author wrote, and where.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{kind}")]
pub struct Failure {
    /// The line of the scenario's file, from 1.
    pub line: usize,
    /// What is wrong there.
    pub kind: FailureKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FailureKind {
    /// A message is not what is expected.
    #[error("this message is another one:\n{0}")]
    Differs(Difference),
    /// A message that is expected did not come.
    #[error("this message did not come")]
    NotHeard,
    /// A message came that is not expected.
    #[error("a message came that the scenario does not have:\n{}", prefixed(message))]
    Unexpected {
        /// The message, as it would be written.
        message: String,
    },
    /// A turn gave no outcome.
    #[error("the department's turn gave no outcome: {fault}{}", expected(fault))]
    Fault {
        /// Why.
        fault: TurnFault,
    },
    /// A turn gave an outcome, or failed in another way than is expected.
    #[error("the scenario expects the fault `{expected}`, and {}", ended(found.as_ref()))]
    NoFault {
        /// What is expected.
        expected: String,
        /// How the turn ended instead.
        found: Option<TurnFault>,
    },
    /// A department asked a web service that the scenario says nothing about.
    #[error(
        "the department asked for `{request}`, and the scenario has no answer: write above `answer {request}`, \
         with `200 application/json` and the body below it"
    )]
    NoAnswer {
        /// Method and address.
        request: String,
    },
    /// A department read a file that the scenario says nothing about.
    #[error(
        "the department read the citizen's file `{file}`, and the scenario does not say what is in it: \
         name a file beside the scenario's, such as `> (photo from pole.jpg)`"
    )]
    NoBytes {
        /// The file's name, or its kind.
        file: String,
    },
    /// A choice is tapped that nobody offers.
    #[error("`[{title}]` is not offered: there {}", offered(titles))]
    NotOffered {
        /// What is to be tapped.
        title: String,
        /// What can be tapped.
        titles: Vec<String>,
    },
    /// Something is paid that cannot be.
    #[error("nothing can be paid: {why}")]
    NotPayable {
        /// Why not.
        why: &'static str,
    },
    /// Something else lies in storage.
    #[error("storage is not as it must be: {why}")]
    NotKept {
        /// What is there.
        why: String,
    },
    /// A notice cannot be sent.
    #[error("the notice is not taken: {why}")]
    NotNoticed {
        /// Why not.
        why: String,
    },
    /// A service is opened that the department does not have.
    #[error("the department has no service `{service}`: it has {}", services.join(", "))]
    NoService {
        /// What is to be opened.
        service: String,
        /// What can be opened.
        services: Vec<String>,
    },
    /// A name stands for nothing.
    #[error(transparent)]
    UnknownName(#[from] UnknownName),
    /// A message was given up before Meta got it.
    #[error("a message was given up: {reason}")]
    GivenUp {
        /// Why, in the host's words.
        reason: String,
    },
    /// The host does not come to rest.
    #[error("the host did not come to rest within {seconds} s of this machine's time")]
    Restless {
        /// How long it was waited for.
        seconds: u64,
    },
    /// A program that is to answer in the place of a web service does not.
    #[error("{reason}")]
    NoStandIn {
        /// Which, and why.
        reason: String,
    },
    /// The component cannot be loaded with the scenario's settings.
    #[error("the component cannot be loaded with the settings of this scenario: {reason}")]
    NotLoaded {
        /// Why.
        reason: String,
    },
}

fn prefixed(message: &str) -> String {
    let lines: Vec<_> = message.lines().map(|line| format!("+ {line}")).collect();
    lines.join("\n")
}

/// What an author writes who expects the fault.
fn expected(fault: &TurnFault) -> String {
    format!(" (if that is what must happen, write `! {}` before the replies)", fault.name())
}

fn ended(found: Option<&TurnFault>) -> String {
    match found {
        Some(fault) => format!("the turn ended with `{}`: {fault}", fault.name()),
        None => "no turn failed".to_owned(),
    }
}

fn offered(titles: &[String]) -> String {
    if titles.is_empty() {
        return "is nothing to tap".to_owned();
    }
    let titles: Vec<_> = titles.iter().map(|title| format!("[{title}]")).collect();
    format!("are {}", titles.join(" "))
}
