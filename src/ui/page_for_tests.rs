//! A page for tests that need a browser: shows a view, finds its parts, and waits until it is drawn.

use gloo_timers::future::TimeoutFuture;
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Taken off the document when it is dropped.
pub struct Page {
    root: HtmlElement,
    shown: Option<Box<dyn std::any::Any>>,
}

impl Page {
    pub fn show(view: impl FnOnce() -> AnyView + 'static) -> Self {
        let document = web_sys::window().unwrap().document().unwrap();
        let root: HtmlElement = document.create_element("div").unwrap().unchecked_into();
        document.body().unwrap().append_child(&root).unwrap();
        let handle: UnmountHandle<_> = mount_to(root.clone(), view);
        Self {
            root,
            shown: Some(Box::new(handle)),
        }
    }

    pub fn find(&self, selector: &str) -> Element {
        self.root.query_selector(selector).unwrap().unwrap()
    }

    pub fn all(&self, selector: &str) -> Vec<Element> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length())
            .map(|i| found.item(i).unwrap().unchecked_into())
            .collect()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.shown = None;
        self.root.remove();
    }
}

/// Everything that was set has been drawn.
pub async fn settled() {
    TimeoutFuture::new(0).await;
    TimeoutFuture::new(0).await;
}
