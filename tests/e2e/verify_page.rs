//! The page that checks certificates, in a real browser.

use fantoccini::Locator;
use mitra_core::certificate::ListPlace;
use mitra_core::clock::Timestamp;
use mitra_tests::kit::{self, AuthorityFolder, TestApp, certificate, now, verify_page_folder};
use mitra_verifier::{SignedList, Status};
use serde_json::json;

use crate::page::Browser;
use crate::verify::forged;

/// A host with the page, of whose two certificates one is revoked; the code of each, and where the page is.
struct Checked {
    app: TestApp,
    browser: Browser,
    folder: AuthorityFolder,
    page: String,
    valid: String,
    revoked: String,
    /// The valid one's, with a signature that is not its authority's; without the page.
    forged: String,
}

async fn open() -> Checked {
    let folder = AuthorityFolder::new(30);
    let files = format!("verify_files = '{}'", verify_page_folder().display());
    let app = TestApp::start_with(folder.options(&files)).await.expect("it starts");
    let asha = app.meta().add_citizen(Some("15550101221"), None, "Asha");
    kit::enter_echo(&app.meta(), &asha).await;
    app.hears(&asha, "!certify issue income AP-1", "AP-1").await;
    let chat = app.hears(&asha, "!certify issue income AP-2", "AP-2").await;
    let said = chat.last().expect("an answer").body().to_owned();
    let id = said.split(' ').next().expect("an id");
    app.hears(&asha, &format!("!certify status {id} revoked as-asked"), "Revoked").await;
    let base = app.webhook_url().parse::<reqwest::Url>().expect("a URL");
    let of = |path: &str| base.join(path).expect("a path");
    let list = reqwest::get(of("/certificates/tahsildar/status/0")).await.expect("it answers");
    let list = SignedList::read(&list.bytes().await.expect("a body")).expect("a list");
    let is_revoked = |index: &u32| list.claims().list.get(*index) == Some(Status::Revoked);
    let revoked = (0..1 << 20).find(is_revoked).expect("one is revoked");
    let page = of("/verify/").to_string();
    let code = |index| {
        let authorities = folder.authorities().leading_to(Some(page.clone()));
        authorities.code(&certificate(), ListPlace { list: 0, index }, now()).expect("it is signed")
    };
    let place = ListPlace { list: 0, index: revoked ^ 1 };
    let text = folder.authorities().code(&certificate(), place, now()).expect("it is signed");
    let (valid, revoked, forged) = (code(revoked ^ 1), code(revoked), forged(&text));
    let browser = Browser::start().await;
    Checked { app, browser, folder, page, valid, revoked, forged }
}

impl Checked {
    /// Opens an address anew, and waits for this result.
    async fn shows(&self, address: &str, result: &str) {
        self.browser.client.goto("about:blank").await.expect("it opens");
        self.browser.client.goto(address).await.expect("it opens");
        self.browser.css(&format!("#result[data-result='{result}']")).await;
    }

    async fn text(&self, selector: &str) -> String {
        self.browser.css(selector).await.text().await.expect("a text")
    }

