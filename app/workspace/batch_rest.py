"""What a batch that is over did not bring: rows that cost nothing and can be sent again, and rows that may have been
charged, whose results can be asked for again."""

import sqlite3
from collections.abc import Iterable
from decimal import Decimal

from app.domain.batches import BatchState
from app.domain.jobs import JobState, RequestState
from app.domain.money import total
from app.workspace import batch_standing
from app.workspace.batch_standing import end
from app.workspace.batches import Batch, add_file, count_in, get, of_job, upload_of
from app.workspace.jobs import set_state
from app.workspace.requests import Request, change, in_state

_ENDED = (JobState.FINISHED, JobState.FAILED, JobState.STOPPED)


def merged_all(db: sqlite3.Connection, batch_id: int, processed: int, at_ms: int, *, final: bool) -> None:
    """All results there are were merged. `final`: no more come by themselves; rows nobody spoke of are free failures,
    unless more were charged than came."""
    db.execute("UPDATE batches SET spool = NULL, merged_rows = 0, merged_at = ? WHERE id = ?", (processed, batch_id))
    if final:
        failed = get(db, batch_id).state is BatchState.FAILED
        end(db, batch_id, RequestState.FAILED, batch_standing.GAVE_UP if failed else batch_standing.NO_WORD, at_ms)


def to_check(db: sqlite3.Connection, job_id: int) -> list[Batch]:
    """The batches of a job that are over and charged for rows that did not come."""
    return [batch for batch in of_job(db, job_id) if batch.over and count_in(db, batch.id, RequestState.UNCERTAIN)]


def paid_in_vain(db: sqlite3.Connection, job_id: int) -> Decimal:
    """What a job's batches charged for rows that did not come, in credits; nobody can tell which."""
    return total(batch_standing.paid_in_vain(db, batch) for batch in to_check(db, job_id))


def jobs_to_check(db: sqlite3.Connection, sheet_id: int) -> list[int]:
    """The jobs of a sheet with such batches."""
    found = db.execute(
        "SELECT DISTINCT j.id FROM jobs j JOIN batches b ON b.job_id = j.id JOIN requests q ON q.batch_id = b.id"
        " WHERE j.sheet_id = ? AND b.over_ms IS NOT NULL AND q.input IS NOT NULL AND q.state = ? ORDER BY j.id",
        (sheet_id, RequestState.UNCERTAIN),
    )
    return [row[0] for row in found]


def ask_again(db: sqlite3.Connection, job_id: int, at_ms: int) -> list[Batch]:
    """Open those batches of a job again, so that their results are fetched once more; returns them as they are then.

    One that waited for credits when it was given up stays so: it would run again.
    """
    found = [batch for batch in to_check(db, job_id) if batch.state.ended]
    for batch in found:
        db.execute("UPDATE batches SET over_ms = NULL, changed_ms = ? WHERE id = ?", (at_ms, batch.id))
        db.execute(
            "UPDATE requests SET state = ?, price_units = 0 WHERE batch_id = ? AND input IS NOT NULL AND state = ?",
            (RequestState.AWAY, batch.id, RequestState.UNCERTAIN),
        )
    (state,) = db.execute("SELECT state FROM jobs WHERE id = ?", (job_id,)).fetchone()
    if found and state in _ENDED:
        set_state(db, job_id, JobState.AWAY, at_ms)
    return [get(db, batch.id) for batch in found]


def send_again(db: sqlite3.Connection, job_id: int, state: RequestState, at_ms: int) -> None:
    """Put the rows that files of a job did not bring, and whose requests stand so, into files of their own, which wait
    to be uploaded. Another upload of the job is not touched."""
    _into_new_files(db, [batch for batch in of_job(db, job_id) if batch.over], state, at_ms)


def send_given_up(db: sqlite3.Connection, job_id: int, at_ms: int) -> None:
    """The same with rows that cost nothing, of batches that the service gave up only: what it refused by the row, it
    would refuse again."""
    _into_new_files(db, _given_up(db, job_id), RequestState.FAILED, at_ms)


def price_of_given_up(db: sqlite3.Connection, job_id: int) -> Decimal:
    """The most that sending those again costs, in credits."""
    return total(batch.mode.price * count_in(db, batch.id, RequestState.FAILED) for batch in _given_up(db, job_id))


def refused(db: sqlite3.Connection, job_id: int) -> list[Request]:
    """The uploads of a job that the service did not take; that cost nothing."""
    return [request for request in in_state(db, job_id, RequestState.FAILED) if request.is_upload]


def price_of_refused(db: sqlite3.Connection, job_id: int) -> Decimal:
    """The most that uploading those once more costs, in credits."""
    return total(upload.price for upload in refused(db, job_id))


def send_refused(db: sqlite3.Connection, job_id: int) -> None:
    """Let those wait to be uploaded once more, because the person said so."""
    for upload in refused(db, job_id):
        change(db, upload.id, RequestState.WAITING)


def _given_up(db: sqlite3.Connection, job_id: int) -> list[Batch]:
    return [batch for batch in of_job(db, job_id) if batch.over and batch.state is BatchState.FAILED]


def _into_new_files(db: sqlite3.Connection, files: Iterable[Batch], state: RequestState, at_ms: int) -> None:
    for batch in files:
        rows = count_in(db, batch.id, state)
        if rows:
            again_of = upload_of(db, batch.id) if state is RequestState.UNCERTAIN else None
            fresh = add_file(db, batch.job_id, batch.mode, batch.platform, rows, at_ms, again_of=again_of)
            db.execute(
                "UPDATE requests SET batch_id = ?, state = ?, price_units = 0, outcome = '' WHERE batch_id = ?"
                " AND input IS NOT NULL AND state = ?",
                (fresh, RequestState.WAITING, batch.id, state),
            )
