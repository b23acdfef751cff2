//! A department that is built for the draft of the contract's next version, and uses what is new in it.

mod bindings {
    wit_bindgen::generate!({ world: "department", path: "../../../wit/next" });
}

use bindings::exports::mitra::department::handler::{Department, Fault, Guest, Outcome, Turn};
use bindings::mitra::department::conversation::{Event, Next, Reply};
use bindings::mitra::department::http::{self, Method, Request};
use bindings::mitra::department::schedule;
use bindings::mitra::department::types::{Localized, Service};

struct Draft;

bindings::export!(Draft with_types_in bindings);

impl Guest for Draft {
    fn describe() -> Department {
        let text = |text: &str| Localized { te: text.into(), en: text.into(), hi: text.into() };
        let (id, name, summary) = ("draft".into(), text("Draft"), text("What is new"));
        let service = Service { id, name, summary, aliases: Vec::new() };
        Department {
            id: "draft".into(),
            name: text("Draft"),
            services: vec![service],
            state_schema: 1,
        }
    }

    fn handle(turn: Turn) -> Result<Outcome, Fault> {
        let Event::Text(said) = turn.event else { return Ok(say("Ready.")) };
        match said.split_once(' ') {
            // `wait MILLISECONDS URL`: what becomes of a request that waits so long.
            Some(("wait", request)) => Ok(say(&wait(request)?)),
            // `timers NAME...`: the names of all timers, after these were set.
            Some(("timers", names)) => {
                for name in names.split(' ') {
                    schedule::set(name, turn.now, &[]);
                }
                Ok(say(&schedule::names().join(" ")))
            }
            _ => Ok(say(&schedule::names().join(" "))),
        }
    }
}

fn wait(request: &str) -> Result<String, Fault> {
    let parts = request.split_once(' ');
    let parsed = parts.and_then(|(timeout, url)| Some((timeout.parse().ok()?, url)));
    let Some((timeout, url)) = parsed else { return Err(Fault::Bug(request.into())) };
    let (headers, body, timeout) = (Vec::new(), None, Some(timeout));
    let request = Request { method: Method::Get, url: url.into(), headers, body, timeout };
    Ok(match http::send(&request) {
        Ok(response) => response.status.to_string(),
        Err(failure) => format!("{failure:?}"),
    })
}

fn say(text: &str) -> Outcome {
    Outcome { replies: vec![Reply::Text(text.into())], next: Next::Stay(Vec::new()) }
}
