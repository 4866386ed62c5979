-- Threads of ten thousand posts: where each post stands, counts that are kept instead of made, and reports of statements.
-- migrations/sqlite/0010_trees.sql does the same; change both together.

-- The post of its own that a reply stands under, and how many posts stand above it.
ALTER TABLE posts ADD COLUMN root_id TEXT;
ALTER TABLE posts ADD COLUMN depth BIGINT NOT NULL DEFAULT 0;
-- The numbers (seq) of the posts above it and its own, eight digits each: sorted by it, a thread lies depth first, the oldest first.
ALTER TABLE posts ADD COLUMN path TEXT COLLATE "C" NOT NULL DEFAULT '';
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
  SELECT id, CAST(NULL AS TEXT), CAST(0 AS BIGINT), lpad(seq::text, 8, '0') FROM posts WHERE parent_id IS NULL
  UNION ALL
  SELECT p.id, COALESCE(t.root_id, t.id), t.depth + 1, t.path || lpad(p.seq::text, 8, '0')
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
CREATE FUNCTION posts_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE above posts%ROWTYPE;
BEGIN
  NEW.path := lpad(NEW.seq::text, 8, '0');
  IF NEW.parent_id IS NOT NULL THEN
    SELECT * INTO above FROM posts WHERE id = NEW.parent_id;
    NEW.root_id := COALESCE(above.root_id, above.id);
    NEW.depth := above.depth + 1;
    NEW.path := above.path || NEW.path;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER posts_placed BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION posts_place();

CREATE FUNCTION posts_count() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  shown BIGINT := (NEW.state NOT IN ('pending', 'refused'))::int;
  visible BIGINT := (NEW.state = 'visible')::int;
  answers BIGINT := (NEW.state = 'visible' AND NEW.official = 1)::int;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    shown := shown - (OLD.state NOT IN ('pending', 'refused'))::int;
    visible := visible - (OLD.state = 'visible')::int;
    answers := answers - (OLD.state = 'visible' AND OLD.official = 1)::int;
  END IF;
  UPDATE threads SET
    moved = moved + 1,
    shown_roots = shown_roots + CASE WHEN NEW.parent_id IS NULL THEN shown ELSE 0 END,
    visible_posts = visible_posts + visible,
    visible_official = visible_official + answers
  WHERE id = NEW.thread_id;
  IF shown <> 0 AND NEW.parent_id IS NOT NULL THEN
    UPDATE posts SET replies = replies + shown WHERE id IN (NEW.parent_id, NEW.root_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER posts_counted AFTER INSERT ON posts FOR EACH ROW EXECUTE FUNCTION posts_count();
CREATE TRIGGER posts_changed AFTER UPDATE OF state, official, agrees, stance ON posts FOR EACH ROW EXECUTE FUNCTION posts_count();

-- A report is about a post or about a statement.
ALTER TABLE reports ALTER COLUMN post_id DROP NOT NULL;
ALTER TABLE reports ADD COLUMN statement_id TEXT REFERENCES statements (id) ON DELETE CASCADE;
ALTER TABLE reports ADD UNIQUE (statement_id, resident_id);
ALTER TABLE reports ADD CHECK ((post_id IS NULL) <> (statement_id IS NULL));
