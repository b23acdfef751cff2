//! What the host offers a turn.

use crate::bindings::mitra::department::{
    certificates, clock, config, http, log, media, payments, random, schedule, storage,
};
use crate::certificates::{Certificate, CertificateRequest, CertificateStatus};
use crate::http::{Failure, Request, Response};
use crate::media::Content;
use crate::payments::PaymentStatus;

/// Whose records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The whole department's.
    Department,
    /// The citizen's of this turn.
    Citizen,
}

/// How much a line of the log matters, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// For whoever is looking for a bug. Hosts are often set to leave these out.
    Debug,
    /// Worth knowing; nothing to do.
    Info,
    /// Somebody should look at it, in working hours.
    Warn,
    /// Citizens are not served as they should be.
    Error,
}

/// What the host offers a turn. A trait, so that a conversation can be tested without a host.
pub trait Host {
    /// The record, or none.
    fn get(&self, scope: Scope, key: &str) -> Option<Vec<u8>>;

    /// Stores the record when the turn succeeds.
    fn set(&mut self, scope: Scope, key: &str, value: &[u8]);

    /// Stores the value, or removes the record with none, if the record is as expected, none included. Says whether it
    /// did.
    fn replace(
        &mut self,
        scope: Scope,
        key: &str,
        expected: Option<&[u8]>,
        value: Option<&[u8]>,
    ) -> bool {
        let is_expected = self.get(scope, key).as_deref() == expected;
        match value {
            Some(value) if is_expected => self.set(scope, key, value),
            None if is_expected => self.delete(scope, key),
            _ => {}
        }
        is_expected
    }

    /// Removes the record when the turn succeeds.
    fn delete(&mut self, scope: Scope, key: &str);

    /// The keys that begin with `prefix`, in byte order, at most `limit`.
    fn keys(&self, scope: Scope, prefix: &str, limit: u32) -> Vec<String>;

    /// A setting of the operator's.
    fn config(&self, key: &str) -> Option<String>;

    /// Sends a request to a web service that `department.toml` asks for and the operator granted, and waits for the
    /// whole response: at most 4 s. See [`crate::http`].
    ///
    /// # Errors
    /// If there is no response.
    fn send(&mut self, request: &Request) -> Result<Response, Failure>;

    /// Reads a whole file that this citizen sent, by the `id` of its [`Media`](crate::Media): at most 5 MiB, 4 files a
    /// turn, and 4 s in all. `department.toml` must ask for it and the operator grant it. See [`crate::media`].
    ///
    /// # Errors
    /// If there are no bytes.
    fn read_file(&mut self, id: &str) -> Result<Content, media::Failure>;

    /// Sets a timer of this citizen in this service when the turn succeeds: at `at`, in milliseconds since 1970, comes
    /// a turn with [`Event::Timer`](crate::Event::Timer) and this note. A timer of the same name is replaced.
    ///
    /// The name has 1 to 64 bytes, the note at most 4 KiB; `at` is at most 400 days ahead, and one that has passed
    /// counts as now. A citizen has at most 8 timers in a service, and a turn sets and cancels at most 8.
    fn set_timer(&mut self, name: &str, at: u64, note: &[u8]);

    /// Removes a timer of this citizen in this service when the turn succeeds. Says whether there was one.
    fn cancel_timer(&mut self, name: &str) -> bool;

    /// Where a payment stands that this department asked any citizen for; none if there is none of this reference.
    /// At most 20 calls a turn.
    fn find_payment(&mut self, reference: &str) -> Option<PaymentStatus>;

    /// Issues a certificate when the turn succeeds: at most 4 calls a turn. See [`crate::certificates`].
    ///
    /// # Errors
    /// If it is not asked for or granted, does not fit its kind, or if its number is taken.
    fn issue(&mut self, request: &CertificateRequest)
    -> Result<Certificate, certificates::Failure>;

    /// Changes the status of a certificate of this department when the turn succeeds, for a reason of 1 to 40
    /// lower-case letters, digits and hyphens: at most 16 calls a turn. What is revoked stays so.
    ///
    /// # Errors
    /// If there is none of this id, or it is revoked.
    fn set_certificate_status(
        &mut self,
        id: &str,
        status: CertificateStatus,
        reason: &str,
    ) -> Result<Certificate, certificates::Failure>;

    /// The certificate of this department of this kind and number. At most 20 calls a turn, together with
    /// [`Self::get_certificate`].
    fn find_certificate(&mut self, kind: &str, number: &str) -> Option<Certificate>;

    /// The certificate of this department of this id.
    fn get_certificate(&mut self, id: &str) -> Option<Certificate>;

    /// Writes one line of the department's own log. Never what a citizen typed.
    ///
    /// At most 100 lines and 16 KiB a turn: the host drops what is over and says so once.
    fn log(&self, level: Level, line: &str);

    /// The instant of the turn, in milliseconds since 1970.
    fn now(&self) -> u64;

    /// Bytes that nobody can tell beforehand, at most 1,024. A turn that is repeated gets the same.
    fn random(&mut self, length: u32) -> Vec<u8>;
}

/// The real host.
pub(crate) struct Imported;

fn imported(scope: Scope) -> storage::Scope {
    match scope {
        Scope::Department => storage::Scope::Department,
        Scope::Citizen => storage::Scope::Citizen,
    }
}

impl Host for Imported {
    fn get(&self, scope: Scope, key: &str) -> Option<Vec<u8>> {
        storage::get(imported(scope), key)
    }

    fn set(&mut self, scope: Scope, key: &str, value: &[u8]) {
        storage::set(imported(scope), key, value);
    }

    fn delete(&mut self, scope: Scope, key: &str) {
        storage::delete(imported(scope), key);
    }

    fn keys(&self, scope: Scope, prefix: &str, limit: u32) -> Vec<String> {
        storage::keys(imported(scope), prefix, limit)
    }

    fn config(&self, key: &str) -> Option<String> {
        config::get(key)
    }

    fn send(&mut self, request: &Request) -> Result<Response, Failure> {
        http::send(request)
    }

    fn read_file(&mut self, id: &str) -> Result<Content, media::Failure> {
        media::read(id)
    }

    fn set_timer(&mut self, name: &str, at: u64, note: &[u8]) {
        schedule::set(name, at, note);
    }

    fn cancel_timer(&mut self, name: &str) -> bool {
        schedule::cancel(name)
    }

    fn find_payment(&mut self, reference: &str) -> Option<PaymentStatus> {
        payments::find(reference)
    }

    fn issue(
        &mut self,
        request: &CertificateRequest,
    ) -> Result<Certificate, certificates::Failure> {
        certificates::issue(request)
    }

    fn set_certificate_status(
        &mut self,
        id: &str,
        status: CertificateStatus,
        reason: &str,
    ) -> Result<Certificate, certificates::Failure> {
        certificates::set_status(id, status, reason)
    }

    fn find_certificate(&mut self, kind: &str, number: &str) -> Option<Certificate> {
        certificates::find(kind, number)
    }

    fn get_certificate(&mut self, id: &str) -> Option<Certificate> {
        certificates::get(id)
    }

    fn log(&self, level: Level, line: &str) {
        let level = match level {
            Level::Debug => log::Level::Debug,
            Level::Info => log::Level::Info,
            Level::Warn => log::Level::Warn,
            Level::Error => log::Level::Error,
        };
        log::write(level, line);
    }

    fn now(&self) -> u64 {
        clock::now()
    }

    fn random(&mut self, length: u32) -> Vec<u8> {
        random::bytes(length)
    }
}
