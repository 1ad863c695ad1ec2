//! Connections: each answered by the router, none kept longer than somebody speaks on it.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use crate::config::HttpLimits;

/// Answers what comes in until `stop`; what is under way then ends among the `tasks`. At most as many connections are
/// open as the limits say: more wait where the system queues them. One that does not finish its request's head in
/// time is closed.
pub async fn serve(
    mut listener: TcpListener,
    router: Router,
    limits: &HttpLimits,
    tasks: &TaskTracker,
    stop: &CancellationToken,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.head_time);
    let places = Arc::new(Semaphore::new(limits.connections));
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            // This one waits and goes on where the system refuses for a moment, as with too many files open.
            (place, Listener::accept(&mut listener).await)
        };
        let (place, (socket, from)) = tokio::select! {
            next = next => next,
            () = stop.cancelled() => break,
        };
        without_delay(&socket);
        let router = router.clone();
        let service = service_fn(move |request| answer(router.clone(), from, request));
        let connection = http
            .serve_connection(TokioIo::new(socket), service)
            .with_upgrades();
        let stop = stop.clone();
        tasks.spawn(async move {
            let mut connection = pin!(connection);
            let ended = tokio::select! {
                ended = &mut connection => ended,
                () = stop.cancelled() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%from, %error, "a connection ended early");
            }
            drop(place);
        });
    }
}

async fn answer(
    router: Router,
    from: SocketAddr,
    request: hyper::Request<Incoming>,
) -> Result<Response, Infallible> {
    let mut request: Request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(from));
    router.oneshot(request).await
}

/// Small frames are what live editing is made of.
fn without_delay(socket: &TcpStream) {
    if let Err(error) = socket.set_nodelay(true) {
        tracing::debug!(%error, "a connection keeps small packets back");
    }
}
