//! One piece of business with one registry: its requests, who asks, and how much of an answer is read.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use mitra_core::causes::with_causes;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, Url};
use serde::Deserialize;

use crate::challenge::{Challenge, Token};
use crate::client::Patience;
use crate::credentials::{Credentials, authorization};
use crate::digest::Digest;
use crate::error::RegistryError;
use crate::reference::Reference;
use crate::road::{forbidden, may_go, redirects};

/// The largest answer that is no part of a release, in bytes: a token, or what is wrong.
const ANSWER_BYTES_MAX: u64 = 64 * 1024;
/// The longest word for what is wrong, in characters. Those of the specification have at most 21.
const CODE_CHARS_MAX: usize = 40;

/// What one wants to do in a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Pull,
    Push,
}

/// One piece of business with one registry.
pub(crate) struct Session<'a> {
    http: Client,
    reference: &'a Reference,
    credentials: &'a Credentials,
    access: Access,
    silence: Duration,
    /// What the registry was told of who asks, once it wanted to know.
    authorization: Option<HeaderValue>,
}

impl<'a> Session<'a> {
    /// Makes ready; connects with the first request. A proxy named by the environment (`HTTPS_PROXY`) is used, but not
    /// for a registry on this machine.
    pub(crate) fn new(
        reference: &'a Reference,
        credentials: &'a Credentials,
        access: Access,
        patience: Patience,
    ) -> Result<Self, RegistryError> {
        let is_local = reference.is_local();
        let mut http = Client::builder()
            .redirect(redirects(is_local))
            .referer(false)
            .connect_timeout(patience.connect)
            .user_agent(concat!("mitra/", env!("CARGO_PKG_VERSION")));
        if is_local {
            // The name is of this machine by its own right, whatever a name server says.
            let own = [(Ipv4Addr::LOCALHOST, 0).into(), (Ipv6Addr::LOCALHOST, 0).into()];
            http = http.no_proxy().resolve_to_addrs("localhost", &own);
        }
        let http = http.build().map_err(RegistryError::Client)?;
        let silence = patience.silence;
        Ok(Self { http, reference, credentials, access, silence, authorization: None })
    }

