//! What is still missing, at the top: takes the focus when it appears, leads to each field, and stands before the window's title.

use super::Fixture;
use crate::platform::{document, focus};
use leptos::html;
use leptos::prelude::*;

/// `errors` are pairs of the field's element id and what to do about it, in the same words as beside the field.
#[component]
pub fn ErrorSummary(
    #[prop(into)] title: Signal<String>,
    #[prop(into)] errors: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let any = Memo::new(move |_| !errors.with(Vec::is_empty));
    Effect::new(move |_| {
        if let Some(summary) = node.get() {
            let summary: &web_sys::HtmlElement = &summary;
            focus::focus_element(summary);
        }
    });
    Effect::new(move |_| document::set_news(&if any.get() { title.get() } else { String::new() }));
    on_cleanup(|| document::set_news(""));
    let links = move || {
        errors
            .get()
            .into_iter()
            .map(|(id, words)| {
                let href = format!("#{id}");
                // The router swallows plain # anchors: the link moves the focus itself.
                let go = move |event: web_sys::MouseEvent| {
                    event.prevent_default();
                    focus::focus_id(&id);
                };
                view! { <li><a href=href rel="external" on:click=go>{words}</a></li> }
            })
            .collect_view()
    };
    view! {
        <Show when=move || any.get()>
            <div class="banner bad error-summary" tabindex="-1" node_ref=node role="alert" aria-labelledby="error-summary">
                <h2 class="banner-title" id="error-summary">{title}</h2>
                <ul>{links}</ul>
            </div>
        </Show>
    }
}

pub fn fixtures() -> Vec<Fixture> {
    let errors = vec![(
        "fixture-one-error".to_owned(),
        "Choose one, then press next.".to_owned(),
    )];
    vec![(
        "error summary",
        view! { <ErrorSummary title="Almost there" errors=Signal::stored(errors) /> }.into_any(),
    )]
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use crate::ui::gallery::testing::{active_id, mounted, settled};
    use wasm_bindgen::JsCast;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn takes_the_focus_and_leads_to_the_field() {
        let errors = RwSignal::new(Vec::new());
        let place = mounted(move || {
            view! {
                <ErrorSummary title="T" errors=errors />
                <input id="the-field" />
            }
        })
        .await;
        assert!(place.try_query(".error-summary").is_none());
        errors.set(vec![("the-field".to_owned(), "Write".to_owned())]);
        settled().await;
        let summary = place.query(".error-summary");
        let document = web_sys::window().unwrap().document().unwrap();
        assert!(document.active_element() == Some(summary));
        crate::platform::document::set_title("Page");
        assert!(document.title().starts_with("T - Page"), "{}", document.title());
        let link: web_sys::HtmlElement = place.query("a").dyn_into().unwrap();
        link.click();
        assert_eq!(active_id(), "the-field");
        errors.set(Vec::new());
        settled().await;
        assert!(document.title().starts_with("Page"), "{}", document.title());
    }
}
