//! How much of the webhook's work is under way at once: no flood of notifications fills the memory.
//!
//! Every notification needs a place, and small ones need nothing else: 1,088 places x 64 KiB = 68 MiB. A larger body
//! also needs room for all its bytes, 64 MiB in all, which it keeps until it is durable. So large bodies, however slow
//! and whoever sends them, can hold up each other and never the small ones, which nearly all of Meta's are.

use metrics::{Gauge, gauge};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Notifications being read, checked or stored at once. The next is asked to come again.
pub(crate) const NOTIFICATIONS_ADMITTED_MAX: usize = 1_088;
/// The largest body that needs no room. One message has about 1 KiB.
pub(super) const SMALL_BODY_BYTES_MAX: usize = 64 * 1024;
/// Bytes of larger bodies in memory at once: 16 of the largest.
pub(crate) const LARGE_BODIES_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Hands out places and room.
pub(super) struct Admission {
    places: Semaphore,
    room: Semaphore,
    admitted: Gauge,
    room_taken: Gauge,
}

/// The place of one notification, and its room if its body is large. Both are free again when it is dropped.
pub(super) struct Place<'a> {
    admission: &'a Admission,
    _permit: SemaphorePermit<'a>,
    room: Option<SemaphorePermit<'a>>,
    is_waiting: bool,
}

impl Admission {
    pub(super) fn new(places: usize, room_bytes: usize) -> Self {
        Self {
            places: Semaphore::new(places),
            room: Semaphore::new(room_bytes),
            admitted: gauge!("mitra_webhook_admitted"),
            room_taken: gauge!("mitra_webhook_large_bytes"),
        }
    }

    /// A place, if one is free.
    pub(super) fn enter(&self) -> Option<Place<'_>> {
        let permit = self.places.try_acquire().ok()?;
        self.admitted.increment(1.0);
        Some(Place { admission: self, _permit: permit, room: None, is_waiting: false })
    }
}

impl Place<'_> {
    /// Waits for room for a body of this many bytes. Called once at most.
    ///
    /// # Cancel safety
    /// If the future is dropped no room is taken, and [`Self::is_waiting`] tells what it was cut off from.
    pub(super) async fn reserve(&mut self, bytes: usize) {
        self.is_waiting = true;
        let permits = u32::try_from(bytes).expect("a body has far less than 4 GiB");
        let room = self.admission.room.acquire_many(permits).await.expect("nobody closes it");
        self.admission.room_taken.increment(bytes as f64);
        self.room = Some(room);
        self.is_waiting = false;
    }

    /// Whether it waits for room.
    pub(super) fn is_waiting(&self) -> bool {
        self.is_waiting
    }

    /// Whether it has room.
    pub(super) fn has_room(&self) -> bool {
        self.room.is_some()
    }

    /// Gives back the room that a body of this many bytes does not need.
    pub(super) fn trim(&mut self, bytes: usize) {
        let Some(room) = &mut self.room else { return };
        let surplus = room.num_permits().saturating_sub(bytes);
        self.admission.room_taken.decrement(surplus as f64);
        drop(room.split(surplus));
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.trim(0);
        self.admission.admitted.decrement(1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_places_as_told() {
        let admission = Admission::new(2, 0);
        let (one, two) = (admission.enter(), admission.enter());
        assert!(one.is_some() && two.is_some() && admission.enter().is_none());
        drop(one);
        assert!(admission.enter().is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn room_is_kept_as_long_as_its_place_and_the_surplus_is_given_back() {
        let admission = Admission::new(3, 100);
        let mut first = admission.enter().unwrap();
        first.reserve(80).await;
        let mut second = admission.enter().unwrap();
        let patience = std::time::Duration::from_secs(1);
        assert!(tokio::time::timeout(patience, second.reserve(21)).await.is_err());
        assert!(second.is_waiting() && !second.has_room());
        first.trim(50);
        second.reserve(50).await;
        assert!(second.has_room() && !second.is_waiting());
        drop((first, second));
        assert_eq!(admission.room.available_permits(), 100);
        assert_eq!(admission.places.available_permits(), 3);
    }
}
