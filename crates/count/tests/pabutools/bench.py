"""Times pabutools' Method of Equal Shares on one .pb file.

Usage: bench.py FILE MEASURE, with MEASURE `cost` or `borda`. Prints one line of JSON: the chosen ids in the order in
which they were bought, and the seconds that the rule took, for the profile as read and for equal ballots put together
(`multi`). Reading the file and putting ballots together is not timed.
"""

import json
import sys
import time

from pabutools.election import Additive_Borda_Sat, Cost_Sat, parse_pabulib
from pabutools.rules import method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule

instance, profile = parse_pabulib(sys.argv[1])
measure = {"cost": Cost_Sat, "borda": Additive_Borda_Sat}[sys.argv[2]]
# Of equal projects the earlier listed: the place of each in the file.
with open(sys.argv[1], encoding="utf-8-sig") as file:
    rows = [line.split(";")[0].strip() for line in file.read().split("PROJECTS")[1].split("VOTES")[0].splitlines()]
place = {name: at for at, name in enumerate(rows)}
ties = TieBreakingRule(lambda inst, prof, project: place[project.name])

timed = {}
for name, ballots in (("profile", profile), ("multi", profile.as_multiprofile())):
    began = time.perf_counter()
    outcome = method_of_equal_shares(instance, ballots, sat_class=measure, tie_breaking=ties)
    timed[name] = {
        "seconds": time.perf_counter() - began,
        "chosen": [project.name for project in outcome],
    }
print(json.dumps(timed))
