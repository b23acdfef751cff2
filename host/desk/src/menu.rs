//! The desk's lists: languages, departments, services, and what was found.

use mitra_core::language::Language;
use mitra_core::limits::ROWS_MAX;
use mitra_core::reply::{Choice, Choices, Reply};
use mitra_core::routing::{Route, RoutingTable};
use mitra_core::session::{Offered, Place, Session};

use crate::texts::{self, Text};
use crate::wire::Target;

/// The names of the languages, each in its own script.
const LANGUAGE_NAMES: [(Language, &str); 3] =
    [(Language::Te, "తెలుగు"), (Language::En, "English"), (Language::Hi, "हिन्दी")];

/// Asks for a language, with a body of the caller's.
///
/// In an open conversation the citizen stays where they are, and the department's choices wait behind the languages.
pub(crate) fn languages(session: &mut Session, body: &str) -> Reply {
    forget_languages(session);
    let waiting = if session.conversation.is_some() {
        std::mem::take(&mut session.offered)
    } else {
        session.place = Place::Languages;
        Vec::new()
    };
    let choice = |(language, name): (Language, &str)| Choice {
        id: Target::Language(language).id(),
        title: name.to_owned(),
        description: None,
    };
    let reply = offer(session, body.to_owned(), LANGUAGE_NAMES.map(choice).to_vec());
    session.offered.extend(waiting);
    reply
}

/// Takes the question for a language back: what was offered before it is offered again.
pub(crate) fn forget_languages(session: &mut Session) {
    session.offered.drain(..n_languages(&session.offered));
}

/// Whether the citizen was just asked for a language.
pub(crate) fn is_asked_for_language(session: &Session) -> bool {
    n_languages(&session.offered) > 0
}

/// The choices of the last message, without those that wait behind the languages: numbers count these.
pub(crate) fn shown(offered: &[Offered]) -> &[Offered] {
    match n_languages(offered) {
        0 => offered,
        n => &offered[..n],
    }
}

fn n_languages(offered: &[Offered]) -> usize {
    let is_language =
        |choice: &&Offered| matches!(Target::parse(&choice.id), Some(Target::Language(_)));
    offered.iter().take_while(is_language).count()
}

/// Shows again what the last message offered, with a body of the caller's and, if there is room, one way more.
pub(crate) fn again(session: &mut Session, body: String, more: Option<Choice>) -> Reply {
    let n_shown = shown(&session.offered).len();
    let waiting = session.offered.split_off(n_shown);
    let choice = |offered: &Offered| Choice {
        id: offered.id.clone(),
        title: offered.title.clone(),
        description: None,
    };
    let mut items: Vec<_> = session.offered.iter().take(ROWS_MAX).map(choice).collect();
    let is_new =
        |more: &Choice| items.iter().all(|item| item.id != more.id && item.title != more.title);
    let more = more.filter(|more| items.len() < ROWS_MAX && is_new(more));
    items.extend(more);
    let reply = offer(session, body, items);
    session.offered.extend(waiting);
    reply
}

/// The same with the way to the menu. The citizen's next answer may be a number, and must reach a department that asked
/// in words: then the way is a tap alone.
pub(crate) fn again_with_menu(session: &mut Session, body: String, language: Language) -> Reply {
    let asked_in_words = session.offered.is_empty();
    let reply = again(session, body, Some(menu_choice(language)));
    if asked_in_words {
        session.offered.clear();
    }
    reply
}

/// Shows one page of the departments; the first with more rows behind them.
pub(crate) fn departments(
    session: &mut Session,
    table: &RoutingTable,
    language: Language,
    (page, more): (usize, Vec<Choice>),
    body: &str,
) -> Reply {
    let rows: Vec<_> = table.routes().iter().map(|route| department_row(route, language)).collect();
    if rows.is_empty() {
        session.place = Place::Door;
        session.offered.clear();
        return Reply::Text { body: texts::NO_DEPARTMENTS.get(language).to_owned() };
    }
    let languages = Choice {
        id: Target::Languages.id(),
        title: texts::LANGUAGES.to_owned(),
        description: None,
    };
    let id = |page| Target::Departments(page).id();
    let (rows, page) = paged_with(rows, more, page, language, Some(languages), id);
    session.place = Place::Departments { page };
    offer(session, body.to_owned(), rows)
}

/// Shows one page of a department's services.
pub(crate) fn services(
    session: &mut Session,
    route: &Route,
    language: Language,
    page: usize,
    preface: Option<&str>,
) -> Reply {
    let department = route.department();
    let row = |service: &mitra_core::department::Service| Choice {
        id: Target::Service(department.id.clone(), service.id.clone()).id(),
        title: service.name.get(language).to_owned(),
        description: Some(service.summary.get(language).to_owned()),
    };
    let up = way(&Target::Departments(0), texts::ALL_DEPARTMENTS, language);
    let id = |page| Target::Services(department.id.clone(), page).id();
    let rows = department.services.iter().map(row).collect();
    let (rows, page) = paged(rows, page, language, Some(up), id);
    session.place = Place::Services { department: department.id.clone(), page };
    let question = texts::SERVICES.with(language, department.name.get(language));
    let body = preface.map_or(question.clone(), |preface| format!("{preface}\n\n{question}"));
    offer(session, body, rows)
}

