//! The text of a code: what is signed, packed with zlib, in Base45, as Claim 169 and the EU's certificates do it.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

/// The most that a code unpacks to: ours have 1 to 2 KiB, and a code must not fill the memory of who scans it.
const UNPACKED_BYTES_MAX: usize = 16 * 1024;

/// The text of these bytes.
pub(crate) fn pack(bytes: &[u8]) -> String {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes what it is given");
    base45::encode(encoder.finish().expect("memory takes what it is given"))
}

/// The bytes of a text; none if it is no such text, or unpacks to too much.
pub(crate) fn unpack(text: &str) -> Option<Vec<u8>> {
    let packed = base45::decode(text.trim()).ok()?;
    let mut unpacked = Vec::new();
    let limit = u64::try_from(UNPACKED_BYTES_MAX + 1).unwrap_or(u64::MAX);
    ZlibDecoder::new(&packed[..]).take(limit).read_to_end(&mut unpacked).ok()?;
    (unpacked.len() <= UNPACKED_BYTES_MAX).then_some(unpacked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_is_unpacked() {
        for bytes in [&b""[..], b"a", &[0, 1, 2, 255].repeat(500)] {
            let text = pack(bytes);
            assert_eq!(unpack(&text).as_deref(), Some(bytes));
            assert_eq!(unpack(&format!(" {text}\n")).as_deref(), Some(bytes));
        }
        for wrong in ["", "a", "lower case", "::::", "BB8"] {
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
