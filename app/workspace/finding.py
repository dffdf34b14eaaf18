"""What the workspace knows beside a search's own pages: who is had already, how many matched, what changed since."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.platforms import Platform
from app.workspace import searches, sheets
from app.workspace.ids import listed
from app.workspace.requests import SEARCH_OF
from app.workspace.searches import KnownSearch, Role

_HAD = "(c.parts > 0 OR EXISTS (SELECT 1 FROM sheet_rows r WHERE r.creator_id = c.id))"
_COUNTS = "counted matches"  # the list key of the sheet, never shown, that counts are booked to


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """How many matched, as the service said at a time; `known_left_out` handles of creators had were not among them."""

    search_id: int
    matches: int
    at_ms: int
    known_left_out: int


def count_had(db: sqlite3.Connection, platform: Platform) -> int:
    """How many creators of a platform stand in a sheet or have details."""
    (count,) = db.execute(
        f"SELECT count(*) FROM creators c WHERE c.platform = ? AND c.deleted_ms IS NULL AND {_HAD}", (platform,)
    ).fetchone()
    return int(count)


def any_had(db: sqlite3.Connection, platform: Platform) -> bool:
    """Whether `count_had` would count anybody."""
    row = db.execute(
        f"SELECT 1 FROM creators c WHERE c.platform = ? AND c.deleted_ms IS NULL AND {_HAD} LIMIT 1", (platform,)
    ).fetchone()
    return row is not None


def handles_had(
    db: sqlite3.Connection,
    platform: Platform,
    most: int,
    *,
    low: float | None = None,
    high: float | None = None,
    sheet_id: int | None = None,
) -> list[str]:
    """Their handles, at most `most`: first those of a sheet, then those whose followers may lie in the range, then the
    newest. Takes 0.3 s at 100,000."""
    found = db.execute(
        f"SELECT c.handle FROM creators c WHERE c.platform = :platform AND c.deleted_ms IS NULL AND {_HAD}"
        " ORDER BY EXISTS (SELECT 1 FROM sheet_rows r WHERE r.creator_id = c.id AND r.sheet_id = :sheet) DESC,"
        " c.f_followers < :low OR c.f_followers > :high, c.changed_ms DESC, c.id LIMIT :most",
        {"platform": platform, "low": low, "high": high, "sheet": sheet_id, "most": most},
    )
    return [row[0] for row in found]


def counts_sheet(db: sqlite3.Connection, at_ms: int) -> int:
    """The sheet that counts are booked to; it is never shown."""
    row = db.execute("SELECT id FROM sheets WHERE list_key = ?", (_COUNTS,)).fetchone()
    if row is not None:
        return int(row[0])
    sheet_id = sheets.add(db, "Counted matches", search_id=None, list_key=_COUNTS, at_ms=at_ms)
    db.execute("UPDATE sheets SET deleted_ms = ? WHERE id = ?", (at_ms, sheet_id))
    return sheet_id


def counted_only(db: sqlite3.Connection, match_key: str) -> list[int]:
    """Creators that counts of these matches brought and that are had in no other way."""
    found = db.execute(
        "SELECT DISTINCT f.creator_id FROM searches s JOIN found_rows f ON f.search_id = s.id"
        " JOIN creators c ON c.id = f.creator_id"
        f" WHERE s.match_key = ? AND s.role = ? AND c.deleted_ms IS NULL AND NOT {_HAD} ORDER BY s.id",
        (match_key, Role.COUNT),
    )
    return [row[0] for row in found]


def handles_of(db: sqlite3.Connection, creator_ids: Iterable[int], platform: Platform | None = None) -> list[str]:
    """The present handles of creators, of one platform or of all, in order; 100,000 take 0.2 s."""
    return [name for its, name in _handles(db, creator_ids) if platform in (None, its)]


def handles_by_platform(db: sqlite3.Connection, creator_ids: Iterable[int]) -> dict[Platform, list[str]]:
    """The same, platform by platform; those that nobody of them is on are left out."""
    found: dict[Platform, list[str]] = {}
    for platform, name in _handles(db, creator_ids):
        found.setdefault(Platform(platform), []).append(name)
    return found


def _handles(db: sqlite3.Connection, creator_ids: Iterable[int]) -> Iterator[tuple[str, str]]:
    wanted = list(creator_ids)
    found = db.execute(f"SELECT id, platform, handle FROM creators WHERE id IN ({listed(wanted)})")
    known = {creator_id: (platform, name) for creator_id, platform, name in found}
    return (known[creator_id] for creator_id in wanted)


def followers_of(db: sqlite3.Connection, creator_ids: Iterable[int]) -> dict[int, int]:
    """The followers of creators as a search told them last; those it told nothing about are left out."""
    told = {}
    for creator_id in creator_ids:
        row = db.execute(
            "SELECT followers FROM found_rows WHERE creator_id = ? ORDER BY search_id DESC LIMIT 1", (creator_id,)
        ).fetchone()
        if row and row[0] is not None:
            told[creator_id] = row[0]
    return told


def take_over(
    db: sqlite3.Connection, search_id: int, sheet_id: int, creator_ids: Sequence[int], position: int, at_ms: int
) -> None:
    """Put creators that a count brought into a sheet, as if the search had brought them."""
    for at, creator_id in enumerate(creator_ids, position):
        sheets.add_row(db, sheet_id, creator_id, at, at_ms)
        db.execute(
            "INSERT OR IGNORE INTO found_rows (search_id, creator_id, request_id, at_ms, followers, engagement)"
            " SELECT ?, creator_id, request_id, at_ms, followers, engagement FROM found_rows WHERE creator_id = ?"
            " ORDER BY search_id DESC LIMIT 1",
            (search_id, creator_id),
        )


def newest_total(db: sqlite3.Connection, match_key: str, *, whole: bool) -> Total | None:
    """What the service said last about these matches; `whole`: with nobody left out for being had, else with."""
    row = db.execute(
        "SELECT s.id, s.total + s.kept, max(p.at_ms) AS at_ms, s.known_left_out FROM searches s"
        " JOIN pages p ON p.search_id = s.id WHERE s.match_key = ? AND s.total IS NOT NULL"
        " AND (s.known_left_out = 0) = ? GROUP BY s.id ORDER BY at_ms DESC, s.id DESC LIMIT 1",
        (match_key, whole),
    ).fetchone()
    return Total(search_id=row[0], matches=row[1], at_ms=row[2], known_left_out=row[3]) if row else None


def found_before(db: sqlite3.Connection, search_id: int, match_key: str) -> int:
    """How many creators that a search leaves out for being had are known to match it: an earlier one brought them."""
    (count,) = db.execute(
        "SELECT count(DISTINCT c.handle) FROM searches s JOIN found_rows f ON f.search_id = s.id"
        " JOIN creators c ON c.id = f.creator_id WHERE s.match_key = ? AND s.id < ? AND s.role <> ? AND c.handle IN"
        " (SELECT value FROM left_out l, json_each(l.handles) WHERE l.search_id = ?)",
        (match_key, search_id, Role.COUNT, search_id),
    ).fetchone()
    return int(count)


def searches_of(db: sqlite3.Connection, job_id: int) -> list[int]:
    """The searches whose pages a job buys, in their order."""
    found = db.execute(
        f"SELECT {SEARCH_OF} AS s FROM requests q WHERE job_id = ? AND page IS NOT NULL"
        " GROUP BY s ORDER BY min(position)",
        (job_id,),
    )
    return [row[0] for row in found]


def search_of_sheet(db: sqlite3.Connection, sheet_id: int) -> KnownSearch | None:
    """The search a sheet's rows came from; None for lists."""
    search_id = sheets.search_of(db, sheet_id)
    return None if search_id is None else searches.get(db, search_id)


def bands(db: sqlite3.Connection, search_id: int) -> list[int]:
    """The parts of a split search, in the order of the sheet."""
    found = db.execute(
        "SELECT id FROM searches WHERE of_search = ? AND role = ? ORDER BY first_position, id", (search_id, Role.BAND)
    )
    return [row[0] for row in found]
