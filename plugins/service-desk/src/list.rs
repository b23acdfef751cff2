//! Lists of records to choose from, a page at a time.

use mitra_department::length::excerpt;
use mitra_department::outcome::{choice, choices};
use mitra_department::{Choice, Event, Fault, Language, Reply, Scope};
use serde_json::Value;

use crate::context::Context;
use crate::{records, template, words};

/// Rows of one page, where there are more pages.
const ROWS: usize = 9;
/// Records of one list: a turn reads 100 keys.
const RECORDS_MAX: u32 = 90;
/// Characters of a row's title, and of the line under it.
const TITLE_MAX: usize = 24;
const DETAIL_MAX: usize = 72;
/// Characters over a list.
const BODY_MAX: usize = 1_024;

/// What became of a list.
pub(crate) enum Picked {
    /// The citizen took the record with this end of its key.
    One(String),
    /// Another page, or the same again with the reason.
    Page(usize, Option<&'static str>),
    /// Back out of the first page.
    Out,
    /// It is a list of what was written.
    Matches(Vec<String>),
}

/// One page of rows, with a way to the next.
pub(crate) fn page(context: &Context<'_>, body: &str, rows: Vec<Choice>, page: usize) -> Reply {
    let n_rows = rows.len();
    let fits = n_rows <= ROWS + 1;
    let (from, until) = if fits { (0, n_rows) } else { (page * ROWS, (page + 1) * ROWS) };
    let has_more = until < n_rows;
    let mut shown: Vec<Choice> =
        rows.into_iter().skip(from).take(until.saturating_sub(from)).collect();
    if has_more {
        shown.push(choice(format!("page:{}", page + 1), context.say(words::MORE)));
    }
    distinguish(&mut shown);
    choices(excerpt(body, BODY_MAX), shown)
}

/// Titles must differ: the second of a name gets a number.
fn distinguish(rows: &mut [Choice]) {
    for index in 1..rows.len() {
        let (earlier, rest) = rows.split_at_mut(index);
        let title = rest[0].title.clone();
        let mut number = 2;
        while earlier.iter().any(|row| row.title == rest[0].title) {
            rest[0].title = format!("{} {number}", excerpt(&title, TITLE_MAX - 4));
            number += 1;
        }
    }
}

/// A row for a record.
pub(crate) fn row(id: impl Into<String>, title: &str, detail: Option<&str>) -> Choice {
    let title = excerpt(title.trim(), TITLE_MAX);
    let description = detail.map(|detail| excerpt(detail.trim(), DETAIL_MAX));
    let description = description.filter(|detail| !detail.is_empty() && detail != "-");
    Choice { id: id.into(), title, description }
}

/// The ends of the keys of all records in a folder.
pub(crate) fn ends(context: &Context<'_>, folder: &str) -> Vec<String> {
    let keys = context.host.keys(Scope::Department, folder, RECORDS_MAX);
    keys.into_iter().filter_map(|key| Some(key.strip_prefix(folder)?.to_owned())).collect()
}

/// Which records of a folder are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Offer {
    All,
    /// Those that do not say `"listed": false`. All of them are read for it.
    Listed,
}

/// The ends of the keys of what is offered, with what was read for it.
fn offered(
    context: &Context<'_>,
    folder: &str,
    offer: Offer,
) -> Result<Vec<(String, Option<Value>)>, Fault> {
    let ends = ends(context, folder).into_iter();
    if offer == Offer::All {
        return Ok(ends.map(|end| (end, None)).collect());
    }
    let mut offered = Vec::new();
    for end in ends {
        let record = records::data(context.host, &format!("{folder}{end}"))?.unwrap_or_default();
        if record.get("listed") != Some(&Value::Bool(false)) {
            offered.push((end, Some(record)));
        }
    }
    Ok(offered)
}

/// A page of the records in a folder; none if there are no records.
pub(crate) fn of_records(
    context: &Context<'_>,
    (folder, offer): (&str, Offer),
    body: &str,
    number: usize,
) -> Result<Option<Reply>, Fault> {
    let ends = offered(context, folder, offer)?;
    let number = if number * ROWS < ends.len() { number } else { 0 };
    // Only the rows that are shown are read.
    let n_ends = ends.len();
    let is_shown =
        |index: usize| n_ends <= ROWS + 1 || (number * ROWS..(number + 1) * ROWS).contains(&index);
    let mut rows = Vec::new();
    for (index, (end, read)) in ends.into_iter().enumerate() {
        let key = format!("{folder}{end}");
        let record = match read {
            None if is_shown(index) => records::data(context.host, &key)?,
            read => read,
        };
        rows.push(record_row(&end, &record.unwrap_or_default(), context.language));
    }
    Ok((!rows.is_empty()).then(|| page(context, body, rows, number)))
}

/// Some records of a folder, as one page.
pub(crate) fn of_matches(
    context: &Context<'_>,
    folder: &str,
    body: &str,
    ends: &[String],
) -> Result<Reply, Fault> {
    let mut rows = Vec::new();
    for end in ends.iter().take(ROWS + 1) {
        let record = records::data(context.host, &format!("{folder}{end}"))?;
        rows.push(record_row(end, &record.unwrap_or(Value::Null), context.language));
    }
    Ok(page(context, body, rows, 0))
}

fn record_row(end: &str, record: &Value, language: Language) -> Choice {
    let detail = record.get("detail").map(|detail| template::plain(detail, language));
    row(format!("r:{end}"), &records::name(record, language), detail.as_deref())
}

/// What the citizen did with a page of a folder's records.
pub(crate) fn heard(
    context: &Context<'_>,
    (folder, offer): (&str, Offer),
    number: usize,
) -> Result<Picked, Fault> {
    Ok(match &context.turn.event {
        Event::Chosen(taken) => {
            if let Some(page) = taken.id.strip_prefix("page:") {
                return Ok(Picked::Page(page.parse().unwrap_or(0), None));
            }
            let end = taken.id.strip_prefix("r:").unwrap_or_default();
            let is_there = records::data(context.host, &format!("{folder}{end}"))?.is_some();
            if is_there {
                Picked::One(end.to_owned())
            } else {
                Picked::Page(0, Some(context.say(words::TAKE_ONE)))
            }
        }
        Event::Back if number == 0 => Picked::Out,
        Event::Back => Picked::Page(number - 1, None),
        Event::Text(said) => {
            let mut matches = matches(context, folder, offer, said)?;
            match matches.len() {
                0 => Picked::Page(number, Some(context.say(words::TAKE_ONE))),
                1 => Picked::One(matches.remove(0)),
                _ => Picked::Matches(matches),
            }
        }
        _ => Picked::Page(number, Some(context.say(words::TAKE_ONE))),
    })
}

/// The records with this in their name, in any language.
fn matches(
    context: &Context<'_>,
    folder: &str,
    offer: Offer,
    said: &str,
) -> Result<Vec<String>, Fault> {
    let said = said.trim().to_lowercase();
    let mut found = Vec::new();
    for (end, read) in offered(context, folder, offer)? {
        let record = match read {
            Some(record) => record,
            None => records::data(context.host, &format!("{folder}{end}"))?.unwrap_or_default(),
        };
        let names = [Language::Te, Language::En, Language::Hi];
        let mut names = names.into_iter().map(|language| records::name(&record, language));
        if names.any(|name| name.to_lowercase().contains(&said)) {
            found.push(end);
        }
    }
    Ok(found)
}