/// A question with the choices given; remembers them, so that a number or a title stands for a tap.
pub(crate) fn offer(session: &mut Session, body: String, mut items: Vec<Choice>) -> Reply {
    tell_apart(&mut items);
    session.offered = items.iter().map(offered).collect();
    let language = session.language.unwrap_or(Language::En);
    let button = texts::CHOOSE.get(language).to_owned();
    Reply::Choices(Choices { body, button, items })
}

/// What is remembered of a choice.
pub(crate) fn offered(choice: &Choice) -> Offered {
    Offered { id: choice.id.clone(), title: choice.title.clone() }
}

/// A choice of the desk's own.
pub(crate) fn way(target: &Target, title: Text, language: Language) -> Choice {
    Choice { id: target.id(), title: title.get(language).to_owned(), description: None }
}

/// The way to all departments.
pub(crate) fn menu_choice(language: Language) -> Choice {
    way(&Target::Departments(0), texts::MENU, language)
}

fn department_row(route: &Route, language: Language) -> Choice {
    let department = route.department();
    let names = department.services.iter().map(|service| service.name.get(language));
    Choice {
        id: Target::Services(department.id.clone(), 0).id(),
        title: department.name.get(language).to_owned(),
        description: first_that_fit(names),
    }
}

/// As many of the names as fit one row's description, whole ones only.
fn first_that_fit<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut line = String::new();
    for name in names {
        let longer = if line.is_empty() { name.to_owned() } else { format!("{line}, {name}") };
        if mitra_core::text::length(&longer) > mitra_core::limits::ROW_DESCRIPTION_CHARS_MAX {
            break;
        }
        line = longer;
    }
    (!line.is_empty()).then_some(line)
}

/// The rows of one page with the ways to its neighbours, and the page's number: the last, if there is none such.
///
/// `id` makes the id of the way to another page. Everything fits one page if it can; else each page keeps room for both
/// ways and for `last`, which ends every page.
pub(crate) fn paged(
    rows: Vec<Choice>,
    page: usize,
    language: Language,
    last: Option<Choice>,
    id: impl Fn(usize) -> String,
) -> (Vec<Choice>, usize) {
    paged_with(rows, Vec::new(), page, language, last, id)
}

/// The same, with more rows behind those of the first page. It has a way less than others, and so room for one of them;
/// for each further one it has a row less.
fn paged_with(
    mut rows: Vec<Choice>,
    more: Vec<Choice>,
    page: usize,
    language: Language,
    last: Option<Choice>,
    id: impl Fn(usize) -> String,
) -> (Vec<Choice>, usize) {
    let (n_last, n_more) = (usize::from(last.is_some()), more.len());
    if rows.len() + n_more + n_last <= ROWS_MAX {
        return (rows.into_iter().chain(more).chain(last).collect(), 0);
    }
    let per_page = ROWS_MAX - 2 - n_last;
    let n_first = per_page - n_more.saturating_sub(1);
    let n_pages = 1 + rows.len().saturating_sub(n_first).div_ceil(per_page);
    let page = page.min(n_pages - 1);
    let turn = |to: usize, title: Text| Choice {
        id: id(to),
        title: title.get(language).to_owned(),
        description: None,
    };
    let mut shown = if page == 0 {
        rows.truncate(n_first);
        rows.extend(more);
        rows
    } else {
        rows.into_iter().skip(n_first + (page - 1) * per_page).take(per_page).collect()
    };
    if page + 1 < n_pages {
        shown.push(turn(page + 1, texts::NEXT_PAGE));
    }
    if page > 0 {
        shown.push(turn(page - 1, texts::PREVIOUS_PAGE));
    }
    shown.extend(last);
    (shown, page)
}

/// Two departments may have services of one name; WhatsApp wants all titles of a message different.
pub(crate) fn tell_apart(items: &mut [Choice]) {
    for index in 1..items.len() {
        let (earlier, rest) = items.split_at_mut(index);
        let item = &mut rest[0];
        let mut n_same = 2;
        let name = item.title.clone();
        while earlier.iter().any(|other| other.title == item.title) {
            let mark = format!(" {n_same}");
            let room = mitra_core::limits::ROW_TITLE_CHARS_MAX - mark.len();
            // The one place where a title is cut: to put a number behind it.
            item.title = format!("{}{mark}", cut(&name, room).trim_end());
            n_same += 1;
        }
    }
}

/// As much of the text as has at most so many characters, counted as [`mitra_core::text::length`] does.
fn cut(text: &str, chars_max: usize) -> &str {
    let mut chars = 0;
    let end = text.char_indices().find(|(_, c)| {
        chars += c.len_utf16();
        chars > chars_max
    });
    end.map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use mitra_core::limits::ROW_TITLE_CHARS_MAX;
    use mitra_core::text::length;

    use super::*;

    #[test]
    fn services_of_one_name_are_numbered_within_the_row() {
        for name in ["Bill".to_owned(), "అ".repeat(24), "🙏".repeat(12)] {
            let item = Choice { id: String::new(), title: name.clone(), description: None };
            let mut items = vec![item; 10];
            tell_apart(&mut items);
            let titles: std::collections::BTreeSet<_> =
                items.iter().map(|item| &item.title).collect();
            assert_eq!(titles.len(), 10, "{titles:?}");
            assert!(titles.iter().all(|title| length(title) <= ROW_TITLE_CHARS_MAX), "{titles:?}");
        }
    }
}
