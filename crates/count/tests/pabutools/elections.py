"""Counts elections with pabutools 1.2.3: one line of JSON in, one line of JSON out.

In: {"budget": whole number, "costs": [...], "ballots": [[[project, points], ...], ...]}; projects are numbers from 0.
Out: for each rule the chosen projects, sorted, or null where the rule does not apply.

Fractions are exact (gmpy2, pabutools' default, asserted below) and of equal projects the earlier listed comes first.
"""

import json
import sys

from pabutools import fractions
from pabutools.election import (
    Additive_Cardinal_Sat,
    ApprovalBallot,
    ApprovalProfile,
    CardinalBallot,
    CardinalProfile,
    Cardinality_Sat,
    Cost_Sat,
    Instance,
    Project,
)
from pabutools.rules import (
    completion_by_rule_combination,
    exhaustion_by_budget_increase,
    greedy_utilitarian_welfare,
    method_of_equal_shares,
    popularity_comparison,
    sequential_phragmen,
)
from pabutools.tiebreaking import TieBreakingRule

assert fractions.FRACTION == fractions.GMPY_FRAC
TIES = TieBreakingRule(lambda instance, profile, project: int(project.name))


def count(election):
    projects = [Project(str(at), cost) for at, cost in enumerate(election["costs"])]
    budget = election["budget"]
    instance = Instance(projects, budget_limit=budget)
    approvals = ApprovalProfile(
        [ApprovalBallot(projects[p] for p, _ in ballot) for ballot in election["ballots"]], instance=instance
    )
    points = CardinalProfile(
        [CardinalBallot({projects[p]: given for p, given in ballot}) for ballot in election["ballots"]],
        instance=instance,
    )
    voters = len(election["ballots"])
    ties = {"tie_breaking": TIES}
    cost = {"sat_class": Cost_Sat, **ties}

    def named(outcome):
        return sorted(int(project.name) for project in outcome)

    supported = {p for ballot in election["ballots"] for p, _ in ballot}
    out = {
        # With cost utilities, satisfaction per cost is the number of votes.
        "greedy": named(greedy_utilitarian_welfare(instance, approvals, **cost)),
        "value": named(greedy_utilitarian_welfare(instance, approvals, sat_class=Cardinality_Sat, **ties)),
        "value_points": named(greedy_utilitarian_welfare(instance, points, sat_class=Additive_Cardinal_Sat, **ties)),
        "shares_cost": named(method_of_equal_shares(instance, approvals, **cost)),
        "shares_projects": named(method_of_equal_shares(instance, approvals, sat_class=Cardinality_Sat, **ties)),
        "shares_points": named(method_of_equal_shares(instance, points, sat_class=Additive_Cardinal_Sat, **ties)),
        "shares_then_greedy": named(
            completion_by_rule_combination(
                instance, approvals, [method_of_equal_shares, greedy_utilitarian_welfare], [dict(cost), dict(cost)]
            )
        ),
        "phragmen": named(sequential_phragmen(instance, approvals, **ties)),
        "add1": None,
        "add1_exhaustive": named(method_of_equal_shares(instance, approvals, voter_budget_increment=1, **cost)),
        "comparison": [
            named(outcome)
            for outcome in popularity_comparison(
                instance,
                approvals,
                Cardinality_Sat,
                [method_of_equal_shares, greedy_utilitarian_welfare],
                [dict(cost), dict(cost)],
            )
        ],
    }
    # Where everything fits, pabutools would raise budgets up to its bound.
    if sum(election["costs"][p] for p in supported) > budget:
        out["add1"] = named(
            exhaustion_by_budget_increase(
                instance,
                approvals,
                method_of_equal_shares,
                dict(cost),
                exhaustive_stop=False,
                budget_step=voters,
                budget_bound=10**9,
            )
        )
    return out


for line in sys.stdin:
    print(json.dumps(count(json.loads(line))), flush=True)
