"""Jobs and their requests: written before they are sent, changed only along the allowed ways, totals by counting."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.domain.jobs import EnrichOptions, Job, JobKind, JobState, PauseReason, RequestState, states_before
from app.domain.money import Tier, from_units, to_units
from app.domain.platforms import Handle, Platform
from app.workspace import doubt, prices
from app.workspace.ids import author, new_uuid
from app.workspace.totals import REPLACED, UPLOAD, totals, totals_of

# Of a page `q`: the search it belongs to.
SEARCH_OF = "coalesce(q.search_id, (SELECT search_id FROM jobs WHERE id = q.job_id))"
_FOLLOWS = {
    RequestState.SENT: RequestState.AWAY,
    RequestState.WAITING: RequestState.WAITING,
    RequestState.UNCERTAIN: RequestState.UNCERTAIN,
    RequestState.FAILED: RequestState.FAILED,
    RequestState.CANCELLED: RequestState.CANCELLED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP call to make or made, or one row of a batch. `price` is the most it can cost, in credits; `search_id`
    whose page it is."""

    id: int
    job_id: int
    creator_id: int | None
    page: int | None
    state: RequestState
    price: Decimal
    again_of: int | None = None
    search_id: int | None = None
    batch_id: int | None = None
    input: str | None = None

    @property
    def is_upload(self) -> bool:
        """It uploads a batch, whose rows go where it goes."""
        return self.batch_id is not None and self.input is None

    @property
    def is_row(self) -> bool:
        """It is a row of a batch: never sent by itself."""
        return self.input is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """What a job is made of. `most` and `budget` in credits."""

    kind: JobKind
    title: str
    sheet_id: int
    most: Decimal
    search_id: int | None = None
    options: EnrichOptions | None = None
    recipe_key: str | None = None
    budget: Decimal | None = None


def add(db: sqlite3.Connection, job: NewJob, at_ms: int) -> int:
    options = job.options
    added = db.execute(
        "INSERT INTO jobs (uuid, kind, state, title, sheet_id, campaign_id, search_id, recipe_key, tier,"
        " email_required, audience, lookalikes, fresh, most_units, budget_units, author, created_ms, changed_ms)"
        " VALUES (?, ?, ?, ?, ?, (SELECT campaign_id FROM sheets WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new_uuid(),
            job.kind,
            JobState.WAITING,
            job.title,
            job.sheet_id,
            job.sheet_id,
            job.search_id,
            job.recipe_key,
            options.tier if options else None,
            int(options.email_required) if options else 0,
            int(options.audience) if options else 1,
            int(options.lookalikes) if options else 0,
            int(options.fresh) if options else 0,
            to_units(job.most),
            None if job.budget is None else to_units(job.budget),
            author(),
            at_ms,
            at_ms,
        ),
    )
    return int(added.lastrowid or 0)


def add_requests(
    db: sqlite3.Connection,
    job_id: int,
    price: Decimal,
    *,
    creators: Iterable[int] = (),
    pages: Iterable[int] = (),
    search_id: int | None = None,
) -> None:
    """Write what is to be sent, in this order, after what the job already has. `price`: what the list says.

    `search_id`: the search of the pages, where it is not the job's own.
    """
    (last,) = db.execute("SELECT coalesce(max(position), -1) FROM requests WHERE job_id = ?", (job_id,)).fetchone()
    units = to_units(prices.real(db, job_id, price))
    wanted = [(creator_id, None) for creator_id in creators] + [(None, page) for page in pages]
    db.executemany(
        "INSERT INTO requests (uuid, job_id, position, creator_id, page, state, price_units, search_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (new_uuid(), job_id, last + 1 + at, creator_id, page, RequestState.WAITING, units, search_id)
            for at, (creator_id, page) in enumerate(wanted)
        ],
    )


def cancel_pages(db: sqlite3.Connection, job_id: int, search_id: int, *, from_page: int) -> None:
    """Pages of a search from this one on lie behind the end of the matches; they are not sent."""
    db.execute(
        f"UPDATE requests AS q SET state = ? WHERE job_id = ? AND state = ? AND page >= ? AND {SEARCH_OF} = ?",
        (RequestState.CANCELLED, job_id, RequestState.WAITING, from_page, search_id),
    )


