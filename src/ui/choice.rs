//! Radios and checkboxes in a fieldset. The whole row is the label; choosing never sends or leads anywhere.

use super::{Fixture, Picture};
use leptos::prelude::*;

/// One row.
#[derive(Clone, PartialEq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// What choosing it means.
    pub meaning: Option<String>,
    pub picture: Option<Picture>,
}

/// What stands around the controls that answer one question.
pub(super) struct Group {
    pub id: String,
    pub legend: Signal<String>,
    pub hint: Signal<String>,
    pub error: Signal<Option<String>>,
}

/// Radios: exactly one.
#[component]
pub fn ChoiceGroup(
    #[prop(into)] id: String,
    #[prop(into)] legend: Signal<String>,
    #[prop(optional, into)] hint: Signal<String>,
    choices: Vec<Choice>,
    selected: RwSignal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] on_change: Option<Callback<()>>,
) -> impl IntoView {
    let name = id.clone();
    let rows = choices
        .into_iter()
        .enumerate()
        .map(|(i, choice)| {
            let value = choice.value.clone();
            let is_on = {
                let value = value.clone();
                Signal::derive(move || selected.with(|s| s.as_deref() == Some(&*value)))
            };
            let choose = Callback::new(move |_: bool| {
                selected.set(Some(value.clone()));
                if let Some(changed) = on_change {
                    changed.run(());
                }
            });
            row("radio", &name, i, choice, is_on, choose)
        })
        .collect_view()
        .into_any();
    group(
        Group {
            id,
            legend,
            hint,
            error,
        },
        rows,
    )
}

/// Checkboxes: any number. The rest is never disabled when enough is chosen; words say so.
#[component]
pub fn CheckGroup(
    #[prop(into)] id: String,
    #[prop(into)] legend: Signal<String>,
    #[prop(optional, into)] hint: Signal<String>,
    choices: Vec<Choice>,
    selected: RwSignal<Vec<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let name = id.clone();
    let rows = choices
        .into_iter()
        .enumerate()
        .map(|(i, choice)| {
            let value = choice.value.clone();
            let is_on = {
                let value = value.clone();
                Signal::derive(move || selected.with(|s| s.contains(&value)))
            };
            let choose = Callback::new(move |on: bool| {
                selected.update(|s| {
                    s.retain(|v| *v != value);
                    if on {
                        s.push(value.clone());
                    }
                });
            });
            row("checkbox", &name, i, choice, is_on, choose)
        })
        .collect_view()
        .into_any();
    group(
        Group {
            id,
            legend,
            hint,
            error,
        },
        rows,
    )
}

fn row(
    kind: &'static str,
    name: &str,
    index: usize,
    choice: Choice,
    is_on: Signal<bool>,
    choose: Callback<bool>,
) -> AnyView {
    let Choice {
        value,
        label,
        meaning,
        picture,
    } = choice;
    // The first row carries the group's id, so that an error summary's link lands on it.
    let id = if index == 0 {
        name.to_owned()
    } else {
        format!("{name}-{index}")
    };
    view! {
        <div class="choice">
            <input
                type=kind
                id=id.clone()
                name=name.to_owned()
                value=value
                prop:checked=move || is_on.get()
                on:change=move |event| choose.run(event_target_checked(&event))
            />
            // The meaning is part of the label, and so of the name: described by it as well, it would be spoken twice.
            <label for=id>
                <span class="choice-label" dir="auto">{label}</span>
                {meaning.map(|m| view! { <span class="choice-meaning" dir="auto">{m}</span> })}
                {picture.map(Picture::view)}
            </label>
        </div>
    }
    .into_any()
}

