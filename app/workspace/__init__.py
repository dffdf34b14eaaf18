"""All that is kept on disk: one folder per account, one SQLite file in it. Knows the domain, not the API."""
