"""Batches: what was uploaded, what the service says about it, what it cost, and where its job stands because of it."""

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.batches import BatchMode, BatchState, BatchStatus
from app.domain.jobs import JobState, PauseReason, RequestState
from app.domain.money import ZERO, Receipt, from_units, to_units
from app.domain.platforms import Platform
from app.workspace import ledger
from app.workspace.ids import author, new_uuid
from app.workspace.jobs import Request, change, in_state, set_state
from app.workspace.questions import ABOUT_EMAIL
from app.workspace.totals import UPLOAD

_COLUMNS = (
    "id, uuid, job_id, part, mode, platform, rows, service_id, state, said, processed, found, failed, used_units,"
    " message, done_at, polled_ms, spool, merged_rows, merged_at, over_ms"
)
NO_WORD = "The service said nothing about this row."
GAVE_UP = "The batch could not be completed."
NOT_BROUGHT = "The batch charged for rows that did not come. This may be one of them."


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One uploaded file. `used` and `to_come` in credits: what was booked, and the most that is still to be.

    `service_id` None: not uploaded, or nobody knows. `spool`: a file of results that are not all merged, its first
    `merged_rows` are. `merged_at`: how many rows had been processed when results were merged last. `over`: nothing more
    is asked or merged.
    """

    id: int
    uuid: str
    job_id: int
    part: int
    mode: BatchMode
    platform: Platform | None
    rows: int
    service_id: str | None
    state: BatchState
    said: str
    processed: int
    found: int
    failed: int
    used: Decimal
    message: str
    done_at: str
    polled_ms: int | None
    spool: str | None
    merged_rows: int
    merged_at: int
    over: bool

    @property
    def to_come(self) -> Decimal:
        paid = max(self.mode.price * self.found, self.used)
        free = max(self.mode.price * self.processed - paid, ZERO)
        return max(self.mode.price * self.rows - free - self.used, ZERO)

    @property
    def results_due(self) -> bool:
        """Whether there are results that were not merged."""
        if self.over or self.service_id is None:
            return False
        return self.state.ended or (self.state is BatchState.PAUSED and self.processed > self.merged_at)

    @property
    def is_busy(self) -> bool:
        """Whether more of it comes without a click: the service works on it, or has rows that were not merged."""
        return self.results_due or (self.state.runs and not self.over)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRow:
    """A row to upload: the handle or address it asks for, and its creator where there is one already."""

    input: str
    creator_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file to upload."""

    mode: BatchMode
    platform: Platform | None
    rows: Sequence[NewRow]


def add(db: sqlite3.Connection, job_id: int, part: Part, at_ms: int) -> None:
    """Write a file and the requests for its upload and its rows; nothing is sent yet."""
    batch_id = add_file(db, job_id, part.mode, part.platform, len(part.rows), at_ms)
    (last,) = db.execute("SELECT max(position) FROM requests WHERE job_id = ?", (job_id,)).fetchone()
    db.executemany(
        "INSERT INTO requests (uuid, job_id, position, creator_id, input, state, price_units, batch_id)"
        " VALUES (?, ?, ?, ?, ?, ?, 0, ?)",
        [
            (new_uuid(), job_id, last + at, row.creator_id, row.input, RequestState.WAITING, batch_id)
            for at, row in enumerate(part.rows, start=1)
        ],
    )
    if part.mode is BatchMode.BASIC:  # the same question as a single lookup, so that nobody asks it twice
        db.execute(
            "INSERT INTO questions (request_id, key) SELECT id, ? || input FROM requests"
            " WHERE batch_id = ? AND input IS NOT NULL",
            (ABOUT_EMAIL, batch_id),
        )


def add_file(
    db: sqlite3.Connection,
    job_id: int,
    mode: BatchMode,
    platform: Platform | None,
    rows: int,
    at_ms: int,
    *,
    again_of: int | None = None,
) -> int:
    """Write a file of so many rows, which the caller puts in, and the request for its upload; returns its id.

    `again_of`: the upload of the batch that these rows were in, where it may have charged for them.
    """
    number, last = db.execute(
        "SELECT (SELECT count(*) + 1 FROM batches WHERE job_id = :job),"
        " (SELECT coalesce(max(position), -1) + 1 FROM requests WHERE job_id = :job)",
        {"job": job_id},
    ).fetchone()
    batch_id = db.execute(
        "INSERT INTO batches (uuid, job_id, part, mode, platform, rows, state, author, created_ms, changed_ms)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (new_uuid(), job_id, number, mode, platform, rows, BatchState.WRITTEN, author(), at_ms, at_ms),
    ).lastrowid
    db.execute(
        "INSERT INTO requests (uuid, job_id, position, state, price_units, batch_id, again_of)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (new_uuid(), job_id, last, RequestState.WAITING, to_units(mode.price) * rows, batch_id, again_of),
    )
    return int(batch_id or 0)


def get(db: sqlite3.Connection, batch_id: int) -> Batch:
    return _batches(db, "id = ?", batch_id)[0]


def of_job(db: sqlite3.Connection, job_id: int) -> list[Batch]:
    """The files of a job, in order."""
    return _batches(db, "job_id = ?", job_id)


def open_ones(db: sqlite3.Connection) -> list[Batch]:
    """Every batch the service knows that is not over, whatever its job does."""
    return _batches(db, "service_id IS NOT NULL AND over_ms IS NULL AND 0 = ?", 0)


