//! `mitra unmet`: what citizens asked for and did not find.

use clap::Args;
use mitra_admin::{NearServiceView, UnmetReportView, UnmetView};

use super::admin::HostArgs;
use super::csv;

/// See what citizens asked the front desk for in their own words and did not find: so that a service gets another
/// alias, or a department a service.
#[derive(Debug, Args)]
pub(super) struct Unmet {
    #[command(flatten)]
    host: HostArgs,
    /// Over how many days, today among them: 1 to 30.
    #[arg(long, default_value_t = 7)]
    days: u32,
    /// Print a table for a spreadsheet.
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Unmet {
    #[expect(clippy::print_stdout, reason = "what is seen is this command's output")]
    pub(super) fn run(self) -> anyhow::Result<()> {
        let report = self.host.client()?.unmet(self.days)?;
        if self.json {
            println!("{}", serde_json::to_string_pretty(&report)?);
        } else if self.csv {
            print!("{}", csv(&report));
        } else {
            println!("{}", shown(&report));
        }
        Ok(())
    }
}

fn shown(report: &UnmetReportView) -> String {
    let UnmetReportView { since, until, citizens_min, unmet, more } = report;
    let mut lines = vec![format!("{since} to {until}: said by at least {citizens_min} citizens")];
    if unmet.is_empty() {
        lines.push("nothing was asked for that was not found".to_owned());
    } else {
        lines.push("citizens  messages  languages  first       last        words".to_owned());
    }
    for it in unmet {
        let UnmetView { words, citizens, messages, languages, first, last, nearest } = it;
        let languages = languages.join(" ");
        lines
            .push(format!("{citizens:>8}  {messages:>8}  {languages:9}  {first}  {last}  {words}"));
        let near = |NearServiceView { department, service, name }: &NearServiceView| {
            format!("{:54}like {department}/{service} ({name})", "")
        };
        lines.extend(nearest.iter().map(near));
    }
    if *more > 0 {
        lines.push(format!("{more} more messages, of which the words are not kept"));
    }
    lines.join("\n")
}

/// The table by RFC 4180.
fn csv(report: &UnmetReportView) -> String {
    let head = ["words", "citizens", "messages", "languages", "first", "last", "nearest"];
    let mut table = row(&head.map(str::to_owned));
    for UnmetView { words, citizens, messages, languages, first, last, nearest } in &report.unmet {
        let near = |it: &NearServiceView| format!("{}/{}", it.department, it.service);
        let nearest: Vec<_> = nearest.iter().map(near).collect();
        let (languages, nearest) = (languages.join(" "), nearest.join(" "));
        let (citizens, messages) = (citizens.to_string(), messages.to_string());
        let (words, first, last) = (words.clone(), first.clone(), last.clone());
        table += &row(&[words, citizens, messages, languages, first, last, nearest]);
    }
    table
}

fn row(cells: &[String; 7]) -> String {
    csv::row(cells.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> UnmetReportView {
        let near = NearServiceView {
            department: "police".to_owned(),
            service: "verification".to_owned(),
            name: "Passport verification".to_owned(),
        };
        let unmet = UnmetView {
            words: "pasport #".to_owned(),
            citizens: 5,
            messages: 7,
            languages: vec!["te".to_owned(), "en".to_owned()],
            first: "2026-11-22".to_owned(),
            last: "2026-11-28".to_owned(),
            nearest: vec![near],
        };
        let (since, until) = ("2026-11-22".to_owned(), "2026-11-28".to_owned());
        UnmetReportView { since, until, citizens_min: 3, unmet: vec![unmet], more: 2 }
    }

    #[test]
    fn the_report_is_a_table_with_the_nearest_services() {
        let expected = "2026-11-22 to 2026-11-28: said by at least 3 citizens
citizens  messages  languages  first       last        words
       5         7  te en      2026-11-22  2026-11-28  pasport #
                                                      like police/verification (Passport verification)
2 more messages, of which the words are not kept";
        assert_eq!(shown(&report()), expected);
        let none = UnmetReportView { unmet: Vec::new(), more: 0, ..report() };
        assert!(shown(&none).ends_with("nothing was asked for that was not found"));
    }

    #[test]
    fn a_spreadsheet_has_a_row_for_each_and_no_formula() {
        let mut report = report();
        let words = "words,citizens,messages,languages,first,last,nearest\r\n";
        let expected = "pasport #,5,7,te en,2026-11-22,2026-11-28,police/verification\r\n";
        assert_eq!(csv(&report), format!("{words}{expected}"));
        report.unmet[0].nearest[0].department = "-x".to_owned();
        assert!(csv(&report).ends_with(",'-x/verification\r\n"));
    }
}
