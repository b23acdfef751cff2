//! Codes that nobody shall guess.

use crate::Host;

/// A code of so many digits, each as likely as any other, the first no zero.
///
/// ```
/// let mut host = mitra_department::testing::MemoryHost::default();
/// let code = mitra_department::random::digits(&mut host, 6);
/// assert!(code.len() == 6 && code.chars().all(|c| c.is_ascii_digit()) && !code.starts_with('0'));
/// ```
pub fn digits(host: &mut dyn Host, length: usize) -> String {
    let mut code = String::with_capacity(length);
    while code.len() < length {
        // 250 is the most that has every digit equally often.
        for byte in host.random(32).into_iter().filter(|byte| *byte < 250) {
            let digit = char::from(b'0' + byte % 10);
            if code.len() < length && (digit != '0' || !code.is_empty()) {
                code.push(digit);
            }
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::MemoryHost;

    #[test]
    fn codes_have_their_length_and_differ() {
        let mut host = MemoryHost::default();
        let codes: std::collections::BTreeSet<_> =
            (0..1_000).map(|_| digits(&mut host, 8)).collect();
        assert_eq!(codes.len(), 1_000);
        assert!(codes.iter().all(|code| code.len() == 8 && !code.starts_with('0')));
        for digit in '1'..='9' {
            assert!(codes.iter().any(|code| code.starts_with(digit)), "{digit}");
        }
    }
}
