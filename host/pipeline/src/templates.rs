//! Templates: which of the operator's templates Meta takes now.
//!
//! Takes: Meta's reports and refusals. Gives: the template in a citizen's language, and whether it may be sent.
//! Never: stores anything. A host that starts takes every template for good, and learns by the first refusal.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use metrics::{counter, gauge};
use mitra_core::clock::Timestamp;
use mitra_core::language::Language;
use mitra_core::limits::TEMPLATE_LOOK;
use mitra_core::template::{NewsTemplate, TemplateId, TemplateReport, TemplateState};
use mitra_desk::Announcement;
use mitra_storage::FailedDelivery;
use mitra_whatsapp::{Rendered, render_template, template_of};

/// The template that says that there is news, as the operator registered it at Meta.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateOptions {
    /// In each language that it was approved in, once.
    pub news: Vec<(Language, TemplateId)>,
}

/// What is known of the operator's templates. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Templates(Arc<Inner>);

struct Inner {
    news: Vec<(Language, TemplateId)>,
    heard: Mutex<Heard>,
}

/// What Meta said of templates since the host started.
#[derive(Default)]
struct Heard {
    stopped: BTreeSet<TemplateId>,
    /// When it last approved one: what failed before says nothing of now.
    approved_at: BTreeMap<TemplateId, Timestamp>,
}

impl Templates {
    pub(crate) fn new(options: Option<&TemplateOptions>) -> Self {
        let news = options.map(|options| options.news.clone()).unwrap_or_default();
        for (_, id) in &news {
            show(id, true);
        }
        Self(Arc::new(Inner { news, heard: Mutex::default() }))
    }

    /// Whether there is one at all.
    pub(crate) fn are_there(&self) -> bool {
        !self.0.news.is_empty()
    }

    /// Whether the template in this language may be sent now; none if there is none.
    pub(crate) fn is_usable(&self, language: Language) -> Option<bool> {
        let id = self.in_language(language)?;
        Some(!self.heard().stopped.contains(id))
    }

    /// The template, ready to be sent. One that Meta would refuse is our bug or a department's name: it is logged.
    pub(crate) fn render(&self, announcement: &Announcement) -> Option<Rendered> {
        let Announcement { language, parameters, payload, .. } = announcement;
        let id = self.in_language(*language)?.clone();
        let news = NewsTemplate { id, parameters: parameters.clone(), payload: payload.clone() };
        match render_template(&news) {
            Ok(rendered) => Some(rendered),
            Err(error) => {
                tracing::error!(template = %news.id, %error, "a template cannot be sent");
                withheld("invalid");
                None
            }
        }
    }

    /// Takes Meta's word on a template.
    pub(crate) fn heed(&self, report: &TemplateReport, now: Timestamp) {
        let TemplateReport { id, event, state } = report;
        if !self.is_ours(id) {
            return;
        }
        match state {
            TemplateState::Usable => self.start(id, event, now),
            TemplateState::Stopped => self.stop(id, event),
            TemplateState::Unchanged => {
                tracing::warn!(template = %id, event, "Meta reports on a template");
            }
        }
    }

    /// Takes Meta's later word that a message failed which it had taken, if that was a template.
    pub(crate) fn failed(&self, delivery: &FailedDelivery, now: Timestamp) {
        let FailedDelivery { body, reason, at, .. } = delivery;
        let Some(id) = sent_in(body) else { return };
        let code = reason.code().unwrap_or_default();
        // What is heard after an outage says nothing of now: Meta may have approved the template since.
        let is_approved_since = self.heard().approved_at.get(&id).is_some_and(|since| since >= at);
        if now.since(*at) < TEMPLATE_LOOK && !is_approved_since {
            self.refused(&id, code);
        } else {
            count_refused(code);
        }
    }

    /// Takes Meta's refusal of a template that was sent.
    pub(crate) fn refused(&self, id: &TemplateId, code: i64) {
        // Another reason is the citizen's own: the template is as good as before.
        if count_refused(code) == "template" && self.is_ours(id) {
            self.stop(id, &code.to_string());
        }
    }

    fn stop(&self, id: &TemplateId, event: &str) {
        if self.heard().stopped.insert(id.clone()) {
            tracing::warn!(
                template = %id,
                event,
                "Meta does not take a template any more: what it would announce waits for citizens' next messages"
            );
        }
        show(id, false);
    }

    fn start(&self, id: &TemplateId, event: &str, now: Timestamp) {
        let mut heard = self.heard();
        heard.approved_at.insert(id.clone(), now);
        if heard.stopped.remove(id) {
            tracing::info!(template = %id, event, "Meta takes a template again");
        }
        show(id, true);
    }

    fn in_language(&self, language: Language) -> Option<&TemplateId> {
        self.0.news.iter().find(|(of, _)| *of == language).map(|(_, id)| id)
    }

