//! One thing of a list that can be put into a basket: what it is, how it stands, and the button that does it.

use super::{Button, Fixture};
use leptos::prelude::*;

#[component]
pub fn Pick(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    /// Beside the label, such as the price.
    #[prop(into)]
    price: Signal<String>,
    /// Whether it is in the basket, or still fits.
    #[prop(into)]
    standing: Signal<String>,
    #[prop(into)] chosen: Signal<bool>,
    /// Words on the button, for what it does now.
    #[prop(into)]
    button: Signal<String>,
    /// The same with the thing's name; begins alike.
    #[prop(into)]
    button_named: Signal<String>,
    on_press: Callback<()>,
    /// More about it.
    detail: AnyView,
) -> impl IntoView {
    let name = format!("{id}-label");
    view! {
        <div class="card pick" class:chosen=move || chosen.get() role="group" aria-labelledby=name>
            <p class="choice-label" id=name.clone() dir="auto">{label}</p>
            <p class="price">{price}</p>
            {detail}
            <p class="standing">{standing}</p>
            <Button id=id label=button name=button_named on=chosen on_press=on_press />
        </div>
    }
}

pub fn fixtures() -> Vec<Fixture> {
    let pick = |id: &'static str, chosen: bool| {
        let chosen = RwSignal::new(chosen);
        let words = move || if chosen.get() { "Take out" } else { "Choose" }.to_owned();
        view! {
            <Pick
                id=id
                label="楼道加装扶手"
                price="¥18,000"
                standing=Signal::derive(move || if chosen.get() { "Chosen" } else { "Still fits" }.to_owned())
                chosen=chosen
                button=Signal::derive(words)
                button_named=Signal::derive(move || format!("{}: {id}", words()))
                on_press=Callback::new(move |()| chosen.update(|c| *c = !*c))
                detail=view! { <p class="choice-meaning">"Both sides, all six floors."</p> }.into_any()
            />
        }
        .into_any()
    };
    vec![
        ("pick", pick("fixture-pick", false)),
        ("pick, chosen", pick("fixture-picked", true)),
    ]
}
