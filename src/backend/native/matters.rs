//! Matters: reading them, starting one, and saying how content one is.

use super::notices::paragraph_question;
use super::read::{all, related, stage as stage_kind, text, turn, when};
use super::{Native, PAGE, encoded, parse, read, with_cursor};
use crate::backend::Failure;
use crate::backend::model::*;
use crate::backend::transport::Call;
use gloo_net::http::Method;

turn! {
    stage_state: contract::StageState => StageState { Ahead, Now, Done, Skipped }
    matter_state: contract::MatterState => MatterState {
        Open, CarryingOut, Overdue, CarriedOut, Received, Unanswered, Declined
    }
    request_kind: contract::RequestKind => RequestKind { Proposal, Request }
    request_category: contract::RequestCategory => RequestCategory {
        Repairs, Cleaning, Safety, Parking, Noise, Greenery, Service, SomethingElse
    }
    contact_wish: contract::ContactWish => ContactWish { Call, Message, NoNeed }
    kind_sent: RequestKind => contract::RequestKind { Proposal, Request }
    category_sent: RequestCategory => contract::RequestCategory {
        Repairs, Cleaning, Safety, Parking, Noise, Greenery, Service, SomethingElse
    }
    contact_sent: ContactWish => contract::ContactWish { Call, Message, NoNeed }
}

impl Native {
    pub async fn matters(&self, cursor: Option<&str>) -> Result<Page<MatterSummary>, Failure> {
        let mut path = format!("/matters?{PAGE}");
        with_cursor(&mut path, cursor);
        self.get(&path, |page| read::page(page, summary)).await
    }

    /// Those that the signed-in person started.
    pub async fn my_matters(&self, cursor: Option<&str>) -> Result<Page<MatterSummary>, Failure> {
        let mut path = format!("/matters?{PAGE}&mine=true");
        with_cursor(&mut path, cursor);
        self.get(&path, |page| read::page(page, summary)).await
    }

    pub async fn matter(&self, id: &str) -> Result<Matter, Failure> {
        let read = self.get(&format!("/matters/{}", encoded(id)), matter).await?;
        Ok(self.placed(read))
    }

    /// Gives the id under which the matter names it.
    pub async fn upload_photo(&self, photo: &[u8]) -> Result<String, Failure> {
        let answer = Call::new(Method::POST, &self.address("/photos"))
            .bytes("image/jpeg", photo)
            .send()
            .await?;
        Ok(parse::<contract::Photo>(&answer.text)?.id)
    }

    pub async fn start_matter(
        &self,
        request: &NewRequest,
        photos: Vec<String>,
        key: &str,
    ) -> Result<Matter, Failure> {
        let body = contract::NewRequest {
            kind: kind_sent(request.kind),
            category: category_sent(request.category),
            title: String::new(),
            body: request.body.clone(),
            place: request.place.clone(),
            photos,
            contact: contact_sent(request.contact),
        };
        let answer = self.send(Method::POST, "/matters", &body, Some(key)).await?;
        Ok(self.placed(parse(&answer.text).map(matter)?))
    }

    /// Photos are where the backend is.
    fn placed(&self, mut matter: Matter) -> Matter {
        if let Some(request) = &mut matter.request {
            for photo in &mut request.photos {
                photo.address = self.address(&photo.address);
            }
        }
        matter
    }

    pub async fn rate_matter(&self, id: &str, rating: &MatterRating) -> Result<Matter, Failure> {
        let body = contract::MatterRating {
            stars: rating.stars,
            comment: rating.comment.clone(),
        };
        let path = format!("/matters/{}/rating", encoded(id));
        let answer = self.send(Method::PUT, &path, &body, None).await?;
        Ok(self.placed(parse(&answer.text).map(matter)?))
    }
}

fn summary(matter: contract::MatterSummary) -> MatterSummary {
    MatterSummary {
        id: matter.id,
        title: matter.title,
        state: matter_state(matter.state),
        stage: matter.stage.map(stage_kind),
        due: matter.due.map(when),
        updated: when(matter.updated_at),
    }
}

fn matter(matter: contract::Matter) -> Matter {
    Matter {
        id: matter.id,
        title: matter.title,
        about: text(matter.about),
        state: matter_state(matter.state),
        stages: stages(matter.stages),
        related: all(matter.related, related),
        outcome: matter.outcome.map(|outcome| MatterOutcome {
            text: text(outcome.text),
            responsible: outcome.responsible,
            due: outcome.due.map(when),
            done: outcome.done_at.map(when),
            progress: all(outcome.progress, |entry| (when(entry.at), entry.text)),
        }),
        updated: when(matter.updated_at),
        satisfaction: matter.satisfaction.map(|s| Satisfaction {
            ratings: s.ratings,
            counts: s.counts,
        }),
        can_rate: matter.can_rate,
        my_rating: matter.my_rating.map(|r| MatterRating {
            stars: r.stars,
            comment: r.comment,
        }),
        request: matter.request.map(request),
        not_understood: all(matter.not_understood, paragraph_question),
    }
}

fn request(request: contract::Request) -> Request {
    Request {
        kind: request_kind(request.kind),
        category: request_category(request.category),
        place: request.place,
        photos: all(request.photos, |photo| Photo {
            address: format!("/photos/{}", encoded(&photo.id)),
            width: photo.width,
            height: photo.height,
            alt: photo.alt,
        }),
        is_mine: request.is_mine,
        contact: request.contact.map(contact_wish),
        received: when(request.received_at),
        answer_due: when(request.answer_due),
        answered: request.answered_at.map(when),
        reason: request.reason,
        published: request.published,
    }
}

pub(super) fn stages(stages: Vec<contract::Stage>) -> Vec<Stage> {
    all(stages, |stage| Stage {
        kind: stage_kind(stage.kind),
        state: stage_state(stage.state),
        from: stage.from.map(when),
        until: stage.until.map(when),
        about: stage.about.map(text),
        plain: stage.plain.map(text),
        related: all(stage.related, related),
    })
}
