//! Notices: reading them, what residents ask about them, and following.

use super::read::{all, category, place, related, text, turn, urgency, when};
use super::{Native, PAGE, encoded, parse, read, with_cursor};
use crate::backend::Failure;
use crate::backend::model::*;
use crate::backend::transport::Call;
use gloo_net::http::Method;

turn! {
    part: contract::NoticePart => NoticePart {
        Title, Summary, Body, Plain, Event, ValidUntil, Pictures, Attachments, Recording, Audience
    }
    inbox_kind: contract::InboxKind => InboxKind {
        Notice, Corrected, Withdrawn, Matter, Answered, AssistedVote
    }
}

impl Native {
    pub async fn notices(
        &self,
        category: Option<NoticeCategory>,
        own_first: bool,
        cursor: Option<&str>,
    ) -> Result<Page<NoticeSummary>, Failure> {
        let mut path = format!("/notices?{PAGE}");
        if let Some(category) = category {
            path.push_str("&category=");
            path.push_str(category.name());
        }
        if own_first {
            path.push_str("&audience=own");
        }
        with_cursor(&mut path, cursor);
        let turn = |page| read::page(page, summary);
        if category.is_none() && !own_first && cursor.is_none() {
            return self.get_started("notices", &path, turn).await;
        }
        self.get(&path, turn).await
    }

    pub async fn notice(&self, id: &str) -> Result<Notice, Failure> {
        let path = format!("/notices/{}", encoded(id));
        // The boot script starts what the page's first address names, under that name.
        let read = self.get_started(&path, &path, notice).await?;
        Ok(placed(read, &self.base, &self.address(&path)))
    }

    /// Whether something at this address comes from the backend itself.
    pub fn is_own(&self, address: &str) -> bool {
        !self.base.is_empty()
            && address
                .strip_prefix(&*self.base)
                .is_some_and(|path| path.starts_with('/'))
    }

    /// Says something about a notice, or takes it back: `what` is the end of its address.
    async fn say(&self, id: &str, what: &str, holds: bool) -> Result<(), Failure> {
        let method = if holds { Method::PUT } else { Method::DELETE };
        let address = self.address(&format!("/notices/{}/{what}", encoded(id)));
        Call::new(method, &address).send().await.map(drop)
    }

    pub async fn mark_read(&self, id: &str, read: bool) -> Result<(), Failure> {
        self.say(id, "read", read).await
    }

    pub async fn ask_about(
        &self,
        of: Explained,
        id: &str,
        paragraph: &str,
        asks: bool,
    ) -> Result<(), Failure> {
        let (subjects, questions) = match of {
            Explained::Notice => ("notices", "questions"),
            Explained::Poll => ("polls", "not-understood"),
            Explained::Matter => ("matters", "not-understood"),
        };
        let method = if asks { Method::PUT } else { Method::DELETE };
        let path = format!("/{subjects}/{}/{questions}/{}", encoded(id), encoded(paragraph));
        Call::new(method, &self.address(&path)).send().await.map(drop)
    }

    pub async fn ask_call(&self, id: &str, wish: Option<&CallWish>) -> Result<(), Failure> {
        let Some(wish) = wish else {
            return self.say(id, "call", false).await;
        };
        let said = |text: &String| Some(text.clone()).filter(|text| !text.trim().is_empty());
        let body = contract::CallRequest {
            phone: said(&wish.phone),
            note: said(&wish.note),
        };
        let path = format!("/notices/{}/call", encoded(id));
        self.send(Method::PUT, &path, &body, None).await.map(drop)
    }

    pub async fn followed(&self) -> Result<Followed, Failure> {
        self.get("/me/subscriptions", followed).await
    }

    pub async fn follow(&self, what: &Followed) -> Result<Followed, Failure> {
        let body = contract::Subscriptions {
            categories: what
                .categories
                .iter()
                .filter_map(|of| category_sent(*of))
                .collect(),
            own_building: what.own_building,
            matters: what.matters.clone(),
        };
        let answer = self.send(Method::PUT, "/me/subscriptions", &body, None).await?;
        parse(&answer.text).map(followed)
    }

    pub async fn inbox(&self, cursor: Option<&str>) -> Result<Inbox, Failure> {
        let mut path = format!("/me/inbox?{PAGE}");
        with_cursor(&mut path, cursor);
        self.get(&path, inbox).await
    }

    pub async fn push_phones(&self) -> Result<PushPhones, Failure> {
        let turn = |all: contract::PushSubscriptions| PushPhones {
            key: all.key,
            ids: all.ids,
        };
        self.get("/me/push-subscriptions", turn).await
    }

    pub async fn push_to(&self, id: &str, address: &PushAddress) -> Result<(), Failure> {
        let body = contract::PushSubscription {
            endpoint: address.endpoint.clone(),
            p256dh: address.p256dh.clone(),
            auth: address.auth.clone(),
        };
        let path = format!("/me/push-subscriptions/{id}");
        self.send(Method::PUT, &path, &body, None).await.map(drop)
    }

