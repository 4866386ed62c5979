-- What a post said before it was edited: readers can see that words were changed, and how. The same on both databases.
CREATE TABLE post_versions (
  post_id TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
  written_at BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (post_id, written_at)
);
