//! From the file to a configuration that can be used: parsed, paths resolved, rules checked, secrets had.

use std::path::Path;

use mitra_core::identity::Secret;

use super::check::check;
use super::{Config, ConfigError, Mistake, PaymentsConfig, SecretSource};

/// The shortest pseudonym key: as long as the hash it keys.
const PSEUDONYM_KEY_BYTES_MIN: usize = 32;

/// The shortest key that capsules are sealed with: as long as the key that is made of it.
const CAPSULE_KEY_BYTES_MIN: usize = 32;

/// Every secret of a configuration.
#[derive(Debug)]
pub struct Secrets {
    /// The token of the handshake.
    pub verify_token: Secret,
    /// The secrets of signatures, newest first.
    pub app_secrets: Vec<Secret>,
    /// The token for the Graph API.
    pub access_token: Secret,
    /// The key of pseudonyms.
    pub pseudonym_key: Secret,
    /// What turns are sealed with that are written down, if they are.
    pub capsule_key: Option<Secret>,
    /// Those of the payment provider, if there is one.
    pub payments: Option<PaymentSecrets>,
}

/// The secrets of a payment provider.
#[derive(Debug)]
pub struct PaymentSecrets {
    /// The secret of the account's key.
    pub key_secret: Secret,
    /// The secrets of callbacks, newest first.
    pub callback_secrets: Vec<Secret>,
}

impl Config {
    /// Reads and checks the file. Relative paths in it count from the file's folder.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
        let mut config = Self::parse(&text)
            .map_err(|source| ConfigError::Parse { path: path.to_owned(), source })?;
        config.resolve_paths(path.parent().unwrap_or(Path::new("")));
        check(&config)?;
        Ok(config)
    }

    /// Gets every secret from where it is.
    pub fn secrets(&self) -> Result<Secrets, ConfigError> {
        let secret = |key, source: &SecretSource, bytes_min| {
            source.resolve(bytes_min).map_err(|source| ConfigError::Secret { key, source })
        };
        let key = &self.privacy.pseudonym_key;
        let app_secrets = self.webhook.app_secrets.iter();
        let app_secrets = app_secrets.map(|source| secret("webhook.app_secrets", source, 1));
        let capsules = self.capsules.as_ref();
        let capsule_key = capsules
            .map(|capsules| secret("capsules.key", &capsules.key, CAPSULE_KEY_BYTES_MIN))
            .transpose()?;
        Ok(Secrets {
            capsule_key,
            verify_token: secret("webhook.verify_token", &self.webhook.verify_token, 1)?,
            app_secrets: app_secrets.collect::<Result<_, _>>()?,
            access_token: secret("graph.access_token", &self.graph.access_token, 1)?,
            pseudonym_key: secret("privacy.pseudonym_key", key, PSEUDONYM_KEY_BYTES_MIN)?,
            payments: self.payments.as_ref().map(PaymentsConfig::secrets).transpose()?,
        })
    }

    pub(super) fn parse(text: &str) -> Result<Self, Mistake> {
        toml::from_str(text).map_err(|error| Mistake::new(text, &error))
    }

    fn resolve_paths(&mut self, folder: &Path) {
        let list = self.certificates.iter_mut().flat_map(|certificates| {
            let lists = [&mut certificates.trust_list, &mut certificates.trust_keys];
            lists.into_iter().chain(&mut certificates.verify_files)
        });
        let keys = self.authorities.iter_mut().map(|authority| &mut authority.keys);
        let releases = self.releases.iter_mut();
        let releases =
            releases.flat_map(|it| std::iter::once(&mut it.folder).chain(&mut it.incoming));
        let paths = [&mut self.storage.path, &mut self.sandbox.cache].into_iter();
        let paths = paths.chain(list).chain(keys).chain(releases);
        let departments = self.departments.iter_mut();
        let paths = paths.chain(departments.flat_map(|department| {
            let files = department.seed.as_mut().into_iter().chain(department.manifest.as_mut());
            let headers = department.http.iter_mut().flat_map(|grant| grant.headers.values_mut());
            files
                .chain(department.component.as_mut())
                .chain(headers.filter_map(SecretSource::path_mut))
                .chain(department.files.iter_mut().map(|grant| &mut grant.directory))
        }));
        let secrets = [
            &mut self.webhook.verify_token,
            &mut self.graph.access_token,
            &mut self.privacy.pseudonym_key,
        ];
        let payments = self.payments.iter_mut().flat_map(|payments| {
            std::iter::once(&mut payments.key_secret).chain(&mut payments.callback_secrets)
        });
        let capsules = self.capsules.iter_mut().map(|capsules| &mut capsules.key);
        let secrets = secrets.into_iter().chain(&mut self.webhook.app_secrets).chain(payments);
        let secrets = secrets.chain(capsules);
        for path in paths.chain(secrets.filter_map(SecretSource::path_mut)) {
            *path = folder.join(&path);
        }
    }
}

