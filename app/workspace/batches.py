"""Batches: what is uploaded, what the service says of it, what it cost. Where that leaves its job: `batch_standing`."""

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.batches import BatchMode, BatchState, BatchStatus
from app.domain.jobs import RequestState
from app.domain.money import ZERO, Receipt, from_units, to_units
from app.domain.platforms import Platform
from app.workspace import ledger
from app.workspace.ids import author, new_uuid
from app.workspace.questions import ABOUT_EMAIL
from app.workspace.requests import Request, change
from app.workspace.totals import UPLOAD

_COLUMNS = (
    "id, uuid, job_id, part, mode, platform, rows, service_id, state, said, processed, found, failed, used_units,"
    " message, done_at, polled_ms, spool, merged_rows, merged_at, over_ms"
)


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