pub(super) fn group(group: Group, rows: AnyView) -> AnyView {
    let Group {
        id,
        legend,
        hint,
        error,
    } = group;
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || {
            let mut ids = Vec::new();
            if !hint.with(String::is_empty) {
                ids.push(hint_id.clone());
            }
            if error.with(Option::is_some) {
                ids.push(error_id.clone());
            }
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    view! {
        <fieldset class="choices" class:has-error=move || error.with(Option::is_some) aria-describedby=described>
            <legend>{legend}</legend>
            {move || {
                let text = hint.get();
                (!text.is_empty()).then(|| view! { <p class="hint" id=hint_id.clone()>{text}</p> })
            }}
            {move || error.get().map(|e| view! { <p class="field-error" id=error_id.clone()>{e}</p> })}
            {rows}
        </fieldset>
    }
    .into_any()
}

/// Other controls that answer one question together.
#[component]
pub fn AnswerGroup(
    #[prop(into)] id: String,
    #[prop(into)] legend: Signal<String>,
    #[prop(optional, into)] hint: Signal<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let rows = children().into_any();
    group(
        Group {
            id,
            legend,
            hint,
            error,
        },
        rows,
    )
}

pub fn fixtures() -> Vec<Fixture> {
    let choices = |n: usize| {
        let all = [
            ("a", "是", Some("Replace both lifts next spring.")),
            (
                "b",
                "Repair the old lifts once more and look at the matter again in two years",
                None,
            ),
            ("c", "🌳 弃权", None),
        ];
        all[..n]
            .iter()
            .map(|(v, l, m)| Choice {
                value: (*v).into(),
                label: (*l).into(),
                meaning: m.map(Into::into),
                picture: None,
            })
            .collect::<Vec<_>>()
    };
    let none = || Signal::stored(None::<String>);
    vec![
        (
            "choices, one",
            view! {
                <ChoiceGroup
                    id="fixture-one"
                    legend="How shall the lifts be renewed?"
                    hint="Choose one."
                    choices=choices(3)
                    selected=RwSignal::new(Some("b".to_owned()))
                    error=none()
                />
            }
            .into_any(),
        ),
        (
            "choices, one, with error",
            view! {
                <ChoiceGroup
                    id="fixture-one-error"
                    legend="Is this right?"
                    choices=choices(2)
                    selected=RwSignal::new(None)
                    error=Signal::stored(Some("Choose one, then press next.".to_owned()))
                />
            }
            .into_any(),
        ),
        (
            "choices, several",
            view! {
                <CheckGroup
                    id="fixture-several"
                    legend="Which benches?"
                    hint="Choose 1 to 3."
                    choices=choices(3)
                    selected=RwSignal::new(vec!["a".to_owned()])
                    error=none()
                />
            }
            .into_any(),
        ),
    ]
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use crate::ui::gallery::testing::mounted;
    use wasm_bindgen::JsCast;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn a_radio_has_a_name_chooses_and_leads_nowhere() {
        let selected = RwSignal::new(None);
        let before = web_sys::window().unwrap().location().href().unwrap();
        let place = mounted(move || {
            let choices = vec![Choice {
                value: "v".into(),
                label: "Yes".into(),
                meaning: None,
                picture: None,
            }];
            view! { <ChoiceGroup id="t" legend="Q" choices=choices selected=selected /> }
        })
        .await;
        let radio: web_sys::HtmlInputElement = place.query("input").dyn_into().unwrap();
        assert_eq!(
            place.query("label").get_attribute("for").as_deref(),
            Some(radio.id().as_str())
        );
        assert_eq!(place.query("legend").text_content().as_deref(), Some("Q"));
        radio.click();
        assert_eq!(selected.get_untracked().as_deref(), Some("v"));
        assert_eq!(web_sys::window().unwrap().location().href().unwrap(), before);
    }

    #[wasm_bindgen_test]
    async fn checkboxes_come_and_go() {
        let selected = RwSignal::new(vec![]);
        let place = mounted(move || {
            let choices = vec![Choice {
                value: "v".into(),
                label: "Yes".into(),
                meaning: None,
                picture: None,
            }];
            view! { <CheckGroup id="t" legend="Q" choices=choices selected=selected /> }
        })
        .await;
        let check: web_sys::HtmlInputElement = place.query("input").dyn_into().unwrap();
        check.click();
        assert_eq!(selected.get_untracked(), ["v"]);
        check.click();
        assert!(selected.get_untracked().is_empty());
    }
}
