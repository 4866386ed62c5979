//! *There is something new: show.* A bar at the lower edge of what is read. It pushes nothing away, takes no focus and brings
//! nothing by itself.

use crate::ui::Button;
use crate::ui::live::drawn;
use leptos::prelude::*;

/// `words` says what is new and is empty while nothing is. It stands at the end of its list: what it takes of the page it takes below
/// everything that is read.
#[component]
pub fn NewsBar(
    #[prop(into)] words: Signal<String>,
    #[prop(into)] show: Signal<String>,
    on_show: Callback<()>,
) -> impl IntoView {
    let any = Memo::new(move |_| !words.with(String::is_empty));
    // The words are told to those who listen only where their place was there before them.
    view! {
        <div class="news-bar" class:there=move || any.get()>
            <p role="status">{words}</p>
            {drawn(move || any.get().then(|| view! { <Button label=show on_press=on_show /> }))}
        </div>
    }
}
