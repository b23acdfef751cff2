//! What is wrong with a department is said, with its place and with what to do.
#![cfg(feature = "parse")]

use mitra_service_desk_model::packed::Packed;
use mitra_service_desk_model::{FactKind, Pattern, parse};

const SERVICES: &str = include_str!("../../tests/services.toml");
const MANIFEST: &str = include_str!("../../tests/department.toml");

/// One text in place of another; where the problem is said to be, and what is said of it.
const WRONG: &[(&str, &str, &str, &str)] = &[
    ("helpline = \"1902\"", "helpline = \"\"", "department, helpline", "write a number to call"),
    (
        "en = \"Town\"",
        "en = \"xxxxxxxxxxxxxxxxxxxxxxxxx\"",
        "department, name.en",
        "25 characters, at most 24",
    ),
    ("id = \"results\"", "id = \"Results\"", "service `Results`, id", "lower-case letters"),
    ("id = \"offices\"", "id = \"results\"", "service `results`, id", "an earlier service has it"),
    (
        "pattern = \"lookup\"",
        "pattern = \"look\"",
        "service `results`",
        "is no pattern: take one of lookup",
    ),
    ("pattern = \"lookup\"", "pattern = \"status\"", "service `results`", "remove one"),
    (
        "\"f results\"",
        "\"f results\", \" g\"",
        "service `results`, aliases",
        "without spaces at the ends",
    ),
    ("\"a results\", ", "", "service `results`, aliases", "5 of them: write 6 to 20"),
    (
        "records = \"result/\"",
        "records = \"result\"",
        "service `results`, records",
        "a word and a slash",
    ),
    (
        "records = \"result/\"",
        "records = \"paid/\"",
        "service `results`, records",
        "keeps records of its own",
    ),
    (
        "{name}: {due:money}, {helpline}",
        "{name}: {due:rupees}",
        "service `results`, show.en",
        "take money, date or number",
    ),
    ("min = 4", "min = 5", "service `results`, ask `number`, min, max", "how long an answer is"),
    ("sample = \"1234\"", "sample = \"12345\"", "ask `number`, sample", "cannot be an answer"),
    ("equals = \"born\"", "", "ask `born`, equals", "must equal"),
    ("prefix = \"INC\"", "prefix = \"inc\"", "service `income`, prefix", "2 to 4 capital letters"),
    ("prefix = \"MUN\"", "prefix = \"RTA\"", "service `complain`, prefix", "`test` has it"),
    ("count = 2", "count = 2\nwithin = 301", "service `shelter`, within", "1 to 300"),
    (
        "fresh-until = \"until\"",
        "fresh-until = \"un til\"",
        "service `warning`, fresh-until",
        "no field of a record",
    ),
    (
        "{name}\\nDistance {distance}",
        "{name}, {distance}",
        "service `shelter`, show.en",
        "a line without other placeholders",
    ),
    ("days = 7", "days = 0", "service `income`, days", "1 to 365"),
    ("fee = 4500", "fee = 50", "service `income`, fee", "at least 100"),
    (
        "fee = 4500",
        "fee = 20000000",
        "service `income`, fee",
        "`paise_max` in `department.toml` is 10000000",
    ),
    (
        "certificate = \"income\"",
        "certificate = \"caste\"",
        "service `income`, certificate",
        "no `[[certificates]]`",
    ),
    ("latest = \"today\"", "latest = \"tomorrow\"", "field `born`, latest", "is no day"),
    ("kind = \"name\"", "kind = \"number\"", "field `name`, min, max", "write both"),
    (
        "field = \"born\"\n",
        "field = \"name\"\n",
        "require 1 (of `name`), age-at-least, age-at-most",
        "is no date",
    ),
    ("field = \"born\"\n", "field = \"age\"\n", "require 1 (of `age`), field", "no field `age`"),
    ("age-at-least = 18\n", "", "require 1", "it says nothing"),
    (
        "suggested = [5000, 10000]",
        "suggested = [5]",
        "service `gift`, gift",
        "`suggested` must have",
    ),
    ("hold = 30", "hold = 5", "service `test`, hold", "20 to 10080"),
    ("people = 2", "people = 0", "service `test`, people", "1 to 10"),
    ("field = \"born-on\"", "field = \"born\"", "service `birth`, facts", "`born-on` is missing"),
    (
        "of = \"test\"",
        "of = \"tax\"",
        "service `cancel-test`, of",
        "no service `tax` of this department has `pattern = \"booking\"`",
    ),
    (
        "{ hours = 24, percent = 90 }",
        "{ hours = 1, percent = 90 }",
        "service `cancel-test`, refunds",
        "the line with the most hours first",
    ),
    (
        "percent = 50",
        "percent = 95",
        "service `cancel-test`, refunds",
        "who is later gets no more back",
    ),
    ("percent = 90", "percent = 190", "service `cancel-test`, refunds", "percent up to 100"),
    ("{refund:money}", "{refund:rupees}", "service `cancel-test`, done.te", "take money, date"),
    (
        "kind-from = \"kind\"",
        "kind-from = \"a kind\"",
        "service `issued`, kind-from",
        "no field of a record",
    ),
    ("kind-from = \"kind\"", "", "service `issued`, kind", "or `kind-from`"),
    (
        "kind-from = \"kind\"",
        "kind = \"birth\"\nkind-from = \"kind\"",
        "service `issued`, kind-from",
        "remove one",
    ),
    (
        "{ field = \"income\", from",
        "{ field = \"caste\", from",
        "service `issued`, facts",
        "no kind has a field `caste`",
    ),
    (
        "{ field = \"income\", from = \"income\" }]",
        "{ field = \"born-on\", from = \"income\" }]",
        "service `issued`, facts",
        "`born-on` is there twice",
    ),
    ("equals = \"survey\"", "", "service `parcel`, ask `survey`, equals", "must equal"),
    ("min = 1\nmax = 12", "min = 1", "service `parcel`, ask `survey`, min, max", "how long"),
    ("hours = 48", "hours = 0", "category `garbage`, hours", "1 to 8760"),
    ("count = 2", "count = 20", "service `shelter`, count", "1 to 8"),
];