def in_state(db: sqlite3.Connection, job_id: int, state: RequestState) -> list[Request]:
    """The job's requests in this state, in order."""
    found = db.execute(
        f"SELECT id, creator_id, page, price_units, again_of, {SEARCH_OF}, batch_id, input FROM requests q"
        " WHERE job_id = ? AND state = ? ORDER BY position, id",
        (job_id, state),
    )
    return [
        Request(
            id=i,
            job_id=job_id,
            creator_id=creator,
            page=page,
            state=state,
            price=from_units(price),
            again_of=again,
            search_id=search_id,
            batch_id=batch,
            input=text,
        )
        for i, creator, page, price, again, search_id, batch, text in found
    ]


def state_of(db: sqlite3.Connection, request_id: int) -> RequestState:
    (state,) = db.execute("SELECT state FROM requests WHERE id = ?", (request_id,)).fetchone()
    return RequestState(state)


def about(db: sqlite3.Connection, request: Request) -> tuple[Platform | None, Handle | None]:
    """Whom a request asks for, or found: the creator's platform and handle; or the platform of its search or batch."""
    row = db.execute(
        "SELECT c.platform, c.handle FROM requests q JOIN creators c ON c.id = q.creator_id WHERE q.id = ?",
        (request.id,),
    ).fetchone()
    if row is not None:
        platform, name = row
        return Platform(platform), Handle(platform=Platform(platform), name=name)
    row = db.execute(
        f"SELECT coalesce(s.platform, b.platform) FROM requests q LEFT JOIN searches s ON s.id = {SEARCH_OF}"
        " LEFT JOIN batches b ON b.id = q.batch_id WHERE q.id = ?",
        (request.id,),
    ).fetchone()
    return (Platform(row[0]) if row and row[0] else None), None


def mark_sent(db: sqlite3.Connection, request_id: int, at_ms: int) -> None:
    """Claim a request: from now on a crash leaves it known as possibly charged."""
    db.execute("UPDATE requests SET sent_ms = ?, sends = sends + 1 WHERE id = ?", (at_ms, request_id))
    change(db, request_id, RequestState.SENT)


def mark_waiting(db: sqlite3.Connection, request_id: int) -> None:
    """Take a claim back: the request never reached the service, or was refused without a charge."""
    change(db, request_id, RequestState.WAITING)


def settle(db: sqlite3.Connection, request_id: int, state: RequestState, at_ms: int, *, outcome: str = "") -> None:
    """The answer's consequence for its request; `outcome` is one sentence or 'no_email'."""
    change(db, request_id, state)
    db.execute(
        "UPDATE requests SET answered_ms = ?, outcome = ?, parked_ms = CASE WHEN ? = 'uncertain' THEN ? END"
        " WHERE id = ?",
        (at_ms, outcome, state, at_ms, request_id),
    )


def change(db: sqlite3.Connection, request_id: int, state: RequestState) -> None:
    """Change a request's state along the allowed ways only; anything else is our mistake and raises.

    The rows of a batch go where their upload goes; once it is done they wait for the results.
    """
    before = states_before(state)
    marks = ",".join("?" for _ in before)
    changed = db.execute(
        f"UPDATE requests SET state = ? WHERE id = ? AND state IN ({marks})", (state, request_id, *before)
    )
    if changed.rowcount != 1:
        raise AssertionError(f"request {request_id} cannot become {state}")
    if (follows := _FOLLOWS.get(state)) is not None:
        before = states_before(follows)
        db.execute(
            "UPDATE requests SET state = ? WHERE input IS NOT NULL AND batch_id ="
            f" (SELECT batch_id FROM requests q WHERE id = ? AND {UPLOAD})"
            f" AND state IN ({','.join('?' for _ in before)})",
            (follows, request_id, *before),
        )


def set_state(
    db: sqlite3.Connection,
    job_id: int,
    state: JobState,
    at_ms: int,
    *,
    reason: PauseReason | None = None,
    error: str = "",
) -> None:
    """Change a job's state. Stopping cancels what was not sent.

    What was to be bought again, and is not sent before the job rests, is to be checked as before: its first payment is
    still in doubt, and who takes it for new would pay twice without a word.
    """
    db.execute(
        "UPDATE jobs SET state = ?, reason = ?, error = ?, changed_ms = ?, news = 0 WHERE id = ?",
        (state, reason, error, at_ms, job_id),
    )
    if state not in (JobState.WAITING, JobState.RUNNING):
        doubt.leave_to_check(db, "q.job_id = ?", job_id)
    if state is JobState.STOPPED:
        db.execute(
            "UPDATE requests SET state = ? WHERE job_id = ? AND state = ?",
            (RequestState.CANCELLED, job_id, RequestState.WAITING),
        )


