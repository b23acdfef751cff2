//! The allocator of guests: first from an arena that is part of their memory from the start, then from the system's.
//!
//! A turn's memory is thrown away whole when the turn ends, so that what was freed need not be found again. A memory
//! that grows costs two system calls in every turn; nearly every turn fits in the arena and causes none.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::{Cell, UnsafeCell};
use std::mem::MaybeUninit;

/// Hands out its room from the front and takes back the last piece alone. What does not fit comes from the system.
struct Arena<const N: usize> {
    room: UnsafeCell<[MaybeUninit<u8>; N]>,
    used: Cell<usize>,
}

/// A guest's arena: one page of WebAssembly, in bytes. What a turn of a simple service needs, several times over.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ARENA: Arena<{ 64 * 1024 }> = Arena::new();

// Safety: a guest has one thread.
#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
unsafe impl<const N: usize> Sync for Arena<N> {}

impl<const N: usize> Arena<N> {
    const fn new() -> Self {
        Self { room: UnsafeCell::new([MaybeUninit::uninit(); N]), used: Cell::new(0) }
    }

    fn start(&self) -> *mut u8 {
        self.room.get().cast()
    }

    /// How far into the room a piece begins, if it is one of the room's.
    fn offset(&self, piece: *mut u8) -> Option<usize> {
        Some(piece.addr().wrapping_sub(self.start().addr())).filter(|offset| *offset < N)
    }

    fn is_last(&self, offset: usize, layout: Layout) -> bool {
        offset + layout.size() == self.used.get()
    }
}

// Safety: pieces lie within the room, aligned, behind all that are in use; the system keeps its own promises.
unsafe impl<const N: usize> GlobalAlloc for Arena<N> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let free = self.start().wrapping_add(self.used.get());
        let offset = self.used.get().saturating_add(free.align_offset(layout.align()));
        let end = offset.checked_add(layout.size()).filter(|end| *end <= N);
        let Some(end) = end else {
            return unsafe { System.alloc(layout) };
        };
        self.used.set(end);
        self.start().wrapping_add(offset)
    }

    unsafe fn dealloc(&self, piece: *mut u8, layout: Layout) {
        match self.offset(piece) {
            Some(offset) if self.is_last(offset, layout) => self.used.set(offset),
            Some(_) => {}
            None => unsafe { System.dealloc(piece, layout) },
        }
    }

    unsafe fn realloc(&self, piece: *mut u8, layout: Layout, n_bytes: usize) -> *mut u8 {
        let Some(offset) = self.offset(piece) else {
            return unsafe { System.realloc(piece, layout, n_bytes) };
        };
        let fits = offset.checked_add(n_bytes).filter(|end| *end <= N);
        if let Some(end) = fits.filter(|_| self.is_last(offset, layout)) {
            self.used.set(end);
            return piece;
        }
        // Safety: the caller gives a size that makes a layout with this alignment.
        let moved =
            unsafe { self.alloc(Layout::from_size_align_unchecked(n_bytes, layout.align())) };
        if !moved.is_null() {
            // Safety: two pieces in use do not overlap, and both have so many bytes.
            unsafe { piece.copy_to_nonoverlapping(moved, layout.size().min(n_bytes)) };
            unsafe { self.dealloc(piece, layout) };
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Small = Arena<64>;

    fn layout(n_bytes: usize, align: usize) -> Layout {
        Layout::from_size_align(n_bytes, align).unwrap()
    }

    /// Takes a piece, fills it, and says where it lies: in the arena, or not.
    fn take(arena: &Small, n_bytes: usize, align: usize) -> (*mut u8, Option<usize>) {
        let piece = unsafe { arena.alloc(layout(n_bytes, align)) };
        assert_eq!(piece.align_offset(align), 0);
        unsafe { piece.write_bytes(7, n_bytes) };
        (piece, arena.offset(piece))
    }

    #[test]
    fn pieces_are_aligned_and_do_not_overlap() {
        let arena = Small::new();
        let (_, first) = take(&arena, 3, 1);
        let (_, second) = take(&arena, 8, 8);
        let (_, third) = take(&arena, 1, 1);
        assert!(first.unwrap() + 3 <= second.unwrap());
        assert_eq!(second.unwrap() + 8, third.unwrap());
    }

    #[test]
    fn what_does_not_fit_comes_from_the_system() {
        let arena = Small::new();
        assert_eq!(take(&arena, 64, 1).1, Some(0), "just fits");
        let (piece, offset) = take(&arena, 1, 1);
        assert_eq!(offset, None, "just over");
        unsafe { arena.dealloc(piece, layout(1, 1)) };
        let (piece, offset) = take(&Small::new(), 65, 1);
        assert_eq!(offset, None);
        unsafe { arena.dealloc(piece, layout(65, 1)) };
    }

    #[test]
    fn the_last_piece_grows_in_place_and_is_taken_back() {
        let arena = Small::new();
        let (piece, _) = take(&arena, 8, 1);
        assert_eq!(unsafe { arena.realloc(piece, layout(8, 1), 64) }, piece);
        assert_eq!(unsafe { arena.realloc(piece, layout(64, 1), 4) }, piece);
        unsafe { arena.dealloc(piece, layout(4, 1)) };
        assert_eq!(take(&arena, 64, 1).1, Some(0));
    }

    #[test]
    fn a_piece_that_cannot_grow_in_place_moves_with_what_is_in_it() {
        let arena = Small::new();
        let (first, _) = take(&arena, 8, 1);
        let (_, second) = take(&arena, 8, 1);
        let moved = unsafe { arena.realloc(first, layout(8, 1), 16) };
        assert_eq!(arena.offset(moved), second.map(|offset| offset + 8));
        let outside = unsafe { arena.realloc(moved, layout(16, 1), 1_000) };
        assert_eq!(arena.offset(outside), None);
        let kept = unsafe { std::slice::from_raw_parts(outside, 8) };
        assert_eq!(kept, [7; 8]);
        unsafe { arena.dealloc(outside, layout(1_000, 1)) };
    }
}
