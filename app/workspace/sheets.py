"""Sheets and their rows: ordered ids, pages of rows by ids, ticks, own columns.

The window holds only ids in their present order and asks for the rows it paints (design.md, section 13: a page of 200
by ids takes 2 ms at 100,000 rows, re-ordering 135 ms).
"""

import json
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.creators import Details, Row
from app.domain.fields import BY_KEY, FIELDS, Kind
from app.domain.jobs import RequestState
from app.domain.money import Had, from_units
from app.domain.platforms import Handle, Platform
from app.workspace import narrowing
from app.workspace.again import Part
from app.workspace.ids import author, new_uuid

CREATOR_COLUMN = "creator"
LIKENESS_COLUMN = "likeness"
DETAILS_COLUMN = "details"
_VALUE_COLUMNS = ", ".join(f"c.f_{entry.key}" for entry in FIELDS)
_NUMBERS = frozenset({"money", "number", "rating"})  # kinds of own columns that sort by size
_MOST_ROWS = 2**62
_OWN_VALUE = (
    "own_values o ON o.creator_id = c.id AND o.column_key = :own AND o.deleted_ms IS NULL AND o.sheet_id ="
    " CASE (SELECT scope FROM own_columns WHERE key = :own) WHEN 'sheet' THEN :sheet ELSE 0 END"
)
_FLAGS = frozenset(entry.key for entry in FIELDS if entry.kind is Kind.FLAG)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How a sheet is sorted and narrowed. `by` is a field, an own column, 'creator', 'likeness', 'details' or None: as
    it came.

    `words`: only rows whose handle or name holds this text. `job`: only rows this job asked for or brought; with
    `state` only those whose request stands so, with `part` that part of its rows.
    """

    by: str | None = None
    descending: bool = False
    words: str = ""
    job: int | None = None
    state: RequestState | None = None
    part: Part | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether rows may be hidden."""
        return bool(self.words.strip()) or self.job is not None


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


def order_ids(db: sqlite3.Connection, sheet_id: int, order: Order) -> "array[int]":
    """The creators' ids of a sheet in order; empty cells last both ways, ties as they came."""
    clauses, parameters = _conditions(db, sheet_id, order)
    joins, sort = "", ""
    way = "DESC" if order.descending else "ASC"
    if order.by is not None and (known := BY_KEY.get(order.by)):
        column = f"c.f_{known.key}"
        loose = "" if known.kind.is_number else " COLLATE NOCASE"
        sort = f"{column} IS NULL, {column}{loose} {way}, "
    elif order.by == CREATOR_COLUMN:
        sort = f"c.handle {way}, "
    elif order.by == LIKENESS_COLUMN:
        sort = f"r.likeness IS NULL, r.likeness {way}, "
    elif order.by == DETAILS_COLUMN:
        sort = f"c.parts = 0, c.parts {way}, c.details_ms {way}, "
    elif order.by is not None:
        joins = f" LEFT JOIN {_OWN_VALUE}"
        parameters["own"] = order.by
        kind = db.execute("SELECT kind FROM own_columns WHERE key = ?", (order.by,)).fetchone()
        value = "CAST(o.value AS REAL)" if kind and kind[0] in _NUMBERS else "o.value COLLATE NOCASE"
        sort = f"o.value IS NULL, {value} {way}, "
    found = db.execute(
        f"SELECT r.creator_id FROM sheet_rows r JOIN creators c ON c.id = r.creator_id{joins}"
        f" WHERE {' AND '.join(clauses)} ORDER BY {sort}r.position, r.creator_id",
        parameters,
    )
    return array("q", [row[0] for row in found])


def _conditions(db: sqlite3.Connection, sheet_id: int, order: Order) -> tuple[list[str], narrowing.Values]:
    """Which rows of a sheet an order shows."""
    return narrowing.conditions(db, sheet_id, words=order.words, job=order.job, state=order.state, part=order.part)


def count_of(db: sqlite3.Connection, sheet_id: int, order: Order) -> int:
    """How many rows of a sheet an order shows; counted, not read: 10,000 rows of a job take some 10 ms."""
    clauses, parameters = _conditions(db, sheet_id, order)
    (count,) = db.execute(
        f"SELECT count(*) FROM sheet_rows r JOIN creators c ON c.id = r.creator_id WHERE {' AND '.join(clauses)}",
        parameters,
    ).fetchone()
    return int(count)


