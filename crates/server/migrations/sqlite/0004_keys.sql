-- The remembered keys of ballots held a hash of ballot id and answers alone, so that for a ballot that still exists anybody
-- with the file could try which answers it had had before a change. They now hash the key in as well (polls/ballot.rs). The
-- old ones cannot be told from new ones and are forgotten: a repeat of a counted ballot is known by the ballot itself. The
-- same on both databases.
DELETE FROM idempotency WHERE created_id IS NULL;
