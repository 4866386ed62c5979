//! What the app may ask of a backend. Pages call [`backend`] and see only the types of [`model`] and [`Failure`]s;
//! which family answers is a line of `config.json`.
//!
//! ```ignore
//! let notice = backend().notice(&id).await?;
//! let kept = cache::fresh_or_kept(&key, backend().notice(&id)).await?; // the same, readable offline
//! ```

mod adhocracy;
mod assistance;
mod config;
mod failure;
pub mod keeping;
mod live;
pub mod model;
mod native;
mod outside;
mod problems;
pub mod server_clock;
mod session;
mod start;
mod transport;

pub use failure::{Failure, FailureKind};
pub use live::change_told;
pub use model::*;
pub use session::{
    Ending, SessionState, assistance_begins, assisting, becomes_kiosk, community, forget_shared_phone, kiosk,
    leave_assistance, left_behind, made_kiosk_here, no_kiosk, on_session_change, person, person_of_phone,
    restore, service_info, session, session_ended, session_ends, shared_phone,
};
pub use start::start;
pub use transport::encoded;

use native::Native;
use outside::Outside;
use std::rc::Rc;

/// The adapters. The native one needs no dynamic dispatch, and its futures stay unboxed.
enum Adapter {
    Native(Native),
    Outside(Rc<dyn Outside>),
}

/// A handle on the configured backend; costs nothing to make.
#[derive(Clone, Copy)]
pub struct Backend;

/// What the recount worker said.
pub fn said_by_worker(text: &str) -> Recounting {
    native::said_by_worker(text)
}

/// What the worker found about opinion groups.
pub fn found_by_worker(text: &str) -> OpinionsFound {
    native::found_by_worker(text)
}

pub fn backend() -> Backend {
    Backend
}

/// Calls the method of whichever adapter is configured, and lets the session follow what the answer says about it.
macro_rules! ask {
    ($method:ident($($arg:expr),*)) => {{
        let adapter: Rc<Adapter> = start::adapter().await?;
        let answer = match &*adapter {
            Adapter::Native(native) => native.$method($($arg),*).await,
            Adapter::Outside(outside) => outside.$method($($arg),*).await,
        };
        watch(answer)
    }};
}

/// A 401 on any call means that the session is over, whoever ended it.
fn watch<T>(answer: Result<T, Failure>) -> Result<T, Failure> {
    if answer
        .as_ref()
        .is_err_and(|failure| failure.kind == FailureKind::NotSignedIn)
    {
        session::set_session(SessionState::SignedOut);
    }
    if answer
        .as_ref()
        .is_err_and(|failure| failure.kind == FailureKind::AssistOver)
    {
        session::leave_assistance();
    }
    answer
}

/// The same for what only the native contract has.
macro_rules! ask_native {
    ($method:ident($($arg:expr),*)) => {{
        let adapter: Rc<Adapter> = start::adapter().await?;
        let answer = match &*adapter {
            Adapter::Native(native) => native.$method($($arg),*).await,
            Adapter::Outside(_) => Err(FailureKind::Unsupported.into()),
        };
        watch(answer)
    }};
}

mod moderation;
mod notices;

impl Backend {
    pub async fn service(self) -> Result<Service, Failure> {
        let service: Result<Service, Failure> = ask!(service());
        if let Ok(service) = &service {
            session::set_service(service.clone());
        }
        service
    }

    /// Who is signed in; `NotSignedIn` when nobody is. The session signal follows.
    pub async fn me(self) -> Result<Me, Failure> {
        // What ended without a network is ended now, before anybody is asked who they are.
        match session::session_ended() {
            Some(Ending::Assistance(id)) => {
                self.end_assisting(&id).await?;
                session::session_ends(None);
            }
            Some(Ending::Visit) => {
                self.sign_out().await?;
                session::session_ends(None);
            }
            None => {}
        }
        let me: Result<Me, Failure> = ask!(me());
        if let Ok(me) = &me {
            session::set_session(SessionState::SignedIn(me.clone()));
        }
        me
    }

