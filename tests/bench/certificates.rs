//! How long one certificate takes: signed, drawn with its code, and checked by whoever holds it.

use std::hint::black_box;
use std::time::Instant;

use anyhow::Context;
use mitra_core::certificate::{CertificatePrinter, ListPlace};
use mitra_core::ids::AuthorityId;
use mitra_core::language::Language;
use mitra_tests::kit::{AuthorityFolder, certificate, now};
use mitra_verifier::{SignedList, who_signed};

use crate::table::{Must, Row};

/// Of each, one after another.
const TIMES: usize = 300;
/// Where the certificate's status is told.
const PLACE: ListPlace = ListPlace { list: 0, index: 7 };

pub(crate) async fn measure() -> anyhow::Result<Vec<Row>> {
    let folder = AuthorityFolder::new(30);
    let authorities = folder.authorities();
    let (certificate, trusted) = (certificate(), authorities.published().list().clone());
    let mut rows = Vec::new();
    for (language, name) in [
        (Language::Te, "Telugu and English"),
        (Language::En, "English"),
        (Language::Hi, "Hindi and English"),
    ] {
        let mut took = Vec::new();
        for _ in 0..TIMES {
            let began = Instant::now();
            let printed = authorities.print(&certificate, PLACE, language, now()).await;
            black_box(printed.context("it is printed")?);
            took.push(began.elapsed().as_secs_f64() * 1e3);
        }
        let what = format!("a certificate signed and drawn as PDF with its code, in {name}");
        rows.extend(both(&what, took, 30.0));
    }
    let code = authorities.code(&certificate, PLACE, now()).context("it is signed")?;
    let id = AuthorityId::parse("tahsildar").context("an id")?;
    let list = authorities.status_list(&id, 0, &[], now()).context("a list")?;
    let mut took = Vec::new();
    for _ in 0..TIMES {
        let began = Instant::now();
        let lists = [SignedList::read(&list).context("a list")?];
        let signed = who_signed(&code, &trusted).context("it is signed")?;
        black_box(signed.stands(&lists, now()).context("it stands")?);
        took.push(began.elapsed().as_secs_f64() * 1e3);
    }
    rows.extend(both("a certificate checked, with a list of a million statuses", took, 2.0));
    Ok(rows)
}

/// The half and the 99 % of what was measured, in ms.
fn both(what: &str, mut took: Vec<f64>, must_ms: f64) -> [Row; 2] {
    took.sort_unstable_by(f64::total_cmp);
    let at = |share: usize| took[(took.len() - 1) * share / 100];
    [
        Row::new(format!("{what}: half within"), at(50), "ms"),
        Row::new(format!("{what}: 99 % within"), at(99), "ms").must(Must::AtMost(must_ms)),
    ]
}
