//! The manifest of a release in a registry: one layer for the envelope, then one for each file of the statement.
//!
//! Source: OCI image specification 1.1, "Guidelines for artifact usage".

use std::collections::BTreeMap;

use mitra_release::{
    Artifact, COMPONENT, ENVELOPE, ENVELOPE_BYTES_MAX, FileEntry, FileName, Statement,
};
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::error::RegistryError;
use crate::reference::Reference;

/// The type of a release.
pub const ARTIFACT_TYPE: &str = "application/vnd.mitra.release.v1";
/// The type of a manifest.
pub const MANIFEST_TYPE: &str = "application/vnd.oci.image.manifest.v1+json";
/// The type of the layer with the statement and its signatures.
///
/// Source: DSSE 1.0 (secure-systems-lab/dsse, `envelope.md`).
pub const ENVELOPE_TYPE: &str = "application/vnd.dsse.envelope.v1+json";
/// The type of the layer with the component.
pub const COMPONENT_TYPE: &str = "application/wasm";
/// The type of the layer of any other file.
pub const FILE_TYPE: &str = "application/vnd.mitra.release.file.v1";
/// The largest manifest, in bytes: a thousand files with the longest names need less than half of it. Registries take
/// four times as much.
pub const MANIFEST_BYTES_MAX: u64 = 1024 * 1024;

/// A manifest's configuration, where there is none.
pub(crate) const EMPTY_CONFIG: &[u8] = b"{}";
const EMPTY_CONFIG_TYPE: &str = "application/vnd.oci.empty.v1+json";
const SCHEMA: u32 = 2;

const TITLE: &str = "org.opencontainers.image.title";
const VERSION: &str = "org.opencontainers.image.version";
const CREATED: &str = "org.opencontainers.image.created";

/// A manifest. Fields that are not known are passed over, as the specification wants.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Manifest {
    schema_version: u32,
    #[serde(default)]
    media_type: String,
    #[serde(default)]
    artifact_type: String,
    config: Descriptor,
    layers: Vec<Descriptor>,
    #[serde(default)]
    annotations: BTreeMap<String, String>,
}

/// What one blob is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Descriptor {
    media_type: String,
    pub(crate) digest: Digest,
    pub(crate) size: u64,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    annotations: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest of a release with an envelope of these bytes: the same for the same, whoever makes it and when.
    pub(crate) fn of(artifact: &Artifact, envelope: &[u8]) -> Self {
        let statement = artifact.statement();
        let file = |(name, bytes): (&FileName, &Vec<u8>)| {
            let is_component = name.as_str() == COMPONENT;
            let media_type = if is_component { COMPONENT_TYPE } else { FILE_TYPE };
            Descriptor::of(media_type, bytes).titled(name.as_str())
        };
        let envelope = Descriptor::of(ENVELOPE_TYPE, envelope).titled(ENVELOPE);
        let annotations = [
            (TITLE, statement.department.to_string()),
            (VERSION, statement.version.to_string()),
            (CREATED, statement.made()),
        ];
        Self {
            schema_version: SCHEMA,
            media_type: MANIFEST_TYPE.to_owned(),
            artifact_type: ARTIFACT_TYPE.to_owned(),
            config: Descriptor::of(EMPTY_CONFIG_TYPE, EMPTY_CONFIG),
            layers: std::iter::once(envelope).chain(artifact.files().iter().map(file)).collect(),
            annotations: annotations.map(|(key, value)| (key.to_owned(), value)).into(),
        }
    }

    /// Its bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("text can be written")
    }

    /// Reads a release's.
    pub(crate) fn parse(bytes: &[u8], reference: &Reference) -> Result<Self, RegistryError> {
        /// What every manifest may have, also one of images or of many.
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Kind {
            #[serde(default)]
            media_type: String,
            #[serde(default)]
            artifact_type: String,
        }
        let unusable = |detail: String| {
            let reference = reference.to_string();
            RegistryError::Manifest { reference, detail }
        };
        let malformed = |error: serde_json::Error| unusable(error.to_string());
        let Kind { media_type, artifact_type } =
            serde_json::from_slice(bytes).map_err(malformed)?;
        if artifact_type != ARTIFACT_TYPE || media_type != MANIFEST_TYPE {
            let found = if artifact_type.is_empty() { media_type } else { artifact_type };
            // What is shown is cut: it comes from anywhere.
            let found = found.chars().take(80).collect();
            return Err(RegistryError::NoRelease { reference: reference.to_string(), found });
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(malformed)?;
        if manifest.schema_version != SCHEMA {
            return Err(unusable(format!("it has schema version {}", manifest.schema_version)));
        }
        let first =
            manifest.layers.first().ok_or_else(|| unusable("it has no layers".to_owned()))?;
        if first.media_type != ENVELOPE_TYPE {
            return Err(unusable(format!("its first layer is not of type `{ENVELOPE_TYPE}`")));
        }
        if first.size > ENVELOPE_BYTES_MAX as u64 {
            let bytes = first.size;
            let detail =
                format!("its envelope has {bytes} bytes, and may have {ENVELOPE_BYTES_MAX}");
            return Err(unusable(detail));
        }
        Ok(manifest)
    }

    /// The layer with the envelope.
    pub(crate) fn envelope(&self) -> &Descriptor {
        self.layers.first().expect("a manifest without layers is not parsed")
    }

    /// Holds what it lists against the statement, which has the last word; gives the blob of each file.
    pub(crate) fn blobs<'s>(
        &self,
        statement: &'s Statement,
    ) -> Result<Vec<(&'s FileEntry, Digest)>, RegistryError> {
        let mut layers = self.layers.iter().skip(1);
        let mut blobs = Vec::new();
        for file in statement.files() {
            let digest = Digest::of_hex(&file.sha256);
            let is_listed = |layer: &Descriptor| {
                let title = layer.annotations.get(TITLE).map(String::as_str);
                title == Some(file.name.as_str())
                    && layer.size == file.bytes
                    && Some(layer.digest) == digest
            };
            let layer = layers.next().filter(|layer| is_listed(layer));
            let layer = layer.ok_or_else(|| RegistryError::Unlike(file.name.clone()))?;
            blobs.push((file, layer.digest));
        }
        if layers.next().is_some() { Err(RegistryError::Surplus) } else { Ok(blobs) }
    }
}

