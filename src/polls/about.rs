//! What a poll is about, who can vote, when, and how it is counted: everything before the first choice.

use super::current::{Current, follow, since};
use super::practice::{mark, way_in};
use super::questions::explaining;
use super::rules::can_fill_in;
use super::standing::words;
use super::{poll_loader, signed_in_as, title_of};
use crate::backend::{
    BudgetRule, MethodKind, Poll, PollEvent, PollEventKind, PollState, Question, RankedRule,
    ResultsVisibility, Secrecy, TieRule, VotingUnit, WhyNot,
};
use crate::i18n::{Key, date_time, list, number, permille, said, t, t1, tn};
use crate::offline::ballots::{Standing, standing};
use crate::parts::{RelatedLinks, poll_state, questions_section, text_body, texts, tr};
use crate::ui::live::{derived, drawn, live, steady};
use crate::ui::{BackLink, Banner, ButtonKind, LinkButton, PageTitle, Tag, Tone};
use leptos::prelude::*;

#[component]
pub fn PollPage(#[prop(into)] id: String) -> impl IntoView {
    let who = signed_in_as();
    drawn(move || {
        who.track();
        let loader = poll_loader(id.clone());
        let current = follow(&loader);
        view! {
            <BackLink href="/polls" label=tr(Key::PollsTitle) />
            <PageTitle text=title_of(&loader) />
            {loader.view(move |poll| body(poll, &current))}
        }
    })
}

fn body(poll: Poll, current: &Current) -> AnyView {
    let now = current.since(poll.clone());
    let page = format!("/polls/{}", poll.id);
    let source = poll.source.clone().map(|source| {
        let (name, licence) = (source.name, source.licence.unwrap_or_default());
        view! { <p class="meta">{live(move || t1(Key::PollsSource, &[("name", &name), ("licence", &licence)]))}</p> }
    });
    // Who may try it and what becomes of it is said by the mark.
    let real = (!poll.practice).then(|| {
        view! {
            {fact(Key::PollsWho, who_can(&poll))}
            {fact(Key::PollsSecret, secrecy(&poll))}
        }
    });
    view! {
        <p><Tag text=derived(move || t(now.with(|p| poll_state(p.state)))) tone=Tone::Info /></p>
        {mark(&poll)}
        {events(&poll)}
        {about_it(&page, &poll)}
        {actions(poll.clone(), now)}
        <dl class="facts">
            {fact(Key::PollsWhen, when(now))}
            {real}
            {fact(Key::PollsRule, rule(&poll))}
        </dl>
        {source}
        {questions_section(&page, explaining(&poll))}
        <RelatedLinks related=poll.related />
    }
    .into_any()
}

/// What it is about, as it was written and in plain words where there are any.
fn about_it(page: &str, poll: &Poll) -> AnyView {
    match &poll.plain {
        Some(plain) => texts(page, &poll.about, Some(plain)),
        None => text_body(poll.about.clone()),
    }
}

fn fact(name: Key, text: AnyView) -> AnyView {
    view! { <div><dt>{said(name)}</dt><dd>{text}</dd></div> }.into_any()
}

fn sentence(text: impl Fn() -> String + Send + Sync + 'static) -> AnyView {
    view! { <p>{text}</p> }.into_any()
}

fn when(poll: Memo<Poll>) -> AnyView {
    sentence(move || {
        let (from, until) = poll.with(|p| (p.opens.clone(), p.closes.clone()));
        t1(
            Key::PollsWhenText,
            &[("from", &date_time(&from)), ("until", &date_time(&until))],
        )
    })
}

fn who_can(poll: &Poll) -> AnyView {
    let turnout = poll
        .voted
        .map(|n| sentence(move || tn(Key::PollsTurnout, n, &[])));
    view! { {who_may(poll)} {turnout} }.into_any()
}

pub(super) fn who_may(poll: &Poll) -> Option<AnyView> {
    let key = if poll.unit == VotingUnit::Household {
        Key::PollsWhoHousehold
    } else {
        Key::PollsWhoPerson
    };
    poll.eligible.map(|n| sentence(move || tn(key, n, &[])))
}

