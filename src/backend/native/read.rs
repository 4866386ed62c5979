//! Between the contract's wire types and the app's own. Pure, so that it is tested natively.

use crate::backend::model::*;

/// Turns enums whose variants have the same names; whatever the app does not know is `Other`.
macro_rules! turn {
    ($($name:ident: $from:path => $to:path { $($variant:ident),+ $(,)? })+) => {$(
        pub(super) fn $name(value: $from) -> $to {
            use $from as From;
            use $to as To;
            match value { $(From::$variant => To::$variant,)+ #[allow(unreachable_patterns)] _ => To::Other }
        }
    )+};
}
pub(super) use turn;

turn! {
    text_format: contract::TextFormat => TextFormat { Plain, Markdown }
    role: contract::Role => Role { Resident, Committee, Property, GridWorker, Moderator }
    related_kind: contract::RelatedKind => RelatedKind { Notice, Poll, Thread, Matter }
    sign_in_kind: contract::SignInKind => SignInKind { PhoneCode, HouseholdLetter }
    category: contract::NoticeCategory => NoticeCategory {
        Government, Safety, Utilities, Events, Policy, Finance, Community
    }
    urgency: contract::Urgency => Urgency { Normal, Important, Urgent }
    poll_state: contract::PollState => PollState { Upcoming, Open, Closed, Cancelled }
    secrecy: contract::Secrecy => Secrecy { Anonymous, Named }
    unit: contract::VotingUnit => VotingUnit { Person, Household }
    visibility: contract::ResultsVisibility => ResultsVisibility { Always, AfterVote, AfterClose }
    tie_rule: contract::TieRule => TieRule { EarlierListed, Lot, NoneDecides }
    threshold_base: contract::ThresholdBase => ThresholdBase { Voting, Eligible }
    quorum_base: contract::QuorumBase => QuorumBase { Eligible, RecentlyActive }
    why_not: contract::WhyNot => WhyNot {
        NotSignedIn, NotEligible, HouseholdHasVoted, VotedOnPaper, NotOpenYet, Closed, Cancelled, MethodUnavailable,
        HelperLimit
    }
    event_kind: contract::PollEventKind => PollEventKind { Extended, Cancelled, ClosedEarly, LateBatch }
    method_kind: contract::MethodKind => MethodKind {
        Single, Approval, YesNoAbstain, Score, Dots, Ranked, Budget, Owners, Text
    }
    ranked_rule: contract::RankedRule => RankedRule { InstantRunoff, Borda, Dowdall, Schulze, StvScottish, StvMeek }
    budget_rule: contract::BudgetRule => BudgetRule {
        Greedy, GreedyNoSkip, GreedyValue, GreedyThreshold, EqualShares, EqualSharesAdd1, EqualSharesAdd1Greedy,
        EqualSharesComparison, Phragmen
    }
    budget_ballot: contract::BudgetBallot => BudgetBallot { Approval, Points, Ranking }
    results_state: contract::ResultsState => ResultsState { Provisional, Final }
    outcome_kind: contract::OutcomeKind => OutcomeKind {
        Chosen, Passed, NotPassed, Tied, QuorumMissed, NothingChosen, NotCounted
    }
    share_base: contract::ShareBase => ShareBase { Answers, Ballots, Eligible, Points }
    thread_kind: contract::ThreadKind => ThreadKind { Discussion, Statements }
    thread_state: contract::ThreadState => ThreadState { Open, Closed }
    stance: contract::Stance => Stance { For, Against, Neutral, Question }
    post_state: contract::PostState => PostState { Visible, Pending, Withdrawn, Hidden, Refused }
    order: contract::PostOrder => PostOrder { Oldest, Newest, MostAgreed, AgreedAcross }
    why_not_post: contract::WhyNotPost => WhyNotPost { NotSignedIn, Closed, NotAllowed, ReadOnly }
    stage: contract::StageKind => StageKind { Collecting, Discussing, Voting, Publishing, CarryingOut }
    stance_to_wire: Stance => contract::Stance { For, Against, Neutral, Question }
    reason_to_wire: ReportReason => contract::ReportReason {
        Insult, PrivateData, False, Advertising, Danger, OffTopic
    }
}

pub(super) fn when(at: contract::Timestamp) -> When {
    When::at(at.millis())
}

pub(super) fn all<A, B>(items: Vec<A>, turn: fn(A) -> B) -> Vec<B> {
    items.into_iter().map(turn).collect()
}

pub fn page<W, T>(page: contract::Page<W>, turn: fn(W) -> T) -> Page<T> {
    Page {
        items: all(page.items, turn),
        next: page.next,
        total: page.total,
        previous: page.previous,
        before: page.before.unwrap_or(0),
        order: page.order.map(order),
    }
}

pub(super) fn text(text: contract::Text) -> Text {
    Text {
        format: text_format(text.format),
        value: text.value,
        lang: text.lang,
    }
}

fn author(author: contract::Author) -> Author {
    Author {
        name: author.name,
        role: role(author.role),
        is_me: author.is_me,
    }
}

pub(super) fn related(related: contract::Related) -> Related {
    Related {
        kind: related_kind(related.kind),
        id: related.id,
        title: related.title,
    }
}

fn source(source: contract::Source) -> Source {
    Source {
        name: source.name,
        url: source.url,
        licence: source.licence,
    }
}

pub(super) fn image(image: contract::Image) -> Image {
    Image {
        address: image.url,
        words: image.alt,
        size: image.width.zip(image.height),
    }
}

pub fn service(service: contract::Service) -> Service {
    let can = service.capabilities;
    Service {
        name: service.name,
        languages: service.languages,
        time_zone: service.time_zone,
        help_phone: service.help_phone,
        help_hours: service.help_hours,
        sign_in: all(service.sign_in, sign_in_kind),
        can: Capabilities {
            notices: can.notices,
            notice_read_mark: can.notice_read_mark,
            notice_audience: can.notice_audience,
            notice_questions: can.notice_questions,
            paragraph_questions: can.paragraph_questions,
            notice_calls: can.notice_calls,
            inbox: can.inbox && can.subscriptions,
            polls: can.polls,
            ballot_change: can.ballot_change,
            ballot_withdraw: can.ballot_withdraw,
            ballot_lookup: true,
            results: can.polls,
            board: can.board,
            threads: can.threads,
            post_create: can.post_create,
            post_edit: can.post_edit,
            post_withdraw: can.post_withdraw,
            post_rating: can.post_rating,
            post_repeat_safe: true,
            post_stance: true,
            post_order: true,
            post_markdown: true,
            post_search: can.post_search,
            post_around: can.post_around,
            post_history: can.post_history,
            thread_news: can.thread_news,
            reports: can.reports,
            moderation_log: can.moderation_log,
            statements: can.statements,
            statement_votes: can.statement_votes,
            matters: can.matters,
            requests: can.requests,
            search: can.search,
            assistance: can.assisted_sessions,
            opinion_votes: can.opinion_votes,
            live_events: can.live_events,
            web_push: can.web_push,
            reading_needs_sign_in: false,
            methods: all(can.methods, method_kind),
        },
        post_chars: service.limits.post_chars,
        report_chars: service.limits.report_chars,
        statement_chars: service.limits.statement_chars,
        demo: service.demo,
        now: Some(service.now.millis()),
    }
}

pub fn me(me: contract::Me) -> Me {
    Me {
        id: me.id,
        name: me.name,
        roles: all(me.roles, role),
        household: me.household.map(|h| h.label),
        assisted: me.assisted.map(|session| Assisted {
            id: session.id,
            helper: session.helper_name,
        }),
        assisted_questions: me.assisted_questions,
    }
}

pub fn code_sent(sent: contract::CodeSent) -> CodeSent {
    CodeSent {
        expires: when(sent.expires_at),
        resend: when(sent.resend_at),
    }
}

/// `None` for a way of signing in that the contract does not have.
pub fn sign_in(how: &SignIn) -> Option<contract::SignIn> {
    let (kind, phone, code, letter_code) = match how {
        SignIn::Phone { phone, code, .. } => (
            contract::SignInKind::PhoneCode,
            Some(phone.clone()),
            Some(code.clone()),
            None,
        ),
        SignIn::Letter { code, .. } => (
            contract::SignInKind::HouseholdLetter,
            None,
            None,
            Some(code.clone()),
        ),
        SignIn::Password { .. } => return None,
    };
    Some(contract::SignIn {
        kind,
        phone,
        code,
        letter_code,
        shared_phone: how.shared_phone(),
    })
}

pub fn poll_summary(poll: contract::PollSummary) -> PollSummary {
    PollSummary {
        id: poll.id,
        title: poll.title,
        state: poll_state(poll.state),
        opens: when(poll.opens_at),
        closes: when(poll.closes_at),
        secrecy: secrecy(poll.secrecy),
        unit: unit(poll.unit),
        has_voted: poll.has_voted,
        practice: poll.practice,
    }
}

pub fn poll(poll: contract::Poll) -> Poll {
    Poll {
        id: poll.id,
        title: poll.title,
        about: text(poll.about),
        plain: poll.plain.map(text),
        state: poll_state(poll.state),
        opens: when(poll.opens_at),
        closes: when(poll.closes_at),
        secrecy: secrecy(poll.secrecy),
        unit: unit(poll.unit),
        questions: all(poll.questions, question),
        eligible: Some(poll.eligible),
        voted: poll.voted,
        quorum: poll.quorum.map(quorum),
        tie_rule: tie_rule(poll.tie_rule),
        results: visibility(poll.results),
        can_change: poll.can_change,
        can_withdraw: poll.can_withdraw,
        voter: Voter {
            can_vote: poll.voter.can_vote,
            why_not: poll.voter.why_not.map(why_not),
            has_voted: poll.voter.has_voted,
        },
        practice: poll.practice,
        related: all(poll.related, related),
        events: all(poll.events, |e| PollEvent {
            kind: event_kind(e.kind),
            at: when(e.at),
            reason: e.reason,
            old_end: e.old_end.map(when),
            new_end: e.new_end.map(when),
        }),
        source: poll.source.map(source),
        not_understood: all(poll.not_understood, super::notices::paragraph_question),
        my_answers: Vec::new(),
    }
}

/// The poll with its pictures where they are: on the server that says it, which need not be the app's own. From anywhere
/// else none is fetched, because whoever serves it would learn who reads this; its words stay.
pub fn placed(mut poll: Poll, base: &str) -> Poll {
    let options = poll
        .questions
        .iter_mut()
        .flat_map(|question| &mut question.options);
    for image in options.filter_map(|option| option.image.as_mut()) {
        place(&mut image.address, base);
    }
    poll
}

/// A path of the server as an address; nothing where it is none.
pub(super) fn place(path: &mut String, base: &str) {
    if path.starts_with('/') && !path.starts_with("//") {
        path.insert_str(0, base);
    } else {
        path.clear();
    }
}

fn question(question: contract::Question) -> Question {
    let method = question.method;
    Question {
        id: question.id,
        title: question.title,
        help: question.help,
        method: Method {
            kind: method_kind(method.kind),
            min: method.min,
            max: method.max,
            total: method.total,
            seats: method.seats,
            threshold: method.threshold.map(|t| Threshold {
                numerator: t.numerator,
                denominator: t.denominator,
                base: threshold_base(t.base),
                strict: t.strict,
            }),
            major: method.major.unwrap_or(false),
            currency: method
                .currency
                .filter(|code| code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase())),
            min_votes: method.min_votes,
            ranked: method.ranked.map_or(RankedRule::Other, ranked_rule),
            budget: method.budget.map_or(BudgetRule::Other, budget_rule),
            budget_ballot: method.budget_ballot.map_or(BudgetBallot::Approval, budget_ballot),
        },
        options: all(question.options, |o| PollOption {
            id: o.id,
            label: o.label,
            meaning: o.meaning,
            image: o.image.map(image),
            cost: o.cost,
            group: o.group,
        }),
        optional: question.optional,
        shuffle: question.shuffle,
    }
}