impl Descriptor {
    fn of(media_type: &str, bytes: &[u8]) -> Self {
        let (digest, size) = (Digest::of(bytes), bytes.len() as u64);
        Self { media_type: media_type.to_owned(), digest, size, annotations: BTreeMap::new() }
    }

    fn titled(mut self, title: &str) -> Self {
        self.annotations.insert(TITLE.to_owned(), title.to_owned());
        self
    }
}

#[cfg(test)]
mod tests {
    use mitra_release::{FILE_NAME_BYTES_MAX, FILES_MAX};
    use serde_json::{Value, json};

    use super::*;
    use crate::testing::{artifact, artifact_of, files};

    fn reference() -> Reference {
        "registry.example/water:1.4.0".parse().expect("an address")
    }

    fn written() -> Value {
        let artifact = artifact();
        let manifest = Manifest::of(&artifact, &artifact.envelope().to_bytes());
        serde_json::from_slice(&manifest.to_bytes()).expect("it is JSON")
    }

    fn parse(manifest: &Value) -> Result<Manifest, RegistryError> {
        Manifest::parse(manifest.to_string().as_bytes(), &reference())
    }

    #[test]
    fn a_manifest_lists_the_envelope_and_the_files_in_their_order() {
        let manifest = written();
        assert_eq!(manifest["schemaVersion"], 2);
        assert_eq!(manifest["mediaType"], MANIFEST_TYPE);
        assert_eq!(manifest["artifactType"], ARTIFACT_TYPE);
        assert_eq!(manifest["config"]["mediaType"], EMPTY_CONFIG_TYPE);
        assert_eq!(manifest["config"]["size"], 2);
        assert_eq!(manifest["annotations"][VERSION], "1.4.0");
        assert_eq!(manifest["annotations"][CREATED], "2026-11-27T10:00:00Z");
        let layers: Vec<(&str, &str)> = manifest["layers"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|layer| (&layer["annotations"][TITLE], &layer["mediaType"]))
            .map(|(title, kind)| (title.as_str().expect("a title"), kind.as_str().expect("a type")))
            .collect();
        let wanted = [
            ("release.dsse.json", ENVELOPE_TYPE),
            ("component.wasm", COMPONENT_TYPE),
            ("department.toml", FILE_TYPE),
            ("scenarios/bill.txt", FILE_TYPE),
            ("scenarios/empty.txt", FILE_TYPE),
        ];
        assert_eq!(layers, wanted);
        assert_eq!(written(), manifest, "the same release has the same manifest");
    }

