//! Every kind of reply, and every limit just kept and just broken.

use mitra_core::certificate::CertificateId;
use mitra_core::ids::DepartmentId;
use mitra_core::language::Language;
use serde_json::Value;

use super::*;

fn choice(id: &str, title: &str) -> Choice {
    Choice { id: id.to_owned(), title: title.to_owned(), description: None }
}

fn choices(items: Vec<Choice>) -> Reply {
    let (body, button) = ("ఎంచుకోండి".to_owned(), "Open".to_owned());
    Reply::Choices(Choices { body, button, items })
}

fn numbered(count: usize, title_chars: usize) -> Reply {
    let title = |n: usize| format!("{n}{}", "క".repeat(title_chars - n.to_string().len()));
    choices((0..count).map(|n| choice(&format!("id{n}"), &title(n))).collect())
}

fn kind(reply: &Reply) -> String {
    let body = render(reply).expect("it can be sent").body;
    let value: Value = serde_json::from_str(&body).expect("it is JSON");
    value["interactive"]["type"].as_str().expect("it is interactive").to_owned()
}

fn file(mime_type: &str, bytes: &[u8], caption: Option<&str>) -> Reply {
    let file = MediaContent { mime_type: mime_type.to_owned(), bytes: bytes.into() };
    let (filename, caption) = ("receipt".to_owned(), caption.map(str::to_owned));
    Reply::File { file, filename, caption }
}

fn refusal(reply: &Reply) -> String {
    render(reply).expect_err("it cannot be sent").to_string()
}

fn certificate(caption: Option<&str>) -> Reply {
    let certificate = CertificateDelivery {
        department: DepartmentId::parse("revenue").expect("a slug"),
        id: CertificateId::new([7; 16]),
        language: Language::Te,
    };
    let filename = "Income certificate 17.pdf".to_owned();
    Reply::Certificate { certificate, filename, caption: caption.map(str::to_owned) }
}

#[test]
fn a_certificate_is_a_document_that_is_yet_to_be_made() {
    let rendered = render(&certificate(None)).expect("it can be sent");
    assert_eq!(rendered.file, None);
    let id = rendered.certificate.expect("it names the certificate").id;
    assert_eq!(id, CertificateId::new([7; 16]));
    let long = "x".repeat(CAPTION_CHARS_MAX);
    assert!(render(&certificate(Some(&long))).is_ok());
    let refused = refusal(&certificate(Some(&format!("{long}x"))));
    assert_eq!(refused, "`certificate.caption` has 1025 characters, at most 1024 are allowed");
}

#[test]
fn every_kind_of_reply_is_the_cloud_apis_json() {
    let link = Reply::Link {
        body: "Your form".to_owned(),
        label: "Open".to_owned(),
        url: "https://example.org/f/1".to_owned(),
    };
    let document = Reply::Document {
        url: "https://example.org/r.pdf".to_owned(),
        filename: "receipt.pdf".to_owned(),
        caption: Some("మీ రసీదు".to_owned()),
    };
    let place = Location {
        latitude: 17.385,
        longitude: 78.4867,
        name: Some("PHC".to_owned()),
        address: None,
    };
    let image = Reply::Image { url: "https://example.org/a.jpg".to_owned(), caption: None };
    let described =
        Choice { description: Some("Status".to_owned()), ..choice("s3", "Ration card") };
    let replies = [
        Reply::Text { body: "సందేశం 🙏\nరెండవ వరుస".to_owned() },
        choices(vec![choice("lang:te", "తెలుగు"), choice("lang:en", "English")]),
        choices(vec![described]),
        link,
        image,
        document,
        Reply::Place(place),
        Reply::AskLocation { body: "Where are you?".to_owned() },
        certificate(Some("మీ పత్రం")),
        file("application/pdf", b"%PDF-1.7", Some("మీ రసీదు")),
        file("image/png", b"\x89PNG\r\n\x1a\n", None),
        file("audio/ogg", b"OggS", None),
        file("video/mp4", b"\0\0\0\x20ftypisom", Some("How to pay")),
    ];
    let rendered = replies.map(|reply| {
        let body = render(&reply).expect("it can be sent").body;
        serde_json::from_str::<Value>(&body).expect("it is JSON")
    });
    insta::assert_json_snapshot!(rendered);
}

#[test]
fn a_text_has_4096_characters_and_not_one_more() {
    let text = |chars| Reply::Text { body: "అ".repeat(chars) };
    assert!(render(&text(TEXT_CHARS_MAX)).is_ok());
    assert_eq!(
        refusal(&text(TEXT_CHARS_MAX + 1)),
        "`text` has 4097 characters, at most 4096 are allowed"
    );
    assert_eq!(refusal(&Reply::Text { body: " \n".to_owned() }), "`text` is empty");
}

#[test]
fn three_short_choices_are_buttons_and_more_or_longer_ones_a_list() {
    assert_eq!(kind(&numbered(3, BUTTON_CHARS_MAX)), "button");
    assert_eq!(kind(&numbered(3, BUTTON_CHARS_MAX + 1)), "list");
    assert_eq!(kind(&numbered(4, 5)), "list");
    assert_eq!(kind(&numbered(ROWS_MAX, ROW_TITLE_CHARS_MAX)), "list");
}

#[test]
fn a_list_has_ten_rows_and_titles_of_24_characters() {
    assert!(refusal(&numbered(ROWS_MAX + 1, 5)).contains("11 items"));
    assert!(refusal(&numbered(0, 5)).contains("0 items"));
    assert_eq!(
        refusal(&numbered(4, ROW_TITLE_CHARS_MAX + 1)),
        "`choices.items[0].title` has 25 characters, at most 24 are allowed"
    );
}

