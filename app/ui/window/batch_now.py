"""What the window knows of a job's batches, read from the workspace."""

import sqlite3

from app.domain.jobs import Job, RequestState
from app.ui.window.batch_words import BatchNow
from app.workspace import batch_rest, batch_standing, batches, sheets


def batch_now(db: sqlite3.Connection, job: Job) -> BatchNow:
    """The files of a job as they are now."""
    files, sheet = batches.of_job(db, job.id), sheets.name_of(db, job.sheet_id)
    if not job.totals.uncertain:
        return BatchNow(files=files, sheet=sheet)
    to_check = batch_rest.to_check(db, job.id)
    return BatchNow(
        files=files,
        sheet=sheet,
        lost=len(batch_standing.may_be_running(db, job.id)),
        to_check=sum(batches.count_in(db, batch.id, RequestState.UNCERTAIN) for batch in to_check),
        in_vain=batch_rest.paid_in_vain(db, job.id),
        can_ask=any(batch.state.ended for batch in to_check),
    )
