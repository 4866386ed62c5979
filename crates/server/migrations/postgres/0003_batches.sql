-- Ballots counted on paper are appended to a fixed board as a late batch. The same on both databases.
-- 0 for every ballot cast by phone, 1 for the first late batch: which ballots came on paper is public, who filled them in
-- is written nowhere.
ALTER TABLE ballots ADD COLUMN batch BIGINT NOT NULL DEFAULT 0;
-- JSON array of contract::Batch; empty as long as the batch of the close is the only one. board_root and board_ballots are
-- those of the last.
ALTER TABLE polls ADD COLUMN board_batches TEXT NOT NULL DEFAULT '[]';
