//! An authority that signs certificates, and one of its certificates.

use std::path::{Path, PathBuf};

use cap_std::fs::Dir;
use mitra_certificates::{Authorities, Authority, KeyPeriod, add_key, load_keys};
use mitra_core::certificate::{
    Certificate, CertificateField, CertificateId, CertificateKind, CertificateType, Fact,
    FactValue, Holder, LocalName,
};
use mitra_core::clock::Timestamp;
use mitra_core::ids::{AuthorityId, CertificateKindId, DepartmentId, FieldId};
use mitra_core::language::{Language, Localized};
use mitra_verifier::TrustList;

use super::{AppOptions, guest};

/// What stands in certificates for their authority.
pub const ISSUER: &str = "https://certificates.example.gov.in/certificates/tahsildar";

/// The machine's time.
pub fn now() -> Timestamp {
    let now = std::time::UNIX_EPOCH.elapsed().expect("after 1970").as_millis();
    Timestamp(i64::try_from(now).expect("not so late"))
}

/// An authority's folder: its keys, and the trust list that has them.
pub struct AuthorityFolder(PathBuf);

impl AuthorityFolder {
    /// A folder with a key that signs for this many days from now on.
    pub fn new(days: i64) -> Self {
        let folder = tempfile::tempdir().expect("a folder").keep();
        let keys = Dir::open_ambient_dir(&folder, cap_std::ambient_authority()).expect("it opens");
        let at = |days: i64| Timestamp(now().0 + days * 86_400_000);
        let period = KeyPeriod { from: at(days.min(0) - 1), until: at(days) };
        add_key(&keys, period).expect("a key");
        let folder = Self(folder);
        let list = folder.authorities().to_publish();
        std::fs::write(folder.trust_list(), list.to_json()).expect("written");
        folder
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The file of the trust list.
    pub fn trust_list(&self) -> PathBuf {
        self.0.join("trust-list.json")
    }

    /// Who signs with these keys.
    pub fn authorities(&self) -> Authorities {
        let keys = Dir::open_ambient_dir(&self.0, cap_std::ambient_authority()).expect("it opens");
        let text = || "Tahsildar".to_owned();
        let authority = Authority {
            id: AuthorityId::parse("tahsildar").expect("a slug"),
            issuer: ISSUER.to_owned(),
            name: Localized { te: text(), en: text(), hi: text() },
            keys: load_keys(&keys).expect("keys"),
        };
        let list = Authorities::new([authority.clone()], TrustList::default()).to_publish();
        Authorities::new([authority], list)
    }

    /// A host with the echoing department, which asks for income certificates and is granted them; `more` stands in
    /// `[certificates]`.
    pub fn options(&self, more: &str) -> AppOptions {
        let manifest = self.0.join("department.toml");
        let asked = "id = 'echo'\n[[certificates]]\nkind = 'income'\nvalid_days = 365\n\
            title = { te = 'ఆదాయ పత్రం', en = 'Income certificate', hi = 'आय पत्र' }\n\
            [[certificates.fields]]\nid = 'income'\ntype = 'money'\n\
            label = { te = 'ఆదాయం', en = 'Income', hi = 'आय' }\n";
        std::fs::write(&manifest, asked).expect("written");
        let config = format!(
            "[certificates]\ntrust_list = '{list}'\n{more}\n\
             [[authority]]\nid = 'tahsildar'\nissuer = '{ISSUER}'\nkeys = '{keys}'\n\
             name = {{ te = 'Tahsildar', en = 'Tahsildar', hi = 'Tahsildar' }}\n\
             [[department]]\nid = 'echo'\ncomponent = '{component}'\nmanifest = '{manifest}'\n\
             [[department.certificates]]\nauthority = 'tahsildar'\nkinds = ['income']\n",
            list = self.trust_list().display(),
            keys = self.0.display(),
            component = guest("echo").display(),
            manifest = manifest.display(),
        );
        AppOptions { departments: Vec::new(), config, ..AppOptions::default() }
    }
}

/// A certificate of the authority's that is valid now, as a department could have issued it.
pub fn certificate() -> Certificate {
    let text = |te: &str, en: &str, hi: &str| Localized {
        te: te.to_owned(),
        en: en.to_owned(),
        hi: hi.to_owned(),
    };
    let income = CertificateField {
        id: FieldId::parse("income").expect("a slug"),
        of: CertificateType::Money,
        label: text("వార్షిక ఆదాయం", "Yearly income", "वार्षिक आय"),
    };
    let title = text("ఆదాయ ధృవీకరణ పత్రం", "Income certificate", "आय प्रमाण पत्र");
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
