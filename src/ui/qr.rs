//! A QR code, black on white in every theme, with the quiet zone that scanners need.

use super::Fixture;
use fast_qr::{ECL, QRBuilder};
use leptos::prelude::*;
use std::fmt::Write;

/// Light modules around the code, as ISO/IEC 18004 asks for.
const QUIET: usize = 4;

/// Nothing is drawn for a text that no code can hold (about 2,300 bytes), so the text itself must stand beside it.
#[component]
pub fn QrCode(
    text: String,
    /// What it is called: what somebody learns who cannot see it.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    drawn(&text).map(|(size, path)| {
        view! {
            <svg
                class="qr"
                role="img"
                aria-label=name
                viewBox=format!("0 0 {size} {size}")
                shape-rendering="crispEdges"
                focusable="false"
            >
                <path class="qr-ground" d=format!("M0 0h{size}v{size}H0z")></path>
                <path class="qr-dark" d=path></path>
            </svg>
        }
    })
}

/// The whole width in modules, and the dark modules as a path, each run of a row as one box.
fn drawn(text: &str) -> Option<(usize, String)> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let size = code.size;
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let run = (x..size).take_while(|x| code[y][*x].value()).count();
            if run > 0 {
                // Writing to a string cannot fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    Some((size + 2 * QUIET, path))
}

pub fn fixtures() -> Vec<Fixture> {
    vec![(
        "qr code",
        view! { <QrCode text="https://example.org/polls/lift".to_owned() name="Address of this poll" /> }
            .into_any(),
    )]
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn the_boxes_are_the_dark_modules() {
        let text = "LINLI1 lift 0000";
        let code = QRBuilder::new(text).ecl(ECL::M).build().unwrap();
        let (size, path) = drawn(text).unwrap();
        assert_eq!(size, code.size + 8);
        let mut dark = std::collections::BTreeSet::new();
        for part in path.split('M').filter(|part| !part.is_empty()) {
            let (x, rest) = part.split_once(' ').unwrap();
            let (y, rest) = rest.split_once('h').unwrap();
            let (run, _) = rest.split_once('v').unwrap();
            let [x, y, run] = [x, y, run].map(|n| n.parse::<usize>().unwrap());
            dark.extend((x..x + run).map(|x| (x - QUIET, y - QUIET)));
        }
        let all = (0..code.size).flat_map(|x| (0..code.size).map(move |y| (x, y)));
        assert!(all.filter(|(x, y)| code[*y][*x].value()).eq(dark));
    }

    #[test]
    fn what_no_code_holds_is_not_drawn() {
        assert!(drawn(&"邻里".repeat(2000)).is_none());
    }
}
