-- Search. What can be found is kept as readers see it, and beside it the tokens (crates/finding) in the database's own full-text
-- index. Triggers note what has changed, whoever changed it; src/search/index.rs reads it again, before a search and between
-- requests. migrations/postgres/0015_search.sql is the same with the other database's index; change both together.

-- What has to be read again.
CREATE TABLE to_index (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (kind, id)
);

CREATE TABLE findable (
  number INTEGER NOT NULL PRIMARY KEY,
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
  UNIQUE (kind, id)
);

-- Tokens only, found by the number. What is taken out is really gone: a withdrawn word must not stay readable in the file.
CREATE VIRTUAL TABLE findable_words USING fts5 (title, body, content = '', detail = column, tokenize = 'ascii');
INSERT INTO findable_words (findable_words, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER notices_insert_to_index AFTER INSERT ON notices BEGIN
  INSERT OR IGNORE INTO to_index (kind, id) VALUES ('notice', NEW.id);
END;
CREATE TRIGGER notices_update_to_index AFTER UPDATE ON notices BEGIN
  INSERT OR IGNORE INTO to_index (kind, id) VALUES ('notice', NEW.id);
END;
CREATE TRIGGER notices_delete_to_index AFTER DELETE ON notices BEGIN
  INSERT OR IGNORE INTO to_index (kind, id) VALUES ('notice', OLD.id);
END;
CREATE TRIGGER matters_insert_to_index AFTER INSERT ON matters BEGIN
  INSERT OR IGNORE INTO to_index (kind, id) VALUES ('matter', NEW.id);
END;
CREATE TRIGGER matters_update_to_index AFTER UPDATE OF title, about, outcome ON matters BEGIN
  INSERT OR IGNORE INTO to_index (kind, id) VALUES ('matter', NEW.id);
END;
CREATE TRIGGER matters_delete_to_index AFTER DELETE ON matters BEGIN
  INSERT OR IGNORE INTO to_index (kind, id) VALUES ('matter', OLD.id);
END;
CREATE TRIGGER polls_insert_to_index AFTER INSERT ON polls BEGIN
  INSERT OR IGNORE INTO to_index (kind, id) VALUES ('poll', NEW.id);
END;
CREATE TRIGGER polls_update_to_index AFTER UPDATE OF title, about, questions ON polls BEGIN
  INSERT OR IGNORE INTO to_index (kind, id) VALUES ('poll', NEW.id);
END;
CREATE TRIGGER polls_delete_to_index AFTER DELETE ON polls BEGIN
  INSERT OR IGNORE INTO to_index (kind, id) VALUES ('poll', OLD.id);
END;
CREATE TRIGGER threads_insert_to_index AFTER INSERT ON threads BEGIN
  INSERT OR IGNORE INTO to_index (kind, id) VALUES ('thread', NEW.id);
END;
CREATE TRIGGER threads_update_to_index AFTER UPDATE OF title, body, summary ON threads BEGIN
  INSERT OR IGNORE INTO to_index (kind, id) VALUES ('thread', NEW.id);
END;
CREATE TRIGGER threads_delete_to_index AFTER DELETE ON threads BEGIN
  INSERT OR IGNORE INTO to_index (kind, id) VALUES ('thread', OLD.id);
END;
CREATE TRIGGER posts_insert_to_index AFTER INSERT ON posts BEGIN
  INSERT OR IGNORE INTO to_index (kind, id) VALUES ('post', NEW.id);
END;
CREATE TRIGGER posts_update_to_index AFTER UPDATE OF body, state ON posts BEGIN
  INSERT OR IGNORE INTO to_index (kind, id) VALUES ('post', NEW.id);
END;
CREATE TRIGGER posts_delete_to_index AFTER DELETE ON posts BEGIN
  INSERT OR IGNORE INTO to_index (kind, id) VALUES ('post', OLD.id);
END;

-- Everything that is there already.
INSERT INTO to_index (kind, id) SELECT 'notice', id FROM notices;
INSERT INTO to_index (kind, id) SELECT 'matter', id FROM matters;
INSERT INTO to_index (kind, id) SELECT 'poll', id FROM polls;
INSERT INTO to_index (kind, id) SELECT 'thread', id FROM threads;
INSERT INTO to_index (kind, id) SELECT 'post', id FROM posts;
