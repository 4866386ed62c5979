-- "Was this your choice?", answered by word of mouth: who of the staff heard it, and when. NULL where the resident answered in the
-- app, alone. The same on SQLite and PostgreSQL; change both together.

ALTER TABLE assisted_votes ADD COLUMN heard_by TEXT;
ALTER TABLE assisted_votes ADD COLUMN heard_at BIGINT;
