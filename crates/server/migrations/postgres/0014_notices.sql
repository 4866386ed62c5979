-- Notices that reach everybody: whom they concern, their files and recordings, requests about them, previews and following.
-- The same in migrations/sqlite but for BYTEA; change both together.

-- As staff wrote them; an empty stairwell is read from the household's label (stairwell.rs), an empty grid is none.
ALTER TABLE households ADD COLUMN stairwell TEXT NOT NULL DEFAULT '';
ALTER TABLE households ADD COLUMN grid TEXT NOT NULL DEFAULT '';

ALTER TABLE notices ADD COLUMN corrected_at BIGINT;
-- JSON contract::Recording.
ALTER TABLE notices ADD COLUMN recording TEXT;
-- JSON contract::Audience; notice_audience says the same to be found from the other end.
ALTER TABLE notices ADD COLUMN audience TEXT NOT NULL DEFAULT '{}';

-- One for each band of the list (notices/list.rs), so that no page of it sorts anything.
CREATE INDEX notices_category ON notices (category, published_at, id);
CREATE INDEX notices_pinned ON notices (published_at, id) WHERE pinned = 1;
CREATE INDEX notices_urgent ON notices (published_at, id) WHERE urgency = 'urgent' AND pinned = 0;

CREATE TABLE notice_audience (
  -- 'building 5号楼' or 'grid 二'.
  place TEXT NOT NULL,
  published_at BIGINT NOT NULL,
  notice_id TEXT NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
  PRIMARY KEY (place, published_at, notice_id)
);
CREATE INDEX notice_audience_notice ON notice_audience (notice_id);

-- "I do not understand this" and "call me about this", one of each for a person and a paragraph.
CREATE TABLE notice_requests (
  id TEXT NOT NULL PRIMARY KEY,
  -- 'question' or 'call'.
  kind TEXT NOT NULL,
  notice_id TEXT NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
  resident_id TEXT NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
  -- Key and words of the paragraph as it was then; empty for a call.
  paragraph TEXT NOT NULL DEFAULT '',
  words TEXT NOT NULL DEFAULT '',
  -- Where the person wants to be called, if not at the number the community knows.
  phone TEXT,
  note TEXT,
  asked_at BIGINT NOT NULL,
  done_at BIGINT,
  answer TEXT,
  UNIQUE (notice_id, resident_id, kind, paragraph)
);
CREATE INDEX notice_requests_open ON notice_requests (done_at, asked_at, id);
CREATE INDEX notice_requests_resident ON notice_requests (resident_id, notice_id);

-- What is not published and can be looked at by whoever has the address.
CREATE TABLE notice_previews (
  -- SHA-256 of the address' token in hex.
  token_hash TEXT NOT NULL PRIMARY KEY,
  -- JSON contract::Notice.
  notice TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);

-- Attachments and recordings by what is in them and what they are called.
CREATE TABLE files (
  -- SHA-256 over name, kind and bytes in hex.
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  bytes BYTEA NOT NULL,
  -- Of a preview only; NULL once something published has it.
  expires_at BIGINT
);
ALTER TABLE pictures ADD COLUMN expires_at BIGINT;

CREATE TABLE subscriptions (
  resident_id TEXT NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
  -- 'category', 'own_building' or 'matter'.
  kind TEXT NOT NULL,
  -- A contract::NoticeCategory, nothing, or a matter's id.
  what TEXT NOT NULL,
  since BIGINT NOT NULL,
  PRIMARY KEY (resident_id, kind, what)
);

CREATE TABLE inbox_reads (
  resident_id TEXT NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
  item TEXT NOT NULL,
  PRIMARY KEY (resident_id, item)
);
