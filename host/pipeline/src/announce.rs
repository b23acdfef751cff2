//! Announcements: what the desk wants a citizen told by a template -> what is stored with the timer that waits.
//!
//! Pure. Never: decides who is told; the desk does.

use mitra_core::clock::Timestamp;
use mitra_core::language::Language;
use mitra_core::limits::{SERVICE_WINDOW, TEMPLATE_LIFE};
use mitra_core::turn::TurnReport;
use mitra_storage::{Announcement, ClaimedEvent, NewDelivery};
use mitra_whatsapp::Rendered;

use crate::plan::last_message;
use crate::templates::Templates;

/// A template that tells a citizen that a timer waits for them, as it is stored.
pub(crate) struct Announced {
    pub(crate) announcement: Announcement,
    pub(crate) language: Language,
}

/// The template as it is stored; none if it cannot be sent.
pub(crate) fn prepare(
    claimed: &ClaimedEvent,
    templates: &Templates,
    announcement: &mitra_desk::Announcement,
    now: Timestamp,
) -> Option<Announced> {
    let Rendered { body, file, certificate, .. } = templates.render(announcement)?;
    let from = last_message(claimed)?.number;
    // It needs no window; but news that did not leave for so long is told by the citizen's next message.
    let window_closes_at = now.after(TEMPLATE_LIFE);
    let delivery = NewDelivery { from, body, file, certificate, window_closes_at };
    let session = announcement.session.clone();
    let (announcement, language) = (Announcement { session, delivery }, announcement.language);
    Some(Announced { announcement, language })
}

/// Whether the turn set a timer that comes when the citizen's window has closed, unless they write again.
pub(crate) fn sets_far(report: &TurnReport, now: Timestamp) -> bool {
    let closes_at = now.after(SERVICE_WINDOW);
    let mut timers = report.timers.iter().filter_map(|write| write.timer.as_ref());
    timers.any(|timer| timer.at >= closes_at)
}
