//! Applications: asked by the front desk, held against the rules, paid for where there is a fee, and stored.

mod own;

use mitra_department::calendar::DAY_MS;
use mitra_department::outcome::{ask_form, ask_payment, choice, choices, finish, stay, text};
use mitra_department::payments::{self, PaymentStatus, PaymentUpdate};
use mitra_department::reference;
use mitra_department::{Event, Fault, Outcome, Reply, Scope, show, state};
use mitra_service_desk_model::Form;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::application::{self, Application, Milestone, Standing};
use crate::calendar::Day;
use crate::context::{Context, localized};
use crate::mine::{self, Sent};
use crate::paying::{self, Paid};
use crate::{answers, fields, rules, words};

/// How long a fee may be paid: a day.
const VALID_FOR_SECS: u32 = 86_400;

/// Where a conversation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// Asked for the form.
    Form,
    /// A rule is broken by these answers: asked whether one is to be changed.
    Broken(Map<String, Value>),
    /// Asked for the one that broke it anew; all answers so far.
    Mend(Map<String, Value>),
    /// The fee of this application is not paid.
    Unpaid(String),
    /// Shown what was sent already.
    Own,
    /// Shown one of it.
    Shown,
}

/// One turn.
pub(crate) fn turn(context: &mut Context<'_>, form: &Form) -> Result<Outcome, Fault> {
    if let Event::Payment(update) = &context.turn.event {
        return ended(context, update);
    }
    let step = state::read(context.turn);
    match (&context.turn.event, step) {
        (Event::Timer(_), _) => Ok(context.beside(Vec::new())),
        (Event::Opened, _) | (_, None) => open(context, form),
        (Event::Form(answers), Some(Step::Form)) => {
            let kept = answers::kept(answers);
            sent(context, form, kept)
        }
        (Event::Form(answers), Some(Step::Mend(mut kept))) => {
            kept.extend(answers::kept(answers));
            sent(context, form, kept)
        }
        // Nothing was changed: the same is said again.
        (_, Some(Step::Mend(kept))) => sent(context, form, kept),
        (Event::Chosen(taken), Some(Step::Broken(kept))) if taken.id == "change" => {
            Ok(mend(context, form, kept))
        }
        (Event::Chosen(_), Some(Step::Broken(_))) => Ok(context.thanks()),
        (Event::Back, Some(Step::Shown)) => among_own(context, form),
        (Event::Back, Some(_)) => Ok(finish(Vec::new())),
        (_, Some(Step::Broken(kept))) => sent(context, form, kept),
        (_, Some(Step::Form)) => Ok(ask(context, form, None)),
        (_, Some(Step::Own | Step::Shown)) => among_own(context, form),
        (Event::Chosen(taken), Some(Step::Unpaid(reference))) => match taken.id.as_str() {
            "pay" => pay(context, &reference),
            "new" => Ok(ask(context, form, None)),
            _ => Ok(finish(Vec::new())),
        },
        (_, Some(Step::Unpaid(_))) => open(context, form),
    }
}

/// The key under which a citizen's unpaid application of this service is remembered.
fn unpaid_key(context: &Context<'_>) -> String {
    format!("unpaid/{}", context.turn.service)
}

/// The form, or first an application that is not paid yet.
fn open(context: &mut Context<'_>, form: &Form) -> Result<Outcome, Fault> {
    if let Some(kept) = context.host.get(Scope::Citizen, &unpaid_key(context)) {
        let reference = String::from_utf8_lossy(&kept).into_owned();
        let found = application::read(context, &reference)?;
        if let Some(found) = found.filter(|found| found.status == Standing::Unpaid) {
            let fee = show::rupees(found.fee.unwrap_or_default());
            let body = context.fill(words::STILL_UNPAID, &[&reference, &fee]);
            let question = unpaid_question(context, &body);
            return Ok(stay(vec![question], &Step::Unpaid(reference)));
        }
    }
    Ok(own::list(context, None)?.unwrap_or_else(|| ask(context, form, None)))
}

