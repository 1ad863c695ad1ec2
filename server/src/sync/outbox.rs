//! What waits to be sent to one session: bounded in frames and bytes (SPEC.md, S1).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::close::Close;

/// The room's end: never waits, and ends the session instead of leaving a frame out.
#[derive(Debug, Clone)]
pub(super) struct Outbox {
    frames: mpsc::Sender<Bytes>,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    bytes: AtomicUsize,
    most_bytes: usize,
    close: OnceLock<Close>,
    closed: CancellationToken,
}

/// The session's end.
#[derive(Debug)]
pub(super) struct Waiting {
    frames: mpsc::Receiver<Bytes>,
    shared: Arc<Shared>,
}

/// An outbox for at most so many frames. A frame fits as long as no more than `most_bytes` wait before it, so that a
/// document of any size can be sent to somebody who joins.
pub(super) fn outbox(most_frames: usize, most_bytes: usize) -> (Outbox, Waiting) {
    let (sender, receiver) = mpsc::channel(most_frames.max(1));
    let shared = Arc::new(Shared {
        bytes: AtomicUsize::new(0),
        most_bytes,
        close: OnceLock::new(),
        closed: CancellationToken::new(),
    });
    (
        Outbox {
            frames: sender,
            shared: Arc::clone(&shared),
        },
        Waiting {
            frames: receiver,
            shared,
        },
    )
}

impl Outbox {
    /// Puts a frame in line. When there is no room the session is closed with `resync`.
    pub(super) fn push(&self, frame: Bytes) {
        if self.shared.closed.is_cancelled() {
            return;
        }
        let length = frame.len();
        let before = self.shared.bytes.fetch_add(length, Ordering::AcqRel);
        let fits = before <= self.shared.most_bytes;
        if !fits || self.frames.try_send(frame).is_err() {
            self.close(Close::RESYNC);
        }
    }

    /// Ends the session; the first reason counts. What still waits is not sent.
    pub(super) fn close(&self, close: Close) {
        if self.shared.close.set(close).is_ok() {
            self.shared.closed.cancel();
        }
    }

    /// Whether the session has been told to end.
    pub(super) fn is_closed(&self) -> bool {
        self.shared.closed.is_cancelled()
    }

    /// Resolves when the session has been told to end.
    pub(super) async fn closed(&self) {
        self.shared.closed.cancelled().await;
    }

    /// Why it ends; meaningful once it is closed.
    pub(super) fn reason(&self) -> Close {
        self.shared.close.get().cloned().unwrap_or(Close::GONE)
    }
}

impl Waiting {
    /// The next frame; `None` when the room has let go of the session.
    pub(super) async fn next(&mut self) -> Option<Bytes> {
        self.frames.recv().await
    }

    /// The next frame if there is one already.
    pub(super) fn ready(&mut self) -> Option<Bytes> {
        self.frames.try_recv().ok()
    }

    /// Says that a frame has left.
    pub(super) fn sent(&self, length: usize) {
        self.shared.bytes.fetch_sub(length, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[tokio::test]
    async fn s1_a_full_outbox_closes_with_resync() {
        let (out, mut waiting) = outbox(2, 100);
        out.push(Bytes::from_static(b"a"));
        out.push(Bytes::from_static(b"b"));
        assert!(!out.is_closed());
        out.push(Bytes::from_static(b"c"));
        assert_eq!(out.reason(), Close::RESYNC);
        assert!(out.is_closed());
        assert_eq!(waiting.next().await.unwrap(), "a");
    }

    #[tokio::test]
    async fn s1_bytes_are_bounded_and_one_large_frame_fits() {
        let (out, mut waiting) = outbox(9, 10);
        out.push(Bytes::from_static(&[0; 6]));
        out.push(Bytes::from_static(&[0; 64]));
        assert!(!out.is_closed());
        for _ in 0..2 {
            let frame = waiting.ready().unwrap();
            waiting.sent(frame.len());
        }
        out.push(Bytes::from_static(&[0; 11]));
        assert!(!out.is_closed());
        out.push(Bytes::from_static(&[0; 1]));
        assert!(out.is_closed());
    }

    #[test]
    fn the_first_reason_counts() {
        let (out, _waiting) = outbox(1, 1);
        out.close(Close::REVOKED);
        out.close(Close::RETRY);
        assert_eq!(out.reason(), Close::REVOKED);
    }
}
