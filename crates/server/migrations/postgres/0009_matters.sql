-- What came of it: a matter with its stages, what was decided, how it is carried out, and how content residents are. The same on
-- both databases.
CREATE TABLE matters (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL,
  -- JSON contract::Text.
  about TEXT NOT NULL,
  -- JSON array of contract::Stage; the state in it is not kept up to date but computed.
  stages TEXT NOT NULL,
  -- JSON array of contract::Related.
  related TEXT NOT NULL,
  -- JSON contract::MatterOutcome.
  outcome TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX matters_updated ON matters (updated_at, id);

-- The same links as in `related`, to be found from the other end.
CREATE TABLE matter_links (
  matter_id TEXT NOT NULL REFERENCES matters (id) ON DELETE CASCADE,
  -- contract::RelatedKind.
  kind TEXT NOT NULL,
  linked_id TEXT NOT NULL,
  PRIMARY KEY (kind, linked_id, matter_id)
);

CREATE TABLE matter_ratings (
  matter_id TEXT NOT NULL REFERENCES matters (id) ON DELETE CASCADE,
  -- A pseudonym (pseudonym.rs).
  rater TEXT NOT NULL,
  stars BIGINT NOT NULL,
  comment TEXT NOT NULL,
  PRIMARY KEY (matter_id, rater)
);
