"""What requests asked for already, and where that stands, so that nothing is bought twice (money rule 6)."""

import sqlite3
from collections.abc import Iterable

from app.domain.jobs import RequestState
from app.domain.money import Tier


def newest_states(db: sqlite3.Connection, creator_ids: Iterable[int]) -> list[RequestState]:
    """The state of the newest request for the details of each of these creators, where there is one; to be checked
    where that one was refused, stopped or is not sent, and an earlier one is."""
    states = []
    for creator_id in creator_ids:
        found = db.execute(
            "SELECT q.state FROM requests q JOIN jobs j ON j.id = q.job_id WHERE q.creator_id = ?"
            " AND j.tier IS NOT NULL ORDER BY q.id DESC",
            (creator_id,),
        ).fetchall()
        asked = [RequestState(state) for (state,) in found]
        if asked:
            idle = asked[0] in (RequestState.FAILED, RequestState.CANCELLED, RequestState.WAITING)
            states.append(RequestState.UNCERTAIN if idle and RequestState.UNCERTAIN in asked else asked[0])
    return states


def asked_creators(db: sqlite3.Connection, job_id: int) -> set[int]:
    """The creators the job already has a request for."""
    return {row[0] for row in db.execute("SELECT creator_id FROM requests WHERE job_id = ?", (job_id,)) if row[0]}


def still_asked(db: sqlite3.Connection, job_id: int) -> set[int]:
    """Those of them whom a later run of its recipe does not ask for again.

    A request that was taken back is none: another job was getting, or may have paid for, the same at that time. Where
    it came, it is had; where it did not, it is asked for again.
    """
    found = db.execute(
        "SELECT creator_id FROM requests WHERE job_id = ? AND creator_id IS NOT NULL AND state <> 'cancelled'",
        (job_id,),
    )
    return {creator_id for (creator_id,) in found}


def asked_inputs(db: sqlite3.Connection, job_id: int) -> set[str]:
    """The handles or addresses that the job's batches hold, without those that were taken back."""
    found = db.execute(
        "SELECT input FROM requests WHERE job_id = ? AND input IS NOT NULL AND state <> 'cancelled'", (job_id,)
    )
    return {text for (text,) in found}


def pending(db: sqlite3.Connection, creator_ids: Iterable[int], tier: Tier, *, besides: int = 0) -> set[int]:
    """Those creators whose details of this tier are on their way, or paid perhaps without an answer.

    `besides`: a job whose own requests do not count.
    """
    wanted = ",".join(str(int(i)) for i in creator_ids)
    found = db.execute(
        "SELECT DISTINCT q.creator_id FROM requests q JOIN jobs j ON j.id = q.job_id"
        f" WHERE q.creator_id IN ({wanted}) AND j.tier IN (?, 'full') AND j.id <> ?"
        " AND (q.state IN ('sent', 'away', 'uncertain')"
        " OR (q.state = 'waiting' AND j.state IN ('waiting', 'running')))",
        (tier, besides),
    )
    return {creator_id for (creator_id,) in found}
