//! The verifier in a browser: plain functions over buffers that the page fills and reads.
//!
//! ```text
//! input(slot, length) -> address     the page writes there
//! trust() / add_list() / check(now) / scan(width, height)
//! output(), output_length()          the page reads there
//! ```
//!
//! Never: fetches, keeps or shows anything; that is `page/main.js`'s.

mod shown;

use std::cell::RefCell;

use mitra_core::clock::Timestamp;
use mitra_verifier::{SignedList, TrustList, who_signed};
use rqrr::PreparedImage;

/// What the page hands in: the text of a code, or a list, or the pixels of an image in grey, one byte each.
#[derive(Default)]
struct State {
    input: Vec<u8>,
    output: Vec<u8>,
    trusted: TrustList,
    lists: Vec<SignedList>,
}

thread_local! {
    // A page has one thread.
    static STATE: RefCell<State> = RefCell::default();
}

fn with<T>(act: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(act)
}

/// Where the page writes so many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> *const u8 {
    with(|state| {
        state.input.clear();
        state.input.resize(length, 0);
        state.input.as_ptr()
    })
}

/// Where the page reads.
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    with(|state| state.output.as_ptr())
}

/// How many bytes it reads there.
#[unsafe(no_mangle)]
pub extern "C" fn output_length() -> usize {
    with(|state| state.output.len())
}

/// Takes the input as the trust list, and forgets the lists of statuses. Gives 1 if it is one; the output lists the
/// authorities' ids and addresses.
#[unsafe(no_mangle)]
pub extern "C" fn trust() -> u32 {
    with(|state| {
        let list = std::str::from_utf8(&state.input).ok().and_then(|it| TrustList::parse(it).ok());
        let Some(list) = list else { return 0 };
        state.output = shown::authorities(&list).to_string().into_bytes();
        state.trusted = list;
        state.lists.clear();
        1
    })
}

/// Takes the input as one more list of statuses. Gives 1 if it is one.
#[unsafe(no_mangle)]
pub extern "C" fn add_list() -> u32 {
    with(|state| {
        let Ok(list) = SignedList::read(&state.input) else { return 0 };
        state.lists.push(list);
        1
    })
}

/// Checks the text in the input at this instant, in milliseconds since 1970. The output says what was found, as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn check(now_ms: f64) {
    with(|state| {
        let text = String::from_utf8_lossy(&state.input);
        #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds")]
        let now = Timestamp(now_ms as i64);
        let signed = who_signed(&text, &state.trusted);
        let stands = signed.as_ref().map(|signed| signed.stands(&state.lists, now));
        let found = match (&signed, stands) {
            (Ok(signed), Ok(Ok(()))) => shown::signed("valid", signed),
            (Ok(signed), Ok(Err(why))) => shown::signed(why.name(), signed),
            (Err(why), _) | (_, Err(why)) => shown::rejected(why),
        };
        state.output = found.to_string().into_bytes();
    });
}

/// Reads the code on the image in the input, of one byte for each pixel. Gives 1 if there is one; the output is its
/// text.
#[unsafe(no_mangle)]
pub extern "C" fn scan(width: usize, height: usize) -> u32 {
    with(|state| {
        if width == 0 || width.checked_mul(height) != Some(state.input.len()) {
            return 0;
        }
        let pixels = &state.input;
        let grey = |x: usize, y: usize| pixels[y * width + x];
        let mut image = PreparedImage::prepare_from_greyscale(width, height, grey);
        let mut found = image.detect_grids().into_iter().filter_map(|grid| grid.decode().ok());
        let Some((_, text)) = found.next() else { return 0 };
        state.output = text.into_bytes();
        1
    })
}
