"""A real workspace on disk, in the test's own folder, and short ways to put something into it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from app.domain.creators import Found, Reading, Row, Value
from app.domain.filters import Search
from app.domain.jobs import EnrichOptions, JobKind
from app.domain.money import Had, Tier
from app.domain.platforms import Handle, Platform
from app.workspace import creators, jobs, requests, searches, sheet_rows, sheets
from app.workspace.jobs import NewJob
from app.workspace.requests import Request
from app.workspace.searches import NewSearch
from app.workspace.store import Store, Work, open_store
from tests.lists import add_list

T = TypeVar("T")
FULL = Had.PROFILE | Had.ANALYTICS | Had.FULL_CALL


def handle(name: str) -> Handle:
    return Handle(platform=Platform.INSTAGRAM, name=name)


def found(name: str, *, followers: int | None = None, shown: str | None = None) -> Found:
    return Found(handle=handle(name), shown_handle=shown or name, name=name.title(), followers=followers)


def reading(name: str, platform_id: str | None = None, /, *, parts: Had = FULL, **values: Value) -> Reading:
    return Reading(handle=handle(name), parts=parts, values=values, raw=b"{}", platform_id=platform_id)


class Workspace:
    """A store with verbs that block."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now_ms = 1_000

    def __call__(self, work: Work[T]) -> T:
        """Write; every write is a second later than the one before."""
        self.now_ms += 1_000
        return self.store.write_now(work)

    def list_of(self, *names: str) -> tuple[int, list[int]]:
        """A sheet of a list of creators: (its id, theirs)."""

        def write(db):
            ids = [creators.add_found(db, found(name), self.now_ms) for name in names]
            return add_list(db, "List", "key", ids, self.now_ms), ids

        return self(write)

    def buy(self, creator_id: int, told: Reading, *, tier: Tier = Tier.FULL) -> int:
        """Store an answer; the id of whom it was about."""
        bought = EnrichOptions(tier=tier).key
        return self(lambda db: creators.add_reading(db, creator_id, told, bought, None, self.now_ms))

    def job(self, sheet_id: int, ids: list[int], tier: Tier = Tier.FULL) -> tuple[int, list[Request]]:
        """A job with a waiting request for each of these creators."""

        def write(db):
            options = EnrichOptions(tier=tier)
            new = NewJob(kind=JobKind.ENRICH, title="", sheet_id=sheet_id, most=tier.price * len(ids), options=options)
            job_id = jobs.add(db, new, self.now_ms)
            requests.add_requests(db, job_id, tier.price, creators=ids)
            return job_id, requests.in_state(db, job_id, "waiting")

        return self(write)

    def search_job(self, target: int) -> tuple[int, list[Request]]:
        """A job that finds creators, with its pages waiting."""

        def write(db):
            search_id = searches.add(
                db, NewSearch(search=Search(platform=Platform.INSTAGRAM, target=target)), self.now_ms
            )
            sheet_id = sheets.add(db, "Search", search_id=search_id, list_key=None, at_ms=self.now_ms)
            price = Tier.RAW.price
            new = NewJob(kind=JobKind.SEARCH, title="", sheet_id=sheet_id, most=price, search_id=search_id)
            job_id = jobs.add(db, new, self.now_ms)
            requests.add_requests(db, job_id, price, pages=searches.get(db, search_id).planned)
            return job_id, requests.in_state(db, job_id, "waiting")

        return self(write)

    def rows(self, sheet_id: int) -> list[Row]:
        return self.store.peek(lambda db: sheet_rows.rows(db, sheet_id, sheets.first_ids(db, sheet_id, None)))


@pytest.fixture
def reopened(tmp_path: Path) -> Iterator[Callable[[], Workspace]]:
    """Opens the test's workspace; a second call closes it and opens it again."""
    open_now: list[Store] = []

    def opener() -> Workspace:
        while open_now:
            open_now.pop().close()
        open_now.append(open_store(tmp_path / "workspace"))
        return Workspace(open_now[0])

    yield opener
    for store in open_now:
        store.close()


@pytest.fixture
def workspace(reopened: Callable[[], Workspace]) -> Workspace:
    return reopened()
