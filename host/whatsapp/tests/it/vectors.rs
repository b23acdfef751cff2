//! Signatures computed by other programs.
//!
//! `MITRA_VECTORS` can name a folder with `whatsapp/signature-and-flow-vectors.json`, made with two other
//! implementations. Our own copy of the most telling ones stands here, so that they are checked everywhere.

use std::path::PathBuf;

use mitra_core::identity::Secret;
use mitra_whatsapp::{AppSecrets, SignatureError, sign, verify};
use serde_json::Value;

const SECRET: &str = "meri-test-app-secret";

fn check(body: &[u8], signature: &str, secret: &str) {
    let secret = Secret::new(secret);
    assert_eq!(sign(body, &secret), signature);
    let secrets = AppSecrets::new(vec![Secret::new("another"), secret]);
    let verified = verify(body.to_vec().into(), &[signature.as_bytes()], &secrets);
    assert_eq!(verified.expect("the signature is good").body(), body);
    for place in 0..body.len() {
        let mut changed = body.to_vec();
        changed[place] ^= 1;
        let refused = verify(changed.into(), &[signature.as_bytes()], &secrets).map(drop);
        assert_eq!(refused, Err(SignatureError::Wrong), "byte {place}");
    }
    for place in "sha256=".len()..signature.len() {
        let mut changed = signature.as_bytes().to_vec();
        changed[place] = if changed[place] == b'0' { b'1' } else { b'0' };
        let refused = verify(body.to_vec().into(), &[&changed], &secrets).map(drop);
        assert_eq!(refused, Err(SignatureError::Wrong), "digit {place}");
    }
}

#[test]
fn signatures_of_other_programs_are_good() {
    let escaped = concat!(
        r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"#,
        r#""field":"messages","value":{"t":"\u00e4\u00f6 \u0c28 a\/b \u0040x"}}]}]}"#
    );
    let decoded = concat!(
        r#"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"#,
        r#""field":"messages","value":{"t":"äö న a/b @x"}}]}]}"#
    );
    let vectors = [
        (
            r#"{"object":"whatsapp_business_account","entry":[]}"#,
            "c371f30e36d2b7820f0ad694be02518451faa5593ae6777aa952806d5d9533ae",
        ),
        (
            "{\"object\":\"whatsapp_business_account\",\"entry\":[]}\n",
            "674ea821dc862cc16dbdc9fcacd0932de6d1f5318288c1e34ae14af1b08aeffb",
        ),
        ("", "1868ff3d1883cec4af1577740d2297db905391dbe7ca6afe7b009d63526e53fc"),
        (escaped, "b9e997bc7ff222d66068e86e555aadde37c9cfeef7e3d1abbadd729692e004f1"),
        (decoded, "d12902154665cf0935908f28fd345baf5b4462867c7c0b5bfb2b98fe8d23c018"),
    ];
    for (body, digest) in vectors {
        check(body.as_bytes(), &format!("sha256={digest}"), SECRET);
    }
    let digest = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    check(b"Hello, World!", &format!("sha256={digest}"), "It's a Secret to Everybody");
    let same = |text: &str| serde_json::from_str::<Value>(text).expect("it is JSON");
    assert_eq!(same(escaped), same(decoded), "the same value in two spellings is signed apart");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "where the vectors lie is the machine's affair")]
fn signatures_of_the_vector_file_are_good() {
    let Ok(folder) = std::env::var("MITRA_VECTORS") else {
        println!("skipped: MITRA_VECTORS names no folder of vectors");
        return;
    };
    let path = PathBuf::from(folder).join("whatsapp/signature-and-flow-vectors.json");
    let file = std::fs::read(&path).expect("MITRA_VECTORS names a folder that holds the file");
    let file: Value = serde_json::from_slice(&file).expect("the file is JSON");
    let signatures = file["signatures"].as_array().expect("a list of signatures");
    assert!(!signatures.is_empty());
    for vector in signatures {
        let text = |name: &str| vector[name].as_str().expect("a text");
        let digits = text("body_hex");
        let byte =
            |at| u8::from_str_radix(&digits[at..at + 2], 16).expect("two hexadecimal digits");
        let body: Vec<u8> = (0..digits.len()).step_by(2).map(byte).collect();
        assert_eq!(body, text("body").as_bytes(), "{}", text("name"));
        check(&body, text("sig"), text("secret"));
    }
}
