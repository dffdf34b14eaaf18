-- Points at which no paid call of ours was open, so that the service's `credits_used` could be compared with our books.
-- The change since the point before, less what was booked, is split: what may be ours (answers that never came), and
-- what somebody else used.
CREATE TABLE settlements (
    id INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    used_units INTEGER NOT NULL,
    booked_units INTEGER NOT NULL,
    uncertain_units INTEGER NOT NULL,
    other_units INTEGER NOT NULL,
    receipt_id INTEGER NOT NULL     -- the newest receipt then
);

-- The point that decided about an uncertain receipt; NULL: not decided yet.
ALTER TABLE receipts ADD COLUMN settlement_id INTEGER REFERENCES settlements (id);
CREATE INDEX receipts_undecided ON receipts (request_id) WHERE state = 'uncertain' AND settlement_id IS NULL;