#[test]
fn choices_can_be_told_apart() {
    let ids = choices(vec![choice("a", "A"), choice("a", "B")]);
    assert!(refusal(&ids).contains("`choices.items[1].id` is the same"));
    let titles = choices(vec![choice("a", "A"), choice("b", "A")]);
    assert!(refusal(&titles).contains("`choices.items[1].title` is the same"));
    assert!(refusal(&choices(vec![choice(" a", "A")])).contains("begins or ends with a space"));
}

#[test]
fn bodies_captions_labels_and_ids_keep_their_limits() {
    let ask = |chars| Reply::AskLocation { body: "x".repeat(chars) };
    assert!(render(&ask(BODY_CHARS_MAX)).is_ok() && render(&ask(BODY_CHARS_MAX + 1)).is_err());
    let image = |chars| Reply::Image {
        url: "https://example.org/a.jpg".to_owned(),
        caption: Some("x".repeat(chars)),
    };
    assert!(render(&image(CAPTION_CHARS_MAX)).is_ok());
    assert!(render(&image(CAPTION_CHARS_MAX + 1)).is_err());
    let link = |chars| Reply::Link {
        body: "b".to_owned(),
        label: "x".repeat(chars),
        url: "https://example.org".to_owned(),
    };
    assert!(render(&link(BUTTON_CHARS_MAX)).is_ok());
    assert!(render(&link(BUTTON_CHARS_MAX + 1)).is_err());
    let id = |bytes| choices(vec![choice(&"i".repeat(bytes), "A")]);
    assert!(render(&id(WIRE_ID_BYTES_MAX)).is_ok());
    assert!(render(&id(WIRE_ID_BYTES_MAX + 1)).is_err());
    let described = |chars: usize| {
        let description = Some("d".repeat(chars));
        choices(vec![Choice { description, ..choice("a", "A") }])
    };
    assert!(render(&described(ROW_DESCRIPTION_CHARS_MAX)).is_ok());
    assert!(render(&described(ROW_DESCRIPTION_CHARS_MAX + 1)).is_err());
}

#[test]
fn names_of_files_and_places_and_bodies_of_choices_and_links_keep_their_limits() {
    let url = || "https://example.org/r.pdf".to_owned();
    let named = |chars| Reply::Document { url: url(), filename: "x".repeat(chars), caption: None };
    let at = |name: Option<usize>, address: Option<usize>| {
        let (name, address) = (name.map(|n| "n".repeat(n)), address.map(|n| "a".repeat(n)));
        Reply::Place(Location { latitude: 0.0, longitude: 0.0, name, address })
    };
    let asked = |chars| {
        let (body, button) = ("x".repeat(chars), String::new());
        Reply::Choices(Choices { body, button, items: vec![choice("a", "A")] })
    };
    let linked = |chars| {
        let (body, label) = ("x".repeat(chars), "Open".to_owned());
        Reply::Link { body, label, url: url() }
    };
    let opened = |chars| {
        let items = (0..4).map(|n| choice(&format!("id{n}"), &format!("{n}"))).collect();
        Reply::Choices(Choices { body: "b".to_owned(), button: "x".repeat(chars), items })
    };
    let check = |field: &str, chars_max: usize, reply: &dyn Fn(usize) -> Reply| {
        assert!(render(&reply(chars_max)).is_ok(), "{field}");
        let over = chars_max + 1;
        let expected = format!("`{field}` has {over} characters, at most {chars_max} are allowed");
        assert_eq!(refusal(&reply(over)), expected);
        assert_eq!(refusal(&reply(0)), format!("`{field}` is empty"));
    };
    let file_named = |chars| {
        let file = MediaContent { mime_type: "text/plain".to_owned(), bytes: (*b"a").into() };
        Reply::File { file, filename: "x".repeat(chars), caption: None }
    };
    let captioned = |chars| file("text/plain", b"a", Some(&"x".repeat(chars)));
    check("document.filename", FILENAME_CHARS_MAX, &named);
    check("file.filename", FILENAME_CHARS_MAX, &file_named);
    check("file.caption", CAPTION_CHARS_MAX, &captioned);
    check("place.name", PLACE_TEXT_CHARS_MAX, &|chars| at(Some(chars), None));
    check("place.address", PLACE_TEXT_CHARS_MAX, &|chars| at(None, Some(chars)));
    check("choices.body", BODY_CHARS_MAX, &asked);
    check("link.body", BODY_CHARS_MAX, &linked);
    check("choices.button", BUTTON_CHARS_MAX, &opened);
}

#[test]
fn nothing_stands_under_audio() {
    let refused = refusal(&file("audio/ogg", b"OggS", Some("Listen")));
    assert_eq!(refused, "`file.caption` cannot be shown under audio: send a text before it");
}

#[test]
fn a_place_is_on_earth() {
    let place = |latitude, longitude| {
        render(&Reply::Place(Location { latitude, longitude, name: None, address: None }))
    };
    assert!(place(90.0, -180.0).is_ok());
    for (latitude, longitude) in [(90.1, 0.0), (0.0, 180.1), (f64::NAN, 0.0), (0.0, f64::INFINITY)]
    {
        assert_eq!(place(latitude, longitude), Err(RenderError::Place));
    }
}

#[test]
fn what_cannot_be_shown_is_refused() {
    let text = Reply::Text { body: "a\u{0}b".to_owned() };
    assert_eq!(refusal(&text), "`text` has the control character U+0000");
    let document = Reply::Document {
        url: "https://example.org/r.pdf".to_owned(),
        filename: "../r.pdf".to_owned(),
        caption: None,
    };
    let field = "document.filename";
    assert_eq!(render(&document), Err(RenderError::Slash { field }));
}
