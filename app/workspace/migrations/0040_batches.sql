-- Lists that the service works through by itself. One row per uploaded file.
CREATE TABLE batches (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    job_id INTEGER NOT NULL REFERENCES jobs (id),
    part INTEGER NOT NULL,          -- of the job, from 1
    mode TEXT NOT NULL,
    platform TEXT,                  -- NULL for addresses
    rows INTEGER NOT NULL,          -- as uploaded
    service_id TEXT,                -- NULL: not uploaded, or nobody knows
    state TEXT NOT NULL,
    said TEXT NOT NULL DEFAULT '',  -- the service's own word for it
    processed INTEGER NOT NULL DEFAULT 0,
    found INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    used_units INTEGER NOT NULL DEFAULT 0,  -- all its receipts
    message TEXT NOT NULL DEFAULT '',
    done_at TEXT NOT NULL DEFAULT '',
    polled_ms INTEGER,
    spool TEXT,                     -- the file beside the workspace that holds results not yet merged
    merged_rows INTEGER NOT NULL DEFAULT 0,  -- of the spool
    merged_at INTEGER NOT NULL DEFAULT 0,    -- `processed` when results were last merged
    over_ms INTEGER,                -- nothing more is asked or merged
    author TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL
);
CREATE INDEX batches_by_job ON batches (job_id);
CREATE INDEX batches_open ON batches (id) WHERE over_ms IS NULL;

-- A batch has one request for its upload, without `input`, and one for each of its rows.
ALTER TABLE requests ADD COLUMN batch_id INTEGER REFERENCES batches (id);
ALTER TABLE requests ADD COLUMN input TEXT;  -- of a batch's row: the cell as uploaded
CREATE INDEX requests_by_batch ON requests (batch_id, input) WHERE batch_id IS NOT NULL;