impl PaymentsConfig {
    fn secrets(&self) -> Result<PaymentSecrets, ConfigError> {
        let had = |key, source: &SecretSource| {
            source.resolve(1).map_err(|source| ConfigError::Secret { key, source })
        };
        let callback_secrets = self.callback_secrets.iter();
        let callback_secrets = callback_secrets.map(|it| had("payments.callback_secrets", it));
        Ok(PaymentSecrets {
            key_secret: had("payments.key_secret", &self.key_secret)?,
            callback_secrets: callback_secrets.collect::<Result<_, _>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{EXAMPLE, LogConfig, OperationsConfig, SandboxConfig, SendingConfig};

    /// What is wrong with the example after this edit.
    fn refusal(from: &str, to: &str) -> String {
        assert!(EXAMPLE.contains(from), "{from}");
        let text = EXAMPLE.replacen(from, to, 1);
        Config::parse(&text).expect_err("it is refused").to_string()
    }

    #[test]
    fn the_example_holds_every_default() {
        let example = Config::parse(EXAMPLE).expect("the example is a configuration");
        let operations = OperationsConfig::default();
        assert_eq!(example.operations.listen, operations.listen);
        assert_eq!(example.operations.drain_seconds, operations.drain_seconds);
        let (shown, sending) = (example.sending.pace(), SendingConfig::default().pace());
        assert_eq!(shown.sends_per_second, sending.sends_per_second);
        assert_eq!(shown.citizen_interval, sending.citizen_interval);
        assert_eq!(shown.citizen_burst, sending.citizen_burst);
        assert_eq!(example.sandbox.executors, SandboxConfig::default().executors);
        assert_eq!(example.sandbox.cache, SandboxConfig::default().cache);
        assert_eq!(example.sandbox.drafts, SandboxConfig::default().drafts);
        let compile_seconds = SandboxConfig::default().compile_seconds;
        assert_eq!(example.sandbox.compile_seconds, compile_seconds);
        assert_eq!(example.log.format, LogConfig::default().format);
        assert_eq!(example.log.filter, LogConfig::default().filter);
        let text = "[webhook]\nlisten = '127.0.0.1:1'\nverify_token = 'a'\napp_secrets = ['a']\n\
            [graph]\naccess_token = 'a'\n[storage]\npath = 'a'\n[privacy]\npseudonym_key = 'a'";
        let least = Config::parse(text).expect("all that is required");
        assert_eq!(example.webhook.path, least.webhook.path);
        assert_eq!(example.graph.url, least.graph.url);
        assert_eq!(example.graph.version, least.graph.version);
    }

    #[test]
    fn an_unknown_key_is_an_error_that_names_it() {
        let text = EXAMPLE.replace("drain_seconds", "drain_secs");
        let error = Config::parse(&text).unwrap_err().to_string();
        assert!(error.contains("drain_secs") && error.contains("drain_seconds"), "{error}");
    }

    #[test]
    fn paths_count_from_the_folder_of_the_file() {
        let mut config = Config::parse(EXAMPLE).unwrap();
        config.resolve_paths(Path::new("/etc/mitra"));
        assert_eq!(config.storage.path, Path::new("/etc/mitra/mitra.db"));
        assert_eq!(
            config.departments[0].component,
            Some(Path::new("/etc/mitra/departments/energy.wasm").to_owned())
        );
    }

    #[test]
    fn a_printed_configuration_shows_no_secret() {
        let text = EXAMPLE.replace("{ env = \"MITRA_ACCESS_TOKEN\" }", "\"EAAG-very-secret\"");
        let shown = format!("{:?}", Config::parse(&text).unwrap());
        assert!(!shown.contains("EAAG-very-secret"), "{shown}");
    }

    #[test]
    fn a_mistake_beside_a_secret_is_told_without_the_secret() {
        let token = "access_token = { env = \"MITRA_ACCESS_TOKEN\" }";
        let secrets = "app_secrets = [{ env = \"MITRA_APP_SECRET\" }]";
        let edits = [
            (token, "more = { a = \"EAAG-secret\" }\naccess_token = \"EAAG-secret\"", "`more`"),
            (token, "access_token = { literal = \"EAAG-secret\" }", "`literal`"),
            (token, "access_token = \"EAAG-secret", "basic string"),
            (token, "access_token = 4711471147114711", "integer"),
            (secrets, "app_secrets = \"EAAG-secret\"", "sequence"),
        ];
        for (from, to, named) in edits {
            let said = refusal(from, to);
            assert!(said.contains(named) && said.contains("line "), "{said}");
            assert!(!said.contains("EAAG") && !said.contains("4711"), "{said}");
        }
        let inline = "graph = { access_token = \"EAAG-secret\", acess = 1 }\n";
        let said = Config::parse(inline).unwrap_err().to_string();
        assert!(said.starts_with("line 1, column 41: unknown field `acess`"), "{said}");
    }

    #[test]
    fn a_mistyped_source_of_a_secret_is_answered_with_the_three_forms() {
        let said = refusal("{ env = \"MITRA_ACCESS_TOKEN\" }", "{ evn = \"X\" }");
        for part in ["`evn`", "{ env = \"NAME\" }", "{ file = \"/path\" }", "the text itself"] {
            assert!(said.contains(part), "{said}");
        }
    }

    #[test]
    fn a_secrets_file_counts_from_the_folder_of_the_configuration() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("token"), "from the folder").unwrap();
        let text = EXAMPLE
            .replace("{ env = \"MITRA_VERIFY_TOKEN\" }", "{ file = \"token\" }")
            .replace("[{ env = \"MITRA_APP_SECRET\" }]", "[{ file = \"token\" }]")
            .replace("{ env = \"MITRA_ACCESS_TOKEN\" }", "{ file = \"token\" }")
            .replace("{ env = \"MITRA_PSEUDONYM_KEY\" }", "\"0123456789abcdef0123456789abcdef\"");
        let path = folder.path().join("mitra.toml");
        std::fs::write(&path, text).unwrap();
        let secrets = Config::load(&path).unwrap().secrets().unwrap();
        for secret in [secrets.verify_token, secrets.access_token, secrets.app_secrets[0].clone()] {
            assert_eq!(secret.reveal(), "from the folder");
        }
    }

    #[test]
    fn a_missing_secret_is_told_with_its_key() {
        let mut config = Config::parse(EXAMPLE).unwrap();
        config.resolve_paths(Path::new("/no/such"));
        let error = config.secrets().expect_err("the environment has none");
        assert!(error.to_string().contains("`webhook.verify_token`"), "{error}");
    }
}
