"""Goals: how many creators are wanted, whom to ask in which order, and how far a job has come."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.money import Had
from app.workspace.ids import listed

_REACHED = "c.f_email IS NOT NULL AND (c.parts & :parts) = :parts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a goal stands, counted now. `reached` creators of its list have what is wanted, `bought` by this job.

    `answered`: creators this job asked for and has an answer about; `left`: of the list, not asked for.
    """

    wanted: int
    reached: int
    bought: int
    answered: int
    left: int


def add(db: sqlite3.Connection, job_id: int, wanted: int, creator_ids: Iterable[int]) -> None:
    """Write a job's goal and its list; of one that is there, the list grows by who is new, behind the others."""
    db.execute("INSERT OR IGNORE INTO goals (job_id, wanted) VALUES (?, ?)", (job_id, wanted))
    listed = {i for (i,) in db.execute("SELECT creator_id FROM goal_rows WHERE job_id = ?", (job_id,))}
    new = [i for i in dict.fromkeys(creator_ids) if i not in listed]
    db.executemany(
        "INSERT INTO goal_rows (job_id, position, creator_id) VALUES (?, ?, ?)",
        [(job_id, position, creator_id) for position, creator_id in enumerate(new, start=len(listed))],
    )


def wanted_of(db: sqlite3.Connection, job_id: int) -> int:
    (wanted,) = db.execute("SELECT wanted FROM goals WHERE job_id = ?", (job_id,)).fetchone()
    return int(wanted)


def reached(db: sqlite3.Connection, creator_ids: Sequence[int], parts: Had) -> int:
    """How many of these have an email and these parts of their details."""
    (count,) = db.execute(
        f"SELECT count(*) FROM creators c WHERE c.id IN ({listed(creator_ids)}) AND {_REACHED}", {"parts": int(parts)}
    ).fetchone()
    return int(count)


def reached_of(db: sqlite3.Connection, job_id: int, parts: Had) -> int:
    """How many of a job's list have an email and these parts; 10,000 rows take some 5 ms."""
    (count,) = db.execute(
        "SELECT count(DISTINCT c.id) FROM goal_rows g JOIN creators c ON c.id = g.creator_id"
        f" WHERE g.job_id = :job AND {_REACHED}",
        {"job": job_id, "parts": int(parts)},
    ).fetchone()
    return int(count)


def not_asked(db: sqlite3.Connection, job_id: int, *, behind: int, most: int = 50) -> list[tuple[int, int]]:
    """The next of the list that the job has no request for but one that was taken back: (position, creator), the first
    ones behind a position."""
    return db.execute(
        "SELECT g.position, g.creator_id FROM goal_rows g WHERE g.job_id = ? AND g.position > ? AND NOT EXISTS"
        " (SELECT 1 FROM requests q WHERE q.creator_id = g.creator_id AND q.job_id = g.job_id"
        " AND q.state <> 'cancelled')"
        " ORDER BY g.position LIMIT ?",
        (job_id, behind, most),
    ).fetchall()


def progress(db: sqlite3.Connection, job_id: int, parts: Had) -> Progress:
    values = {"job": job_id, "parts": int(parts)}
    answered, bought = db.execute(
        f"SELECT count(*), coalesce(sum(q.state = 'done' AND {_REACHED}), 0) FROM requests q"
        " JOIN creators c ON c.id = q.creator_id WHERE q.job_id = :job AND q.state IN ('done', 'not_found')",
        values,
    ).fetchone()
    (left,) = db.execute(
        "SELECT count(*) FROM goal_rows g WHERE g.job_id = :job AND NOT EXISTS"
        " (SELECT 1 FROM requests q WHERE q.creator_id = g.creator_id AND q.job_id = g.job_id"
        " AND q.state <> 'cancelled')",
        {"job": job_id},
    ).fetchone()
    return Progress(
        wanted=wanted_of(db, job_id),
        reached=reached_of(db, job_id, parts),
        bought=bought,
        answered=answered,
        left=left,
    )
