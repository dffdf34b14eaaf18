"""Buying pages of searches into a sheet, each stored as it arrives.

Where pages begin is decided here (design.md, section 8): the documents disagree whether the first page is 0 or 1, and
a wrong guess silently loses the best fifty. So the first search of an account starts at wire page 0 with its real page
size. Refused or empty while page 1 is not: the account counts from 1. Page 1 repeating page 0: it counts from 1 and
clamps, and the repeat is dropped. What is learnt stays with the account; a search keeps the numbering it began with.

One job may buy pages of several searches: the bands of a split one.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.api.client import Client
from app.api.gate import Slot
from app.api.wire import Page
from app.domain.errors import AppError, Refused
from app.domain.filters import Search
from app.domain.jobs import Job, JobKind, RequestState
from app.domain.money import DISCOVERY_PRICE, Purse, total
from app.services.events import Changes, Events
from app.services.exclusions import Exclusions
from app.services.jobs import Jobs
from app.services.leaving_out import outgoing
from app.services.sending import Answered
from app.workspace import account, creators, finding, requests, searches, sheets, uncertain
from app.workspace.jobs import NewJob
from app.workspace.requests import Request
from app.workspace.searches import KnownSearch, Role
from app.workspace.store import Store

MOST_RESULTS = 10_000  # contract, section 3
SAME_PAGE_SHARE = 0.8  # of a page's rows that repeat the page before it: the same page
_WHAT = {Role.COUNT: "Count matches"}


class OtherFirstPage(AppError):
    """The answer shows that this account counts its pages from 1; nothing was charged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Pages of one search that a job is to buy."""

    search_id: int
    page_size: int
    pages: Sequence[int]

    @property
    def rows(self) -> int:
        """How many creators they can bring."""
        return self.page_size * len(self.pages)

    @property
    def most(self) -> Decimal:
        """The most they can cost, in credits."""
        return DISCOVERY_PRICE * self.rows


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One job at work; `wanted` is what goes out, by search."""

    job: Job
    purse: Purse
    wanted: dict[int, Search]


