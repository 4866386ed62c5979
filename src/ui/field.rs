//! Fields to type into, with label, hint, error and, for long texts, a count in words.

use super::Fixture;
use crate::platform::focus;
use leptos::html;
use leptos::prelude::*;

/// One line.
#[component]
pub fn TextField(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] hint: Signal<String>,
    value: RwSignal<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = "text")] inputmode: &'static str,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    // Written only where it differs: setting the same text again would end the composing of a Chinese word.
    Effect::new(move |_| {
        let text = value.get();
        if let Some(input) = node.get()
            && input.value() != text
        {
            input.set_value(&text);
        }
    });
    let input = view! {
        <input
            node_ref=node
            type=kind
            class="input"
            id=id.clone()
            name=id.clone()
            autocomplete=autocomplete
            inputmode=inputmode
            aria-describedby=described_by(&id, hint, error)
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            on:input=move |event| value.set(event_target_value(&event))
        />
    }
    .into_any();
    field(id, label, hint, error, input, ().into_any())
}

/// Several lines. An ordinary text area, so that the keyboard's own microphone works.
#[component]
pub fn TextArea(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] hint: Signal<String>,
    value: RwSignal<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// Ready-made words about the length.
    #[prop(optional, into)]
    count: Signal<String>,
    #[prop(default = 4)] rows: u32,
) -> impl IntoView {
    let node = NodeRef::<html::Textarea>::new();
    Effect::new(move |_| {
        let text = value.get();
        if let Some(area) = node.get()
            && area.value() != text
        {
            area.set_value(&text);
        }
    });
    let area = view! {
        <textarea
            node_ref=node
            class="input"
            id=id.clone()
            name=id.clone()
            rows=rows.to_string()
            dir="auto"
            aria-describedby=described_by(&id, hint, error)
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            on:input=move |event| value.set(event_target_value(&event))
            // The browser brings the line that is written on into view; its last lines would stay under the bar of main pages.
            on:focus=move |_| if let Some(area) = node.get_untracked() { focus::whole_in_view(&area) }
        ></textarea>
    }
    .into_any();
    let counted = (move || {
        let words = count.get();
        (!words.is_empty()).then(|| view! { <p class="hint">{words}</p> })
    })
    .into_any();
    field(id, label, hint, error, area, counted)
}

pub(super) fn described_by(
    id: &str,
    hint: Signal<String>,
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<String> + Send + Sync + 'static + use<> {
    let id = id.to_owned();
    move || match (hint.with(String::is_empty), error.with(Option::is_some)) {
        (true, false) => None,
        (true, true) => Some(format!("{id}-error")),
        (false, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-hint {id}-error")),
    }
}

pub(super) fn field(
    id: String,
    label: Signal<String>,
    hint: Signal<String>,
    error: Signal<Option<String>>,
    control: AnyView,
    after: AnyView,
) -> AnyView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    view! {
        <div class="field" class:has-error=move || error.with(Option::is_some)>
            <label for=id>{label}</label>
            {move || {
                let text = hint.get();
                (!text.is_empty()).then(|| view! { <p class="hint" id=hint_id.clone()>{text}</p> })
            }}
            {move || error.get().map(|e| view! { <p class="field-error" id=error_id.clone()>{e}</p> })}
            {control}
            {after}
        </div>
    }
    .into_any()
}

pub fn fixtures() -> Vec<Fixture> {
    vec![
        (
            "field, one line",
            view! {
                <TextField
                    id="fixture-phone"
                    label="Phone number"
                    hint="The number the committee knows"
                    value=RwSignal::new(String::new())
                    kind="tel"
                    autocomplete="tel"
                    inputmode="tel"
                />
            }
            .into_any(),
        ),
        (
            "field, with error",
            view! {
                <TextField
                    id="fixture-code"
                    label="The six digits in the message"
                    value=RwSignal::new("12".to_owned())
                    error=Signal::stored(Some("Write the six digits from the message.".to_owned()))
                    autocomplete="one-time-code"
                    inputmode="numeric"
                />
            }
            .into_any(),
        ),
        (
            "field, several lines",
            view! {
                <TextArea
                    id="fixture-text"
                    label="What do you want to say"
                    value=RwSignal::new("电梯早上太挤。".to_owned())
                    count="7 characters of 2,000."
                />
            }
            .into_any(),
        ),
    ]
}
