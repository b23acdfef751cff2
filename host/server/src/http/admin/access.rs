//! Who asks, whether they may, and how often.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use mitra_core::ids::DepartmentId;

use super::{Door, Refusal};
use crate::config::{AdminRole, AdminTokenConfig, TokenHash};
use crate::http::bearer::bearer;

/// Requests of one token within [`PACE_WINDOW`].
pub(super) const REQUESTS_MAX: u32 = 600;
/// Requests with a token that nobody has, of all who try, within [`PACE_WINDOW`].
pub(super) const STRANGERS_MAX: u32 = 60;
/// Over which requests are counted.
const PACE_WINDOW: Duration = Duration::from_mins(1);

/// The tokens that are good, by their hashes, and how often each was used lately.
pub(crate) struct Access {
    tokens: RwLock<Vec<Known>>,
    strangers: Mutex<Pace>,
}

/// A good token, and how often it was used lately.
struct Known {
    token: AdminTokenConfig,
    pace: Arc<Mutex<Pace>>,
}

/// How many requests came since when.
#[derive(Default)]
struct Pace(Option<(Instant, u32)>);

impl Pace {
    /// Counts a request, if there may be one more.
    fn take(&mut self, max: u32) -> bool {
        let now = Instant::now();
        match &mut self.0 {
            Some((since, n)) if now.duration_since(*since) < PACE_WINDOW => {
                *n += 1;
                *n <= max
            }
            place => {
                *place = Some((now, 1));
                true
            }
        }
    }
}