/// A citizen who is shown what they sent already takes one of it, or begins anew.
fn among_own(context: &mut Context<'_>, form: &Form) -> Result<Outcome, Fault> {
    let taken = match &context.turn.event {
        Event::Chosen(taken) => taken.id.clone(),
        Event::Text(said) => reference::parse_any(said).unwrap_or_default(),
        _ => String::new(),
    };
    match taken.as_str() {
        "new" => return Ok(ask(context, form, None)),
        "done" => return Ok(context.thanks()),
        _ => {}
    }
    if let Some(shown) = own::shown(context, &taken)? {
        return Ok(shown);
    }
    let is_wrong = matches!(context.turn.event, Event::Text(_));
    let why = is_wrong.then(|| context.say(words::NOT_YOURS));
    Ok(own::list(context, why)?.unwrap_or_else(|| ask(context, form, None)))
}

fn unpaid_question(context: &Context<'_>, body: &str) -> Reply {
    let items = vec![
        choice("pay", context.say(words::PAY_NOW)),
        choice("new", context.say(words::NEW_APPLICATION)),
        choice("later", context.say(words::LATER)),
    ];
    choices(body, items)
}

fn ask(context: &Context<'_>, form: &Form, before: Option<&str>) -> Outcome {
    let intro = form.intro.as_ref().map(|intro| context.of(intro));
    let replies = before.or(intro).map(text).into_iter().collect();
    let id = &context.turn.service;
    let asked = fields::asked(id, localized(&form.title), &form.fields, context.turn.now);
    ask_form(replies, asked, &Step::Form)
}

/// The citizen sent the form, or the answer that was asked for anew.
fn sent(
    context: &mut Context<'_>,
    form: &Form,
    answers: Map<String, Value>,
) -> Result<Outcome, Fault> {
    if !form.fields.iter().all(|it| it.optional || answers.contains_key(&it.id)) {
        // It was asked by another release.
        return Ok(ask(context, form, None));
    }
    let now = context.turn.now;
    if let Some(broken) = rules::broken(&form.rules, &answers, Day::of(now)) {
        let items = vec![
            choice("change", context.say(words::CHANGE_ANSWER)),
            choice("stop", context.say(words::STOP)),
        ];
        let said = choices(context.of(&broken.otherwise), items);
        return Ok(stay(vec![said], &Step::Broken(answers)));
    }
    let status = if form.fee.is_some() { Standing::Unpaid } else { Standing::Received };
    let application = Application {
        reference: reference::unused(context.host, context.turn, &form.prefix, "application/"),
        service: context.turn.service.clone(),
        status,
        citizen: context.turn.citizen.pseudonym.clone(),
        at: now,
        decide_by: now + u64::from(form.days) * DAY_MS,
        fee: form.fee,
        attempts: 0,
        paid: None,
        answers,
        history: vec![Milestone { status, at: now, note: None }],
        certificate: None,
    };
    application::write(context, &application);
    mine::list(context.host, Sent::Application, &application.reference);
    let Some(fee) = form.fee else {
        return Ok(finish(vec![text(received(context, &application))]));
    };
    let key = unpaid_key(context);
    context.host.set(Scope::Citizen, &key, application.reference.as_bytes());
    let parts = [&*application.reference, &show::rupees(fee)];
    let said = context.fill(words::KEPT_UNPAID, &parts);
    let mut outcome = pay(context, &application.reference)?;
    outcome.replies.insert(0, text(said));
    Ok(outcome)
}

/// Asks anew for the answer that breaks a rule, and for no other: the contract's forms begin without answers.
fn mend(context: &Context<'_>, form: &Form, answers: Map<String, Value>) -> Outcome {
    let today = Day::of(context.turn.now);
    let broken = rules::broken(&form.rules, &answers, today);
    let field = broken.and_then(|rule| form.fields.iter().find(|it| it.id == rule.field));
    // Another release may have no such rule.
    let Some(field) = field else { return ask(context, form, None) };
    let id = &context.turn.service;
    let fields = std::slice::from_ref(field);
    let asked = fields::asked(id, localized(&form.title), fields, context.turn.now);
    ask_form(Vec::new(), asked, &Step::Mend(answers))
}

fn received(context: &Context<'_>, application: &Application) -> String {
    let name = context.service_name(&application.service);
    let parts = [&*name, &application.reference, &show::date(application.decide_by)];
    context.fill(words::RECEIVED, &parts)
}

