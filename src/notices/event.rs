//! What happens when and where, and how it gets into the phone's own calendar.

use crate::backend::{NoticeEvent, When, server_clock};
use crate::i18n::{Key, clock_only, date_time, day, said, t1, zone_elsewhere};
use crate::parts::tr;
use crate::ui::live::{drawn, live};
use crate::ui::{Tag, Tone};
use leptos::prelude::*;

pub fn event(event: NoticeEvent) -> AnyView {
    let over = event
        .ends
        .as_ref()
        .or(Some(&event.starts))
        .and_then(|end| end.at)
        .zip(server_clock::now())
        .is_some_and(|(end, now)| end <= now);
    let calendar = event.calendar.clone().filter(|_| !over);
    view! {
        <section class="card">
            <h2>{said(Key::NoticesEvent)}</h2>
            {over.then(|| view! { <p><Tag text=tr(Key::NoticesEventOver) tone=Tone::Warn /></p> })}
            {facts(event)}
            {calendar.map(add)}
        </section>
    }
    .into_any()
}

/// Both on the day where it is one day.
pub(super) fn facts(event: NoticeEvent) -> AnyView {
    let NoticeEvent {
        starts, ends, place, ..
    } = event;
    let zone = drawn(|| {
        zone_elsewhere().map(|zone| view! { <p class="meta">{live(move || t1(Key::NoticesEventZone, &[("zone", &zone)]))}</p> })
    });
    view! {
        <p><strong>{live(move || span(&starts, ends.as_ref()))}</strong></p>
        {zone}
        {place.map(|place| view! { <p dir="auto">{place}</p> })}
    }
    .into_any()
}

pub(super) fn span(starts: &When, ends: Option<&When>) -> String {
    match ends {
        None => date_time(starts),
        Some(ends) => {
            let same = starts.at.is_some() && day(starts) == day(ends);
            let end = if same { clock_only(ends) } else { date_time(ends) };
            format!("{} – {end}", date_time(starts))
        }
    }
}

/// A file that phones open with their calendar. `external` keeps the router away.
fn add(address: String) -> AnyView {
    view! {
        <p><a class="button secondary" href=address rel="external">{said(Key::NoticesCalendar)}</a></p>
        <p class="meta">{said(Key::NoticesCalendarHint)}</p>
    }
    .into_any()
}
