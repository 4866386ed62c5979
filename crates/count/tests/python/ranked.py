"""Counts elections with votelib and pyrankvote. One JSON object a line in, one a line out."""

import functools
import json
import logging
import random
import sys

import pyrankvote
import votelib.component.rankscore as rankscore
import votelib.convert as convert
import votelib.evaluate.cardinal
import votelib.evaluate.condorcet as condorcet
import votelib.evaluate.core as core
import votelib.evaluate.sequential as sequential

import models

logging.disable(logging.CRITICAL)


def possible(run):
    try:
        return sorted(list(result) for result in models.explore(run))
    except models.TooMany:
        return None


def positional(votes, n, scorer):
    points = convert.RankedToPositionalVotes(scorer).convert(votes)
    return [str(points[option]) for option in range(n)]


def schulze(votes, n):
    pairs = convert.RankedToCondorcetVotes().convert(votes)
    paths = condorcet.Schulze.widest_paths(pairs)
    best = condorcet.Schulze().evaluate(pairs, 1)
    winners = set()
    for one in best:
        winners.update(one if isinstance(one, core.Tie) else [one])
    table = lambda found: [[int(found.get((a, b), 0)) for b in range(n)] for a in range(n)]
    return {"pairwise": table(pairs), "paths": table(paths), "best": sorted(winners)}


def transferable(votes, seats, **options):
    """Sorted winners; None where votelib stops at a tie, nobody where it finds no way on."""
    try:
        return sorted(sequential.TransferableVoteSelector(**options).evaluate(votes, seats))
    except NotImplementedError:
        return None
    except core.VotingSystemError:
        return []


def pyrank(n, ballots, count):
    names = [pyrankvote.Candidate(str(option)) for option in range(n)]
    cast = [pyrankvote.Ballot([names[o] for o in order]) for order, weight in ballots for _ in range(weight)]
    return sorted(int(winner.name) for winner in count(names, cast).get_winners())


def ranked(election):
    n, seats = election["options"], election["seats"]
    ballots = [(tuple(order), weight) for order, weight in election["ballots"]]
    votes = dict(ballots)
    # votelib knows of options from ballots alone; a ballot of weight 0 tells it of those that nobody ranks.
    votes.setdefault(tuple(range(n)), 0)
    run = functools.partial
    irv = lambda **switches: possible(run(models.irv, n, ballots, **switches))
    stv = lambda **switches: possible(lambda decide: models.stv(n, ballots, seats, decide, **switches))
    pyrankvote_way = dict(droop=False, weighted=False, one_by_one=False, decimals=False, batch=True)
    return {
        "borda": positional(votes, n, rankscore.Borda(base=0)),
        "modified": positional(votes, n, rankscore.ModifiedBorda()),
        "dowdall": positional(votes, n, rankscore.Dowdall()),
        "schulze": schulze(votes, n),
        "irv": {
            "votelib": transferable(votes, 1, retainer=core.Plurality()),
            "votelib_default": transferable(votes, 1),
            "pyrankvote": pyrank(n, ballots, pyrankvote.instant_runoff_voting),
            "ours": irv(),
            "batch": irv(batch=True),
        },
        "stv": {
            "votelib": transferable(votes, seats, retainer=core.Plurality()),
            "pyrankvote": pyrank(
                n, ballots, lambda names, cast: pyrankvote.single_transferable_vote(names, cast, seats)
            ),
            "ours": stv(),
            "quota": stv(droop=False),
            "batch": stv(batch=True),
            "value": stv(weighted=False),
            "together": stv(one_by_one=False),
            "exact": stv(decimals=False),
            "votelib_way": stv(one_by_one=False, decimals=False),
            "pyrankvote_way": stv(**pyrankvote_way),
        },
        "scottish": models.scottish(n, ballots, seats),
        "meek": models.meek(n, ballots, seats),
    }


def points(election):
    n = election["options"]
    votes = {}
    for options, given, weight in election["ballots"]:
        vote = frozenset(zip(options, given))
        votes[vote] = votes.get(vote, 0) + weight
    told = lambda name: convert.ScoreToSimpleVotes(name, unscored_value=0).convert(votes)
    sums, means = told("sum"), told("mean")
    return {
        "sums": [str(sums.get(option, 0)) for option in range(n)],
        "means": [str(means.get(option, 0)) for option in range(n)],
    }


for line in sys.stdin:
    election = json.loads(line)
    # pyrankvote breaks some ties at random; the same ones in every run.
    random.seed(1)
    answer = {"ranked": ranked, "points": points}[election["kind"]](election)
    print(json.dumps(answer))
