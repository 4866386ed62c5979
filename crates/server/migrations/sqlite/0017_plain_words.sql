-- Plain words beside the official text of a poll (those of a stage stand in matters.stages), and "I do not understand this" about
-- a paragraph of a poll or a matter. Notices have theirs in notice_requests.
-- The same in migrations/postgres but for the trigger; change both together.

-- JSON contract::Text.
ALTER TABLE polls ADD COLUMN plain TEXT;

CREATE TABLE paragraph_questions (
  id TEXT NOT NULL PRIMARY KEY,
  -- 'poll' or 'matter'.
  kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  resident_id TEXT NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
  -- Key and words of the paragraph as it was then.
  paragraph TEXT NOT NULL,
  words TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  done_at BIGINT,
  answer TEXT,
  UNIQUE (kind, subject_id, resident_id, paragraph)
);
CREATE INDEX paragraph_questions_open ON paragraph_questions (done_at, asked_at, id);
CREATE INDEX paragraph_questions_resident ON paragraph_questions (resident_id, kind, subject_id);

-- What a stage says is found like what a matter says.
DROP TRIGGER matters_update_to_index;
CREATE TRIGGER matters_update_to_index AFTER UPDATE OF title, about, stages, outcome ON matters BEGIN
  INSERT OR IGNORE INTO to_index (kind, id) VALUES ('matter', NEW.id);
END;
