//! How deep JSON nests, found before it is parsed.

/// Whether brackets nest deeper than `depth_max`, strings aside. One pass, no allocation.
pub(super) fn exceeds(json: &[u8], depth_max: usize) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in json {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => {
                depth += 1;
                if depth > depth_max {
                    return true;
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_count_and_strings_do_not() {
        assert!(!exceeds(b"[[[]]]", 3));
        assert!(exceeds(b"[[[[]]]]", 3));
        assert!(!exceeds(br#"["[[[[", "\"[[[["]"#, 1));
        assert!(!exceeds(b"[][][][]", 1));
    }
}
