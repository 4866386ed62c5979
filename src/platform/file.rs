//! Texts as files to keep.

/// An address that holds the whole text, for a link with `download`. Such an address needs no clearing away, and unlike
/// one of a `Blob` it can also be copied into another program.
pub fn address_of(kind: &str, text: &str) -> String {
    format!("data:{kind};charset=utf-8,{}", js_sys::encode_uri_component(text))
}
