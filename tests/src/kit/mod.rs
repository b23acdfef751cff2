//! A whole host, as tests start it: real SQLite, real sandbox, real HTTP.

mod app;
mod authority;
mod by_hand;
mod guests;
mod notification;
mod office;
mod paid;
mod process;
mod registry;
mod release_office;

pub use app::{
    ACCESS_TOKEN, APP_SECRET, AppOptions, PSEUDONYM_KEY, TestApp, VERIFY_TOKEN, config_text,
    free_address, metrics, simulator_options,
};
pub use authority::{AuthorityFolder, ISSUER, certificate, now};
pub use by_hand::ByHand;
pub use guests::{
    backend, binary, compiled_folder, guest, guests_folder, guests_sources, manifest,
    plugins_folder, verify_page_folder,
};
pub use notification::{PHONE_NUMBER_ID, notification};
pub use office::{NoticeAnswer, Office, noticed_echo};
pub use paid::paid_echo;
pub use process::{ANSWER, Mitra, Process, Setup, enter_echo, mitra};
pub use registry::{REGISTRY_PASSWORD, REGISTRY_USER, Registry};
pub use release_office::{ECHO_SCENARIO, Refused, ReleaseOffice};
