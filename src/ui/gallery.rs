//! Every primitive in every state on one page: for the accessibility engines, and for people who change the look.

use super::{
    Fixture, PageTitle, banner, button, choice, dialog, disclosure, error_summary, field, file_field, icon,
    large_picture, link, list, markdown, page_title, pick, picture, player, qr, ranking, select, stepper,
    tag,
};
use leptos::prelude::*;

fn all() -> Vec<Fixture> {
    [
        page_title::fixtures(),
        button::fixtures(),
        link::fixtures(),
        choice::fixtures(),
        field::fixtures(),
        file_field::fixtures(),
        select::fixtures(),
        stepper::fixtures(),
        ranking::fixtures(),
        pick::fixtures(),
        picture::fixtures(),
        large_picture::fixtures(),
        player::fixtures(),
        qr::fixtures(),
        error_summary::fixtures(),
        banner::fixtures(),
        tag::fixtures(),
        list::fixtures(),
        disclosure::fixtures(),
        dialog::fixtures(),
        markdown::fixtures(),
        icon::fixtures(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[component]
pub fn Gallery() -> impl IntoView {
    let shown = all()
        .into_iter()
        .map(|(name, view)| {
            view! {
                <section class="stack">
                    <h2>{name}</h2>
                    {view}
                </section>
            }
        })
        .collect_view();
    view! {
        <PageTitle text="Gallery" />
        {shown}
    }
}

/// Mounts a view for a test in the browser.
#[cfg(test)]
#[cfg(target_arch = "wasm32")]
pub mod testing {
    use leptos::mount::mount_to;
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use web_sys::{Document, Element, HtmlElement};

    pub struct Place(HtmlElement);

    impl Place {
        pub fn try_query(&self, selector: &str) -> Option<Element> {
            self.0.query_selector(selector).unwrap()
        }

        pub fn query(&self, selector: &str) -> Element {
            self.try_query(selector).unwrap()
        }
    }

    fn document() -> Document {
        web_sys::window().unwrap().document().unwrap()
    }

    /// Lets effects run.
    pub async fn settled() {
        gloo_timers::future::TimeoutFuture::new(0).await;
        gloo_timers::future::TimeoutFuture::new(0).await;
    }

    pub async fn mounted<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Place {
        let place: HtmlElement = document().create_element("div").unwrap().dyn_into().unwrap();
        document().body().unwrap().append_child(&place).unwrap();
        // The page of a test ends with the test's tab.
        mount_to(place.clone(), view).forget();
        settled().await;
        Place(place)
    }

    pub fn active_id() -> String {
        document().active_element().map(|e| e.id()).unwrap_or_default()
    }
}
