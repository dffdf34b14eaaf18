"""A search that ran again into its sheet: who came new, whose numbers changed, who is gone."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.workspace import searches
from app.workspace.searches import KnownSearch, Role


class Part(StrEnum):
    """Which of a job's creators: those of a run again, or of any job those who have an email now."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    WITH_EMAIL = "with_email"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A creator whose numbers are others than when a search brought them before."""

    creator_id: int
    followers: tuple[int | None, int | None]  # before, now
    engagement: tuple[float | None, float | None]  # in percent


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainResult:
    """What a run again brought so far, as ids of creators.

    `changed` is only about those who came again. `gone`: they were in it and are not now; None where that is not
    known, because not everything was asked for, or not all of it came.
    """

    new: tuple[int, ...]
    changed: tuple[Change, ...]
    gone: tuple[int, ...] | None

    def ids(self, part: Part) -> tuple[int, ...]:
        """The creators of one part of a run again; nobody where that is not known."""
        if part is Part.CHANGED:
            return tuple(change.creator_id for change in self.changed)
        return self.new if part is Part.NEW else (self.gone or () if part is Part.GONE else ())


def runs(db: sqlite3.Connection, search_id: int) -> list[int]:
    """A sheet's search and its later runs, oldest first."""
    found = db.execute(
        "SELECT id FROM searches WHERE id = ? OR (of_search = ? AND role = ?) ORDER BY id",
        (search_id, search_id, Role.AGAIN),
    )
    return [row[0] for row in found]


def result(db: sqlite3.Connection, run_id: int) -> AgainResult | None:
    """What a run brought beside those before it; None for a search that is no run again."""
    run = searches.get(db, run_id)
    if run.role is not Role.AGAIN or run.of_search is None:
        return None
    earlier = [one for one in runs(db, run.of_search) if one < run_id]
    return AgainResult(
        new=tuple(brought_first(db, run_id, earlier)),
        changed=tuple(changes(db, run_id, earlier)),
        gone=tuple(not_brought(db, run_id, earlier)) if _asked_for_all(run) else None,
    )


def result_of_job(db: sqlite3.Connection, job_id: int) -> AgainResult | None:
    """What the run again that a job bought brought; None for any other job."""
    row = db.execute("SELECT search_id FROM jobs WHERE id = ?", (job_id,)).fetchone()
    return result(db, row[0]) if row is not None and row[0] is not None else None


def brought_first(db: sqlite3.Connection, run_id: int, earlier: Sequence[int]) -> list[int]:
    """Creators a run brought that no earlier search of the sheet did, in the order of the sheet."""
    found = db.execute(
        "SELECT f.creator_id FROM found_rows f WHERE f.search_id = ? AND NOT EXISTS (SELECT 1 FROM found_rows e"
        f" WHERE e.creator_id = f.creator_id AND e.search_id IN ({_marks(earlier)})) ORDER BY f.at_ms, f.creator_id",
        (run_id, *earlier),
    )
    return [row[0] for row in found]


def not_brought(db: sqlite3.Connection, run_id: int, earlier: Sequence[int]) -> list[int]:
    """Creators an earlier search brought that this run did not."""
    found = db.execute(
        f"SELECT DISTINCT e.creator_id FROM found_rows e WHERE e.search_id IN ({_marks(earlier)}) AND NOT EXISTS"
        " (SELECT 1 FROM found_rows f WHERE f.search_id = ? AND f.creator_id = e.creator_id) ORDER BY e.creator_id",
        (*earlier, run_id),
    )
    return [row[0] for row in found]


def changes(db: sqlite3.Connection, run_id: int, earlier: Sequence[int]) -> list[Change]:
    """Creators a run brought with other numbers than the search before it that brought them."""
    found = db.execute(
        "SELECT f.creator_id, e.followers, f.followers, e.engagement, f.engagement FROM found_rows f"
        " JOIN found_rows e ON e.creator_id = f.creator_id AND e.search_id = (SELECT max(b.search_id) FROM found_rows b"
        f" WHERE b.creator_id = f.creator_id AND b.search_id IN ({_marks(earlier)}))"
        " WHERE f.search_id = ? AND (e.followers IS NOT f.followers OR e.engagement IS NOT f.engagement)"
        " ORDER BY f.creator_id",
        (*earlier, run_id),
    )
    return [
        Change(creator_id=creator_id, followers=(was, now), engagement=(rate_was, rate_now))
        for creator_id, was, now, rate_was, rate_now in found
    ]


def _asked_for_all(run: KnownSearch) -> bool:
    """Whether every match of today has come: nobody was left out, and no page is missing up to the end."""
    reached = run.ended or (run.total is not None and run.total <= len(run.pages) * run.page_size)
    return not run.known_left_out and not run.missing and reached


def _marks(numbers: Sequence[int]) -> str:
    return ",".join("?" for _ in numbers)
