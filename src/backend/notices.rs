//! What the app may ask about notices, and what one follows.

use super::*;

impl Backend {
    /// Pinned and urgent first, then newest; with `own_first` those of one's own building or grid stand before the rest.
    pub async fn notices(
        self,
        category: Option<NoticeCategory>,
        own_first: bool,
        cursor: Option<String>,
    ) -> Result<Page<NoticeSummary>, Failure> {
        ask!(notices(category, own_first, cursor.as_deref()))
    }

    pub async fn notice(self, id: &str) -> Result<Notice, Failure> {
        ask!(notice(id))
    }

    /// Whether something at this address is the app's own, or the backend's that it trusts: nothing else is fetched by itself.
    pub fn is_own(self, address: &str) -> bool {
        let path = address.starts_with('/') && !address.starts_with("//");
        path || match start::adapter_now().as_deref() {
            Some(Adapter::Native(native)) => native.is_own(address),
            _ => false,
        }
    }

    /// *I have read this*, or not after all. Pages use `offline::asks`, which keeps it before it is sent; so for all that
    /// follows.
    pub async fn mark_read(self, id: &str, read: bool) -> Result<(), Failure> {
        ask_native!(mark_read(id, read))
    }

    /// *I do not understand this paragraph*, or I do after all.
    pub async fn ask_about(
        self,
        of: Explained,
        id: &str,
        paragraph: &str,
        asks: bool,
    ) -> Result<(), Failure> {
        ask_native!(ask_about(of, id, paragraph, asks))
    }

    /// *Call me about this*, or do not after all.
    pub async fn ask_call(self, id: &str, wish: Option<&CallWish>) -> Result<(), Failure> {
        ask_native!(ask_call(id, wish))
    }

    /// Something in the inbox was seen, or was not after all.
    pub async fn mark_inbox(self, id: &str, read: bool) -> Result<(), Failure> {
        ask_native!(mark_inbox(id, read))
    }

    /// The newest first.
    pub async fn inbox(self, cursor: Option<String>) -> Result<Inbox, Failure> {
        ask_native!(inbox(cursor.as_deref()))
    }

    pub async fn followed(self) -> Result<Followed, Failure> {
        ask_native!(followed())
    }

    /// Which phones are told while Linli is closed.
    pub async fn push_phones(self) -> Result<PushPhones, Failure> {
        ask_native!(push_phones())
    }

    /// Tell this phone from now on.
    pub async fn push_to(self, id: &str, address: &PushAddress) -> Result<(), Failure> {
        ask_native!(push_to(id, address))
    }

    pub async fn push_no_more(self, id: &str) -> Result<(), Failure> {
        ask_native!(push_no_more(id))
    }

    /// Follow exactly this from now on.
    pub async fn follow(self, what: &Followed) -> Result<Followed, Failure> {
        ask_native!(follow(what))
    }
}
