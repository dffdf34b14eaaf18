"""Finding creators: a search becomes a sheet, its pages are bought as planned, and a few more where they are wanted."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.errors import InputError
from app.domain.filters import Catalogue, Search
from app.domain.jobs import Job
from app.domain.money import DISCOVERY_PRICE, PAGE_ROWS, Purse
from app.domain.platforms import Handle, Platform
from app.services.events import Changes, Events
from app.services.exclusions import Exclusions
from app.services.jobs import Jobs
from app.services.leaving_out import COMPARABLE_MS, MOST_COUNTED, LeftOut, Saving, left_out, saving
from app.services.paging import MOST_RESULTS, Paging, Part
from app.workspace import again, creators, finding, prices, searches, sheets, uncertain
from app.workspace import jobs as stored
from app.workspace.searches import KnownSearch, NewSearch, match_key, pages_for
from app.workspace.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPlan:
    """What a search would buy: `rows` and `most` credits, both at most.

    `kept`: creators among those wanted that counts of these matches bought before. `left_out`: who is left out for
    being had, None where nobody is. `seed`: the creator whose like is looked for, None for an ordinary search.
    """

    search: Search
    rows: int
    most: Decimal
    kept: tuple[int, ...] = ()
    left_out: LeftOut | None = None
    seed: Handle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MorePlan:
    """What "Get 50 more" would bring: rows and credits, both at most."""

    rows: int
    most: Decimal
    pages: tuple[int, ...]


class Discovery:
    """Buys searches."""

    def __init__(
        self,
        store: Store,
        paging: Paging,
        jobs: Jobs,
        events: Events,
        catalogue: Catalogue,
        exclusions: Exclusions,
    ) -> None:
        self._store = store
        self._paging = paging
        self._jobs = jobs
        self._events = events
        self._catalogue = catalogue
        self._exclusions = exclusions

    def sheet_of(self, search: Search, *, seed: Handle | None = None, whole: bool = False) -> int | None:
        """The newest sheet of the same search: opening it is free. `whole`: only one that left out nobody for being
        had, as a recipe means it."""
        key = searches.key_of(search, seed.name if seed else None)

        def read(db: sqlite3.Connection) -> int | None:
            search_id = searches.by_key(db, key, whole=whole)
            return None if search_id is None else sheets.of_search(db, search_id)

        return self._store.peek(read)

    async def plan(self, search: Search, *, leave_out: bool = False, seed: Handle | None = None) -> FindPlan:
        """What buying the search into a new sheet costs at most; reads the workspace only.

        `leave_out`: without the creators that are had already. Raises: InputError where `seed` does not fit.
        """
        if seed is not None:
            _check_seed(search, seed)
        key = match_key(search, seed.name if seed else None)

        def read(db: sqlite3.Connection) -> tuple[int, ...]:
            return tuple(finding.counted_only(db, key)[: min(search.target, MOST_COUNTED)])

        kept = await self._store.read(read)
        without = await left_out(self._store, self._catalogue, search, taken=len(kept)) if leave_out else None
        told = await self._store.read(lambda db: self._told(db, key, without))
        wanted = search.target - len(kept)
        pages, size = pages_for(min(wanted, told - len(kept)) if told is not None and told > len(kept) else wanted)
        rows = pages * size
        return FindPlan(search=search, rows=rows, most=DISCOVERY_PRICE * rows, kept=kept, left_out=without, seed=seed)

    def _told(self, db: sqlite3.Connection, key: str, without: LeftOut | None) -> int | None:
        """How many match at most, where answers of the last day say so; leaving out who is had makes them fewer."""
        found = [finding.newest_total(db, key, whole=True)]
        if without is not None and without.handles:
            less = finding.newest_total(db, key, whole=False)
            found.append(less if less is not None and less.known_left_out == len(without.handles) else None)
        now = self._jobs.now_ms()
        return min((one.matches for one in found if one and now - one.at_ms < COMPARABLE_MS), default=None)

    async def open_sheet(self, search: Search, plan: FindPlan | None = None, *, list_key: str | None = None) -> int:
        """Make a sheet for a new search, named by its filters; with a plan, as that says. Free.

        `list_key`: what a recipe finds the sheet by, where its search alone does not say it.

        A saved search that was never run and says the same becomes this one, and gives the sheet its name.
        Raises: InputError naming an exclusion list that is gone, the service's error where lists cannot be read.
        """
        await self._exclusions.check(search)
        plan = plan or FindPlan(search=search, rows=search.target, most=DISCOVERY_PRICE * search.target)
        name = self._catalogue.name(search) if plan.seed is None else f"Like {plan.seed}"
        at_ms = self._jobs.now_ms()

        def write(db: sqlite3.Connection) -> int:
            new = _new_search(db, plan, at_ms)
            draft = searches.draft_of(db, searches.key_of(search, new.seed))
            search_id = searches.add(db, new, at_ms)
            if draft is not None:
                searches.mark_deleted(db, draft.id, at_ms)
            named = draft.name if draft else name
            sheet_id = sheets.add(db, named, search_id=search_id, list_key=list_key, at_ms=at_ms)
            finding.take_over(db, search_id, sheet_id, plan.kept, 0, at_ms)
            return sheet_id

        sheet_id = await self._store.write(write)
        self._events.publish(Changes(sheets=True, saved=True, sheet_id=sheet_id))
        return sheet_id

    def known(self, sheet_id: int) -> KnownSearch | None:
        """The search a sheet's rows came from; None for lists."""
        return self._store.peek(lambda db: finding.search_of_sheet(db, sheet_id))

    def saving(self, sheet_id: int) -> Saving | None:
        """What leaving out who is had saved in the newest run of a sheet's search; None where nobody was left out."""
        known = self.known(sheet_id)
        if known is None:
            return None
        newest = self._store.peek(lambda db: searches.get(db, again.runs(db, known.id)[-1]))
        return saving(self._store, newest)

    def open_rows(self, sheet_id: int) -> int:
        """How many creators the planned pages still to be sent can bring; 0 for lists."""
        known = self.known(sheet_id)
        return len(self.open_pages(known)) * known.page_size if known else 0

    def open_pages(self, known: KnownSearch) -> tuple[int, ...]:
        """Planned pages that were not bought, less those that were lost twice: they wait for one click."""
        given_up = self._store.peek(lambda db: uncertain.twice_lost_pages(db, known.id))
        return tuple(page for page in known.missing if page not in given_up)

    def open_price(self, sheet_id: int) -> Decimal:
        """The most that the planned pages still missing can cost."""
        listed, job = DISCOVERY_PRICE * self.open_rows(sheet_id), self.open_job(sheet_id)
        return self._store.peek(lambda db: prices.real(db, job.id if job else None, listed))

    def open_job(self, sheet_id: int) -> Job | None:
        """The job of the sheet's search that still has pages to send, or lost ones to get again."""

        def read(db: sqlite3.Connection) -> Job | None:
            search_id = sheets.search_of(db, sheet_id)
            job_id = None if search_id is None else uncertain.open_search_job(db, search_id)
            return None if job_id is None else stored.get(db, job_id)

        return self._store.peek(read)

    async def find(self, search: Search, *, sheet_id: int, purse: Purse | None = None) -> Job:
        """Buy the planned pages that the sheet does not have; returns when that ended or waits for a person.

        Cost: at most `open_price`, which for a fresh sheet is what `plan` said; where a job of the search is open, what
        that job was agreed to cost. Raises: InputError naming an exclusion list that is gone.
        """
        known, job = self.known(sheet_id), self.open_job(sheet_id)
        assert known is not None
        await self._exclusions.check(search)
        job_id = job.id if job is not None else None
        if job_id is None:
            job_id = await self._start(known, sheet_id, self.open_pages(known))
        return await self._jobs.work(job_id, purse)

    def more_plan(self, sheet_id: int) -> MorePlan | None:
        """The next pages of a sheet's search, about 50 rows; None where there is no more to get."""
        known = self.known(sheet_id)
        if known is None or known.ended or known.missing or not known.pages:
            return None
        first = max(known.pages) + 1
        pages = tuple(range(first, first + max(1, PAGE_ROWS // known.page_size)))
        most = min(known.total if known.total is not None else MOST_RESULTS, MOST_RESULTS)
        wanted = tuple(page for page in pages if page * known.page_size < most)
        rows = known.page_size * len(wanted)
        return MorePlan(rows=rows, most=DISCOVERY_PRICE * rows, pages=wanted) if wanted else None

    async def more(self, sheet_id: int) -> Job:
        """Buy the next pages into the same sheet. Cost: at most `more_plan(...).most`."""
        plan, known = self.more_plan(sheet_id), self.known(sheet_id)
        assert plan is not None
        assert known is not None
        await self._exclusions.check(known.search)
        return await self._jobs.work(await self._start(known, sheet_id, plan.pages))

    async def _start(self, known: KnownSearch, sheet_id: int, pages: Sequence[int]) -> int:
        part = Part(search_id=known.id, page_size=known.page_size, pages=pages)
        title = "Finding creators" if known.seed is None else "Finding similar creators"
        return await self._paging.start(sheet_id, known.id, [part], title=title, most=part.most)


def _new_search(db: sqlite3.Connection, plan: FindPlan, at_ms: int) -> NewSearch:
    """The plan as it is carried out: the total is told beforehand where somebody asked for it lately."""
    seed = plan.seed.name if plan.seed else None
    had = plan.left_out.handles if plan.left_out else ()
    told = finding.newest_total(db, match_key(plan.search, seed), whole=not had)
    lately = told is not None and at_ms - told.at_ms < COMPARABLE_MS and told.known_left_out == len(had)
    return NewSearch(
        search=plan.search,
        seed=seed,
        kept=len(plan.kept),
        known_left_out=len(had),
        total=told.matches - len(plan.kept) if told is not None and lately else None,
        rows=plan.rows if plan.rows < plan.search.target - len(plan.kept) else None,
        left_out=(*finding.handles_of(db, plan.kept), *had),
    )


def _check_seed(search: Search, seed: Handle) -> None:
    if seed.platform is Platform.TWITTER:
        raise InputError("The service finds no similar creators on X / Twitter.", field="seed")  # contract, Q30
    if seed.platform is not search.platform:
        raise InputError(f"{seed} is on {seed.platform.label}, not on {search.platform.label}.", field="seed")


def seed_from(text: str, platform: Platform | None) -> Handle:
    """The creator that similar ones are looked for, from a handle or a profile address.

    Raises: InputError where it names nobody, or somebody on X / Twitter.
    """
    handle = Handle.parse(text, platform)
    _check_seed(Search(platform=handle.platform), handle)
    return handle


def seed_of_row(store: Store, creator_id: int) -> Handle:
    """The same, from a row. Raises: InputError where the row is of X / Twitter."""
    handle = store.peek(lambda db: creators.handle_of(db, creator_id))
    _check_seed(Search(platform=handle.platform), handle)
    return handle
