-- What a point decided about while the service could still be working on it: a charge may come this late, and is ours.
ALTER TABLE settlements ADD COLUMN late_units INTEGER NOT NULL DEFAULT 0;
ALTER TABLE settlements ADD COLUMN late_until_ms INTEGER NOT NULL DEFAULT 0;
