//! Properties of structured data.

use serde_json::Value as Json;

/// Sets a property if there is a value; search engines report an empty property as an error.
pub(super) fn set(json: &mut Json, key: &str, value: Option<Json>) {
    if let (Some(object), Some(value)) = (json.as_object_mut(), value) {
        object.insert(key.to_owned(), value);
    }
}

/// The values as a list; `None` if there are none.
pub(super) fn list(values: Vec<Json>) -> Option<Json> {
    (!values.is_empty()).then(|| Json::from(values))
}
