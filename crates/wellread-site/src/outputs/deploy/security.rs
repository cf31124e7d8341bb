//! The security headers of a site, the same for every host and for the preview.
//!
//! They follow the OWASP Secure Headers Project, without those that bind a whole domain, such as
//! `Strict-Transport-Security`: a hub may be one folder of a clinic's website.

use wellread_model::HtmlPolicy;

/// The Content-Security-Policy for a page that states it in its own `<meta>` element.
///
/// HTML that staff trust may load scripts, frames and images from other hosts, or trusting it would
/// have no effect. Otherwise a page loads nothing but files of the site, so that no third party
/// learns what a family reads.
pub(super) fn policy(html: HtmlPolicy) -> String {
    match html {
        HtmlPolicy::Harmless => {
            "default-src 'self'; base-uri 'self'; form-action 'self'; object-src 'none'".to_owned()
        }
        HtmlPolicy::Trusted => "base-uri 'self'; object-src 'none'".to_owned(),
    }
}

/// The headers of every response, as names and values.
///
/// `Referrer-Policy` is the strictest there is: no address of the hub, and so nothing that a family
/// looked for, is sent to a site that it links to.
pub(crate) fn headers(html: HtmlPolicy) -> Vec<(&'static str, String)> {
    // Only as a header: browsers ignore `frame-ancestors` in a `<meta>` element (CSP Level 3, 3.3).
    let policy = format!("{}; frame-ancestors 'none'", policy(html));
    let features = ["camera", "geolocation", "microphone", "payment", "usb"];
    vec![
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        // The same as `frame-ancestors`, for browsers that don't know that.
        ("X-Frame-Options", "DENY".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("Permissions-Policy", features.map(|feature| format!("{feature}=()")).join(", ")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trusted_html_is_not_blocked() {
        assert!(policy(HtmlPolicy::Harmless).starts_with("default-src 'self';"));
        assert!(!policy(HtmlPolicy::Trusted).contains("default-src"));
    }

    #[test]
    fn every_header_is_one_line() {
        for html in [HtmlPolicy::Harmless, HtmlPolicy::Trusted] {
            for (name, value) in headers(html) {
                assert!(!value.is_empty() && !value.contains(['\n', '"']), "{name}: {value}");
            }
        }
    }
}
