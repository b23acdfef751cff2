//! The verifier in a browser: plain functions over buffers that the page fills and reads.
//!
//! ```text
//! input(slot, length) -> address     the page writes there
//! roots() / trust(now) / add_list() / check(now) / scan(width, height)
//! output(), output_length()          the page reads there
//! ```
//!
//! Never: fetches, keeps or shows anything; that is `page/main.js`'s.

mod shown;

use std::cell::RefCell;
use std::collections::BTreeMap;

use mitra_core::clock::Timestamp;
use mitra_verifier::{ListRejected, SignedList, SignedTrustList, TrustKeys, who_signed};
use rqrr::PreparedImage;

/// What the page hands in: the text of a code, or a list, or the pixels of an image in grey, one byte each.
#[derive(Default)]
struct State {
    input: Vec<u8>,
    output: Vec<u8>,
    roots: TrustKeys,
    trusted: Option<SignedTrustList>,
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

/// Takes the input as the root keys whose lists are trusted. Gives 1 if it is such keys.
#[unsafe(no_mangle)]
pub extern "C" fn roots() -> u32 {
    with(|state| {
        let keys = std::str::from_utf8(&state.input).ok().and_then(|it| TrustKeys::parse(it).ok());
        let Some(keys) = keys else { return 0 };
        state.roots = keys;
        1
    })
}

/// Takes the input as the trust list at this instant, in milliseconds since 1970, if it is trusted and its number is
/// not below the highest one known for its root key; and then forgets the lists of statuses. Before the list, the input
/// has one line of JSON: the highest numbers known, by root keys' ids. Gives 1 if it is taken; the output says what is
/// in it, or why it is not taken.
#[unsafe(no_mangle)]
pub extern "C" fn trust(now_ms: f64) -> u32 {
    with(|state| {
        let now = instant(now_ms);
        match trusted(&state.input, &state.roots, now) {
            Ok(list) => {
                state.output = shown::trusted(&list).to_string().into_bytes();
                state.trusted = Some(list);
                state.lists.clear();
                1
            }
            Err(why) => {
                state.output = shown::list_rejected(&why).to_string().into_bytes();
                0
            }
        }
    })
}

fn trusted(
    input: &[u8],
    roots: &TrustKeys,
    now: Timestamp,
) -> Result<SignedTrustList, ListRejected> {
    let line_end = input.iter().position(|byte| *byte == b'\n').ok_or(ListRejected::Unreadable)?;
    let (known, list) = (&input[..line_end], &input[line_end + 1..]);
    let known: BTreeMap<String, u32> =
        serde_json::from_slice(known).map_err(|_| ListRejected::Unreadable)?;
    // Whoever got hold of an old root key could else lock a new one out with a number that it never reaches.
    let signed = SignedTrustList::signed(list, roots)?;
    let known = known.get(&signed.root().id().to_string()).copied();
    SignedTrustList::read(list, roots, now, known)
}

fn instant(ms: f64) -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds")]
    Timestamp(ms as i64)
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
        let now = instant(now_ms);
        let found = match state.trusted.as_ref().filter(|list| list.is_good_at(now)) {
            Some(list) => checked(&text, list, &state.lists, now),
            // It was good when the page was opened.
            None => shown::no_list(),
        };
        state.output = found.to_string().into_bytes();
    });
}

fn checked(
    text: &str,
    trusted: &SignedTrustList,
    lists: &[SignedList],
    now: Timestamp,
) -> serde_json::Value {
    let signed = match who_signed(text, trusted.list()) {
        Ok(signed) => signed,
        Err(why) => return shown::rejected(&why),
    };
    match signed.stands(lists, now) {
        Ok(()) => shown::signed("valid", &signed),
        Err(why) => shown::signed(why.name(), &signed),
    }
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
