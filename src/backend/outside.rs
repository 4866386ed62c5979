//! What a backend outside the native contract has to answer. A trait, so that the code of such an adapter can be a part of the app
//! that only those fetch whose community has that backend.

use super::Failure;
use super::adhocracy::Adhocracy;
use super::model::*;
use std::future::Future;
use std::pin::Pin;

pub(super) type Asking<'a, T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + 'a>>;

macro_rules! outside {
    ($(fn $name:ident($($arg:ident: $type:ty),*) -> $out:ty;)*) => {
        pub(super) trait Outside {
            $(fn $name<'a>(&'a self, $($arg: $type),*) -> Asking<'a, $out>;)*
        }

        impl Outside for Adhocracy {
            $(fn $name<'a>(&'a self, $($arg: $type),*) -> Asking<'a, $out> {
                Box::pin(Adhocracy::$name(self, $($arg),*))
            })*
        }
    };
}

outside! {
    fn service() -> Service;
    fn me() -> Me;
    fn sign_in(how: &'a SignIn) -> Me;
    fn sign_out() -> ();
    fn notices(category: Option<NoticeCategory>, own_first: bool, cursor: Option<&'a str>) -> Page<NoticeSummary>;
    fn notice(id: &'a str) -> Notice;
    fn polls(cursor: Option<&'a str>) -> Page<PollSummary>;
    fn poll(id: &'a str) -> Poll;
    fn cast(poll_id: &'a str, ballot: &'a Submission, key: &'a str) -> Receipt;
    fn lookup(poll_id: &'a str, secret: &'a str) -> Ballot;
    fn withdraw(poll_id: &'a str, secret: &'a str) -> ();
    fn results(poll_id: &'a str) -> Results;
    fn threads(cursor: Option<&'a str>) -> Page<ThreadSummary>;
    fn thread(id: &'a str) -> Thread;
    fn posts(thread_id: &'a str, asked: &'a PostsAsked, from: &'a PostsFrom) -> Page<Post>;
    fn create_post(thread_id: &'a str, post: &'a NewPost, key: &'a str) -> PostSent;
}
