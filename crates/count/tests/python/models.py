"""The rules once more, written from their texts and not from the Rust code: slow, plain, with Fractions.

`scottish` and `meek` follow our rule to the letter and give every stage, to be compared number by number. The other
functions have switches for what libraries do otherwise, so that the test can say which sentence of which rule makes
a difference.
"""

from fractions import Fraction


class TooMany(Exception):
    """More ways to break ties than are worth trying."""


def explore(run, limit=3000):
    """All results of `run(decide)`, where `decide(tied)` may pick any of the tied."""
    results, scripts, runs = set(), [[]], 0
    while scripts:
        script = scripts.pop()
        runs += 1
        if runs > limit:
            raise TooMany
        taken = []

        def decide(tied):
            tied = sorted(tied)
            at = len(taken)
            if at < len(script):
                taken.append(script[at])
            else:
                for other in range(1, len(tied)):
                    scripts.append(taken + [other])
                taken.append(0)
            return tied[taken[-1]]

        results.add(run(decide))
    return results


def after(order, place, running):
    """Next place on a ballot that names somebody still running, or None."""
    for at in range(place, len(order)):
        if order[at] in running:
            return at
    return None


def irv(n, ballots, decide, batch=False):
    running = set(range(n))
    while True:
        votes = {option: 0 for option in running}
        for order, weight in ballots:
            at = after(order, 0, running)
            if at is not None:
                votes[order[at]] += weight
        won = [option for option in running if votes[option] * 2 > sum(votes.values())]
        if won:
            return tuple(won)
        if batch:
            standing = in_order(votes, decide)
            running -= set(suffix_without_hope(standing, votes, 1))
        else:
            fewest = min(votes.values())
            last = [option for option in running if votes[option] == fewest]
            running.remove(last[0] if len(last) == 1 else decide(last))


def in_order(votes, decide):
    """Most votes first; `decide` orders equal ones, last first."""
    left, order = set(votes), []
    while left:
        fewest = min(votes[option] for option in left)
        last = [option for option in left if votes[option] == fewest]
        picked = last[0] if len(last) == 1 else decide(last)
        order.insert(0, picked)
        left.remove(picked)
    return order


def suffix_without_hope(standing, votes, seats_left):
    """Everybody whose votes, with those of all behind, are not more than those of the one in front."""
    leaving, rest, in_front = [], sum(votes[option] for option in standing), 0
    for index, option in enumerate(standing):
        if index >= seats_left and rest <= in_front:
            leaving.append(option)
        in_front = votes[option]
        rest -= votes[option]
    return leaving


def stv(n, ballots, seats, decide, droop=True, weighted=True, one_by_one=True, decimals=True, batch=False):
    """Gregory counts. With the switches as they are: the Scottish Order, but that `decide` breaks every tie."""
    elected, _ = gregory(
        n, ballots, seats, lambda tied, most, history: decide(tied), droop, weighted, one_by_one, decimals, batch
    )
    return tuple(sorted(elected))