    pub async fn push_no_more(&self, id: &str) -> Result<(), Failure> {
        let address = self.address(&format!("/me/push-subscriptions/{id}"));
        Call::new(Method::DELETE, &address).send().await.map(drop)
    }

    pub async fn mark_inbox(&self, id: &str, read: bool) -> Result<(), Failure> {
        let method = if read { Method::PUT } else { Method::DELETE };
        let address = self.address(&format!("/me/inbox/{}/read", encoded(id)));
        Call::new(method, &address).send().await.map(drop)
    }
}

/// None for what this app does not know: a server refuses it.
fn category_sent(of: NoticeCategory) -> Option<contract::NoticeCategory> {
    use contract::NoticeCategory as To;
    Some(match of {
        NoticeCategory::Government => To::Government,
        NoticeCategory::Safety => To::Safety,
        NoticeCategory::Utilities => To::Utilities,
        NoticeCategory::Events => To::Events,
        NoticeCategory::Policy => To::Policy,
        NoticeCategory::Finance => To::Finance,
        NoticeCategory::Community => To::Community,
        NoticeCategory::Other => return None,
    })
}

pub(super) fn summary(notice: contract::NoticeSummary) -> NoticeSummary {
    NoticeSummary {
        id: notice.id,
        title: notice.title,
        summary: notice.summary,
        category: category(notice.category),
        urgency: urgency(notice.urgency),
        pinned: notice.pinned,
        publisher: notice.publisher,
        published: when(notice.published_at),
        corrected: notice.corrected_at.map(when),
        valid_until: notice.valid_until.map(when),
        withdrawn: notice.withdrawn,
        own: notice.own == Some(true),
    }
}

pub(super) fn notice(notice: contract::Notice) -> Notice {
    let mut places = notice.audience.buildings;
    places.extend(notice.audience.grids);
    Notice {
        id: notice.id,
        title: notice.title,
        summary: notice.summary,
        category: category(notice.category),
        urgency: urgency(notice.urgency),
        pinned: notice.pinned,
        publisher: notice.publisher,
        published: when(notice.published_at),
        corrected: notice.corrected_at.map(when),
        valid_until: notice.valid_until.map(when),
        read: notice.read == Some(true),
        asks_read: notice.asks_read,
        places,
        body: text(notice.body),
        plain: notice.plain.map(text),
        event: notice.event.map(|event| NoticeEvent {
            starts: when(event.starts_at),
            ends: event.ends_at.map(when),
            place: event.place,
            calendar: None,
        }),
        images: all(notice.images, read::image),
        attachments: all(notice.attachments, |file| Attachment {
            url: file.url,
            title: file.title,
            media_type: file.media_type,
            bytes: file.bytes,
        }),
        recording: notice.recording.map(|recording| Sound {
            address: recording.url,
            seconds: recording.seconds,
            bytes: recording.bytes,
        }),
        related: all(notice.related, related),
        corrections: all(notice.corrections, |correction| Correction {
            at: when(correction.at),
            what: correction.what,
            changes: all(correction.changes, |change| Corrected {
                part: part(change.part),
                was: change.was,
                now: change.now,
            }),
        }),
        withdrawn: notice.withdrawn,
        questions: all(notice.questions, paragraph_question),
        call: notice
            .call
            .map(|call| asked(call.asked_at, call.done_at, call.answer)),
        preview: notice.preview,
        source_url: None,
    }
}

/// The notice with its files where they are: on the server that says it. From anywhere else none is fetched, because whoever
/// serves it would learn who reads this.
fn placed(mut notice: Notice, base: &str, address: &str) -> Notice {
    for image in &mut notice.images {
        place(&mut image.address, base);
    }
    for file in &mut notice.attachments {
        place(&mut file.url, base);
    }
    if let Some(sound) = &mut notice.recording {
        place(&mut sound.address, base);
    }
    notice.recording = notice.recording.filter(|sound| !sound.address.is_empty());
    if let Some(event) = &mut notice.event {
        event.calendar = Some(format!("{address}/event.ics"));
    }
    notice
}

pub(super) fn paragraph_question(question: contract::ParagraphQuestion) -> ParagraphQuestion {
    ParagraphQuestion {
        paragraph: question.paragraph,
        asked: asked(question.asked_at, question.done_at, question.answer),
    }
}

fn asked(at: contract::Timestamp, done: Option<contract::Timestamp>, answer: Option<String>) -> Asked {
    Asked {
        at: when(at),
        done: done.map(when),
        answer,
    }
}

fn followed(subscriptions: contract::Subscriptions) -> Followed {
    Followed {
        categories: all(subscriptions.categories, category),
        own_building: subscriptions.own_building,
        matters: subscriptions.matters,
    }
}

fn inbox(inbox: contract::Inbox) -> Inbox {
    let items = all(inbox.items, |item| InboxItem {
        id: item.id,
        kind: inbox_kind(item.kind),
        at: when(item.at),
        about: related(item.about),
        text: item.text,
        read: item.read,
    });
    Inbox {
        page: Page::forward(items, inbox.next, inbox.total),
        unread: inbox.unread,
    }
}
