//! Any bytes as the value of the signature header, and after the first line feed as the body: only the true signature
//! may be believed.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mitra_core::identity::Secret;
use mitra_whatsapp::{AppSecrets, sign, verify};

static SECRET: LazyLock<Secret> = LazyLock::new(|| Secret::new("fuzz"));
static SECRETS: LazyLock<AppSecrets> = LazyLock::new(|| AppSecrets::new(vec![SECRET.clone()]));

fuzz_target!(|input: &[u8]| {
    let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let (header, body) = (&input[..end], &input[(end + 1).min(input.len())..]);
    let is_believed = verify(body.to_vec().into(), &[header], &SECRETS).is_ok();
    assert_eq!(is_believed, header == sign(body, &SECRET).as_bytes());
    assert!(verify(body.to_vec().into(), &[header, header], &SECRETS).is_err());
    assert!(verify(body.to_vec().into(), &[], &SECRETS).is_err());
});