    pub(crate) fn reference(&self) -> &'a Reference {
        self.reference
    }

    /// Makes one request, and the same again if the registry first wants to know who asks. The answer may be anything.
    pub(crate) async fn send(
        &mut self,
        method: Method,
        url: &Url,
        shape: impl Fn(RequestBuilder) -> RequestBuilder,
    ) -> Result<Response, RegistryError> {
        let answer = self.attempt(method.clone(), url, &shape).await?;
        // Who it was that others sent us to does not learn who we are.
        if answer.status() != StatusCode::UNAUTHORIZED || !self.is_own(answer.url()) {
            return Ok(answer);
        }
        self.authorize(answer.headers()).await?;
        self.attempt(method, url, &shape).await
    }

    async fn attempt(
        &self,
        method: Method,
        url: &Url,
        shape: &impl Fn(RequestBuilder) -> RequestBuilder,
    ) -> Result<Response, RegistryError> {
        if !may_go(url, self.reference.is_local()) {
            return Err(self.astray(forbidden(url)));
        }
        let is_upload = method == Method::PUT;
        let mut request = shape(self.http.request(method, url.clone()));
        if let Some(authorization) = self.authorization.clone().filter(|_| self.is_own(url)) {
            request = request.header(AUTHORIZATION, authorization);
        }
        if is_upload {
            // While a blob is on its way, nothing has to come back.
            return request.send().await.map_err(|error| self.failed(error));
        }
        self.heard(request.send()).await
    }

    /// What comes of the registry, unless it is silent for too long.
    async fn heard<T>(
        &self,
        coming: impl Future<Output = Result<T, reqwest::Error>>,
    ) -> Result<T, RegistryError> {
        let silent = |_| {
            let detail = format!("nothing came for {:?}", self.silence);
            RegistryError::Broken { registry: self.registry(), detail }
        };
        let come = tokio::time::timeout(self.silence, coming).await.map_err(silent)?;
        come.map_err(|error| self.failed(error))
    }

    /// Finds out how the registry wants to be told who asks, and does so from now on.
    async fn authorize(&mut self, headers: &HeaderMap) -> Result<(), RegistryError> {
        let action = match self.access {
            Access::Pull => "pull",
            Access::Push => "pull,push",
        };
        let scope = format!("repository:{}:{action}", self.reference.repository());
        let told = match Challenge::of(headers, &scope) {
            Some(Challenge::Password) => self.credentials.basic(),
            Some(Challenge::Token(keeper)) => Some(self.token(&keeper).await?),
            None => None,
        };
        self.authorization = Some(told.ok_or_else(|| self.unauthorised())?);
        Ok(())
    }

    /// Gets a token from whom the registry trusts with its users.
    async fn token(&self, keeper: &Url) -> Result<HeaderValue, RegistryError> {
        if !may_go(keeper, self.reference.is_local()) {
            return Err(self.astray(forbidden(keeper)));
        }
        let mut request = self.http.get(keeper.clone());
        if let Some(basic) = self.credentials.basic() {
            request = request.header(AUTHORIZATION, basic);
        }
        let answer = self.heard(request.send()).await?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Err(self.astray("nobody keeps its tokens where it says".to_owned()));
        }
        let answer = self.checked(answer, StatusCode::OK, "a token").await?;
        let body = self.read(answer, "a token", ANSWER_BYTES_MAX).await?;
        let token = serde_json::from_slice(&body).ok().and_then(Token::into_text);
        let header = token.and_then(|token| authorization("Bearer", &token));
        header.ok_or_else(|| {
            self.astray("who keeps its tokens gave none that can be used".to_owned())
        })
    }

    /// The answer, if it has this status; else what it means. What was asked for is named if it is not there.
    pub(crate) async fn checked(
        &self,
        answer: Response,
        wanted: StatusCode,
        what: &str,
    ) -> Result<Response, RegistryError> {
        match answer.status() {
            status if status == wanted => Ok(answer),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(self.unauthorised()),
            StatusCode::NOT_FOUND => Err(RegistryError::NotFound(what.to_owned())),
            status => {
                let body = self.read(answer, "what is wrong", ANSWER_BYTES_MAX).await;
                let (registry, status) = (self.registry(), status.as_u16());
                let code = code(&body.unwrap_or_default());
                Err(RegistryError::Answered { registry, status, code })
            }
        }
    }

    /// Reads an answer to its end, if it has no more bytes than these.
    pub(crate) async fn read(
        &self,
        mut answer: Response,
        what: &str,
        bytes_max: u64,
    ) -> Result<Vec<u8>, RegistryError> {
        let too_large = || RegistryError::TooLarge { what: what.to_owned(), bytes_max };
        if answer.content_length().is_some_and(|bytes| bytes > bytes_max) {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = self.heard(answer.chunk()).await? {
            if (bytes.len() + chunk.len()) as u64 > bytes_max {
                return Err(too_large());
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// The bytes of one blob: so many, and those that have this digest.
    pub(crate) async fn blob(
        &mut self,
        digest: Digest,
        size: u64,
        what: &str,
    ) -> Result<Vec<u8>, RegistryError> {
        let url = self.reference.address(&["blobs", &digest.to_string()]);
        let answer = self.send(Method::GET, &url, |request| request).await?;
        let missing = format!("{what} of {}", self.reference);
        let answer = self.checked(answer, StatusCode::OK, &missing).await?;
        let bytes = self.read(answer, what, size).await?;
        let (what, found) = (what.to_owned(), bytes.len() as u64);
        if found < size {
            return Err(RegistryError::TooShort { what, wanted: size, found });
        }
        match Digest::of(&bytes) {
            found if found == digest => Ok(bytes),
            found => Err(RegistryError::OtherDigest { what, wanted: digest, found }),
        }
    }

    pub(crate) fn astray(&self, detail: String) -> RegistryError {
        RegistryError::Astray { registry: self.registry(), detail }
    }

    fn unauthorised(&self) -> RegistryError {
        let (registry, repository) = (self.registry(), self.reference.repository().to_owned());
        if self.credentials.is_anonymous() {
            RegistryError::Anonymous { registry, repository }
        } else {
            RegistryError::Unauthorised { registry, repository }
        }
    }

    fn failed(&self, error: reqwest::Error) -> RegistryError {
        let registry = self.registry();
        let (is_astray, is_connect) = (error.is_redirect(), error.is_connect());
        let detail = chain(error);
        match (is_astray, is_connect) {
            (true, _) => RegistryError::Astray { registry, detail },
            (false, true) => RegistryError::Unreachable { registry, detail },
            (false, false) => RegistryError::Broken { registry, detail },
        }
    }

    /// Whether an address is the registry's own.
    fn is_own(&self, url: &Url) -> bool {
        url.origin() == self.reference.root().origin()
    }

    fn registry(&self) -> String {
        self.reference.registry().to_owned()
    }
}

/// What the transport said, with its causes, and without the address, of which a part may be a secret.
fn chain(error: reqwest::Error) -> String {
    with_causes(&error.without_url())
}

/// The registry's own word for what is wrong. Not its whole text, in which anything may be: the password, for one.
///
/// Source: OCI distribution specification 1.1, "Error Codes".
fn code(body: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Errors {
        errors: Vec<One>,
    }
    #[derive(Deserialize)]
    struct One {
        code: String,
    }
    let errors = serde_json::from_slice::<Errors>(body).ok();
    let code = errors.and_then(|errors| errors.errors.into_iter().next()).map(|one| one.code);
    let is_word = |code: &String| {
        code.len() <= CODE_CHARS_MAX && code.bytes().all(|c| c.is_ascii_uppercase() || c == b'_')
    };
    code.filter(is_word).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_the_registrys_is_shown_and_no_text() {
        assert_eq!(code(br#"{"errors":[{"code":"DENIED","message":"pw"}]}"#), "DENIED");
        let named = |length: usize| {
            code(format!(r#"{{"errors":[{{"code":"{}"}}]}}"#, "A".repeat(length)).as_bytes()).len()
        };
        assert_eq!((named(CODE_CHARS_MAX), named(CODE_CHARS_MAX + 1)), (CODE_CHARS_MAX, 0));
        for none in
            [r#"{"errors":[{"code":"the password is x"}]}"#, r#"{"errors":[]}"#, "<html>", ""]
        {
            assert_eq!(code(none.as_bytes()), "", "{none}");
        }
    }
}