fn quorum(quorum: contract::Quorum) -> Quorum {
    Quorum {
        numerator: quorum.numerator,
        denominator: quorum.denominator,
        base: quorum_base(quorum.base),
        needed: quorum.needed,
    }
}

fn answer(answer: contract::Answer) -> Answer {
    Answer {
        question: answer.question,
        options: answer.options,
        points: answer.points,
        text: answer.text,
    }
}

/// The secret goes along only where it must: to change a ballot that is, or may be, counted already.
pub fn submission(ballot: &Submission, assisted: Option<String>) -> contract::BallotSubmission {
    contract::BallotSubmission {
        ballot_id: ballot.ballot_id.clone(),
        secret: ballot.change.then(|| ballot.secret.clone()),
        answers: ballot
            .answers
            .iter()
            // Leaving a question out is how the contract writes a blank answer.
            .filter(|answer| !answer.is_blank())
            .map(wire_answer)
            .collect(),
        assisted_session: assisted,
    }
}

pub fn wire_answer(answer: &Answer) -> contract::Answer {
    contract::Answer {
        question: answer.question.clone(),
        options: answer.options.clone(),
        points: answer.points.clone(),
        text: answer.text.clone(),
    }
}

pub fn receipt(receipt: contract::Receipt) -> Receipt {
    Receipt {
        ballot_id: receipt.ballot_id,
        number: receipt.number,
        counted: when(receipt.counted_at),
        can_change: receipt.can_change,
        can_withdraw: receipt.can_withdraw,
        changes_until: when(receipt.changes_until),
        helper: receipt.helper,
    }
}

