//! The rules that a configuration keeps beyond the types of its values.

use std::net::IpAddr;

use axum::http::Uri;
use mitra_core::certificate::is_printable;
use mitra_core::language::Language;
use mitra_core::limits::{CERTIFICATE_ISSUER_BYTES_MAX, CERTIFICATE_TITLE_CHARS_MAX};
use mitra_core::text::check_line;
use tracing_subscriber::EnvFilter;

use super::{Config, ConfigError, DepartmentConfig, admin, capsules, notices, templates};

/// The shortest and the longest pause between messages to one citizen, in seconds.
const CITIZEN_INTERVAL_SECONDS: std::ops::RangeInclusive<f64> = 0.001..=3_600.0;

/// Checks every rule that needs nothing but the configuration itself.
pub(super) fn check(config: &Config) -> Result<(), ConfigError> {
    if config.webhook.app_secrets.is_empty() {
        let why = "without one, no notification could be told from a forged one";
        return Err(ConfigError::Empty { key: "webhook.app_secrets", why });
    }
    let path = &config.webhook.path;
    let why = "it must begin with `/`; letters, digits and `/-._~` may follow";
    rule(is_plain_path(path), "webhook.path", path, why)?;
    rule(!is_public(path), "webhook.path", path, IS_PUBLIC)?;
    let url = &config.graph.url;
    let why = "it must be an `https://` address without a query; `http://` for this machine alone";
    // Not repeated: an address can hold a password.
    rule(is_safe_url(url), "graph.url", "what it is", why)?;
    check_sending(config)?;
    check_payments(config)?;
    notices::check(config)?;
    templates::check(config)?;
    admin::check(config)?;
    capsules::check(config)?;
    check_authorities(config)?;
    let seconds = config.sandbox.compile_seconds;
    let why = "it must be 1 to 3600";
    rule((1..=3_600).contains(&seconds), "sandbox.compile_seconds", seconds, why)?;
    let filter = &config.log.filter;
    let why = "it must be a filter such as `info` or `info,mitra_pipeline=debug`";
    rule(EnvFilter::try_new(filter).is_ok(), "log.filter", filter, why)?;
    for (index, department) in config.departments.iter().enumerate() {
        if config.departments[..index].iter().any(|earlier| earlier.id == department.id) {
            return Err(ConfigError::DuplicateDepartment(department.id.clone()));
        }
        check_folders(department)?;
        check_certificates(config, department)?;
    }
    Ok(())
}

/// The key leaves this machine over TLS alone, and callbacks are told from forged ones.
fn check_payments(config: &Config) -> Result<(), ConfigError> {
    let Some(payments) = &config.payments else { return Ok(()) };
    let why = "it must be an `https://` address without a query; `http://` for this machine alone";
    rule(is_safe_url(&payments.url), "payments.url", "what it is", why)?;
    let path = &payments.callback_path;
    let why = "it must begin with `/`; letters, digits and `/-._~` may follow";
    rule(is_plain_path(path), "payments.callback_path", path, why)?;
    rule(!is_public(path), "payments.callback_path", path, IS_PUBLIC)?;
    let why = "the webhook has it";
    rule(*path != config.webhook.path, "payments.callback_path", path, why)?;
    if payments.callback_secrets.is_empty() {
        let why = "without one, no callback could be told from a forged one";
        return Err(ConfigError::Empty { key: "payments.callback_secrets", why });
    }
    Ok(())
}

/// Each authority once, and where others look up who it is.
fn check_authorities(config: &Config) -> Result<(), ConfigError> {
    if !config.authorities.is_empty() && config.certificates.is_none() {
        let why = "without a published list of keys, nobody could check a certificate";
        return Err(ConfigError::Empty { key: "certificates.trust_list", why });
    }
    if let Some(page) = config.certificates.as_ref().and_then(|it| it.verify_page.as_ref()) {
        let why = "it must be an `https://` address of at most 100 bytes that ends with `/`";
        let is_short = page.len() <= CERTIFICATE_ISSUER_BYTES_MAX;
        let is_page = is_web(page) && page.ends_with('/');
        rule(is_short && is_page, "certificates.verify_page", page, why)?;
    }
    for (index, authority) in config.authorities.iter().enumerate() {
        let earlier = &config.authorities[..index];
        let why = "there is another authority of this id";
        rule(earlier.iter().all(|it| it.id != authority.id), "authority.id", &authority.id, why)?;
        let issuer = &authority.issuer;
        let why = "it must be an `https://` address of at most 100 bytes without a query";
        let is_short = issuer.len() <= CERTIFICATE_ISSUER_BYTES_MAX;
        rule(is_short && is_web(issuer), "authority.issuer", issuer, why)?;
        let why = "another authority has it";
        let is_new = earlier.iter().all(|it| it.issuer != *issuer);
        rule(is_new, "authority.issuer", issuer, why)?;
        let is_name = Language::ALL.into_iter().all(|language| {
            let name = authority.name.get(language);
            check_line(name, CERTIFICATE_TITLE_CHARS_MAX).is_ok() && name.chars().all(is_printable)
        });
        let why = "each language must have one line of 1 to 60 characters that can be printed";
        rule(is_name, "authority.name", &authority.name.en, why)?;
    }
    Ok(())
}