fn secrecy(poll: &Poll) -> AnyView {
    let key = if poll.secrecy == Secrecy::Named {
        Key::PollsSecretNamed
    } else {
        Key::PollsSecretAnonymous
    };
    sentence(move || t(key))
}

fn rule(poll: &Poll) -> AnyView {
    let change = if poll.can_change || poll.can_withdraw {
        Key::PollsChangeYes
    } else {
        Key::PollsChangeNo
    };
    view! { {counting(poll)} {(!poll.practice).then(|| sentence(move || t(change)))} }.into_any()
}

/// How the ballots are counted, by phone and on paper alike.
pub(super) fn counting(poll: &Poll) -> AnyView {
    let tie = match poll.tie_rule {
        TieRule::EarlierListed => Some(Key::PollsTieEarlier),
        TieRule::Lot => Some(Key::PollsTieLot),
        TieRule::NoneDecides => Some(Key::PollsTieNone),
        TieRule::Other => None,
    };
    // Ties matter only where options compete.
    let competes = poll.questions.iter().any(|q| {
        matches!(
            q.method.kind,
            MethodKind::Single
                | MethodKind::Approval
                | MethodKind::Score
                | MethodKind::Dots
                | MethodKind::Ranked
                | MethodKind::Budget
        )
    });
    let mut rules: Vec<AnyView> = Vec::new();
    let mut seen: Vec<Key> = Vec::new();
    for question in &poll.questions {
        let key = rule_key(question);
        if !seen.contains(&key) {
            seen.push(key);
            rules.push(rule_sentence(question));
        }
    }
    let quorum = poll
        .quorum
        .as_ref()
        .map(|q| q.needed)
        .map(|n| sentence(move || tn(Key::PollsQuorum, n, &[])));
    view! {
        {rules}
        {quorum}
        {tie.filter(|_| competes).map(|key| sentence(move || t(key)))}
    }
    .into_any()
}

fn rule_key(question: &Question) -> Key {
    match question.method.kind {
        MethodKind::Single => Key::PollsRuleSingle,
        MethodKind::Approval => Key::PollsRuleApproval,
        MethodKind::YesNoAbstain => Key::PollsRuleThreshold,
        MethodKind::Owners => Key::PollsRuleOwners,
        MethodKind::Score => Key::PollsRuleScore,
        MethodKind::Dots => Key::PollsRuleDots,
        MethodKind::Ranked => match question.method.ranked {
            RankedRule::InstantRunoff => Key::PollsRuleRunoff,
            RankedRule::Borda | RankedRule::Dowdall => Key::PollsRulePlaces,
            RankedRule::Schulze => Key::PollsRulePairs,
            RankedRule::StvScottish | RankedRule::StvMeek => Key::PollsRuleStv,
            RankedRule::Other => Key::PollsRuleOther,
        },
        MethodKind::Budget => match question.method.budget {
            BudgetRule::Greedy => Key::PollsRuleBudgetSkips,
            BudgetRule::GreedyThreshold => Key::PollsRuleBudgetLeast,
            BudgetRule::GreedyNoSkip => Key::PollsRuleBudget,
            BudgetRule::GreedyValue => Key::PollsRuleBudgetValue,
            BudgetRule::EqualShares
            | BudgetRule::EqualSharesAdd1
            | BudgetRule::EqualSharesAdd1Greedy
            | BudgetRule::EqualSharesComparison => Key::PollsRuleBudgetShares,
            BudgetRule::Phragmen => Key::PollsRuleBudgetSaving,
            BudgetRule::Other => Key::PollsRuleOther,
        },
        MethodKind::Text => Key::PollsRuleText,
        _ => Key::PollsRuleOther,
    }
}

