//! The replies under a post: a list within its row, the first of them at once, the others when they are asked for. Deeper ones
//! stand one step further in and never deeper; each says whom it answers.

use super::paged::{End, Paged, Talk};
use super::post::PostView;
use super::posts::Reading;
use crate::backend::Post;
use crate::i18n::{Key, t1};
use crate::parts::author_name;
use crate::ui::live::drawn;
use leptos::prelude::*;

pub fn replies(post: &Post, first: Vec<Post>, reading: Reading) -> AnyView {
    let (id, author) = (post.id.clone(), post.author.clone());
    let name = author_name(&author);
    let paged = Paged::under(post, first);
    let own = Signal::derive(move || {
        let own = reading.own.get();
        let here = |post: &Post| post.stands_under() == Some(&id);
        paged.with(|window| {
            let new = own.into_iter().filter(|post| here(post) && !window.has(&post.id));
            (Vec::new(), new.collect::<Vec<_>>())
        })
    });
    let any = Memo::new(move |_| {
        paged.with(|window| window.ids().next().is_some()) || own.with(|(_, last)| !last.is_empty())
    });
    let beside = super::replies_come_along().then(|| name.clone());
    drawn(move || {
        if !any.get() {
            return ().into_any();
        }
        let author = author.clone();
        let rows = paged.rows(own, move || {
            let (author, reading) = (author.clone(), reading.here());
            move |talk: Talk| {
                let answers_to = talk.post.answers.clone().or_else(|| Some(author.clone()));
                view! { <PostView post=talk.post answers_to=answers_to reading=reading below=().into_any() /> }
                    .into_any()
            }
        });
        let named = name.clone();
        let label = move || t1(Key::ThreadsRepliesOf, &[("name", &named)]);
        let far = move || paged.with(|window| window.is_far()).then_some("");
        let more = beside.clone().map(|name| paged.button(End::Later, Some(name)));
        view! {
            {paged.button(End::Earlier, None)}
            <ol class="replies plain-list" aria-label=label data-far=far>{rows}</ol>
            {more}
        }
        .into_any()
    })
}
