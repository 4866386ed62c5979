-- The house on PostgreSQL. migrations/sqlite/0001_house.sql is the same with WITHOUT ROWID; change both together.
-- Times are milliseconds since 1970 (UTC), booleans 0 or 1, JSON columns hold types of the contract.

-- Known keys: name, time_zone, languages (JSON array), help_phone, help_hours, demo ("1" or "0").
CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE households (
  id TEXT NOT NULL PRIMARY KEY,
  label TEXT NOT NULL,
  building TEXT NOT NULL,
  -- Floor area in hundredths of a square metre, so that owner votes never meet a fraction.
  area_hundredths BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE residents (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  -- In E.164 form: +8613800000000.
  phone TEXT UNIQUE,
  household_id TEXT REFERENCES households (id),
  -- JSON array of contract::Role.
  roles TEXT NOT NULL DEFAULT '["resident"]'
);
CREATE INDEX residents_household ON residents (household_id);

-- Printed household letters. The first characters of the code find the row, the rest is only kept as an argon2 hash.
CREATE TABLE letters (
  prefix TEXT NOT NULL PRIMARY KEY,
  hash TEXT NOT NULL,
  resident_id TEXT NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL,
  uses_left BIGINT NOT NULL
);

-- One-time codes. A row is kept for every number that asked, known here or not, so that nothing an asker can see or
-- time tells the two apart. The number itself is not kept.
CREATE TABLE sign_in_codes (
  -- SHA-256 of the number, in hex.
  phone_hash TEXT NOT NULL PRIMARY KEY,
  hash TEXT NOT NULL,
  sent_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  tries_left BIGINT NOT NULL,
  -- Codes asked for since window_at.
  sends BIGINT NOT NULL,
  window_at BIGINT NOT NULL
);

CREATE TABLE sessions (
  -- SHA-256 of the cookie's token, in hex.
  token_hash TEXT NOT NULL PRIMARY KEY,
  resident_id TEXT NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL,
  shared_phone BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE notices (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL,
  summary TEXT NOT NULL DEFAULT '',
  category TEXT NOT NULL,
  urgency TEXT NOT NULL DEFAULT 'normal',
  pinned BIGINT NOT NULL DEFAULT 0,
  publisher TEXT NOT NULL,
  published_at BIGINT NOT NULL,
  updated_at BIGINT,
  valid_until BIGINT,
  asks_read BIGINT NOT NULL DEFAULT 0,
  -- JSON contract::Text.
  body TEXT NOT NULL,
  plain TEXT,
  -- JSON contract::NoticeEvent.
  event TEXT,
  images TEXT NOT NULL DEFAULT '[]',
  attachments TEXT NOT NULL DEFAULT '[]',
  related TEXT NOT NULL DEFAULT '[]',
  corrections TEXT NOT NULL DEFAULT '[]',
  withdrawn TEXT
);
CREATE INDEX notices_published ON notices (published_at, id);

CREATE TABLE notice_reads (
  notice_id TEXT NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
  resident_id TEXT NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
  read_at BIGINT NOT NULL,
  PRIMARY KEY (notice_id, resident_id)
);

CREATE TABLE polls (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL,
  -- JSON contract::Text.
  about TEXT NOT NULL,
  opens_at BIGINT NOT NULL,
  -- The end that holds now: closing early or extending changes it and adds to `events`.
  closes_at BIGINT NOT NULL,
  cancelled BIGINT NOT NULL DEFAULT 0,
  secrecy TEXT NOT NULL,
  unit TEXT NOT NULL,
  results TEXT NOT NULL,
  tie_rule TEXT NOT NULL,
  quorum_numerator BIGINT,
  quorum_denominator BIGINT,
  quorum_base TEXT,
  can_change BIGINT NOT NULL DEFAULT 1,
  can_withdraw BIGINT NOT NULL DEFAULT 1,
  practice BIGINT NOT NULL DEFAULT 0,
  -- JSON array of contract::Question.
  questions TEXT NOT NULL,
  -- 'all': every resident, or every household with a resident. 'list': the units in poll_electorate.
  -- 'none': nobody, an imported poll.
  electorate TEXT NOT NULL DEFAULT 'all',
  -- How many units may vote; NULL means count them, which the closing then fixes.
  eligible BIGINT,
  related TEXT NOT NULL DEFAULT '[]',
  -- JSON array of contract::PollEvent.
  events TEXT NOT NULL DEFAULT '[]',
  -- JSON contract::Source.
  source TEXT,
  -- Both are fixed once, at close.
  board_root TEXT,
  board_ballots BIGINT
);
CREATE INDEX polls_closes ON polls (closes_at, id);

-- Unit ids are resident ids or household ids, as polls.unit says.
CREATE TABLE poll_electorate (
  poll_id TEXT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
  unit_id TEXT NOT NULL,
  PRIMARY KEY (poll_id, unit_id)
);

-- Who has voted. No time and no row number: nothing here can be laid beside `ballots` to join the two.
CREATE TABLE voters (
  poll_id TEXT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
  unit_id TEXT NOT NULL,
  PRIMARY KEY (poll_id, unit_id)
);

-- The ballots of anonymous polls, and of named polls as the board shows them. Kept sorted by ballot id, which is random.
CREATE TABLE ballots (
  poll_id TEXT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
  ballot_id TEXT COLLATE "C" NOT NULL,
  -- JSON array of contract::Answer in canonical form: what the board's leaf hashes.
  answers TEXT NOT NULL,
  PRIMARY KEY (poll_id, ballot_id)
);

-- Named polls only: which unit cast which ballot.
CREATE TABLE named_ballots (
  poll_id TEXT NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
  unit_id TEXT NOT NULL,
  ballot_id TEXT COLLATE "C" NOT NULL,
  resident_id TEXT NOT NULL,
  PRIMARY KEY (poll_id, unit_id)
);

CREATE TABLE threads (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- JSON contract::Text.
  body TEXT NOT NULL,
  author_id TEXT REFERENCES residents (id) ON DELETE SET NULL,
  author_name TEXT,
  author_role TEXT NOT NULL DEFAULT 'committee',
  created_at BIGINT NOT NULL,
  closes_at BIGINT,
  stage TEXT,
  summary TEXT,
  related TEXT NOT NULL DEFAULT '[]',
  source TEXT,
  reply_levels BIGINT NOT NULL DEFAULT 1,
  -- Imported: may be read, takes no posts.
  read_only BIGINT NOT NULL DEFAULT 0,
  -- New posts wait for a moderator.
  moderated BIGINT NOT NULL DEFAULT 0,
  -- Creation, or the last post: what the list is ordered by.
  active_at BIGINT NOT NULL,
  last_post_at BIGINT,
  -- The number of the last post (posts.seq).
  last_seq BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX threads_active ON threads (active_at, id);

CREATE TABLE posts (
  id TEXT NOT NULL PRIMARY KEY,
  thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  seq BIGINT NOT NULL,
  parent_id TEXT REFERENCES posts (id),
  author_id TEXT REFERENCES residents (id) ON DELETE SET NULL,
  author_name TEXT,
  author_role TEXT NOT NULL DEFAULT 'resident',
  -- Plain text; empty once withdrawn.
  body TEXT NOT NULL,
  stance TEXT NOT NULL DEFAULT 'neutral',
  state TEXT NOT NULL DEFAULT 'visible',
  state_reason TEXT,
  official BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  edited_at BIGINT,
  -- Kept in step with post_agrees and with the replies, so that a page needs no counting.
  agrees BIGINT NOT NULL DEFAULT 0,
  replies BIGINT NOT NULL DEFAULT 0,
  UNIQUE (thread_id, seq)
);
CREATE INDEX posts_agrees ON posts (thread_id, agrees, seq);
CREATE INDEX posts_official ON posts (thread_id, official);

CREATE TABLE post_agrees (
  post_id TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  resident_id TEXT NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
  PRIMARY KEY (post_id, resident_id)
);

CREATE TABLE statements (
  id TEXT NOT NULL PRIMARY KEY,
  thread_id TEXT NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  seq BIGINT NOT NULL,
  text TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  -- Kept in step with statement_votes.
  agree BIGINT NOT NULL DEFAULT 0,
  disagree BIGINT NOT NULL DEFAULT 0,
  pass BIGINT NOT NULL DEFAULT 0,
  UNIQUE (thread_id, seq)
);

-- The voter is opaque: an imported participant, or a resident id.
CREATE TABLE statement_votes (
  statement_id TEXT NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
  voter TEXT NOT NULL,
  -- contract::StatementVote.
  vote TEXT NOT NULL,
  PRIMARY KEY (statement_id, voter)
);

CREATE TABLE reports (
  id TEXT NOT NULL PRIMARY KEY,
  post_id TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  resident_id TEXT NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
  reason TEXT NOT NULL,
  comment TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'received',
  created_at BIGINT NOT NULL,
  UNIQUE (post_id, resident_id)
);
CREATE INDEX reports_resident ON reports (resident_id, created_at, id);

-- What came with an Idempotency-Key. The key is hashed together with what it belongs to. A day, not a time, and for
-- ballots no person: nothing here says who cast what.
CREATE TABLE idempotency (
  key_hash TEXT NOT NULL PRIMARY KEY,
  body_hash TEXT NOT NULL,
  day BIGINT NOT NULL,
  -- The post or report that was made.
  created_id TEXT
);
