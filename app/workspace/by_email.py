"""Rows that are found by an e-mail address, and what a list said beside it until then."""

import sqlite3
from collections.abc import Iterable

from app.workspace import own, sheets


def note(db: sqlite3.Connection, sheet_id: int, values: Iterable[tuple[str, str, str]]) -> None:
    """Keep (address, own column's key, value) until somebody is found for this sheet; what was kept before stays."""
    db.executemany(
        "INSERT OR IGNORE INTO address_values (sheet_id, email, column_key, value) VALUES (?, ?, ?, ?)",
        [(sheet_id, email, key, value) for email, key, value in values],
    )


def add_row(db: sqlite3.Connection, sheet_id: int, email: str, creator_id: int, place: int, at_ms: int) -> None:
    """Put whoever is behind an address into the sheet, with what a list said; values that are there stay."""
    sheets.add_row(db, sheet_id, creator_id, place, at_ms)
    kept = dict(
        db.execute("SELECT column_key, value FROM address_values WHERE sheet_id = ? AND email = ?", (sheet_id, email))
    )
    if kept:
        columns = [column for column in sheets.own_columns(db) if column.key in kept]
        own.fill(db, sheet_id, [(column, creator_id, kept[column.key]) for column in columns], at_ms)
        db.execute("DELETE FROM address_values WHERE sheet_id = ? AND email = ?", (sheet_id, email))
