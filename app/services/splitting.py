"""Reaching more than 10,000 matches: the search is split by followers into bands that the service gives out whole.

How many lie in a band is asked (one row each, kept); its upper half is what is left of the whole. Bands are halved
until each is small enough. Then one job fills one sheet, band after band.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import isqrt

from app.domain.errors import InputError
from app.domain.filters import Catalogue, Order, Search, Sort
from app.domain.jobs import Job, JobState
from app.domain.money import DISCOVERY_PRICE, Purse, total
from app.services.counting import COUNT_PRICE, Counting
from app.services.events import Changes, Events
from app.services.jobs import Jobs
from app.services.leaving_out import MOST_COUNTED, LeftOut, followers_key, left_out, range_of
from app.services.paging import MOST_RESULTS, Paging, Part
from app.workspace import finding, searches, sheets, uncertain
from app.workspace.searches import NewSearch, Role, match_key, pages_for
from app.workspace.store import Store

MOST_COUNTS = 40
LARGEST_BAND = 9_500  # below the service's 10,000: half of the bands are not counted themselves, and matches move
LARGEST_AUDIENCE = 1_000_000_000
_SMALLEST_CUT = 1_000  # followers; below it there is hardly anybody


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Creators with `low` to `high` followers, both included; `high` None: no limit. `matches`: how many, at most.

    `kept`: those of them that counts bought already.
    """

    low: int
    high: int | None
    matches: int
    kept: tuple[int, ...] = ()

    @property
    def most(self) -> Decimal:
        """The most its other creators cost."""
        pages, size = pages_for(self.matches - len(self.kept))
        return DISCOVERY_PRICE * pages * size


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPlan:
    """How all matches of a search can be had; counts are not in its price.

    `beyond`: matches that no band reaches, because more than 10,000 have one number of followers. `leave_out`: without
    creators that are had. Creators without a number of followers are in no band.
    """

    search: Search
    bands: tuple[Band, ...]
    beyond: int
    leave_out: bool

    @property
    def rows(self) -> int:
        """How many creators will stand in the sheet, at most."""
        return sum(band.matches for band in self.bands)

    @property
    def most(self) -> Decimal:
        """The most it costs, in credits."""
        return total(band.most for band in self.bands)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Missing:
    """What must be counted before a plan can be made; of `band`, only its limits and who is kept are known."""

    search: Search
    band: Band


