"""Reads a Polis export as red-dwarf wants it."""

import csv
import pathlib


def rows(place, name):
    with open(pathlib.Path(place) / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def votes(place):
    """The last vote of each person on each statement; those of participants-votes.csv where there is no votes.csv."""
    last = {}
    if (pathlib.Path(place) / "votes.csv").exists():
        for row in sorted(rows(place, "votes.csv"), key=lambda row: int(row["timestamp"])):
            last[int(row["voter-id"]), int(row["comment-id"])] = int(row["vote"]), int(row["timestamp"])
    else:
        for row in rows(place, "participants-votes.csv"):
            for name, vote in row.items():
                if name.isdigit() and vote:
                    last[int(row["participant"]), int(name)] = int(vote), 0
    return [
        {"participant_id": person, "statement_id": statement, "vote": vote, "modified": at}
        for (person, statement), (vote, at) in last.items()
    ]


def left_out(place):
    """Statements that moderators took out."""
    return [int(row["comment-id"]) for row in rows(place, "comments.csv") if row["moderated"] == "-1"]


def groups(found):
    """Person -> group, of a result of run_pipeline."""
    of = found.participants_df["cluster_id"].items()
    return {int(person): int(group) for person, group in of if str(group) != "<NA>"}


def told(listed):
    """[[statement, 1 for agreeing], …] of the statements that represent a group."""
    return [[int(each["tid"]), int(each["repful-for"] == "agree")] for each in listed]
