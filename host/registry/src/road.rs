//! Where requests may go, and where a registry may send them on to.

use reqwest::redirect::Policy;
use url::Url;

use crate::reference::is_loopback;

/// How often one request may be sent elsewhere: registries keep blobs with somebody else, who may have moved.
pub const REDIRECTS_MAX: usize = 3;

/// Follows some redirects, and none to where others could read along. What says who asks goes to no other host.
pub(crate) fn redirects(is_local: bool) -> Policy {
    Policy::custom(move |attempt| {
        if attempt.previous().len() > REDIRECTS_MAX {
            attempt.error(format!("more than {REDIRECTS_MAX} redirects"))
        } else if may_go(attempt.url(), is_local) {
            attempt.follow()
        } else {
            let why = forbidden(attempt.url());
            attempt.error(why)
        }
    })
}

/// Whether a request may go there: by TLS, or to this machine, if the registry is on it.
pub(crate) fn may_go(url: &Url, is_local: bool) -> bool {
    match url.scheme() {
        "https" => true,
        "http" => is_local && is_loopback(url),
        _ => false,
    }
}

pub(crate) fn forbidden(url: &Url) -> String {
    // The rest of an address may be a secret.
    format!("`{}` is not reached by TLS", url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_where_others_read_along() {
        let may_go = |url: &str, is_local| may_go(&Url::parse(url).expect("an address"), is_local);
        assert!(
            may_go("https://blobs.example/x", false) && may_go("https://blobs.example/x", true)
        );
        assert!(may_go("http://127.0.0.1:9/x", true) && !may_go("http://127.0.0.1:9/x", false));
        assert!(
            !may_go("http://blobs.example/x", true) && !may_go("http://blobs.example/x", false)
        );
        assert!(!may_go("file:///etc/passwd", true));
    }
}
