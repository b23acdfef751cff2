//! The text of a code: what is signed, packed with zlib, in Base45 as Claim 169 and the EU's certificates do it, or in
//! Base32 as the fragment of the verify page's address.

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::base32;

/// The most that a code unpacks to: ours have 1 to 2 KiB, and a code must not fill the memory of who scans it.
pub const UNPACKED_BYTES_MAX: usize = 16 * 1024;

/// The bytes of a text; none if it is no such text, or unpacks to too much.
///
/// An address is read from its `#` on, so that a camera of any kind leads to the page, and nothing of it to a server.
pub(crate) fn unpack(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let unpack = |packed: Vec<u8>| inflate(&packed, UNPACKED_BYTES_MAX);
    if let Some((_, fragment)) = text.split_once('#') {
        return base32::decode(fragment).and_then(unpack);
    }
    let bare = base45::decode(text).ok().and_then(unpack);
    // The fragment alone, as some scanners and people hand it on.
    bare.or_else(|| base32::decode(text).and_then(unpack))
}

/// What was packed with zlib, if it has at most so many bytes.
pub(crate) fn inflate(packed: &[u8], bytes_max: usize) -> Option<Vec<u8>> {
    let mut unpacked = Vec::new();
    let limit = u64::try_from(bytes_max).ok()?.checked_add(1)?;
    ZlibDecoder::new(packed).take(limit).read_to_end(&mut unpacked).ok()?;
    (unpacked.len() <= bytes_max).then_some(unpacked)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    pub(crate) fn pack(bytes: &[u8]) -> String {
        base45::encode(deflate(bytes))
    }

    #[test]
    fn what_was_packed_is_unpacked_from_each_form() {
        for bytes in [&b""[..], b"a", &[0, 1, 2, 255].repeat(500)] {
            let (bare, fragment) = (pack(bytes), base32::encode(&deflate(bytes)));
            let lower = fragment.to_lowercase();
            for text in [
                bare.clone(),
                format!(" {bare}\n"),
                format!("HTTPS://VERIFY.EXAMPLE.GOV.IN/#{fragment}"),
                format!("https://example.gov.in/verify/#{lower}"),
                format!("#{fragment}"),
                fragment,
            ] {
                assert_eq!(unpack(&text).as_deref(), Some(bytes), "{text}");
            }
        }
    }

    #[test]
    fn other_texts_are_not_unpacked() {
        for wrong in ["", "a", "lower case", "::::", "BB8", "#", "https://example.gov.in/", "#1"] {
            assert_eq!(unpack(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_code_does_not_unpack_to_more_than_a_certificate_can_be() {
        let bytes = vec![0; UNPACKED_BYTES_MAX];
        assert_eq!(unpack(&pack(&bytes)), Some(bytes));
        assert_eq!(unpack(&pack(&vec![0; UNPACKED_BYTES_MAX + 1])), None);
        assert_eq!(unpack(&pack(&vec![0; 10_000_000])), None);
    }
}