class Paging:
    """Runs the jobs that find creators."""

    def __init__(self, store: Store, client: Client, jobs: Jobs, events: Events, exclusions: Exclusions) -> None:
        self._store = store
        self._client = client
        self._jobs = jobs
        self._events = events
        self._exclusions = exclusions
        jobs.register(JobKind.SEARCH, self._run)

    async def start(
        self, sheet_id: int, search_id: int | None, parts: Sequence[Part], *, title: str, most: Decimal
    ) -> int:
        """Write a job that buys these pages; nothing is sent yet. Returns its id. `search_id`: the sheet's search."""
        job = NewJob(kind=JobKind.SEARCH, title=title, sheet_id=sheet_id, most=most, search_id=search_id)
        return await self._jobs.start(job, lambda db, job_id: add_parts(db, job_id, parts))

    async def _run(self, job: Job, purse: Purse) -> None:
        run = await self._prepared(job, purse)
        waiting = await self._waiting(run)
        while waiting:
            if self._may_go_together(waiting):
                await self._jobs.send_all(job, waiting, lambda request: self._page(run, request), purse)
            else:
                await self._page(run, waiting[0])
            waiting = await self._waiting(run)

    async def _prepared(self, job: Job, purse: Purse) -> _Run:
        """What goes out, with the lists it names looked at: one that is gone would be ignored, and paid for.

        Raises: InputError naming the list, the service's error where the lists cannot be read.
        """

        def read(db: sqlite3.Connection) -> dict[int, Search]:
            known = [searches.get(db, search_id) for search_id in finding.searches_of(db, job.id)]
            return {one.id: outgoing(one.search, searches.left_out(db, one.id)) for one in known}

        wanted = await self._store.read(read)
        for search in wanted.values():
            await self._exclusions.check(search)
        return _Run(job=job, purse=purse, wanted=wanted)

    async def _waiting(self, run: _Run) -> list[Request]:
        """What is still to be sent, less the pages that lie behind the end of the matches.

        Pages that were lost, now or when Scoutsheet was closed, are among it once more where the purse allows it beside
        those that were never sent.
        """
        job_id, purse = run.job.id, run.purse

        def write(db: sqlite3.Connection) -> list[Request]:
            ends = {search_id: _first_page_not_wanted(searches.get(db, search_id)) for search_id in run.wanted}
            for search_id, end in ends.items():
                if end is not None:
                    requests.cancel_pages(db, job_id, search_id, from_page=end)
            price = total(request.price for request in requests.in_state(db, job_id, RequestState.WAITING))
            for search_id, end in ends.items():
                for lost in uncertain.lost_pages(db, job_id, search_id, before_page=end):
                    price += lost.price
                    if purse.covers(price):
                        uncertain.buy_again(db, lost)
            return requests.in_state(db, job_id, RequestState.WAITING)

        return await self._store.write(write)

    def _may_go_together(self, waiting: Iterable[Request]) -> bool:
        """Whether pages may be asked side by side: the number of the first is known, and how many there are."""

        def read(db: sqlite3.Connection) -> bool:
            every = {request.search_id for request in waiting if request.search_id is not None}
            known = [searches.get(db, search_id) for search_id in every]
            return account.first_page(db) is not None and all(one.pages or one.total is not None for one in known)

        return self._store.peek(read)

    async def _page(self, run: _Run, request: Request) -> None:
        search_id = request.search_id
        assert search_id is not None
        known = self._store.peek(lambda db: searches.get(db, search_id))
        first = known.first_page
        if first is None:
            first = self._store.peek(account.first_page)
        trying = first is None and request.page == 0
        try:
            await self._buy(run, request, known, first or 0, trying=trying)
        except OtherFirstPage:
            await self._buy(run, request, known, 1, trying=False)
        self._events.publish(
            Changes(rows=True, creators=True, jobs=True, balance=True, ledger=True, sheet_id=run.job.sheet_id)
        )

    async def _buy(self, run: _Run, request: Request, known: KnownSearch, first: int, *, trying: bool) -> None:
        """Buy one page, counted from `first`. While `trying`, an answer that speaks against it is not kept.

        Raises: OtherFirstPage, with the request waiting again.
        """
        assert request.page is not None
        wire_page = request.page + first

        async def call(slot: Slot) -> Page:
            try:
                page = await self._ask(known, run.wanted[known.id], wire_page, slot)
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
            lambda page: _read(run.job.sheet_id, request, known, first, page),
            run.purse,
            refusal_stops=True,
        )

    async def _ask(self, known: KnownSearch, wanted: Search, wire_page: int, slot: Slot) -> Page:
        if known.seed is None:
            return await self._client.discover(wanted, wire_page=wire_page, limit=known.page_size, slot=slot)
        return await self._client.similar(
            wanted.platform,
            filter_key="username",
            filter_value=known.seed,
            filters=wanted.filters,
            wire_page=wire_page,
            limit=known.page_size,
            slot=slot,
        )


def add_parts(db: sqlite3.Connection, job_id: int, parts: Iterable[Part]) -> None:
    """Write the requests for pages of searches, in order."""
    for part in parts:
        price = DISCOVERY_PRICE * part.page_size
        requests.add_requests(db, job_id, price, pages=part.pages, search_id=part.search_id)


def _read(sheet_id: int, request: Request, known: KnownSearch, first: int, page: Page) -> Answered:
    number = request.page or 0
    returned = len(page.found) + page.unusable

    def keep(db: sqlite3.Connection, at_ms: int) -> None:
        fresh = _keep_rows(db, sheet_id, known, request, page, at_ms)
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

    what = _WHAT.get(known.role, "Find creators")
    return Answered(
        state=RequestState.DONE,
        what=what if request.again_of is None else f"{what}, a lost page again",
        rows=returned,
        expected=DISCOVERY_PRICE * returned,
        cost=page.cost,
        left=page.left,
        keep=keep,
    )


def _keep_rows(
    db: sqlite3.Connection, sheet_id: int, known: KnownSearch, request: Request, page: Page, at_ms: int
) -> int:
    """Store a page's creators; returns how many this search had not brought before. A count's row has no place yet."""
    fresh = 0
    begin = known.first_position + known.kept + (request.page or 0) * known.page_size
    for position, found in enumerate(page.found, begin):
        creator_id = creators.add_found(db, found, at_ms)
        fresh += searches.note_found(db, known.id, creator_id, found, request.id, at_ms)
        if known.role is not Role.COUNT:
            sheets.add_row(db, sheet_id, creator_id, position, at_ms, likeness=found.similarity)
    return fresh


def _first_page_not_wanted(known: KnownSearch) -> int | None:
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
