//! What stands behind `answer`: a web service's answer.

use mitra_core::http::HttpMethod;

use super::Line;
use crate::mistake::Mistake;
use crate::pattern::Pattern;
use crate::script::{Answer, Answered};

const METHODS: [HttpMethod; 6] = [
    HttpMethod::Get,
    HttpMethod::Head,
    HttpMethod::Post,
    HttpMethod::Put,
    HttpMethod::Patch,
    HttpMethod::Delete,
];

/// `GET https://a.example/x`, and below it a status with a body, or `unreachable`, `times out` or `stand-in`.
pub(super) fn parse(request: &str, block: &[Line<'_>]) -> Result<Answer, Mistake> {
    let head = |what: String| Mistake::new(block[0].number, what);
    let (method, url) = request.split_once(' ').unwrap_or((request, ""));
    let found = METHODS.into_iter().find(|known| known.name() == method);
    let method = found.ok_or_else(|| {
        head(format!(
            "`{method}` is none of GET, HEAD, POST, PUT, PATCH and DELETE: `answer GET https://a.example/bill`"
        ))
    })?;
    let url = url.trim();
    if url.is_empty() || url.contains(char::is_whitespace) {
        return Err(head(format!("`{url}` is no address: `answer GET https://a.example/bill`")));
    }
    let url = Pattern::parse(url).map_err(head)?;
    let Some((status, body)) = block[1..].split_first() else {
        let what = "says not what is answered: below it, indented, stands `200 application/json` and the body, \
                    or `unreachable`, `times out` or `stand-in`";
        return Err(head(what.to_owned()));
    };
    let answered = answered(status, body)?;
    Ok(Answer { method, url, answered })
}

fn answered(first: &Line<'_>, body: &[Line<'_>]) -> Result<Answered, Mistake> {
    let mistake = |what: String| Mistake::new(first.number, what);
    let text = first.text.trim();
    let without_body = |answered: Answered| match body.first() {
        None => Ok(answered),
        Some(line) => Err(Mistake::new(line.number, "goes on an answer that never came")),
    };
    match text {
        "unreachable" => return without_body(Answered::Unreachable),
        "times out" => return without_body(Answered::TimesOut),
        "stand-in" => return without_body(Answered::StandIn),
        _ => {}
    }
    let (status, content_type) = text.split_once(' ').unwrap_or((text, ""));
    let parsed = status.parse().ok().filter(|status| (100..=599).contains(status));
    let status: u16 = parsed.ok_or_else(|| {
        mistake(format!(
            "`{text}` is neither a status, 100 to 599, nor `unreachable`, `times out` or `stand-in`"
        ))
    })?;
    let content_type = Some(content_type.trim().to_owned()).filter(|text| !text.is_empty());
    let body = body.iter().map(|line| line.text.trim_end().to_owned()).collect();
    Ok(Answered::Response { status, content_type, body })
}
