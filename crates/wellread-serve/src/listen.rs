//! Finds a port to listen on, and announces the URL of the hub.
//!
//! Only this machine can connect unless the caller wants otherwise.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::time::Duration;

use wellread_model::url::{UrlPart, encode};

use crate::error::ServeError;
use crate::event::Event;
use crate::options::{FIRST_PORT, ServeOptions};
use crate::snapshot::decoded_base;

/// How many ports in a row are tried before any that the system offers. A person who runs this
/// many previews at once does not need a port that is easy to type.
const TRIES: u16 = 100;

/// Where the preview listens.
#[derive(Debug)]
pub(crate) struct Address {
    pub(crate) port: u16,
    /// Whether other devices may connect.
    lan: bool,
    /// The port that would have come first but could not be used; announced once.
    taken: Option<u16>,
    /// The path that was announced last.
    base_path: Option<String>,
}

/// Listens on the port asked for, or on the first that is free.
pub(crate) fn listen(options: &ServeOptions) -> Result<(TcpListener, Address), ServeError> {
    let lan = options.lan;
    let no_port =
        |source| ServeError::machine(format!("no port from {FIRST_PORT} up can be used"), source);
    let listener = match options.port {
        Some(port) => bind(port, lan).map_err(|source| ServeError::Port { port, source })?,
        None => {
            // Besides being taken, a port may be set apart by the system, which is as good a reason
            // to go on. The last resort, 0, is any port.
            let free = (FIRST_PORT..FIRST_PORT + TRIES).find_map(|port| bind(port, lan).ok());
            free.map_or_else(|| bind(0, lan), Ok).map_err(no_port)?
        }
    };
    let port = listener.local_addr().map_err(no_port)?.port();
    let taken = (options.port.is_none() && port != FIRST_PORT).then_some(FIRST_PORT);
    Ok((listener, Address { port, lan, taken, base_path: None }))
}

fn bind(port: u16, lan: bool) -> io::Result<TcpListener> {
    let address = if lan { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
    let here = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let is_taken = || TcpStream::connect_timeout(&here, Duration::from_millis(100)).is_ok();
    if lan && port != 0 && is_taken() {
        // Some systems let the wildcard be bound next to a loopback address, which then gets the
        // connections that were meant for us.
        return Err(io::ErrorKind::AddrInUse.into());
    }
    TcpListener::bind((address, port))
}

impl Address {
    /// Whether there has been something to see.
    pub(crate) const fn is_announced(&self) -> bool {
        self.base_path.is_some()
    }

    /// Announces the hub at this path, or where it was before if there is none. Returns nothing if
    /// the path is not another.
    pub(crate) fn announce(&mut self, base_path: Option<&str>) -> Option<Event> {
        let base_path = base_path.or(self.base_path.is_none().then_some("/"))?;
        if self.base_path.as_deref() == Some(base_path) {
            return None;
        }
        self.base_path = Some(base_path.to_owned());
        let base = decoded_base(base_path);
        let path = encode(&base, UrlPart::Path).to_string();
        let url = |host: IpAddr| format!("http://{host}:{}/{path}", self.port);
        let lan_url = lan_address().filter(|_| self.lan).map(url);
        let url = url(Ipv4Addr::LOCALHOST.into());
        Some(Event::Listening { url, lan_url, taken: self.taken.take() })
    }
}

/// The address of this machine in its network. Connecting a datagram socket sends nothing; it only
/// asks the system which of its addresses it would send from.
fn lan_address() -> Option<IpAddr> {
    // A machine without a way to the internet still has one to its own network. The first address
    // is set apart for documentation (RFC 5737), the others are private.
    let targets = [[192, 0, 2, 1], [192, 168, 255, 254], [10, 255, 255, 254], [172, 31, 255, 254]];
    targets.into_iter().find_map(|target| {
        let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
        socket.connect((Ipv4Addr::from(target), 9)).ok()?;
        let address = socket.local_addr().ok()?.ip();
        (!address.is_loopback() && !address.is_unspecified()).then_some(address)
    })
}
