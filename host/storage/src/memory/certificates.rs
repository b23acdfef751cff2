//! Issuing certificates, finding them, and changing their status.

use mitra_core::certificate::{
    CertificateEffects, CertificateId, CertificateName, CertificateStatus, ListPlace,
    NewCertificate, StatusChange, StoredCertificate,
};
use mitra_core::clock::Timestamp;
use mitra_core::ids::{AuthorityId, CitizenId, DepartmentId};

use super::state::{CertificateRow, State};
use crate::RecordedChange;

impl State {
    pub(super) fn certificate(
        &self,
        department: &DepartmentId,
        name: &CertificateName,
    ) -> Option<&StoredCertificate> {
        let is_named = |stored: &&StoredCertificate| match name {
            CertificateName::Id(id) => stored.certificate.id == *id,
            CertificateName::Number { .. } => stored.certificate.number() == *name,
        };
        let of_department = self.certificates.values().map(|row| &row.stored);
        let mut of_department =
            of_department.filter(|stored| stored.certificate.department == *department);
        of_department.find(is_named)
    }

    pub(super) fn certificate_changes(&self, id: CertificateId) -> Vec<RecordedChange> {
        self.certificates.get(&id).map(|row| row.changes.clone()).unwrap_or_default()
    }

    pub(super) fn not_valid(
        &self,
        authority: &AuthorityId,
        list: u32,
    ) -> Option<Vec<(u32, CertificateStatus)>> {
        let of_list = self.certificates.values().map(|row| &row.stored).filter(|stored| {
            stored.certificate.authority == *authority && stored.place.list == list
        });
        let all: Vec<_> = of_list.map(|stored| (stored.place.index, stored.status)).collect();
        let exists = !all.is_empty();
        let mut not_valid: Vec<_> =
            all.into_iter().filter(|(_, status)| *status != CertificateStatus::Valid).collect();
        not_valid.sort_by_key(|(index, _)| *index);
        exists.then_some(not_valid)
    }

    /// Whether all is as the turn saw it, and its numbers are new.
    pub(super) fn may_certify(&self, effects: &CertificateEffects) -> bool {
        let is_as_seen = effects.reads.iter().all(|read| {
            let found = self.certificate(&read.department, &read.name);
            found.map(|stored| (stored.certificate.id, stored.changes)) == read.seen
        });
        let is_new = |NewCertificate { certificate, .. }: &NewCertificate| {
            self.certificate(&certificate.department, &certificate.number()).is_none()
        };
        is_as_seen && effects.issued.iter().all(is_new)
    }

    pub(super) fn certify(
        &mut self,
        citizen: CitizenId,
        effects: CertificateEffects,
        now: Timestamp,
    ) {
        for new in effects.issued {
            self.issue(citizen, new);
        }
        for StatusChange { id, status, reason, turn, .. } in effects.changes {
            let Some(row) = self.certificates.get_mut(&id) else { continue };
            row.stored.status = status;
            row.stored.changes += 1;
            row.changes.push(RecordedChange { status, reason, turn, at: now });
        }
    }

    fn issue(&mut self, citizen: CitizenId, new: NewCertificate) {
        let NewCertificate { certificate, chance, .. } = new;
        let of_authority =
            |row: &&CertificateRow| row.stored.certificate.authority == certificate.authority;
        let taken: Vec<ListPlace> =
            self.certificates.values().filter(of_authority).map(|row| row.stored.place).collect();
        let mut place = ListPlace::first(taken.len() as u64, chance);
        while taken.contains(&place) {
            place = place.next();
        }
        let (id, status) = (certificate.id, CertificateStatus::Valid);
        let stored = StoredCertificate { certificate, status, changes: 0, place };
        self.certificates.insert(id, CertificateRow { citizen, stored, changes: Vec::new() });
    }

    /// The younger citizen's certificates become the older one's.
    pub(super) fn move_certificates(&mut self, older: CitizenId, younger: CitizenId) {
        for row in self.certificates.values_mut().filter(|row| row.citizen == younger) {
            row.citizen = older;
        }
    }
}
