-- What moderators decide, and what is said against it. The same on both databases.

-- Why a moderator did not let a statement through.
ALTER TABLE statements ADD COLUMN state_reason TEXT;

-- A report's state is 'received', 'upheld' or 'refused'; the last two with a time, words and who decided.
ALTER TABLE reports ADD COLUMN decided_at BIGINT;
ALTER TABLE reports ADD COLUMN answer TEXT;
ALTER TABLE reports ADD COLUMN decided_by TEXT;

-- The open log. Who decided is kept for the rule that somebody else decides an objection, and is never shown in public.
CREATE TABLE moderation (
  id TEXT NOT NULL PRIMARY KEY,
  at BIGINT NOT NULL,
  -- contract::ModerationAction.
  action TEXT NOT NULL,
  reason TEXT NOT NULL,
  thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  -- The post, statement or report that it was about.
  subject_id TEXT NOT NULL,
  moderator TEXT NOT NULL
);
CREATE INDEX moderation_at ON moderation (at, id);
CREATE INDEX moderation_subject ON moderation (subject_id, at);

-- One for each post and each report, by its author.
CREATE TABLE objections (
  id TEXT NOT NULL PRIMARY KEY,
  -- 'post' or 'report'.
  kind TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  text TEXT NOT NULL,
  -- contract::ObjectionState.
  state TEXT NOT NULL DEFAULT 'received',
  created_at BIGINT NOT NULL,
  decided_at BIGINT,
  answer TEXT,
  decided_by TEXT,
  UNIQUE (kind, subject_id)
);
