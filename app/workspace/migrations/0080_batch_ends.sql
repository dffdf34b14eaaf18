-- A batch of this job ended at the service, and nobody looked at it yet.
ALTER TABLE jobs ADD COLUMN news INTEGER NOT NULL DEFAULT 0;
-- A row that its file did not bring stands for itself: what sending it again costs.
UPDATE requests SET price_units = (
    SELECT CASE mode WHEN 'full' THEN 10000 WHEN 'raw' THEN 300 ELSE 500 END FROM batches WHERE id = batch_id
)
WHERE state = 'failed' AND input IS NOT NULL AND batch_id IN (SELECT id FROM batches WHERE over_ms IS NOT NULL);