def gregory(n, ballots, seats, pick, droop=True, weighted=True, one_by_one=True, decimals=True, batch=False):
    valid = sum(weight for _, weight in ballots)
    quota = Fraction(valid // (seats + 1) + 1) if droop else Fraction(valid, seats + 1)
    running, elected, surplus = set(range(n)), [], []
    piles = {option: [] for option in range(n)}
    votes = [Fraction(0)] * n
    state = {"exhausted": Fraction(0), "lost": Fraction(0)}
    history = []

    def place(order, at, weight, value):
        at = after(order, at, running)
        if at is None:
            state["exhausted"] += weight * value
        else:
            votes[order[at]] += weight * value
            piles[order[at]].append((order, at, weight, value))

    def end_stage(what, option):
        # Of the exact quota there may be more than seats, so that who uses it must ask for more than it.
        reached = [o for o in running if (votes[o] >= quota if droop else votes[o] > quota)]
        reached.sort(key=lambda o: -votes[o])
        for o in reached:
            running.remove(o)
            elected.append(o)
            if votes[o] > quota:
                surplus.append(o)
        history.append((what, option, list(votes), state["exhausted"], state["lost"]))

    def transfer(option):
        surplus.remove(option)
        total, over = votes[option], votes[option] - quota
        pile, piles[option] = piles[option], []
        papers = sum(weight for _, _, weight, _ in pile)
        moved = Fraction(0)
        for order, at, weight, value in pile:
            worth = over * value / total if weighted else over / papers
            if decimals:
                worth = Fraction(worth * 100_000 // 1, 100_000)
            moved += weight * worth
            place(order, at + 1, weight, worth)
        votes[option] = quota
        state["lost"] += over - moved

    def eliminate(option):
        running.remove(option)

    def release(option):
        total, votes[option] = votes[option], Fraction(0)
        pile, piles[option] = piles[option], []
        papers = sum(weight for _, _, weight, _ in pile)
        for order, at, weight, value in pile:
            place(order, at + 1, weight, value if weighted else total / papers)

    for order, weight in ballots:
        place(order, 0, weight, Fraction(1))
    end_stage("first", None)
    while running and len(elected) < seats:
        if len(running) <= seats - len(elected):
            last = sorted(running)
            elected.extend(last)
            running.clear()
            history.append(("last", None, list(votes), state["exhausted"], state["lost"]))
            break
        if surplus and one_by_one:
            most = max(votes[option] for option in surplus)
            tied = [option for option in surplus if votes[option] == most]
            option = tied[0] if len(tied) == 1 else pick(tied, True, history)
            transfer(option)
            end_stage("surplus", option)
        elif surplus:
            for option in list(surplus):
                transfer(option)
            end_stage("surplus", None)
        elif batch:
            standing = in_order({o: votes[o] for o in running}, lambda tied: pick(tied, False, history))
            leaving = suffix_without_hope(standing, votes, seats - len(elected))
            for option in leaving:
                eliminate(option)
            if len(running) > seats - len(elected):
                for option in leaving:
                    release(option)
            end_stage("out", None)
        else:
            fewest = min(votes[option] for option in running)
            tied = [option for option in running if votes[option] == fewest]
            option = tied[0] if len(tied) == 1 else pick(tied, False, history)
            eliminate(option)
            release(option)
            end_stage("out", option)
    return elected, history


def by_earlier_stage(tied, most, history):
    """Rules 49(2) and 51(2) of the Scottish Order; the earlier listed where they ask for a lot."""
    left = sorted(tied)
    for _, _, votes, _, _ in reversed(history):
        end = (max if most else min)(votes[option] for option in left)
        left = [option for option in left if votes[option] == end]
        if len(left) == 1:
            return left[0]
    return left[0] if most else left[-1]


def scottish(n, ballots, seats):
    elected, history = gregory(n, ballots, seats, by_earlier_stage)
    stages = [
        [what, option, [str(v * 100_000) for v in votes], str(exhausted * 100_000), str(lost * 100_000)]
        for what, option, votes, exhausted, lost in history
    ]
    return {"elected": sorted(elected), "stages": stages}


def meek(n, ballots, seats):
    """The reference Meek rule, step by step, on integers of 10^-9; the earlier listed where it asks for a lot."""
    unit, omega = 10**9, 10**3
    up = lambda a, b: -(-a // b)
    keep, hopeful, elected, rounds = [unit] * n, set(range(n)), [], []
    votes, quota = [0] * n, 0

    def distribute():
        nonlocal quota
        votes[:] = [0] * n
        for order, weight in ballots:
            left = unit
            for option in order:
                part = up(left * keep[option], unit)
                votes[option] += part * weight
                left -= part
        quota = sum(votes) // (seats + 1) + 1

    while len(elected) < seats and len(hopeful) + len(elected) > seats:
        before, someone = None, False
        while True:
            distribute()
            for option in sorted(hopeful):
                if votes[option] >= quota:
                    hopeful.remove(option)
                    elected.append(option)
                    someone = True
            surplus = max(0, sum(votes[option] - quota for option in elected))
            if someone or surplus < omega or (before is not None and surplus >= before):
                break
            before = surplus
            for option in elected:
                keep[option] = up(up(keep[option] * quota, unit) * unit, votes[option])
        rounds.append([quota, list(votes), list(keep)])
        if someone:
            continue
        low = min(votes[option] for option in hopeful)
        out = max(option for option in hopeful if votes[option] <= low + surplus)
        hopeful.remove(out)
        keep[out] = 0
    if len(elected) < seats:
        elected.extend(hopeful)
    return {"elected": sorted(elected), "rounds": rounds}
