//! The list of packages as a document: `CycloneDX`, JSON. The same packages are the same bytes: it has no number of
//! its own and no time, and what it lists is sorted.

use cyclonedx_bom::models::component::{Classification, Component, Components};
use cyclonedx_bom::models::external_reference::{
    ExternalReference, ExternalReferenceType, ExternalReferences, Uri as Address,
};
use cyclonedx_bom::models::hash::{Hash as WrittenHash, HashAlgorithm, HashValue, Hashes};
use cyclonedx_bom::models::license::{LicenseChoice, Licenses};
use cyclonedx_bom::models::metadata::Metadata;
use cyclonedx_bom::models::tool::Tools;
use cyclonedx_bom::prelude::{
    Bom, NormalizedString, Purl, SpdxExpression, SpecVersion, Uri, Validate,
};

use super::error::SbomError;
use super::package::{Algorithm, Hash, Origin, Package, Packages};

/// The most packages of one component. Large projects of npm have 2,000, most of them tools.
pub const PACKAGES_MAX: usize = 5_000;
/// The largest document, in bytes: 1.5 KiB for each of the most packages, where we write 0.5 KiB.
pub const SBOM_BYTES_MAX: usize = 8 * 1024 * 1024;

/// The list of the packages that a component is made of: a document that was checked to be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sbom {
    bytes: Vec<u8>,
    n_packages: usize,
}

impl Sbom {
    /// The list of a department's packages.
    pub(crate) fn of(
        department: &str,
        version: &str,
        packages: &Packages,
    ) -> Result<Self, SbomError> {
        let department = Component::new(Classification::Application, department, version, None);
        let own =
            Component::new(Classification::Application, "mitra", env!("CARGO_PKG_VERSION"), None);
        let tools = packages.tools.iter().map(|tool| component(Classification::Application, tool));
        let tools = std::iter::once(own).chain(tools).collect();
        let metadata = Metadata {
            tools: Some(Tools::Object { services: None, components: Some(Components(tools)) }),
            component: Some(department),
            ..Metadata::default()
        };
        let listed = packages.listed.iter().map(|own| component(Classification::Library, own));
        let bom = Bom {
            serial_number: None,
            spec_version: SpecVersion::V1_5,
            metadata: Some(metadata),
            components: Some(Components(listed.collect())),
            ..Bom::default()
        };
        let n_packages = n_packages(&bom)?;
        let mut bytes = Vec::new();
        let written = bom.output_as_json_v1_5(&mut bytes);
        written.map_err(|error| SbomError::malformed(&error.to_string()))?;
        bytes.push(b'\n');
        if bytes.len() > SBOM_BYTES_MAX {
            return Err(SbomError::TooLarge);
        }
        Ok(Self { bytes, n_packages })
    }

    /// Reads one, from anywhere.
    pub fn parse(bytes: &[u8]) -> Result<Self, SbomError> {
        if bytes.len() > SBOM_BYTES_MAX {
            return Err(SbomError::TooLarge);
        }
        let bom = Bom::parse_from_json(bytes);
        let bom = bom.map_err(|error| SbomError::malformed(&error.to_string()))?;
        Ok(Self { n_packages: n_packages(&bom)?, bytes: bytes.to_vec() })
    }

    /// How many packages it lists.
    pub fn n_packages(&self) -> usize {
        self.n_packages
    }

