//! Finds a port to listen on, and the address that other devices can type.
//!
//! Only this machine can connect unless the caller wants otherwise.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::time::Duration;

use crate::error::ServeError;
use crate::options::{FIRST_PORT, ServeOptions};

/// How many ports in a row are tried before any that the system offers. A person who runs this
/// many previews at once does not need a port that is easy to type.
const TRIES: u16 = 100;

/// A listener and its port.
#[derive(Debug)]
pub(crate) struct Listening {
    pub(crate) listener: TcpListener,
    pub(crate) port: u16,
    /// The port that would have come first but could not be used.
    pub(crate) taken: Option<u16>,
}

/// Listens on the port asked for, or on the first that is free.
pub(crate) fn listen(options: &ServeOptions) -> Result<Listening, ServeError> {
    if let Some(port) = options.port {
        let listener =
            bind(port, options.lan).map_err(|source| ServeError::Port { port, source })?;
        let port = listener.local_addr().map_or(port, |address| address.port());
        return Ok(Listening { listener, port, taken: None });
    }
    // Besides being taken, a port may be set apart by the system, which is as good a reason to
    // go on. The last resort, 0, is any port.
    for port in (FIRST_PORT..FIRST_PORT + TRIES).chain([0]) {
        match bind(port, options.lan) {
            Ok(listener) => {
                let got = listener.local_addr().map_err(ServeError::NoPort)?.port();
                let taken = (got != FIRST_PORT).then_some(FIRST_PORT);
                return Ok(Listening { listener, port: got, taken });
            }
            Err(error) if port == 0 => return Err(ServeError::NoPort(error)),
            Err(_) => {}
        }
    }
    Err(ServeError::NoPort(io::ErrorKind::AddrInUse.into()))
}

fn bind(port: u16, lan: bool) -> io::Result<TcpListener> {
    let address = if lan { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
    if lan && port != 0 && answers(port) {
        // Some systems let the wildcard be bound beside a loopback address, which then gets the
        // connections that were meant for us.
        return Err(io::ErrorKind::AddrInUse.into());
    }
    TcpListener::bind((address, port))
}

/// Whether something on this machine accepts connections at a port.
fn answers(port: u16) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpStream::connect_timeout(&address, Duration::from_millis(100)).is_ok()
}

/// The address of this machine in its network. Connecting a datagram socket sends nothing; it only
/// asks the system which of its addresses it would send from.
pub(crate) fn lan_address() -> Option<IpAddr> {
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
