"""Leaving out creators that are had already, so that a search brings, and costs, only new ones.

The handles go out as `exclude_handles` beside those the filters name. They are frozen with the search when it begins:
its pages stay in place however many creators come meanwhile. A search is not another one for it, and a recipe never
gets it unless its filters say so.
"""

import sqlite3
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.filters import Catalogue, Search
from app.domain.money import DISCOVERY_PRICE
from app.domain.platforms import Platform
from app.workspace import finding
from app.workspace.searches import KnownSearch, Role, match_key
from app.workspace.store import Store

KEY = "exclude_handles"
MOST_HANDLES = 10_000  # contract, section 3
MOST_COUNTED = 100  # rows of counts that one search takes over; each takes one of those places
COMPARABLE_MS = 24 * 3600 * 1000  # two totals further apart may differ because the creators did
_AUDIENCE_SIZE = "audience_size"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Whose handles a search will carry because they are had; `had`: how many are had on its platform."""

    handles: tuple[str, ...]
    had: int

    @property
    def beyond(self) -> int:
        """How many are had but do not fit: they may come, and cost, again. An exclusion list has room for them."""
        return self.had - len(self.handles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """How many matches were left out because they are had, and what they would have cost.

    `exact`: the service named the matches with and without them; else they are those that an earlier search with the
    same filters brought, and there may be more.
    """

    creators: int
    exact: bool

    @property
    def credits(self) -> Decimal:
        return DISCOVERY_PRICE * self.creators


def followers_key(catalogue: Catalogue, platform: Platform) -> str | None:
    """The filter for the size of an audience there; None on OnlyFans (contract, Q8)."""
    same = (spec.key for spec in catalogue.for_platform(platform) if spec.same_concept == _AUDIENCE_SIZE)
    return next(same, None)


def range_of(search: Search, key: str | None) -> tuple[int | None, int | None]:
    """The lowest and highest number of followers a search asks for; None where it does not say."""
    low, high = (search.value(f"{key}.{end}") if key else None for end in ("min", "max"))
    return (low if isinstance(low, int) else None), (high if isinstance(high, int) else None)


async def left_out(
    store: Store, catalogue: Catalogue, search: Search, *, taken: int = 0, sheet_id: int | None = None
) -> LeftOut:
    """Who of the search's platform is had; where not all fit, those that most likely match.

    `taken`: places that something else needs. `sheet_id`: whose rows come first. Reads the workspace only.
    """
    low, high = range_of(search, followers_key(catalogue, search.platform))
    room = MOST_HANDLES - taken - len(_written(search))

    def read(db: sqlite3.Connection) -> LeftOut:
        handles = finding.handles_had(db, search.platform, max(room, 0), low=low, high=high, sheet_id=sheet_id)
        return LeftOut(handles=tuple(handles), had=finding.count_had(db, search.platform))

    return await store.read(read)


def outgoing(search: Search, handles: tuple[str, ...]) -> Search:
    """The search as it goes out: exactly as written where nobody is left out beside what it says itself."""
    return replace(search, filters={**search.filters, KEY: [*_written(search), *handles]}) if handles else search


def saving(store: Store, known: KnownSearch) -> Saving | None:
    """What leaving out saved in a search that has begun; None where it left nobody out or has no answer yet."""
    if not known.known_left_out or known.matches is None:
        return None
    key, matches = match_key(known.search, known.seed), known.matches

    def read(db: sqlite3.Connection) -> Saving:
        whole, less = (finding.newest_total(db, key, whole=which) for which in (True, False))
        fresh = whole is not None and less is not None and abs(whole.at_ms - less.at_ms) < COMPARABLE_MS
        if known.role is not Role.AGAIN and whole is not None and fresh and whole.matches >= matches:
            return Saving(creators=whole.matches - matches, exact=True)
        return Saving(creators=finding.found_before(db, known.id, key), exact=False)

    return store.peek(read)


def _written(search: Search) -> tuple[str, ...]:
    handles = search.value(KEY)
    return tuple(handles) if isinstance(handles, (list, tuple)) else ()
