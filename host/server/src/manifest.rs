//! `department.toml`: what a department's vendor says about it, and asks for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use mitra_core::application::Following;
use mitra_core::certificate::CertificateKind;
use mitra_core::department::Department;
use mitra_core::form::FormPurposes;
use mitra_core::ids::{DepartmentId, ServiceId};
use mitra_core::topic::Topics;
use mitra_runtime::grants::{FilesRule, HttpRule, MediaRule, NoticesRule, PaymentsRule};
use mitra_stand_in::StandIn;
use semver::Version;
use serde::{Deserialize, Deserializer};

/// What a department's vendor says about it. Unknown keys are errors.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The department's id, as its component describes itself.
    pub id: DepartmentId,
    /// How its vendor calls the release that is to be made of it.
    #[serde(default)]
    pub version: Option<Version>,
    /// The contract that it is written for, for people: the host finds it in the component itself.
    #[serde(default)]
    pub world: Option<String>,
    /// Settings on the vendor's own machine. An operator has their own.
    #[serde(default)]
    pub config: BTreeMap<String, String>,
    /// Web services that it asks for.
    #[serde(default)]
    pub http: Vec<HttpRule>,
    /// Folders that it asks for.
    #[serde(default)]
    pub files: Vec<FilesRule>,
    /// What it asks to do with citizens' files.
    #[serde(default)]
    pub media: MediaRule,
    /// Whether its back end sends notices.
    #[serde(default)]
    pub notices: NoticesRule,
    /// What it may write to citizens about when they have not written for a day, if they want it.
    #[serde(default, rename = "topic", deserialize_with = "topics")]
    pub topics: Topics,
    /// Payments that it asks citizens for.
    #[serde(default)]
    pub payments: Option<PaymentsRule>,
    /// Kinds of certificates that it asks to issue, each once.
    #[serde(default, deserialize_with = "kinds")]
    pub certificates: Vec<CertificateKind>,
    /// Why its forms ask what they ask; none: it does not say, and forms are asked without purposes.
    #[serde(default)]
    pub forms: Option<FormPurposes>,
    /// Where citizens follow what they applied for.
    #[serde(default)]
    pub applications: Following,
    /// Programs that answer in the place of web services in scenarios and on the vendor's own machine. `mitra serve`
    /// never starts one.
    #[serde(default)]
    pub stand_in: Vec<StandInConfig>,
}

/// The manifest names a service that the department does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "E0665: `[applications]` names the service `{service}`, which `{department}` does not have: \
     the vendor must name one of its services, or remove it"
)]
pub struct NoStatusService {
    /// Whose manifest.
    pub department: DepartmentId,
    /// What it names.
    pub service: ServiceId,
}

/// A program that answers in the place of a web service.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandInConfig {
    /// The service's address, as requests to it begin.
    #[serde(deserialize_with = "service")]
    pub to: String,
    /// The program with its arguments; a path counts from the manifest's folder.
    #[serde(deserialize_with = "command")]
    pub command: Vec<String>,
}

impl StandInConfig {
    /// The program of the manifest in this file.
    pub(crate) fn beside(self, manifest: &Path) -> StandIn {
        let folder = manifest.parent().filter(|folder| *folder != Path::new(""));
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        StandIn { address: self.to, command: self.command, folder }
    }
}

fn topics<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Topics, D::Error> {
    Topics::new(Vec::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

/// Kinds of certificates, each once.
fn kinds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<CertificateKind>, D::Error> {
    let kinds = Vec::<CertificateKind>::deserialize(deserializer)?;
    for (index, kind) in kinds.iter().enumerate() {
        if kinds[..index].iter().any(|earlier| earlier.id == kind.id) {
            let words = format!("the kind `{}` is there twice", kind.id);
            return Err(serde::de::Error::custom(words));
        }
    }
    Ok(kinds)
}

/// An address that ends where a path goes on, so that no other service begins with it.
fn service<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    if is_web && text.ends_with('/') && !text.contains(char::is_whitespace) {
        return Ok(text);
    }
    let words = format!("`to` must be an address such as `https://a.example/api/`, not `{text}`");
    Err(serde::de::Error::custom(words))
}

fn command<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    if words.first().is_some_and(|program| !program.is_empty()) {
        return Ok(words);
    }
    Err(serde::de::Error::custom("`command` must name a program, such as `[\"./back-end\"]`"))
}

/// Why there is no manifest.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// The file cannot be read.
    #[error("E0401: cannot read the manifest `{}`", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<mitra_project::BuildError>,
    },
    /// The file is not what it should be.
    #[error("E0401: the manifest `{}` has a mistake", path.display())]
    Parse {
        /// Which file.
        path: PathBuf,
        /// Where and what.
        #[source]
        source: Box<toml::de::Error>,
    },
}

