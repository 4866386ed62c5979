-- Pictures by what is in them: the same one twice is one row. Whoever shows one names it by its id.
CREATE TABLE pictures (
  -- SHA-256 of the bytes in hex.
  id TEXT NOT NULL PRIMARY KEY,
  -- 'image/png', 'image/jpeg' or 'image/webp', as the bytes say.
  media_type TEXT NOT NULL,
  bytes BLOB NOT NULL
);
