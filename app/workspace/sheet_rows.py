"""The rows of a sheet as they are shown: their order, how many there are and what they add up to, pages of them by ids.

The window holds only ids in their present order and asks for the rows it paints (design.md, section 13: a page of 200
by ids takes 2 ms at 100,000 rows, re-ordering 135 ms).
"""

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.batches import BatchState
from app.domain.creators import Details, Row, Value
from app.domain.fields import BY_KEY, FIELDS, Kind
from app.domain.jobs import RequestState
from app.domain.money import Had
from app.domain.platforms import Handle, Platform
from app.workspace import narrowing
from app.workspace.again import Part

CREATOR_COLUMN = "creator"
LIKENESS_COLUMN = "likeness"
DETAILS_COLUMN = "details"
_VALUE_COLUMNS = ", ".join(f"c.f_{entry.key}" for entry in FIELDS)
_NUMBERS = frozenset({"money", "number", "rating"})  # kinds of own columns that sort by size
_OWN_VALUE = (
    "own_values o ON o.creator_id = c.id AND o.column_key = :own AND o.deleted_ms IS NULL AND o.sheet_id ="
    " CASE (SELECT scope FROM own_columns WHERE key = :own) WHEN 'sheet' THEN :sheet ELSE 0 END"
)
_KEYS = tuple(entry.key for entry in FIELDS)
_FLAGS = tuple(entry.key for entry in FIELDS if entry.kind is Kind.FLAG)


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
            values=_values(entry[9:]),
            own=own.get(creator_id, {}),
            likeness=likeness,
        )
    return [made[i] for i in ids if i in made]


def _values(entry: Sequence[Value]) -> dict[str, Value]:
    """By key; a page of rows is read while the window waits, and this is done for each of them."""
    values = dict(zip(_KEYS, entry, strict=True))
    for key in _FLAGS:
        if values[key] is not None:
            values[key] = bool(values[key])
    return values


def _request_states(db: sqlite3.Connection, wanted: str) -> dict[int, Details]:
    """What the newest request about a creator says that its bought parts do not. One that was refused, stopped or is
    not sent hides no earlier one that is to be checked.

    Of those that did not ask for details (posts, other accounts) only what is open counts.
    """
    states: dict[int, Details] = {}
    for creator_id, state, outcome, job_state, batch_state, parts in db.execute(
        "SELECT q.creator_id, q.state, q.outcome, j.state, b.state, c.parts FROM requests q"
        " JOIN jobs j ON j.id = q.job_id JOIN creators c ON c.id = q.creator_id"
        " LEFT JOIN batches b ON b.id = q.batch_id"
        " WHERE q.id IN (SELECT max(one.id) FROM requests one JOIN jobs of_one ON of_one.id = one.job_id"
        f" WHERE one.creator_id IN ({wanted}) AND (of_one.tier IS NOT NULL OR one.state IN ('sent', 'uncertain'))"
        " AND one.state NOT IN ('failed', 'cancelled') AND (one.state <> 'waiting' OR of_one.state = 'running')"
        " GROUP BY one.creator_id)"
    ):
        if state == "away" and batch_state == BatchState.PAUSED:
            states[creator_id] = Details.WAITS_FOR_CREDITS
        elif state in ("sent", "away") or (state == "waiting" and job_state == "running"):
            states[creator_id] = Details.GETTING
        elif state == "uncertain":
            states[creator_id] = Details.CHECK_PAYMENT
        elif state == "not_found" and not parts:
            states[creator_id] = Details.NO_EMAIL if outcome == "no_email" else Details.NOT_FOUND
    return states