    /// The document.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// How many packages it lists, if it is what the format says.
fn n_packages(bom: &Bom) -> Result<usize, SbomError> {
    let n_packages = bom.components.as_ref().map_or(0, |components| components.0.len());
    if n_packages > PACKAGES_MAX {
        return Err(SbomError::TooManyPackages(n_packages));
    }
    let flaws = bom.validate();
    if flaws.passed() { Ok(n_packages) } else { Err(SbomError::flawed(flaws)) }
}

/// A package in the words of the format.
fn component(classification: Classification, package: &Package) -> Component {
    let (scope, name) = package.scope_and_name();
    let hashes: Vec<_> = package.hashes.iter().map(hash).collect();
    let mut component = Component::new(classification, name, "", None);
    component.version = package.version.as_deref().map(NormalizedString::new);
    component.group = scope.map(NormalizedString::new);
    component.hashes = (!hashes.is_empty()).then_some(Hashes(hashes));
    component.licenses = package.licence.as_deref().map(licences);
    match &package.origin {
        Origin::Registry(purl) => {
            component.purl = Some(purl.parse::<Purl>().expect("any text is taken here"));
        }
        Origin::Git(address) => {
            let address = Address::Url(Uri::new(address));
            let reference = ExternalReference::new(ExternalReferenceType::Vcs, address);
            component.external_references = Some(ExternalReferences(vec![reference]));
        }
        Origin::Local => {}
    }
    component
}

fn hash(Hash { algorithm, digits }: &Hash) -> WrittenHash {
    let alg = match algorithm {
        Algorithm::Sha1 => HashAlgorithm::SHA1,
        Algorithm::Sha256 => HashAlgorithm::SHA_256,
        Algorithm::Sha384 => HashAlgorithm::SHA_384,
        Algorithm::Sha512 => HashAlgorithm::SHA_512,
    };
    WrittenHash { alg, content: HashValue(digits.clone()) }
}

/// A licence as an expression, if it is one; `MIT/Apache-2.0` was one once. Otherwise it is a name.
fn licences(licence: &str) -> Licenses {
    let expression = SpdxExpression::parse_lax(licence.to_owned());
    let choice =
        expression.map_or_else(|_| LicenseChoice::license(licence), LicenseChoice::Expression);
    Licenses(vec![choice])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, origin: Origin, licence: Option<&str>) -> Package {
        Package {
            name: name.to_owned(),
            version: Some("1.0.0".to_owned()),
            origin,
            hashes: vec![Hash { algorithm: Algorithm::Sha256, digits: "0a".repeat(32) }],
            licence: licence.map(str::to_owned),
        }
    }

    fn packages() -> Packages {
        let registry = Origin::registry("npm", "@scope/name", Some("1.0.0")).expect("a name");
        let git = Origin::git("git+https://example.org/name#1234");
        let listed = [
            package("old", Origin::Local, Some("MIT/Apache-2.0")),
            package("@scope/name", registry, Some("MIT OR (Apache-2.0 WITH LLVM-exception)")),
            package("name", git, Some("SEE LICENSE IN\nCOPYING")),
        ];
        let tools = [package("esbuild", Origin::Local, None)];
        Packages { listed: listed.into(), tools: tools.into() }
    }

    /// As many packages as this.
    fn many(n: usize) -> Packages {
        let one = |n: usize| package(&n.to_string(), Origin::Local, None);
        Packages { listed: (0..n).map(one).collect(), ..Packages::default() }
    }

    fn of(packages: &Packages) -> Result<Sbom, SbomError> {
        Sbom::of("water", "1.4.0", packages)
    }

    #[test]
    fn a_list_is_a_document_that_others_can_read() {
        let sbom = of(&packages()).expect("a list");
        assert_eq!(Sbom::parse(&sbom.bytes), Ok(sbom.clone()));
        assert_eq!(sbom.n_packages(), 3);
        let bom = Bom::parse_from_json_v1_5(sbom.bytes.as_slice()).expect("it is of version 1.5");
        assert!(bom.validate().passed() && bom.spec_version == SpecVersion::V1_5);
        let metadata = bom.metadata.expect("it has some");
        let department = metadata.component.expect("it is about one");
        assert_eq!((&*department.name, department.version.as_deref()), ("water", Some("1.4.0")));
        let Some(Tools::Object { components: Some(Components(tools)), .. }) = metadata.tools else {
            panic!("it names tools");
        };
        assert_eq!(tools.iter().map(|tool| &*tool.name).collect::<Vec<_>>(), ["mitra", "esbuild"]);
        let Components(components) = bom.components.expect("it has some");
        let said = |n: usize| {
            let Component { group, name, version, purl, licenses, .. } = &components[n];
            let licence = match &licenses.as_ref().expect("a licence").0[0] {
                LicenseChoice::Expression(expression) => expression.to_string(),
                LicenseChoice::License(license) => format!("{:?}", license.license_identifier),
            };
            assert_eq!(version.as_deref(), Some("1.0.0"));
            let purl = purl.as_ref().map(Purl::to_string).unwrap_or_default();
            (group.as_deref().unwrap_or_default().to_owned(), name.to_string(), purl, licence)
        };
        let (group, name, purl, licence) = said(0);
        assert_eq!((group.as_str(), name.as_str()), ("@scope", "name"));
        assert_eq!(purl, "pkg:npm/%40scope/name@1.0.0");
        assert_eq!(licence, "MIT OR (Apache-2.0 WITH LLVM-exception)");
        let (group, name, purl, licence) = said(1);
        assert_eq!((group.as_str(), name.as_str(), purl.as_str()), ("", "name", ""));
        assert!(
            licence.contains("Name") && licence.contains("SEE LICENSE IN COPYING"),
            "{licence}"
        );
        let references = components[1].external_references.as_ref().expect("where it is");
        assert_eq!(references.0[0].url.to_string(), "git+https://example.org/name#1234");
        let (_, name, purl, licence) = said(2);
        assert_eq!((name.as_str(), purl.as_str()), ("old", ""));
        assert_eq!(licence, "MIT OR Apache-2.0");
    }

