//! What anybody can fetch who checks a certificate: the trust list and lists of statuses, over real HTTP.

use std::time::Duration;

use mitra_core::certificate::ListPlace;
use mitra_tests::kit::{AuthorityFolder, ISSUER, TestApp, certificate, now};
use mitra_verifier::{Rejected, SignedList, SignedTrustList, Status, TrustKeys, who_signed};
use reqwest::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE};

use crate::certificates::{citizen, hears};

/// Gets a public path; gives its status, its type and its bytes.
async fn get(app: &TestApp, path: &str) -> (u16, String, Vec<u8>) {
    let url = app.webhook_url().parse::<reqwest::Url>().expect("a URL").join(path).expect("a path");
    let answer = reqwest::get(url).await.expect("it answers");
    let status = answer.status().as_u16();
    let header = |name| answer.headers().get(name).map(|it| it.to_str().expect("text").to_owned());
    if status == 200 {
        assert_eq!(header(CACHE_CONTROL).as_deref(), Some("public, max-age=60"), "{path}");
        assert_eq!(header(ACCESS_CONTROL_ALLOW_ORIGIN).as_deref(), Some("*"), "{path}");
    }
    let of_type = header(CONTENT_TYPE).unwrap_or_default();
    (status, of_type, answer.bytes().await.expect("a body").to_vec())
}

/// The trust list, read with the office's root key.
async fn trust_list(app: &TestApp, folder: &AuthorityFolder) -> SignedTrustList {
    let (status, of_type, bytes) = get(app, "/certificates/trust-list").await;
    assert_eq!((status, &*of_type), (200, "application/cose; cose-type=\"cose-sign1\""));
    let roots = std::fs::read_to_string(folder.trust_keys()).expect("the keys");
    let roots = TrustKeys::parse(&roots).expect("keys");
    SignedTrustList::read(&bytes, &roots, now(), None).expect("it is signed")
}

/// The authority's first list.
async fn list(app: &TestApp) -> SignedList {
    let (status, of_type, bytes) = get(app, "/certificates/tahsildar/status/0").await;
    assert_eq!((status, &*of_type), (200, "application/statuslist+cwt"));
    assert!(bytes.len() < 1_024, "{} bytes for a million places", bytes.len());
    SignedList::read(&bytes).expect("a list")
}

/// The places that are not valid.
fn not_valid(list: &SignedList) -> Vec<(u32, Status)> {
    let places = (0..1 << 20).map(|index| (index, list.claims().list.get(index).expect("a place")));
    places.filter(|(_, status)| *status != Status::Valid).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_checks_learns_of_a_revocation() {
    let folder = AuthorityFolder::new(30);
    let mut app = TestApp::start_with(folder.options("")).await.expect("it starts");
    let trusted = trust_list(&app, &folder).await;
    assert_eq!((trusted.claims().number, trusted.list()), (1, &folder.draft()));
    let trusted = trusted.list().clone();

    let missing = get(&app, "/certificates/tahsildar/status/0").await.0;
    assert_eq!(missing, 404, "no certificate has a place in it");
    let asha = citizen(&app, "15550101211").await;
    let issued = hears(&app, &asha, "!certify issue income AP-1").await;
    let before = list(&app).await;
    assert_eq!(before.claims().uri, format!("{ISSUER}/status/0"));
    assert_eq!(before.claims().kept_for, Some(std::time::Duration::from_hours(24)));
    assert_eq!(not_valid(&before), []);

    let id = issued.split(' ').next().expect("an id");
    hears(&app, &asha, &format!("!certify status {id} revoked as-asked")).await;
    // A list is made at most once a minute, and anew by a host that starts.
    assert_eq!(list(&app).await.claims(), before.claims());
    app.stop_host().await.expect("it stops");
    app.start_host().await.expect("it starts again");
    let after = list(&app).await;
    let [(index, Status::Revoked)] = not_valid(&after)[..] else { panic!("one is revoked") };

    let code = folder.authorities().code(&certificate(), ListPlace { list: 0, index }, now());
    let signed = who_signed(&code.expect("it is signed"), &trusted).expect("somebody signed it");
    assert_eq!(signed.stands(std::slice::from_ref(&before), now()), Ok(()));
    assert_eq!(signed.stands(std::slice::from_ref(&after), now()), Err(Rejected::Revoked));
    assert_eq!(signed.stands(&[], now()), Err(Rejected::StatusUnknown));
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trust_list_that_is_put_there_is_published_and_an_older_one_is_not() {
    let folder = AuthorityFolder::new(30);
    let app = TestApp::start_with(folder.options("")).await.expect("it starts");
    let until = async |number: u32| {
        let waiting = async {
            while trust_list(&app, &folder).await.claims().number != number {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("it is published");
    };
    folder.publish(&folder.draft(), 3, now());
    until(3).await;
    let left_s = app.metric("mitra_trust_list_expires_seconds").await.expect("it is measured");
    assert!((7_775_000.0..=7_776_000.0).contains(&left_s), "90 days, and not {left_s} s");
    // Files are read every 5 seconds.
    folder.publish(&folder.draft(), 2, now());
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert_eq!(trust_list(&app, &folder).await.claims().number, 3);
    folder.publish(&folder.draft(), 4, now());
    until(4).await;
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_nothing_else_to_be_fetched() {
    let folder = AuthorityFolder::new(30);
    let app = TestApp::start_with(folder.options("")).await.expect("it starts");
    let asha = citizen(&app, "15550101212").await;
    hears(&app, &asha, "!certify issue income AP-1").await;
    for path in [
        "/certificates/tahsildar/status/1",
        "/certificates/tahsildar/status/00",
        "/certificates/tahsildar/status/-1",
        "/certificates/tahsildar/status/4294967296",
        "/certificates/collector/status/0",
        "/certificates/No%20slug/status/0",
        "/certificates/tahsildar",
        "/certificates/",
        "/certificates/trust-list.json",
        "/verify/",
        "/verify/trust-keys.json",
    ] {
        assert_eq!(get(&app, path).await.0, 404, "{path}");
    }
    list(&app).await;
    app.stop().await.expect("it stops");
}
