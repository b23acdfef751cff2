//! Meta's verification of the webhook.

use mitra_simulator::{Handshake, Simulator, SimulatorOptions};
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::kit::{Manners, Meta, PATIENCE, quick, serve};

async fn outcome(meta: &Meta) -> Handshake {
    timeout(PATIENCE, meta.handle().handshake()).await.expect("the host answers")
}

#[tokio::test]
async fn a_host_that_knows_the_token_is_verified() {
    let meta = Meta::start(quick()).await;
    assert_eq!(outcome(&meta).await, Handshake::Verified);
    assert_eq!(meta.handle().counters().handshake, Handshake::Verified);
    meta.stop().await;
}

#[tokio::test]
async fn a_host_with_another_token_is_not() {
    let manners = Manners { verify_token: "another".to_owned(), ..Manners::default() };
    let meta = Meta::start_with(quick(), manners).await;
    assert_eq!(outcome(&meta).await, Handshake::Refused(403));
    meta.stop().await;
}

#[tokio::test]
async fn nothing_may_stand_beside_the_challenge() {
    let manners = Manners { after_challenge: "\n".to_owned(), ..Manners::default() };
    let meta = Meta::start_with(quick(), manners).await;
    assert_eq!(outcome(&meta).await, Handshake::WrongChallenge);
    let (status, body) = meta.page("/sim/handshake", serde_json::json!(null)).await;
    assert_eq!((status, body.as_str()), (200, "\"wrong_challenge\""));
    meta.stop().await;
}

#[tokio::test]
async fn a_host_that_comes_later_is_verified_then() {
    let address = {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        listener.local_addr().expect("an address")
    };
    let webhook_url = format!("http://{address}/webhook");
    let simulator =
        Simulator::start(SimulatorOptions { webhook_url, ..quick() }).await.expect("it starts");
    assert_eq!(simulator.handle().shake_hands().await, Handshake::Waiting);
    serve(TcpListener::bind(address).await.expect("the port is free"), Manners::default());
    let outcome = timeout(PATIENCE, simulator.handle().handshake()).await.expect("an answer");
    assert_eq!(outcome, Handshake::Verified);
    simulator.stop().await;
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let webhook_url = format!("http://{}/moved", listener.local_addr().expect("an address"));
    serve(listener, Manners::default());
    let simulator =
        Simulator::start(SimulatorOptions { webhook_url, ..quick() }).await.expect("it starts");
    assert_eq!(simulator.handle().handshake().await, Handshake::Refused(307));
    simulator.stop().await;
}
