//! A department's back end: it sends notices.

use mitra_server::config::TokenHash;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{guest, manifest};

/// Sends notices of one department to one host.
#[derive(Debug, Clone)]
pub struct Office {
    client: reqwest::Client,
    url: String,
    token: String,
}

/// What a host answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeAnswer {
    /// The HTTP status.
    pub status: u16,
    /// `status` or `error` of the body.
    pub word: String,
    /// `message` of the body, if it is an error.
    pub message: String,
}

impl Office {
    /// The back end of a department, with its own token.
    pub fn of(department: &str, listener: std::net::SocketAddr) -> Self {
        let url = format!("http://{listener}/departments/{department}/notices");
        Self { client: reqwest::Client::new(), url, token: token_of(department) }
    }

    /// The same with another token.
    #[must_use]
    pub fn with_token(self, token: &str) -> Self {
        Self { token: token.to_owned(), ..self }
    }

    /// Sends a notice in the service `echo`. None if no whole answer came.
    pub async fn sends(&self, id: &str, citizen: &str, body: &str) -> Option<NoticeAnswer> {
        let notice = json!({ "id": id, "citizen": citizen, "service": "echo", "body": body });
        self.posts(&notice).await
    }

    /// Asks what became of a notice. None if no whole answer came.
    pub async fn asks(&self, id: &str) -> Option<Value> {
        let url = format!("{}/{id}", self.url);
        let answer = self.client.get(url).bearer_auth(&self.token).send().await.ok()?;
        answer.json().await.ok()
    }

    /// Sends this JSON. None if no whole answer came.
    pub async fn posts(&self, notice: &Value) -> Option<NoticeAnswer> {
        let request = self.client.post(&self.url).bearer_auth(&self.token).json(notice);
        let answer = request.send().await.ok()?;
        let status: StatusCode = answer.status();
        let body: Value = answer.json().await.ok()?;
        let text = |key: &str| body[key].as_str().unwrap_or_default().to_owned();
        let word = text("status") + &text("error");
        Some(NoticeAnswer { status: status.as_u16(), word, message: text("message") })
    }
}

/// The block of an echoing department whose vendor asks for notices, or does not, and whose operator grants them.
///
/// # Panics
/// If its manifest cannot be written.
pub fn noticed_echo(department: &str, asks: bool) -> String {
    let manifest = manifest(&format!("id = '{department}'\n[notices]\nreceive = {asks}\n"));
    let (component, hash) = (guest("echo"), TokenHash::of(token_of(department).as_bytes()));
    format!(
        "[[department]]\nid = '{department}'\nconfig = {{ id = '{department}' }}\ncomponent = '{}'\n\
         manifest = '{}'\nnotices.token_sha256 = ['{hash}']\n",
        component.display(),
        manifest.display()
    )
}

fn token_of(department: &str) -> String {
    format!("the token of {department}")
}
