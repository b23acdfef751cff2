//! Whose a token is.

use mitra_core::ids::DepartmentId;
use subtle::Choice;

use crate::config::TokenHash;

/// The tokens of all departments, by their hashes.
pub(super) struct Tokens(Vec<(DepartmentId, TokenHash)>);

impl Tokens {
    pub(super) fn new(tokens: Vec<(DepartmentId, TokenHash)>) -> Self {
        Self(tokens)
    }

    /// Whose the token is. Held against all of them, whichever fits: how long it takes tells nothing.
    pub(super) fn owner(&self, token: &[u8]) -> Option<&DepartmentId> {
        let hash = TokenHash::of(token);
        let mut owner = None;
        for (department, known) in &self.0 {
            let fits: Choice = known.is(&hash);
            if fits.into() {
                owner = Some(department);
            }
        }
        owner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_its_departments_and_no_others() {
        let of = |id: &str, token: &str| {
            (DepartmentId::parse(id).unwrap(), TokenHash::of(token.as_bytes()))
        };
        let tokens = [of("energy", "new"), of("energy", "old"), of("water", "third")];
        let tokens = Tokens::new(tokens.to_vec());
        let owner = |token: &str| tokens.owner(token.as_bytes()).map(DepartmentId::as_str);
        assert_eq!(owner("new"), Some("energy"));
        assert_eq!(owner("old"), Some("energy"));
        assert_eq!(owner("third"), Some("water"));
        assert_eq!(owner(""), None);
        assert_eq!(owner("thir"), None);
        assert_eq!(owner("third "), None);
    }
}
