"""Finding creators: planned pages into a sheet, each stored as it arrives.

Where pages begin is decided here (design.md, section 8): the documents disagree whether the first page is 0 or 1, and
a wrong guess silently loses the best fifty. So the first search of an account starts at wire page 0 with its real page
size. Refused or empty while page 1 is not: the account counts from 1. Page 1 repeating page 0: it counts from 1 and
clamps, and the repeat is dropped. What is learnt stays with the account; a search keeps the numbering it began with.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.api.client import Client
from app.api.gate import Slot
from app.api.wire import Page
from app.domain.errors import AppError, Refused
from app.domain.filters import Catalogue, Search
from app.domain.jobs import Job, JobKind, RequestState
from app.domain.money import DISCOVERY_PRICE, PAGE_ROWS, Purse, total
from app.services.events import Changes, Events
from app.services.jobs import Jobs
from app.services.sending import Answered
from app.workspace import account, creators, searches, sheets, uncertain
from app.workspace import jobs as stored
from app.workspace.jobs import NewJob, Request
from app.workspace.store import Store

MOST_RESULTS = 10_000  # contract, section 3
SAME_PAGE_SHARE = 0.8  # of a page's rows that repeat the page before it: the same page


class OtherFirstPage(AppError):
    """The answer shows that this account counts its pages from 1; nothing was charged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MorePlan:
    """What "Get 50 more" would bring: rows and credits, both at most."""

    rows: int
    most: Decimal
    pages: tuple[int, ...]


