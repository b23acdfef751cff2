//! Citizens fill in a form that a real component asks for.

use mitra_simulator::{ChatEntry, Inbound};
use mitra_tests::kit::{self, AppOptions, TestApp};

/// A host with the echoing department, and a citizen in it.
async fn in_echo(phone: &str) -> (TestApp, String) {
    let departments = vec![("echo".to_owned(), "echo".to_owned())];
    let options = AppOptions { departments, ..AppOptions::default() };
    let app = TestApp::start_with(options).await.expect("it starts");
    let citizen = app.meta().add_citizen(Some(phone), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    (app, citizen)
}

/// Says something, and gives all that is answered up to this word.
async fn hear(app: &TestApp, citizen: &str, text: &str, last: &'static str) -> String {
    let before = app.meta().transcript(citizen).len();
    app.meta().citizen_sends(citizen, Inbound::text(text));
    let new = move |chat: &[ChatEntry]| {
        let new = chat.iter().skip(before).filter(|entry| !entry.from_citizen());
        new.map(ChatEntry::body).collect::<Vec<_>>().join("\n")
    };
    new(&app.sees(citizen, last, move |chat| new(chat).contains(last)).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_filled_in_across_a_restart_and_a_change_of_language() {
    let (mut app, citizen) = in_echo("15550100901").await;
    let notice = hear(&app, &citizen, "!form member", "Do you agree?").await;
    assert!(notice.contains("We will ask for: Name, Relation, Aadhaar"), "{notice}");
    hear(&app, &citizen, "1", "What is the name?").await;
    hear(&app, &citizen, "R2D2", "in letters only").await;
    hear(&app, &citizen, "Asha Devi", "How are you related?").await;
    app.stop_host().await.expect("it stops");
    app.start_host().await.expect("it starts again");
    // What was agreed to is kept.
    hear(&app, &citizen, "my data", "• echo: ").await;
    hear(&app, &citizen, "language", "choose your language").await;
    hear(&app, &citizen, "తెలుగు", "మీకు ఏమవుతారు?").await;
    hear(&app, &citizen, "౨", "ఆధార్ నంబరు పంపండి.").await;
    let summary = hear(&app, &citizen, "౨౩౪౧ ౨౩౪౧ ౨౩౪౬", "సరిచూసుకోండి").await;
    assert!(summary.contains("పేరు: Asha Devi\nబంధుత్వం: కూతురు\nఆధార్: XXXX XXXX 2346"), "{summary}");
    app.stop_host().await.expect("it stops");
    app.start_host().await.expect("it starts again");
    let told = hear(&app, &citizen, "పంపండి", "member: ").await;
    assert!(told.contains("name=Asha Devi, relation=[daughter], aadhaar=..2346 "), "{told}");
    // Nothing that the host said has the number; what the department knows of it is a token of 128 bits.
    let token = told.rsplit(' ').next().unwrap_or_default();
    assert!(token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit()), "{told}");
    for entry in app.meta().transcript(&citizen).iter().filter(|entry| !entry.from_citizen()) {
        assert!(!entry.body().contains("2341"), "{}", entry.body());
    }
    // The form is closed: the department is heard again.
    assert_eq!(hear(&app, &citizen, "and now?", "echo").await, "echo: and now?");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_number_has_the_same_token_whoever_sends_it() {
    let (app, first) = in_echo("15550100902").await;
    let second = app.meta().add_citizen(Some("15550100903"), None, "Ravi");
    kit::enter_echo(&app.meta(), &second).await;
    let mut tokens = Vec::new();
    for citizen in [&first, &second] {
        for (text, last) in [
            ("!form member", "Do you agree?"),
            ("I agree", "What is the name?"),
            ("Asha Devi", "How are you related?"),
            ("1", "Aadhaar number"),
            ("234123412346", "Please check"),
        ] {
            hear(&app, citizen, text, last).await;
        }
        let told = hear(&app, citizen, "send", "member: ").await;
        tokens.push(told.rsplit(' ').next().map(str::to_owned));
    }
    assert_eq!(tokens[0], tokens[1]);
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_goes_when_a_release_takes_over_that_cannot_carry_its_conversation_over() {
    let (mut app, citizen) = in_echo("15550100905").await;
    for (text, last) in [
        ("!form member", "Do you agree?"),
        ("I agree", "What is the name?"),
        ("Asha Devi", "How are you related?"),
        ("1", "Aadhaar number"),
        ("skip", "Please check"),
    ] {
        hear(&app, &citizen, text, last).await;
    }
    app.stop_host().await.expect("it stops");
    app.set("schema", "2");
    app.set("migrate", "refuse");
    app.start_host().await.expect("it starts again");
    let heard = hear(&app, &citizen, "send", "I am listening").await;
    assert!(heard.starts_with("This service has just been improved"), "{heard}");
    assert_eq!(hear(&app, &citizen, "send", "echo").await, "echo: send", "nothing is open");
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_breaks_a_rule_is_a_fault_and_the_conversation_goes_on() {
    let (app, citizen) = in_echo("15550100904").await;
    for how in ["twice", "first", "finish", "id"] {
        hear(&app, &citizen, &format!("!form {how}"), "went wrong on our side").await;
    }
    assert_eq!(hear(&app, &citizen, "still there?", "echo").await, "echo: still there?");
    app.stop().await.expect("it stops");
}