/// A kind has one authority, which is configured.
fn check_certificates(config: &Config, department: &DepartmentConfig) -> Result<(), ConfigError> {
    for (index, granted) in department.certificates.iter().enumerate() {
        let authority = &granted.authority;
        let is_known = config.authorities.iter().any(|it| it.id == *authority);
        let why = "there is no `[[authority]]` of this id";
        rule(is_known, "department.certificates.authority", authority, why)?;
        let earlier = department.certificates[..index].iter().flat_map(|rule| &rule.kinds);
        for kind in earlier.filter(|kind| granted.kinds.contains(*kind)) {
            let why = "one authority signs a kind";
            rule(false, "department.certificates.kinds", kind, why)?;
        }
    }
    Ok(())
}

/// A department finds a folder by its name alone.
fn check_folders(department: &DepartmentConfig) -> Result<(), ConfigError> {
    for (index, folder) in department.files.iter().enumerate() {
        let path = folder.rule.path();
        let is_new = department.files[..index].iter().all(|earlier| earlier.rule.path() != path);
        rule(is_new, "department.files.path", path, "the department has one folder for each path")?;
    }
    Ok(())
}

fn check_sending(config: &Config) -> Result<(), ConfigError> {
    let sending = &config.sending;
    let rate = sending.messages_per_second;
    rule(rate > 0, "sending.messages_per_second", rate, "nothing would be sent")?;
    let burst = sending.citizen_burst;
    rule(burst > 0, "sending.citizen_burst", burst, "nothing would be sent")?;
    let interval = sending.citizen_interval_seconds;
    // Nothing that is no number is in a range.
    let is_good = CITIZEN_INTERVAL_SECONDS.contains(&interval);
    rule(is_good, "sending.citizen_interval_seconds", interval, "it must be 0.001 to 3600")
}

pub(super) fn rule(
    holds: bool,
    key: &'static str,
    value: impl ToString,
    why: &'static str,
) -> Result<(), ConfigError> {
    if holds { Ok(()) } else { Err(ConfigError::Value { key, value: value.to_string(), why }) }
}

const IS_PUBLIC: &str =
    "what begins with `/certificates` or `/verify` is for whoever checks certificates";

/// Whether a path is served to everybody, or could be taken for one that is.
fn is_public(path: &str) -> bool {
    path.starts_with("/certificates") || path.starts_with("/verify")
}

/// Whether a path means itself: the router takes `{`, `:` and `*` for patterns, and an address escapes others.
fn is_plain_path(path: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~/".contains(c);
    path.starts_with('/') && path.chars().all(is_plain)
}

/// Whether others can look something up there: an address for everybody, or one of this machine, for demonstrations.
fn is_web(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://127.0.0.1:")) && is_safe_url(url)
}

/// Whether the access token may be sent there: over TLS, or on this machine.
fn is_safe_url(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else { return false };
    let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else { return false };
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let is_here = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
    // A user part would end up in the log.
    let is_bare = uri.query().is_none() && !url.contains('@') && !url.contains('#');
    is_bare && (scheme == "https" || (scheme == "http" && is_here))
}

#[cfg(test)]
mod tests {
    use mitra_runtime::grants::{FilesMode, FilesRule};

    use super::super::EXAMPLE;
    use super::*;

    fn checked(edit: impl FnOnce(&mut Config)) -> Result<(), String> {
        let mut config = Config::parse(EXAMPLE).expect("the example is a configuration");
        edit(&mut config);
        check(&config).map_err(|error| error.to_string())
    }

    #[test]
    fn a_host_without_app_secrets_does_not_start() {
        let refused = checked(|config| config.webhook.app_secrets.clear()).unwrap_err();
        assert!(refused.contains("`webhook.app_secrets` must not be empty"), "{refused}");
    }

    #[test]
    fn a_department_can_be_configured_once() {
        let refused = checked(|config| config.departments.push(config.departments[0].clone()));
        assert_eq!(refused.unwrap_err(), "the department `energy` is configured twice");
    }

    #[test]
    fn a_department_has_one_folder_for_each_path() {
        let folder = |path: &str| super::super::FilesGrantConfig {
            rule: FilesRule::new(path, FilesMode::Read).expect(path),
            directory: "somewhere".into(),
        };
        let with = |paths: [&str; 2]| {
            checked(|config| config.departments[0].files = paths.map(folder).to_vec())
        };
        assert_eq!(with(["/data", "/data/maps"]), Ok(()));
        let refused = with(["/data", "/data"]).unwrap_err();
        assert!(refused.starts_with("`department.files.path` cannot be `/data`"), "{refused}");
    }

