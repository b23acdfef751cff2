//! A host whose echoing department asks for money.

use super::{AppOptions, TestApp, guest, manifest};

/// A host with the echoing department, which may ask for so many paise at once, and more lines of configuration.
///
/// # Panics
/// If it does not start.
pub async fn paid_echo(paise_max: u64, more: &str) -> TestApp {
    let manifest = manifest(&format!("id = 'echo'\n[payments]\npaise_max = {paise_max}\n"));
    let config = format!(
        "{more}[[department]]\nid = 'echo'\ncomponent = '{}'\nmanifest = '{}'\n\
         payments.paise_max = {paise_max}\n",
        guest("echo").display(),
        manifest.display()
    );
    let options = AppOptions { departments: Vec::new(), config, ..AppOptions::default() };
    TestApp::start_with(options).await.expect("it starts")
}
