//! The native REST contract ("backend zero"): what the embedded server speaks and what any community can put in
//! front of its own data.
//!
//! Wire types only: no browser, no server, no I/O. Conventions that hold everywhere:
//!
//! * JSON with snake_case names; absent and `null` mean the same.
//! * Ids are opaque strings. Times are [`Timestamp`]s: UTC instants computed by the server.
//! * Every enum has an `Other` variant: a value this build does not know never breaks reading.
//!   A server refuses `Other` in what it is sent with `validation`.
//! * Lists are [`Page`]s with an opaque cursor.
//! * Errors are RFC 9457 problems, see [`Problem`].

mod assisted;
mod board;
mod common;
mod explanation;
mod inbox;
mod live;
mod matter;
mod named;
mod notice;
#[cfg(feature = "openapi")]
mod paths;
mod poll;
mod problem;
mod push;
mod request;
mod results;
mod search;
mod service;
mod session;
mod statement;
mod thread;
mod time;
mod validate;

pub use assisted::*;
pub use board::*;
pub use common::*;
pub use explanation::*;
pub use inbox::*;
pub use live::*;
pub use matter::*;
#[doc(hidden)]
pub use named::is_named;
pub use notice::*;
#[cfg(feature = "openapi")]
pub use paths::{openapi, openapi_json};
pub use poll::*;
pub use problem::*;
pub use push::*;
pub use request::*;
pub use results::*;
pub use search::*;
pub use service::*;
pub use session::*;
pub use statement::*;
pub use thread::*;
pub use time::Timestamp;
pub use validate::*;

/// Derives what every wire type has: serde both ways, Debug, Clone, PartialEq, and the schema where asked for.
#[macro_export]
#[doc(hidden)]
macro_rules! wire {
    ($($(#[$meta:meta])* pub struct $name:ident $body:tt)*) => {$(
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        $(#[$meta])*
        pub struct $name $body
    )*};
}

/// A fieldless enum written in snake_case, with `Other` for values this build does not know.
#[macro_export]
#[doc(hidden)]
macro_rules! wire_enum {
    ($($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident),+ $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$vmeta])* $variant,)+
            /// A value this build does not know.
            #[default]
            Other,
        }

        // Derived, each of them would weigh a kilobyte on the phone.
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                const KNOWN: &[(&str, $name)] = &[$((stringify!($variant), $name::$variant)),+];
                let name = <String as serde::Deserialize>::deserialize(from)?;
                let known = KNOWN.iter().find(|(variant, _)| $crate::is_named(variant, &name));
                Ok(known.map_or($name::Other, |(_, value)| *value))
            }
        }
    )*};
}
