//! The pages of error codes.

use crate::embedded;

/// The page of a code such as `E0103`, in Markdown.
pub fn explain(code: &str) -> Option<&'static str> {
    let file = format!("{}.md", code.to_ascii_uppercase());
    let page = embedded::ERRORS.iter().find(|(name, _)| *name == file);
    page.filter(|(name, _)| name.starts_with("E0")).map(|(_, text)| *text)
}

/// The list of all codes, in Markdown.
pub fn codes() -> &'static str {
    let list = embedded::ERRORS.iter().find(|(name, _)| *name == "README.md");
    list.map_or("", |(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_a_page_however_it_is_typed() {
        let page = explain("E0103").expect("a page");
        assert!(page.starts_with("# E0103: ") && page.contains("## What to do"), "{page}");
        assert_eq!(explain("e0103"), Some(page));
        assert_eq!((explain("E9999"), explain("README"), explain("")), (None, None, None));
        assert!(codes().contains("E0103"));
    }
}
