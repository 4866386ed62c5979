//! Web Push (RFC 8030): a phone that wants to be told while the app is closed.

use crate::wire;

wire! {
    /// `GET /v1/me/push-subscriptions`.
    pub struct PushSubscriptions {
        /// The community's public key for VAPID (RFC 8292): base64url without padding, as `applicationServerKey` takes it.
        pub key: String,
        /// The phones of this person that are told, by the ids they gave themselves.
        pub ids: Vec<String>,
    }

    /// What the browser's `PushSubscription` says of itself. A message is JSON, encrypted for these keys (RFC 8291): `{"notice", "title"}`
    /// for one notice, `{}` for all else. It never holds what is not public.
    pub struct PushSubscription {
        /// An address at a push service of a browser; others are refused.
        pub endpoint: String,
        /// Its public key, base64url.
        pub p256dh: String,
        /// Its secret, base64url.
        pub auth: String,
    }
}
