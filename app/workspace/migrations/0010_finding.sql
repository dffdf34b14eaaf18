-- A sheet may be filled by several searches: what each is to the others.
ALTER TABLE searches ADD COLUMN role TEXT NOT NULL DEFAULT 'own';  -- own, draft, again, count, split, band
ALTER TABLE searches ADD COLUMN of_search INTEGER REFERENCES searches (id);  -- the search of the sheet it fills
ALTER TABLE searches ADD COLUMN name TEXT NOT NULL DEFAULT '';     -- of a draft; afterwards the sheet carries it
ALTER TABLE searches ADD COLUMN match_key TEXT NOT NULL DEFAULT '';  -- fingerprint of what decides who matches
ALTER TABLE searches ADD COLUMN seed TEXT;                         -- the handle that similar creators are looked for
ALTER TABLE searches ADD COLUMN first_position INTEGER NOT NULL DEFAULT 0;  -- in the sheet, of its first creator
ALTER TABLE searches ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;   -- matches it left out because they were bought by a count
ALTER TABLE searches ADD COLUMN known_left_out INTEGER NOT NULL DEFAULT 0;  -- creators it left out because they are had
CREATE INDEX searches_by_match ON searches (match_key) WHERE match_key <> '';
CREATE INDEX searches_by_parent ON searches (of_search) WHERE of_search IS NOT NULL;

-- The handles a search leaves out beside those its filters name: frozen when it began, so that its pages stay in place.
CREATE TABLE left_out (
    search_id INTEGER PRIMARY KEY REFERENCES searches (id),
    handles TEXT NOT NULL           -- JSON list
);

-- Whom a search brought, with the numbers it told then.
CREATE TABLE found_rows (
    search_id INTEGER NOT NULL REFERENCES searches (id),
    creator_id INTEGER NOT NULL REFERENCES creators (id),
    request_id INTEGER,             -- which page
    at_ms INTEGER NOT NULL,
    followers INTEGER,
    engagement REAL,
    PRIMARY KEY (search_id, creator_id)
) WITHOUT ROWID;
CREATE INDEX found_rows_by_creator ON found_rows (creator_id);
INSERT OR IGNORE INTO found_rows (search_id, creator_id, request_id, at_ms, followers, engagement)
    SELECT s.search_id, r.creator_id, p.request_id, r.added_ms, c.f_followers, c.f_engagement
    FROM sheets s JOIN sheet_rows r ON r.sheet_id = s.id JOIN creators c ON c.id = r.creator_id
    JOIN searches q ON q.id = s.search_id
    LEFT JOIN pages p ON p.search_id = q.id AND p.wire_page = r.position / q.page_size + coalesce(q.first_page, 0);

ALTER TABLE sheet_rows ADD COLUMN likeness REAL;                   -- 0 to 1, to the creator others were looked for
ALTER TABLE requests ADD COLUMN search_id INTEGER REFERENCES searches (id);  -- where it is not its job's

-- The team's exclusion lists as the service named them last.
CREATE TABLE exclusion_lists (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    platform TEXT NOT NULL,
    is_default INTEGER NOT NULL,
    handles INTEGER NOT NULL,
    seen_ms INTEGER NOT NULL
);