class Discovery:
    """Buys the pages of searches."""

    def __init__(self, store: Store, client: Client, jobs: Jobs, events: Events, catalogue: Catalogue) -> None:
        self._store = store
        self._client = client
        self._jobs = jobs
        self._events = events
        self._catalogue = catalogue
        jobs.register(JobKind.SEARCH, self._run)

    async def open_sheet(self, search: Search) -> int:
        """Make a sheet for a new search, named by its filters. Free."""
        name = self._catalogue.name(search)

        def write(db: sqlite3.Connection) -> int:
            search_id = searches.add(db, search, self._jobs.now_ms())
            return sheets.add(db, name, search_id=search_id, list_key=None, at_ms=self._jobs.now_ms())

        sheet_id = await self._store.write(write)
        self._events.publish(Changes(sheets=True, sheet_id=sheet_id))
        return sheet_id

    def known(self, sheet_id: int) -> searches.KnownSearch | None:
        """The search a sheet's rows came from; None for lists."""

        def read(db: sqlite3.Connection) -> searches.KnownSearch | None:
            search_id = sheets.search_of(db, sheet_id)
            return None if search_id is None else searches.get(db, search_id)

        return self._store.peek(read)

    def open_rows(self, sheet_id: int) -> int:
        """How many creators the planned pages still to be sent can bring; 0 for lists."""
        known = self.known(sheet_id)
        return len(self.open_pages(known)) * known.page_size if known else 0

    def open_pages(self, known: searches.KnownSearch) -> tuple[int, ...]:
        """Planned pages that were not bought, less those that were lost twice: they wait for one click."""
        given_up = self._store.peek(lambda db: uncertain.twice_lost_pages(db, known.id))
        return tuple(page for page in known.missing if page not in given_up)

    def open_price(self, sheet_id: int) -> Decimal:
        """The most that the planned pages still missing can cost."""
        return DISCOVERY_PRICE * self.open_rows(sheet_id)

    def open_job(self, sheet_id: int) -> Job | None:
        """The job of the sheet's search that still has pages to send, or lost ones to get again."""

        def read(db: sqlite3.Connection) -> Job | None:
            search_id = sheets.search_of(db, sheet_id)
            job_id = None if search_id is None else uncertain.open_search_job(db, search_id)
            return None if job_id is None else stored.get(db, job_id)

        return self._store.peek(read)

    async def find(self, search: Search, *, sheet_id: int, purse: Purse | None = None) -> Job:
        """Buy the planned pages that the sheet does not have; returns when that ended or waits for a person.

        Cost: at most `open_price`, which for a fresh sheet is that of the whole search; where a job of the search is
        open, what that job was agreed to cost.
        """
        known, job = self.known(sheet_id), self.open_job(sheet_id)
        assert known is not None
        job_id = job.id if job is not None else None
        if job_id is None:
            job_id = await self._start(known, sheet_id, self.open_pages(known), self.open_price(sheet_id))
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
        return await self._jobs.work(await self._start(known, sheet_id, plan.pages, plan.most))

    async def _start(self, known: searches.KnownSearch, sheet_id: int, pages: Sequence[int], most: Decimal) -> int:
        job = NewJob(kind=JobKind.SEARCH, title="Finding creators", sheet_id=sheet_id, most=most, search_id=known.id)
        price = DISCOVERY_PRICE * known.page_size
        return await self._jobs.start(job, lambda db, job_id: stored.add_requests(db, job_id, price, pages=pages))

    async def _run(self, job: Job, purse: Purse) -> None:
        assert job.search_id is not None
        waiting = await self._waiting(job, job.search_id, purse)
        while waiting and not self._numbering_is_settled(job.search_id):
            await self._page(job, waiting[0], purse)
            waiting = await self._waiting(job, job.search_id, purse)
        while waiting:
            await self._jobs.send_all(job, waiting, lambda request: self._page(job, request, purse), purse)
            waiting = await self._waiting(job, job.search_id, purse)

    async def _waiting(self, job: Job, search_id: int, purse: Purse) -> list[Request]:
        """What is still to be sent, less the pages that lie behind the end of the matches.

        Pages that were lost, now or when Scoutsheet was closed, are among it once more where the purse allows it beside
        those that were never sent.
        """

        def write(db: sqlite3.Connection) -> list[Request]:
            end = _first_page_not_wanted(searches.get(db, search_id))
            if end is not None:
                stored.cancel_pages(db, job.id, from_page=end)
            price = total(request.price for request in stored.in_state(db, job.id, RequestState.WAITING))
            for lost in uncertain.lost_pages(db, job.id, before_page=end):
                price += lost.price
                if purse.covers(price):
                    uncertain.buy_again(db, lost)
            return stored.in_state(db, job.id, RequestState.WAITING)

        return await self._store.write(write)

    def _numbering_is_settled(self, search_id: int) -> bool:
        """Whether pages may be asked side by side: the number of the first is known, and how many there are."""

        def read(db: sqlite3.Connection) -> bool:
            known = searches.get(db, search_id)
            return known.first_page is not None and bool(known.pages) and account.first_page(db) is not None

        return self._store.peek(read)

    async def _page(self, job: Job, request: Request, purse: Purse) -> None:
        search_id = job.search_id
        assert search_id is not None
        known = self._store.peek(lambda db: searches.get(db, search_id))
        first = known.first_page
        if first is None:
            first = self._store.peek(account.first_page)
        trying = first is None and request.page == 0
        try:
            await self._buy(job, request, known, first or 0, purse, trying=trying)
        except OtherFirstPage:
            await self._buy(job, request, known, 1, purse, trying=False)
        self._events.publish(
            Changes(rows=True, creators=True, jobs=True, balance=True, ledger=True, sheet_id=job.sheet_id)
        )

    async def _buy(
        self, job: Job, request: Request, known: searches.KnownSearch, first: int, purse: Purse, *, trying: bool
    ) -> None:
        """Buy one page, counted from `first`. While `trying`, an answer that speaks against it is not kept.

        Raises: OtherFirstPage, with the request waiting again.
        """
        assert request.page is not None
        wire_page = request.page + first

        async def call(slot: Slot) -> Page:
            try:
                page = await self._client.discover(known.search, wire_page=wire_page, limit=known.page_size, slot=slot)
            except Refused as error:
                if trying:
                    raise OtherFirstPage("The service did not take page 0.") from error
                raise
            if trying and not page.found and not page.unusable and page.total:
                raise OtherFirstPage("Page 0 was empty although there are matches.")
            return page

        await self._jobs.send(
            request,
            call,
            lambda page: self._read(job, request, known, first, page),
            purse,
            refusal_stops=True,
        )

    def _read(self, job: Job, request: Request, known: searches.KnownSearch, first: int, page: Page) -> Answered:
        number = request.page or 0
        returned = len(page.found) + page.unusable

        def keep(db: sqlite3.Connection, at_ms: int) -> None:
            fresh = 0
            for at, found in enumerate(page.found):
                creator_id = creators.add_found(db, found, at_ms)
                position = number * known.page_size + at
                fresh += sheets.add_row(db, job.sheet_id, creator_id, position, at_ms)
            if known.first_page is None:
                searches.set_first_page(db, known.id, first)
            if first == 1 or number - 1 in known.pages:
                _learn_first_page(db, number, first, repeats=len(page.found) - fresh, rows=len(page.found))
            searches.add_page(
                db,
                known.id,
                wire_page=number + first,
                request_id=request.id,
                returned=returned,
                fresh=fresh,
                total=page.total,
                at_ms=at_ms,
            )

        return Answered(
            state=RequestState.DONE,
            what="Find creators" if request.again_of is None else "Find creators, a lost page again",
            rows=returned,
            expected=DISCOVERY_PRICE * returned,
            cost=page.cost,
            left=page.left,
            keep=keep,
        )


def _first_page_not_wanted(known: searches.KnownSearch) -> int | None:
    """The first page behind the end of the matches; None while the end is not known."""
    if known.end is not None:
        return known.end + 1
    return None if known.total is None else -(-min(known.total, MOST_RESULTS) // known.page_size)


def _learn_first_page(db: sqlite3.Connection, number: int, first: int, *, repeats: int, rows: int) -> None:
    """What this page tells about the account's numbering; told once, kept for good."""
    if account.first_page(db) is not None:
        return
    if first == 1:
        account.set_first_page(db, 1)
    elif number == 1 and rows:
        account.set_first_page(db, 1 if repeats >= SAME_PAGE_SHARE * rows else 0)