def _batches(db: sqlite3.Connection, where: str, value: int) -> list[Batch]:
    found = db.execute(f"SELECT {_COLUMNS} FROM batches WHERE {where} ORDER BY id", (value,))
    return [
        Batch(
            id=i,
            uuid=uuid,
            job_id=job,
            part=part,
            mode=BatchMode(mode),
            platform=Platform(platform) if platform else None,
            rows=rows,
            service_id=service_id,
            state=BatchState(state),
            said=said,
            processed=processed,
            found=hits,
            failed=failed,
            used=from_units(used),
            message=message,
            done_at=done_at,
            polled_ms=polled,
            spool=spool,
            merged_rows=merged_rows,
            merged_at=merged_at,
            over=over is not None,
        )
        for (
            (i, uuid, job, part, mode, platform, rows, service_id, state, said, processed, hits, failed, used),
            (message, done_at, polled, spool, merged_rows, merged_at, over),
        ) in ((row[:14], row[14:]) for row in found)
    ]


def upload_of(db: sqlite3.Connection, batch_id: int) -> int:
    """The request that uploads it."""
    (request_id,) = db.execute(f"SELECT id FROM requests q WHERE batch_id = ? AND {UPLOAD}", (batch_id,)).fetchone()
    return int(request_id)


def rows_in(db: sqlite3.Connection, batch_id: int, state: RequestState) -> list[NewRow]:
    """Its rows in this state, as they were written."""
    found = db.execute(
        "SELECT input, creator_id FROM requests WHERE batch_id = ? AND input IS NOT NULL AND state = ?"
        " ORDER BY position",
        (batch_id, state),
    )
    return [NewRow(input=text, creator_id=creator_id) for text, creator_id in found]


def count_in(db: sqlite3.Connection, batch_id: int, state: RequestState) -> int:
    """How many of its rows are in this state; 10,000 take some 10 ms."""
    (count,) = db.execute(
        "SELECT count(*) FROM requests WHERE batch_id = ? AND input IS NOT NULL AND state = ?", (batch_id, state)
    ).fetchone()
    return int(count)


def leave_out(db: sqlite3.Connection, upload: Request, inputs: Collection[str]) -> None:
    """Take rows out of a file that was not uploaded; with them goes their price, and the upload with the last."""
    assert upload.batch_id is not None
    db.executemany(
        "UPDATE requests SET state = ? WHERE batch_id = ? AND input = ? AND state = ?",
        [(RequestState.CANCELLED, upload.batch_id, text, RequestState.WAITING) for text in inputs],
    )
    left = count_in(db, upload.batch_id, RequestState.WAITING)
    if not left:
        change(db, upload.id, RequestState.CANCELLED)
    price = to_units(get(db, upload.batch_id).mode.price) * left
    db.execute("UPDATE requests SET price_units = ? WHERE id = ?", (price, upload.id))
    db.execute("UPDATE batches SET rows = ? WHERE id = ?", (left, upload.batch_id))


def accept(db: sqlite3.Connection, batch_id: int, service_id: str, said: str, at_ms: int) -> None:
    """The service took it; call it in the transaction that stores the upload's answer."""
    db.execute(
        "UPDATE batches SET service_id = ?, state = ?, said = ?, changed_ms = ? WHERE id = ?",
        (service_id, BatchState.of(said), said, at_ms, batch_id),
    )


def move(db: sqlite3.Connection, batch_id: int, state: BatchState, at_ms: int) -> None:
    """Say that a resume is about to be sent, or that it was not."""
    db.execute("UPDATE batches SET state = ?, changed_ms = ? WHERE id = ?", (state, at_ms, batch_id))


def note(db: sqlite3.Connection, batch_id: int, status: BatchStatus, at_ms: int) -> Decimal:
    """Store what the service says and book what it charged since the last look; returns that, in credits.

    Less than was booked is believed at the end only: until then it is an older answer that came late.
    """
    batch = get(db, batch_id)
    if batch.over or (batch.state.ended and not status.state.ended):
        return ZERO
    told = status.credits_used
    used = batch.mode.price * status.found if told is None else told
    charged = used - batch.used
    if charged < 0 and not status.state.ended:
        charged = ZERO
    if charged:
        receipt = Receipt(
            rows=round(charged / batch.mode.price), expected=charged, charged=charged, estimated=told is None
        )
        upload = upload_of(db, batch_id)
        ledger.book(db, receipt, what=batch.mode.label, request_id=upload, at_ms=at_ms, platform=batch.platform)
    db.execute(
        "UPDATE batches SET state = ?, said = ?, processed = ?, found = ?, failed = ?, used_units = used_units + ?,"
        " message = ?, done_at = ?, polled_ms = ?, changed_ms = ? WHERE id = ?",
        (
            *(status.state, status.said, status.processed, status.found, status.failed, to_units(charged)),
            *(status.message, status.done_at, at_ms, at_ms, batch_id),
        ),
    )
    return charged


def spooled(db: sqlite3.Connection, batch_id: int, name: str | None) -> None:
    """Results lie in a file of this name, none of them merged; None: they do not any more."""
    db.execute("UPDATE batches SET spool = ?, merged_rows = 0 WHERE id = ?", (name, batch_id))


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
    for batch in of_job(db, job_id):
        if batch.state is BatchState.PAUSED and not batch.over:
            end(db, batch.id, RequestState.CANCELLED, "", at_ms)
    standing = _standing(db, job_id)
    if standing is not None and standing[0] is JobState.AWAY:
        set_state(db, job_id, JobState.AWAY, at_ms)


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
