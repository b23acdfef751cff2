//! Taking notices, and finding whom they are for.

use mitra_core::clock::Timestamp;
use mitra_core::ids::{CitizenId, DeliveryId, DepartmentId};
use mitra_core::limits::NOTICES_WAITING_MAX;
use mitra_core::notice::Addressee;
use mitra_core::timer::{FiredTimer, TimerKind, TimerWrite};

use super::state::{NoticeRow, State, TimerRow};
use crate::{NewNotice, NoticeDelivery, NoticeProgress, NoticeReport, NoticeStage, NoticeTaken};

impl State {
    pub(super) fn take_notice(&mut self, notice: NewNotice, now: Timestamp) -> NoticeTaken {
        let NewNotice { pseudonym, digest, key, timer } = notice;
        let department = key.department.clone();
        let id = (department.clone(), key.name.clone());
        if let Some(before) = self.notices.get(&id) {
            return if before.digest == digest {
                NoticeTaken::Known
            } else {
                NoticeTaken::Conflict
            };
        }
        let addressee = Addressee { department, pseudonym };
        let Some(citizen) = self.addressees.get(&addressee).copied() else {
            return NoticeTaken::UnknownCitizen;
        };
        if self.notices_waiting_for(citizen, &addressee.department) >= NOTICES_WAITING_MAX {
            return NoticeTaken::CitizenFull;
        }
        let (stage, deliveries) = (NoticeStage::Waiting, Vec::new());
        let row = NoticeRow { digest, taken_at: now, stage, since: now, deliveries };
        self.notices.insert(id, row);
        self.write_timer(citizen, TimerWrite { key, timer: Some(timer) });
        NoticeTaken::Taken
    }

    pub(super) fn notice_report(
        &self,
        department: &DepartmentId,
        id: &str,
    ) -> Option<NoticeReport> {
        let row = self.notices.get(&(department.clone(), id.to_owned()))?;
        // Of one that is not in the books any more nothing is known, and so of all.
        let delivery = row.deliveries.iter().map(|id| self.message_got(*id)).min().flatten();
        let NoticeRow { taken_at, since, .. } = *row;
        Some(NoticeReport { stage: row.stage.clone(), taken_at, since, delivery })
    }

    /// How far a message got, with the copies that operators had sent of it.
    fn message_got(&self, id: DeliveryId) -> Option<NoticeDelivery> {
        let first = self.deliveries.get(&id);
        let copies =
            std::iter::successors(first, |row| self.deliveries.get(row.retried_as.as_ref()?));
        NoticeDelivery::of_copies(copies.map(|row| (&row.stage, row.retried_as.is_some())))
    }

    /// A notice has come so far, with these deliveries: its words, or the template.
    pub(super) fn advance_notice(
        &mut self,
        progress: NoticeProgress,
        deliveries: Vec<DeliveryId>,
        now: Timestamp,
    ) {
        if let Some(row) = self.notices.get_mut(&(progress.department, progress.id)) {
            (row.stage, row.since, row.deliveries) = (progress.stage, now, deliveries);
        }
    }

    /// A notice's timer is announced by this template.
    pub(super) fn announce_notice(
        &mut self,
        timer: &FiredTimer,
        template: DeliveryId,
        now: Timestamp,
    ) {
        if timer.timer.content.kind() == TimerKind::Notice {
            let (department, id) = (timer.key.department.clone(), timer.key.name.clone());
            let announced = NoticeProgress { department, id, stage: NoticeStage::Announced };
            self.advance_notice(announced, vec![template], now);
        }
    }

    /// The template died that announced it. Gives whether there is such a notice.
    pub(super) fn unannounce_notices(&mut self, template: DeliveryId, now: Timestamp) -> bool {
        let mut is_one = false;
        let is_its = |row: &&mut NoticeRow| {
            row.stage == NoticeStage::Announced && row.deliveries == [template]
        };
        for row in self.notices.values_mut().filter(is_its) {
            (row.stage, row.since, row.deliveries) = (NoticeStage::Waiting, now, Vec::new());
            is_one = true;
        }
        is_one
    }

    fn notices_waiting_for(&self, citizen: CitizenId, department: &DepartmentId) -> usize {
        let is_one = |row: &&TimerRow| row.citizen == citizen && row.key.department == *department;
        self.waiting_notices().filter(is_one).count()
    }

    pub(super) fn notices_waiting(&self) -> usize {
        self.waiting_notices().count()
    }

    fn waiting_notices(&self) -> impl Iterator<Item = &TimerRow> {
        self.timers.values().filter(|row| row.timer.content.kind() == TimerKind::Notice)
    }

    /// A back end may name the citizen so from now on.
    pub(super) fn learn_addressee(&mut self, addressee: Addressee, citizen: CitizenId) {
        self.addressees.entry(addressee).or_insert(citizen);
    }

    /// Whoever is named as the younger citizen is the older one.
    pub(super) fn move_addressees(&mut self, older: CitizenId, younger: CitizenId) {
        for citizen in self.addressees.values_mut().filter(|citizen| **citizen == younger) {
            *citizen = older;
        }
    }

    pub(super) fn purge_notices(&mut self, before: Timestamp, max: usize) -> usize {
        let is_old = |(id, row): (&(DepartmentId, String), &NoticeRow)| {
            (row.taken_at < before).then(|| (row.taken_at, id.clone()))
        };
        let old = super::upkeep::oldest(self.notices.iter().filter_map(is_old), max);
        for id in &old {
            self.notices.remove(id);
        }
        old.len()
    }
}
