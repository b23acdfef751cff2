//! A host on which somebody else comes between a turn's look and its change. Everything else is the memory's.

use mitra_department::certificates::{Certificate, CertificateRequest, CertificateStatus, Failure};
use mitra_department::payments::PaymentStatus;
use mitra_department::testing::MemoryHost;
use mitra_department::{Host, Level, Scope, http, media};

/// The host, how often it happens, and what.
pub(crate) struct Raced {
    pub(crate) host: MemoryHost,
    pub(crate) n_races: u32,
    pub(crate) other: fn(&mut MemoryHost),
}

impl Host for Raced {
    fn get(&self, scope: Scope, key: &str) -> Option<Vec<u8>> {
        self.host.get(scope, key)
    }

    fn replace(
        &mut self,
        scope: Scope,
        key: &str,
        expected: Option<&[u8]>,
        value: Option<&[u8]>,
    ) -> bool {
        if self.n_races > 0 {
            self.n_races -= 1;
            (self.other)(&mut self.host);
        }
        self.host.replace(scope, key, expected, value)
    }

    fn set(&mut self, scope: Scope, key: &str, value: &[u8]) {
        self.host.set(scope, key, value);
    }

    fn delete(&mut self, scope: Scope, key: &str) {
        self.host.delete(scope, key);
    }

    fn keys(&self, scope: Scope, prefix: &str, limit: u32) -> Vec<String> {
        self.host.keys(scope, prefix, limit)
    }

    fn config(&self, key: &str) -> Option<String> {
        self.host.config(key)
    }

    fn send(&mut self, request: &http::Request) -> Result<http::Response, http::Failure> {
        self.host.send(request)
    }

    fn read_file(&mut self, id: &str) -> Result<media::Content, media::Failure> {
        self.host.read_file(id)
    }

    fn set_timer(&mut self, name: &str, at: u64, note: &[u8]) {
        self.host.set_timer(name, at, note);
    }

    fn cancel_timer(&mut self, name: &str) -> bool {
        self.host.cancel_timer(name)
    }

    fn find_payment(&mut self, reference: &str) -> Option<PaymentStatus> {
        self.host.find_payment(reference)
    }

    fn issue(&mut self, request: &CertificateRequest) -> Result<Certificate, Failure> {
        self.host.issue(request)
    }

    fn set_certificate_status(
        &mut self,
        id: &str,
        status: CertificateStatus,
        reason: &str,
    ) -> Result<Certificate, Failure> {
        self.host.set_certificate_status(id, status, reason)
    }

    fn find_certificate(&mut self, kind: &str, number: &str) -> Option<Certificate> {
        self.host.find_certificate(kind, number)
    }

    fn get_certificate(&mut self, id: &str) -> Option<Certificate> {
        self.host.get_certificate(id)
    }

    fn log(&self, level: Level, line: &str) {
        self.host.log(level, line);
    }

    fn now(&self) -> u64 {
        self.host.now()
    }

    fn random(&mut self, length: u32) -> Vec<u8> {
        self.host.random(length)
    }
}
