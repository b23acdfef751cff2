//! A day's report, for people and for spreadsheets.

use mitra_admin::{NotOursView, PaymentDifferenceView, PaymentReportView, SumView};
use mitra_core::shown::rupees;

use crate::command::csv;

/// The columns of a spreadsheet.
const COLUMNS: [&str; 9] = [
    "row",
    "department",
    "reference",
    "number",
    "here_count",
    "here_paise",
    "there_count",
    "there_paise",
    "at",
];

/// The report as a table.
pub(super) fn table(report: &PaymentReportView) -> String {
    let mut lines = vec![format!("payments of {} in India", report.day), String::new()];
    let heads = ["", "paid here", "paid there", "refunded here", "refunded there"];
    let mut rows = vec![heads.map(str::to_owned)];
    for totals in &report.totals {
        rows.push([
            totals.department.clone(),
            sum(totals.paid_here),
            sum(totals.paid_there),
            sum(totals.refunded_here),
            sum(totals.refunded_there),
        ]);
    }
    if report.totals.is_empty() {
        lines.push("nothing was paid or paid back".to_owned());
    } else {
        lines.extend(aligned(&rows));
    }
    lines.push(String::new());
    if report.agrees {
        lines.push("the provider and this host agree".to_owned());
    } else {
        lines.push(format!("{} on which they do not agree:", report.differences.len()));
        let rows: Vec<_> = report.differences.iter().map(difference).collect();
        lines.extend(aligned(&rows));
    }
    if !report.not_ours.is_empty() {
        lines.push(String::new());
        lines.push("at the provider, and not of this host:".to_owned());
        let rows: Vec<_> = report.not_ours.iter().map(not_ours).collect();
        lines.extend(aligned(&rows));
    }
    lines.join("\n")
}

fn sum(SumView { count, paise }: SumView) -> String {
    if count == 0 { "-".to_owned() } else { format!("{count}: {}", rupees(paise)) }
}

fn amount(paise: Option<u64>) -> String {
    paise.map_or_else(|| "-".to_owned(), rupees)
}

fn difference(it: &PaymentDifferenceView) -> [String; 6] {
    let whose = match (&it.department, &it.reference) {
        (Some(department), Some(reference)) => format!("{department} {reference}"),
        _ => format!("order {}", it.order.as_deref().unwrap_or("-")),
    };
    let (here, there) = (amount(it.here_paise), amount(it.there_paise));
    let (here, there) = (format!("here {here}"), format!("there {there}"));
    [it.kind.clone(), whose, it.number.clone(), here, there, it.at.clone()]
}

fn not_ours(it: &NotOursView) -> [String; 4] {
    let kind = if it.refund { "refund" } else { "payment" };
    [kind.to_owned(), it.number.clone(), rupees(it.paise), it.at.clone()]
}

/// The rows with their columns below each other.
fn aligned<const N: usize>(rows: &[[String; N]]) -> Vec<String> {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: [usize; N] = std::array::from_fn(|column| width(column).unwrap_or(0));
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        let line = cells.collect::<Vec<_>>().join("  ");
        format!("  {}", line.trim_end())
    };
    rows.iter().map(line).collect()
}

/// The report as comma-separated values: one row for each total, each difference, and each thing that is not ours.
pub(super) fn csv(report: &PaymentReportView) -> String {
    let mut rows = csv::row(COLUMNS);
    for totals in &report.totals {
        for (name, here, there) in [
            ("paid", totals.paid_here, totals.paid_there),
            ("refunded", totals.refunded_here, totals.refunded_there),
        ] {
            let numbers = [here.count, here.paise, there.count, there.paise];
            let numbers = numbers.map(|number| number.to_string());
            let [here_count, here_paise, there_count, there_paise] = &numbers;
            let department = totals.department.as_str();
            let numbers = [here_count.as_str(), here_paise, there_count, there_paise];
            rows += &row(name, [department, "", ""], numbers, &report.day);
        }
    }
    for it in &report.differences {
        let department = it.department.as_deref().unwrap_or_default();
        let reference = it.reference.as_deref().unwrap_or_default();
        let paise = |paise: Option<u64>| paise.map(|it| it.to_string()).unwrap_or_default();
        let (here, there) = (paise(it.here_paise), paise(it.there_paise));
        let names = [department, reference, &it.number];
        rows += &row(&it.kind, names, ["", &here, "", &there], &it.at);
    }
    for it in &report.not_ours {
        let name = if it.refund { "not_ours_refund" } else { "not_ours_payment" };
        rows += &row(name, ["", "", &it.number], ["", "", "", &it.paise.to_string()], &it.at);
    }
    rows
}

fn row(name: &str, names: [&str; 3], numbers: [&str; 4], at: &str) -> String {
    csv::row([name].into_iter().chain(names).chain(numbers).chain([at]))
}

#[cfg(test)]
mod tests {
    use mitra_admin::PaymentTotalsView;

    use super::*;

    fn report() -> PaymentReportView {
        let sum = |count, paise| SumView { count, paise };
        let totals = PaymentTotalsView {
            department: "energy".to_owned(),
            paid_here: sum(2, 24_690),
            paid_there: sum(3, 25_190),
            refunded_here: sum(0, 0),
            refunded_there: sum(0, 0),
        };
        let difference = PaymentDifferenceView {
            kind: "unknown_here".to_owned(),
            department: Some("energy".to_owned()),
            reference: Some("-bill".to_owned()),
            order: Some("o1".to_owned()),
            number: "=1+1".to_owned(),
            here_paise: None,
            there_paise: Some(500),
            at: "2026-11-24T05:00:00Z".to_owned(),
        };
        let (number, at) = ("pay_7".to_owned(), "2026-11-24T06:00:00Z".to_owned());
        PaymentReportView {
            day: "2026-11-24".to_owned(),
            agrees: false,
            totals: vec![totals],
            differences: vec![difference],
            not_ours: vec![NotOursView { number, refund: false, paise: 900, at }],
        }
    }

    #[test]
    fn people_see_totals_and_what_does_not_agree() {
        let expected = "payments of 2026-11-24 in India\n\n\
            \x20         paid here   paid there  refunded here  refunded there\n\
            \x20 energy  2: ₹246.90  3: ₹251.90  -              -\n\n\
            1 on which they do not agree:\n\
            \x20 unknown_here  energy -bill  =1+1  here -  there ₹5.00  2026-11-24T05:00:00Z\n\n\
            at the provider, and not of this host:\n\
            \x20 payment  pay_7  ₹9.00  2026-11-24T06:00:00Z";
        assert_eq!(table(&report()), expected);
        let (differences, not_ours) = (Vec::new(), Vec::new());
        let agrees = PaymentReportView { agrees: true, differences, not_ours, ..report() };
        assert!(table(&agrees).ends_with("\n\nthe provider and this host agree"));
    }

    #[test]
    fn a_spreadsheet_has_a_row_for_each_thing_and_no_formula() {
        let expected = [
            "row,department,reference,number,here_count,here_paise,there_count,there_paise,at",
            "paid,energy,,,2,24690,3,25190,2026-11-24",
            "refunded,energy,,,0,0,0,0,2026-11-24",
            "unknown_here,energy,'-bill,'=1+1,,,,500,2026-11-24T05:00:00Z",
            "not_ours_payment,,,pay_7,,,,900,2026-11-24T06:00:00Z",
        ];
        assert_eq!(csv(&report()), expected.map(|row| format!("{row}\r\n")).concat());
    }
}
