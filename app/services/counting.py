""" "Count matches": one row is asked for to learn how many creators match, and what is known from such answers.

The row is kept: a search for the same matches takes it over instead of buying it again.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.filters import BEST_MATCH, Catalogue, Search
from app.domain.jobs import Job
from app.domain.money import DISCOVERY_PRICE, Purse
from app.services.exclusions import Exclusions
from app.services.jobs import Jobs
from app.services.leaving_out import COMPARABLE_MS, MOST_COUNTED, MOST_HANDLES, LeftOut
from app.services.paging import Paging, Part, add_parts
from app.workspace import finding, searches
from app.workspace.finding import Total
from app.workspace.searches import NewSearch, Role, match_key
from app.workspace.store import Store

COUNT_PRICE = DISCOVERY_PRICE  # of the one row; nothing where nobody matches
_TITLE = "Counting matches"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEffect:
    """A filter that changed nothing: as many match with it as without. The service may not know it (contract, Q7)."""

    key: str
    matches: int


class Counting:
    """Learns and remembers how many creators match."""

    def __init__(
        self,
        store: Store,
        paging: Paging,
        jobs: Jobs,
        catalogue: Catalogue,
        exclusions: Exclusions,
    ) -> None:
        self._store = store
        self._paging = paging
        self._jobs = jobs
        self._catalogue = catalogue
        self._exclusions = exclusions

    def known(self, search: Search, *, without_had: bool = False) -> Total | None:
        """What the service said last about this platform and these filters, in a count or a search; None: never.

        `without_had`: of the creators that were not had then. Free, and old: `at_ms` says how old.
        """
        return self._store.peek(lambda db: finding.newest_total(db, match_key(search), whole=not without_had))

    def lately(self, search: Search, *, without_had: bool = False) -> Total | None:
        """`known`, where it is less than a day old."""
        told = self.known(search, without_had=without_had)
        return told if told is not None and self._jobs.now_ms() - told.at_ms < COMPARABLE_MS else None

    async def count(self, search: Search, *, without: LeftOut | None = None, purse: Purse | None = None) -> Job:
        """Ask how many match; `known` tells it when the job has finished. Cost: at most COUNT_PRICE.

        `without`: leaving out these, who are had. Raises: InputError naming an exclusion list that is gone.
        """
        job_id = await self.begin(most=COUNT_PRICE)
        return await self.one_more(job_id, search, without=without, purse=purse)

    async def begin(self, *, most: Decimal) -> int:
        """Write a job for several counts, `most` credits together; they are added by `one_more`."""
        sheet_id = await self._store.write(lambda db: finding.counts_sheet(db, self._jobs.now_ms()))
        return await self._paging.start(sheet_id, None, [], title=_TITLE, most=most)

    async def one_more(
        self,
        job_id: int,
        search: Search,
        *,
        without: LeftOut | None = None,
        purse: Purse | None = None,
        matching: Sequence[int] = (),
    ) -> Job:
        """Ask one more count in a job; returns when that ended or waits for a person.

        `matching`: creators that other counts brought and that match this one too; they are not brought again.
        """
        await self._exclusions.check(search)
        had = without.handles if without else ()

        def write(db: sqlite3.Connection) -> None:
            kept = list(dict.fromkeys([*matching, *finding.counted_only(db, match_key(search))]))[:MOST_COUNTED]
            new = NewSearch(
                search=replace(search, target=1, sort=BEST_MATCH),
                role=Role.COUNT,
                kept=len(kept),
                known_left_out=len(had),
                left_out=(*finding.handles_of(db, kept), *had)[:MOST_HANDLES],
            )
            search_id = searches.add(db, new, self._jobs.now_ms())
            add_parts(db, job_id, [Part(search_id=search_id, page_size=1, pages=(0,))])

        await self._store.write(write)
        return await self._jobs.work(job_id, purse)

    def without_effect(self, search: Search, *, without_had: bool = False) -> tuple[NoEffect, ...]:
        """Filters that changed nothing, as far as answers of one day say so: ask with and without one to know it."""
        told = self.known(search, without_had=without_had)
        if told is None:
            return ()
        found = []
        for key in self._keys(search):
            wider = self.known(search.without(key), without_had=without_had)
            if wider is not None and _comparable(told, wider) and wider.matches == told.matches:
                found.append(NoEffect(key=key, matches=told.matches))
        return tuple(found)

    def _keys(self, search: Search) -> Sequence[str]:
        return [key for key in self._catalogue.by_key if search.value(key) is not None]


def _comparable(one: Total, other: Total) -> bool:
    return abs(one.at_ms - other.at_ms) < COMPARABLE_MS and one.known_left_out == other.known_left_out
