-- Trial accounts only: how many free searches the service said are left.
ALTER TABLE balances ADD COLUMN trial_searches_left INTEGER;
