-- Assisted sessions: who helped whom, on whose word, with what. Never what was chosen.
-- The same in migrations/postgres but for WITHOUT ROWID; change both together.

-- Times are whole minutes: nothing here tells more exactly than a log on paper would when somebody was at work.
CREATE TABLE assisted_sessions (
  id TEXT NOT NULL PRIMARY KEY,
  helper_id TEXT NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
  -- NULL as long as staff have not heard the resident's word.
  resident_id TEXT REFERENCES residents (id) ON DELETE CASCADE,
  -- contract::ConsentKind.
  consent TEXT NOT NULL,
  -- Spoken consent: whom the helper named, in the helper's words, and the number to tell staff.
  who TEXT NOT NULL DEFAULT '',
  number TEXT NOT NULL DEFAULT '',
  asked_at BIGINT NOT NULL,
  -- Spoken consent: who of the staff heard it.
  consented_by TEXT,
  -- SHA-256 of the cookie's token in hex; NULL before the session has begun.
  token_hash TEXT UNIQUE,
  began_at BIGINT,
  -- Before it has begun: until when the question stands. Afterwards: when it ends without further use.
  ends_at BIGINT NOT NULL,
  ended_at BIGINT,
  -- contract::AssistedEnd.
  ended_how TEXT
);
CREATE INDEX assisted_sessions_helper ON assisted_sessions (helper_id, asked_at);
CREATE INDEX assisted_sessions_resident ON assisted_sessions (resident_id, asked_at);

-- That a resident's vote in a poll was cast or changed in a session. No time, no ballot id: what `voters` says, and who helped.
CREATE TABLE assisted_votes (
  id TEXT NOT NULL PRIMARY KEY,
  poll_id TEXT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
  session_id TEXT NOT NULL REFERENCES assisted_sessions (id) ON DELETE CASCADE,
  helper_id TEXT NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
  resident_id TEXT NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
  -- "Was this your choice?": contract::AssistedAnswer, what the resident added, and when staff saw to it.
  answer TEXT,
  note TEXT,
  handled_at BIGINT,
  handled_by TEXT,
  UNIQUE (poll_id, session_id)
) WITHOUT ROWID;
CREATE INDEX assisted_votes_helper ON assisted_votes (poll_id, helper_id, resident_id);
CREATE INDEX assisted_votes_resident ON assisted_votes (resident_id);

-- What else was done, by kind and by what it was done to.
CREATE TABLE assisted_acts (
  session_id TEXT NOT NULL REFERENCES assisted_sessions (id) ON DELETE CASCADE,
  -- contract::AssistedActKind.
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  PRIMARY KEY (session_id, kind, subject)
) WITHOUT ROWID;
