-- What a list says beside an e-mail address that is looked up for a sheet. Whoever is found behind the address gets it
-- as own values, in the moment the row comes: also days later, from a batch.
CREATE TABLE address_values (
    sheet_id INTEGER NOT NULL REFERENCES sheets (id),
    email TEXT NOT NULL,                -- in lower case
    column_key TEXT NOT NULL REFERENCES own_columns (key),
    value TEXT NOT NULL,
    PRIMARY KEY (sheet_id, email, column_key)
) WITHOUT ROWID;
