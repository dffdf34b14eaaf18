-- A job that buys again what is there, because newer numbers are wanted.
ALTER TABLE jobs ADD COLUMN fresh INTEGER NOT NULL DEFAULT 0;