    #[test]
    fn what_is_no_manifest_of_a_release_is_told() {
        for (change, words) in [
            (
                json!({"artifactType": "application/vnd.other"}),
                "no release but `application/vnd.other`",
            ),
            (json!({"artifactType": null}), "cannot be used"),
            (json!({"mediaType": "application/vnd.oci.image.index.v1+json"}), "is no release"),
            (json!({"schemaVersion": 3}), "schema version 3"),
            (json!({"layers": []}), "it has no layers"),
            (
                json!({"layers": written()["layers"].as_array().expect("a list")[1..]}),
                "its first layer",
            ),
            (json!({"config": null}), "cannot be used"),
        ] {
            let mut manifest = written();
            manifest
                .as_object_mut()
                .expect("an object")
                .extend(change.as_object().expect("one").clone());
            let said = parse(&manifest).expect_err(words).to_string();
            assert!(said.contains(words), "{said}");
        }
        let said = Manifest::parse(b"<html>", &reference()).expect_err("no JSON").to_string();
        assert!(said.contains("`registry.example/water:1.4.0` cannot be used"), "{said}");
        let image = json!({"schemaVersion": 2, "mediaType": MANIFEST_TYPE});
        let said = parse(&image).expect_err("an image").to_string();
        assert!(said.contains(MANIFEST_TYPE), "{said}");
        let mut more = written();
        more["subject"] = json!({"later": "versions have more fields"});
        assert!(parse(&more).is_ok());
    }

    #[test]
    fn an_envelope_is_as_large_as_it_may_be_and_no_larger() {
        let sized = |bytes: usize| {
            let mut manifest = written();
            manifest["layers"][0]["size"] = bytes.into();
            parse(&manifest).map(|_| ()).map_err(|error| error.to_string())
        };
        assert_eq!(sized(ENVELOPE_BYTES_MAX), Ok(()));
        let said = sized(ENVELOPE_BYTES_MAX + 1).expect_err("it is too large");
        assert!(said.contains("may have 524288"), "{said}");
    }

    #[test]
    fn a_manifest_that_lists_anything_else_than_the_statement_is_refused() {
        let statement = artifact().statement().clone();
        let listed = |change: &dyn Fn(&mut Vec<Value>)| {
            let mut manifest = written();
            change(manifest["layers"].as_array_mut().expect("a list"));
            let agreed = parse(&manifest).and_then(|manifest| manifest.blobs(&statement).map(drop));
            agreed.map_err(|error| error.to_string())
        };
        assert_eq!(listed(&|_| {}), Ok(()));
        let said = |change: &dyn Fn(&mut Vec<Value>)| listed(change).expect_err("it differs");
        let other = Digest::of(b"other").to_string();
        assert!(said(&|layers| layers[1]["digest"] = json!(other)).contains("`component.wasm`"));
        assert!(said(&|layers| layers[2]["size"] = json!(1)).contains("`department.toml`"));
        assert!(said(&|layers| layers.swap(1, 2)).contains("`component.wasm`"));
        assert!(said(&|layers| layers[1]["annotations"] = json!({})).contains("`component.wasm`"));
        assert!(said(&|layers| layers.truncate(4)).contains("`scenarios/empty.txt`"));
        assert!(said(&|layers| layers.push(layers[1].clone())).contains("lists more"));
    }

    #[test]
    fn the_largest_release_has_a_manifest_that_is_taken() {
        let mut all = files();
        let name = |n: usize| format!("scenarios/{n:0width$}", width = FILE_NAME_BYTES_MAX - 10);
        let more = (all.len()..FILES_MAX).map(|n| FileName::parse(&name(n)).expect("a name"));
        all.extend(more.map(|name| (name, b"> Hi".to_vec())));
        let artifact = artifact_of(all);
        let manifest = Manifest::of(&artifact, &artifact.envelope().to_bytes()).to_bytes();
        assert!((manifest.len() as u64) < MANIFEST_BYTES_MAX / 2, "{} bytes", manifest.len());
    }
}
