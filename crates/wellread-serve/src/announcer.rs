//! Saying where the hub can be seen.

use crate::event::Event;
use crate::http::target::percent_encode;
use crate::listen::lan_address;
use crate::snapshot::decoded_base;

/// Announces the URL of the preview when it is new.
#[derive(Debug)]
pub(crate) struct Announcer {
    pub(crate) port: u16,
    pub(crate) lan: bool,
    /// See [`Event::Listening`]; said once.
    pub(crate) taken: Option<u16>,
    /// The path that was announced last.
    pub(crate) base_path: Option<String>,
}

impl Announcer {
    /// Whether there has been something to see.
    pub(crate) const fn has_announced(&self) -> bool {
        self.base_path.is_some()
    }

    /// Announces the hub at this path, or where it was before if there is none. Adds to `events`
    /// only if the path is another.
    pub(crate) fn announce(&mut self, base_path: Option<&str>, events: &mut Vec<Event>) {
        let Some(base_path) = base_path.or(self.base_path.is_none().then_some("/")) else { return };
        if self.base_path.as_deref() == Some(base_path) {
            return;
        }
        self.base_path = Some(base_path.to_owned());
        let base = percent_encode(&decoded_base(base_path));
        let address = |host: String| format!("http://{host}:{}/{base}", self.port);
        let url = address("127.0.0.1".to_owned());
        let lan_url = lan_address().filter(|_| self.lan).map(|ip| address(ip.to_string()));
        events.push(Event::Listening { url, lan_url, taken: self.taken.take() });
    }
}
