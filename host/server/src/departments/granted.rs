//! What an operator grants a department, in words. No header of a web service is among them, and no token.

use mitra_runtime::grants::NoticesRule;

use crate::config::DepartmentConfig;
use crate::manifest::Manifest;

/// What a department is granted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Granted {
    /// All of it.
    pub(crate) words: Vec<String>,
    /// What it asks for beyond it.
    pub(crate) missing: Vec<String>,
}

/// What the operator grants this department, which asks for so much.
pub(crate) fn granted(config: &DepartmentConfig, asked: &Manifest) -> Granted {
    let mut granted = Manifest {
        http: config.http.iter().map(|grant| grant.rule.clone()).collect(),
        files: config.files.iter().map(|grant| grant.rule.clone()).collect(),
        media: config.media,
        notices: NoticesRule { receive: config.notices.is_some() },
        payments: config.payments,
        // What citizens are asked for, and why, is theirs to agree to, and not the operator's to grant.
        forms: asked.forms.clone(),
        ..Manifest::none(&config.id)
    };
    let mut words = granted.beyond(&Manifest::none(&config.id));
    for rule in &config.certificates {
        let kinds = rule.kinds.iter();
        words
            .extend(kinds.map(|kind| format!("certificates {kind}, signed by {}", rule.authority)));
    }
    // Kinds are granted by their ids alone.
    let is_granted = |id| config.certificates.iter().any(|rule| rule.kinds.contains(id));
    let kinds = asked.certificates.iter().filter(|kind| is_granted(&kind.id));
    granted.certificates = kinds.cloned().collect();
    Granted { words, missing: asked.beyond(&granted) }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn what_is_asked_for_and_granted_is_told_without_secrets() {
        let config: DepartmentConfig = toml::from_str(
            "id = 'water'\n\
             [[http]]\nto = 'https://bills.example/api/'\nmethods = ['GET']\n\
             headers = { authorization = 'very secret' }\n\
             [[certificates]]\nauthority = 'office'\nkinds = ['income', 'caste']\n\
             [payments]\npaise_max = 5000",
        )
        .expect("a department");
        let asked = "id = 'water'\n\
             [[http]]\nto = 'https://bills.example/api/'\nmethods = ['GET', 'POST']\n\
             [media]\nread = true\n[payments]\npaise_max = 4000";
        let asked = Manifest::parse(asked, Path::new("department.toml")).expect("a manifest");
        let granted = granted(&config, &asked);
        let words = [
            "http GET https://bills.example/api/",
            "payments up to 5000 paise",
            "certificates caste, signed by office",
            "certificates income, signed by office",
        ];
        assert_eq!(granted.words, words);
        assert_eq!(granted.missing, ["http GET POST https://bills.example/api/", "media read"]);
    }
}
