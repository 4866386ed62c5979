//! *I do not understand this paragraph*: every paragraph of a notice, a poll or a matter with a button of its own, and what came
//! of it.

use super::signed_in::{can, signed_in_or};
use super::{Loader, secondary, tr, waits, window_title};
use crate::backend::{Asked, Explained, ParagraphQuestion, Text, TextFormat};
use crate::i18n::{Key, date_time, said, t, t1, tn};
use crate::offline::asks::{self, OnItsWay};
use crate::platform::announce::announce;
use crate::platform::task::spawn_for_app;
use crate::ui::live::{derived, drawn, live};
use crate::ui::{BackLink, Banner, LinkButton, PageTitle, Toggle, Tone};
use leptos::prelude::*;
use markdown::Paragraph;

/// What somebody may not understand, and what they have said of it.
#[derive(Clone)]
pub struct Explaining {
    pub of: Explained,
    pub id: String,
    pub title: String,
    /// In the order in which they are read.
    pub texts: Vec<Text>,
    /// What the backend knows.
    pub questions: Vec<ParagraphQuestion>,
}

/// The page with all paragraphs. `page` is where their texts stand.
pub fn questions_page<T: Clone + Send + Sync + 'static>(
    page: String,
    back: Key,
    load: impl Fn() -> Loader<T> + Send + Sync + 'static,
    explaining: fn(&T) -> Explaining,
) -> AnyView {
    let here = format!("{page}/questions");
    let read = load();
    let window = window_title(Key::NoticesQuestionsTitle, move || {
        read.value().map(|value| explaining(&value).title)
    });
    view! {
        <BackLink href=page label=tr(back) />
        <PageTitle text=tr(Key::NoticesQuestionsTitle) window=window />
        <p>{said(Key::NoticesQuestionsText)}</p>
        {signed_in_or(move || load().view(move |value| list(&explaining(&value))), here)}
    }
    .into_any()
}

/// On the page of the texts itself: what was asked and answered, and the way to ask. In elder mode the way stands with the things
/// that few people need.
pub fn questions_section(page: &str, explaining: Explaining) -> AnyView {
    let href = format!("{page}/questions");
    drawn(move || {
        if !can(|can| can.paragraph_questions) {
            return ().into_any();
        }
        let href = href.clone();
        view! {
            // What somebody has asked is nobody else's business.
            <div class="stack" data-private="">{asked_so_far(&explaining)}</div>
            {secondary(Key::NoticesHelp, move || {
                view! { <LinkButton href=href.clone() label=tr(Key::NoticesQuestions) /> }.into_any()
            })}
        }
        .into_any()
    })
}

fn paragraphs(texts: &[Text]) -> Vec<Paragraph> {
    let mut all: Vec<Paragraph> = texts.iter().flat_map(of_text).collect();
    // What stands there twice is one question.
    let mut known = std::collections::BTreeSet::new();
    all.retain(|paragraph| known.insert(paragraph.key.clone()));
    all
}

fn of_text(text: &Text) -> Vec<Paragraph> {
    match text.format {
        TextFormat::Markdown => markdown::paragraphs(&text.value),
        _ => markdown::plain_paragraphs(&text.value),
    }
}

fn list(explaining: &Explaining) -> AnyView {
    let rows = paragraphs(&explaining.texts)
        .into_iter()
        .enumerate()
        .map(|(at, paragraph)| row(explaining, at + 1, paragraph))
        .collect_view();
    view! { <ol class="stack plain-list">{rows}</ol> }.into_any()
}

fn asked(explaining: &Explaining, key: &str) -> Option<Asked> {
    let mut all = explaining.questions.iter();
    let found = all.find(|question| question.paragraph == key);
    found.map(|question| question.asked.clone())
}

