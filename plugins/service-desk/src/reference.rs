//! Reference numbers: `SKL-26-7KQ2M9-X`.
//!
//! Six characters of an alphabet without look-alikes, and a check character that finds any one wrong character and any
//! two swapped ones. Speakable over a telephone; not to be guessed one after the other.

use mitra_department::calendar::year;
use mitra_department::{Scope, digits};

use crate::context::Context;

/// 31 characters, a prime number: no I, L, O, U (look-alikes and accidents) and no 0, which is heard as O.
const ALPHABET: &[u8; 31] = b"123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters between year and check character.
const LENGTH: usize = 6;
/// References that are drawn until one is free: nobody ever needs the third.
const DRAWS_MAX: u32 = 8;

/// A reference that no record below `folder` has.
pub(crate) fn free(context: &Context<'_>, prefix: &str, folder: &str) -> String {
    let year = year(context.turn.now);
    let mut drawn = draw(&context.turn.id, 0, prefix, year);
    for attempt in 1..DRAWS_MAX {
        if context.host.get(Scope::Department, &format!("{folder}{drawn}")).is_none() {
            break;
        }
        drawn = draw(&context.turn.id, attempt, prefix, year);
    }
    drawn
}

/// A reference drawn from a turn's id: the same when the turn is repeated, another for each `attempt`.
fn draw(turn: &str, attempt: u32, prefix: &str, year: u64) -> String {
    let mut number = hash(turn, attempt, prefix);
    let mut places = [0; LENGTH];
    for place in &mut places {
        *place = usize::try_from(number % 31).unwrap_or(0);
        number /= 31;
    }
    let body: String = places.iter().map(|place| char::from(ALPHABET[*place])).collect();
    format!("{prefix}-{:02}-{body}-{}", year % 100, char::from(ALPHABET[check(&places)]))
}

/// The reference that was typed, in its one spelling; none if it cannot be one.
pub(crate) fn parse(typed: &str) -> Option<String> {
    let typed = digits::ascii(typed).to_uppercase();
    let kept: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    let end = kept.find(|c: char| c.is_ascii_digit()).filter(|end| (2..=4).contains(end))?;
    let (prefix, rest) = kept.split_at(end);
    if rest.len() != 2 + LENGTH + 1 {
        return None;
    }
    let (year, rest) = rest.split_at(2);
    let (body, last) = rest.split_at(LENGTH);
    let place = |c: u8| ALPHABET.iter().position(|known| *known == c);
    let places: Option<Vec<usize>> = body.bytes().map(place).collect();
    let is_whole = check(&places?) == place(*last.as_bytes().first()?)?;
    (is_whole && year.bytes().all(|c| c.is_ascii_digit()))
        .then(|| format!("{prefix}-{year}-{body}-{last}"))
}

/// A weighted sum modulo 31, a prime: every single error and every swap changes it.
fn check(places: &[usize]) -> usize {
    places.iter().zip(2..).map(|(place, weight)| place * weight).sum::<usize>() % ALPHABET.len()
}

/// FNV-1a: the turn's id is a keyed hash already, so that nobody can foresee the next reference.
fn hash(turn: &str, attempt: u32, prefix: &str) -> u64 {
    let bytes = turn.bytes().chain(prefix.bytes()).chain(attempt.to_be_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_read_however_it_is_typed() {
        for prefix in ["HS", "SKL", "GRVS"] {
            let reference = draw("turn", 0, prefix, 2026);
            assert_eq!(parse(&reference), Some(reference.clone()));
            assert_eq!(parse(&reference.to_lowercase().replace('-', " ")), Some(reference.clone()));
            assert_ne!(draw("turn", 1, prefix, 2026), reference);
        }
        for wrong in [
            "",
            "SKL",
            "SKL-26-111111-2",
            "S-26-111111-1",
            "SKLMN-26-111111-1",
            "SKL-26-11111",
            "నమస్తే",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
