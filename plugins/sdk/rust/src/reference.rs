//! Reference numbers that a department gives to what citizens send it: `GRV-26-7KQ2M9-X`.
//!
//! Six characters of an alphabet without look-alikes, and a check character that finds any one wrong character and any
//! two swapped ones. Speakable over a telephone; not to be guessed one after the other.

use crate::{Host, Scope, Turn, calendar, digits};

/// 31 characters, a prime number: no I, L, O, U (look-alikes and accidents) and no 0, which is heard as O.
const ALPHABET: &[u8; 31] = b"123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters between year and check character.
const LENGTH: usize = 6;
/// References that are drawn until one is free: nobody ever needs the third.
const DRAWS_MAX: u32 = 32;

/// A reference that no record of the department's below `folder` has, such as `grievance/`: the same when the turn is
/// repeated. The prefix is 2 to 4 capital letters.
pub fn unused(host: &dyn Host, turn: &Turn, prefix: &str, folder: &str) -> String {
    let year = calendar::year(host.now());
    let mut drawn = draw(&turn.id, 0, prefix, year);
    for attempt in 1..DRAWS_MAX {
        if host.get(Scope::Department, &format!("{folder}{drawn}")).is_none() {
            break;
        }
        drawn = draw(&turn.id, attempt, prefix, year);
    }
    drawn
}

/// A reference drawn from a turn's id, another for each `attempt`.
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

/// The reference that was typed, in its one spelling; none if it cannot be one of this prefix.
pub fn parse(prefix: &str, typed: &str) -> Option<String> {
    parse_any(typed).filter(|reference| reference.split('-').next() == Some(prefix))
}

/// The same of any prefix.
pub fn parse_any(typed: &str) -> Option<String> {
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
        let reference = draw("turn", 0, "GRV", 2026);
        assert_eq!(parse("GRV", &reference), Some(reference.clone()));
        let spoken = reference.to_lowercase().replace('-', " ");
        assert_eq!(parse("GRV", &spoken), Some(reference.clone()));
        assert_eq!(parse("GRV", &reference.replace("26", "౨౬")), Some(reference.clone()));
        assert_eq!(parse("NC", &reference), None);
        assert_ne!(draw("turn", 1, "GRV", 2026), reference);
        assert_eq!(draw("turn", 0, "GRV", 2026), reference);
    }

    #[test]
    fn every_wrong_character_and_every_swap_is_found() {
        let reference = draw("another turn", 0, "GRV", 2026);
        let characters: Vec<char> = reference.chars().collect();
        for place in 7..7 + LENGTH {
            for wrong in ALPHABET {
                let mut other = characters.clone();
                other[place] = char::from(*wrong);
                let same = other == characters;
                assert_eq!(parse("GRV", &other.iter().collect::<String>()).is_some(), same);
            }
            if place + 1 < 7 + LENGTH && characters[place] != characters[place + 1] {
                let mut swapped = characters.clone();
                swapped.swap(place, place + 1);
                assert_eq!(parse("GRV", &swapped.iter().collect::<String>()), None);
            }
        }
        for nothing in ["", "GRV", "hello", "GRV-26-000000-0", "GRV-26-7KQ2M9", "నమస్తే"]
        {
            assert_eq!(parse("GRV", nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_reference_of_any_prefix_is_read_however_it_is_written() {
        for prefix in ["HS", "SKL", "GRVS"] {
            let reference = draw("turn", 0, prefix, 2026);
            assert_eq!(parse_any(&reference), Some(reference.clone()));
            let spoken = reference.to_lowercase().replace('-', " ");
            assert_eq!(parse_any(&spoken), Some(reference.clone()));
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
            assert_eq!(parse_any(wrong), None, "{wrong}");
        }
    }
}
