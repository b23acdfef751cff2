//! The description of the admin API, for programs: `docs/admin-api.json`.

use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{
    acts, audit, breakers, capsules, dead_letters, drains, grants, keys, payments, releases,
    reports, sessions, unmet,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Mitra's admin API",
        version = "1",
        description = "What operators, approvers and departments see and decide about releases, keys, breakers, \
                       messages that were given up, payments, and what citizens asked for and did not find. Every \
                       change says why, and stands in the audit log."
    ),
    paths(
        releases::departments,
        releases::department,
        releases::stage,
        releases::envelope,
        releases::approve,
        capsules::shadow,
        capsules::all,
        capsules::one,
        acts::act,
        keys::all,
        keys::register,
        keys::revoke,
        keys::require,
        audit::entries,
        audit::head,
        breakers::breakers,
        breakers::close,
        dead_letters::letters,
        dead_letters::retry,
        dead_letters::discard,
        sessions::sessions,
        drains::drains,
        grants::grants,
        payments::payment,
        payments::refund,
        reports::report,
        unmet::unmet,
    ),
    modifiers(&Token)
)]
struct Description;

struct Token;

impl Modify for Token {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        let token = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        description.components.get_or_insert_default().add_security_scheme("token", token);
    }
}

/// The description as JSON.
pub(crate) fn description() -> String {
    let mut text = Description::openapi().to_pretty_json().expect("it can be written");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_that_is_checked_in_is_that_of_this_code() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/admin-api.json");
        let checked_in = std::fs::read_to_string(path).unwrap_or_default();
        let hint =
            "write it anew: cargo run -p mitra-server -- admin describe > docs/admin-api.json";
        assert!(checked_in == description(), "`docs/admin-api.json` is of other code: {hint}");
    }
}