    #[test]
    fn the_same_packages_are_the_same_bytes() {
        let bytes = of(&packages()).expect("a list").into_bytes();
        assert_eq!(of(&packages()).expect("a list").into_bytes(), bytes);
        let text = String::from_utf8(bytes).expect("it is text");
        assert!(!text.contains("serialNumber") && !text.contains("timestamp"), "{text}");
    }

    #[test]
    fn a_list_is_as_long_as_it_may_be_and_no_longer() {
        let most = of(&many(PACKAGES_MAX)).expect("as many as there may be");
        assert_eq!(Sbom::parse(&most.bytes).map(|sbom| sbom.n_packages()), Ok(PACKAGES_MAX));
        let over = SbomError::TooManyPackages(PACKAGES_MAX + 1);
        assert_eq!(of(&many(PACKAGES_MAX + 1)), Err(over.clone()));
        let text = String::from_utf8(most.into_bytes()).expect("it is text");
        let one = r#""components": [ { "type": "library", "name": "one", "version": "1" },"#;
        let at = text.rfind("\"components\": [").expect("it lists some");
        let more = format!("{}{one}{}", &text[..at], &text[at + "\"components\": [".len()..]);
        assert_eq!(Sbom::parse(more.as_bytes()), Err(over));
    }

    #[test]
    fn a_document_has_as_many_bytes_as_it_may_have_and_no_more() {
        let mut bytes = of(&packages()).expect("a list").into_bytes();
        bytes.resize(SBOM_BYTES_MAX, b' ');
        assert!(Sbom::parse(&bytes).is_ok());
        bytes.push(b' ');
        assert_eq!(Sbom::parse(&bytes), Err(SbomError::TooLarge));
        let wordy = package("a", Origin::Local, Some(&"x".repeat(SBOM_BYTES_MAX)));
        let wordy = Packages { listed: [wordy].into(), ..Packages::default() };
        assert_eq!(of(&wordy), Err(SbomError::TooLarge));
    }

    #[test]
    fn what_is_no_such_document_is_not_believed() {
        let good = String::from_utf8(of(&packages()).expect("a list").into_bytes()).expect("text");
        for (from, to, words) in [
            ("CycloneDX", "SPDX", "unknown variant `SPDX`"),
            ("\"specVersion\": \"1.5\"", "\"specVersion\": \"9.0\"", "9.0"),
            ("\"SHA-256\"", "\"CRC\"", "components: 1: hashes: 0: alg: Unknown HashAlgorithm"),
            ("0a0a", "zz0a", "HashValue"),
            ("pkg:npm/", "pkg:", "Purl"),
            ("MIT OR (", "MIT OR OR (", "SPDX"),
            ("library", "\\u001b[2Jlibrary", "Unknown classification"),
        ] {
            assert!(good.contains(from), "{from}");
            let said = Sbom::parse(good.replace(from, to).as_bytes()).expect_err(from).to_string();
            assert!(said.starts_with("it is no CycloneDX document"), "{said}");
            assert!(said.contains(words) && !said.contains('\u{1b}'), "{from}: {said}");
            assert!(said.len() < 300, "{said}");
        }
        for bytes in ["", "{}", "[]", "null", &"[".repeat(100_000)] {
            assert!(matches!(Sbom::parse(bytes.as_bytes()), Err(SbomError::Malformed(_))));
        }
    }
}
