//! Files that deliveries carry.

use mitra_core::clock::Timestamp;
use mitra_core::ids::{FileId, MediaId, PhoneNumberId};
use mitra_core::limits::UPLOAD_LIFE;
use mitra_core::media::MediaContent;

use super::state::{FileRow, State};
use crate::OutboxFile;

impl State {
    /// Keeps a file, or finds it: the same bytes of the same type are kept once for each sender.
    pub(super) fn keep_file(&mut self, sender: &PhoneNumberId, content: MediaContent) -> FileId {
        let is_same = |row: &FileRow| row.sender == *sender && row.content == content;
        if let Some((id, _)) = self.files.iter().find(|(_, row)| is_same(row)) {
            return *id;
        }
        let id = FileId(self.draw());
        self.files.insert(id, FileRow { sender: sender.clone(), content, uploaded: None });
        id
    }

    /// A file as a claim has it.
    pub(super) fn outbox_file(&self, id: FileId, now: Timestamp) -> OutboxFile {
        let uploaded = self.files.get(&id).and_then(|row| row.uploaded.as_ref());
        let uploaded = uploaded.filter(|(_, at)| now < at.after(UPLOAD_LIFE));
        OutboxFile { id, uploaded: uploaded.map(|(id, _)| id.clone()) }
    }

    pub(super) fn record_upload(&mut self, id: FileId, uploaded: Option<MediaId>, now: Timestamp) {
        if let Some(row) = self.files.get_mut(&id) {
            row.uploaded = uploaded.map(|id| (id, now));
        }
    }

    /// Removes files that no delivery carries.
    pub(super) fn purge_files(&mut self) {
        let carried = |id: &FileId| self.deliveries.values().any(|row| row.file == Some(*id));
        let gone: Vec<_> = self.files.keys().copied().filter(|id| !carried(id)).collect();
        for id in gone {
            self.files.remove(&id);
        }
    }
}
