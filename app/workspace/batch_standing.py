"""Where a job stands because of its batches, and how a batch ends: for those who look after them, and at the start."""

import sqlite3
from collections.abc import Sequence
from decimal import Decimal

from app.domain.batches import BatchState
from app.domain.jobs import JobState, PauseReason, RequestState
from app.domain.money import ZERO, to_units
from app.workspace import ledger
from app.workspace.batches import Batch, count_in, get, of_job, open_ones
from app.workspace.jobs import set_state
from app.workspace.requests import Request, change, in_state
from app.workspace.totals import UPLOAD

NO_WORD = "The service said nothing about this row."
GAVE_UP = "The batch could not be completed."
NOT_BROUGHT = "The batch charged for rows that did not come. This may be one of them."


def may_be_running(db: sqlite3.Connection, job_id: int) -> list[Request]:
    """Uploads of a job that got no answer."""
    return [request for request in in_state(db, job_id, RequestState.UNCERTAIN) if request.is_upload]


def did_not_start(db: sqlite3.Connection, job_id: int, at_ms: int) -> int:
    """The person knows that these uploads started nothing: their rows wait again; returns how many uploads."""
    (job_state,) = db.execute("SELECT state FROM jobs WHERE id = ?", (job_id,)).fetchone()
    stopped = job_state == JobState.STOPPED
    uploads = may_be_running(db, job_id)
    ledger.not_of_uploads(db, job_id)
    for request in uploads:
        change(db, request.id, RequestState.CANCELLED if stopped else RequestState.WAITING)
        db.execute(
            "UPDATE receipts SET state = 'not_charged' WHERE request_id = ? AND state = 'uncertain'", (request.id,)
        )
    if uploads and not stopped:
        set_state(db, job_id, JobState.PAUSED, at_ms, reason=PauseReason.BY_YOU)
    return len(uploads)


def finish(db: sqlite3.Connection, job_id: int, at_ms: int) -> None:
    """End a job, unless something of it came back at the last moment, which waits for one click, or is away."""
    standing = _standing(db, job_id)
    if in_state(db, job_id, RequestState.WAITING):
        set_state(db, job_id, JobState.PAUSED, at_ms, reason=PauseReason.SERVICE)
    elif standing is not None:
        state, reason, error = standing
        set_state(db, job_id, state, at_ms, reason=reason, error=error)
    else:
        set_state(db, job_id, JobState.FINISHED, at_ms)
        if any(batch.service_id is not None for batch in of_job(db, job_id)):
            db.execute("UPDATE jobs SET news = 1 WHERE id = ?", (job_id,))


def looked_at(db: sqlite3.Connection, job_ids: Sequence[int]) -> None:
    """Somebody saw how these jobs ended."""
    db.executemany("UPDATE jobs SET news = 0 WHERE id = ?", [(job_id,) for job_id in job_ids])


def stop(db: sqlite3.Connection, job_id: int, at_ms: int) -> None:
    """Stop a job: what was not sent is cancelled, paused batches are given up; what runs goes on to its end."""
    set_state(db, job_id, JobState.STOPPED, at_ms)
    _give_up_paused(db, job_id, at_ms)
    known = [batch for batch in of_job(db, job_id) if batch.service_id is not None]
    if any(not batch.over and batch.state is not BatchState.PAUSED for batch in known):
        set_state(db, job_id, JobState.AWAY, at_ms)


def _give_up_paused(db: sqlite3.Connection, job_id: int, at_ms: int) -> None:
    """End the paused batches of a stopped job; one whose results are on their way only once they are here, because
    they were paid for."""
    for batch in of_job(db, job_id):
        if batch.state is BatchState.PAUSED and not batch.over and not batch.results_due:
            end(db, batch.id, RequestState.CANCELLED, "", at_ms)


def end(db: sqlite3.Connection, batch_id: int, state: RequestState, outcome: str, at_ms: int) -> None:
    """Nothing more of a batch comes by itself. Its rows that nobody spoke of end in `state`, which says that they cost
    nothing; where more rows were charged than came nobody can tell which, so all of them are to be checked.

    Each row that can be sent again carries the price of that from now on, which its upload carried.
    """
    batch = get(db, batch_id)
    if paid_in_vain(db, batch):
        state, outcome = RequestState.UNCERTAIN, NOT_BROUGHT
    db.execute(
        "UPDATE requests SET state = ?, outcome = ?, answered_ms = ? WHERE batch_id = ? AND input IS NOT NULL"
        " AND state = ?",
        (state, outcome, at_ms, batch_id, RequestState.AWAY),
    )
    db.execute(
        "UPDATE requests SET price_units = ? WHERE batch_id = ? AND input IS NOT NULL AND state IN (?, ?)",
        (to_units(batch.mode.price), batch_id, RequestState.FAILED, RequestState.UNCERTAIN),
    )
    db.execute("UPDATE batches SET over_ms = ?, changed_ms = ? WHERE id = ?", (at_ms, at_ms, batch_id))


def paid_in_vain(db: sqlite3.Connection, batch: Batch) -> Decimal:
    """What a batch charged for rows that did not come up to now, in credits."""
    return max(batch.used - batch.mode.price * count_in(db, batch.id, RequestState.DONE), ZERO)


def follow(db: sqlite3.Connection, job_id: int, at_ms: int) -> None:
    """After a look: a job that nobody works on stands where its batches do, unless something of it waits to be sent.

    One that is being worked on says "running" and comes to stand at its end. One that still waits for a person keeps
    its reason: that a budget does not allow going on is no news of the service's.
    """
    (state,) = db.execute("SELECT state FROM jobs WHERE id = ?", (job_id,)).fetchone()
    if state == JobState.PAUSED:
        standing = _standing(db, job_id)
        if in_state(db, job_id, RequestState.WAITING) or (standing is not None and standing[0] is JobState.PAUSED):
            return
    if state in (JobState.AWAY, JobState.PAUSED):
        finish(db, job_id, at_ms)
    elif state == JobState.STOPPED:
        _give_up_paused(db, job_id, at_ms)


def follow_all(db: sqlite3.Connection, at_ms: int) -> None:
    """At the start: jobs whose files were all at the service were not interrupted."""
    for job_id in sorted({batch.job_id for batch in open_ones(db)}):
        follow(db, job_id, at_ms)


def _standing(db: sqlite3.Connection, job_id: int) -> tuple[JobState, PauseReason | None, str] | None:
    """Where a job stands because of its batches and refused uploads; None: they say nothing."""
    known = [batch for batch in of_job(db, job_id) if batch.service_id is not None]
    for batch in known:
        if batch.state is BatchState.PAUSED and not batch.over:
            return JobState.PAUSED, PauseReason.CREDITS, batch.message
    if any(not batch.over for batch in known):
        return JobState.AWAY, None, ""
    for batch in known:
        if batch.state is BatchState.FAILED and _lacks_rows(db, batch.id):
            return JobState.FAILED, PauseReason.SERVICE, batch.message or GAVE_UP
    refused = db.execute(
        f"SELECT outcome FROM requests q WHERE job_id = ? AND state = ? AND {UPLOAD}", (job_id, RequestState.FAILED)
    ).fetchone()
    return None if refused is None else (JobState.FAILED, None, refused[0])


def _lacks_rows(db: sqlite3.Connection, batch_id: int) -> bool:
    """Whether rows of it did not come and were not put into another file since."""
    return any(count_in(db, batch_id, state) for state in (RequestState.FAILED, RequestState.UNCERTAIN))