/// The counting rule of a question in one sentence.
pub(super) fn rule_sentence(question: &Question) -> AnyView {
    let key = rule_key(question);
    let threshold = question
        .method
        .threshold
        .as_ref()
        .map(|t| (t.numerator, t.denominator));
    let least = question.method.min_votes.unwrap_or(0);
    sentence(move || {
        let share = threshold.map(|(numerator, denominator)| {
            let share = permille((numerator * 1000 + denominator / 2) / denominator.max(1));
            let (above, below) = (number(numerator.into()), number(denominator.into()));
            format!("{above}/{below} ({share})")
        });
        let share = share.unwrap_or_default();
        t1(key, &[("share", &share), ("least", &number(least))])
    })
}

/// What became of the poll after its opening, each with its time and its reason.
pub(super) fn events(poll: &Poll) -> AnyView {
    let events: Vec<_> = poll.events.iter().cloned().map(event_banner).collect();
    events.into_any()
}

pub(super) fn event_banner(event: PollEvent) -> AnyView {
    view! { <Banner tone=Tone::Warn title=derived(move || event_words(&event)) /> }.into_any()
}

pub(super) fn event_words(event: &PollEvent) -> String {
    let (from, to) = (
        event.old_end.clone().unwrap_or_default(),
        event.new_end.clone().unwrap_or_default(),
    );
    let key = match event.kind {
        PollEventKind::Extended if from.is_known() && to.is_known() => Key::PollsEventExtended,
        PollEventKind::Cancelled => Key::PollsEventCancelled,
        PollEventKind::ClosedEarly => Key::PollsEventClosedEarly,
        _ => Key::PollsEventOther,
    };
    t1(
        key,
        &[
            ("time", &date_time(&event.at)),
            ("from", &date_time(&from)),
            ("to", &date_time(&to)),
            ("reason", &event.reason),
        ],
    )
}

/// What the person can do now. Never a disabled button: what is not possible is said with the next step.
fn actions(first: Poll, now: Memo<Poll>) -> AnyView {
    if first.practice {
        return way_in(now);
    }
    let id = first.id.clone();
    let fills_in = can_fill_in(&first.questions);
    steady(move || {
        let poll = now.get();
        let own = standing(&id);
        let open = poll.state == PollState::Open;
        // Heard elsewhere, perhaps, and later than this copy of the poll.
        let cancelled = poll.state == PollState::Cancelled || own == Some(Standing::Cancelled);
        let results_open = match poll.results {
            _ if cancelled => false,
            ResultsVisibility::Always => true,
            ResultsVisibility::AfterVote => poll.voter.has_voted || poll.state == PollState::Closed,
            _ => poll.state == PollState::Closed,
        };
        let (ballot, bring) = (format!("/polls/{id}/ballot"), format!("/polls/{id}/bring"));
        let vote = match (poll.voter.why_not, own) {
            (Some(WhyNot::NotSignedIn), _) => {
                let next = format!("/sign-in?next=/polls/{id}/ballot");
                view! {
                    <p>{said(Key::PollsCannotNotSignedIn)}</p>
                    <LinkButton href=next label=tr(Key::PollsSignInFirst) kind=ButtonKind::Primary />
                }
                .into_any()
            }
            // Whatever this phone has of it does not count.
            _ if cancelled => cannot(WhyNot::Cancelled),
            (Some(WhyNot::VotedOnPaper), None | Some(Standing::Chosen)) => view! {
                {cannot(WhyNot::VotedOnPaper)}
                <LinkButton href="/help" label=tr(Key::HelpCall) kind=ButtonKind::Secondary />
            }
            .into_any(),
            (_, Some(Standing::Chosen)) if open => {
                let href = format!("/polls/{id}/check");
                view! {
                    <Banner tone=Tone::Warn title=tr(Key::ReceiptChosen)>
                        <LinkButton href=href label=tr(Key::HomeChosenNext) kind=ButtonKind::Primary />
                    </Banner>
                }
                .into_any()
            }
            (_, Some(standing)) => {
                let (key, tone) = words(standing);
                let href = format!("/polls/{id}/receipt");
                view! {
                    <Banner tone=tone title=tr(key)>
                        <LinkButton
                            href=href
                            label=tr(Key::PollsSeeReceipt)
                            kind=ButtonKind::Primary
                        />
                    </Banner>
                }
                .into_any()
            }
            // One's own vote, perhaps, from another phone.
            (Some(WhyNot::HouseholdHasVoted), None) if open => view! {
                {cannot(WhyNot::HouseholdHasVoted)}
                <LinkButton href=bring label=tr(Key::BringOpen) kind=ButtonKind::Quiet />
            }
            .into_any(),
            (Some(why), None) if open || why != WhyNot::Closed => cannot(why),
            _ if poll.voter.has_voted && open => view! {
                <Banner tone=Tone::Good title=tr(Key::PollsVoted)>
                    <p>{said(Key::PollsCannotVotedElsewhere)}</p>
                    <LinkButton href=bring label=tr(Key::BringOpen) kind=ButtonKind::Secondary />
                </Banner>
            }
            .into_any(),
            _ if open && !fills_in => cannot(WhyNot::MethodUnavailable),
            _ if open => {
                view! { <LinkButton href=ballot label=tr(Key::PollsStart) kind=ButtonKind::Primary /> }
                    .into_any()
            }
            _ => ().into_any(),
        };
        let results = if cancelled {
            ().into_any()
        } else if results_open {
            let kind = if open {
                ButtonKind::Secondary
            } else {
                ButtonKind::Primary
            };
            view! { <LinkButton href=format!("/polls/{id}/results") label=tr(Key::PollsSeeResults) kind=kind /> }
                .into_any()
        } else {
            let (key, until) = match poll.results {
                ResultsVisibility::AfterVote => (Key::ResultsHiddenAfterVote, poll.closes.clone()),
                _ => (Key::ResultsHiddenAfterClose, poll.closes.clone()),
            };
            view! { <p class="meta">{live(move || t1(key, &[("time", &date_time(&until))]))}</p> }.into_any()
        };
        // Practice is counted nowhere, so there is nobody to hand a paper in to.
        let paper = (open && !poll.practice && fills_in).then(|| {
            let href = format!("/polls/{id}/paper");
            view! { <LinkButton href=href label=tr(Key::PaperPrint) kind=ButtonKind::Quiet /> }
        });
        view! {
            {vote}
            {results}
            {paper}
            {since(&first, &poll).into_iter().map(event_banner).collect::<Vec<_>>()}
        }
        .into_any()
    })
}

