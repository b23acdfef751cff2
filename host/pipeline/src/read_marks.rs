//! Read marks and typing indicators: advisory signs to the citizen that the message was seen.
//!
//! Takes: events as they are routed. Gives: nothing that anybody waits for.
//! Never: delays or stops an answer. A full queue or a busy sender drops marks: a later mark covers all before it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use metrics::counter;
use mitra_core::event::InboundEvent;
use mitra_core::ids::{PhoneNumberId, Wamid};
use mitra_core::limits::{READ_MARKS_WAITING_MAX, SENDS_IN_FLIGHT_MAX};
use mitra_core::ports::GraphApi;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Marks under way at once.
const MARKS_IN_FLIGHT_MAX: usize = 8;
/// From this many sends under way, marks step back: answers come first.
const BUSY_SENDS: usize = SENDS_IN_FLIGHT_MAX / 4;

/// One sign to one citizen.
#[derive(Debug)]
pub(crate) struct ReadMark {
    number: PhoneNumberId,
    wamid: Wamid,
    typing: bool,
}

/// Where events leave their marks. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct ReadMarks {
    waiting: mpsc::Sender<ReadMark>,
    sends_in_flight: Arc<AtomicUsize>,
}

impl ReadMarks {
    pub(crate) fn new() -> (Self, mpsc::Receiver<ReadMark>) {
        let (waiting, marks) = mpsc::channel(READ_MARKS_WAITING_MAX);
        (Self { waiting, sends_in_flight: Arc::default() }, marks)
    }

    /// Tells how busy the sender is.
    pub(crate) fn report_load(&self, sends_in_flight: usize) {
        self.sends_in_flight.store(sends_in_flight, Ordering::Relaxed);
    }

    /// Leaves a mark for this event, unless answers need the way.
    pub(crate) fn offer(&self, event: &InboundEvent, typing: bool) {
        let busy = self.sends_in_flight.load(Ordering::Relaxed) >= BUSY_SENDS;
        let (number, wamid) = (event.phone_number_id.clone(), event.wamid.clone());
        if busy || self.waiting.try_send(ReadMark { number, wamid, typing }).is_err() {
            counter!("mitra_read_marks_total", "outcome" => "skipped").increment(1);
        }
    }
}

/// Sends marks until `stop`.
pub(crate) async fn run(
    graph: Arc<dyn GraphApi>,
    marks: Arc<tokio::sync::Mutex<mpsc::Receiver<ReadMark>>>,
    stop: CancellationToken,
) {
    let mut marks = marks.lock().await;
    let mut under_way = JoinSet::new();
    loop {
        if under_way.len() >= MARKS_IN_FLIGHT_MAX {
            under_way.join_next().await;
        }
        let mark = tokio::select! {
            biased;
            // First: a host that stops does not wait for advisory signs.
            () = stop.cancelled() => break,
            Some(mark) = marks.recv() => mark,
            Some(_) = under_way.join_next() => continue,
        };
        let graph = Arc::clone(&graph);
        under_way.spawn(async move {
            let sent = graph.mark_read(&mark.number, &mark.wamid, mark.typing).await;
            let outcome = if sent.is_ok() { "sent" } else { "failed" };
            counter!("mitra_read_marks_total", "outcome" => outcome).increment(1);
        });
    }
}
