//! Addresses without tracking: parameters of campaigns, and detours through
//! the host of a mail program or a search engine.

use std::borrow::Cow;

use wellread_model::url::{decode, encode_forbidden, host_and_port};

/// Parameters that only count visits. Their names are those that the services document.
const TRACKING: [&str; 24] = [
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "twclid",
    "ttclid",
    "yclid",
    "igshid",
    "igsh",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "__hssc",
    "__hstc",
    "__hsfp",
    "vero_id",
    "oly_enc_id",
    "oly_anon_id",
];

/// How many detours an address may have.
const MOST_DETOURS: usize = 4;

/// The address without tracking, if it has any.
pub(super) fn without_tracking(url: &str) -> Option<String> {
    let mut clean = Cow::Borrowed(url);
    for _ in 0..MOST_DETOURS {
        let Some(target) = detour(&clean) else { break };
        clean = Cow::Owned(target);
    }
    if let Some(shorter) = without_parameters(&clean) {
        clean = Cow::Owned(shorter);
    }
    (clean != url).then(|| clean.into_owned())
}

/// The address without parameters that only count visits.
fn without_parameters(url: &str) -> Option<String> {
    let (before, after) = url.split_once('?')?;
    let (query, fragment) = match after.find('#') {
        Some(at) => after.split_at(at),
        None => (after, ""),
    };
    // In HTML, an ampersand is often written as a reference.
    let separator = if query.contains("&amp;") { "&amp;" } else { "&" };
    let host = host_and_port(before).to_ascii_lowercase();
    let all = query.split(separator);
    let good: Vec<&str> = all.clone().filter(|part| !is_tracking(part, &host)).collect();
    if good.len() == all.count() {
        return None;
    }
    let mark = if good.is_empty() { "" } else { "?" };
    Some(format!("{before}{mark}{}{fragment}", good.join(separator)))
}

/// Whether a parameter of an address only says where a visitor came from.
fn is_tracking(parameter: &str, host: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default().to_ascii_lowercase();
    let is_video = matches!(host, "youtu.be" | "youtube.com" | "www.youtube.com");
    name.starts_with("utm_") || TRACKING.contains(&&*name) || (is_video && name == "si")
}

/// Where an address leads that only passes on to another.
fn detour(url: &str) -> Option<String> {
    let host = host_and_port(url).to_ascii_lowercase();
    let path = url.split_once("://")?.1.split_once('/')?.1;
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let value = |name: &str| {
        let query = query.split('#').next().unwrap_or_default();
        let mut parts = query.split('&').map(|part| part.trim_start_matches("amp;"));
        parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
    };
    let is_google = host.strip_prefix("www.").unwrap_or(&host).starts_with("google.");
    let target = if host.ends_with(".safelinks.protection.outlook.com") {
        decode(value("url")?).into_owned()
    } else if is_google && path == "url" {
        decode(value("q").or_else(|| value("url"))?).into_owned()
    } else if matches!(&*host, "l.facebook.com" | "lm.facebook.com") && path == "l.php" {
        decode(value("u")?).into_owned()
    } else if host == "urldefense.proofpoint.com" && path == "v2/url" {
        // Proofpoint writes `-` for `%` and `_` for `/`.
        decode(&value("u")?.replace('-', "%").replace('_', "/")).into_owned()
    } else if host == "urldefense.com" && path.starts_with("v3/__") {
        // A star stands for a character that is named elsewhere, in base64.
        let rest = &url[url.find("/v3/__")? + "/v3/__".len()..];
        let target = rest.split_once("__;").filter(|(target, _)| !target.contains('*'))?.0;
        target.replacen(":/", "://", usize::from(!target.contains("://")))
    } else {
        return None;
    };
    let is_web = ["https://", "http://"].into_iter().any(|scheme| target.starts_with(scheme));
    // What would end a link in Markdown is written as a reference.
    let target = encode_forbidden(&target).replace('(', "%28").replace(')', "%29");
    let is_plain = !target.contains(['"', '\\', '`', '|', '[', ']', '*', '<', '>']);
    (is_web && is_plain && host_and_port(&target).contains('.')).then_some(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracking_is_removed() {
        for (url, wanted) in [
            ("https://a.org/x?utm_source=mail&utm_medium=x", "https://a.org/x"),
            ("https://a.org/x?id=4&utm_source=mail#top", "https://a.org/x?id=4#top"),
            ("https://a.org/?UTM_Campaign=z&amp;id=4", "https://a.org/?id=4"),
            ("https://a.org/?fbclid=Iw0&gclid=1", "https://a.org/"),
            ("https://youtu.be/abc?si=XYZ&t=10", "https://youtu.be/abc?t=10"),
            (
                "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fsites.ed.gov%2Fidea%2F%3Futm_source%3Dx&data=05%7C01&sdata=abc&reserved=0",
                "https://sites.ed.gov/idea/",
            ),
            (
                "https://www.google.com/url?q=https://sites.ed.gov/idea/&sa=D&source=editors&ust=1&usg=x",
                "https://sites.ed.gov/idea/",
            ),
            (
                "https://urldefense.com/v3/__https://www.parentcenterhub.org/iep/__;!!ABC!def$",
                "https://www.parentcenterhub.org/iep/",
            ),
            (
                "https://urldefense.proofpoint.com/v2/url?u=https-3A__www.ed.gov_idea&d=DwMF",
                "https://www.ed.gov/idea",
            ),
            (
                "https://l.facebook.com/l.php?u=https%3A%2F%2Fa.org%2Fwiki_(x)&h=AT0",
                "https://a.org/wiki_%28x%29",
            ),
        ] {
            assert_eq!(without_tracking(url).as_deref(), Some(wanted), "{url}");
        }
    }

    #[test]
    fn what_a_page_needs_stays() {
        for url in [
            "https://a.org/x?source=mail&ref=4",
            "https://a.org/utm_source=x",
            "https://a.org/?si=4",
            "https://www.google.com/search?q=iep",
            "https://a.org/?q=utm_source",
            "https://maps.google.com/url?q=somewhere",
            "https://nam02.safelinks.protection.outlook.com/?data=1",
            "https://urldefense.com/v3/__https:/a.org/*top__;Iw!!ABC$",
            "https://www.google.com/url?q=javascript:alert(1)",
        ] {
            assert_eq!(without_tracking(url), None, "{url}");
        }
    }
}
