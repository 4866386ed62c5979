-- Search. What can be found is kept as readers see it, and beside it the tokens (crates/finding) in the database's own full-text
-- index. Triggers note what has changed, whoever changed it; src/search/index.rs reads it again, before a search and between
-- requests. migrations/sqlite/0015_search.sql is the same with the other database's index; change both together.

-- What has to be read again.
CREATE TABLE to_index (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (kind, id)
);

CREATE TABLE findable (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- contract::SearchKind.
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  -- Of a post: where it stands.
  thread_id TEXT,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  -- Not found before.
  shown_from BIGINT NOT NULL,
  at BIGINT NOT NULL,
  -- Tokens only, without places: a long text has more of them than a tsvector counts.
  title_words TSVECTOR NOT NULL,
  words TSVECTOR NOT NULL,
  UNIQUE (kind, id)
);
CREATE INDEX findable_words ON findable USING GIN (words);

-- The update locks the row, so that whoever is about to read the old version waits for the new one.
CREATE FUNCTION note_to_index() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO to_index (kind, id) VALUES (TG_ARGV[0], CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END)
  ON CONFLICT (kind, id) DO UPDATE SET kind = excluded.kind;
  RETURN NULL;
END $$;

CREATE TRIGGER notices_to_index AFTER INSERT OR UPDATE OR DELETE ON notices FOR EACH ROW EXECUTE FUNCTION note_to_index('notice');
CREATE TRIGGER matters_to_index AFTER INSERT OR UPDATE OF title, about, outcome OR DELETE ON matters FOR EACH ROW EXECUTE FUNCTION note_to_index('matter');
CREATE TRIGGER polls_to_index AFTER INSERT OR UPDATE OF title, about, questions OR DELETE ON polls FOR EACH ROW EXECUTE FUNCTION note_to_index('poll');
CREATE TRIGGER threads_to_index AFTER INSERT OR UPDATE OF title, body, summary OR DELETE ON threads FOR EACH ROW EXECUTE FUNCTION note_to_index('thread');
CREATE TRIGGER posts_to_index AFTER INSERT OR UPDATE OF body, state OR DELETE ON posts FOR EACH ROW EXECUTE FUNCTION note_to_index('post');

-- Everything that is there already.
INSERT INTO to_index (kind, id) SELECT 'notice', id FROM notices;
INSERT INTO to_index (kind, id) SELECT 'matter', id FROM matters;
INSERT INTO to_index (kind, id) SELECT 'poll', id FROM polls;
INSERT INTO to_index (kind, id) SELECT 'thread', id FROM threads;
INSERT INTO to_index (kind, id) SELECT 'post', id FROM posts;