class Splitting:
    """Plans and buys searches with more matches than one can give."""

    def __init__(
        self, store: Store, paging: Paging, jobs: Jobs, events: Events, catalogue: Catalogue, counting: Counting
    ) -> None:
        self._store = store
        self._paging = paging
        self._jobs = jobs
        self._events = events
        self._catalogue = catalogue
        self._counting = counting

    def counts_price(self, search: Search) -> Decimal | None:
        """The most that planning can cost; None where the search need not, or cannot, be split.

        It need not with 10,000 matches or fewer, and cannot on OnlyFans. How many match must have been counted.
        """
        told = self._counting.lately(search)
        key = followers_key(self._catalogue, search.platform)
        return COUNT_PRICE * MOST_COUNTS if key and told is not None and told.matches > MOST_RESULTS else None

    def plan(self, search: Search, *, leave_out: bool = False) -> SplitPlan | None:
        """How to have all matches, from counts of the last day; None while some of them are missing. Free."""
        planned = self._best(search, self._leaves_out(search, leave_out))
        return planned if isinstance(planned, SplitPlan) else None

    def _best(self, search: Search, leave_out: bool) -> "SplitPlan | _Missing":
        """The plan, or what must be counted next for it. Where creators are left out, one of all matches serves too:
        it was paid for, and fewer come than it says."""
        planned = self._planned(search, leave_out)
        if leave_out and not isinstance(planned, SplitPlan):
            whole = self._planned(search, False)
            return replace(whole, leave_out=True) if isinstance(whole, SplitPlan) else planned
        return planned

    async def count_bands(self, search: Search, *, leave_out: bool = False, purse: Purse | None = None) -> Job | None:
        """Ask the counts that `plan` still needs; None where it needs none. Cost: at most `counts_price`.

        Returns when all are known or the job waits for a person; calling it again goes on.
        """
        job: Job | None = None
        leave_out = self._leaves_out(search, leave_out)
        missing = self._best(search, leave_out)
        while isinstance(missing, _Missing):
            if job is None:
                job = self._jobs.get(await self._counting.begin(most=COUNT_PRICE * MOST_COUNTS))
            wanted = missing.search
            without = await left_out(self._store, self._catalogue, wanted, taken=MOST_COUNTED) if leave_out else None
            job = await self._counting.one_more(
                job.id, wanted, without=without, purse=purse, matching=missing.band.kept
            )
            if job.state is not JobState.FINISHED or job.totals.all >= MOST_COUNTS:
                break
            missing = self._planned(search, leave_out)
        return job

    def _leaves_out(self, search: Search, wanted: bool) -> bool:
        """Where nobody is had, nobody is left out: a count is then one of the whole, and told as such."""
        return wanted and self._store.peek(lambda db: finding.any_had(db, search.platform))

    def _planned(self, search: Search, leave_out: bool) -> "SplitPlan | _Missing":
        """The plan, or what must be counted next for it."""
        key = followers_key(self._catalogue, search.platform)
        if key is None:
            raise InputError(f"{search.platform.label} cannot be split: it has no filter for followers.", field="split")
        low, high = range_of(search, key)
        whole = Band(low=low or 0, high=high, matches=0)
        told = self._counting.lately(search, without_had=leave_out)
        if told is None:
            return _Missing(search=search, band=whole)
        waiting = [replace(whole, matches=told.matches)]
        bands: list[Band] = []
        counted = [search]
        while waiting:
            band = waiting.pop()
            if band.matches <= LARGEST_BAND or band.low == band.high:
                bands.append(band)
                continue
            lower = replace(band, high=_cut(band) - 1)
            narrowed = _narrowed(search, key, lower)
            told = self._counting.lately(narrowed, without_had=leave_out)
            if told is None:
                (lower,) = self._with_kept(counted, [lower])
                return _Missing(search=narrowed, band=lower)
            counted.append(narrowed)
            waiting.append(replace(lower, matches=told.matches))
            waiting.append(replace(band, low=_cut(band), matches=max(band.matches - told.matches, 0)))
        rising = search.sort == Sort(by="number_of_followers", order=Order.ASC)
        bands.sort(key=lambda band: band.low, reverse=not rising)
        within = [replace(band, matches=min(band.matches, MOST_RESULTS)) for band in bands if band.matches]
        return SplitPlan(
            search=search,
            bands=tuple(self._with_kept(counted, within)),
            beyond=sum(max(band.matches - MOST_RESULTS, 0) for band in bands),
            leave_out=leave_out,
        )

    def _with_kept(self, counted: Sequence[Search], bands: list[Band]) -> list[Band]:
        """What the counts of this plan brought, each in its band."""
        keys = [match_key(one) for one in counted]

        def read(db: sqlite3.Connection) -> dict[int, int]:
            found = [one for key in keys for one in finding.counted_only(db, key)]
            return finding.followers_of(db, found)

        followers = self._store.peek(read)
        return [
            replace(band, kept=tuple(one for one, size in followers.items() if _holds(band, size))[:MOST_COUNTED])
            for band in bands
        ]

    async def open_sheet(self, plan: SplitPlan) -> int:
        """Make a sheet for a plan, its searches frozen as they are now. Free."""
        key = followers_key(self._catalogue, plan.search.platform) or ""
        wanted = [_narrowed(plan.search, key, band) for band in plan.bands]
        had = [
            await left_out(self._store, self._catalogue, one, taken=MOST_COUNTED) if plan.leave_out else None
            for one in wanted
        ]
        at_ms = self._jobs.now_ms()

        def write(db: sqlite3.Connection) -> int:
            whole = NewSearch(search=plan.search, role=Role.SPLIT, total=plan.rows)
            parent = searches.add(db, whole, at_ms)
            name = self._catalogue.name(plan.search)
            sheet_id = sheets.add(db, name, search_id=parent, list_key=None, at_ms=at_ms)
            position = 0
            for band, search, without in zip(plan.bands, wanted, had, strict=True):
                new = _of_band(db, band, search, parent, position, without)
                finding.take_over(db, searches.add(db, new, at_ms), sheet_id, band.kept, position, at_ms)
                position += band.matches
            return sheet_id

        sheet_id = await self._store.write(write)
        self._events.publish(Changes(sheets=True, saved=True, sheet_id=sheet_id))
        return sheet_id

    async def find(self, sheet_id: int, *, purse: Purse | None = None) -> Job:
        """Buy what the sheet of a plan does not have yet, as one job. Cost: at most `SplitPlan.most`."""

        def read(db: sqlite3.Connection) -> tuple[int, int | None, list[Part]]:
            parent = sheets.search_of(db, sheet_id)
            assert parent is not None
            known = [searches.get(db, search_id) for search_id in finding.bands(db, parent)]
            parts = [Part(search_id=one.id, page_size=one.page_size, pages=one.missing) for one in known]
            return parent, uncertain.open_search_job(db, parent), parts

        parent, job_id, parts = await self._store.read(read)
        if job_id is None:
            most = total(part.most for part in parts)
            job_id = await self._paging.start(sheet_id, parent, parts, title="Finding creators", most=most)
        return await self._jobs.work(job_id, purse)


def _narrowed(search: Search, key: str, band: Band) -> Search:
    limits = {"min": band.low} if band.high is None else {"min": band.low, "max": band.high}
    return search.with_filter(key, limits)


def _cut(band: Band) -> int:
    """The number of followers at which a band is halved: there are ever fewer creators the more followers."""
    high = LARGEST_AUDIENCE if band.high is None else band.high
    middle = isqrt(max(band.low, min(_SMALLEST_CUT, high)) * high)
    return min(max(middle, band.low + 1), high)


def _holds(band: Band, followers: int) -> bool:
    return band.low <= followers and (band.high is None or followers <= band.high)


def _of_band(
    db: sqlite3.Connection, band: Band, search: Search, parent: int, position: int, without: LeftOut | None
) -> NewSearch:
    had = without.handles if without else ()
    return NewSearch(
        search=replace(search, target=band.matches),
        role=Role.BAND,
        of_search=parent,
        first_position=position,
        kept=len(band.kept),
        known_left_out=len(had),
        total=band.matches - len(band.kept),
        left_out=(*finding.handles_of(db, band.kept), *had),
    )
