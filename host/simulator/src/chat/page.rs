//! The files of the chat page.

use axum::Router;
use axum::http::header;
use axum::routing::get;

/// Nothing from elsewhere but media that a host links to; no inline script.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: https:; \
    media-src 'self' blob: https:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const STYLE: &str = "text/css";
const SCRIPT: &str = "text/javascript";

/// Path, type and content of each.
const FILES: [(&str, &str, &str); 14] = [
    ("/", HTML, include_str!("../../page/index.html")),
    ("/page/style.css", STYLE, include_str!("../../page/style.css")),
    ("/page/chat.css", STYLE, include_str!("../../page/chat.css")),
    ("/page/sheet.css", STYLE, include_str!("../../page/sheet.css")),
    ("/page/main.js", SCRIPT, include_str!("../../page/main.js")),
    ("/page/chats.js", SCRIPT, include_str!("../../page/chats.js")),
    ("/page/transport.js", SCRIPT, include_str!("../../page/transport.js")),
    ("/page/elements.js", SCRIPT, include_str!("../../page/elements.js")),
    ("/page/people.js", SCRIPT, include_str!("../../page/people.js")),
    ("/page/bubbles.js", SCRIPT, include_str!("../../page/bubbles.js")),
    ("/page/bubble.js", SCRIPT, include_str!("../../page/bubble.js")),
    ("/page/sheets.js", SCRIPT, include_str!("../../page/sheets.js")),
    ("/page/faults.js", SCRIPT, include_str!("../../page/faults.js")),
    ("/page/composer.js", SCRIPT, include_str!("../../page/composer.js")),
];

/// Routes the files.
pub(super) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    FILES.into_iter().fold(Router::new(), |router, (path, kind, content)| {
        let headers = [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "no-referrer"),
        ];
        router.route(path, get(async move || (headers, content)))
    })
}
