//! Statements of a deliberation with their counts.

use crate::backend::{Failure, Page, Statement, backend};
use crate::i18n::{Key, number, said, t1};
use crate::offline::cache;
use crate::parts::{Loader, MoreLoader, fetching};
use leptos::prelude::*;

pub fn statements(thread_id: &str) -> AnyView {
    let id = thread_id.to_owned();
    let first = id.clone();
    let listed =
        Loader::start(move || fetching(page(first.clone(), None))).view(move |page_one: Page<Statement>| {
            let id = id.clone();
            let more = MoreLoader::after(page_one, move |cursor| fetching(page(id.clone(), cursor)));
            let rows = more.rows();
            view! {
                <ol class="stack plain-list">
                    <For each=move || rows.get() key=|s| s.id.clone() children=row />
                </ol>
                {more.button(|s: &Statement| row_id(&s.id))}
            }
            .into_any()
        });
    view! {
        <section class="stack">
            <h2>{said(Key::ThreadsStatementsTitle)}</h2>
            {listed}
        </section>
    }
    .into_any()
}

fn row(statement: Statement) -> AnyView {
    let Statement {
        id,
        text,
        agree,
        disagree,
        pass,
        ..
    } = statement;
    let counts = move || {
        t1(
            Key::ThreadsStatementCounts,
            &[
                ("agree", &number(agree)),
                ("disagree", &number(disagree)),
                ("pass", &number(pass)),
            ],
        )
    };
    view! {
        <li class="card" id=row_id(&id) tabindex="-1">
            <p dir="auto">{text}</p>
            <p class="meta">{counts}</p>
        </li>
    }
    .into_any()
}

fn row_id(id: &str) -> String {
    format!("statement-{id}")
}

async fn page(id: String, cursor: Option<String>) -> Result<cache::Kept<Page<Statement>>, Failure> {
    let key = format!("statements/{id}/{}", cursor.as_deref().unwrap_or("first"));
    cache::fresh_or_kept(&key, backend().statements(&id, cursor)).await
}
