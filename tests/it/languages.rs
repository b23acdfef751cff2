//! Departments in Python, JavaScript and C on one host, beside each other.

use mitra_simulator::Inbound;
use mitra_tests::kit::{self, AppOptions, TestApp};

/// Their components; each describes itself by this name.
const GUESTS: [&str; 3] = ["echo-c", "echo-javascript", "echo-python"];

async fn app() -> TestApp {
    let departments = GUESTS.map(|guest| (guest.to_owned(), guest.to_owned())).to_vec();
    let options = AppOptions { departments, ..AppOptions::default() };
    TestApp::start_with(options).await.expect("it starts")
}

#[tokio::test(flavor = "multi_thread")]
async fn citizens_are_answered_by_departments_in_every_language_and_faults_stay_where_they_are() {
    let app = app().await;
    let languages = [
        ("తెలుగు", "నేను వింటున్నాను", "మా వైపు ఒక సమస్య వచ్చింది"),
        ("English", "I am listening", "something went wrong on our side"),
        ("हिन्दी", "मैं सुन रहा हूँ", "हमारी ओर से कुछ गड़बड़ हुई"),
    ];
    for (number, (guest, (language, listening, sorry))) in
        GUESTS.into_iter().zip(languages).enumerate()
    {
        let phone = format!("1555010095{number}");
        let citizen = app.meta().add_citizen(Some(&phone), None, "Asha");
        app.hears(&citizen, "Hi", "Namaste").await;
        app.meta().citizen_sends(&citizen, Inbound::text(language));
        app.hears(&citizen, &format!("echo {guest}"), listening).await;
        app.hears(&citizen, "!turns", "turn 1").await;
        app.hears(&citizen, "!turns", "turn 2").await;
        app.hears(&citizen, "!count", "count: 1").await;
        app.hears(&citizen, "!refuse", "Not allowed.").await;
        for fault in ["!trap", "!spin", "!allocate 100000000", "!bug"] {
            app.hears(&citizen, fault, sorry).await;
            app.hears(&citizen, "still there?", "echo: still there?").await;
        }
        // Records are one department's, and stay when a turn fails.
        app.hears(&citizen, "!count", "count: 2").await;
    }
    app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_department_reads_in_the_folder_that_it_was_granted() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("wards.txt"), "ward 12").expect("a file");
    let manifest = folder.path().join("department.toml");
    let asks = "id = 'echo-python'\n[[files]]\npath = '/data'\n";
    std::fs::write(&manifest, asks).expect("a file");
    let config = format!(
        "[[department]]\nid = 'echo-python'\ncomponent = '{}'\nmanifest = '{}'\n\
         [[department.files]]\npath = '/data'\ndirectory = '{}'\nmode = 'read-write'\n",
        kit::guest("echo-python").display(),
        manifest.display(),
        folder.path().display(),
    );
    let options = AppOptions { departments: Vec::new(), config, ..AppOptions::default() };
    let app = TestApp::start_with(options).await.expect("it starts");
    let citizen = app.meta().add_citizen(Some("15550100961"), None, "Asha");
    kit::enter_echo(&app.meta(), &citizen).await;
    app.hears(&citizen, "!read /data/wards.txt", "ward 12").await;
    // Granted more than it asked for, it may not do more.
    app.hears(&citizen, "!write /data/wards.txt", "refused").await;
    app.stop().await.expect("it stops");
}

#[test]
fn a_component_does_not_name_the_folder_of_who_built_it() {
    let component = std::fs::read(kit::guest("energy")).expect("it is built");
    let text = String::from_utf8_lossy(&component);
    let (packages, named) = ("/registry/src/", "/cargo");
    let mut places = text.match_indices(packages).map(|(at, _)| &text[..at]);
    assert!(text.contains(packages), "it has panics of packages");
    assert!(places.all(|before| before.ends_with(named)), "another folder is named");
}
