//! "Tell me then": the power cuts whose end a citizen wants to hear of, and the one timer that keeps the promise.
//!
//! What is promised is a record; the timer comes for the earliest. So a citizen can wait for several cuts.

use mitra_department::calendar::HOUR_MS;
use mitra_department::outcome::text;
use mitra_department::text::Text;
use mitra_department::{Host, Language, Level, Reply, Scope, show};
use serde::{Deserialize, Serialize};

use crate::hours::Window;
use crate::records::{self, Outage};
use crate::{outage, texts};

/// The timer's name.
const TIMER: &str = "power-back";
/// The citizen's record.
const RECORD: &str = "promised";
/// Promises to one citizen at once.
const PROMISES_MAX: usize = 10;
/// How late a promise is still worth keeping: later, everybody has seen whether there is power.
const LATE_MS: u64 = 6 * HOUR_MS;

/// One power cut whose end is to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Promise {
    /// The cut's id.
    cut: String,
    /// When power is to be back, in milliseconds since 1970.
    until: u64,
}

fn promises(host: &dyn Host) -> Vec<Promise> {
    let record = host.get(Scope::Citizen, RECORD);
    record.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Keeps the promises, and sets the timer for the earliest.
fn keep(host: &mut dyn Host, promises: &[Promise]) {
    if let Some(earliest) = promises.iter().map(|promise| promise.until).min() {
        let record = serde_json::to_vec(promises).expect("promises are plain data");
        host.set(Scope::Citizen, RECORD, &record);
        host.set_timer(TIMER, earliest, &[]);
    } else {
        host.delete(Scope::Citizen, RECORD);
        host.cancel_timer(TIMER);
    }
}

/// Whether the end of this cut can be promised: it is under way, and not promised yet.
pub(crate) fn is_open(host: &dyn Host, outage: &Outage, window: Window) -> bool {
    let promises = promises(host);
    let is_under_way = window.from <= host.now();
    is_under_way
        && promises.len() < PROMISES_MAX
        && promises.iter().all(|promise| promise.cut != outage.id)
}

/// Promises to tell when power is to be back; none if the cut is over by now.
pub(crate) fn make(host: &mut dyn Host, id: &str, language: Language) -> Option<Reply> {
    let outage = records::outage(host, id)?;
    let window = outage.hours.next(host.now()).filter(|window| is_open(host, &outage, *window))?;
    let mut promises = promises(host);
    promises.push(Promise { cut: outage.id, until: window.until });
    keep(host, &promises);
    let (date, time) = (show::date(window.until), show::time(window.until));
    Some(text(texts::PROMISED.fill(language, &[&date, &time])))
}

/// The timer came: what there is to tell. A cut that takes longer is told of with its new time, and again at its end.
pub(crate) fn keep_due(host: &mut dyn Host, language: Language) -> Vec<Reply> {
    let now = host.now();
    let (due, mut left): (Vec<_>, Vec<_>) =
        promises(host).into_iter().partition(|promise| promise.until <= now);
    let mut replies = Vec::new();
    for promise in due {
        let Some(outage) = records::outage(host, &promise.cut) else {
            host.log(Level::Warn, "a power cut whose end was promised is not on record any more");
            continue;
        };
        let under_way = outage.hours.next(now).filter(|window| window.from <= now);
        match under_way {
            Some(window) => {
                let parts = [&show::date(window.until), &show::time(window.until)];
                replies.push(told(&outage, texts::NEW_TIME, &parts.map(String::as_str), language));
                left.push(Promise { until: window.until, ..promise });
            }
            None if now <= promise.until + LATE_MS => {
                let helpline = outage::helpline(host);
                replies.push(told(&outage, texts::BACK, &[&helpline], language));
            }
            None => {}
        }
    }
    keep(host, &left);
    replies
}

fn told(outage: &Outage, words: Text, parts: &[&str], language: Language) -> Reply {
    let place = format!("{} ({})", outage.area.get(language), outage.pin);
    text(format!("{place}\n{}", words.fill(language, parts)))
}