    #[test]
    fn the_webhooks_path_is_one_that_a_router_takes() {
        for good in ["/", "/webhook", "/tenant-1/web.hook_~"] {
            assert_eq!(checked(|config| config.webhook.path = good.to_owned()), Ok(()));
        }
        let plain = ["", "webhook", "/:x", "/{x}", "/*", "/a b", "/a?b", "/a%20b"];
        for wrong in plain.into_iter().chain(["/verify/", "/certificates/trust-list"]) {
            let refused = checked(|config| config.webhook.path = wrong.to_owned()).unwrap_err();
            assert!(
                refused.starts_with(&format!("`webhook.path` cannot be `{wrong}`")),
                "{refused}"
            );
        }
    }

    #[test]
    fn the_access_token_leaves_this_machine_over_tls_alone() {
        let good = ["https://graph.facebook.com", "http://127.0.0.1:7070", "http://[::1]:1/x"];
        for good in good.into_iter().chain(["http://localhost:7070", "https://proxy.example/"]) {
            assert_eq!(checked(|config| config.graph.url = good.to_owned()), Ok(()), "{good}");
        }
        let wrong = ["http://graph.facebook.com", "graph.facebook.com", "ftp://localhost", ""];
        let more = ["https://u:p@x.example", "http://127.0.0.1@x.example", "https://x.example?a"];
        for wrong in wrong.into_iter().chain(more) {
            let refused = checked(|config| config.graph.url = wrong.to_owned()).unwrap_err();
            assert!(refused.starts_with("`graph.url` cannot be "), "{refused}");
        }
    }

    /// The example's own, which stand there as comments.
    fn example_payments() -> crate::config::PaymentsConfig {
        let lines = EXAMPLE.lines().skip_while(|line| *line != "# [payments]").skip(1);
        let lines = lines.take_while(|line| !line.is_empty());
        let text: Vec<&str> = lines.map(|line| line.trim_start_matches("# ")).collect();
        toml::from_str(&text.join("\n")).expect("it is what it should be")
    }

    #[test]
    fn the_examples_payments_show_every_default() {
        let shown = example_payments();
        let text =
            "provider = 'razorpay'\nkey_id = 'a'\nkey_secret = 'a'\ncallback_secrets = ['a']";
        let least: crate::config::PaymentsConfig =
            toml::from_str(text).expect("all that is required");
        assert_eq!((shown.url, shown.callback_path), (least.url, least.callback_path));
    }

    #[test]
    fn the_examples_card_shows_every_default_and_a_wrong_one_is_named() {
        let lines = EXAMPLE.lines().skip_while(|line| *line != "# [payments.order_details]");
        let lines = lines.skip(1).take_while(|line| !line.is_empty());
        let text: Vec<&str> = lines.map(|line| line.trim_start_matches("# ")).collect();
        let text = text.join("\n");
        let read = |text: &str| toml::from_str::<crate::config::OrderDetailsConfig>(text);
        let card = read(&text).expect("it is what it should be").0;
        assert_eq!(card.configuration.as_str(), "pg-prod");
        let without: Vec<&str> = text.lines().filter(|it| !it.starts_with("gateway")).collect();
        assert_eq!(read(&without.join("\n")).expect("the default").0, card);
        for (from, to, words) in [
            ("pg-prod", " ", "the name of a payment configuration "),
            ("razorpay", "paytm", "unknown variant `paytm`"),
            ("\"AP\"", "\"Andhra Pradesh\"", "`state` must be two capital letters"),
            ("522238", "5222", "`pin_code` must be six digits"),
        ] {
            let refused = read(&text.replace(from, to)).expect_err(words).to_string();
            assert!(refused.contains(words), "{refused}");
        }
    }

    #[test]
    fn payments_are_reached_and_called_back_safely() {
        let with = |edit: fn(&mut crate::config::PaymentsConfig)| {
            checked(|config| {
                config.payments = Some(example_payments());
                edit(config.payments.as_mut().expect("just set"));
            })
        };
        assert_eq!(with(|_| {}), Ok(()));
        for (edit, words) in [
            (
                (|payments| payments.url = "http://api.example".to_owned())
                    as fn(&mut crate::config::PaymentsConfig),
                "`payments.url` cannot be ",
            ),
            (|payments| payments.callback_path = "payments".to_owned(), "`payments.callback_path`"),
            (|payments| payments.callback_path = "/webhook".to_owned(), "the webhook has it"),
            (|payments| payments.callback_secrets.clear(), "must not be empty"),
        ] {
            let refused = with(edit).expect_err(words);
            assert!(refused.contains(words), "{refused}");
        }
    }

