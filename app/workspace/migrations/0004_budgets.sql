-- What a campaign's budget asks before every paid request.
CREATE INDEX receipts_by_campaign ON receipts (campaign_id, state) WHERE campaign_id IS NOT NULL;
