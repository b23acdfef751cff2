//! Base32 (RFC 4648, section 6) without padding: what a code can say in few modules and an address in its fragment.

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Bits of one character.
const BITS: u32 = 5;

/// The text of these bytes, in upper case.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity((bytes.len() * 8).div_ceil(5));
    let (mut held, mut n_held) = (0_u32, 0);
    let mut push = |five: u32| text.push(char::from(ALPHABET[(five & 31) as usize]));
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        n_held += 8;
        while n_held >= BITS {
            n_held -= BITS;
            push(held >> n_held);
        }
        held &= (1 << n_held) - 1;
    }
    if n_held > 0 {
        push(held << (BITS - n_held));
    }
    text
}

/// The bytes of a text in either case; none if it is no such text.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut held, mut n_held) = (0_u32, 0);
    for character in text.bytes() {
        let five = match character.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' => letter - b'A',
            digit @ b'2'..=b'7' => digit - b'2' + 26,
            _ => return None,
        };
        held = held << BITS | u32::from(five);
        n_held += BITS;
        if n_held >= 8 {
            n_held -= 8;
            bytes.push(u8::try_from(held >> n_held & 0xff).ok()?);
            held &= (1 << n_held) - 1;
        }
    }
    // What is left fills the last byte up, and says nothing.
    (n_held < BITS && held == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_those_of_the_rfc() {
        for (bytes, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()), "{text}");
            assert_eq!(decode(&text.to_lowercase()).as_deref(), Some(bytes.as_bytes()), "{text}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        for text in ["M", "MZX", "MZ", "M1", "MY======", "MZXW6 YQ", "ఆ"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