/// Asks for the fee: again for what is open, anew for what failed or expired.
fn pay(context: &mut Context<'_>, reference: &str) -> Result<Outcome, Fault> {
    let found = application::read(context, reference)?;
    let Some(mut application) = found.filter(|found| found.status == Standing::Unpaid) else {
        return Ok(finish(vec![text(context.not_found())]));
    };
    let last = format!("{reference}-{}", application.attempts);
    match context.host.find_payment(&last) {
        Some(PaymentStatus::Open) => {}
        // The host knows already, and its word on it is on the way.
        Some(PaymentStatus::Paid(_)) => return Ok(context.thanks()),
        Some(PaymentStatus::Failed | PaymentStatus::Expired) | None => {
            application.attempts += 1;
            application::write(context, &application);
        }
    }
    let payment = format!("{reference}-{}", application.attempts);
    let purpose = words::FEE_PURPOSE.filled(&[reference]);
    let fee = application.fee.unwrap_or_default();
    let request = payments::request(payment, fee, purpose, VALID_FOR_SECS);
    Ok(ask_payment(Vec::new(), request, &Step::Unpaid(reference.to_owned())))
}

/// The host says what became of a fee.
fn ended(context: &mut Context<'_>, update: &PaymentUpdate) -> Result<Outcome, Fault> {
    let reference = update.reference.rsplit_once('-').map_or("", |(reference, _)| reference);
    let Some(mut application) = application::read(context, reference)? else {
        context.complain(&format!("`{}` is no fee of ours", update.reference));
        return Ok(context.beside(Vec::new()));
    };
    let amount = show::rupees(update.amount);
    match &update.status {
        PaymentStatus::Open => Ok(context.beside(Vec::new())),
        PaymentStatus::Paid(receipt) if application.paid.is_none() => {
            application.paid = Some(Paid::new(update, receipt));
            application.status = Standing::Received;
            // Days are counted from when the office has it.
            application.decide_by += context.turn.now.saturating_sub(application.at);
            let milestone = Milestone { status: Standing::Received, at: receipt.at, note: None };
            application.history.push(milestone);
            application::write(context, &application);
            let key = unpaid_key(context);
            // It may name a later application, which is still unpaid.
            if context.host.get(Scope::Citizen, &key).is_some_and(|it| it == reference.as_bytes()) {
                context.host.delete(Scope::Citizen, &key);
            }
            let paid = context.fill(words::FEE_PAID, &[&amount, &receipt.id]);
            let said = received(context, &application);
            let said = vec![text(format!("{paid}\n\n{said}"))];
            Ok(if waits_for(context, reference) { finish(said) } else { context.beside(said) })
        }
        PaymentStatus::Paid(receipt) => {
            if application.paid.as_ref().is_some_and(|paid| paid.receipt == receipt.id) {
                return Ok(context.beside(Vec::new()));
            }
            let paid = Paid::new(update, receipt);
            paying::owe(context.host, context.turn, &update.reference, &paid, reference);
            let parts = [&*amount, &receipt.id, context.helpline()];
            Ok(context.beside(vec![text(context.fill(words::OWED, &parts))]))
        }
        PaymentStatus::Failed | PaymentStatus::Expired => {
            if application.status != Standing::Unpaid {
                return Ok(context.beside(Vec::new()));
            }
            let said = context.fill(words::NOT_PAID, &[reference]);
            if !waits_for(context, reference) {
                // Beside something else, perhaps another form, choices could not be tapped.
                let name = context.service_name(&application.service);
                let how = context.fill(words::PAY_BY_OPENING, &[&name]);
                return Ok(context.beside(vec![text(format!("{said}\n\n{how}"))]));
            }
            let state = Step::Unpaid(reference.to_owned());
            Ok(stay(vec![unpaid_question(context, &said)], &state))
        }
    }
}

/// Whether the citizen is just where this application's fee is paid.
fn waits_for(context: &Context<'_>, reference: &str) -> bool {
    let step: Option<Step> = state::read(context.turn);
    matches!(step, Some(Step::Unpaid(unpaid)) if unpaid == reference)
}
