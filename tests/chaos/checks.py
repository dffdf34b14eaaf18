"""What must hold whatever happened: read from the practice service's books and from the workspace, by neither's code.

Times are monotonic seconds, which all processes of a machine share.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.workspace import ledger
from app.workspace.store import FILE_NAME, open_for_reading
from tests.chaos.colleague import AGENT, PLATFORM

Arrival = dict[str, Any]
Purchase = tuple[str, str, bool | None, bool | None]  # handle, tier, audience, lookalikes; None: not part of the tier

# A row of a job that nobody stopped: bought by this job or another one, known to be nowhere, to be checked, or taken
# back in favour of another job that somebody stopped. A page: bought, or behind the end of the matches.
_OPEN_ROWS = """
    SELECT q.job_id, j.state, q.state, c.handle, group_concat(other.job_id || ' ' || other.state, ', ')
    FROM requests q JOIN jobs j ON j.id = q.job_id JOIN creators c ON c.id = q.creator_id
    JOIN requests other ON other.creator_id = c.id
    WHERE q.job_id NOT IN ({stopped}) AND q.state NOT IN ('done', 'not_found', 'uncertain')
    AND NOT (q.state = 'cancelled' AND c.parts <> 0)
    GROUP BY q.id HAVING NOT (q.state = 'cancelled' AND max(other.state = 'not_found' OR other.job_id IN ({stopped})))
"""
_OPEN_PAGES = """
    SELECT q.job_id, j.state, q.state, q.page FROM requests q JOIN jobs j ON j.id = q.job_id
    JOIN searches s ON s.id = coalesce(q.search_id, j.search_id)
    WHERE q.job_id NOT IN ({stopped}) AND q.state NOT IN ('done', 'cancelled')
    AND NOT EXISTS (SELECT 1 FROM pages p WHERE p.search_id = s.id AND p.wire_page = q.page + s.first_page)
"""
_TWICE = """
    SELECT c.handle, r.bought FROM readings r JOIN creators c ON c.id = r.creator_id
    GROUP BY c.id, r.bought HAVING count(*) > 1
"""
_STORED = """
    SELECT DISTINCT h.handle, j.tier, iif(j.tier = 'full', j.audience, NULL),
    iif(j.tier IN ('full', 'analytics'), j.lookalikes, NULL) FROM readings r
    JOIN requests q ON q.id = r.request_id JOIN jobs j ON j.id = q.job_id JOIN handles h ON h.creator_id = r.creator_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """One comparison of both books, in credits."""

    sums: ledger.Sums
    used: Decimal
    colleague: Decimal


def asked(workspace: Path, statement: str) -> list[tuple[Any, ...]]:
    """The rows of a statement on the workspace file, beside whoever works in it."""
    with closing(sqlite3.connect(f"{(workspace / FILE_NAME).absolute().as_uri()}?mode=ro", uri=True)) as db:
        return db.execute(statement).fetchall()


def still_open(workspace: Path, stopped: Iterable[int]) -> list[tuple[Any, ...]]:
    """Rows and pages that were asked for and are neither had, nor nowhere, nor to be checked. `stopped`: jobs that
    somebody wanted to stop at some time."""
    ids = ",".join(map(str, stopped)) or "0"
    return [row for statement in (_OPEN_ROWS, _OPEN_PAGES) for row in asked(workspace, statement.format(stopped=ids))]


def to_check(workspace: Path) -> int:
    """How many rows and pages wait under "Check payment"."""
    ((count,),) = asked(workspace, "SELECT count(*) FROM requests WHERE state = 'uncertain'")
    return int(count)


def stored(workspace: Path) -> set[Purchase]:
    """Whose details are stored, and how they were bought."""
    return {(handle, tier, audience, alike) for handle, tier, audience, alike in asked(workspace, _STORED)}  # 1 == True


def stored_twice(workspace: Path) -> list[tuple[Any, ...]]:
    return asked(workspace, _TWICE)


def purchase_of(arrival: Arrival) -> Purchase | None:
    """What an enrichment asks for; None for other calls."""
    body, path = arrival["asked"], arrival["path"]
    if "/enrich/handle/" not in path or not body:
        return None
    tier = path.rstrip("/").rsplit("/", 1)[1]
    handle = body["handle"].lstrip("@").lower()
    return handle, tier, body.get("include_audience_data"), body.get("include_lookalikes")


def ours(arrivals: Iterable[Arrival]) -> list[Arrival]:
    """In order of time, without the colleague's."""
    return sorted((one for one in arrivals if one["agent"] != AGENT), key=lambda one: one["at"])


def asked_again(arrivals: Iterable[Arrival], stored_at: dict[Purchase, float]) -> list[Arrival]:
    """Requests for what had been stored before a kill; `stored_at`: when it was first seen to be stored."""
    return [
        one
        for one in ours(arrivals)
        if (what := purchase_of(one)) is not None and one["at"] > stored_at.get(what, one["at"])
    ]


def most_in_any_window(arrivals: Iterable[Arrival], window_s: float) -> int:
    """Our fullest window."""
    times = [one["at"] for one in ours(arrivals)]
    most = first = 0
    for last, at in enumerate(times):
        while at - times[first] >= window_s:
            first += 1
        most = max(most, last - first + 1)
    return most


def refused_share(arrivals: Iterable[Arrival], *, first_s: float) -> float:
    """Of our requests after the first `first_s` those answered 429 by the rate, not by a fault on request."""
    mine = ours(arrivals)
    later = [one for one in mine if one["at"] - mine[0]["at"] >= first_s]
    refused = sum(one["status"] == 429 and one["fault"] != "429" for one in later)
    return refused / max(1, len(later))


def money(workspace: Path, books: dict[str, Any]) -> Money:
    """Both books at a moment at which nothing is on its way."""
    store = open_for_reading(workspace)
    assert store is not None
    try:
        sums = store.peek(ledger.sums)
    finally:
        store.close()
    theirs = (Decimal(entry["amount"]) for entry in books["entries"] if entry["platform"] == PLATFORM)
    return Money(sums=sums, used=Decimal(books["used"]), colleague=sum(theirs, Decimal(0)))


def check_money(both: Money) -> None:
    """Ours, uncertain and other use are together what was used; other use is the colleague's, to what nobody knows."""
    sums = both.sums
    assert sums.charged + sums.uncertain + sums.other_use == both.used, both
    assert sums.other_use <= both.colleague <= sums.other_use + sums.uncertain, both
