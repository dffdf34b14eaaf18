"""What was to be bought again although it may have been charged, and was not sent before its job rested: it is to be
checked as before. Who takes it for new would pay twice without a word."""

import sqlite3

from app.domain.jobs import JobKind, RequestState
from app.domain.money import to_units
from app.workspace.totals import UPLOAD, totals_of

_DECIDE = (JobKind.SEARCH, JobKind.GOAL, JobKind.POSTS)  # on their way, what to spend of what they may

# Of a request `q`: it, or the upload whose row it is, was sent and may have been charged.
IN_DOUBT = (
    "(EXISTS (SELECT 1 FROM receipts r WHERE r.request_id = q.id AND r.state = 'uncertain')"
    " OR EXISTS (SELECT 1 FROM requests u JOIN receipts r ON r.request_id = u.id"
    " WHERE u.batch_id = q.batch_id AND u.input IS NULL AND r.state = 'uncertain'))"
)
# Of a request `q` that waits: it uploads a batch, and the service did not take it when it was sent last.
_WAS_REFUSED = f"({UPLOAD} AND q.answered_ms IS NOT NULL AND q.parked_ms IS NULL)"
# Of the row `q` of a batch: its upload, which stands for an upload whose batch charged for rows that did not come.
_STANDS_IN = "u.batch_id = q.batch_id AND u.input IS NULL AND u.again_of IS NOT NULL"


def leave_to_check(db: sqlite3.Connection, which: str, *values: object) -> None:
    """Of these requests (a condition on `q`) those that wait although they may have been charged are to be checked
    again; the rows of a batch that was to be sent for a second time go back into the file they came from.

    Uploads that were refused and were to be sent once more are refused ones again: that word was for this time only.
    What their jobs may cost is again what it was before that was agreed to.
    """
    uncertain, waiting = RequestState.UNCERTAIN, RequestState.WAITING
    found = db.execute(
        f"SELECT DISTINCT q.job_id FROM requests q WHERE q.state = ? AND {which}"
        f" AND ({IN_DOUBT} OR (q.input IS NOT NULL AND EXISTS (SELECT 1 FROM requests u WHERE {_STANDS_IN})))",
        (waiting, *values),
    )
    job_ids = [row[0] for row in found]
    db.execute(
        f"UPDATE requests AS q SET state = ? WHERE q.state = ? AND {IN_DOUBT} AND {which}",
        (uncertain, waiting, *values),
    )
    db.execute(
        "UPDATE requests AS q SET state = ?, (batch_id, price_units) ="
        " (SELECT o.batch_id, u.price_units / b.rows FROM requests u JOIN requests o ON o.id = u.again_of"
        f" JOIN batches b ON b.id = u.batch_id WHERE {_STANDS_IN})"
        f" WHERE q.state = ? AND q.input IS NOT NULL AND EXISTS (SELECT 1 FROM requests u WHERE {_STANDS_IN})"
        f" AND {which}",
        (uncertain, waiting, *values),
    )
    db.execute(
        "UPDATE requests AS q SET state = ? WHERE q.state = ? AND q.batch_id IS NOT NULL AND q.input IS NULL"
        f" AND q.again_of IS NOT NULL AND {which}",
        (RequestState.CANCELLED, waiting, *values),
    )
    lower_most(db, [*job_ids, *_leave_refused(db, which, *values)])


def _leave_refused(db: sqlite3.Connection, which: str, *values: object) -> list[int]:
    """The same for uploads that were refused; their rows follow. Returns the jobs."""
    found = db.execute(
        f"SELECT q.id, q.batch_id, q.job_id FROM requests q WHERE q.state = ? AND {_WAS_REFUSED} AND {which}",
        (RequestState.WAITING, *values),
    ).fetchall()
    for upload_id, batch_id, _ in found:
        db.execute(
            "UPDATE requests SET state = ? WHERE id = ? OR (batch_id = ? AND input IS NOT NULL AND state = ?)",
            (RequestState.FAILED, upload_id, batch_id, RequestState.WAITING),
        )
    return [job_id for _, _, job_id in found]


def lower_most(db: sqlite3.Connection, job_ids: list[int]) -> None:
    """Jobs that had agreed to pay for something again cost no more than they did, may have, and can still."""
    for job_id, now in totals_of(db, job_ids).items():
        most = now.spent + now.in_doubt + now.open_at_most + now.away_at_most + now.paused_at_most
        db.execute(
            "UPDATE jobs SET most_units = min(most_units, ?) WHERE id = ? AND kind NOT IN (?, ?, ?)",
            (to_units(most), job_id, *_DECIDE),
        )


def elsewhere(db: sqlite3.Connection, job_id: int) -> int:
    """How many rows that a job was refused, or did not bring for free, another job may have paid for."""
    (count,) = db.execute(
        "SELECT count(*) FROM requests f WHERE f.job_id = ? AND f.state = 'failed' AND EXISTS (SELECT 1 FROM requests q"
        " WHERE q.creator_id = f.creator_id AND q.job_id <> f.job_id AND q.state IN ('waiting', 'uncertain')"
        f" AND {IN_DOUBT})",
        (job_id,),
    ).fetchone()
    return int(count)
