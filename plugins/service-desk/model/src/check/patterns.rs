//! Whether each pattern has what it needs.

use super::texts::Texts;
use super::{Findings, asks, cancellations, certificates, fields};
use crate::form::{Form, Kind};
use crate::manifest::Manifest;
use crate::patterns::{Booking, By, Gift, Grievance, Lookup, Nearest, Payment, Status};
use crate::service::Pattern;

/// The least that can be paid, in paise.
const PAISE_MIN: u64 = 100;
/// The least and the most minutes in which something may be paid.
const PAYMENT_MINUTES: std::ops::RangeInclusive<u32> = 20..=10_080;
/// Days ahead that a timer may be set, and then some.
pub(super) const DAYS_MAX: u32 = 365;

pub(super) fn check(findings: &mut Findings<'_>, pattern: &Pattern, manifest: &Manifest) {
    match pattern {
        Pattern::Lookup(it) => check_lookup(findings, it),
        Pattern::Form(it) => check_form(findings, it, manifest),
        Pattern::Status(it) => check_status(findings, it),
        Pattern::Payment(it) => check_payment(findings, it, manifest),
        Pattern::Booking(it) => check_booking(findings, it, manifest),
        Pattern::Cancellation(it) => cancellations::check(findings, it),
        Pattern::Certificate(it) => certificates::check(findings, it, manifest),
        Pattern::Grievance(it) => check_grievance(findings, it),
        Pattern::Nearest(it) => check_nearest(findings, it),
    }
}

fn check_lookup(findings: &mut Findings<'_>, lookup: &Lookup) {
    findings.records("records", &lookup.records);
    findings.template("show", &lookup.show);
    if let Some(field) = &lookup.fresh_until {
        findings.name("fresh-until", field);
    }
    let has_asks = !lookup.asks.is_empty();
    match lookup.by {
        By::Answer => asks::check(findings, &lookup.asks),
        By::Choice | By::All => {
            findings.add_if(has_asks, "ask", "only `by = \"answer\"` asks: remove it");
        }
    }
    if lookup.by == By::Choice {
        findings.needed("question", lookup.question.as_ref());
    }
    for (name, text) in [("question", &lookup.question), ("head", &lookup.head)] {
        if let Some(text) = text {
            findings.body(name, text);
        }
    }
}

fn check_status(findings: &mut Findings<'_>, status: &Status) {
    let Some(records) = &status.records else {
        let is_more = status.show.is_some() || !status.asks.is_empty();
        findings.add_if(is_more, "records", "it is missing: write it, or leave the table empty");
        return;
    };
    findings.records("records", records);
    if let Some(show) = findings.needed("show", status.show.as_ref()) {
        findings.template("show", show);
    }
    asks::check(findings, &status.asks);
}

fn check_form(findings: &mut Findings<'_>, form: &Form, manifest: &Manifest) {
    findings.line("title", &form.title, 60);
    let is_days = (1..=DAYS_MAX).contains(&form.days);
    findings.add_if(!is_days, "days", "write 1 to 365");
    if let Some(intro) = &form.intro {
        findings.body("intro", intro);
    }
    if let Some(fee) = form.fee {
        check_amount(findings, "fee", fee, manifest);
    }
    fields::check(findings, &form.fields, 1);
    fields::check_rules(findings, &form.rules, &form.fields);
    let Some(kind) = &form.certificate else { return };
    check_kind(findings, "certificate", kind, manifest);
    let what = "the office approves by a notice: `department.toml` needs `[notices]` with `receive = true`";
    findings.add_if(!manifest.takes_notices(), "certificate", what);
    let has_name = form.fields.iter().any(|field| field.kind == Kind::Name && !field.optional);
    findings.add_if(
        !has_name,
        "certificate",
        "the form must ask for a name: whom would it be about?",
    );
}

/// An amount that the department asks for.
fn check_amount(findings: &mut Findings<'_>, field: &str, paise: u64, manifest: &Manifest) {
    if paise < PAISE_MIN {
        findings.add(field, format!("{paise} paise, at least {PAISE_MIN} can be paid"));
    }
    match manifest.paise_max() {
        None => findings.add(field, "`department.toml` asks for no payments: write `[payments]` with `paise_max`"),
        Some(max) if paise > max => findings.add(
            field,
            format!("{paise} paise, and `paise_max` in `department.toml` is {max}: write a larger one there"),
        ),
        Some(_) => {}
    }
}

