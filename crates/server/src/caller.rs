//! Where a request comes from, for limits only; never stored and never logged.

use crate::app::App;
use crate::fault::{Fault, Outcome};
use crate::limiter::{NoSeat, Seat, What, network};
use crate::person::MaybePerson;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use contract::ProblemType;
use std::net::{IpAddr, SocketAddr};

pub struct Caller(String);

impl Caller {
    /// Counts one request of this caller. A demo community has no real phones to protect and many testers behind one address.
    pub fn limit(&self, app: &App, what: What) -> Outcome<()> {
        if app.config.demo {
            return Ok(());
        }
        app.limiter
            .take(what, &self.0, app.now())
            .map_err(|wait| Fault::wait(ProblemType::RateLimited, wait))
    }
}

/// How many streams somebody who is signed in may have open: phones and tabs.
const STREAMS: u32 = 8;
/// The same for an address, behind which there may be a whole house.
const STREAMS_OF_ADDRESS: u32 = 200;

impl Caller {
    /// A place for a stream that stays open. In a demo community addresses are not limited, as above.
    pub fn seat(&self, app: &App, person: &MaybePerson) -> Outcome<Seat> {
        let (who, most) = match &person.0 {
            Some(person) => (format!("person {}", person.id), STREAMS),
            None if app.config.demo => ("anybody".to_owned(), u32::MAX),
            None => (format!("address {}", self.0), STREAMS_OF_ADDRESS),
        };
        app.seats.take(&who, most).map_err(|why| match why {
            NoSeat::Yours => Fault::wait(ProblemType::RateLimited, 60),
            NoSeat::Any => Fault::wait(ProblemType::Unavailable, 60),
        })
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Outcome<Self> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0.ip());
        let address = if app.config.behind_proxy {
            forwarded(parts).or(peer)
        } else {
            peer
        };
        Ok(Self(address.map(network).unwrap_or_default()))
    }
}

/// The last entry is the proxy's own; earlier ones are whatever the caller wrote.
fn forwarded(parts: &Parts) -> Option<IpAddr> {
    let last = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()?
        .to_str()
        .ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}
