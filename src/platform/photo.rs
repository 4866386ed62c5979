//! Photos made small enough to send, on the phone. Drawing one anew leaves behind whatever the camera wrote beside the picture:
//! where and when it was taken, by which phone. Which way it was held is drawn in.

use super::document;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlCanvasElement, HtmlInputElement};

/// The longer side of what is sent, in pixels: a door number can still be read.
const LONGEST: f64 = 1600.0;
/// The largest file that is sent, as text. Photos of leaves and gravel need a lower quality for it.
const MOST_CHARS: usize = 1_600_000;
const QUALITIES: [f64; 4] = [0.82, 0.7, 0.55, 0.4];
const KIND: &str = "data:image/jpeg;base64,";

/// This browser cannot read it as a picture.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NoPhoto;

/// What somebody has chosen in a file field; the field is empty again, so that the same file can be chosen once more.
pub fn chosen(field: &HtmlInputElement) -> Option<Blob> {
    // Through Reflect, like all of this file: web-sys has these names only with features that nothing else needs.
    let files = Reflect::get(field, &"files".into()).ok()?;
    let file = Reflect::get_u32(&files, 0).ok()?.dyn_into().ok();
    // The file itself stays in reach of whoever holds it.
    field.set_value("");
    file
}

/// The photo as the address of a JPEG that holds all of it, its longer side at most 1600 pixels.
pub async fn small(file: &Blob) -> Result<String, NoPhoto> {
    let bitmap = decoded(file).await.map_err(|_| NoPhoto)?;
    let side = |name: &str| Reflect::get(&bitmap, &name.into()).ok().and_then(|n| n.as_f64());
    let (Some(width), Some(height)) = (side("width"), side("height")) else {
        return Err(NoPhoto);
    };
    let (width, height) = fitting(width, height).ok_or(NoPhoto)?;
    let canvas = canvas(width, height).ok_or(NoPhoto)?;
    paint(&canvas, &bitmap, width, height).map_err(|_| NoPhoto)?;
    // A picture of a 48-megapixel camera is 190 MB in memory.
    let _ = method(&bitmap, "close").and_then(|close| close.call0(&bitmap));
    for quality in QUALITIES {
        let address = canvas
            .to_data_url_with_type_and_encoder_options("image/jpeg", &quality.into())
            .map_err(|_| NoPhoto)?;
        // A browser that cannot write JPEG writes PNG, which is too large.
        if address.starts_with(KIND) && address.len() <= MOST_CHARS {
            return Ok(address);
        }
    }
    Err(NoPhoto)
}

/// The bytes of a photo that [`small`] made; `None` for anything else.
pub fn bytes(address: &str) -> Option<Vec<u8>> {
    let text = address.strip_prefix(KIND)?.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut held, mut bits) = (0u32, 0);
    for symbol in text.bytes() {
        let value = match symbol {
            b'A'..=b'Z' => symbol - b'A',
            b'a'..=b'z' => symbol - b'a' + 26,
            b'0'..=b'9' => symbol - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(value)) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    Some(bytes)
}

/// How many bytes are sent for it.
pub fn weight(address: &str) -> u64 {
    (address.len().saturating_sub(KIND.len()) as u64) / 4 * 3
}

/// Both sides, scaled down together where one is too long.
fn fitting(width: f64, height: f64) -> Option<(u32, u32)> {
    let longer = width.max(height);
    if !(width >= 1.0 && height >= 1.0 && longer.is_finite()) {
        return None;
    }
    let scale = (LONGEST / longer).min(1.0);
    let pixels = |side: f64| (side * scale).round().max(1.0) as u32;
    Some((pixels(width), pixels(height)))
}

async fn decoded(file: &Blob) -> Result<JsValue, JsValue> {
    let window = js_sys::global();
    // It turns the picture the way it was held. Browsers without it are older than those that the app runs in at all.
    let decode = method(&window, "createImageBitmap")?;
    let promise: Promise = decode.call1(&window, file)?.dyn_into()?;
    JsFuture::from(promise).await
}

fn canvas(width: u32, height: u32) -> Option<HtmlCanvasElement> {
    let canvas: HtmlCanvasElement = document::create("canvas")?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    Some(canvas)
}

fn paint(canvas: &HtmlCanvasElement, bitmap: &JsValue, width: u32, height: u32) -> Result<(), JsValue> {
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    // JPEG has no clear parts; a screenshot's stand on white, not on black.
    Reflect::set(&context, &"fillStyle".into(), &"#fff".into())?;
    let (width, height) = (JsValue::from(width), JsValue::from(height));
    let whole = Array::of4(&0.into(), &0.into(), &width, &height);
    method(&context, "fillRect")?.apply(&context, &whole)?;
    let arguments = Array::of5(bitmap, &0.into(), &0.into(), &width, &height);
    method(&context, "drawImage")?.apply(&context, &arguments)?;
    Ok(())
}

fn method(of: &JsValue, name: &str) -> Result<Function, JsValue> {
    Reflect::get(of, &name.into())?.dyn_into()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn the_longer_side_fits_and_nothing_is_made_larger() {
        assert_eq!(fitting(4000.0, 3000.0), Some((1600, 1200)));
        assert_eq!(fitting(3000.0, 4000.0), Some((1200, 1600)));
        assert_eq!(fitting(800.0, 600.0), Some((800, 600)));
        assert_eq!(fitting(20_000.0, 2.0), Some((1600, 1)));
        assert_eq!(fitting(0.0, 5.0), None);
        assert_eq!(fitting(f64::NAN, 5.0), None);
    }

    #[test]
    fn an_address_gives_its_bytes_back() {
        for (text, expected) in [
            ("", &b""[..]),
            ("Zg==", b"f"),
            ("Zm8=", b"fo"),
            ("Zm9vYmE=", b"fooba"),
            ("/+8A", b"\xff\xef\0"),
        ] {
            assert_eq!(bytes(&format!("{KIND}{text}")).as_deref(), Some(expected));
        }
        assert_eq!(bytes("data:image/png;base64,Zg=="), None);
        assert_eq!(bytes("data:image/jpeg;base64,<script>"), None);
        assert_eq!(weight(&format!("{KIND}Zm9v")), 3);
    }
}
