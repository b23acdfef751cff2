//! The service desk: a whole department made from data.
//!
//! In: a packed department (`services.toml`, put into the component when it is built) and the events of citizens. Out:
//! what each pattern of service says and stores. Never: code of a department's own, or a file that is read in a turn.
//!
//! A pattern is a file here and a table in `services.toml`. [`context::Context`] is what every one of them gets.

mod answers;
mod application;
mod ask;
mod bill;
mod booking;
mod calendar;
mod cancel;
mod certificate;
mod complaint;
mod context;
mod data;
mod fields;
mod form;
mod fresh;
mod gift;
mod grievance;
mod list;
mod lookup;
mod mine;
mod nearest;
mod notice;
mod paying;
mod places;
mod records;
mod rules;
mod sla;
mod status;
mod template;
mod ticket;
mod words;

use std::marker::PhantomData;

use mitra_department::{Department, Event, Fault, Handler, Host, Outcome, Service, Turn};
use mitra_service_desk_model::Pattern;
use mitra_service_desk_model::packed::Packed;

use context::{Context, localized};
pub use data::{Data, Injected};

/// The schema of the patterns' states. Raise it when one of them changes.
const STATE_SCHEMA: u32 = 1;

/// The department that `D` has the data of.
pub struct ServiceDesk<D>(PhantomData<D>);

mitra_department::export!(ServiceDesk<Injected>);

impl<D: Data> Handler for ServiceDesk<D> {
    fn describe() -> Department {
        // A component without readable data is refused here, before any citizen meets it.
        let packed = Packed::read(D::bytes()).expect("the component has a department's data");
        let about = packed.about().expect("the data says what the services are");
        let service = |about: mitra_service_desk_model::About| Service {
            id: about.id,
            name: localized(&about.name),
            summary: localized(&about.summary),
            aliases: about.aliases,
        };
        Department {
            id: packed.head.id.clone(),
            name: localized(&packed.head.department.name),
            services: about.into_iter().map(service).collect(),
            state_schema: STATE_SCHEMA,
        }
    }

    fn handle(turn: &Turn, host: &mut dyn Host) -> Result<Outcome, Fault> {
        let packed = Packed::read(D::bytes()).map_err(|error| Fault::Bug(error.to_string()))?;
        let pattern =
            packed.service(&turn.service).map_err(|error| Fault::Bug(error.to_string()))?;
        let pattern =
            pattern.ok_or_else(|| Fault::Bug(format!("there is no service `{}`", turn.service)))?;
        let mut context = Context::new(turn, host, &packed);
        if let Event::Notice(notice) = &turn.event {
            return notice::heard(&mut context, &pattern, notice);
        }
        match &pattern {
            Pattern::Lookup(lookup) => lookup::turn(&mut context, lookup),
            Pattern::Form(form) => form::turn(&mut context, form),
            Pattern::Status(status) => status::turn(&mut context, status),
            Pattern::Payment(payment) => match &payment.gift {
                Some(gift) => gift::turn(&mut context, payment, gift),
                None => bill::turn(&mut context, payment),
            },
            Pattern::Booking(booking) => booking::turn(&mut context, booking),
            Pattern::Cancellation(cancellation) => cancel::turn(&mut context, cancellation),
            Pattern::Certificate(certified) => certificate::turn(&mut context, certified),
            Pattern::Grievance(grievance) => grievance::turn(&mut context, grievance),
            Pattern::Nearest(nearest) => nearest::turn(&mut context, nearest),
        }
    }
}

#[cfg(test)]
mod tests;
