//! What happens in the turn, as the command line says it.

use anyhow::Context;
use clap::Args;
use mitra_core::clock::Timestamp;
use mitra_core::event::Location;
use mitra_core::notice::NoticeBody;
use mitra_core::turn::TurnEvent;

/// What the citizen does, or what happens without them. With nothing said, they open the service.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(super) struct EventArgs {
    /// They write this.
    #[arg(long)]
    text: Option<String>,
    /// They take the choice with this id.
    #[arg(long, value_name = "ID")]
    chosen: Option<String>,
    /// They share this place, in degrees.
    #[arg(long, value_name = "LATITUDE,LONGITUDE", allow_hyphen_values = true)]
    location: Option<String>,
    /// They do nothing: the department's back end sends this notice about them.
    #[arg(long, value_name = "BODY")]
    notice: Option<String>,
    /// They ask to go one step back.
    #[arg(long)]
    back: bool,
}

impl EventArgs {
    /// What happens. A notice is taken `at`.
    pub(super) fn event(&self, at: Timestamp) -> anyhow::Result<TurnEvent> {
        if let Some(text) = &self.text {
            return Ok(TurnEvent::Text(text.clone()));
        }
        if let Some(id) = &self.chosen {
            return Ok(TurnEvent::Chosen { id: id.clone(), title: id.clone() });
        }
        if let Some(place) = &self.location {
            let point = place.split_once(',').and_then(|(latitude, longitude)| {
                Some((latitude.trim().parse().ok()?, longitude.trim().parse().ok()?))
            });
            let (latitude, longitude) = point
                .with_context(|| format!("`{place}` is no place: `--location 17.68,83.21`"))?;
            return Ok(TurnEvent::Location(Location {
                latitude,
                longitude,
                name: None,
                address: None,
            }));
        }
        if let Some(body) = &self.notice {
            let body = NoticeBody::parse(body).context("`--notice` cannot be sent")?;
            return Ok(TurnEvent::Notice { id: "run".to_owned(), at, body });
        }
        Ok(if self.back { TurnEvent::Back } else { TurnEvent::Opened })
    }
}
