-- Which own columns hold something in a sheet is asked whenever it is shown; without this, every value would be read.
CREATE INDEX own_values_by_column ON own_values (sheet_id, column_key) WHERE deleted_ms IS NULL;
