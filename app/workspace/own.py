"""Own columns that work makes and fills: those of a list that was brought in, and of what was found for its rows."""

import json
import re
import sqlite3
from collections.abc import Iterable

from app.workspace import account
from app.workspace.ids import author, new_uuid
from app.workspace.sheets import OwnColumn, own_columns

LONGEST_LABEL = 60
_BROUGHT = "columns.brought.{}"
_Cell = tuple[OwnColumn, int, str]  # the column, the creator, the value


def ensure(db: sqlite3.Connection, label: str, kind: str, at_ms: int) -> OwnColumn:
    """The column of this name, in any case; a new one behind the others where there is none."""
    label = " ".join(label.split())[:LONGEST_LABEL] or "Column"
    columns = own_columns(db)
    known = next((one for one in columns if one.label.casefold() == label.casefold()), None)
    if known is not None:
        return known
    key = _free_key(db, label)
    db.execute(
        "INSERT INTO own_columns (key, uuid, label, kind, scope, position, author, changed_ms)"
        " SELECT ?, ?, ?, ?, 'sheet', max(position) + 1, ?, ? FROM own_columns",
        (key, new_uuid(), label, kind, author(), at_ms),
    )
    return OwnColumn(key=key, label=label, kind=kind, choices=(), scope="sheet")


def _free_key(db: sqlite3.Connection, label: str) -> str:
    """A key nobody has: no own column, also none that was deleted, and no field of the sheet."""
    stem = "own_" + (re.sub(r"[^a-z0-9]+", "_", label.casefold()).strip("_") or "column")
    taken = {row[0] for row in db.execute("SELECT key FROM own_columns")}
    number = 1
    while (key := stem if number == 1 else f"{stem}_{number}") in taken:
        number += 1
    return key


def fill(
    db: sqlite3.Connection,
    sheet_id: int,
    cells: Iterable[_Cell],
    at_ms: int,
    *,
    replace: bool = False,
    by: str | None = None,
) -> int:
    """Write values into a sheet's own columns; returns how many. What is there stays unless `replace` is set.

    `by`: who writes; None: the person at work here.
    """
    keep = "" if replace else " WHERE deleted_ms IS NOT NULL"
    before = db.total_changes
    db.executemany(
        "INSERT INTO own_values (column_key, sheet_id, creator_id, uuid, value, author, changed_ms)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (creator_id, sheet_id, column_key) DO UPDATE SET"
        " value = excluded.value, author = excluded.author, changed_ms = excluded.changed_ms, deleted_ms = NULL" + keep,
        [
            (
                column.key,
                sheet_id if column.scope == "sheet" else 0,
                creator_id,
                new_uuid(),
                value,
                by or author(),
                at_ms,
            )
            for column, creator_id, value in cells
            if value
        ],
    )
    return db.total_changes - before


def value_of(db: sqlite3.Connection, sheet_id: int, creator_id: int, key: str) -> str:
    """What stands in a cell of the sheet's own; "" where it is empty."""
    row = db.execute(
        "SELECT value FROM own_values WHERE creator_id = ? AND sheet_id = ? AND column_key = ? AND deleted_ms IS NULL",
        (creator_id, sheet_id, key),
    ).fetchone()
    return row[0] if row else ""


def add_brought(db: sqlite3.Connection, sheet_id: int, keys: Iterable[str]) -> None:
    """Note that these columns came with a list into a sheet, which shows them from then on."""
    kept = dict.fromkeys((*brought(db, sheet_id), *keys))
    account.set_setting(db, _BROUGHT.format(sheet_id), json.dumps(list(kept)))


def brought(db: sqlite3.Connection, sheet_id: int) -> list[str]:
    """The keys of the columns that lists brought into a sheet, in their order."""
    return [str(key) for key in json.loads(account.setting(db, _BROUGHT.format(sheet_id)) or "[]")]


def written(db: sqlite3.Connection, sheet_id: int, creator_id: int) -> dict[str, tuple[str, str]]:
    """What stands in a creator's cells of the sheet's own, by column: (the value, who wrote it last)."""
    found = db.execute(
        "SELECT column_key, value, author FROM own_values WHERE creator_id = ? AND sheet_id = ? AND deleted_ms IS NULL",
        (creator_id, sheet_id),
    )
    return {key: (value, who) for key, value, who in found}


def held(db: sqlite3.Connection, sheet_id: int) -> list[str]:
    """The keys of a sheet's own columns that lists brought, in their order, then of those that hold something in it."""
    found = db.execute(
        "SELECT k.key FROM own_columns k WHERE k.deleted_ms IS NULL AND EXISTS (SELECT 1 FROM own_values o"
        " WHERE o.sheet_id = ? AND o.column_key = k.key AND o.deleted_ms IS NULL) ORDER BY k.position",
        (sheet_id,),
    )
    return list(dict.fromkeys([*brought(db, sheet_id), *(row[0] for row in found)]))
