//! Templates that Meta approved: by which name, and in which languages.

use mitra_core::language::Language;
use mitra_core::limits::TEMPLATE_NAME_BYTES_MAX;
use mitra_core::template::TemplateId;
use mitra_pipeline::TemplateOptions;
use serde::Deserialize;

use super::check::rule;
use super::{Config, ConfigError};

/// Which templates the operator registered at Meta.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplatesConfig {
    /// The one that says that there is news.
    pub news: NewsTemplateConfig,
}

/// The template that says that there is news.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewsTemplateConfig {
    /// Its name at Meta.
    pub name: String,
    /// Meta's codes of the languages in which it was approved: `te`, `en` or `en_US`, `hi`.
    pub languages: Vec<String>,
}

impl NewsTemplateConfig {
    /// The template in each language that the host speaks.
    fn ids(&self) -> impl Iterator<Item = Option<(Language, TemplateId)>> {
        self.languages.iter().map(|code| {
            let id = TemplateId { name: self.name.as_str().into(), language: code.as_str().into() };
            Some((spoken(code)?, id))
        })
    }
}

/// The host's language of a code of Meta's.
fn spoken(code: &str) -> Option<Language> {
    let (language, region) = code.split_once('_').unwrap_or((code, "IN"));
    let is_region = region.len() == 2 && region.bytes().all(|b| b.is_ascii_uppercase());
    Language::from_code(language).filter(|_| is_region)
}

impl Config {
    /// The templates that may go out when a citizen's window has closed.
    pub(crate) fn template_options(&self) -> Option<TemplateOptions> {
        let news = self.templates.as_ref()?.news.ids().flatten().collect();
        Some(TemplateOptions { news })
    }
}

/// A name that Meta can have, and each language once.
pub(super) fn check(config: &Config) -> Result<(), ConfigError> {
    let Some(templates) = &config.templates else { return Ok(()) };
    let NewsTemplateConfig { name, languages } = &templates.news;
    let is_plain = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_');
    let is_name = (1..=TEMPLATE_NAME_BYTES_MAX).contains(&name.len()) && name.bytes().all(is_plain);
    let why = "it must be the template's name at Meta: 1 to 512 lower-case letters, digits and `_`";
    rule(is_name, "templates.news.name", name, why)?;
    if languages.is_empty() {
        let why = "a template is approved in some language";
        return Err(ConfigError::Empty { key: "templates.news.languages", why });
    }
    for (index, code) in languages.iter().enumerate() {
        let language = spoken(code);
        let why =
            "it must be Meta's code of Telugu, English or Hindi, such as `te`, `en_US` or `hi`";
        rule(language.is_some(), "templates.news.languages", code, why)?;
        let is_new = languages[..index].iter().all(|earlier| spoken(earlier) != language);
        rule(is_new, "templates.news.languages", code, "each language has one template")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::EXAMPLE;
    use super::*;

    fn with(name: &str, languages: &[&str]) -> Config {
        let section = format!("[templates.news]\nname = '{name}'\nlanguages = {languages:?}\n");
        Config::parse(&format!("{EXAMPLE}\n{section}")).expect("it is a configuration")
    }

    fn checked(name: &str, languages: &[&str]) -> Result<(), String> {
        check(&with(name, languages)).map_err(|error| error.to_string())
    }

    #[test]
    fn a_template_has_a_name_and_each_language_once() {
        assert_eq!(checked("news_waiting", &["te", "en_US", "hi"]), Ok(()));
        let longest = "a".repeat(TEMPLATE_NAME_BYTES_MAX);
        assert_eq!(checked(&longest, &["te"]), Ok(()));
        for (name, languages, words) in [
            (&*format!("{longest}a"), &["te"][..], "`templates.news.name` cannot be"),
            ("", &["te"], "`templates.news.name` cannot be"),
            ("News", &["te"], "lower-case letters"),
            ("news", &[], "`templates.news.languages` must not be empty"),
            ("news", &["ta"], "cannot be `ta`"),
            ("news", &["en_usa"], "cannot be `en_usa`"),
            ("news", &["en", "en_US"], "each language has one template"),
        ] {
            let refused = checked(name, languages).expect_err(words);
            assert!(refused.contains(words), "{refused}");
        }
    }

    #[test]
    fn metas_codes_stand_for_the_hosts_languages() {
        let options = with("news", &["hi", "en_GB"]).template_options().expect("there are some");
        let found = options.news.iter().map(|(of, id)| (of.code(), &*id.language));
        assert_eq!(found.collect::<Vec<_>>(), [("hi", "hi"), ("en", "en_GB")]);
        let none = Config::parse(EXAMPLE).expect("the example").template_options();
        assert_eq!(none, None);
    }

    #[test]
    fn the_example_can_be_used() {
        let lines = EXAMPLE.lines().skip_while(|line| *line != "# [templates.news]").take(3);
        let text: Vec<&str> = lines.map(|line| line.trim_start_matches("# ")).collect();
        let shown: toml::Table = toml::from_str(&text.join("\n")).expect("it is what it should be");
        let shown: TemplatesConfig = shown["templates"].clone().try_into().expect("the section");
        assert!(shown.news.ids().all(|id| id.is_some()), "{shown:?}");
    }
}
