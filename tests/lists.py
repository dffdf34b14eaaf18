"""A sheet of a list of creators, for tests that begin with one; and what was bought of them, as it came."""

import sqlite3
import zlib
from collections.abc import Sequence

from app.workspace import sheets


def add_list(db: sqlite3.Connection, name: str, list_key: str, creator_ids: Sequence[int], at_ms: int) -> int:
    """Make a sheet of these, in this order; returns its id."""
    sheet_id = sheets.add(db, name, search_id=None, list_key=list_key, at_ms=at_ms)
    for position, creator_id in enumerate(creator_ids):
        sheets.add_row(db, sheet_id, creator_id, position, at_ms)
    return sheet_id


def bodies_of(db: sqlite3.Connection, creator_id: int) -> list[bytes]:
    """The answers that are kept about a creator, the oldest first."""
    found = db.execute(
        "SELECT body FROM readings JOIN bodies ON reading_id = readings.id WHERE creator_id = ? ORDER BY readings.id",
        (creator_id,),
    )
    return [zlib.decompress(body) for (body,) in found]
