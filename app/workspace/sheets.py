"""Sheets: the tabs, which creators are in them and ticked, own columns. How their rows are shown: `sheet_rows`."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.domain.money import from_units
from app.workspace.ids import author, new_uuid

_MOST_ROWS = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A tab. `search_id` is None for lists, `campaign` "" where it is in none."""

    id: int
    name: str
    kind: str
    search_id: int | None
    rows: int
    ticked: int
    campaign_id: int | None = None
    campaign: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnColumn:
    """A column people fill in themselves; `scope` is 'sheet' or 'creator' (design.md, section 10)."""

    key: str
    label: str
    kind: str
    choices: tuple[str, ...]
    scope: str


def add(db: sqlite3.Connection, name: str, *, search_id: int | None, list_key: str | None, at_ms: int) -> int:
    """Make a sheet at the end of the tabs."""
    added = db.execute(
        "INSERT INTO sheets (uuid, name, kind, search_id, list_key, position, author, changed_ms)"
        " VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM sheets), ?, ?)",
        (new_uuid(), name, "list" if search_id is None else "search", search_id, list_key, author(), at_ms),
    )
    return int(added.lastrowid or 0)


def all_sheets(db: sqlite3.Connection) -> list[Sheet]:
    """Every sheet in the order of its tabs."""
    rows = db.execute(
        "SELECT s.id, s.name, s.kind, s.search_id, count(r.creator_id), coalesce(sum(r.ticked), 0), g.id, g.name"
        " FROM sheets s LEFT JOIN sheet_rows r ON r.sheet_id = s.id LEFT JOIN campaigns g ON g.id = s.campaign_id"
        " WHERE s.deleted_ms IS NULL GROUP BY s.id ORDER BY s.position"
    )
    return [
        Sheet(id=i, name=n, kind=k, search_id=q, rows=c, ticked=t, campaign_id=g, campaign=named or "")
        for i, n, k, q, c, t, g, named in rows
    ]


def of_search(db: sqlite3.Connection, search_id: int) -> int | None:
    row = db.execute(
        "SELECT id FROM sheets WHERE search_id = ? AND deleted_ms IS NULL ORDER BY id DESC", (search_id,)
    ).fetchone()
    return int(row[0]) if row else None


def search_of(db: sqlite3.Connection, sheet_id: int) -> int | None:
    """The search a sheet's rows came from; None for lists."""
    row = db.execute("SELECT search_id FROM sheets WHERE id = ?", (sheet_id,)).fetchone()
    return row[0] if row else None


def of_list(db: sqlite3.Connection, list_key: str) -> int | None:
    """The sheet of an imported list with the same content."""
    row = db.execute(
        "SELECT id FROM sheets WHERE list_key = ? AND deleted_ms IS NULL ORDER BY id DESC", (list_key,)
    ).fetchone()
    return int(row[0]) if row else None


def name_of(db: sqlite3.Connection, sheet_id: int) -> str:
    """What the sheet is called; "" where it is gone."""
    row = db.execute("SELECT name FROM sheets WHERE id = ? AND deleted_ms IS NULL", (sheet_id,)).fetchone()
    return "" if row is None else str(row[0])


def next_position(db: sqlite3.Connection, sheet_id: int) -> int:
    """Behind the last row."""
    last = db.execute("SELECT coalesce(max(position), -1) FROM sheet_rows WHERE sheet_id = ?", (sheet_id,)).fetchone()
    return int(last[0]) + 1


def rename(db: sqlite3.Connection, sheet_id: int, name: str, at_ms: int) -> None:
    db.execute("UPDATE sheets SET name = ?, changed_ms = ? WHERE id = ?", (name, at_ms, sheet_id))


def set_deleted(db: sqlite3.Connection, sheet_id: int, at_ms: int | None) -> None:
    """Take a sheet off the tabs, or with None put it back; its rows stay."""
    db.execute("UPDATE sheets SET deleted_ms = ? WHERE id = ?", (at_ms, sheet_id))


def add_row(
    db: sqlite3.Connection,
    sheet_id: int,
    creator_id: int,
    position: int,
    at_ms: int,
    *,
    likeness: float | None = None,
) -> bool:
    """Put a creator into a sheet; False when they already are there. `likeness`: 0 to 1, to whom it was found for."""
    added = db.execute(
        "INSERT OR IGNORE INTO sheet_rows (sheet_id, creator_id, position, added_ms, likeness) VALUES (?, ?, ?, ?, ?)",
        (sheet_id, creator_id, position, at_ms, likeness),
    )
    return added.rowcount == 1


def has_row(db: sqlite3.Connection, sheet_id: int, creator_id: int) -> bool:
    row = db.execute(
        "SELECT 1 FROM sheet_rows WHERE sheet_id = ? AND creator_id = ?", (sheet_id, creator_id)
    ).fetchone()
    return row is not None


def spent_on(db: sqlite3.Connection, sheet_id: int) -> Decimal:
    """Credits booked to a sheet."""
    (units,) = db.execute(
        "SELECT coalesce(sum(charged_units), 0) FROM receipts WHERE sheet_id = ?", (sheet_id,)
    ).fetchone()
    return from_units(units)


def ticked_ids(db: sqlite3.Connection, sheet_id: int) -> list[int]:
    """The ticked rows in the sheet's own order, whatever is shown."""
    found = db.execute(
        "SELECT creator_id FROM sheet_rows WHERE sheet_id = ? AND ticked = 1 ORDER BY position", (sheet_id,)
    )
    return [row[0] for row in found]


def first_ids(db: sqlite3.Connection, sheet_id: int, most: int | None) -> list[int]:
    """The first `most` rows as they came; all where it is None."""
    found = db.execute(
        "SELECT creator_id FROM sheet_rows WHERE sheet_id = ? ORDER BY position, creator_id LIMIT ?",
        (sheet_id, -1 if most is None else min(most, _MOST_ROWS)),
    )
    return [row[0] for row in found]


def set_ticked(db: sqlite3.Connection, sheet_id: int, ids: Iterable[int], ticked: bool) -> None:
    db.executemany(
        "UPDATE sheet_rows SET ticked = ? WHERE sheet_id = ? AND creator_id = ?",
        [(int(ticked), sheet_id, creator_id) for creator_id in ids],
    )


def own_columns(db: sqlite3.Connection) -> list[OwnColumn]:
    """The columns people fill in, in their order."""
    found = db.execute(
        "SELECT key, label, kind, choices, scope FROM own_columns WHERE deleted_ms IS NULL ORDER BY position"
    )
    return [
        OwnColumn(key=key, label=label, kind=kind, choices=tuple(json.loads(choices)), scope=scope)
        for key, label, kind, choices, scope in found
    ]


def set_own(
    db: sqlite3.Connection, column: OwnColumn, sheet_id: int, creator_ids: Iterable[int], value: str, at_ms: int
) -> None:
    """Write one value into an own column; an empty one marks it deleted. The last writer wins, and is named."""
    at_sheet = sheet_id if column.scope == "sheet" else 0
    db.executemany(
        "INSERT INTO own_values (column_key, sheet_id, creator_id, uuid, value, author, changed_ms, deleted_ms)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (creator_id, sheet_id, column_key) DO UPDATE SET"
        " value = excluded.value, author = excluded.author, changed_ms = excluded.changed_ms,"
        " deleted_ms = excluded.deleted_ms",
        [
            (column.key, at_sheet, creator_id, new_uuid(), value, author(), at_ms, None if value else at_ms)
            for creator_id in creator_ids
        ],
    )
