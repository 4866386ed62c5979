//! One of a list by the browser's own select: it opens large on every phone, and the keyboard knows it.

use super::Fixture;
use super::field::{described_by, field};
use leptos::html;
use leptos::prelude::*;

/// Value and words.
pub type SelectOption = (String, String);

/// With a label above it.
#[component]
pub fn Select(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] hint: Signal<String>,
    #[prop(into)] options: Signal<Vec<SelectOption>>,
    #[prop(into)] value: Signal<String>,
    on_change: Callback<String>,
) -> impl IntoView {
    let none = Signal::stored(None);
    let described = Signal::derive(described_by(&id, hint, none));
    let control = bare(
        id.clone(),
        Signal::default(),
        described,
        options,
        value,
        on_change,
    );
    field(id, label, hint, none, control, ().into_any())
}

/// Without a visible label: `name` is what it is called.
pub(super) fn bare(
    id: String,
    name: Signal<String>,
    described: Signal<Option<String>>,
    options: Signal<Vec<SelectOption>>,
    value: Signal<String>,
    on_change: Callback<String>,
) -> AnyView {
    let node = NodeRef::<html::Select>::new();
    // After the options are drawn, because a select takes no value it does not have.
    Effect::new(move |_| {
        options.track();
        let value = value.get();
        if let Some(select) = node.get()
            && select.value() != value
        {
            select.set_value(&value);
        }
    });
    let drawn = move || {
        options
            .get()
            .into_iter()
            .map(|(value, words)| view! { <option value=value>{words}</option> })
            .collect_view()
    };
    view! {
        <select
            node_ref=node
            class="input"
            id=id.clone()
            name=id
            aria-label=move || Some(name.get()).filter(|name| !name.is_empty())
            aria-describedby=move || described.get()
            on:change=move |event| on_change.run(event_target_value(&event))
        >
            {drawn}
        </select>
    }
    .into_any()
}

pub fn fixtures() -> Vec<Fixture> {
    let options = || {
        Signal::stored(vec![
            (String::new(), "没有意见，不打分".to_owned()),
            ("2".to_owned(), "2 points, the best".to_owned()),
            ("1".to_owned(), "1 point".to_owned()),
            ("0".to_owned(), "0 points, the worst".to_owned()),
        ])
    };
    let value = RwSignal::new("1".to_owned());
    vec![(
        "select",
        view! {
            <Select
                id="fixture-select"
                label="Benches with a back and arm rests, six of them, along the path"
                hint="Something to hold on to when getting up."
                options=options()
                value=value
                on_change=Callback::new(move |new| value.set(new))
            />
        }
        .into_any(),
    )]
}
