"""Which rows of a sheet are shown: those with some words, or of one job, or of a part of it. Conditions for SQL."""

import json
import sqlite3

from app.domain.jobs import JobKind, RequestState
from app.workspace import again
from app.workspace.again import Part

_HAS_WORDS = "(c.handle LIKE :words ESCAPE '!' OR c.f_name LIKE :words ESCAPE '!')"
_ASKED_FOR = (
    "r.creator_id IN (SELECT creator_id FROM requests WHERE job_id = :job AND creator_id IS NOT NULL"
    " AND :state IN ('', state))"
)
_BROUGHT = (
    "EXISTS (SELECT 1 FROM found_rows f JOIN requests q ON q.id = f.request_id"
    " WHERE f.creator_id = r.creator_id AND q.job_id = :job)"
)
_ONE_OF = "r.creator_id IN (SELECT value FROM json_each(:ones))"
Values = dict[str, int | str]


def conditions(
    db: sqlite3.Connection,
    sheet_id: int,
    *,
    words: str,
    job: int | None,
    state: RequestState | None,
    part: Part | None,
) -> tuple[list[str], Values]:
    """The conditions on sheet_rows `r` and creators `c`, with their values."""
    clauses = ["r.sheet_id = :sheet"]
    values: Values = {"sheet": sheet_id}
    if words.strip():
        clauses.append(_HAS_WORDS)
        values["words"] = _like(words)
    if job is None:
        return clauses, values
    values["job"] = job
    if part is Part.WITH_EMAIL:
        clauses.append("c.f_email IS NOT NULL")
    elif part is not None:
        result = again.result_of_job(db, job)
        clauses.append(_ONE_OF)
        values["ones"] = json.dumps(result.ids(part) if result is not None else ())
        return clauses, values
    if finds(db, job):
        clauses.append(_BROUGHT)
    else:
        clauses.append(_ASKED_FOR)
        values["state"] = state or ""
    return clauses, values


def finds(db: sqlite3.Connection, job_id: int) -> bool:
    """Whether a job finds creators; the others ask for details of them."""
    row = db.execute("SELECT kind FROM jobs WHERE id = ?", (job_id,)).fetchone()
    return row is not None and row[0] == JobKind.SEARCH


def _like(words: str) -> str:
    escaped = words.strip().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"
