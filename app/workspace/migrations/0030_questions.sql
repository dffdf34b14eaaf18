-- What a paid question of the smaller kinds asked (an address, other accounts, a page of posts, a comparison), and its
-- answer as it came. The same key about the same creator is the same question: what was answered is not bought again.
CREATE TABLE questions (
    request_id INTEGER PRIMARY KEY REFERENCES requests (id),
    key TEXT NOT NULL,
    page INTEGER NOT NULL DEFAULT 1,    -- of posts, from 1
    token TEXT,                         -- what the page before named as the next
    place INTEGER,                      -- in the sheet, of whom it finds
    at_ms INTEGER,                      -- when it was answered
    body BLOB                           -- zlib; NULL: not answered, or nobody was found
);
CREATE INDEX questions_by_key ON questions (key);

-- Accounts of the same person that an answer about a creator named.
CREATE TABLE linked_accounts (
    creator_id INTEGER NOT NULL REFERENCES creators (id),
    platform TEXT NOT NULL,
    handle TEXT NOT NULL,
    shown_handle TEXT NOT NULL,
    name TEXT,
    picture TEXT,
    followers INTEGER,
    engagement REAL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (creator_id, platform, handle)
) WITHOUT ROWID;
CREATE INDEX linked_accounts_by_handle ON linked_accounts (platform, handle);
CREATE INDEX creators_by_email ON creators (lower(f_email)) WHERE f_email IS NOT NULL;

-- What a job of checking posts looked for; the same key is the same campaign.
CREATE TABLE post_checks (
    job_id INTEGER PRIMARY KEY REFERENCES jobs (id),
    key TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    words TEXT NOT NULL,                -- JSON list
    pages INTEGER NOT NULL              -- the most pages read of one creator
);
-- Whose posts were looked through to the end.
CREATE TABLE checked_posts (
    creator_id INTEGER NOT NULL REFERENCES creators (id),
    key TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    cut_after INTEGER,                  -- pages; NULL: all that could be of the campaign were read
    PRIMARY KEY (creator_id, key)
) WITHOUT ROWID;
-- The posts that belong to a campaign.
CREATE TABLE live_posts (
    creator_id INTEGER NOT NULL REFERENCES creators (id),
    key TEXT NOT NULL,
    link TEXT NOT NULL,
    at_s INTEGER NOT NULL,              -- when it was posted, Unix seconds
    caption TEXT NOT NULL,
    likes INTEGER,
    comments INTEGER,
    views INTEGER,
    PRIMARY KEY (creator_id, key, link)
) WITHOUT ROWID;

-- A goal ("50 with an email"), and whom it works down, in the person's own order.
CREATE TABLE goals (job_id INTEGER PRIMARY KEY REFERENCES jobs (id), wanted INTEGER NOT NULL);
CREATE TABLE goal_rows (
    job_id INTEGER NOT NULL REFERENCES jobs (id),
    position INTEGER NOT NULL,
    creator_id INTEGER NOT NULL REFERENCES creators (id),
    PRIMARY KEY (job_id, position)
) WITHOUT ROWID;

-- Own columns learn numbers. SQLite cannot change a check: both tables are written anew, the values held meanwhile.
CREATE TABLE held_values AS SELECT * FROM own_values;
CREATE TABLE held_columns AS SELECT * FROM own_columns;
DROP TABLE own_values;
DROP TABLE own_columns;
CREATE TABLE own_columns (
    key TEXT PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('text', 'choice', 'money', 'number', 'date', 'flag', 'rating', 'link')),
    choices TEXT NOT NULL DEFAULT '[]',
    scope TEXT NOT NULL CHECK (scope IN ('sheet', 'creator')),
    position INTEGER NOT NULL,
    author TEXT NOT NULL,
    changed_ms INTEGER NOT NULL,
    deleted_ms INTEGER
);
CREATE TABLE own_values (
    column_key TEXT NOT NULL REFERENCES own_columns (key),
    sheet_id INTEGER NOT NULL,
    creator_id INTEGER NOT NULL REFERENCES creators (id),
    uuid TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL,
    author TEXT NOT NULL,
    changed_ms INTEGER NOT NULL,
    deleted_ms INTEGER,
    PRIMARY KEY (creator_id, sheet_id, column_key)
);
INSERT INTO own_columns SELECT * FROM held_columns;
INSERT INTO own_values SELECT * FROM held_values;
DROP TABLE held_values;
DROP TABLE held_columns;
INSERT INTO own_columns (key, uuid, label, kind, choices, scope, position, author, changed_ms) VALUES
    ('views', '00000000-0000-4000-8000-000000000018', 'Views', 'number', '[]', 'sheet', 12, '', 0),
    ('likes', '00000000-0000-4000-8000-000000000019', 'Likes', 'number', '[]', 'sheet', 12, '', 0),
    ('comments', '00000000-0000-4000-8000-000000000020', 'Comments', 'number', '[]', 'sheet', 12, '', 0);
