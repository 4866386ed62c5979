//! Helping and being helped. Not every family of backends can.

use super::*;

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

impl Backend {
    /// A code goes to this number by which whoever has it lets the person who is signed in here help them.
    pub async fn send_consent_code(self, phone: &str) -> Result<CodeSent, Failure> {
        ask_native!(send_consent_code(phone))
    }

    /// From now on requests are the resident's. Whoever calls this opens the app anew, so that nothing of the helper's stays on
    /// the screen.
    pub async fn assist(self, consent: &Consent) -> Result<(), Failure> {
        ask_native!(assist(consent))
    }

    /// Staff shall hear the resident.
    pub async fn ask_staff(self, who: &str) -> Result<AssistAsked, Failure> {
        ask_native!(ask_staff(who))
    }

    /// The same as [`Backend::assist`] once staff have heard the resident; `ConsentPending` before.
    pub async fn begin_assisting(self, id: &str) -> Result<(), Failure> {
        ask_native!(begin_assisting(id))
    }

    /// Somebody is still there.
    pub async fn use_assisting(self, id: &str) -> Result<(), Failure> {
        ask_native!(use_assisting(id))
    }

    pub async fn end_assisting(self, id: &str) -> Result<(), Failure> {
        ask_native!(end_assisting(id))
    }

    /// Who has helped the signed-in person with what.
    pub async fn assistance(self) -> Result<Assistance, Failure> {
        ask_native!(assistance())
    }

    /// Whether a vote that was cast with help was one's own choice; the note is for staff.
    pub async fn answer_assistance(self, id: &str, said: AssistAnswer, note: &str) -> Result<(), Failure> {
        ask_native!(answer_assistance(id, said, note))
    }
}
