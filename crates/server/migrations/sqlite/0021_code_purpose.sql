-- Whom a code lets help; without one it signs in. A helper who is told a code cannot sign in as the resident with it.
ALTER TABLE sign_in_codes ADD COLUMN helper_id TEXT;