/// Somebody with a good token.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// The token's name.
    pub(super) name: String,
    role: AdminRole,
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing<'a> {
    /// Look at things of all departments.
    LookAtAll,
    /// Look at this department.
    LookAt(&'a DepartmentId),
    /// Stage a release of this department.
    Stage(&'a DepartmentId),
    /// Decide about releases and keys.
    Operate,
    /// Agree that a release may ask for more.
    Approve,
}

impl Caller {
    /// Refuses what the token is not for.
    pub(super) fn may(&self, doing: Doing<'_>) -> Result<(), Refusal> {
        let may = match (&self.role, doing) {
            (AdminRole::Department(own), Doing::LookAt(id) | Doing::Stage(id)) => own == id,
            (AdminRole::Department(_), _) => false,
            (_, Doing::LookAtAll | Doing::LookAt(_)) | (AdminRole::Operator, Doing::Stage(_)) => {
                true
            }
            (role, Doing::Operate) => *role == AdminRole::Operator,
            (role, Doing::Approve) => *role == AdminRole::Approver,
            (AdminRole::Viewer | AdminRole::Approver, Doing::Stage(_)) => false,
        };
        let refused =
            || Refusal::OtherRole { name: self.name.clone(), role: self.role.to_string() };
        may.then_some(()).ok_or_else(refused)
    }

    /// The one department that the token is for, if it is for one.
    pub(super) fn department(&self) -> Option<&DepartmentId> {
        match &self.role {
            AdminRole::Department(id) => Some(id),
            AdminRole::Viewer | AdminRole::Operator | AdminRole::Approver => None,
        }
    }
}

impl Access {
    pub(crate) fn new(tokens: Vec<AdminTokenConfig>) -> Self {
        let access = Self { tokens: RwLock::default(), strangers: Mutex::default() };
        access.replace(tokens);
        access
    }

    /// From now on these tokens are good, and no others. One that stays is used no more often for it. Gives the names
    /// of those that are gone, and of those that are new.
    pub(crate) fn replace(&self, tokens: Vec<AdminTokenConfig>) -> (Vec<String>, Vec<String>) {
        let mut known = self.tokens.write().unwrap_or_else(PoisonError::into_inner);
        let same = |one: &AdminTokenConfig, other: &AdminTokenConfig| {
            one.name == other.name && one.role == other.role && one.sha256 == other.sha256
        };
        let gone = known.iter().filter(|it| !tokens.iter().any(|token| same(token, &it.token)));
        let gone = gone.map(|it| it.token.name.clone()).collect();
        let new = tokens.iter().filter(|token| !known.iter().any(|it| same(token, &it.token)));
        let new = new.map(|token| token.name.clone()).collect();
        let with_pace = |token: AdminTokenConfig| {
            let before = known.iter().find(|it| it.token.sha256 == token.sha256);
            let pace = before.map(|it| Arc::clone(&it.pace)).unwrap_or_default();
            Known { token, pace }
        };
        let replaced = tokens.into_iter().map(with_pace).collect();
        *known = replaced;
        (gone, new)
    }

    /// Whose the token is. Held against all of them, whichever fits: how long it takes tells nothing.
    fn admit(&self, token: &[u8]) -> Result<Caller, Refusal> {
        let known = self.tokens.read().unwrap_or_else(PoisonError::into_inner);
        let (hash, mut found) = (TokenHash::of(token), None);
        for place in &*known {
            if bool::from(place.token.sha256.is(&hash)) {
                found = Some(place);
            }
        }
        let (pace, max) = match found {
            Some(place) => (&*place.pace, REQUESTS_MAX),
            None => (&self.strangers, STRANGERS_MAX),
        };
        if !pace.lock().unwrap_or_else(PoisonError::into_inner).take(max) {
            return Err(Refusal::TooOften { again: PACE_WINDOW });
        }
        let Known { token, .. } = found.ok_or(Refusal::UnknownToken)?;
        Ok(Caller { name: token.name.clone(), role: token.role.clone() })
    }
}

impl FromRequestParts<Arc<Door>> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, door: &Arc<Door>) -> Result<Self, Refusal> {
        door.access.admit(bearer(&parts.headers).ok_or(Refusal::NoToken)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(name: &str, role: &str) -> AdminTokenConfig {
        let role = AdminRole::try_from(role.to_owned()).expect("a role");
        AdminTokenConfig { name: name.to_owned(), role, sha256: TokenHash::of(name.as_bytes()) }
    }

    #[test]
    fn each_role_may_do_its_own() {
        let (water, roads) = (
            DepartmentId::parse("water").expect("a slug"),
            DepartmentId::parse("roads").expect("a slug"),
        );
        let all = [
            Doing::LookAtAll,
            Doing::LookAt(&water),
            Doing::LookAt(&roads),
            Doing::Stage(&water),
            Doing::Stage(&roads),
            Doing::Operate,
            Doing::Approve,
        ];
        let table = [
            ("viewer", "1110000"),
            ("operator", "1111110"),
            ("approver", "1110001"),
            ("department:water", "0101000"),
        ];
        for (role, may) in table {
            let access = Access::new(vec![token("asha", role)]);
            let caller = access.admit(b"asha").expect("a good token");
            let does = all.map(|doing| if caller.may(doing).is_ok() { '1' } else { '0' });
            assert_eq!(does.iter().collect::<String>(), may, "{role}");
        }
    }

    #[test]
    fn a_token_is_used_so_often_and_no_more_and_strangers_disturb_nobody() {
        let access = Access::new(vec![token("asha", "viewer"), token("ravi", "viewer")]);
        for _ in 0..REQUESTS_MAX {
            access.admit(b"asha").expect("she may");
        }
        assert!(matches!(access.admit(b"asha"), Err(Refusal::TooOften { .. })));
        for _ in 0..STRANGERS_MAX {
            assert!(matches!(access.admit(b"guess"), Err(Refusal::UnknownToken)));
        }
        assert!(matches!(access.admit(b"another"), Err(Refusal::TooOften { .. })));
        access.admit(b"ravi").expect("he has a pace of his own");
    }

    #[test]
    fn a_token_that_is_gone_is_nobodys_at_once_and_one_that_stays_keeps_its_pace() {
        let access = Access::new(vec![token("asha", "viewer"), token("ravi", "viewer")]);
        for _ in 0..REQUESTS_MAX {
            access.admit(b"ravi").expect("he may");
        }
        let replaced = access.replace(vec![token("ravi", "operator"), token("meena", "viewer")]);
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert_eq!(replaced, (names(&["asha", "ravi"]), names(&["ravi", "meena"])));
        assert!(matches!(access.admit(b"asha"), Err(Refusal::UnknownToken)));
        assert!(matches!(access.admit(b"ravi"), Err(Refusal::TooOften { .. })), "the same token");
        access.admit(b"meena").expect("she is new");
        let none: (Vec<String>, Vec<String>) = Default::default();
        assert_eq!(access.replace(vec![token("ravi", "operator"), token("meena", "viewer")]), none);
    }
}
