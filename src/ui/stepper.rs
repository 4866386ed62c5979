//! A number by two buttons, one step at a time. The buttons are always there; when a step is not possible, the words
//! below them say why.

use super::button::tool;
use super::live::drawn;
use super::{Fixture, Picture};
use leptos::prelude::*;

/// What a stepper says. Both button names begin with the words on the button.
#[derive(Clone)]
pub struct StepperWords {
    pub less: Signal<String>,
    pub less_named: Signal<String>,
    pub more: Signal<String>,
    pub more_named: Signal<String>,
    /// The number with its unit.
    pub value: Signal<String>,
    /// What can still be done.
    pub rest: Signal<String>,
}

/// `on_step` gets -1 or 1 and decides whether it is possible.
#[component]
pub fn Stepper(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] meaning: Signal<String>,
    #[prop(optional_no_strip)] picture: Option<Picture>,
    words: StepperWords,
    on_step: Callback<i32>,
) -> impl IntoView {
    let (label_id, rest_id) = (format!("{id}-label"), format!("{id}-rest"));
    let StepperWords {
        less,
        less_named,
        more,
        more_named,
        value,
        rest,
    } = words;
    // Each press counts, also quick ones: the button stays where it is and the number is beside it.
    let step = |by: i32| Callback::new(move |_| on_step.run(by));
    view! {
        <div class="stepper" role="group" aria-labelledby=label_id.clone() aria-describedby=rest_id.clone()>
            <p class="choice-label" id=label_id.clone() dir="auto">{label}</p>
            {drawn(move || {
                let text = meaning.get();
                (!text.is_empty()).then(|| view! { <p class="choice-meaning" dir="auto">{text}</p> })
            })}
            {picture.map(Picture::view)}
            <div class="stepper-value">{value}</div>
            <div class="tools">
                {tool(None, less, less_named, step(-1))}
                {tool(Some(id), more, more_named, step(1))}
            </div>
            <p class="hint" id=rest_id.clone()>{rest}</p>
        </div>
    }
}

pub fn fixtures() -> Vec<Fixture> {
    let value = RwSignal::new(2i32);
    let said = |text: &str| Signal::stored(text.to_owned());
    let words = StepperWords {
        less: said("Take 1 back"),
        less_named: said("Take 1 back: stairs"),
        more: said("Give 1 more"),
        more_named: said("Give 1 more: stairs"),
        value: Signal::derive(move || value.get().to_string()),
        rest: said("还有 3 点可以给。"),
    };
    let step = Callback::new(move |by: i32| value.update(|n| *n = (*n + by).clamp(0, 5)));
    vec![(
        "stepper",
        view! { <Stepper id="fixture-stepper" label="楼梯扶手" meaning="Stairs" words=words on_step=step /> }
            .into_any(),
    )]
}