pub fn ballot(ballot: contract::Ballot) -> Ballot {
    Ballot {
        ballot_id: ballot.ballot_id,
        answers: all(ballot.answers, answer),
    }
}

pub fn results(results: contract::Results) -> Results {
    Results {
        poll_id: results.poll_id,
        state: results_state(results.state),
        eligible: Some(results.eligible),
        ballots: results.ballots,
        quorum: results.quorum.map(quorum),
        quorum_met: results.quorum_met,
        questions: all(results.questions, question_result),
        board_root: results.board_root,
        counted: when(results.counted_at),
        channels: results.channels.map(|channels| Channels {
            phone: channels.phone,
            paper: channels.paper,
            on_paper: all(channels.questions, |q| (q.question_id, q.counts)),
        }),
        turnout: results.turnout.map(|groups| {
            all(groups, |group| TurnoutGroup {
                building: group.building,
                eligible: group.eligible,
                voted: group.voted,
            })
        }),
    }
}

pub fn question_result(result: contract::QuestionResult) -> QuestionResult {
    QuestionResult {
        question_id: result.question_id,
        blank: result.blank,
        invalid: result.invalid,
        rows: all(result.rows, |r| ResultRow {
            option_id: r.option_id,
            count: r.count,
            permille: r.permille,
        }),
        outcome: outcome(result.outcome),
        explanation: result.explanation.map(super::recount::explanation),
    }
}