    /// Whether the configuration has it still.
    fn is_ours(&self, id: &TemplateId) -> bool {
        self.0.news.iter().any(|(_, own)| own == id)
    }

    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.0.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How the body of a template begins. A cheap look at what is mostly none.
const TEMPLATE: &str = r#"{"type":"template""#;

/// Which template a rendered message is; none if it is none.
pub(crate) fn sent_in(body: &str) -> Option<TemplateId> {
    body.starts_with(TEMPLATE).then(|| template_of(body)).flatten()
}

/// Counts a refusal; gives what it is about.
fn count_refused(code: i64) -> &'static str {
    let reason = reason_of(code);
    counter!("mitra_templates_refused_total", "reason" => reason).increment(1);
    reason
}

/// What Meta's code for a refused template is about.
fn reason_of(code: i64) -> &'static str {
    match code {
        132_000..=132_999 => "template",
        131_050 => "opted_out",
        131_026 | 131_021 | 131_030 | 131_049 | 131_062 | 130_403 | 130_472 => "citizen",
        _ => "other",
    }
}

/// Counts a timer that no template announces now.
pub(crate) fn withheld(reason: &'static str) {
    counter!("mitra_templates_withheld_total", "reason" => reason).increment(1);
}

/// Counts a template that was put into the outbox.
pub(crate) fn queued(language: Language) {
    counter!("mitra_templates_queued_total", "language" => language.code()).increment(1);
}

fn show(id: &TemplateId, is_usable: bool) {
    let (name, language) = (id.name.to_string(), id.language.to_string());
    gauge!("mitra_template_usable", "template" => name, "language" => language)
        .set(f64::from(u8::from(is_usable)));
}

#[cfg(test)]
mod tests {
    use mitra_core::delivery::DeadReason;
    use mitra_core::ids::DeliveryId;

    use super::*;

    const NOW: Timestamp = Timestamp(1_763_000_000_000);

    fn id(language: &str) -> TemplateId {
        TemplateId { name: "news".into(), language: language.into() }
    }

    fn templates() -> Templates {
        let news = [(Language::Te, id("te")), (Language::En, id("en_US"))].to_vec();
        Templates::new(Some(&TemplateOptions { news }))
    }

    fn report(language: &str, state: TemplateState) -> TemplateReport {
        TemplateReport { id: id(language), event: "WORD".to_owned(), state }
    }

    #[test]
    fn without_a_configuration_there_are_none() {
        let none = Templates::new(None);
        assert!(!none.are_there());
        assert_eq!(none.is_usable(Language::Te), None);
        assert_eq!(templates().is_usable(Language::Hi), None, "not in this language");
    }

    #[test]
    fn metas_word_stops_one_language_until_it_is_approved_again() {
        let templates = templates();
        assert_eq!(templates.is_usable(Language::En), Some(true));
        templates.heed(&report("en_US", TemplateState::Stopped), NOW);
        assert_eq!(templates.is_usable(Language::En), Some(false));
        assert_eq!(templates.is_usable(Language::Te), Some(true));
        templates.heed(&report("en_US", TemplateState::Unchanged), NOW);
        templates.heed(&report("te", TemplateState::Usable), NOW);
        assert_eq!(templates.is_usable(Language::En), Some(false));
        templates.heed(&report("en_US", TemplateState::Usable), NOW);
        assert_eq!(templates.is_usable(Language::En), Some(true));
    }

    /// A template that failed at this instant, as it is paused.
    fn failure(language: &str, at: Timestamp) -> FailedDelivery {
        let parameters = ["energy", "Energy"].map(str::to_owned);
        let payload = "d:menu".to_owned();
        let news = NewsTemplate { id: id(language), parameters, payload };
        let body = render_template(&news).unwrap().body;
        let reason = DeadReason::Failed { code: Some(132_015) };
        FailedDelivery { delivery: DeliveryId(1), body, reason, at }
    }

    #[test]
    fn what_failed_before_a_template_was_approved_again_stops_it_no_more() {
        let (before, after) = (Timestamp(NOW.0 - 1), Timestamp(NOW.0 + 1));
        for (failed_at, is_usable) in [(before, true), (NOW, true), (after, false)] {
            let templates = templates();
            templates.heed(&report("te", TemplateState::Usable), NOW);
            templates.failed(&failure("te", failed_at), after);
            assert_eq!(templates.is_usable(Language::Te), Some(is_usable), "{failed_at}");
        }
    }

    #[test]
    fn a_template_that_the_configuration_has_no_more_stops_nothing() {
        let templates = templates();
        templates.refused(&id("hi"), 132_015);
        templates.failed(&failure("hi", NOW), NOW);
        assert!(templates.heard().stopped.is_empty());
    }

    #[test]
    fn a_refusal_stops_a_template_only_if_it_is_about_the_template() {
        for (code, is_usable) in [
            (132_001, false),
            (132_015, false),
            (132_016, false),
            (131_050, true),
            (131_026, true),
            (131_047, true),
        ] {
            let templates = templates();
            templates.refused(&id("te"), code);
            assert_eq!(templates.is_usable(Language::Te), Some(is_usable), "{code}");
        }
    }
}
