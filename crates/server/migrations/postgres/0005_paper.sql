-- Ballots handed in on paper while a poll is open, turnout by building, and nothing more: the same on both databases.
-- Who handed in paper, and which ballots came on paper. In anonymous polls these are two piles: no row and no order joins them
-- (docs/decisions/0011-ballot-secrecy.md). A pile of fewer than five leaves its ballots unmarked among those of the phones.
ALTER TABLE voters ADD COLUMN paper BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ballots ADD COLUMN paper BIGINT NOT NULL DEFAULT 0;
UPDATE ballots SET paper = 1 WHERE batch > 0;
-- In named_ballots a paper ballot has the empty text as resident_id: the household handed it in, nobody in particular.

ALTER TABLE polls ADD COLUMN turnout_by_building BIGINT NOT NULL DEFAULT 0;
-- JSON array of contract::TurnoutGroup, fixed at close where it is to be shown.
ALTER TABLE polls ADD COLUMN turnout TEXT;