impl Manifest {
    /// The manifest of a department that has none: it asks for nothing, and does not say why forms ask.
    pub fn none(id: &DepartmentId) -> Self {
        Self {
            id: id.clone(),
            version: None,
            world: None,
            config: BTreeMap::new(),
            http: Vec::new(),
            files: Vec::new(),
            media: MediaRule::default(),
            notices: NoticesRule::default(),
            topics: Topics::default(),
            payments: None,
            certificates: Vec::new(),
            forms: None,
            applications: Following::default(),
            stand_in: Vec::new(),
        }
    }

    /// Reads the file.
    pub fn read(path: &Path) -> Result<Self, ManifestError> {
        let text = mitra_project::data::manifest(path).map_err(|source| {
            let (path, source) = (path.to_owned(), Box::new(source));
            ManifestError::Read { path, source }
        })?;
        Self::parse(&text, path)
    }

    /// Reads its text. `path` is for words alone.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ManifestError> {
        toml::from_str(text).map_err(|source| {
            let (path, source) = (path.to_owned(), Box::new(source));
            ManifestError::Parse { path, source }
        })
    }

    /// Where citizens follow what they applied for, if the department has all services that it names.
    pub fn following(&self, department: &Department) -> Result<Following, NoStatusService> {
        match self.applications.unknown_service(|id| department.service(id).is_some()) {
            None => Ok(self.applications.clone()),
            Some(service) => {
                Err(NoStatusService { department: department.id.clone(), service: service.clone() })
            }
        }
    }

    /// What it asks for that the other does not, in words.
    pub fn beyond(&self, other: &Self) -> Vec<String> {
        let http = |rule: &&HttpRule| !rule.is_within(&other.http);
        let files = |rule: &&FilesRule| !rule.is_within(&other.files);
        let http = self.http.iter().filter(http).map(|rule| format!("http {rule}"));
        let files = self.files.iter().filter(files).map(|rule| format!("files {rule}"));
        let media = self.media.words().filter(|_| !self.media.is_within(other.media));
        let media = media.map(|words| format!("media {words}"));
        let notices = self.notices.words().filter(|_| !self.notices.is_within(other.notices));
        let notices = notices.map(|words| format!("notices {words}"));
        let payments = self.payments.filter(|rule| !rule.is_within(other.payments));
        let payments = payments.map(|rule| format!("payments {rule}"));
        let is_within = |kind: &&CertificateKind| {
            !other.certificates.iter().any(|theirs| kind.is_within(theirs))
        };
        let certificates = self.certificates.iter().filter(is_within);
        let certificates = certificates.map(|kind| format!("certificates {kind}"));
        let forms = forms_beyond(self.forms.as_ref(), other.forms.as_ref());
        let asked = http.chain(files).chain(media).chain(notices).chain(payments);
        asked.chain(certificates).chain(forms).collect()
    }
}

/// Purposes that citizens are asked for only by the first. To say nothing of it is to ask for any.
fn forms_beyond(forms: Option<&FormPurposes>, others: Option<&FormPurposes>) -> Option<String> {
    let Some(forms) = forms else {
        return others.map(|_| "forms without purposes".to_owned());
    };
    let others = others?.purposes();
    let beyond: Vec<_> = forms.purposes().difference(&others).map(|it| it.name()).collect();
    (!beyond.is_empty()).then(|| format!("forms for {}", beyond.join(", ")))
}

#[cfg(test)]
mod tests {
    use mitra_core::department::Service;
    use mitra_core::form::Purpose;
    use mitra_core::language::Localized;

    use super::*;

    #[test]
    fn a_manifest_says_who_it_is_for_and_what_it_asks_for() {
        let text =
            "id = 'transport'\n[[http]]\nto = 'https://a.example/api/'\nmethods = ['GET', 'POST']";
        let manifest: Manifest = toml::from_str(text).expect("a manifest");
        assert_eq!(manifest.id.as_str(), "transport");
        assert_eq!(manifest.http[0].to_string(), "GET POST https://a.example/api/");
        assert!(toml::from_str::<Manifest>("id = 'quiet'").expect("a manifest").http.is_empty());
    }

    #[test]
    fn folders_are_asked_for_to_be_read_unless_it_says_more() {
        let text = "id = 'maps'\n[[files]]\npath = '/data'\n\
                    [[files]]\npath = '/out'\nmode = 'read-write'";
        let manifest: Manifest = toml::from_str(text).expect("a manifest");
        let words: Vec<_> = manifest.files.iter().map(ToString::to_string).collect();
        assert_eq!(words, ["read /data", "read-write /out"]);
        let wrong = "id = 'maps'\n[[files]]\npath = '../data'";
        let refused = toml::from_str::<Manifest>(wrong).expect_err("no path").to_string();
        assert!(refused.contains("`path` must be such as `/data`"), "{refused}");
    }

