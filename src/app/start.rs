//! Starts the app: words first, then the frame, then what is kept and what is asked for.

use super::App;
use crate::platform::{boot, document, leaving, returning, task};
use crate::{i18n, offline};
use leptos::mount::mount_to;
use leptos::prelude::*;

/// Runs in the browser, once. Nothing is drawn before the catalogue is there; when it cannot be had, `index.html` says
/// in both languages what to do.
pub fn start() {
    boot::tell_when_crashed();
    task::spawn_for_app(async {
        let Some(place) = document::mount_point() else {
            boot::failed("load");
            return;
        };
        if i18n::start().await.is_err() {
            boot::failed("load");
            return;
        }
        boot::framed().await;
        place.set_text_content(None);
        // Both hear the way back before the router does, and leaving may swallow it.
        leaving::start();
        let _returning = returning::start();
        // The app lives as long as the tab: its handle is kept by never leaving this task.
        let _mounted = mount_to(place, || view! { <App /> });
        boot::ready();
        offline::start().await;
        std::future::pending::<()>().await;
    });
}