/// What is said of the department with one text in place of another.
fn told(from: &str, to: &str) -> String {
    assert!(SERVICES.contains(from), "{from}");
    let said = parse(&SERVICES.replacen(from, to, 1), MANIFEST);
    said.expect_err(&format!("{from} -> {to}")).to_string()
}

#[test]
fn a_department_that_keeps_every_rule_is_packed_with_what_the_manifest_knows() {
    let catalogue = parse(SERVICES, MANIFEST).expect("it is right");
    let bytes = catalogue.pack();
    let packed = Packed::read(&bytes).expect("packed");
    assert_eq!(
        (packed.head.id.as_str(), catalogue.desk.as_deref()),
        ("town", Some("service-desk.wasm"))
    );
    for service in &catalogue.services {
        assert_eq!(packed.service(&service.about.id), Ok(Some(service.pattern.clone())));
    }
    let Ok(Some(Pattern::Certificate(birth))) = packed.service("birth") else { panic!("one") };
    assert_eq!(birth.kinds[0].fields[0].kind, FactKind::Date);
    let Ok(Some(Pattern::Form(income))) = packed.service("income") else { panic!("one") };
    assert_eq!(income.certificate_fields[0].kind, FactKind::Money);
}

#[test]
fn each_problem_is_told_with_its_place_and_what_to_do() {
    for (from, to, place, what) in WRONG {
        let said = told(from, to);
        let found = said.lines().any(|line| line.contains(place) && line.contains(what));
        assert!(found, "{from} -> {to}: {said}");
    }
}

#[test]
fn two_services_that_cancel_the_same_bookings_are_one_too_many() {
    let from = SERVICES.find("[[service]]\nid = \"cancel-test\"").expect("it is there");
    let until = SERVICES.find("[[service]]\nid = \"birth\"").expect("it is there");
    let second = SERVICES[from..until].replace("cancel-test", "again").replace("= \"", "= \"x");
    let second = second.replace("\"xcancellation", "\"cancellation").replace("xtest", "test");
    let said = parse(&format!("{SERVICES}\n{second}"), MANIFEST).expect_err("two").to_string();
    assert!(said.contains("service `xagain`, of: `cancel-test` cancels them already"), "{said}");
}

#[test]
fn a_fact_of_a_kind_that_cannot_be_issued_is_told_with_the_kind() {
    let more = "[[certificates.fields]]\nid = \"year\"\ntype = \"text\"\n";
    let said = parse(SERVICES, &format!("{MANIFEST}\n{more}")).expect_err("it lacks one");
    let said = said.to_string();
    let what = "service `issued`, facts: `income` is a field of `income`, whose other fields are not all there";
    assert!(said.contains(what), "{said}");
}

#[test]
fn what_the_services_know_of_each_other_is_packed() {
    let bytes = parse(SERVICES, MANIFEST).expect("it is right").pack();
    let packed = Packed::read(&bytes).expect("packed");
    let Ok(Some(Pattern::Booking(test))) = packed.service("test") else { panic!("one") };
    assert_eq!(test.cancelled_by.as_deref(), Some("cancel-test"));
    let Ok(Some(Pattern::Certificate(issued))) = packed.service("issued") else { panic!("one") };
    let kinds: Vec<_> = issued.kinds.iter().map(|kind| kind.kind.as_str()).collect();
    assert_eq!(kinds, ["birth", "income"]);
}

#[test]
fn all_problems_are_told_at_once() {
    let wrong = SERVICES.replace("days = 7", "days = 0").replace("count = 2", "count = 0");
    let said = parse(&wrong, MANIFEST).expect_err("two").to_string();
    assert_eq!(said.lines().count(), 2, "{said}");
}

#[test]
fn what_is_no_toml_or_has_a_word_too_many_is_told_with_its_line() {
    let said = told("count = 2", "counts = 2");
    assert!(said.contains("unknown field `counts`") && said.contains("line "), "{said}");
    assert!(told("[department]", "[department").contains("`services.toml`: TOML parse error"));
    let said = parse(SERVICES, "id = ").expect_err("no manifest").to_string();
    assert!(said.starts_with("`department.toml`: "), "{said}");
}

#[test]
fn what_needs_the_manifest_is_told_without_it() {
    let said = parse(SERVICES, "id = \"town\"").expect_err("it asks for nothing").to_string();
    for (place, what) in [
        ("service `tax`", "write `[payments]`"),
        ("service `income`, fee", "write `[payments]`"),
        ("service `income`, certificate", "needs `[notices]`"),
        ("service `birth`, kind", "no `[[certificates]]`"),
    ] {
        assert!(said.lines().any(|line| line.contains(place) && line.contains(what)), "{said}");
    }
}