fn check_payment(findings: &mut Findings<'_>, payment: &Payment, manifest: &Manifest) {
    findings.line("purpose", &payment.purpose, 120);
    let has_max = manifest.paise_max().is_some();
    findings.add_if(
        !has_max,
        "",
        "`department.toml` asks for no payments: write `[payments]` with `paise_max`",
    );
    if let Some(gift) = &payment.gift {
        let is_more = payment.records.is_some() || !payment.asks.is_empty();
        findings.add_if(is_more, "gift", "a gift has no records and no questions: remove them");
        for (name, text) in [("question", &payment.question), ("thanks", &payment.thanks)] {
            if let Some(text) = findings.needed(name, text.as_ref()) {
                findings.body(name, text);
            }
        }
        check_gift(findings, gift, manifest);
        return;
    }
    let Some(records) = findings.needed("records", payment.records.as_ref()) else { return };
    findings.records("records", records);
    for (name, field) in [("amount", &payment.amount), ("period", &payment.period)] {
        if let Some(field) = findings.needed(name, field.as_ref()) {
            findings.name(name, field);
        }
    }
    if let Some(show) = findings.needed("show", payment.show.as_ref()) {
        findings.template("show", show);
    }
    asks::check(findings, &payment.asks);
}

fn check_gift(findings: &mut Findings<'_>, gift: &Gift, manifest: &Manifest) {
    if gift.min < PAISE_MIN || gift.max < gift.min {
        findings.add("gift", format!("min and max must be {PAISE_MIN} paise or more, min first"));
    }
    if let Some(max) = manifest.paise_max().filter(|max| gift.max > *max) {
        findings.add(
            "gift",
            format!("max is {} paise, and `paise_max` in `department.toml` is {max}", gift.max),
        );
    }
    let is_within = gift.suggested.iter().all(|paise| (gift.min..=gift.max).contains(paise));
    let is_some = (1..=9).contains(&gift.suggested.len());
    let are_new = gift.suggested.windows(2).all(|pair| pair[0] < pair[1]);
    findings.add_if(
        !is_within || !is_some || !are_new,
        "gift",
        "`suggested` must have 1 to 9 amounts from min to max, the smallest first",
    );
}

fn check_booking(findings: &mut Findings<'_>, booking: &Booking, manifest: &Manifest) {
    findings.records("records", &booking.records);
    findings.body("question", &booking.question);
    findings.template("ticket", &booking.ticket);
    findings.add_if(!(1..=DAYS_MAX).contains(&booking.days), "days", "write 1 to 365");
    findings.add_if(!(1..=10).contains(&booking.people), "people", "write 1 to 10");
    let is_hold = PAYMENT_MINUTES.contains(&booking.hold);
    let is_paid = manifest.paise_max().is_some();
    findings.add_if(
        is_paid && !is_hold,
        "hold",
        "a payment takes 20 to 10080 minutes: write so many",
    );
    fields::check(findings, &booking.fields, 0);
    let has_name = booking.fields.iter().any(|field| field.id == "name");
    findings.add_if(has_name, "field `name`", "a name is asked always: remove it");
}

/// A kind of certificate that the manifest must have.
pub(super) fn check_kind(
    findings: &mut Findings<'_>,
    field: &str,
    kind: &str,
    manifest: &Manifest,
) {
    if manifest.certificate(kind).is_none() {
        findings.add(
            field,
            format!("`department.toml` has no `[[certificates]]` with `kind = \"{kind}\"`"),
        );
    }
}

fn check_grievance(findings: &mut Findings<'_>, grievance: &Grievance) {
    findings.records("offices", &grievance.offices);
    findings.body("question", &grievance.question);
    let n_categories = grievance.categories.len();
    if !(1..=9).contains(&n_categories) {
        findings.add("category", format!("{n_categories} of them, there must be 1 to 9"));
    }
    for (index, category) in grievance.categories.iter().enumerate() {
        let mut findings = findings.within(&format!("category `{}`", category.id));
        findings.slug("id", &category.id);
        findings.line("title", &category.title, 24);
        let is_hours = (1..=24 * DAYS_MAX).contains(&category.hours);
        findings.add_if(!is_hours, "hours", "write 1 to 8760");
        for earlier in &grievance.categories[..index] {
            let mut titles = earlier.title.each().into_iter().zip(category.title.each());
            let is_same = earlier.id == category.id || titles.any(|(one, other)| one.1 == other.1);
            findings.add_if(
                is_same,
                "",
                "an earlier category has its id or its title: write another",
            );
        }
    }
    fields::check(findings, &grievance.fields, 0);
}

fn check_nearest(findings: &mut Findings<'_>, nearest: &Nearest) {
    findings.records("records", &nearest.records);
    findings.body("question", &nearest.question);
    findings.template("show", &nearest.show);
    findings.add_if(!(1..=8).contains(&nearest.count), "count", "write 1 to 8");
    findings.add_if(!(1..=300).contains(&nearest.within), "within", "write 1 to 300 (km)");
    if let Some(field) = &nearest.fresh_until {
        findings.name("fresh-until", field);
    }
    // Without a shared location nobody knows the distance, and its line is left out.
    for (language, show) in nearest.show.each() {
        let mut lines = show.lines().filter(|line| line.contains("{distance"));
        let is_alone = lines.all(|line| line.matches('{').count() == 1);
        findings.add_if(
            !is_alone,
            &format!("show.{language}"),
            "`{distance}` needs a line without other placeholders: it is left out if nobody knows how far it is",
        );
    }
    asks::check_equal(findings, &nearest.asks);
}