    /// The example's own, which stand there as comments.
    fn example_authority() -> (crate::config::CertificatesConfig, crate::config::AuthorityConfig) {
        let of = |section: &str| {
            let lines = EXAMPLE.lines().skip_while(|line| line.trim_start_matches("# ") != section);
            let lines =
                lines.skip(1).take_while(|line| line.starts_with("# ") && !line.contains("# ["));
            let text: Vec<&str> = lines.map(|line| line.trim_start_matches("# ")).collect();
            text.join("\n")
        };
        let certificates = toml::from_str(&of("[certificates]")).expect("it is what it should be");
        (certificates, toml::from_str(&of("[[authority]]")).expect("it is what it should be"))
    }

    fn page(config: &mut Config, page: &str) {
        let certificates = config.certificates.as_mut().expect("there is one");
        certificates.verify_page = Some(page.to_owned());
    }

    #[test]
    fn authorities_are_told_apart_and_their_keys_are_published() {
        let with = |edit: fn(&mut Config)| {
            checked(|config| {
                let (certificates, authority) = example_authority();
                config.certificates = Some(certificates);
                config.authorities = vec![authority];
                edit(config);
            })
        };
        let granted = |config: &mut Config, authority: &str| {
            let text = format!("authority = '{authority}'\nkinds = ['income']");
            config.departments[0].certificates.push(toml::from_str(&text).expect("a rule"));
        };
        assert_eq!(with(|_| {}), Ok(()));
        let longest = |config: &mut Config| {
            config.authorities[0].issuer = format!("https://a.in/{}", "a".repeat(87));
        };
        assert_eq!(with(longest), Ok(()));
        let here = |config: &mut Config| {
            page(config, "http://127.0.0.1:7071/verify/");
            config.authorities[0].issuer = "http://127.0.0.1:7071/certificates/a".to_owned();
        };
        assert_eq!(with(here), Ok(()));
        let id = example_authority().1.id;
        assert_eq!(
            checked(|config| granted(config, id.as_str())).unwrap_err(),
            format!(
                "`department.certificates.authority` cannot be `{id}`: there is no `[[authority]]` of this id"
            )
        );
        for (edit, words) in [
            (
                (|config| config.certificates = None) as fn(&mut Config),
                "`certificates.trust_list` must not be empty",
            ),
            (
                |config| config.authorities.push(config.authorities[0].clone()),
                "there is another authority of this id",
            ),
            (
                |config| config.authorities[0].issuer = "http://localhost/a".to_owned(),
                "`authority.issuer` cannot be `http://localhost/a`",
            ),
            (
                |config| config.authorities[0].issuer = format!("https://a.in/{}", "a".repeat(88)),
                "`authority.issuer` cannot be",
            ),
            (|config| config.authorities[0].name.hi = "🙏".to_owned(), "`authority.name`"),
            (|config| page(config, "https://verify.example.gov.in"), "`certificates.verify_page`"),
            (|config| page(config, "http://localhost/verify/"), "`certificates.verify_page`"),
        ] {
            let refused = with(edit).expect_err(words);
            assert!(refused.contains(words), "{refused}");
        }
    }

    #[test]
    fn rates_that_would_send_nothing_or_anything_are_refused() {
        for wrong in [-1.0, 0.0, f64::NAN, f64::INFINITY, 3_601.0] {
            let refused = checked(|config| config.sending.citizen_interval_seconds = wrong);
            let expected = "`sending.citizen_interval_seconds` cannot be ";
            assert!(refused.unwrap_err().starts_with(expected), "{wrong}");
        }
        let refused = checked(|config| config.sending.messages_per_second = 0).unwrap_err();
        assert_eq!(refused, "`sending.messages_per_second` cannot be `0`: nothing would be sent");
        let refused = checked(|config| config.sending.citizen_burst = 0).unwrap_err();
        assert_eq!(refused, "`sending.citizen_burst` cannot be `0`: nothing would be sent");
        assert_eq!(checked(|config| config.sending.citizen_interval_seconds = 0.001), Ok(()));
    }

    #[test]
    fn a_compiler_has_some_time_and_not_for_ever() {
        for wrong in [0, 3_601] {
            let refused = checked(|config| config.sandbox.compile_seconds = wrong).unwrap_err();
            let expected =
                format!("`sandbox.compile_seconds` cannot be `{wrong}`: it must be 1 to 3600");
            assert_eq!(refused, expected);
        }
        assert_eq!(checked(|config| config.sandbox.compile_seconds = 3_600), Ok(()));
    }

    #[test]
    fn the_filter_of_the_log_is_one() {
        let refused = checked(|config| config.log.filter = "info,a=loud".to_owned()).unwrap_err();
        assert!(refused.starts_with("`log.filter` cannot be `info,a=loud`"), "{refused}");
    }
}
