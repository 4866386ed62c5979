-- Statements that residents propose: who did, and whether a moderator has let it through. The same on both databases.
ALTER TABLE statements ADD COLUMN author_id TEXT REFERENCES residents (id) ON DELETE SET NULL;
-- 'visible' or 'pending'.
ALTER TABLE statements ADD COLUMN state TEXT NOT NULL DEFAULT 'visible';
