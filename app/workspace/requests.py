"""Requests of jobs: written before they are sent, changed only along the allowed ways."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.domain.jobs import RequestState, states_before
from app.domain.money import from_units, to_units
from app.domain.platforms import Handle, Platform
from app.workspace import prices
from app.workspace.ids import new_uuid
from app.workspace.totals import UPLOAD

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


def cancel(db: sqlite3.Connection, request_id: int) -> None:
    """Take back a request that is no longer needed."""
    change(db, request_id, RequestState.CANCELLED)
