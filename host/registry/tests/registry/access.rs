//! Who asks: told where it is wanted, to the registry alone, and to nobody who reads an error.

use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use mitra_core::identity::Secret;
use mitra_registry::{Credentials, RegistryClient, RegistryError};

use crate::fake::{ANONYMOUS, Fake, artifact, redirect};

const PASSWORD: &str = "open sesame";
/// `vendor` and the password, as RFC 7617 writes them.
const BASIC: &str = "Basic dmVuZG9yOm9wZW4gc2VzYW1l";

fn credentials(password: &str) -> Credentials {
    Credentials::password("vendor", Secret::new(password)).expect("they are good")
}

fn challenge(text: &str) -> Response {
    (StatusCode::UNAUTHORIZED, [("www-authenticate", text.to_owned())]).into_response()
}

fn hides_the_password(error: &RegistryError) {
    for shown in [format!("{error}"), format!("{error:?}")] {
        let is_hidden =
            ["sesame", "dmVuZG9y", "the-token"].iter().all(|text| !shown.contains(text));
        assert!(is_hidden, "{shown}");
    }
}

#[tokio::test]
async fn a_password_is_told_once_it_is_wanted() {
    let artifact = artifact();
    let fake = Fake::start().await;
    fake.twist(|asked, _| {
        let is_known = asked.authorization.as_deref() == Some(BASIC);
        (!is_known).then(|| challenge(r#"Basic realm="registry""#))
    });
    let (client, reference) = (RegistryClient::default(), fake.reference("1.4.0"));
    let pushed = client.push(&artifact, &reference, &credentials(PASSWORD)).await.expect("pushed");
    assert_eq!(fake.asked()[0].authorization, None);
    let fetched = client.fetch(&pushed, &credentials(PASSWORD)).await.expect("fetched");
    assert_eq!(fetched, artifact);
    let error = client.fetch(&pushed, &ANONYMOUS).await.expect_err("who asks is not known");
    assert!(matches!(error, RegistryError::Anonymous { .. }), "{error:?}");
    let wrong = credentials("open barley and sesame");
    for error in [
        client.fetch(&pushed, &wrong).await.expect_err("it is wrong"),
        client.push(&artifact, &reference, &wrong).await.expect_err("it is wrong"),
    ] {
        assert!(matches!(error, RegistryError::Unauthorised { .. }), "{error:?}");
        assert!(error.to_string().contains("user and password for `water`"), "{error}");
        hides_the_password(&error);
    }
}

#[tokio::test]
async fn a_token_is_got_from_whom_the_registry_names() {
    let artifact = artifact();
    let fake = Fake::start().await;
    let realm = format!(r#"Bearer realm="http://{}/token",service="registry""#, fake.address);
    fake.twist(move |asked, _| match asked.authorization.as_deref() {
        Some(BASIC) if asked.path == "/token" => {
            assert_eq!(asked.query, "service=registry&scope=repository:water:pull%2Cpush");
            Some(r#"{"token":"the-token","expires_in":300}"#.into_response())
        }
        Some("Bearer the-token") => None,
        _ if asked.path == "/token" => Some(StatusCode::UNAUTHORIZED.into_response()),
        _ => Some(challenge(&realm)),
    });
    let (client, reference) = (RegistryClient::default(), fake.reference("1.4.0"));
    client.push(&artifact, &reference, &credentials(PASSWORD)).await.expect("pushed");
    let n_tokens = fake.asked().iter().filter(|asked| asked.path == "/token").count();
    assert_eq!(n_tokens, 1, "a token is good for all of a push");
    let wrong = credentials("open barley and sesame");
    let error = client.push(&artifact, &reference, &wrong).await.expect_err("it is wrong");
    assert!(matches!(error, RegistryError::Unauthorised { .. }), "{error:?}");
    hides_the_password(&error);
}

#[tokio::test]
async fn a_password_goes_nowhere_else() {
    // Not in plain HTTP to who is named as the keeper of tokens.
    let (fake, pushed) = Fake::with(&artifact()).await;
    fake.twist(|_, _| Some(challenge(r#"Bearer realm="http://auth.example/token""#)));
    let client = RegistryClient::default();
    let error = client.fetch(&pushed, &credentials(PASSWORD)).await.expect_err("it is refused");
    assert!(error.to_string().contains("`http://auth.example` is not reached by TLS"), "{error}");
    // Not to where blobs are kept, also if it is asked for there.
    let artifact = artifact();
    let (fake, pushed) = Fake::with(&artifact).await;
    let (blobs, _) = Fake::with(&artifact).await;
    let elsewhere = blobs.address.clone();
    fake.twist(move |asked, _| match asked.authorization.as_deref() {
        Some(BASIC) if asked.reads("blobs/") => {
            Some(redirect(&format!("http://{elsewhere}{}", asked.path)))
        }
        Some(BASIC) => None,
        _ => Some(challenge(r#"Basic realm="registry""#)),
    });
    let fetched = client.fetch(&pushed, &credentials(PASSWORD)).await.expect("fetched");
    assert_eq!(fetched, artifact);
    blobs.twist(|_, _| Some(challenge(r#"Basic realm="blobs""#)));
    let error = client.fetch(&pushed, &credentials(PASSWORD)).await.expect_err("it is refused");
    assert!(matches!(error, RegistryError::Unauthorised { .. }), "{error:?}");
    let told = blobs.asked().into_iter().filter(|asked| asked.authorization.is_some()).count();
    assert_eq!(told, 0);
    assert!(blobs.asked().iter().any(|asked| asked.method == Method::GET), "it was asked");
}

#[tokio::test]
async fn what_a_registry_repeats_of_a_password_is_not_shown() {
    let (fake, pushed) = Fake::with(&artifact()).await;
    fake.twist(|asked, _| match asked.authorization.as_deref() {
        Some(told) => {
            let text =
                format!(r#"{{"errors":[{{"code":"DENIED","message":"{told} {PASSWORD}"}}]}}"#);
            Some((StatusCode::TOO_MANY_REQUESTS, text).into_response())
        }
        None => Some(challenge(r#"Basic realm="registry""#)),
    });
    let fetched = RegistryClient::default().fetch(&pushed, &credentials(PASSWORD)).await;
    let error = fetched.expect_err("it is refused");
    assert!(error.to_string().contains("answered 429 (DENIED)"), "{error}");
    hides_the_password(&error);
}

#[tokio::test]
async fn a_token_is_got_by_nobody_in_particular_too_and_is_as_large_as_it_may_be() {
    let artifact = artifact();
    let (fake, pushed) = Fake::with(&artifact).await;
    let keeps = |answer: String| {
        let realm = format!(r#"Bearer realm="http://{}/token""#, fake.address);
        fake.twist(move |asked, _| match asked.authorization.as_deref() {
            None if asked.path == "/token" => Some(answer.clone().into_response()),
            Some("Bearer the-token") => None,
            _ => Some(challenge(&realm)),
        });
    };
    let client = RegistryClient::default();
    // The other name that it has, and as many spaces behind it as are taken.
    let token = r#"{"access_token":"the-token"}"#;
    let padded = |bytes: usize| token.to_owned() + &" ".repeat(bytes - token.len());
    keeps(padded(64 * 1024));
    assert_eq!(client.fetch(&pushed, &ANONYMOUS).await.expect("fetched"), artifact);
    keeps(padded(64 * 1024 + 1));
    let error = client.fetch(&pushed, &ANONYMOUS).await.expect_err("it is too large");
    assert!(error.to_string().contains("more than 65536 bytes for a token"), "{error}");
    for none in ["{}", "<html>", r#"{"token":"of two\nlines"}"#] {
        keeps(none.to_owned());
        let error = client.fetch(&pushed, &ANONYMOUS).await.expect_err("it is none");
        assert!(error.to_string().contains("gave none that can be used"), "{error}");
        hides_the_password(&error);
    }
    let realm = format!(r#"Bearer realm="http://{}/nowhere""#, fake.address);
    fake.twist(move |asked, _| (asked.path != "/nowhere").then(|| challenge(&realm)));
    let error = client.fetch(&pushed, &ANONYMOUS).await.expect_err("there is none");
    assert!(error.to_string().contains("nobody keeps its tokens where it says"), "{error}");
}
