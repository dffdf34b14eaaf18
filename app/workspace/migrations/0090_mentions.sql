-- Accounts that can be opened but not asked about, such as on Snapchat: their page; NULL: the handle says it.
ALTER TABLE linked_accounts ADD COLUMN address TEXT;