    pub async fn send_code(self, phone: &str) -> Result<CodeSent, Failure> {
        ask_native!(send_code(phone))
    }

    pub async fn sign_in(self, how: SignIn) -> Result<Me, Failure> {
        let shared = how.shared_phone();
        let me: Me = ask!(sign_in(&how))?;
        session::set_shared_phone(shared);
        session::set_session(SessionState::SignedIn(me.clone()));
        Ok(me)
    }

    /// Ends the session here and at the backend. A session that is over already counts as ended.
    /// Afterwards `offline::signed_out` wipes a shared phone.
    pub async fn sign_out(self) -> Result<(), Failure> {
        let done: Result<(), Failure> = ask!(sign_out());
        match done {
            Ok(()) => {}
            Err(failure) if failure.kind == FailureKind::NotSignedIn => {}
            Err(failure) => return Err(failure),
        }
        session::set_session(SessionState::SignedOut);
        Ok(())
    }

    /// Open first, by end; then the rest, newest first.
    pub async fn polls(self, cursor: Option<String>) -> Result<Page<PollSummary>, Failure> {
        ask!(polls(cursor.as_deref()))
    }

    pub async fn poll(self, id: &str) -> Result<Poll, Failure> {
        ask!(poll(id))
    }

    /// Casts or changes a ballot. Pages use `offline::ballots`, which keeps the ballot before it is sent.
    pub async fn cast(self, poll_id: &str, ballot: &Submission, key: &str) -> Result<Receipt, Failure> {
        ask!(cast(poll_id, ballot, key))
    }

    /// The ballot behind a secret.
    pub async fn lookup(self, poll_id: &str, secret: &str) -> Result<Ballot, Failure> {
        ask!(lookup(poll_id, secret))
    }

    pub async fn withdraw(self, poll_id: &str, secret: &str) -> Result<(), Failure> {
        ask!(withdraw(poll_id, secret))
    }

    pub async fn results(self, poll_id: &str) -> Result<Results, Failure> {
        ask!(results(poll_id))
    }

    /// The question for the recount worker (`platform::worker`) about this poll; `own` is the ballot to look for.
    pub async fn recount(self, poll_id: &str, own: Option<&OwnBallot>) -> Result<String, Failure> {
        ask_native!(recount(poll_id, own))
    }

    /// Where the published ballots can be downloaded, if this backend publishes them.
    pub fn board_url(self, poll_id: &str) -> Option<String> {
        start::adapter_now().and_then(|adapter| match &*adapter {
            Adapter::Native(native) => Some(native.board_url(poll_id)),
            Adapter::Outside(_) => None,
        })
    }

    /// The question for the worker (`platform::worker`) about a deliberation's opinion groups, if this backend publishes votes.
    pub fn opinions_question(self, thread_id: &str) -> Option<String> {
        start::adapter_now().and_then(|adapter| match &*adapter {
            Adapter::Native(native) => Some(native.opinions_question(thread_id)),
            Adapter::Outside(_) => None,
        })
    }

    /// The last active first.
    pub async fn threads(self, cursor: Option<String>) -> Result<Page<ThreadSummary>, Failure> {
        ask!(threads(cursor.as_deref()))
    }

    pub async fn thread(self, id: &str) -> Result<Thread, Failure> {
        ask!(thread(id))
    }

    pub async fn posts(
        self,
        thread_id: &str,
        asked: &PostsAsked,
        from: &PostsFrom,
    ) -> Result<Page<Post>, Failure> {
        ask!(posts(thread_id, asked, from))
    }

    /// The newest posts of a thread.
    pub async fn newest_posts(self, thread_id: &str) -> Result<Page<Post>, Failure> {
        let newest = PostsAsked::InOrder(PostOrder::Newest);
        self.posts(thread_id, &newest, &PostsFrom::Start).await
    }

    /// What the addresses begin with under which the posts of a thread are kept, where the phone itself can look through them.
    pub fn posts_addresses(self, thread_id: &str) -> Vec<String> {
        start::adapter_now().map_or_else(Vec::new, |adapter| match &*adapter {
            Adapter::Native(native) => native.posts_addresses(thread_id).into(),
            Adapter::Outside(_) => Vec::new(),
        })
    }

