-- What a photo shows, in words for whoever does not see it. The same on SQLite and PostgreSQL; change both together.

-- Staff write it when they let everybody see the photo; until then only its author and staff do.
ALTER TABLE request_photos ADD COLUMN alt TEXT NOT NULL DEFAULT '';
