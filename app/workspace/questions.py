"""Paid questions of the smaller kinds: what each asked, what was answered, and that nobody asks the same twice.

A question is a request with a key. The same key about the same creator (or about none) is the same question.
"""

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.domain.jobs import RequestState
from app.domain.money import to_units
from app.workspace import prices
from app.workspace.ids import listed, new_uuid
from app.workspace.requests import Request, in_state

ABOUT_EMAIL = "email:"  # and the address: who is behind it? Asked one by one, or by a batch
_OPEN = (
    "(q.state IN ('sent', 'away', 'uncertain') OR (q.state = 'waiting' AND q.job_id IN"
    " (SELECT id FROM jobs WHERE state IN ('waiting', 'running'))))"
)
# CROSS: from the creators to their questions, whose number is theirs, not from all that were ever asked by this key.
_ABOUT = "FROM requests q CROSS JOIN questions x ON x.request_id = q.id WHERE q.creator_id IN ({}) AND x.key = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question to send. `page` counts from 1, `token` names it to the service; `place` is where in the sheet stands
    whom it finds.
    """

    request: Request
    key: str
    page: int
    token: str | None
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer as it came, and when. `creator_id`: whom it was about, or whom it found."""

    request_id: int
    creator_id: int | None
    at_ms: int
    body: bytes


def ask(
    db: sqlite3.Connection,
    job_id: int,
    key: str,
    price: Decimal,
    *,
    creator_id: int | None = None,
    page: int = 1,
    token: str | None = None,
    place: int = 0,
) -> None:
    """Write a question that is to be sent, after those the job already has. `price`: what the list says."""
    added = db.execute(
        "INSERT INTO requests (uuid, job_id, position, creator_id, state, price_units)"
        " SELECT ?, ?, coalesce(max(position), -1) + 1, ?, ?, ? FROM requests WHERE job_id = ?",
        (new_uuid(), job_id, creator_id, RequestState.WAITING, to_units(prices.real(db, job_id, price)), job_id),
    )
    db.execute(
        "INSERT INTO questions (request_id, key, page, token, place) VALUES (?, ?, ?, ?, ?)",
        (added.lastrowid, key, page, token, place),
    )


def waiting(db: sqlite3.Connection, job_id: int) -> list[Question]:
    """A job's questions that wait to be sent, in order."""
    asked = {
        request_id: (key, page, token, place)
        for request_id, key, page, token, place in db.execute(
            "SELECT x.request_id, x.key, x.page, x.token, x.place FROM questions x JOIN requests q"
            " ON q.id = x.request_id WHERE q.job_id = ? AND q.state = ?",
            (job_id, RequestState.WAITING),
        )
    }
    found = []
    for request in in_state(db, job_id, RequestState.WAITING):
        key, page, token, place = asked[request.id]
        found.append(Question(request=request, key=key, page=page, token=token, place=place))
    return found


def keep(db: sqlite3.Connection, request_id: int, body: bytes, at_ms: int, creator_id: int | None = None) -> None:
    """Store an answer; `creator_id` is whom it found, where the question did not name anybody."""
    db.execute(
        "UPDATE questions SET at_ms = ?, body = ? WHERE request_id = ?", (at_ms, zlib.compress(body, 3), request_id)
    )
    if creator_id is not None:
        db.execute("UPDATE requests SET creator_id = ? WHERE id = ?", (creator_id, request_id))


def answers(db: sqlite3.Connection, key: str, creator_id: int | None = None) -> list[Answer]:
    """What was answered to a question, the newest first; with `creator_id` only what was asked about them."""
    found = db.execute(
        "SELECT x.request_id, q.creator_id, x.at_ms, x.body FROM questions x JOIN requests q ON q.id = x.request_id"
        " WHERE x.key = ? AND x.body IS NOT NULL AND ? IN (-1, q.creator_id) ORDER BY x.at_ms DESC, x.request_id DESC",
        (key, -1 if creator_id is None else creator_id),
    )
    return [
        Answer(request_id=request, creator_id=about, at_ms=at, body=zlib.decompress(body))
        for request, about, at, body in found
    ]


