//! The keys with which a resource, the clinic and a crisis line say how they are reached.

use wellread_model::ContactPoint;

use crate::table_reader::TableReader;

/// Reads the ways to reach a person, an office or a line, as far as the table knows these keys.
pub(crate) fn contact_point(fields: &mut TableReader<'_>) -> ContactPoint {
    ContactPoint {
        phone: fields.phone("phone"),
        text_phone: fields.phone("text_phone"),
        email: fields.email("email"),
        address: fields.plain("address"),
        hours: fields.plain("hours"),
        url: fields.web_url("url", false),
    }
}
