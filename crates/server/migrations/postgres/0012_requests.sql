-- What residents start themselves. A matter with a row here has an author, and nobody else but staff sees it before it is published.
CREATE TABLE requests (
  matter_id TEXT NOT NULL PRIMARY KEY REFERENCES matters (id) ON DELETE CASCADE,
  author_id TEXT NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
  -- contract::RequestKind.
  kind TEXT NOT NULL,
  -- contract::RequestCategory.
  category TEXT NOT NULL,
  place TEXT NOT NULL,
  -- contract::ContactWish; for staff.
  contact TEXT NOT NULL,
  -- 'received', 'accepted' or 'declined'; the last two with a time, the last with a reason.
  answer TEXT NOT NULL DEFAULT 'received',
  answered_at BIGINT,
  reason TEXT,
  -- Promised when it was received; what is set later changes no promise.
  answer_due BIGINT NOT NULL,
  -- NULL: for its author and staff.
  published_at BIGINT
);
CREATE INDEX requests_author ON requests (author_id);
CREATE INDEX requests_unanswered ON requests (answer, answer_due);

-- Photos by whose they are and what is in them: the same one sent twice by the same person is one row. One that no request uses
-- is deleted a day after it was last sent.
CREATE TABLE photos (
  -- SHA-256 of the owner and the bytes in hex, so that nobody finds out by its id whether somebody else has sent a photo.
  id TEXT NOT NULL PRIMARY KEY,
  owner_id TEXT NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
  media_type TEXT NOT NULL,
  width BIGINT NOT NULL,
  height BIGINT NOT NULL,
  -- Without anything that the camera wrote beside the picture.
  bytes BYTEA NOT NULL,
  sent_at BIGINT NOT NULL
);
CREATE INDEX photos_sent ON photos (sent_at);

CREATE TABLE request_photos (
  matter_id TEXT NOT NULL REFERENCES requests (matter_id) ON DELETE CASCADE,
  place BIGINT NOT NULL,
  photo_id TEXT NOT NULL REFERENCES photos (id),
  PRIMARY KEY (matter_id, place)
);
CREATE INDEX request_photos_photo ON request_photos (photo_id);
