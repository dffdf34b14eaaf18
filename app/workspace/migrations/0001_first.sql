-- The first shape of a workspace. Times are whole milliseconds since 1970 UTC; credits are whole ten-thousandths.
-- Rows that people edit or that cost money carry a uuid, an author, when they changed and a deletion mark, so that a
-- later shared history can merge them.

CREATE TABLE account (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    origin TEXT NOT NULL,
    fingerprint TEXT NOT NULL,      -- SHA-256 of the key, never the key
    name TEXT NOT NULL,
    practice INTEGER NOT NULL,
    first_page INTEGER,             -- 0 or 1 once known (design, section 8); NULL: not known yet
    created_ms INTEGER NOT NULL
);

CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE campaigns (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    budget_units INTEGER,
    author TEXT NOT NULL,
    changed_ms INTEGER NOT NULL,
    deleted_ms INTEGER
);

CREATE TABLE searches (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,              -- fingerprint of platform, filters, sort and target
    platform TEXT NOT NULL,
    filters TEXT NOT NULL,          -- JSON, exactly as it goes out
    sort_by TEXT NOT NULL,
    sort_order TEXT NOT NULL,
    target INTEGER NOT NULL,
    page_size INTEGER NOT NULL,     -- constant for the whole run: another size moves page borders
    first_page INTEGER,             -- the wire number of its first page: its pages keep one numbering
    total INTEGER,                  -- matches the service named last
    repeats INTEGER NOT NULL DEFAULT 0,
    author TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    deleted_ms INTEGER
);
CREATE INDEX searches_by_key ON searches (key);

-- One page of a search that was bought, whatever it brought.
CREATE TABLE pages (
    search_id INTEGER NOT NULL REFERENCES searches (id),
    wire_page INTEGER NOT NULL,
    request_id INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    returned INTEGER NOT NULL,
    fresh INTEGER NOT NULL,         -- rows this search had not seen before
    PRIMARY KEY (search_id, wire_page)
);

CREATE TABLE creators (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    platform TEXT NOT NULL,
    handle TEXT NOT NULL,           -- lower case, no "@"
    shown_handle TEXT NOT NULL,
    platform_id TEXT,               -- the platform's own id, once raw or full told it
    parts INTEGER NOT NULL DEFAULT 0,
    details_ms INTEGER,
    picture TEXT,
    picture_ms INTEGER,
    first_seen_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    f_name TEXT,
    f_followers INTEGER,
    f_engagement REAL,
    f_email TEXT,
    f_email_type TEXT,
    f_country TEXT,
    f_language TEXT,
    f_niche TEXT,
    f_subniche TEXT,
    f_bio TEXT,
    f_verified INTEGER,
    f_first_name TEXT,
    f_gender TEXT,
    f_is_business INTEGER,
    f_private INTEGER,
    f_also_on TEXT,
    f_links TEXT,
    f_following INTEGER,
    f_posts INTEGER,
    f_avg_likes INTEGER,
    f_median_likes INTEGER,
    f_avg_comments INTEGER,
    f_avg_views INTEGER,
    f_median_views INTEGER,
    f_growth_3m REAL,
    f_growth_12m REAL,
    f_last_post TEXT,
    f_hashtags TEXT,
    f_streamed_hours REAL,
    f_streams INTEGER,
    f_audience_female REAL,
    f_audience_age TEXT,
    f_audience_countries TEXT,
    f_audience_language TEXT,
    f_audience_quality REAL,
    f_audience_interests TEXT,
    f_brand_deals INTEGER,
    f_paid_partnership INTEGER,
    f_affiliate INTEGER,
    f_merch INTEGER,
    f_brands TEXT,
    f_income_min REAL,
    f_income_max REAL,
    deleted_ms INTEGER
);
CREATE INDEX creators_by_handle ON creators (platform, handle);
CREATE INDEX creators_by_platform_id ON creators (platform, platform_id) WHERE platform_id IS NOT NULL;

CREATE TABLE handles (
    platform TEXT NOT NULL,
    handle TEXT NOT NULL,
    creator_id INTEGER NOT NULL REFERENCES creators (id),
    first_seen_ms INTEGER NOT NULL,
    last_seen_ms INTEGER NOT NULL,
    PRIMARY KEY (platform, handle, creator_id)
) WITHOUT ROWID;

-- Every answer about one creator, append-only: the user's own time series. The body stands apart in `bodies`.
CREATE TABLE readings (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    creator_id INTEGER NOT NULL REFERENCES creators (id),
    bought TEXT NOT NULL,           -- tier and options
    parts INTEGER NOT NULL,
    request_id INTEGER,
    at_ms INTEGER NOT NULL
);
CREATE INDEX readings_by_creator ON readings (creator_id, bought);

CREATE TABLE bodies (reading_id INTEGER PRIMARY KEY REFERENCES readings (id), body BLOB NOT NULL);

