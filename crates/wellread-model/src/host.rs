//! Hosts in web and email addresses: which can exist, and which end with a typing error.
//!
//! Functions of text: no name is looked up. What is refused here is only what leads nowhere whoever
//! asks; a name that no one has registered is not known.

/// What people type for the end of a host, and the end that they mean. None of them exists, so none
/// can be right (IANA, list of top-level domains). `.co`, `.cm`, `.om` and `.ne` are countries.
const SLIPS: [(&str, &[&str]); 5] = [
    (
        "com",
        &[
            "con", "cmo", "ocm", "comm", "coom", "vom", "xom", "cim", "cpm", "c0m", "conm", "copm",
            "coml",
        ],
    ),
    (
        "org",
        &["ogr", "rog", "orgg", "orrg", "ogrg", "orgh", "0rg", "orf", "orh", "prg", "irg", "or"],
    ),
    ("net", &["nte", "ent", "nett", "ner", "netr", "met"]),
    ("edu", &["eud", "edi", "edy", "eduu", "edue", "deu", "ed"]),
    ("gov", &["gvo", "ogv", "gob", "govv", "giv", "gpv", "goc"]),
];

/// Mailboxes of many families, as people mistype them, and what they mean. Whoever owns such a name
/// reads the mail.
const MAILBOXES: [(&str, &[&str]); 5] = [
    ("gmail.com", &["gmial.com", "gamil.com", "gmal.com", "gmai.com", "gnail.com", "gmaill.com"]),
    ("hotmail.com", &["hotmial.com", "hotmal.com", "hotmai.com", "hotmil.com"]),
    ("yahoo.com", &["yaho.com", "yahooo.com", "yhaoo.com"]),
    ("outlook.com", &["outlok.com", "outloook.com", "oulook.com"]),
    ("icloud.com", &["iclould.com", "icoud.com", "iclod.com"]),
];

/// Whether a host can be reached from everywhere: labels of letters, digits, hyphens and
/// underscores, at least two of them besides `www`, or the numbers of an address. Only `localhost`
/// has a single label. The host is without its port.
///
/// # Examples
/// ```
/// use wellread_model::host::is_possible_host;
///
/// assert!(is_possible_host("www.example.org"));
/// assert!(!is_possible_host("example"));
/// assert!(!is_possible_host("example,org"));
/// ```
#[must_use]
pub fn is_possible_host(host: &str) -> bool {
    if host.eq_ignore_ascii_case("localhost") || (host.starts_with('[') && host.ends_with(']')) {
        return true;
    }
    let is_label = |label: &&str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    let labels: Vec<&str> = host.split('.').collect();
    let own = match labels.as_slice() {
        [first, rest @ ..] if first.eq_ignore_ascii_case("www") => rest,
        all => all,
    };
    let is_number = |label: &str| label.bytes().all(|b| b.is_ascii_digit());
    labels.iter().all(is_label)
        && own.len() > 1
        && own.last().is_some_and(|last| {
            if is_number(last) {
                own.len() == 4 && own.iter().all(|label| is_number(label))
            } else {
                last.chars().count() > 1
            }
        })
}

/// The host that was meant, if this one ends with a typing error (`example.con`).
///
/// # Examples
/// ```
/// use wellread_model::host::without_typo;
///
/// assert_eq!(without_typo("www.example.ogr").as_deref(), Some("www.example.org"));
/// assert_eq!(without_typo("example.co"), None);
/// ```
#[must_use]
pub fn without_typo(host: &str) -> Option<String> {
    let lower = host.to_ascii_lowercase();
    let right = |slips: &[(&'static str, &[&str])], written: &str| {
        slips.iter().find(|(_, slips)| slips.contains(&written)).map(|(right, _)| *right)
    };
    if let Some(mailbox) = right(&MAILBOXES, &lower) {
        return Some(mailbox.to_owned());
    }
    let (rest, end) = lower.rsplit_once('.')?;
    right(&SLIPS, end).map(|right| format!("{}.{right}", &host[..rest.len()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_have_labels_and_a_period() {
        for good in [
            "example.org",
            "www.gov.uk",
            "niños.example",
            "x_y.example.org",
            "192.168.1.20",
            "LOCALHOST",
            "[::1]",
        ] {
            assert!(is_possible_host(good), "{good}");
        }
        for bad in [
            "",
            "example",
            "www.example",
            "example,org",
            "example..org",
            "example.",
            ".org",
            "example.o",
            "1.2.3",
            "303.446.9921",
            "a b.org",
            "a;b.org",
        ] {
            assert!(!is_possible_host(bad), "{bad}");
        }
    }

    #[test]
    fn slips_are_ends_that_do_not_exist() {
        for (host, right) in [
            ("example.con", "example.com"),
            ("WWW.Example.CMO", "WWW.Example.com"),
            ("school.k12.gvo", "school.k12.gov"),
            ("gmial.com", "gmail.com"),
        ] {
            assert_eq!(without_typo(host).as_deref(), Some(right), "{host}");
        }
        for host in ["example.com", "example.co", "example.ne", "con.example.org", "gob.mx", "con"]
        {
            assert_eq!(without_typo(host), None, "{host}");
        }
    }
}