def rows_of_job(db: sqlite3.Connection, sheet_id: int, job_id: int) -> dict[RequestState, int]:
    """How many rows of a sheet a job concerns, by the state of their requests; what a search brought is done."""
    if narrowing.finds(db, job_id):
        brought = count_of(db, sheet_id, Order(job=job_id))
        return {RequestState.DONE: brought} if brought else {}
    found = db.execute(
        "SELECT q.state, count(*) FROM requests q JOIN sheet_rows r ON r.creator_id = q.creator_id AND r.sheet_id = ?"
        " WHERE q.job_id = ? GROUP BY q.state",
        (sheet_id, job_id),
    )
    return {RequestState(state): count for state, count in found}


def total_of(db: sqlite3.Connection, sheet_id: int, key: str, order: Order = Order()) -> tuple[int, float]:
    """How many numbers a column has in the rows of a sheet that an order shows, and their sum.

    Text in an own column that is no number is left out. Takes 90 ms at 100,000 rows.
    """
    clauses, parameters = _conditions(db, sheet_id, order)
    tables = "sheet_rows r JOIN creators c ON c.id = r.creator_id"
    if (known := BY_KEY.get(key)) is not None:
        value = f"c.f_{known.key}"
    elif key == LIKENESS_COLUMN:
        value = "r.likeness * 100"
    else:
        value = "CAST(o.value AS REAL)"
        tables += f" JOIN {_OWN_VALUE}"
        clauses.append("o.value GLOB '*[0-9]*' AND o.value NOT GLOB '*[^0-9.-]*'")
        parameters["own"] = key
    count, total = db.execute(
        f"SELECT count({value}), total({value}) FROM {tables} WHERE {' AND '.join(clauses)}", parameters
    ).fetchone()
    return count, total


def rows(db: sqlite3.Connection, sheet_id: int, ids: Sequence[int]) -> list[Row]:
    """The rows of these creators in the order of `ids`; one that is gone meanwhile is left out."""
    wanted = ",".join(str(int(i)) for i in ids)
    own: dict[int, dict[str, str]] = defaultdict(dict)
    for creator_id, key, value in db.execute(
        f"SELECT creator_id, column_key, value FROM own_values WHERE creator_id IN ({wanted})"
        " AND sheet_id IN (0, ?) AND deleted_ms IS NULL",
        (sheet_id,),
    ):
        own[creator_id][key] = value
    waiting = _request_states(db, wanted)
    made: dict[int, Row] = {}
    for entry in db.execute(
        "SELECT c.id, c.platform, c.handle, c.shown_handle, c.picture, r.ticked, c.parts, c.details_ms, r.likeness,"
        f" {_VALUE_COLUMNS} FROM creators c JOIN sheet_rows r ON r.creator_id = c.id AND r.sheet_id = ?"
        f" WHERE c.id IN ({wanted})",
        (sheet_id,),
    ):
        creator_id, platform, handle, shown, picture, ticked, parts, details_ms, likeness = entry[:9]
        made[creator_id] = Row(
            creator_id=creator_id,
            handle=Handle(platform=Platform(platform), name=handle),
            shown_handle=shown,
            picture=picture,
            ticked=bool(ticked),
            parts=Had(parts),
            details=waiting.get(creator_id) or Details.of(Had(parts)),
            details_ms=details_ms,
            values={
                field.key: bool(value) if field.key in _FLAGS and value is not None else value
                for field, value in zip(FIELDS, entry[9:], strict=True)
            },
            own=own.get(creator_id, {}),
            likeness=likeness,
        )
    return [made[i] for i in ids if i in made]


def _request_states(db: sqlite3.Connection, wanted: str) -> dict[int, Details]:
    """What the newest request about a creator says that its bought parts do not. One that was refused, stopped or is
    not sent hides no earlier one that is to be checked.

    Of those that did not ask for details (posts, other accounts) only what is open counts.
    """
    states: dict[int, Details] = {}
    for creator_id, state, outcome, job_state, parts in db.execute(
        "SELECT q.creator_id, q.state, q.outcome, j.state, c.parts FROM requests q"
        " JOIN jobs j ON j.id = q.job_id JOIN creators c ON c.id = q.creator_id"
        " WHERE q.id IN (SELECT max(one.id) FROM requests one JOIN jobs of_one ON of_one.id = one.job_id"
        f" WHERE one.creator_id IN ({wanted}) AND (of_one.tier IS NOT NULL OR one.state IN ('sent', 'uncertain'))"
        " AND one.state NOT IN ('failed', 'cancelled') AND (one.state <> 'waiting' OR of_one.state = 'running')"
        " GROUP BY one.creator_id)"
    ):
        if state in ("sent", "away") or (state == "waiting" and job_state == "running"):
            states[creator_id] = Details.GETTING
        elif state == "uncertain":
            states[creator_id] = Details.CHECK_PAYMENT
        elif state == "not_found" and not parts:
            states[creator_id] = Details.NO_EMAIL if outcome == "no_email" else Details.NOT_FOUND
    return states


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
