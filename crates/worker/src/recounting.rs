//! One recount: where the board comes from, what happens when it breaks off, and which copy is kept.

use counter::{Failed, LONGEST_LINE, Recount, Report, Request, Seen, Verdict};
use js_sys::{Date, Uint8Array};

use crate::board::{Answer, Ask, BrokeOff, Stream, ask};
use crate::keep::{Copying, Shelf};
use crate::scope::say;

/// How often the page hears how it goes, in milliseconds.
const TOLD_EVERY: f64 = 50.0;
/// At most so many bytes are counted without looking at the clock.
const PIECE: usize = 256 * 1024;

/// Says everything there is to say, the end included.
pub async fn recount(request: &Request) {
    let shelf = Shelf::open().await;
    let address = &request.board;
    let copy = shelf.copy(address).await;
    let mut asked = match copy.as_ref().and_then(|copy| copy.tag.as_deref()) {
        Some(tag) => ask(address, Ask::Newer(tag)).await,
        None => ask(address, Ask::Whole).await,
    };
    if let Answer::Same = asked {
        if let Some(verdict) = of_copy(request, &shelf, copy).await {
            say(&Report::Done(Box::new(verdict)));
            return say(&Report::Kept);
        }
        // What is kept has suffered: only the board itself may say that something is wrong with it.
        asked = ask(address, Ask::Whole).await;
    }
    let seen = seen(&shelf, address).await;
    match fetched(request, &shelf, seen, asked).await {
        Ok((verdict, copying)) => {
            let sealed = verdict.finding.is_sealed();
            say(&Report::Done(Box::new(verdict)));
            // Whoever waits for the verdict need not wait for the disk.
            let kept = match copying {
                Some(copying) if sealed => copying.finish().await,
                Some(copying) => copying.drop_it().await,
                None => false,
            };
            if kept {
                say(&Report::Kept);
            }
        }
        Err(Failed::Offline) => match of_copy(request, &shelf, shelf.copy(address).await).await {
            Some(verdict) => {
                say(&Report::Done(Box::new(verdict)));
                say(&Report::Kept);
            }
            None => say(&Report::Failed(Failed::Offline)),
        },
        Err(failed) => say(&Report::Failed(failed)),
    }
}

/// The board of which this phone has a copy: only one that fitted its seal is kept.
async fn seen(shelf: &Shelf, address: &str) -> Option<Seen> {
    let copy = shelf.copy(address).await?;
    let mut first = Vec::new();
    let seen = loop {
        let piece = copy.next().await.ok()??;
        first.extend_from_slice(&piece.to_vec());
        if first.contains(&b'\n') || first.len() > LONGEST_LINE {
            break counter::seen(&first);
        }
    };
    copy.leave();
    seen
}

/// Counts the copy on this phone. One that does not fit its seal is thrown away and proves nothing.
async fn of_copy(request: &Request, shelf: &Shelf, copy: Option<Stream>) -> Option<Verdict> {
    let copy = copy?;
    let mut counting = Counting::of(request, None);
    while let Ok(Some(piece)) = copy.next().await {
        if !counting.take(&piece) {
            break;
        }
    }
    let verdict = counting.recount.finish();
    if verdict.finding.is_sealed() {
        return Some(verdict);
    }
    shelf.forget(&request.board).await;
    None
}

/// Counts the board as it comes over the network, and gives the verdict with the copy that was made meanwhile. Where it
/// breaks off the rest is asked for, as long as every try brings something; a board that cannot be continued begins anew,
/// once.
async fn fetched(
    request: &Request,
    shelf: &Shelf,
    seen: Option<Seen>,
    first: Answer,
) -> Result<(Verdict, Option<Copying>), Failed> {
    let mut stream = match first {
        Answer::Whole(stream) => stream,
        Answer::NoBoard => return Err(Failed::NoBoard),
        Answer::Rest(_) | Answer::Same | Answer::Unreachable => return Err(Failed::Offline),
    };
    let mut again = true;
    loop {
        let tag = stream.tag.clone();
        let mut copying = shelf.begin(&request.board, tag.as_deref());
        let counting = Counting::of(request, seen.clone());
        match whole(counting, stream, tag.as_deref(), &mut copying).await {
            Ok(verdict) => return Ok((verdict, copying)),
            Err(anew) => {
                if let Some(copying) = copying {
                    copying.drop_it().await;
                }
                if !std::mem::take(&mut again) {
                    return Err(Failed::Offline);
                }
                let answer = match anew {
                    Some(stream) => Answer::Whole(stream),
                    None => ask(&request.board, Ask::Whole).await,
                };
                stream = match answer {
                    Answer::Whole(stream) => stream,
                    Answer::NoBoard => return Err(Failed::NoBoard),
                    _ => return Err(Failed::Offline),
                };
            }
        }
    }
}

/// Counts from `stream` to the end of the board. An error means that it must begin anew: with the stream, where the
/// backend has begun anew already.
async fn whole(
    mut counting: Counting<'_>,
    mut stream: Stream,
    tag: Option<&str>,
    copying: &mut Option<Copying>,
) -> Result<Verdict, Option<Stream>> {
    let (mut at, mut resumed_at) = (0u64, 0u64);
    loop {
        match stream.next().await {
            Ok(Some(piece)) => {
                at += u64::from(piece.length());
                if !counting.take(&piece) {
                    stream.leave();
                    return Ok(counting.recount.finish());
                }
                if let Some(copy) = copying
                    && !copy.take(&piece).await
                {
                    *copying = None;
                }
            }
            Ok(None) => return Ok(counting.recount.finish()),
            Err(BrokeOff) => {
                let Some(tag) = tag.filter(|_| at > resumed_at) else {
                    return Err(None);
                };
                resumed_at = at;
                match ask(&counting.request.board, Ask::Rest { from: at, tag }).await {
                    Answer::Rest(rest) => stream = rest,
                    Answer::Whole(anew) => return Err(Some(anew)),
                    _ => return Err(None),
                }
            }
        }
    }
}

/// Counts pieces, and tells the page how far it is.
struct Counting<'a> {
    request: &'a Request,
    recount: Recount<'a>,
    of: u64,
    told: f64,
    /// Used again for every piece.
    buffer: Vec<u8>,
}

impl<'a> Counting<'a> {
    fn of(request: &'a Request, seen: Option<Seen>) -> Self {
        let recount = Recount::new(request);
        Self {
            request,
            recount: match seen {
                Some(seen) => recount.after(seen),
                None => recount,
            },
            of: request.results.ballots,
            // The first piece is told at once: that something comes is what somebody who waits wants to know.
            told: f64::NEG_INFINITY,
            buffer: Vec::new(),
        }
    }

    /// False when nothing that follows can change the verdict.
    fn take(&mut self, piece: &Uint8Array) -> bool {
        self.buffer.resize(piece.length() as usize, 0);
        piece.copy_to(&mut self.buffer);
        for part in self.buffer.chunks(PIECE) {
            if !self.recount.push(part) {
                return false;
            }
            let now = Date::now();
            if now - self.told >= TOLD_EVERY {
                self.told = now;
                say(&Report::Progress {
                    ballots: self.recount.ballots(),
                    of: self.of,
                });
            }
        }
        true
    }
}
