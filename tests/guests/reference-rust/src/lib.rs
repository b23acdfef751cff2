//! The reference department: the same behaviour in every language that departments are written in.
//!
//! `tests/conformance` has its conversations; the host's tests play them against every guest `reference-*`.

mod counter;
mod faults;
mod form;
mod notes;
mod papers;

use mitra_department::describe::{department, service};
use mitra_department::outcome::text;
use mitra_department::text::Text;
use mitra_department::{Department, Event, Fault, Handler, Host, Next, Outcome, Reply, Turn};

struct Reference;

mitra_department::export!(Reference);

/// The department's name.
const NAME: Text = mitra_department::text::text("నమూనా శాఖ", "Reference", "नमूना विभाग");

impl Handler for Reference {
    fn describe() -> Department {
        let services = [
            ("counter", counter::NAME),
            ("notes", notes::NAME),
            ("form", form::NAME),
            ("papers", papers::NAME),
            ("faults", faults::NAME),
        ];
        let services =
            services.map(|(id, name)| service(id, name, name, &[&format!("reference {id}")]));
        department("reference", NAME, services.into(), 1)
    }

    fn handle(turn: &Turn, host: &mut dyn Host) -> Result<Outcome, Fault> {
        if let Event::Timer(timer) = &turn.event {
            let note = String::from_utf8_lossy(&timer.note);
            return Ok(stay_as_it_was(turn, vec![text(format!("Time for {note}."))]));
        }
        if let Event::Notice(notice) = &turn.event {
            let seconds = (turn.now - notice.at) / 1_000;
            let words = format!("Notice {}, {seconds} s ago: {}", notice.id, notice.body);
            return Ok(stay_as_it_was(turn, vec![text(words)]));
        }
        match turn.service.as_str() {
            "counter" => Ok(counter::handle(turn)),
            "notes" => Ok(notes::handle(turn, host)),
            "form" => Ok(form::handle(turn)),
            "papers" => Ok(papers::handle(turn, host)),
            "faults" => faults::handle(turn, host),
            _ => Err(Fault::Bug("no such service".to_owned())),
        }
    }
}

/// The conversation goes on with the state that the turn began with.
fn stay_as_it_was(turn: &Turn, replies: Vec<Reply>) -> Outcome {
    Outcome { replies, next: Next::Stay(turn.state.clone().unwrap_or_default()) }
}

/// What nobody has an answer to.
fn not_understood(turn: &Turn) -> Outcome {
    stay_as_it_was(turn, vec![text("?")])
}
