use std::path::PathBuf;

use mitra_core::hex::hex;

use super::*;
use crate::cose::Message;

const NOW: Timestamp = Timestamp(1_763_000_000_500);

/// The folder with others' vectors, if `MITRA_VECTORS` says where it is.
fn vectors() -> Option<PathBuf> {
    let folder =
        std::env::var_os("MITRA_VECTORS").map(|it| PathBuf::from(it).join("status-list/examples"));
    let found = folder.filter(|it| it.is_dir());
    if found.is_none() {
        eprintln!(
            "skipped: set MITRA_VECTORS to a folder with `status-list/examples` of draft-ietf-oauth-status-list"
        );
    }
    found
}

/// The bytes at the end of an example: hexadecimal digits in lines.
fn example(folder: &std::path::Path, name: &str) -> Vec<u8> {
    let text = std::fs::read_to_string(folder.join(name)).expect("the example is there");
    let digits: String = text.lines().skip_while(|line| line.contains(['=', ':'])).collect();
    let digits: Vec<u8> = digits.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let byte = |pair: &[u8]| {
        u8::from_str_radix(std::str::from_utf8(pair).expect("digits"), 16).expect("digits")
    };
    digits.chunks(2).map(byte).collect()
}

fn list(bytes: &[u8]) -> StatusList {
    let value: Value = ciborium::from_reader(bytes).expect("CBOR");
    StatusList::decode(&value).expect("a list")
}

#[test]
fn the_drafts_examples_of_each_width_are_read() {
    let Some(folder) = vectors() else { return };
    let one = list(&example(&folder, "status_list_encoding_cbor.md"));
    assert_eq!((one.bits, &one.bytes[..]), (1, &[0xb9, 0xa3][..]));
    // The draft's own table of these two bytes.
    let bits: Vec<u8> = (0..16).map(|n| one.get(n).expect("a place").number()).collect();
    assert_eq!(bits, [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]);
    assert_eq!(one.get(16), None);
    let two = list(&example(&folder, "status_list_encoding2_cbor.md"));
    assert_eq!((two.bits, &two.bytes[..]), (2, &[0xc9, 0x44, 0xf9][..]));
    let pairs: Vec<u8> = (0..12).map(|n| two.get(n).expect("a place").number()).collect();
    assert_eq!(pairs, [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]);
    for (name, bits) in [
        ("status_list_encoding1_long_cbor.md", 1),
        ("status_list_encoding2_long_cbor.md", 2),
        ("status_list_encoding4_cbor.md", 4),
        ("status_list_encoding8_cbor.md", 8),
    ] {
        let long = list(&example(&folder, name));
        assert_eq!(long.bits, bits, "{name}");
        let places = u32::try_from(long.bytes.len() * 8).expect("not so long") / u32::from(bits);
        assert_eq!((long.get(places - 1).is_some(), long.get(places)), (true, None), "{name}");
    }
    // The draft's own table of its long example with 2 bits.
    let long = list(&example(&folder, "status_list_encoding2_long_cbor.md"));
    let told = [(0, 1), (1_993, 2), (25_460, 1), (159_495, 3), (495_669, 1), (554_353, 1)];
    let more = [(645_645, 2), (723_232, 1), (854_545, 1), (934_534, 2), (1_000_345, 3)];
    for (index, number) in told.into_iter().chain(more) {
        assert_eq!(long.get(index), Some(Status::of_number(number)), "{index}");
    }
    // It is made again of what it says.
    let places = 4 * u32::try_from(long.bytes.len()).expect("not so long");
    let each = (0..places).map(|n| (n, long.get(n).expect("a place")));
    assert_eq!(StatusList::new(places, each), long);
}

#[test]
fn a_list_is_written_as_the_draft_writes_it() {
    let Some(folder) = vectors() else { return };
    let statuses = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3].map(Status::of_number);
    let made = StatusList::new(12, (0..).zip(statuses));
    let theirs = example(&folder, "status_list_encoding2_cbor.md");
    assert_eq!(hex(&bytes_of(&made.encode())), hex(&theirs));
}

#[test]
fn the_drafts_token_is_read() {
    let Some(folder) = vectors() else { return };
    let message = Message::read(&example(&folder, "status_list_cwt.md")).expect("a message");
    assert_eq!(message.of_type(), Some(STATUS_LIST_TYPE));
    let claims = message.payload().and_then(StatusListClaims::decode).expect("a list");
    assert_eq!(claims.uri, "https://example.com/statuslists/1");
    assert_eq!(claims.made_at, Timestamp(1_686_920_170_000));
    assert_eq!(claims.good_until, Some(Timestamp(2_291_720_170_000)));
    assert_eq!(claims.kept_for, Some(Duration::from_hours(12)));
    assert_eq!(claims.list.bytes, [0xb9, 0xa3]);
}

#[test]
fn a_list_is_read_back_as_it_was_signed() {
    let places = mitra_core::limits::CERTIFICATE_LIST_PLACES;
    let not_valid = [(0, Status::Revoked), (7, Status::Suspended), (places - 1, Status::Revoked)];
    let list = StatusList::new(places, not_valid.into_iter().chain([(places, Status::Revoked)]));
    let claims = StatusListClaims::new("https://a.in/status/0".to_owned(), list, NOW);
    let encoded = claims.encode();
    assert!(encoded.len() < 512, "{} bytes", encoded.len());
    let read = StatusListClaims::decode(&encoded).expect("a list");
    assert_eq!(read, claims);
    assert_eq!(read.kept_for, Some(Duration::from_hours(24)));
    assert!(read.is_good_at(Timestamp(read.made_at.0 + 86_399_999)));
    assert!(!read.is_good_at(Timestamp(read.made_at.0 + 86_400_000)));
    let found = [0, 1, 6, 7, 8, places - 1].map(|index| read.list.get(index).expect("a place"));
    let numbers = found.map(Status::number);
    assert_eq!(numbers, [1, 0, 0, 2, 0, 1]);
    assert_eq!(read.list.get(places), None);
    for cut in 0..encoded.len() {
        assert_eq!(StatusListClaims::decode(&encoded[..cut]), None, "cut at {cut}");
    }
}

#[test]
fn a_list_of_another_width_or_of_too_many_bytes_is_none() {
    let of = |bits: u8, bytes: usize| {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(&vec![0; bytes]).unwrap();
        let packed = Value::Bytes(packed.finish().unwrap());
        StatusList::decode(&Value::Map(vec![
            (text("bits"), Value::from(bits)),
            (text("lst"), packed),
        ]))
    };
    for bits in [1, 2, 4, 8] {
        assert!(of(bits, 4).is_some());
    }
    for bits in [0, 3, 16, 255] {
        assert!(of(bits, 4).is_none(), "{bits}");
    }
    assert!(of(8, STATUS_LIST_BYTES_MAX).is_some());
    assert!(of(8, STATUS_LIST_BYTES_MAX + 1).is_none());
}
