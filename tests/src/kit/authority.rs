//! An authority that signs certificates, and one of its certificates.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use cap_std::fs::Dir;
use mitra_certificates::trust_list::sign;
use mitra_certificates::{Authorities, Authority, KeyPair, KeyPeriod, add_key, load_keys};
use mitra_core::certificate::{
    Certificate, CertificateField, CertificateId, CertificateKind, CertificateType, Fact,
    FactValue, Holder, LocalName,
};
use mitra_core::clock::Timestamp;
use mitra_core::ids::{AuthorityId, CertificateKindId, DepartmentId, FieldId};
use mitra_core::language::{Language, Localized};
use mitra_verifier::{
    FieldLabel, KindLabels, SignedTrustList, TRUST_LIST_LIFE, TrustKey, TrustKeys, TrustList,
};
use tempfile::TempDir;

use super::{AppOptions, guest};

/// What stands in certificates for their authority.
pub const ISSUER: &str = "https://certificates.example.gov.in/certificates/tahsildar";

/// The machine's time.
pub fn now() -> Timestamp {
    let now = std::time::UNIX_EPOCH.elapsed().expect("after 1970").as_millis();
    Timestamp(i64::try_from(now).expect("not so late"))
}

/// An authority's folder: its keys, a root key, and the trust list that it signed.
pub struct AuthorityFolder {
    folder: Arc<TempDir>,
    root: KeyPair,
}

impl AuthorityFolder {
    /// A folder with a key that signs for this many days from now on.
    pub fn new(days: i64) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let keys =
            Dir::open_ambient_dir(folder.path(), cap_std::ambient_authority()).expect("it opens");
        let at = |days: i64| Timestamp(now().0 + days * 86_400_000);
        let period = KeyPeriod { from: at(days.min(0) - 1), until: at(days) };
        add_key(&keys, period).expect("a key");
        let folder = Self { folder, root: KeyPair::generate() };
        std::fs::write(folder.trust_keys(), folder.roots().to_json()).expect("written");
        folder.publish(&folder.draft(), 1, now());
        folder
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The file of the signed trust list.
    pub fn trust_list(&self) -> PathBuf {
        self.path().join("trust-list")
    }

    /// The file of the root key's public half.
    pub fn trust_keys(&self) -> PathBuf {
        self.path().join("trust-keys.json")
    }

    fn roots(&self) -> TrustKeys {
        let name = localized("నమోదు అధికారి", "Registrar", "पंजीयक");
        [TrustKey::new(&self.root.public(), name)].into_iter().collect()
    }

    /// The list of the authority, which nobody signed yet.
    pub fn draft(&self) -> TrustList {
        TrustList { authorities: vec![self.authority().to_publish()] }
    }

    /// Signs a list at an instant, as the one of this number, and puts it where the trust list is.
    pub fn publish(&self, list: &TrustList, number: u32, at: Timestamp) {
        let bytes = sign(list.clone(), number, &self.root, at, TRUST_LIST_LIFE);
        // At once: a host may be reading it.
        let new = self.path().join("trust-list.new");
        std::fs::write(&new, bytes).expect("written");
        std::fs::rename(new, self.trust_list()).expect("moved");
    }

    /// The list of the authority as anybody reads it.
    pub fn published(&self) -> SignedTrustList {
        let bytes = sign(self.draft(), 1, &self.root, now(), TRUST_LIST_LIFE);
        SignedTrustList::read(&bytes, &self.roots(), now(), None).expect("it is signed")
    }

    fn authority(&self) -> Authority {
        let keys =
            Dir::open_ambient_dir(self.path(), cap_std::ambient_authority()).expect("it opens");
        let income = localized("వార్షిక ఆదాయం", "Yearly income", "वार्षिक आय");
        let kind = KindLabels {
            kind: "income".to_owned(),
            title: localized("ఆదాయ ధృవీకరణ పత్రం", "Income certificate", "आय प्रमाण पत्र"),
            fields: vec![FieldLabel { field: "income".to_owned(), label: income }],
        };
        Authority {
            id: AuthorityId::parse("tahsildar").expect("a slug"),
            issuer: ISSUER.to_owned(),
            name: localized("Tahsildar", "Tahsildar", "Tahsildar"),
            keys: load_keys(&keys).expect("keys"),
            kinds: vec![kind],
        }
    }

    /// Who signs with these keys.
    pub fn authorities(&self) -> Authorities {
        Authorities::new([self.authority()], self.published())
    }

    /// A host with the echoing department, which asks for income certificates and is granted them; `more` stands in
    /// `[certificates]`.
    pub fn options(&self, more: &str) -> AppOptions {
        let manifest = self.path().join("department.toml");
        let asked = "id = 'echo'\n[[certificates]]\nkind = 'income'\nvalid_days = 365\n\
            title = { te = 'ఆదాయ పత్రం', en = 'Income certificate', hi = 'आय पत्र' }\n\
            [[certificates.fields]]\nid = 'income'\ntype = 'money'\n\
            label = { te = 'ఆదాయం', en = 'Income', hi = 'आय' }\n";
        std::fs::write(&manifest, asked).expect("written");
        let config = format!(
            "[certificates]\ntrust_list = '{list}'\ntrust_keys = '{roots}'\n{more}\n\
             [[authority]]\nid = 'tahsildar'\nissuer = '{ISSUER}'\nkeys = '{keys}'\n\
             name = {{ te = 'Tahsildar', en = 'Tahsildar', hi = 'Tahsildar' }}\n\
             [[department]]\nid = 'echo'\ncomponent = '{component}'\nmanifest = '{manifest}'\n\
             [[department.certificates]]\nauthority = 'tahsildar'\nkinds = ['income']\n",
            list = self.trust_list().display(),
            roots = self.trust_keys().display(),
            keys = self.path().display(),
            component = guest("echo").display(),
            manifest = manifest.display(),
        );
        let folders = vec![Arc::clone(&self.folder)];
        AppOptions { departments: Vec::new(), config, folders, ..AppOptions::default() }
    }
}

fn localized(te: &str, en: &str, hi: &str) -> Localized {
    Localized { te: te.to_owned(), en: en.to_owned(), hi: hi.to_owned() }
}

/// A certificate of the authority's that is valid now, as a department could have issued it.
pub fn certificate() -> Certificate {
    let income = CertificateField {
        id: FieldId::parse("income").expect("a slug"),
        of: CertificateType::Money,
        label: localized("వార్షిక ఆదాయం", "Yearly income", "वार्षिक आय"),
    };
    let title = localized("ఆదాయ ధృవీకరణ పత్రం", "Income certificate", "आय प्रमाण पत्र");
    let kind = CertificateKindId::parse("income").expect("a slug");
    let name = "కె. ఆశా రావు".to_owned();
    Certificate {
        id: CertificateId::new([7; 16]),
        department: DepartmentId::parse("echo").expect("a slug"),
        authority: AuthorityId::parse("tahsildar").expect("a slug"),
        kind: CertificateKind::new(kind, title, Some(365), vec![income]).expect("a kind"),
        number: "AP-2026/17".to_owned(),
        holder: Holder {
            name: "K. Asha Rao".to_owned(),
            local_name: Some(LocalName { language: Language::Te, name }),
            aadhaar_last_four: Some("2346".to_owned()),
        },
        facts: vec![Fact { field: "income".to_owned(), value: FactValue::Money(9_500_000) }],
        issued_at: Timestamp(now().0 - 60_000),
        valid_from: Timestamp(now().0 - 60_000),
        valid_until: Some(Timestamp(now().0 + 300 * 86_400_000)),
    }
}
