//! Postal addresses as the lines of an envelope.

/// The states, as they are written out in addresses, with the district.
const STATES: [&str; 52] = [
    "Alabama",
    "Alaska",
    "Arizona",
    "Arkansas",
    "California",
    "Colorado",
    "Connecticut",
    "Delaware",
    "D.C.",
    "District of Columbia",
    "Florida",
    "Georgia",
    "Hawaii",
    "Idaho",
    "Illinois",
    "Indiana",
    "Iowa",
    "Kansas",
    "Kentucky",
    "Louisiana",
    "Maine",
    "Maryland",
    "Massachusetts",
    "Michigan",
    "Minnesota",
    "Mississippi",
    "Missouri",
    "Montana",
    "Nebraska",
    "Nevada",
    "New Hampshire",
    "New Jersey",
    "New Mexico",
    "New York",
    "North Carolina",
    "North Dakota",
    "Ohio",
    "Oklahoma",
    "Oregon",
    "Pennsylvania",
    "Rhode Island",
    "South Carolina",
    "South Dakota",
    "Tennessee",
    "Texas",
    "Utah",
    "Vermont",
    "Virginia",
    "Washington",
    "West Virginia",
    "Wisconsin",
    "Wyoming",
];

/// The codes of the states and of the district (United States Postal Service, Publication 28).
const STATE_CODES: [&str; 51] = [
    "AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "HI", "IA", "ID", "IL", "IN",
    "KS", "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MS", "MT", "NC", "ND", "NE", "NH", "NJ",
    "NM", "NV", "NY", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VA", "VT", "WA",
    "WI", "WV", "WY",
];

/// Whether a word is the code of a state in addresses, or of the district.
///
/// ```
/// assert!(wellread_model::is_state_code("CO") && !wellread_model::is_state_code("OT"));
/// ```
#[must_use]
pub fn is_state_code(word: &str) -> bool {
    STATE_CODES.contains(&word)
}

/// The lines of a postal address: split at line breaks or, if there are none, at commas, so that
/// both ways of writing an address in front matter are shown the same. The comma between a city and
/// its state separates no lines: `1 Main Street, Denver, CO 80202` has two.
///
/// # Examples
/// ```
/// use wellread_model::address_lines;
///
/// assert_eq!(address_lines("1 Main St, Denver, CO 80202"), ["1 Main St", "Denver, CO 80202"]);
/// ```
#[must_use]
pub fn address_lines(address: &str) -> Vec<String> {
    let parts = |separator| {
        let parts = address.split(separator).map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect::<Vec<_>>()
    };
    if address.trim().contains('\n') {
        return parts('\n');
    }
    let parts = parts(',');
    let mut lines: Vec<String> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        // Without a code, `New York` and `Washington` may be the city, and then something follows.
        let is_last = index + 1 == parts.len() && index >= 2;
        match lines.last_mut() {
            Some(city) if ends_city_line(part) || (is_last && STATES.contains(&part.as_str())) => {
                city.push_str(", ");
                city.push_str(part);
            }
            _ => lines.push(part.clone()),
        }
    }
    lines
}

/// Whether a part of an address is on the line of the city before it: `CO`, `CO 80202`,
/// `Colorado 80202-1234`, `ON K1A 0B1`, or a code alone.
fn ends_city_line(part: &str) -> bool {
    let is_abbreviation =
        |name: &str| name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_uppercase());
    let with_code = |name: &str| {
        let code = part.strip_prefix(name).and_then(|rest| rest.strip_prefix(' '));
        code.is_some_and(is_postal_code)
    };
    is_abbreviation(part)
        || is_postal_code(part)
        || part.get(..2).is_some_and(|name| is_abbreviation(name) && with_code(name))
        || STATES.into_iter().any(with_code)
}

/// Whether it is a code of the United States (`80202`, `80202-1234`) or Canada (`K1A 0B1`).
fn is_postal_code(text: &str) -> bool {
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((zip, more)) = text.split_once('-') {
        return digits(zip, 5) && digits(more, 4);
    }
    let is_canadian = |text: &str| {
        text.len() == 7
            && text.bytes().enumerate().all(|(index, byte)| match index {
                3 => byte == b' ',
                0 | 2 | 5 => byte.is_ascii_uppercase(),
                _ => byte.is_ascii_digit(),
            })
    };
    digits(text, 5) || is_canadian(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_and_its_state_share_a_line() {
        for (address, lines) in [
            ("1 Main St, Denver, CO 80202", &["1 Main St", "Denver, CO 80202"][..]),
            ("1 Main St, Suite 2, Denver, CO", &["1 Main St", "Suite 2", "Denver, CO"]),
            (
                "1 Main St, Denver, Colorado 80202-1234",
                &["1 Main St", "Denver, Colorado 80202-1234"],
            ),
            ("1 Main St, Denver, Colorado", &["1 Main St", "Denver, Colorado"]),
            ("1 Main St, Denver, CO, 80202", &["1 Main St", "Denver, CO, 80202"]),
            ("1 Main St, Denver, CO 80202, US", &["1 Main St", "Denver, CO 80202, US"]),
            ("1 Main St, New York, New York 10001", &["1 Main St", "New York, New York 10001"]),
            ("1 Main St, New York, NY", &["1 Main St", "New York, NY"]),
            ("1 Main St, New York", &["1 Main St", "New York"]),
            ("1 Main St, Washington, DC 20001", &["1 Main St", "Washington, DC 20001"]),
            ("1 Main St, Ottawa, ON K1A 0B1", &["1 Main St", "Ottawa, ON K1A 0B1"]),
            ("Denver, CO 80202", &["Denver, CO 80202"]),
            ("Calle Mayor 1, 2º B, 28013 Madrid", &["Calle Mayor 1", "2º B", "28013 Madrid"]),
            ("1 Main St, FL 2, É", &["1 Main St", "FL 2", "É"]),
        ] {
            assert_eq!(address_lines(address), lines, "{address}");
        }
    }

    #[test]
    fn line_breaks_say_where_lines_end() {
        assert_eq!(
            address_lines("1 Main St\n\nDenver,\nCO 80202\n"),
            ["1 Main St", "Denver,", "CO 80202"]
        );
        // A line break at the end only ends the text.
        assert_eq!(address_lines("1 Main St, Denver\n"), ["1 Main St", "Denver"]);
        assert!(address_lines("").is_empty());
    }
}
