"""Requests whose answer never came: known after any crash, parked, bought again once or after one click.

A lost page is bought again by a second request that names the first one (`again_of`) and stands for it from then on;
a creator's request is itself made to wait again.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.domain.batches import BatchMode
from app.domain.jobs import JobKind, JobState, PauseReason, RequestState
from app.domain.money import MOST_CREDITS, ZERO, Receipt, from_units
from app.workspace import batch_rest, creators, doubt, ledger, questions
from app.workspace.batch_standing import finish, follow_all
from app.workspace.batches import leave_out
from app.workspace.ids import new_uuid
from app.workspace.jobs import get
from app.workspace.requests import SEARCH_OF, Request, about, change, in_state, settle
from app.workspace.totals import REPLACED, UNDECIDED

NO_ANSWER = "No answer came"


def park(db: sqlite3.Connection, request: Request, at_ms: int, *, outcome: str) -> None:
    """A request that may have been charged without an answer: set apart, and in the ledger as uncertain, for what it
    can cost by now."""
    settle(db, request.id, RequestState.UNCERTAIN, at_ms, outcome=outcome)
    (units,) = db.execute("SELECT price_units FROM requests WHERE id = ?", (request.id,)).fetchone()
    platform, handle = about(db, request)
    ledger.book(
        db,
        Receipt(rows=0, expected=from_units(units), charged=ZERO, estimated=True),
        what=NO_ANSWER,
        request_id=request.id,
        at_ms=at_ms,
        platform=platform,
        handle=handle,
        state="uncertain",
    )


def refuse(db: sqlite3.Connection, request: Request, at_ms: int, *, outcome: str) -> None:
    """A request that the service did not take: that cost nothing. One that was sent before and may have been charged
    then is to be checked as before, and so are the rows of an upload."""
    (in_doubt,) = db.execute(f"SELECT {doubt.IN_DOUBT} FROM requests q WHERE q.id = ?", (request.id,)).fetchone()
    if not in_doubt:
        settle(db, request.id, RequestState.FAILED, at_ms, outcome=outcome)
        return
    change(
        db, request.id, RequestState.UNCERTAIN
    )  # parked when it was lost, not now: this sending says nothing of that
    db.execute("UPDATE requests SET answered_ms = ?, outcome = ? WHERE id = ?", (at_ms, outcome, request.id))
    doubt.lower_most(db, [request.job_id])


def park_sent(db: sqlite3.Connection, at_ms: int, *, outcome: str) -> list[Request]:
    """Park everything that says "sent", only while no answer can come any more; returns it."""
    open_jobs = db.execute("SELECT DISTINCT job_id FROM requests WHERE state = 'sent'").fetchall()
    sent = [one for (job_id,) in open_jobs for one in in_state(db, job_id, RequestState.SENT)]
    for request in sent:
        park(db, request, at_ms, outcome=outcome)
    return sent


def interrupt_all(db: sqlite3.Connection, at_ms: int) -> None:
    """At the start: what a killed Scoutsheet left waits for one click; what was sent without an answer is uncertain.

    A job that had ended and got something to send again is among it: the kill came before it ran.
    """
    park_sent(db, at_ms, outcome="Scoutsheet was closed before the answer came.")
    db.execute(
        "UPDATE jobs SET state = ?, reason = ?, changed_ms = ? WHERE state IN ('running', 'waiting')"
        " OR (state IN ('finished', 'stopped')"
        " AND EXISTS (SELECT 1 FROM requests q WHERE q.job_id = jobs.id AND q.state = 'waiting'))",
        (JobState.PAUSED, PauseReason.INTERRUPTED, at_ms),
    )
    leave_to_check(db)
    finish_done(db, at_ms)
    follow_all(db, at_ms)


def finish_done(db: sqlite3.Connection, at_ms: int) -> None:
    """End the paused jobs that have nothing left to do: the last answer, or the last comparison, came while nobody
    worked on them. A goal decides on its way what is left, and a lost page of a search can be bought again."""
    done = db.execute(
        "SELECT j.id FROM jobs j WHERE j.state = ? AND j.kind <> ? AND NOT EXISTS (SELECT 1 FROM requests q"
        " WHERE q.job_id = j.id AND (q.state IN ('waiting', 'sent', 'away')"
        f" OR (q.state = 'uncertain' AND ({UNDECIDED} OR (q.page IS NOT NULL AND NOT {REPLACED})))))",
        (JobState.PAUSED, JobKind.GOAL),
    ).fetchall()
    for (job_id,) in done:
        finish(db, job_id, at_ms)


def retry(
    db: sqlite3.Connection, job_id: int, state: RequestState, most: int | None = None, *, uploads: bool = True
) -> int:
    """Make a job's uncertain or failed requests wait again, because the person said so; returns how many.

    `most`: no more than so many, the first ones; the others stay as they are. `uploads`: those of batches too.

    A page that is being or was bought again stays as it is, and so do the rows of a batch: they follow its upload, and
    those that did not come go up in a file of their own (`batch_rest`).
    """
    waiting = [
        request
        for request in in_state(db, job_id, state)
        if not (request.is_row or _is_replaced(db, request.id)) and (uploads or not request.is_upload)
    ][:most]
    for request in waiting:
        change(db, request.id, RequestState.WAITING)
    return len(waiting)


def leave_to_check(db: sqlite3.Connection) -> None:
    """What resting jobs were to buy again, and did not send, is to be checked as before; what another job brought
    meanwhile is taken back."""
    resting = "q.job_id IN (SELECT id FROM jobs WHERE state NOT IN (?, ?))"
    _take_back_had(db, resting, JobState.WAITING, JobState.RUNNING)
    doubt.leave_to_check(db, resting, JobState.WAITING, JobState.RUNNING)


def _take_back_had(db: sqlite3.Connection, which: str, *values: object) -> None:
    in_doubt: dict[int, set[int]] = {}
    for job_id, request_id in db.execute(
        f"SELECT q.job_id, q.id FROM requests q WHERE q.state = 'waiting' AND {doubt.IN_DOUBT} AND {which}", values
    ):
        in_doubt.setdefault(job_id, set()).add(request_id)
    for job_id, ids in in_doubt.items():
        options = get(db, job_id).options
        waiting = [one for one in in_state(db, job_id, RequestState.WAITING) if one.id in ids]
        had = set() if options is None else creators.had_of(db, {one.creator_id or 0 for one in waiting}, options)
        gone = [one for one in waiting if one.creator_id in had or questions.is_answered_again(db, one.id)]
        for request in gone:
            if not request.is_row:
                change(db, request.id, RequestState.CANCELLED)
        for upload in [one for one in waiting if one.is_upload]:
            inputs = [one.input for one in gone if one.batch_id == upload.batch_id and one.input is not None]
            if inputs:
                leave_out(db, upload, inputs)
    doubt.lower_most(db, list(in_doubt))


def uncertain_jobs(db: sqlite3.Connection, sheet_id: int) -> list[int]:
    """The jobs of a sheet that hold requests whose payment is to be checked."""
    found = db.execute(
        "SELECT DISTINCT j.id FROM jobs j JOIN requests q ON q.job_id = j.id WHERE j.sheet_id = ? AND q.state = ?"
        " ORDER BY j.id",
        (sheet_id, RequestState.UNCERTAIN),
    )
    return [row[0] for row in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class LostBatch:
    """Rows of a job's batches, of those asked about, that may have been charged and did not come.

    `has_ended` False: their upload got no answer, and may be running for up to `at_most` credits. True: the batch
    ended, and they may be among those that it charged for in vain. `is_here`: the job is of the sheet asked about.
    """

    job_id: int
    title: str
    rows: int
    at_most: Decimal
    is_here: bool
    has_ended: bool


def lost_batches(
    db: sqlite3.Connection, sheet_id: int, creator_ids: Iterable[int], *, covered: bool = False
) -> list[LostBatch]:
    """The jobs of a sheet, or of others, with such rows: the sheet's, or about these creators.

    `covered`: only those that `to_check` finds, with what these alone may cost.
    """
    wanted = ",".join(str(int(i)) for i in creator_ids)
    found = db.execute(
        "SELECT j.id, j.title, count(*), (SELECT sum(u.price_units) FROM requests u WHERE u.job_id = j.id"
        " AND u.batch_id IS NOT NULL AND u.input IS NULL AND u.state = 'uncertain'), j.sheet_id IS :sheet,"
        " b.over_ms IS NOT NULL AS ended, b.mode"
        " FROM requests q JOIN jobs j ON j.id = q.job_id JOIN batches b ON b.id = q.batch_id"
        f" WHERE q.state = 'uncertain' AND q.input IS NOT NULL AND (q.creator_id IN ({wanted}) OR (j.sheet_id IS :sheet"
        " AND NOT (:covered AND q.creator_id IS NOT NULL)))"
        " GROUP BY j.id, ended ORDER BY j.id, ended",
        {"sheet": sheet_id, "covered": covered},
    ).fetchall()
    return [
        LostBatch(
            job_id=i,
            title=title,
            rows=rows,
            at_most=min(
                batch_rest.paid_in_vain(db, i) if ended else from_units(units or 0),
                BatchMode(mode).price * rows if covered else MOST_CREDITS,
            ),
            is_here=bool(here),
            has_ended=bool(ended),
        )
        for i, title, rows, units, here, ended, mode in found
    ]


def undecided_price(db: sqlite3.Connection, sheet_id: int) -> Decimal:
    """The most that a sheet's requests cost which are sent again by themselves if they were not charged.

    An upload of a batch never is.
    """
    (units,) = db.execute(
        "SELECT coalesce(sum(q.price_units), 0) FROM requests q JOIN jobs j ON j.id = q.job_id"
        f" WHERE j.sheet_id = ? AND q.state = ? AND NOT {REPLACED} AND {UNDECIDED}",
        (sheet_id, RequestState.UNCERTAIN),
    ).fetchone()
    return from_units(units)


def open_search_job(db: sqlite3.Connection, search_id: int) -> int | None:
    """A job of this search that still has pages to send, lost ones included."""
    row = db.execute(
        "SELECT j.id FROM jobs j WHERE j.search_id = ? AND EXISTS (SELECT 1 FROM requests q WHERE q.job_id = j.id"
        f" AND (q.state = ? OR (q.state = ? AND q.again_of IS NULL AND NOT {REPLACED}))) ORDER BY j.id",
        (search_id, RequestState.WAITING, RequestState.UNCERTAIN),
    ).fetchone()
    return int(row[0]) if row else None


def lost_pages(db: sqlite3.Connection, job_id: int, search_id: int, *, before_page: int | None) -> list[Request]:
    """Pages of a search whose answer was lost and that were not bought again yet; each is bought again once (money
    rule 5)."""
    return [
        request
        for request in in_state(db, job_id, RequestState.UNCERTAIN)
        if request.page is not None
        and request.search_id == search_id
        and request.again_of is None
        and (before_page is None or request.page < before_page)
        and not _is_replaced(db, request.id)
    ]


def twice_lost_pages(db: sqlite3.Connection, search_id: int) -> set[int]:
    """Pages that were lost, bought again and lost again: they wait for one click."""
    found = db.execute(
        f"SELECT q.page FROM requests q WHERE {SEARCH_OF} = ? AND q.state = ? AND q.again_of IS NOT NULL",
        (search_id, RequestState.UNCERTAIN),
    )
    return {row[0] for row in found}


def pages_to_check(db: sqlite3.Connection, search_id: int) -> int:
    """How many pages of a search may have been charged without an answer and were not bought again."""
    (count,) = db.execute(
        f"SELECT count(DISTINCT q.page) FROM requests q WHERE {SEARCH_OF} = ? AND q.state = ? AND NOT {REPLACED}",
        (search_id, RequestState.UNCERTAIN),
    ).fetchone()
    return int(count)


def buy_again(db: sqlite3.Connection, request: Request) -> int:
    """Write a second request for a page whose answer was lost; returns its id."""
    added = db.execute(
        "INSERT INTO requests (uuid, job_id, position, creator_id, page, state, price_units, search_id, again_of)"
        " SELECT ?, job_id, position, creator_id, page, ?, price_units, search_id, id FROM requests WHERE id = ?",
        (new_uuid(), RequestState.WAITING, request.id),
    )
    return int(added.lastrowid or 0)


def _is_replaced(db: sqlite3.Connection, request_id: int) -> bool:
    return bool(db.execute(f"SELECT {REPLACED} FROM requests q WHERE q.id = ?", (request_id,)).fetchone()[0])
