//! Whoever looks for elder mode, under whatever name, is offered elder mode itself.

use crate::access::{preferences, update};
use crate::i18n::{Key, said, t};
use crate::parts::tr;
use crate::platform::announce::announce;
use crate::ui::live::{drawn, steady};
use crate::ui::{Banner, Button, ButtonKind, Tone};
use finding::Question;
use leptos::prelude::*;

/// The fewest characters that can mean the mode: one hanzi of its name means too much else.
const FEWEST: usize = 2;

#[component]
pub fn ElderOffer(question: String) -> impl IntoView {
    drawn(move || means_elder(&question, &t(Key::SearchElderNames)).then(offer))
}

fn means_elder(question: &str, names: &str) -> bool {
    let asked = Question::read(question);
    question.chars().count() >= FEWEST
        && names
            .split(';')
            .any(|name| asked.is_in(&[name]) || Question::read(name).is_in(&[question]))
}

/// Switches at once, says so, and goes back as easily.
fn offer() -> AnyView {
    let elder = Memo::new(|_| preferences().with(|p| p.elder));
    let switch = |on: bool| {
        Callback::new(move |()| {
            update(|p| p.set_elder(on));
            announce(&t(if on {
                Key::ReadingElderIsOn
            } else {
                Key::ReadingElderIsOff
            }));
        })
    };
    steady(move || {
        if elder.get() {
            view! {
                <Banner tone=Tone::Good title=tr(Key::ReadingElderIsOn)>
                    <Button label=tr(Key::SearchElderBack) kind=ButtonKind::Secondary on_press=switch(false) />
                </Banner>
            }
            .into_any()
        } else {
            view! {
                <Banner tone=Tone::Info title=tr(Key::SearchElder)>
                    <p>{said(Key::SearchElderText)}</p>
                    <Button label=tr(Key::SearchElderGo) kind=ButtonKind::Primary on_press=switch(true) />
                </Banner>
            }
            .into_any()
        }
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::means_elder;

    #[test]
    fn the_mode_is_meant_by_any_of_its_names_and_by_no_single_hanzi() {
        let names = "长辈版;关爱版;大字;elder mode";
        for question in [
            "长辈版",
            "長輩版",
            "长辈",
            "怎么用长辈版",
            "大字",
            "elder",
            "ELDER MODE",
            "关爱",
        ] {
            assert!(means_elder(question, names), "{question}");
        }
        for question in ["版", "大", "停水", "", "e", "字大"] {
            assert!(!means_elder(question, names), "{question}");
        }
    }
}
