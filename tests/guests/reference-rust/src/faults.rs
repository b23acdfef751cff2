//! Turns that fail in every way that a department can choose, and a timer.

use mitra_department::calendar::HOUR_MS;
use mitra_department::outcome::{stay, text};
use mitra_department::text::Text;
use mitra_department::{Event, Fault, Host, Outcome, Turn};

pub(crate) const NAME: Text = mitra_department::text::text("తప్పులు", "Faults", "गलतियां");

pub(crate) fn handle(turn: &Turn, host: &mut dyn Host) -> Result<Outcome, Fault> {
    match &turn.event {
        Event::Opened => Ok(stay(vec![text("refuse, later, bug, trap or remind?")], &())),
        Event::Text(wish) => match wish.as_str() {
            "refuse" => Err(Fault::Refused("No.".to_owned())),
            "bug" => Err(Fault::Bug("as asked".to_owned())),
            "trap" => panic!("as asked"),
            "remind" => {
                host.set_timer("remind", turn.now + HOUR_MS, b"tea");
                Ok(crate::stay_as_it_was(turn, vec![text("Set.")]))
            }
            _ => Ok(crate::not_understood(turn)),
        },
        _ => Ok(crate::not_understood(turn)),
    }
}