pub fn outcome(outcome: contract::Outcome) -> Outcome {
    Outcome {
        kind: outcome_kind(outcome.kind),
        option_ids: outcome.option_ids,
        base: share_base(outcome.base),
        base_count: outcome.base_count,
        tie_broken: outcome.tie_broken,
        tied: outcome.tied,
        shares_exact: outcome.shares_exact,
    }
}

pub fn thread_summary(thread: contract::ThreadSummary) -> ThreadSummary {
    ThreadSummary {
        id: thread.id,
        title: thread.title,
        kind: thread_kind(thread.kind),
        state: thread_state(thread.state),
        posts: thread.posts,
        official_answers: thread.official_answers,
        last_post: thread.last_post_at.map(when),
        stage: thread.stage.map(stage),
    }
}

pub fn thread(thread: contract::Thread) -> Thread {
    Thread {
        id: thread.id,
        title: thread.title,
        kind: thread_kind(thread.kind),
        state: thread_state(thread.state),
        body: text(thread.body),
        author: author(thread.author),
        created: when(thread.created_at),
        closes: thread.closes_at.map(when),
        posts: thread.posts,
        reply_levels: thread.reply_levels,
        can_post: thread.can_post,
        why_not: thread.why_not.map(why_not_post),
        summary: thread.summary.map(text),
        summary_at: thread.summary_at.map(when),
        related: all(thread.related, related),
        stage: thread.stage.map(stage),
        stages: super::matters::stages(thread.stages),
        source: thread.source.map(source),
    }
}

pub fn post(post: contract::Post) -> Post {
    // A backend that does not say how deep a reply is may have only one level.
    let depth = post.depth.max(u32::from(post.parent_id.is_some()));
    Post {
        id: post.id,
        thread_id: post.thread_id,
        parent_id: post.parent_id,
        root_id: post.root_id,
        depth,
        answers: post.answers.map(author),
        author: author(post.author),
        body: text(post.body),
        stance: stance(post.stance),
        state: post_state(post.state),
        state_reason: post.state_reason,
        created: when(post.created_at),
        edited: post.edited_at.map(when),
        official: post.official,
        agrees: post.agrees,
        i_agree: post.i_agree,
        replies: post.replies,
        objection: post.objection.map(super::moderation::objection),
        can: PostPermissions {
            reply: post.can.reply,
            edit: post.can.edit,
            withdraw: post.can.withdraw,
            rate: post.can.rate,
            report: post.can.report,
            object: post.can.object,
        },
    }
}

pub fn new_post(post: &NewPost) -> contract::NewPost {
    // A side that this app cannot say is no side.
    let stance = if post.stance == Stance::Other {
        Stance::Neutral
    } else {
        post.stance
    };
    contract::NewPost {
        body: post.body.clone(),
        stance: stance_to_wire(stance),
        parent_id: post.parent_id.clone(),
    }
}

/// `None` for a reason the contract does not have: a server refuses `other`.
pub fn report(about: &Reported, reason: ReportReason, comment: &str) -> Option<contract::NewReport> {
    let (post_id, statement_id) = match about.clone() {
        Reported::Post(id) => (Some(id), None),
        Reported::Statement(id) => (None, Some(id)),
    };
    (reason != ReportReason::Other).then(|| contract::NewReport {
        post_id,
        statement_id,
        reason: reason_to_wire(reason),
        comment: comment.to_owned(),
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "tests.rs"]
mod tests;