    /// Keeps a picture of the page, where `MITRA_SCREENSHOTS` names a folder.
    async fn keep(&self, name: &str) {
        let Some(folder) = std::env::var_os("MITRA_SCREENSHOTS") else { return };
        let picture = self.browser.client.screenshot().await.expect("a picture");
        std::fs::write(std::path::Path::new(&folder).join(name), picture).expect("written");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_what_holds_in_words_of_three_languages_also_without_a_network() {
    let mut checked = open().await;
    checked.shows(&checked.valid, "valid").await;
    checked.browser.client.set_window_size(360, 740).await.expect("a phone");
    checked.browser.fits().await;
    assert_eq!(checked.text("#verdict").await, "Valid");
    assert!(checked.text("#said").await.contains("K. Asha Rao"));
    assert!(checked.text("#said").await.contains("₹95,000.00"));
    assert!(checked.text("#signer").await.contains("signed by Registrar"));
    checked.keep("valid-en.png").await;
    for (language, verdict, labels) in [
        ("te", "చెల్లుతుంది", ["ఆదాయ ధృవీకరణ పత్రం", "వార్షిక ఆదాయం"]),
        ("hi", "मान्य", ["आय प्रमाण पत्र", "वार्षिक आय"]),
        ("en", "Valid", ["Income certificate", "Yearly income"]),
    ] {
        let button = format!("[data-language='{language}']");
        checked.browser.css(&button).await.click().await.expect("it can be clicked");
        assert_eq!(checked.text("#verdict").await, verdict);
        let said = checked.text("#said").await;
        assert!(labels.into_iter().all(|label| said.contains(label)), "{language}: {said}");
        assert_eq!(checked.browser.script("return document.documentElement.lang").await, language);
        checked.keep(&format!("valid-{language}.png")).await;
    }
    // Who hears the page is told of the result, and the focus is on it.
    let focus = "return document.activeElement.id + document.activeElement.ariaLive";
    checked.shows(&checked.revoked, "revoked").await;
    checked.browser.until(&format!("{focus} === 'resultpolite'")).await;
    checked.keep("revoked.png").await;
    let (before, last) = checked.valid.split_at(checked.valid.len() - 30);
    let damaged = format!("{before}{}", last.replace(['A', 'B', 'C', 'D'], "E"));
    checked.shows(&damaged, "unreadable").await;
    checked.shows(&format!("{}#{}", checked.page, checked.forged), "signature").await;
    checked.keep("tampered.png").await;
    checked.browser.css("html[data-ready]").await;

    // Its own site is gone.
    checked.app.stop_host().await.expect("it stops");
    checked.shows(&checked.valid, "valid").await;
    checked.shows(&checked.revoked, "revoked").await;
    checked.keep("offline.png").await;
    let usable = "return performance.getEntriesByName('usable')[0].startTime";
    let usable = checked.browser.script(usable).await.as_f64().expect("it can be used");
    println!("from what is kept, codes can be checked {usable:.0} ms after the page was asked for");
    checked.browser.close().await;
    checked.app.start_host().await.expect("it starts again");
    checked.app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trust_list_that_cannot_be_trusted_is_said_and_one_that_was_kept_is_used() {
    let mut checked = open().await;
    checked.folder.publish(&checked.folder.draft(), 7, now());
    let base = checked.app.webhook_url().parse::<reqwest::Url>().expect("a URL");
    let list = base.join("/certificates/trust-list").expect("a path");
    let signed = std::fs::read(checked.folder.trust_list()).expect("a list");
    let published = async {
        let get = async || reqwest::get(list.clone()).await.expect("it answers").bytes().await;
        while get().await.expect("a body") != signed {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    };
    let waited = tokio::time::timeout(std::time::Duration::from_secs(20), published).await;
    waited.expect("it is published");
    checked.shows(&checked.valid, "valid").await;
    checked.browser.css("html[data-ready]").await;
    // The host starts with an old list: nobody who has seen the newer one takes it, and what is kept is good.
    checked.folder.publish(&checked.folder.draft(), 6, now());
    checked.app.stop_host().await.expect("it stops");
    checked.app.start_host().await.expect("it starts again");
    checked.shows(&checked.valid, "valid").await;
    checked.browser.script("caches.delete('lists-2'); return true").await;
    checked.shows(&checked.valid, "list_older").await;
    // A browser that has seen none takes it.
    checked.browser.script("localStorage.clear(); return true").await;
    checked.shows(&checked.valid, "valid").await;
    // What is kept is not believed for being kept.
    checked.browser.css("html[data-ready]").await;
    checked.app.stop_host().await.expect("it stops");
    let stranger = std::fs::read(AuthorityFolder::new(30).trust_list()).expect("a list");
    checked.folder.publish(&checked.folder.draft(), 8, Timestamp(now().0 - 91 * 86_400_000));
    let over = std::fs::read(checked.folder.trust_list()).expect("a list");
    for (list, result) in [(stranger, "list_untrusted"), (over, "list_expired")] {
        let keep = format!(
            "const done = arguments[arguments.length - 1];
             caches.open('lists-2').then(async (kept) => {{
               await kept.put('/certificates/trust-list', new Response(new Uint8Array({list:?})));
               done(true);
             }});"
        );
        checked.browser.client.execute_async(&keep, Vec::new()).await.expect("it is kept");
        checked.shows(&checked.valid, result).await;
        assert_eq!(checked.text("#said").await, "", "nothing is said of the certificate");
        checked.keep(&format!("{result}.png")).await;
    }
    checked.folder.publish(&checked.folder.draft(), 9, now());
    checked.browser.close().await;
    checked.app.start_host().await.expect("it starts again");
    checked.app.stop().await.expect("it stops");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_pasted_by_the_keyboard_alone_or_read_from_a_picture() {
    let checked = open().await;
    checked.browser.client.goto(&checked.page).await.expect("it opens");
    checked.browser.css("html[data-ready]").await;
    checked.browser.tab_to("#code").await;
    let code = checked.browser.client.find(Locator::Id("code")).await.expect("a field");
    code.send_keys(&checked.valid).await.expect("text");
    checked.browser.tab_to("#paste button").await;
    let button = checked.browser.css("#paste button").await;
    button.send_keys("\u{e007}").await.expect("Enter");
    checked.browser.css("#result[data-result='valid']").await;

    // The same code as a picture, as squares of a photograph.
    let drawn = qrcode::QrCode::new(&checked.revoked).expect("it fits");
    let (width, colors) = (drawn.width() + 8, drawn.to_colors());
    let module = |x: usize, y: usize| {
        let inside = (4..width - 4).contains(&x) && (4..width - 4).contains(&y);
        inside && colors[(y - 4) * drawn.width() + x - 4] == qrcode::Color::Dark
    };
    let (scale, side) = (4, width * 4);
    let dark: Vec<[usize; 2]> = (0..width * width)
        .map(|at| [at % width, at / width])
        .filter(|[x, y]| module(*x, *y))
        .collect();
    let script = format!(
        "const canvas = document.createElement('canvas'); canvas.width = canvas.height = {side};
         const context = canvas.getContext('2d'); context.fillStyle = '#fff';
         context.fillRect(0, 0, {side}, {side}); context.fillStyle = '#000';
         for (const [x, y] of {dark}) context.fillRect(x * {scale}, y * {scale}, {scale}, {scale});
         canvas.toBlob((blob) => {{
           const files = new DataTransfer(); files.items.add(new File([blob], 'code.png', {{ type: 'image/png' }}));
           const input = document.getElementById('image'); input.files = files.files;
           input.dispatchEvent(new Event('change'));
         }}); return true;",
        dark = json!(dark)
    );
    checked.browser.script(&script).await;
    checked.browser.css("#result[data-result='revoked']").await;
    checked.browser.close().await;
    checked.app.stop().await.expect("it stops");
}