/// Why nobody can vote in a poll that is not open.
pub(super) fn not_open(state: PollState) -> AnyView {
    view! { <Banner tone=Tone::Info title=tr(closed_words(state)) /> }.into_any()
}

pub(super) fn closed_words(state: PollState) -> Key {
    cannot_words(match state {
        PollState::Upcoming => WhyNot::NotOpenYet,
        PollState::Cancelled => WhyNot::Cancelled,
        _ => WhyNot::Closed,
    })
}

pub(super) fn cannot(why: WhyNot) -> AnyView {
    view! { <Banner tone=Tone::Info title=tr(cannot_words(why)) /> }.into_any()
}

fn cannot_words(why: WhyNot) -> Key {
    match why {
        WhyNot::NotSignedIn => Key::PollsCannotNotSignedIn,
        WhyNot::NotEligible => Key::PollsCannotNotEligible,
        WhyNot::HouseholdHasVoted => Key::PollsCannotHousehold,
        WhyNot::VotedOnPaper => Key::PollsCannotOnPaper,
        WhyNot::NotOpenYet => Key::PollsCannotNotOpen,
        WhyNot::Closed => Key::PollsCannotClosed,
        WhyNot::Cancelled => Key::PollsCannotCancelled,
        WhyNot::HelperLimit => Key::FailureHelperLimitNext,
        WhyNot::MethodUnavailable | WhyNot::Other => Key::PollsCannotMethod,
    }
}

/// Labels of options joined as the language joins lists.
pub(super) fn labels(question: &Question, ids: &[String]) -> String {
    let labels: Vec<String> = ids
        .iter()
        .map(|id| {
            question
                .options
                .iter()
                .find(|o| &o.id == id)
                .map_or_else(|| id.clone(), |o| o.label.clone())
        })
        .collect();
    list(&labels)
}
