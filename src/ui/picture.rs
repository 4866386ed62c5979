//! A picture beside words. It comes when it is nearly in view, keeps its place until then, and without it its words stand
//! there.

use super::Fixture;
use super::live::drawn;
use leptos::prelude::*;

#[derive(Clone, PartialEq)]
pub struct Picture {
    pub address: String,
    /// What it shows.
    pub words: String,
    /// Width and height in pixels, where they are known.
    pub size: Option<(u32, u32)>,
}

impl Picture {
    pub fn view(self) -> AnyView {
        let Self { address, words, size } = self;
        let (width, height) = size.unzip();
        let missing = RwSignal::new(false);
        drawn(move || {
            if missing.get() {
                // The browser would cut them off at the picture's edge.
                return view! { <span class="picture missing" dir="auto">{words.clone()}</span> }.into_any();
            }
            view! {
                <img
                    class="picture"
                    src=address.clone()
                    alt=words.clone()
                    width=width.map(|n| n.to_string())
                    height=height.map(|n| n.to_string())
                    loading="lazy"
                    decoding="async"
                    on:error=move |_| missing.set(true)
                />
            }
            .into_any()
        })
    }
}

pub fn fixtures() -> Vec<Fixture> {
    let picture = |address: &str| {
        Picture {
            address: address.into(),
            words: "一张带靠背的木头长椅，放在两棵树中间".into(),
            size: Some((160, 120)),
        }
        .view()
    };
    // A green pixel.
    let here = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==";
    vec![
        ("picture", picture(here)),
        ("picture that did not come", picture("data:image/png;base64,")),
    ]
}
