-- Threads of ten thousand posts: where each post stands, counts that are kept instead of made, and reports of statements.
-- migrations/postgres/0010_trees.sql does the same; change both together.

-- The post of its own that a reply stands under, and how many posts stand above it.
ALTER TABLE posts ADD COLUMN root_id TEXT;
ALTER TABLE posts ADD COLUMN depth BIGINT NOT NULL DEFAULT 0;
-- The numbers (seq) of the posts above it and its own, eight digits each: sorted by it, a thread lies depth first, the oldest first.
ALTER TABLE posts ADD COLUMN path TEXT NOT NULL DEFAULT '';
-- The words in small letters, only where they have capital letters beyond A to Z, which the database's own lower() may not know.
ALTER TABLE posts ADD COLUMN folded TEXT;

-- Counts of this thread's posts: of their own that stand in the list for everybody, and all that can be read, official answers among
-- them. `moved` is higher after everything that may change a page: posts, states, agreement.
ALTER TABLE threads ADD COLUMN shown_roots BIGINT NOT NULL DEFAULT 0;
ALTER TABLE threads ADD COLUMN visible_posts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE threads ADD COLUMN visible_official BIGINT NOT NULL DEFAULT 0;
ALTER TABLE threads ADD COLUMN moved BIGINT NOT NULL DEFAULT 0;
-- When the moderator's summary was written.
ALTER TABLE threads ADD COLUMN summary_at BIGINT;
UPDATE threads SET summary_at = created_at WHERE summary IS NOT NULL;
-- One level was what there was; whoever wants fewer says so in the thread's file.
UPDATE threads SET reply_levels = 8 WHERE reply_levels = 1 AND kind = 'discussion';

ALTER TABLE post_versions ADD COLUMN stance TEXT;

WITH RECURSIVE tree (id, root_id, depth, path) AS (
  SELECT id, CAST(NULL AS TEXT), 0, printf('%08d', seq) FROM posts WHERE parent_id IS NULL
  UNION ALL
  SELECT p.id, COALESCE(t.root_id, t.id), t.depth + 1, t.path || printf('%08d', p.seq)
  FROM posts p JOIN tree t ON p.parent_id = t.id
)
UPDATE posts SET root_id = tree.root_id, depth = tree.depth, path = tree.path FROM tree WHERE tree.id = posts.id;

CREATE INDEX posts_tree ON posts (root_id, path);
CREATE INDEX posts_parent ON posts (parent_id);
CREATE INDEX posts_roots ON posts (thread_id, seq) WHERE parent_id IS NULL;
-- What only its author sees.
CREATE INDEX posts_waiting ON posts (thread_id, author_id) WHERE state IN ('pending', 'refused');
CREATE INDEX posts_created ON posts (thread_id, created_at);

-- Of a post of its own all replies under it, of a reply those that answer it; what only its author sees does not count.
UPDATE posts SET replies = CASE
  WHEN parent_id IS NULL THEN (SELECT COUNT(*) FROM posts q WHERE q.root_id = posts.id AND q.state NOT IN ('pending', 'refused'))
  ELSE (SELECT COUNT(*) FROM posts q WHERE q.parent_id = posts.id AND q.state NOT IN ('pending', 'refused')) END;
UPDATE threads SET
  shown_roots = (SELECT COUNT(*) FROM posts p WHERE p.thread_id = threads.id AND p.parent_id IS NULL AND p.state NOT IN ('pending', 'refused')),
  visible_posts = (SELECT COUNT(*) FROM posts p WHERE p.thread_id = threads.id AND p.state = 'visible'),
  visible_official = (SELECT COUNT(*) FROM posts p WHERE p.thread_id = threads.id AND p.state = 'visible' AND p.official = 1);

-- Places and counts are kept by the database, so that no command and no import can forget them.
CREATE TRIGGER posts_placed AFTER INSERT ON posts BEGIN
  UPDATE posts SET
    root_id = (SELECT COALESCE(q.root_id, q.id) FROM posts q WHERE q.id = NEW.parent_id),
    depth = COALESCE((SELECT q.depth + 1 FROM posts q WHERE q.id = NEW.parent_id), 0),
    path = COALESCE((SELECT q.path FROM posts q WHERE q.id = NEW.parent_id), '') || printf('%08d', NEW.seq)
  WHERE id = NEW.id;
  UPDATE posts SET replies = replies + 1
  WHERE NEW.state NOT IN ('pending', 'refused') AND id IN (NEW.parent_id, (SELECT q.root_id FROM posts q WHERE q.id = NEW.id));
  UPDATE threads SET
    moved = moved + 1,
    shown_roots = shown_roots + (NEW.parent_id IS NULL AND NEW.state NOT IN ('pending', 'refused')),
    visible_posts = visible_posts + (NEW.state = 'visible'),
    visible_official = visible_official + (NEW.state = 'visible' AND NEW.official = 1)
  WHERE id = NEW.thread_id;
END;

CREATE TRIGGER posts_changed AFTER UPDATE OF state, official, agrees, stance ON posts BEGIN
  UPDATE posts SET replies = replies + (NEW.state NOT IN ('pending', 'refused')) - (OLD.state NOT IN ('pending', 'refused'))
  WHERE (NEW.state IN ('pending', 'refused')) <> (OLD.state IN ('pending', 'refused')) AND id IN (NEW.parent_id, NEW.root_id);
  UPDATE threads SET
    moved = moved + 1,
    shown_roots = shown_roots + CASE WHEN NEW.parent_id IS NULL
      THEN (NEW.state NOT IN ('pending', 'refused')) - (OLD.state NOT IN ('pending', 'refused')) ELSE 0 END,
    visible_posts = visible_posts + (NEW.state = 'visible') - (OLD.state = 'visible'),
    visible_official = visible_official
      + (NEW.state = 'visible' AND NEW.official = 1) - (OLD.state = 'visible' AND OLD.official = 1)
  WHERE id = NEW.thread_id;
END;

-- A report is about a post or about a statement.
CREATE TABLE reports_of_both (
  id TEXT NOT NULL PRIMARY KEY,
  post_id TEXT REFERENCES posts (id) ON DELETE CASCADE,
  statement_id TEXT REFERENCES statements (id) ON DELETE CASCADE,
  resident_id TEXT NOT NULL REFERENCES residents (id) ON DELETE CASCADE,
  reason TEXT NOT NULL,
  comment TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'received',
  created_at BIGINT NOT NULL,
  decided_at BIGINT,
  answer TEXT,
  decided_by TEXT,
  UNIQUE (post_id, resident_id),
  UNIQUE (statement_id, resident_id),
  CHECK ((post_id IS NULL) <> (statement_id IS NULL))
);
INSERT INTO reports_of_both (id, post_id, resident_id, reason, comment, state, created_at, decided_at, answer, decided_by)
  SELECT id, post_id, resident_id, reason, comment, state, created_at, decided_at, answer, decided_by FROM reports;
DROP TABLE reports;
ALTER TABLE reports_of_both RENAME TO reports;
CREATE INDEX reports_resident ON reports (resident_id, created_at, id);