    #[test]
    fn citizens_files_are_asked_for_by_what_is_done_with_them() {
        let asked = |text: &str| toml::from_str::<Manifest>(text).map(|manifest| manifest.media);
        assert_eq!(asked("id = 'scans'\n[media]\nread = true"), Ok(MediaRule { read: true }));
        assert_eq!(asked("id = 'scans'"), Ok(MediaRule::default()));
        let refused = asked("id = 'scans'\n[media]\nwrite = true").expect_err("no such thing");
        assert!(refused.to_string().contains("unknown field `write`"), "{refused}");
    }

    #[test]
    fn payments_are_asked_for_with_the_largest_amount() {
        let text = "id = 'energy'\n[payments]\npaise_max = 5_000_000";
        let manifest: Manifest = toml::from_str(text).expect("a manifest");
        assert_eq!(manifest.payments.expect("asked for").paise_max(), 5_000_000);
        for (payments, words) in [
            ("paise_max = 99", "`paise_max` must be 100 to 1000000000, and is 99"),
            ("", "missing field `paise_max`"),
            ("paise_max = 100\nmax = 1", "unknown field `max`"),
        ] {
            let text = format!("id = 'energy'\n[payments]\n{payments}");
            let refused = toml::from_str::<Manifest>(&text).expect_err(payments).to_string();
            assert!(refused.contains(words), "{refused}");
        }
    }

    #[test]
    fn topics_are_declared_with_their_services() {
        let read =
            |lines: &str| toml::from_str::<Manifest>(&format!("id = 'energy'\n[[topic]]\n{lines}"));
        let name = "name = { te = 'అంతరాయాలు', en = 'Outages', hi = 'कटौती' }";
        let manifest = read(&format!("id = 'outages'\n{name}\nservices = ['outage']"));
        let outage = ServiceId::parse("outage").expect("a slug");
        let topics = manifest.expect("a manifest").topics;
        assert_eq!(topics.of(&outage).expect("its topic").name.en, "Outages");
        for (lines, words) in [
            (format!("id = 'outages'\n{name}\nservices = []"), "names no service"),
            (format!("id = 'Outages'\n{name}\nservices = ['outage']"), "lower-case letters"),
            (format!("id = 'outages'\n{name}"), "missing field `services`"),
            (format!("id = 'outages'\n{name}\nservices = ['outage']\nx = 1"), "unknown field `x`"),
        ] {
            let refused = read(&lines).expect_err(&lines).to_string();
            assert!(refused.contains(words), "{refused}");
        }
    }

    #[test]
    fn certificates_are_asked_for_with_all_that_they_say() {
        let title = "title = { te = 'a', en = 'Income certificate', hi = 'a' }";
        let field = "[[certificates.fields]]\nid = 'income'\ntype = 'money'\nlabel = { te = 'a', en = 'a', hi = 'a' }";
        let read = |lines: &str| {
            toml::from_str::<Manifest>(&format!("id = 'revenue'\n[[certificates]]\n{lines}"))
        };
        let manifest = read(&format!("kind = 'income'\n{title}\nvalid_days = 365\n{field}"));
        let words = manifest.expect("a manifest").certificates[0].to_string();
        assert_eq!(words, "income \"Income certificate\": income (money), for 365 days");
        for (lines, words) in [
            (format!("kind = 'income'\n{title}\nvalid_days = 0"), "`valid_days` must be 1 to"),
            (format!("kind = 'Income'\n{title}"), "lower-case letters"),
            (format!("kind = 'income'\n{title}\nend = 1"), "unknown field `end`"),
            (
                format!("kind = 'income'\n{title}\n[[certificates]]\nkind = 'income'\n{title}"),
                "the kind `income` is there twice",
            ),
            (
                format!("kind = 'income'\n{title}\n{}", field.replace("money", "amount")),
                "unknown variant `amount`",
            ),
        ] {
            let refused = read(&lines).expect_err(&lines).to_string();
            assert!(refused.contains(words), "{refused}");
        }
    }

    #[test]
    fn forms_say_why_each_field_is_asked() {
        let read = |lines: &str| toml::from_str::<Manifest>(&format!("id = 'revenue'\n{lines}"));
        let manifest = read("[forms.income]\nname = 'identity'\nincome = 'eligibility'");
        let forms = manifest.expect("a manifest").forms.expect("it says why");
        assert_eq!(forms.purposes(), [Purpose::Identity, Purpose::Eligibility].into());
        assert_eq!(read("").expect("a manifest").forms, None);
        assert_eq!(read("[forms]").expect("a manifest").forms, Some(FormPurposes::default()));
        for (lines, words) in [
            ("[forms.income]\nname = 'marketing'", "unknown variant `marketing`"),
            ("[forms.income]\nName = 'identity'", "lower-case letters"),
            ("[forms.Income]\nname = 'identity'", "lower-case letters"),
            ("[forms]\nincome = 'identity'", "invalid type: string"),
        ] {
            let refused = read(lines).expect_err(lines).to_string();
            assert!(refused.contains(words), "{refused}");
        }
    }

