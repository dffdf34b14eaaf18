"""Whose payment is to be checked of the rows that a recipe covers, whichever job asked for them, and what sending that
again can cost."""

import sqlite3
from collections.abc import Iterable
from decimal import Decimal

from app.domain.money import from_units
from app.workspace.totals import REPLACED, UPLOAD


def jobs(db: sqlite3.Connection, sheet_id: int, creator_ids: Iterable[int]) -> list[int]:
    """The jobs with requests to check about these creators, or of this sheet and about no creator: its pages, its
    addresses, a comparison."""
    found = db.execute(
        "SELECT DISTINCT j.id FROM requests q JOIN jobs j ON j.id = q.job_id"
        f" WHERE q.state = 'uncertain' AND NOT {UPLOAD} AND {_covered('q', creator_ids)} ORDER BY j.id",
        {"sheet": sheet_id},
    )
    return [row[0] for row in found]


def price(db: sqlite3.Connection, sheet_id: int, creator_ids: Iterable[int]) -> Decimal:
    """The most that sending those requests again can cost, in credits; of a file without an answer its rows' share."""
    ids = list(creator_ids)
    rows = (
        "(SELECT count(*) FROM requests r WHERE r.batch_id = q.batch_id AND r.input IS NOT NULL AND r.state = q.state"
        f" AND {_covered('r', ids)})"
    )
    share = f"CASE WHEN {UPLOAD} THEN q.price_units * {rows} / max(b.rows, 1) ELSE q.price_units END"
    (units,) = db.execute(
        f"SELECT coalesce(sum({share}), 0)"
        " FROM requests q JOIN jobs j ON j.id = q.job_id LEFT JOIN batches b ON b.id = q.batch_id"
        f" WHERE q.state = 'uncertain' AND NOT {REPLACED} AND ({UPLOAD} OR {_covered('q', ids)})",
        {"sheet": sheet_id},
    ).fetchone()
    return from_units(units)


def _covered(request: str, creator_ids: Iterable[int]) -> str:
    """Of a request and its job `j`: it is about one of these creators, or about none and of the sheet."""
    wanted = ",".join(str(int(i)) for i in creator_ids)
    return f"({request}.creator_id IN ({wanted}) OR ({request}.creator_id IS NULL AND j.sheet_id = :sheet))"