fn row(explaining: &Explaining, nth: usize, paragraph: Paragraph) -> AnyView {
    let Paragraph { key, words } = paragraph;
    let read = asked(explaining, &key);
    let subject = explaining.of;
    let (id, of, there) = (explaining.id.clone(), key.clone(), read.is_some());
    let now = Memo::new(move |_| asks::asked_about(subject, &id, &of, there));
    let id = explaining.id.clone();
    let press = Callback::new(move |()| {
        let asks = !now.with_untracked(|(asks, _)| *asks);
        announce(&t(if asks {
            Key::NoticesQuestionSaid
        } else {
            Key::NoticesQuestionBack
        }));
        let (id, key) = (id.clone(), key.clone());
        spawn_for_app(async move { asks::ask_about(subject, &id, &key, asks).await });
    });
    let n = nth.to_string();
    let state = drawn(move || match now.get() {
        (true, OnItsWay::No) => seen_to(read.clone(), Key::NoticesQuestionAsked, Key::NoticesQuestionDone),
        _ => ().into_any(),
    });
    let state = view! {
        {state}
        {waits(move || now.with(|(_, way)| *way), Key::NoticesWaits, Key::NoticesRefused)}
    };
    view! {
        <li class="card">
            <p class="keep-lines" dir="auto">{words}</p>
            <Toggle
                label=tr(Key::NoticesQuestion)
                name=derived(move || t1(Key::NoticesQuestionNamed, &[("n", &n)]))
                pressed=Signal::derive(move || now.with(|(asks, _)| *asks))
                on_press=press
            />
            {state}
        </li>
    }
    .into_any()
}

/// How many paragraphs somebody has asked about, and the answers.
pub fn asked_so_far(explaining: &Explaining) -> AnyView {
    let subject = explaining.of;
    let (id, all) = (explaining.id.clone(), paragraphs(&explaining.texts));
    let read = explaining.questions.clone();
    let open = Memo::new(move |_| {
        let count = all.iter().filter(|paragraph| {
            let known = read.iter().find(|question| question.paragraph == paragraph.key);
            let done = known.is_some_and(|question| question.asked.done.is_some());
            asks::asked_about(subject, &id, &paragraph.key, known.is_some()).0 && !done
        });
        count.count() as u64
    });
    let answers = explaining
        .questions
        .iter()
        .filter(|question| question.asked.done.is_some())
        .map(|question| {
            seen_to(
                Some(question.asked.clone()),
                Key::NoticesQuestionAsked,
                Key::NoticesQuestionDone,
            )
        })
        .collect_view();
    view! {
        {drawn(move || {
            let count = open.get();
            (count > 0).then(|| view! { <p>{live(move || tn(Key::NoticesQuestionsOpen, count, &[]))}</p> })
        })}
        {answers}
    }
    .into_any()
}

/// A request that staff have, or have seen to, with their answer. Nothing is known of one that was made a moment ago.
pub fn seen_to(asked: Option<Asked>, waits: Key, done: Key) -> AnyView {
    match asked {
        Some(Asked {
            done: Some(at),
            answer,
            ..
        }) => {
            let title = derived(move || t1(done, &[("time", &date_time(&at))]));
            let answer = answer.map(|answer| view! { <p class="keep-lines" dir="auto">{answer}</p> });
            view! { <Banner tone=Tone::Good title=title>{answer}</Banner> }.into_any()
        }
        asked => {
            let since = asked.map(|asked| {
                view! { <p class="meta">{live(move || t1(Key::NoticesAskedAt, &[("time", &date_time(&asked.at))]))}</p> }
            });
            view! { <Banner tone=Tone::Good title=tr(waits)>{since}</Banner> }.into_any()
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{of_text, paragraphs};
    use crate::backend::{Text, TextFormat};

    fn text(format: TextFormat, value: &str) -> Text {
        Text {
            format,
            value: value.into(),
            lang: None,
        }
    }

    /// The server names paragraphs by the same keys.
    #[test]
    fn a_paragraph_keeps_its_key_in_either_format() {
        let marked = of_text(&text(TextFormat::Markdown, "**明天**停水。\n\n- 接水\n- 关阀"));
        assert_eq!(marked.len(), 2);
        let plain = of_text(&text(TextFormat::Plain, "明天停水。"));
        assert_eq!(plain[0].key, marked[0].key);
        assert_eq!(plain[0].key.len(), 16);
    }

    #[test]
    fn what_two_texts_say_alike_is_asked_once() {
        let plain = text(TextFormat::Plain, "停水。\n\n接水。");
        let official = text(TextFormat::Markdown, "停水。\n\n请各户储水。");
        let words: Vec<_> = paragraphs(&[plain, official])
            .into_iter()
            .map(|p| p.words)
            .collect();
        assert_eq!(words, ["停水。", "接水。", "请各户储水。"]);
    }
}
