"""python fixtures.py POLIS PLACE: for each export below POLIS what red-dwarf finds, as small files in PLACE, for tests/polis.rs:
NAME.groups.csv has each person's group, NAME.representative.csv what represents the groups that Polis published."""

import pathlib
import sys
import warnings

warnings.filterwarnings("ignore")

import reading
from reddwarf.implementations.polis import run_pipeline
from reddwarf.utils.matrix import generate_raw_matrix
from reddwarf.utils.stats import calculate_comment_statistics_dataframes, select_representative_statements

source, target = map(pathlib.Path, sys.argv[1:])
for place in sorted(path for path in source.iterdir() if path.is_dir()):
    votes, out = reading.votes(place), reading.left_out(place)
    found = run_pipeline(votes=votes, mod_out_statement_ids=out, random_state=0)
    lines = [f"{person},{group}" for person, group in sorted(reading.groups(found).items())]
    (target / f"{place.name}.groups.csv").write_text("\n".join(["participant,group", *lines, ""]))

    table = reading.rows(place, "participants-votes.csv")
    published = {int(row["participant"]): int(row["group-id"]) for row in table if row["group-id"]}
    matrix = generate_raw_matrix(votes=votes)
    grouped = matrix.loc[[person for person in matrix.index if person in published], :]
    stats, _ = calculate_comment_statistics_dataframes(grouped, [published[person] for person in grouped.index])
    told = select_representative_statements(stats, mod_out_statement_ids=out)
    lines = [f"{group},{statement},{agrees}" for group in told for statement, agrees in reading.told(told[group])]
    (target / f"{place.name}.representative.csv").write_text("\n".join(["group,statement,agrees", *lines, ""]))
