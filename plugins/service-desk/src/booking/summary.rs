//! What is booked, in words: before the form, and over its summary.

use mitra_department::length::{excerpt, units};
use mitra_department::{Language, Localized, show};
use mitra_service_desk_model::Booking;

use super::{Centre, Chosen};
use crate::calendar::Day;
use crate::context::Context;
use crate::{template, words};

/// Characters of a form's title.
const TITLE_MAX: usize = 60;

/// What is chosen, once all of it is.
pub(super) struct Summary<'c> {
    centre: &'c Centre,
    kind: &'c serde_json::Value,
    day: Day,
    from: &'c str,
    /// How many, if it was asked.
    people: Option<u32>,
    paise: u64,
}

impl<'c> Summary<'c> {
    /// None if something is missing, or not there any more.
    pub(super) fn of(booking: &Booking, centre: &'c Centre, chosen: &Chosen) -> Option<Self> {
        let slot = centre.slots.iter().find(|slot| Some(&slot.id) == chosen.slot.as_ref())?;
        let kind = centre.kinds.iter().find(|kind| Some(&kind.id) == chosen.kind.as_ref())?;
        let people = chosen.people?;
        Some(Self {
            centre,
            kind: &kind.name,
            day: Day::from_iso(chosen.day.as_ref()?)?,
            from: &slot.from,
            people: (booking.people > 1).then_some(people),
            paise: kind.paise.saturating_mul(people.into()),
        })
    }

    /// All of it.
    pub(super) fn whole(&self, context: &Context<'_>) -> String {
        let (weekday, _) = words::weekday(self.day.weekday());
        let free = context.say(words::NO_FEE).to_owned();
        let price = if self.paise == 0 { free } else { show::rupees(self.paise) };
        let kind = template::plain(self.kind, context.language);
        let parts = [
            &*template::plain(&self.centre.name, context.language),
            context.say(weekday),
            &self.day.shown(),
            self.from,
            &*self.what(&kind),
            &price,
        ];
        context.fill(words::BOOKING_IS, &parts)
    }

    /// How many of which kind.
    fn what(&self, kind: &str) -> String {
        self.people.map_or_else(|| kind.to_owned(), |people| format!("{people} × {kind}"))
    }

    /// The same as one line that fits over a form's summary. It was said in full before: long names are cut, and the
    /// year is left out, for bookings are at most a year ahead.
    pub(super) fn title(&self) -> Localized {
        let title = |language| self.line(language);
        Localized { te: title(Language::Te), en: title(Language::En), hi: title(Language::Hi) }
    }

    fn line(&self, language: Language) -> String {
        let (_, weekday) = words::weekday(self.day.weekday());
        let price = show::rupees(self.paise);
        let price = if self.paise == 0 {
            words::FREE_SHORT.get(language)
        } else {
            price.trim_end_matches(".00")
        };
        let place = template::plain(&self.centre.name, language);
        let kind = template::plain(self.kind, language);
        let day = self.day.shown();
        let day = day.rsplit_once('-').map_or(&*day, |(day, _)| day);
        let when = format!("{} {day} {}", weekday.get(language), self.from);
        let line =
            |place: &str, kind: &str| format!("{place}, {when}, {}, {price}", self.what(kind));
        let left = TITLE_MAX.saturating_sub(units(&line("", "")));
        let place = excerpt(&place, (left / 2).max(left.saturating_sub(units(&kind))));
        let kind = excerpt(&kind, left.saturating_sub(units(&place)));
        excerpt(&line(&place, &kind), TITLE_MAX)
    }
}