def answered_ms(db: sqlite3.Connection, key: str, creator_id: int) -> int | None:
    """When a question about a creator was answered last; None: never."""
    (at_ms,) = db.execute(
        "SELECT max(x.at_ms) FROM requests q JOIN questions x ON x.request_id = q.id"
        " WHERE q.creator_id = ? AND x.key = ? AND x.body IS NOT NULL",
        (creator_id, key),
    ).fetchone()
    return None if at_ms is None else int(at_ms)


def is_answered_since(db: sqlite3.Connection, key: str, job_id: int) -> bool:
    """Whether a question was answered after this job was made, by whichever job."""
    row = db.execute(
        "SELECT 1 FROM questions WHERE key = ? AND body IS NOT NULL"
        " AND at_ms >= (SELECT created_ms FROM jobs WHERE id = ?)",
        (key, job_id),
    ).fetchone()
    return row is not None


def furthest(db: sqlite3.Connection, key: str, creator_id: int, since_ms: int) -> tuple[int, bytes] | None:
    """The furthest page that was answered since then, and the answer; None: no page was."""
    row = db.execute(
        "SELECT x.page, x.body FROM requests q JOIN questions x ON x.request_id = q.id WHERE q.creator_id = ?"
        " AND x.key = ? AND x.at_ms >= ? AND x.body IS NOT NULL ORDER BY x.page DESC, x.at_ms DESC LIMIT 1",
        (creator_id, key, since_ms),
    ).fetchone()
    return (row[0], zlib.decompress(row[1])) if row else None


def is_open(db: sqlite3.Connection, key: str, creator_id: int | None = None, *, besides: int = 0) -> bool:
    """Whether a question is on its way, or paid perhaps without an answer. `besides`: a job that does not count."""
    row = db.execute(
        "SELECT 1 FROM questions x JOIN requests q ON q.id = x.request_id"
        f" WHERE x.key = ? AND ? IN (-1, q.creator_id) AND q.job_id <> ? AND {_OPEN}",
        (key, -1 if creator_id is None else creator_id, besides),
    ).fetchone()
    return row is not None


def answered_about(db: sqlite3.Connection, key: str, creator_ids: Iterable[int]) -> set[int]:
    """Those of these creators about whom a question was answered; 100,000 take 0.1 s."""
    found = db.execute(
        f"SELECT DISTINCT q.creator_id {_ABOUT.format(listed(creator_ids))} AND x.body IS NOT NULL", (key,)
    )
    return {creator_id for (creator_id,) in found}


def open_about(db: sqlite3.Connection, key: str, creator_ids: Iterable[int]) -> set[int]:
    """Those of these creators about whom `is_open` holds; 100,000 take 0.1 s."""
    found = db.execute(f"SELECT DISTINCT q.creator_id {_ABOUT.format(listed(creator_ids))} AND {_OPEN}", (key,))
    return {creator_id for (creator_id,) in found}


def furthest_pages(db: sqlite3.Connection, key: str, creator_ids: Iterable[int], since_ms: int) -> dict[int, int]:
    """The furthest page that was answered since then about each of these creators; nobody of whom none was."""
    found = db.execute(
        f"SELECT q.creator_id, max(x.page) {_ABOUT.format(listed(creator_ids))} AND x.body IS NOT NULL"
        " AND x.at_ms >= ? GROUP BY q.creator_id",
        (key, since_ms),
    )
    return dict(found.fetchall())


