//! The templates at Meta: approved in some languages, paused and approved again; and citizens who want none.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard};

use mitra_core::language::Language;
use mitra_core::template::TemplateId;
use mitra_pipeline::TemplateOptions;
use serde_json::json;

use super::chance::Chance;
use super::meta::SimMeta;

/// What Meta answers to a template that is paused, and to one for somebody who wants none.
pub(super) const PAUSED: i64 = 132_015;
pub(super) const WANTS_NONE: i64 = 131_050;

/// What Meta knows of them.
#[derive(Default)]
pub(super) struct SimTemplates {
    approved: Vec<(Language, TemplateId)>,
    paused: Mutex<BTreeSet<TemplateId>>,
    /// The phones of those who want none.
    unwanted: Mutex<BTreeSet<String>>,
}

impl SimTemplates {
    /// In some languages, each as likely as not; at least in one.
    pub(super) fn some(chance: &Chance) -> Self {
        let first = chance.below(3);
        let is_in = |place: u64| place == first || chance.happens(500);
        let languages = (0..).zip(Language::ALL).filter(|(place, _)| is_in(*place));
        let id = |language: Language| TemplateId {
            name: "news".into(),
            language: language.code().into(),
        };
        let approved = languages.map(|(_, language)| (language, id(language))).collect();
        Self { approved, ..Self::default() }
    }

    /// As the operator's configuration has them.
    pub(super) fn options(&self) -> Option<TemplateOptions> {
        let news = self.approved.clone();
        (!news.is_empty()).then_some(TemplateOptions { news })
    }

    fn paused(&self) -> MutexGuard<'_, BTreeSet<TemplateId>> {
        self.paused.lock().expect("no set panics")
    }

    pub(super) fn unwanted(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.unwanted.lock().expect("no set panics")
    }
}

impl SimMeta {
    /// Why Meta does not take this template, whatever the weather: the code.
    pub(super) fn template_refused(&self, template: &TemplateId, phone: &str) -> Option<i64> {
        if !self.templates.approved.iter().any(|(_, approved)| approved == template) {
            self.faults.breaks("templates", format!("{template} was sent, and never approved"));
        }
        if self.templates.paused().contains(template) {
            return Some(PAUSED);
        }
        // The others hear of it by a receipt.
        let tells_at_once = self.faults.chance.happens(600);
        (tells_at_once && self.templates.unwanted().contains(phone)).then_some(WANTS_NONE)
    }

    /// Meta pauses a template or approves it again, and tells the host, or not; and citizens tell Meta that they want
    /// none, or some after all.
    pub(super) fn changes_its_mind(self: &Arc<Self>, phones: &[String]) {
        let chance = &self.faults.chance;
        for (_, template) in &self.templates.approved {
            if !chance.happens(400) {
                continue;
            }
            let is_paused = self.templates.paused().insert(template.clone());
            if !is_paused {
                self.templates.paused().remove(template);
                self.journal.approved(template);
            }
            if chance.happens(300) {
                self.tell_of(template, if is_paused { "PAUSED" } else { "APPROVED" });
            }
        }
        for phone in phones {
            if chance.happens(200) && !self.templates.unwanted().insert(phone.clone()) {
                self.templates.unwanted().remove(phone);
            }
        }
    }

    /// Everything is approved again, and the host is told: nothing has to look again every hour.
    pub(super) fn approves_all(self: &Arc<Self>) {
        for (_, template) in &self.templates.approved {
            self.templates.paused().remove(template);
            self.journal.approved(template);
            self.tell_of(template, "APPROVED");
        }
    }

    fn tell_of(self: &Arc<Self>, template: &TemplateId, event: &str) {
        let value = json!({
            "event": event, "message_template_id": 1, "message_template_name": &*template.name,
            "message_template_language": &*template.language, "reason": "NONE",
        });
        self.post_field("message_template_status_update", &value, None);
    }
}
