//! What kind a file is, by its name: as a citizen's telephone tells it.

/// A picture's type: JPEG, unless it is named otherwise.
pub(crate) fn picture(name: Option<&str>) -> &'static str {
    match extension(name.unwrap_or_default()).as_str() {
        "png" => "image/png",
        _ => "image/jpeg",
    }
}

/// A document's type: PDF, unless it is named otherwise.
pub(crate) fn document(name: &str) -> &'static str {
    match extension(name).as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "txt" => "text/plain",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/pdf",
    }
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
}