def asked_for(db: sqlite3.Connection, recipe_key: str | None, *, open_too: bool) -> set[tuple[str, int | None]]:
    """What earlier runs of a recipe asked, as (key, whom about or found); nothing where it is none.

    Without `open_too` only what it will not ask again by itself: answered or to be checked. What was taken back counts
    where somebody else got an answer since.
    """
    found = db.execute(
        "WITH asked AS (SELECT x.key AS key, q.creator_id AS about, max(q.id), q.state AS newest,"
        " j.created_ms AS since, sum(q.state IN ('waiting', 'failed')) AS open"
        " FROM requests q JOIN questions x ON x.request_id = q.id JOIN jobs j ON j.id = q.job_id"
        " WHERE j.recipe_key = :recipe GROUP BY 1, 2)"
        " SELECT key, about FROM asked WHERE (:open_too OR NOT open) AND (newest <> 'cancelled' OR EXISTS"
        " (SELECT 1 FROM questions x JOIN requests q ON q.id = x.request_id WHERE x.key = asked.key"
        " AND q.creator_id IS asked.about AND x.body IS NOT NULL AND x.at_ms >= asked.since))",
        {"recipe": recipe_key, "open_too": open_too},
    )
    return {(key, creator_id) for key, creator_id in found}


def stands(db: sqlite3.Connection, key: str, creator_ids: Iterable[int] | None = None) -> Counter[str]:
    """How many of these creators a question about is `uncertain`, or was refused last (`failed`), whoever asked it.

    None: the question is about nobody.
    """
    about = "IS NULL" if creator_ids is None else f"IN ({','.join(str(int(i)) for i in creator_ids)})"
    states: dict[int | None, list[str]] = {}
    for creator_id, state in db.execute(
        "SELECT q.creator_id, q.state FROM questions x JOIN requests q ON q.id = x.request_id"
        f" WHERE x.key = ? AND q.creator_id {about} ORDER BY q.id",
        (key,),
    ):
        states.setdefault(creator_id, []).append(state)
    return Counter(stand for one in states.values() if (stand := _stand(one)) in ("uncertain", "failed"))


def stands_of(db: sqlite3.Connection, keys: Iterable[str]) -> Counter[str]:
    """How many of these questions are `uncertain`, or brought nobody (`not_found`) or a refusal (`failed`) last,
    whoever asked them."""
    counted: Counter[str] = Counter()
    for key in keys:
        found = db.execute(
            "SELECT q.state FROM questions x JOIN requests q ON q.id = x.request_id"
            " WHERE x.key = ? AND q.state <> 'cancelled' ORDER BY q.id",
            (key,),
        )
        states = [state for (state,) in found]
        if states:
            counted[_stand(states)] += 1
    return Counter({stand: counted[stand] for stand in ("uncertain", "not_found", "failed")})


def _stand(states: list[str]) -> str:
    """Of one question asked several times: to be checked where one of them is, else the newest."""
    return str(RequestState.UNCERTAIN if RequestState.UNCERTAIN in states else states[-1])


def is_answered_again(db: sqlite3.Connection, request_id: int) -> bool:
    """Whether what a request asked was answered to another one after it was parked, up to its page or further."""
    row = db.execute(
        "SELECT 1 FROM questions x JOIN requests q ON q.id = x.request_id"
        " JOIN questions other ON other.key = x.key AND other.page >= x.page AND other.body IS NOT NULL"
        " JOIN requests o ON o.id = other.request_id"
        " WHERE x.request_id = ? AND o.id <> q.id AND other.at_ms >= coalesce(q.parked_ms, 0)"
        " AND (o.creator_id IS q.creator_id OR q.creator_id IS NULL)",
        (request_id,),
    ).fetchone()
    return row is not None


def of_job(db: sqlite3.Connection, job_id: int) -> list[tuple[str, RequestState, int | None, str]]:
    """A job's questions in order: (key, where it stands, whom it is about or found, what was said)."""
    found = db.execute(
        "SELECT x.key, q.state, q.creator_id, q.outcome FROM requests q JOIN questions x ON x.request_id = q.id"
        " WHERE q.job_id = ? ORDER BY q.position, q.id",
        (job_id,),
    )
    return [(key, RequestState(state), creator_id, outcome) for key, state, creator_id, outcome in found]
