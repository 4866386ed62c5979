//! Code that comes over the link when it is first needed. `cargo xtask build` cuts it out of the app's file and puts it
//! into files of its own, one a part (docs/decisions/0008-first-visit.md). Without the feature `split` (tests, `cargo xtask
//! dev`) everything is one file and every part is there at once.

use std::future::Future;
use std::pin::Pin;

/// The part did not arrive: there is no network, or too little of it. Asking again tries again.
#[derive(Debug)]
pub struct Missing;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// What late code works on after it has arrived: late functions themselves cannot wait.
pub type Working<T> = Pin<Box<dyn Future<Output = T>>>;

/// Declares functions whose code, and all code that only they use, belongs to a late part:
/// `late! { part: fn name(arguments) -> Type => value, arrival name_here; }`. `name(…).await` is `Ok` of what the function
/// gives, or [`Missing`]; `name_here().await` ends when the part is there.
macro_rules! late {
    ($($(#[$meta:meta])* $part:ident: fn $name:ident($($arg:ident: $type:ty),*) -> $out:ty => $body:expr, arrival $here:ident;)*) => {
        $(
            #[cfg(feature = "split")]
            #[wasm_split_helpers::wasm_split($part, fallible, preload($here))]
            $(#[$meta])*
            fn $name($($arg: $type),*) -> Result<$out, $crate::platform::late::Missing> {
                Ok($body)
            }

            #[cfg(not(feature = "split"))]
            $(#[$meta])*
            async fn $name($($arg: $type),*) -> Result<$out, $crate::platform::late::Missing> {
                Ok($body)
            }

            #[cfg(not(feature = "split"))]
            #[allow(dead_code)]
            async fn $here() -> Result<(), $crate::platform::late::Missing> {
                Ok(())
            }
        )*
    };
}
pub(crate) use late;