CREATE TABLE sheets (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('search', 'list')),
    search_id INTEGER REFERENCES searches (id),
    list_key TEXT,                  -- fingerprint of an imported list
    campaign_id INTEGER REFERENCES campaigns (id),
    position INTEGER NOT NULL,
    author TEXT NOT NULL,
    changed_ms INTEGER NOT NULL,
    deleted_ms INTEGER
);

CREATE TABLE sheet_rows (
    sheet_id INTEGER NOT NULL REFERENCES sheets (id),
    creator_id INTEGER NOT NULL REFERENCES creators (id),
    position INTEGER NOT NULL,
    ticked INTEGER NOT NULL DEFAULT 0,
    added_ms INTEGER NOT NULL,
    PRIMARY KEY (sheet_id, creator_id)
) WITHOUT ROWID;
CREATE INDEX sheet_rows_in_order ON sheet_rows (sheet_id, position);
CREATE INDEX sheet_rows_ticked ON sheet_rows (sheet_id) WHERE ticked = 1;
CREATE INDEX sheet_rows_by_creator ON sheet_rows (creator_id);

CREATE TABLE own_columns (
    key TEXT PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('text', 'choice', 'money', 'date', 'flag', 'rating', 'link')),
    choices TEXT NOT NULL DEFAULT '[]',
    scope TEXT NOT NULL CHECK (scope IN ('sheet', 'creator')),
    position INTEGER NOT NULL,
    author TEXT NOT NULL,
    changed_ms INTEGER NOT NULL,
    deleted_ms INTEGER
);

-- sheet_id is 0 for columns that belong to the creator and show in every sheet.
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

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    error TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL,
    sheet_id INTEGER NOT NULL REFERENCES sheets (id),
    search_id INTEGER REFERENCES searches (id),
    campaign_id INTEGER REFERENCES campaigns (id),
    recipe_key TEXT,                -- recognises the same recipe by its content
    tier TEXT,
    email_required INTEGER NOT NULL DEFAULT 0,
    audience INTEGER NOT NULL DEFAULT 1,
    lookalikes INTEGER NOT NULL DEFAULT 0,
    most_units INTEGER NOT NULL,    -- the maximum its button named
    budget_units INTEGER,
    author TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL,
    deleted_ms INTEGER
);
CREATE INDEX jobs_by_recipe ON jobs (recipe_key) WHERE recipe_key IS NOT NULL;

CREATE TABLE requests (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    job_id INTEGER NOT NULL REFERENCES jobs (id),
    position INTEGER NOT NULL,
    creator_id INTEGER REFERENCES creators (id),
    page INTEGER,                   -- people's page number from 0; the wire page follows from the account
    state TEXT NOT NULL,
    price_units INTEGER NOT NULL,   -- the most it can cost
    sends INTEGER NOT NULL DEFAULT 0,
    outcome TEXT NOT NULL DEFAULT '',   -- 'no_email', or what went wrong in one sentence
    sent_ms INTEGER,
    answered_ms INTEGER,
    parked_ms INTEGER,              -- since when it waits to be settled by credits_used
    verdict TEXT,                   -- what settling found: 'not_charged', 'unclear'
    again_of INTEGER REFERENCES requests (id)
);
CREATE INDEX requests_by_job ON requests (job_id, state, position);
CREATE INDEX requests_by_creator ON requests (creator_id, id);
CREATE INDEX requests_open ON requests (state) WHERE state IN ('sent', 'uncertain');

-- The ledger. One row per answer that cost something, or may have.
CREATE TABLE receipts (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    request_id INTEGER REFERENCES requests (id),
    job_id INTEGER REFERENCES jobs (id),
    sheet_id INTEGER,
    campaign_id INTEGER,
    at_ms INTEGER NOT NULL,
    what TEXT NOT NULL,
    platform TEXT,
    handle TEXT,
    rows INTEGER NOT NULL,
    expected_units INTEGER NOT NULL,
    charged_units INTEGER NOT NULL,
    estimated INTEGER NOT NULL,
    balance_after_units INTEGER,
    state TEXT NOT NULL CHECK (state IN ('booked', 'uncertain', 'not_charged')),
    author TEXT NOT NULL
);
CREATE INDEX receipts_by_time ON receipts (at_ms);
CREATE INDEX receipts_by_job ON receipts (job_id);
CREATE INDEX receipts_by_request ON receipts (request_id);

-- What the service said the account has, each time it was asked.
CREATE TABLE balances (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    available_units INTEGER NOT NULL,
    used_units INTEGER NOT NULL,
    booked_units INTEGER NOT NULL   -- all our receipts at that moment: the rest of `used` is other use
);

CREATE TABLE dictionaries (
    name TEXT NOT NULL,
    platform TEXT NOT NULL,
    search TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    items TEXT NOT NULL,            -- JSON list of [label, value]
    PRIMARY KEY (name, platform, search)
) WITHOUT ROWID;
