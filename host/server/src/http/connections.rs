//! Connections of one listener: how many, how long the head of a request may take, and how they end.

use std::io::{Error, ErrorKind};
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use metrics::gauge;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Connections to the webhook at once: twice the notifications that are admitted. Each needs a file descriptor.
pub(crate) const WEBHOOK_CONNECTIONS_MAX: usize = 2_048;
/// Connections of departments' back ends at once: twice the notices that are admitted.
pub(crate) const NOTICES_CONNECTIONS_MAX: usize = 128;
/// Connections to the admin API at once: some operators, and some programs that watch.
pub(crate) const ADMIN_CONNECTIONS_MAX: usize = 64;
/// Connections to the operations pages at once: a few programs look there.
pub(crate) const OPERATIONS_CONNECTIONS_MAX: usize = 64;
/// How long the head of a request may take to arrive, from the end of the one before: so also how long a connection
/// may idle. A proxy in front must let go of idle connections sooner.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);
/// The most that is read ahead of one connection, heads included.
const READ_BUFFER_BYTES_MAX: usize = 64 * 1024;
/// The pause after no connection can be accepted: no file descriptors are left, most likely.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);

/// Serves at most `connections_max` connections at once until `stop`; then finishes the requests under way.
/// More connections wait in the system's queue. `name` is the listener's in the metrics.
///
/// # Cancel safety
/// Dropping the future cuts all connections off.
pub(crate) async fn serve(
    name: &'static str,
    listener: TcpListener,
    router: Router,
    connections_max: usize,
    stop: CancellationToken,
) {
    let count = gauge!("mitra_connections", "listener" => name);
    let mut connections = JoinSet::new();
    loop {
        count.set(connections.len() as f64);
        tokio::select! {
            biased;
            () = stop.cancelled() => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept(), if connections.len() < connections_max => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(converse(stream, router.clone(), stop.clone()));
                }
                Err(error) if is_of_one_connection(&error) => {}
                Err(error) => {
                    tracing::error!(listener = name, %error, "cannot accept connections");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            },
        }
    }
    // From here on the system refuses connections.
    drop(listener);
    while connections.join_next().await.is_some() {}
    count.set(0.0);
}

async fn converse(stream: TcpStream, router: Router, stop: CancellationToken) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(READ_BUFFER_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        biased;
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        // The other side's affair: it went away, was too slow, or speaks no HTTP.
        tracing::debug!(error = &error as &dyn std::error::Error, "a connection broke off");
    }
}

fn is_of_one_connection(error: &Error) -> bool {
    let kinds =
        [ErrorKind::ConnectionAborted, ErrorKind::ConnectionRefused, ErrorKind::ConnectionReset];
    kinds.contains(&error.kind())
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";

    struct Served {
        address: std::net::SocketAddr,
        stop: CancellationToken,
        serving: tokio::task::JoinHandle<()>,
    }

    async fn served(connections_max: usize) -> Served {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let stop = CancellationToken::new();
        let router = Router::new().route("/", get(async || "ok"));
        let serving = serve("test", listener, router, connections_max, stop.clone());
        Served { address, stop, serving: tokio::spawn(serving) }
    }

    /// Reads until the other side closes or says `ok`.
    async fn answer(stream: &mut TcpStream) -> String {
        let (mut said, mut part) = (Vec::new(), [0; 1024]);
        while !said.ends_with(b"ok") {
            match stream.read(&mut part).await.expect("it is open") {
                0 => break,
                n => said.extend_from_slice(&part[..n]),
            }
        }
        String::from_utf8(said).expect("text")
    }

    #[tokio::test]
    async fn one_connection_too_many_waits_until_another_ends() {
        let served = served(1).await;
        let mut first = TcpStream::connect(served.address).await.expect("it connects");
        first.write_all(REQUEST).await.expect("it sends");
        assert!(answer(&mut first).await.starts_with("HTTP/1.1 200"));
        let mut second = TcpStream::connect(served.address).await.expect("it waits in the queue");
        second.write_all(REQUEST).await.expect("it sends");
        let waits = tokio::time::timeout(Duration::from_millis(100), answer(&mut second)).await;
        assert!(waits.is_err(), "{waits:?}");
        drop(first);
        assert!(answer(&mut second).await.starts_with("HTTP/1.1 200"));
        served.stop.cancel();
        served.serving.await.expect("it ends");
    }

    #[tokio::test]
    async fn a_head_that_never_ends_is_cut_off() {
        let served = served(8).await;
        let mut slow = TcpStream::connect(served.address).await.expect("it connects");
        slow.write_all(b"GET / HTTP/1.1\r\nx-never: ").await.expect("it sends");
        let mut answered = TcpStream::connect(served.address).await.expect("it connects");
        answered.write_all(REQUEST).await.expect("it sends");
        answer(&mut answered).await;
        tokio::time::pause();
        // With the clock paused, waiting for the connection moves it to the next timer: the head's.
        assert!(!answer(&mut slow).await.contains("200"));
    }

    #[tokio::test]
    async fn stopping_closes_idle_connections_and_finishes_requests() {
        let served = served(8).await;
        let mut idle = TcpStream::connect(served.address).await.expect("it connects");
        idle.write_all(REQUEST).await.expect("it sends");
        answer(&mut idle).await;
        served.stop.cancel();
        served.serving.await.expect("it ends");
        assert_eq!(answer(&mut idle).await, "", "closed");
        assert!(TcpStream::connect(served.address).await.is_err(), "nobody listens");
    }
}