    /// The posts in a text that was kept under such an address.
    pub fn kept_posts(self, text: &str) -> Vec<Post> {
        native::kept_posts(text)
    }

    /// The official answers of a thread, the newest first, a few at a time.
    pub async fn official_posts(
        self,
        thread_id: &str,
        cursor: Option<String>,
    ) -> Result<Page<Post>, Failure> {
        ask_native!(official_posts(thread_id, cursor.as_deref()))
    }

    /// What happened since then, in milliseconds since 1970 by the backend's clock.
    pub async fn thread_news(self, thread_id: &str, since: i64) -> Result<ThreadNews, Failure> {
        ask_native!(thread_news(thread_id, since))
    }

    /// Pages use `offline::posts`, which keeps the words before they are sent.
    pub async fn create_post(self, thread_id: &str, post: &NewPost, key: &str) -> Result<PostSent, Failure> {
        ask!(create_post(thread_id, post, key))
    }

    /// *I agree with this*, or not after all.
    pub async fn rate_post(self, id: &str, agree: bool) -> Result<RatingState, Failure> {
        ask_native!(rate_post(id, agree))
    }

    pub async fn report(
        self,
        about: &Reported,
        reason: ReportReason,
        comment: &str,
        key: &str,
    ) -> Result<(), Failure> {
        ask_native!(report(about, reason, comment, key))
    }

    pub async fn statements(
        self,
        thread_id: &str,
        order: StatementOrder,
        cursor: Option<String>,
    ) -> Result<Page<Statement>, Failure> {
        ask_native!(statements(thread_id, order, cursor.as_deref()))
    }

    /// The last changed first.
    pub async fn matters(self, cursor: Option<String>) -> Result<Page<MatterSummary>, Failure> {
        ask_native!(matters(cursor.as_deref()))
    }

    /// Those that the signed-in person started.
    pub async fn my_matters(self, cursor: Option<String>) -> Result<Page<MatterSummary>, Failure> {
        ask_native!(my_matters(cursor.as_deref()))
    }

    /// Pages use `offline::requests`, which keeps the request before it is sent. Gives the photo's id.
    pub async fn upload_photo(self, photo: &[u8]) -> Result<String, Failure> {
        ask_native!(upload_photo(photo))
    }

    /// Pages use `offline::requests`.
    pub async fn start_matter(
        self,
        request: &NewRequest,
        photos: Vec<String>,
        key: &str,
    ) -> Result<Matter, Failure> {
        ask_native!(start_matter(request, photos, key))
    }

    pub async fn matter(self, id: &str) -> Result<Matter, Failure> {
        ask_native!(matter(id))
    }

    /// How content one is with what was carried out; the last word counts.
    pub async fn rate_matter(self, id: &str, rating: &MatterRating) -> Result<Matter, Failure> {
        ask_native!(rate_matter(id, rating))
    }

    /// What the backend finds. Never kept: what somebody looked for is nobody's business.
    pub async fn search(
        self,
        question: &str,
        kinds: &[SearchKind],
        cursor: Option<String>,
    ) -> Result<Page<SearchHit>, Failure> {
        ask_native!(search(question, kinds, cursor.as_deref()))
    }

    /// What can be searched in the kept answer of `address`.
    pub fn kept_things(self, address: &str, text: &str) -> Vec<KeptThing> {
        match start::adapter_now().as_deref() {
            Some(Adapter::Native(native)) => native.kept_things(address, text),
            _ => Vec::new(),
        }
    }

    /// Pages use `offline::opinions`, which keeps the answer before it is sent.
    pub async fn answer_statement(self, id: &str, opinion: Opinion) -> Result<(), Failure> {
        ask_native!(answer_statement(id, opinion))
    }

    pub async fn propose_statement(
        self,
        thread_id: &str,
        text: &str,
        key: &str,
    ) -> Result<Statement, Failure> {
        ask_native!(propose_statement(thread_id, text, key))
    }
}
