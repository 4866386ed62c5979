-- Phones that want to be told while Linli is closed. The same on SQLite and PostgreSQL; change both together.

-- A phone is told as long as somebody is signed in on it: the row ends with the session.
CREATE TABLE push_subscriptions (
  -- Made up by the phone.
  id TEXT NOT NULL PRIMARY KEY,
  token_hash TEXT NOT NULL REFERENCES sessions (token_hash) ON DELETE CASCADE,
  resident_id TEXT NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
  -- Where the browser's push service takes messages, and the keys that only the browser can open them with.
  endpoint TEXT NOT NULL UNIQUE,
  public_key TEXT NOT NULL,
  auth TEXT NOT NULL,
  -- Whatever came before this moment was told, or need not be.
  told_at BIGINT NOT NULL,
  -- The push service did not take it: not before this moment again, and how often in a row.
  wait_until BIGINT NOT NULL DEFAULT 0,
  failures BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX push_subscriptions_session ON push_subscriptions (token_hash);
CREATE INDEX push_subscriptions_resident ON push_subscriptions (resident_id);