def raise_most(db: sqlite3.Connection, job_id: int) -> None:
    """The person agreed to more: the job may now cost what it did, what may have been charged, and what is open."""
    now = totals(db, job_id)
    most = now.spent + now.in_doubt + now.open_at_most + now.away_at_most
    db.execute("UPDATE jobs SET most_units = max(most_units, ?) WHERE id = ?", (to_units(most), job_id))


def agree_to(db: sqlite3.Connection, job_id: int, most: Decimal) -> None:
    """The most that the job may cost, all of its runs together."""
    db.execute("UPDATE jobs SET most_units = ? WHERE id = ?", (to_units(most), job_id))


def cancel(db: sqlite3.Connection, request_id: int) -> None:
    """Take back a request that is no longer needed."""
    change(db, request_id, RequestState.CANCELLED)


def of_recipe(db: sqlite3.Connection, recipe_key: str) -> int | None:
    """The job an earlier run of the same recipe made."""
    row = db.execute("SELECT id FROM jobs WHERE recipe_key = ? ORDER BY id DESC", (recipe_key,)).fetchone()
    return int(row[0]) if row else None


def get(db: sqlite3.Connection, job_id: int) -> Job:
    return _jobs(db, "j.id = ?", (job_id,))[0]


def all_jobs(db: sqlite3.Connection, most: int = 200) -> list[Job]:
    """The newest jobs first: the last `most`, and all that wait for a person or were not looked at, however old."""
    newest = "SELECT id FROM jobs WHERE deleted_ms IS NULL ORDER BY id DESC LIMIT ?"
    to_check = "SELECT job_id FROM requests WHERE state = 'uncertain'"
    wanted = f"j.id IN ({newest}) OR j.state NOT IN ('finished', 'stopped') OR j.news OR j.id IN ({to_check})"
    return _jobs(db, f"j.deleted_ms IS NULL AND ({wanted})", (most,), -1)


def interrupted(db: sqlite3.Connection) -> list[Job]:
    """The jobs that wait because Scoutsheet was closed or killed, newest first."""
    return _jobs(db, "j.state = ? AND j.reason = ?", (JobState.PAUSED, PauseReason.INTERRUPTED), -1)


def clear_done(db: sqlite3.Connection, at_ms: int) -> None:
    """Take the ended jobs off the list, but not those with a payment to check. Receipts and requests stay."""
    db.execute(
        "UPDATE jobs SET deleted_ms = ? WHERE state IN (?, ?) AND deleted_ms IS NULL AND NOT EXISTS ("
        f"SELECT 1 FROM requests q WHERE q.job_id = jobs.id AND q.state = ? AND NOT {REPLACED})",
        (at_ms, JobState.FINISHED, JobState.STOPPED, RequestState.UNCERTAIN),
    )


def _jobs(db: sqlite3.Connection, where: str, parameters: tuple[object, ...], most: int = 1) -> list[Job]:
    found = db.execute(
        "SELECT j.id, j.kind, j.state, j.reason, j.error, j.title, j.sheet_id, j.search_id, j.tier, j.email_required,"
        " j.audience, j.lookalikes, j.fresh, j.most_units, j.news"
        f" FROM jobs j WHERE {where} ORDER BY j.id DESC LIMIT ?",
        (*parameters, most),
    ).fetchall()
    counted = totals_of(db, [job_id for job_id, *_ in found])
    return [
        Job(
            id=job_id,
            kind=JobKind(kind),
            state=JobState(state),
            reason=PauseReason(reason) if reason else None,
            title=title,
            sheet_id=sheet_id,
            search_id=search_id,
            most=from_units(most_units),
            totals=counted[job_id],
            options=EnrichOptions(
                tier=Tier(tier),
                email_required=bool(email),
                audience=bool(audience),
                lookalikes=bool(lookalikes),
                fresh=bool(fresh),
            )
            if tier
            else None,
            error=error,
            is_news=bool(news),
        )
        for (
            job_id,
            kind,
            state,
            reason,
            error,
            title,
            sheet_id,
            search_id,
            tier,
            email,
            audience,
            lookalikes,
            fresh,
            most_units,
            news,
        ) in found
    ]
