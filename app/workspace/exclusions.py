"""The team's exclusion lists as the service named them last: their names and sizes are there offline too."""

import sqlite3
from collections.abc import Iterable

from app.domain.exclusions import ExclusionList
from app.domain.platforms import Platform


def all_lists(db: sqlite3.Connection) -> list[ExclusionList]:
    """By platform; the default list first, then by name."""
    found = db.execute(
        "SELECT id, name, platform, is_default, handles FROM exclusion_lists"
        " ORDER BY platform, is_default DESC, name COLLATE NOCASE, id"
    )
    return [
        ExclusionList(id=number, name=name, platform=Platform(platform), default=bool(default), handles=handles)
        for number, name, platform, default, handles in found
    ]


def keep_all(db: sqlite3.Connection, lists: Iterable[ExclusionList], at_ms: int) -> None:
    """These are all lists there are now."""
    db.execute("DELETE FROM exclusion_lists")
    for one in lists:
        keep(db, one, at_ms)


def keep(db: sqlite3.Connection, one: ExclusionList, at_ms: int) -> None:
    db.execute(
        "INSERT OR REPLACE INTO exclusion_lists (id, name, platform, is_default, handles, seen_ms)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (one.id, one.name, one.platform, int(one.default), one.handles, at_ms),
    )


def forget(db: sqlite3.Connection, list_id: int) -> None:
    db.execute("DELETE FROM exclusion_lists WHERE id = ?", (list_id,))
