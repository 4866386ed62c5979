//! People: signing in and out, and the page of the person who is signed in.

mod code;
mod letter;
mod me;
mod password;
mod shared;
mod sign_in;
mod signed_out;

pub use me::MePage;
pub use sign_in::SignInPage;
