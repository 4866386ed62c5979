//! Where a request comes from, for limits only; never stored and never logged.

use crate::app::App;
use crate::fault::{Fault, Outcome};
use crate::limiter::{What, network};
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