    #[test]
    fn a_new_purpose_is_more_than_before_and_a_new_field_is_not() {
        let read = |forms: &str| {
            toml::from_str::<Manifest>(&format!("id = 'revenue'\n{forms}")).expect(forms)
        };
        let before = read("[forms.income]\nname = 'identity'");
        let field = read("[forms.income]\nname = 'identity'\naadhaar = 'identity'");
        let purpose = read("[forms.caste]\naccount = 'payment'\nname = 'identity'");
        let unsaid = read("");
        assert_eq!(field.beyond(&before), Vec::<String>::new());
        assert_eq!(purpose.beyond(&before), ["forms for payment"]);
        assert_eq!(unsaid.beyond(&before), ["forms without purposes"]);
        assert_eq!(before.beyond(&unsaid), Vec::<String>::new());
    }

    #[test]
    fn the_service_in_which_applications_are_followed_is_one_of_the_departments() {
        let read = |lines: &str| toml::from_str::<Manifest>(&format!("id = 'fisheries'\n{lines}"));
        let line = Localized { te: "a".to_owned(), en: "a".to_owned(), hi: "a".to_owned() };
        let (name, summary) = (line.clone(), line.clone());
        let id = ServiceId::parse("status").expect("a slug");
        let service = Service { id: id.clone(), name, summary, aliases: Vec::new() };
        let department = Department {
            id: DepartmentId::parse("fisheries").expect("a slug"),
            name: line,
            services: vec![service],
            state_schema: 1,
        };
        let named = |lines: &str| read(lines).expect("a manifest").following(&department);
        assert_eq!(named(""), Ok(Following::default()));
        let all = named("[applications]\nservice = 'status'").expect("it has one");
        assert_eq!(all, Following::all_in(id.clone()));
        let one = named("[applications.of]\nstatus = 'status'").expect("it has one");
        assert_eq!((one.service.as_ref(), one.place_of(&id)), (None, Some(&id)));
        for part in ["boat = 'status'", "status = 'boat'"] {
            assert!(named(&format!("[applications.of]\n{part}")).is_err(), "{part}");
        }
        let refused = named("[applications]\nservice = 'boat'").expect_err("none such").to_string();
        assert!(
            refused.starts_with("E0665: `[applications]` names the service `boat`"),
            "{refused}"
        );
        let refused = read("[applications]\nname = 'status'").expect_err("no key").to_string();
        assert!(refused.contains("unknown field `name`"), "{refused}");
    }

    #[test]
    fn a_stand_in_is_a_command_for_an_address() {
        let read = |lines: &str| {
            toml::from_str::<Manifest>(&format!("id = 'transport'\n[[stand_in]]\n{lines}"))
        };
        let stand_in = "to = 'https://a.example/api/'\ncommand = ['./back-end', '--quiet']";
        let manifest = read(stand_in).expect("a manifest");
        assert_eq!(manifest.stand_in[0].command, ["./back-end", "--quiet"]);
        for (lines, words) in [
            ("to = 'https://a.example/api'\ncommand = ['x']", "must be an address such as"),
            ("to = 'a.example/'\ncommand = ['x']", "must be an address such as"),
            ("to = 'https://a.example/'\ncommand = []", "must name a program"),
            ("to = 'https://a.example/'\ncommand = ['x']\nport = 1", "unknown field `port`"),
            ("to = 'https://a.example/'", "missing field `command`"),
        ] {
            let refused = read(lines).expect_err(lines).to_string();
            assert!(refused.contains(words), "{refused}");
        }
    }

    #[test]
    fn a_mistake_is_named() {
        let refused = |http: &str| {
            let text = format!("id = 'transport'\n[[http]]\n{http}");
            toml::from_str::<Manifest>(&text).expect_err(http).to_string()
        };
        for (http, words) in [
            ("to = 'a.example'\nmethods = ['GET']", "must be an address such as"),
            ("to = 'https://a.example/'\nmethods = []", "must name at least one of GET"),
            ("to = 'https://a.example/'\nmethods = ['TRACE']", "unknown variant `TRACE`"),
            ("to = 'https://u:p@a.example/'\nmethods = ['GET']", "no user, password"),
            ("to = 'https://a.example/'\nmethods = ['GET']\nport = 1", "unknown field `port`"),
        ] {
            let refused = refused(http);
            assert!(refused.contains(words), "{refused}");
        }
    }
}
