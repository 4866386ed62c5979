"""python bench.py DIR RUNS: groups a Polis export with red-dwarf and prints JSON: each person's group, what represents the groups,
and the seconds of each run. `cargo xtask bench opinion` runs it with red-dwarf 0.4.0."""

import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")

import reading
from reddwarf.implementations.polis import run_pipeline

place, runs = sys.argv[1], int(sys.argv[2])
votes, out = reading.votes(place), reading.left_out(place)

seconds = []
for _ in range(runs):
    began = time.perf_counter()
    found = run_pipeline(votes=votes, mod_out_statement_ids=out, random_state=0)
    seconds.append(time.perf_counter() - began)

told = {str(group): reading.told(listed) for group, listed in found.repness.items()}
print(json.dumps({"groups": reading.groups(found), "representative": told, "seconds": seconds}))
