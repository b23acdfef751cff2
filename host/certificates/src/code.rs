//! The text of a code: what is signed, packed with zlib; in Base45, or behind the address of the page that checks it.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use mitra_verifier::base32;

/// The text of these bytes, which leads to this page if there is one.
///
/// The scheme and host of an address mean the same in upper case, which takes fewer modules; its path may not.
pub(crate) fn pack(bytes: &[u8], page: Option<&str>) -> String {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes what it is given");
    let packed = encoder.finish().expect("memory takes what it is given");
    let Some(page) = page else { return base45::encode(packed) };
    let host = page.find("://").map_or(0, |at| at + 3);
    let path = page[host..].find('/').map_or(page.len(), |at| host + at);
    let (site, path) = page.split_at(path);
    format!("{}{path}#{}", site.to_ascii_uppercase(), base32(&packed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_without_a_page_is_base45() {
        let text = pack(b"payload", None);
        assert!(text.starts_with("6BF") || text.starts_with("NCF"), "zlib's beginning: {text}");
    }

    #[test]
    fn a_page_stands_before_the_code_and_keeps_its_path() {
        for (page, before) in [
            ("https://verify.example.gov.in/", "HTTPS://VERIFY.EXAMPLE.GOV.IN/#"),
            ("https://example.gov.in/verify/", "HTTPS://EXAMPLE.GOV.IN/verify/#"),
        ] {
            let text = pack(b"payload", Some(page));
            let fragment = text.strip_prefix(before).expect("the page's address");
            assert!(fragment.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit()));
        }
    }
}
