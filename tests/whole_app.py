"""A whole Scoutsheet on a practice service, without a window: what tests of services, money and commands start from."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.api.client import Client, open_http
from app.bootstrap import App, Pace, login_from_environment, open_app
from app.domain.creators import Details, Row
from app.domain.filters import Search, Sort
from app.domain.jobs import EnrichOptions, Job
from app.domain.money import Tier
from app.domain.platforms import Handle, Platform
from app.workspace import creators, sheet_rows, sheets
from tests.lists import add_list
from tests.sandbox_server import SandboxProcess

FULL = EnrichOptions(tier=Tier.FULL)
RAW = EnrichOptions(tier=Tier.RAW)
CONTACT = EnrichOptions(tier=Tier.PROFILE)
MANY = 2_000_000  # followers: more than 100 and fewer than 200 creators of the invented world have as many
QUICK = Pace(
    still_at_work_s=0.1, batch_poll_s=0.05
)  # the practice service charges what it charges before an answer is lost
PLAIN_FLAGS = ("--latency-ms", "1", "--rate", "1000000")


def search_for(target: int, *, least: int = 10_000, **filters: object) -> Search:
    """A search that sorts surely: most followers first."""
    return Search(
        platform=Platform.INSTAGRAM,
        filters={"number_of_followers": {"min": least}, **filters},
        sort=Sort(by="number_of_followers", order="desc"),
        target=target,
    )


async def count_many(service: SandboxProcess) -> int:
    """How many creators match `search_for(..., least=MANY)`, as the service says."""
    async with open_http() as http:
        client = Client(http, base_url=service.url, key=service.key)
        page = await client.discover(search_for(1, least=MANY), wire_page=0, limit=1)
    return page.total or 0


@asynccontextmanager
async def opened(
    service: SandboxProcess, workspace: Path, *, key: str | None = None, pace: Pace = QUICK
) -> AsyncIterator[App]:
    """An open account on this practice service."""
    names = {"SCOUTSHEET_API_KEY": key or service.key, "SCOUTSHEET_BASE_URL": service.url}
    login = login_from_environment(names, workspace)
    assert login is not None
    app = await open_app(login, pace=pace)
    try:
        yield app
    finally:
        await app.close()


async def found(app: App, target: int, **more: Any) -> tuple[int, Job]:
    """A sheet filled by a search: (its id, the job)."""
    search = search_for(target, **more)
    sheet_id = await app.discovery.open_sheet(search)
    return sheet_id, await app.discovery.find(search, sheet_id=sheet_id)


def ids_of(app: App, sheet_id: int, most: int | None = None) -> list[int]:
    return app.store.peek(lambda db: sheets.first_ids(db, sheet_id, most))


def rows_of(app: App, sheet_id: int) -> list[Row]:
    ids = ids_of(app, sheet_id)
    return app.store.peek(lambda db: sheet_rows.rows(db, sheet_id, ids))


def handles_of(app: App, sheet_id: int) -> list[str]:
    return [row.handle.name for row in rows_of(app, sheet_id)]


class Spent:
    """What a practice service charged, and what arrived there, since this was made."""

    def __init__(self, service: SandboxProcess) -> None:
        self._service = service
        books = service.books()
        self._entries, self._arrivals = len(books["entries"]), len(books["arrivals"])

    @classmethod
    def of_all(cls, service: SandboxProcess) -> Decimal:
        """Everything it ever charged."""
        return Decimal(service.books()["used"])

    @property
    def entries(self) -> list[dict[str, Any]]:
        return self._service.books()["entries"][self._entries :]

    @property
    def credits(self) -> Decimal:
        return sum((Decimal(entry["amount"]) for entry in self.entries), Decimal(0))

    @property
    def arrivals(self) -> list[dict[str, Any]]:
        return self._service.books()["arrivals"][self._arrivals :]

    @property
    def paid_arrivals(self) -> list[dict[str, Any]]:
        """Without the free questions for the balance."""
        return [arrival for arrival in self.arrivals if "/credits/" not in arrival["path"]]

    @property
    def bought_most_often(self) -> int:
        """How often the thing that was paid most often was paid."""
        counts = Counter((entry["call"], entry["handle"], entry["page"]) for entry in self.entries)
        return max(counts.values(), default=0)


@contextmanager
def services() -> Iterator[Callable[..., SandboxProcess]]:
    """Starts practice services with options of their own; they end with the block, at once."""
    started: list[SandboxProcess] = []

    def start(*flags: str) -> SandboxProcess:
        started.append(SandboxProcess(*PLAIN_FLAGS, *flags))
        return started[-1]

    try:
        yield start
    finally:
        for one in started:
            one.kill()


async def told(app: App, reached: Callable[[], object]) -> None:
    """Come back when something that was told makes `reached` true. Raises: TimeoutError where nothing does."""
    due = asyncio.Event()
    stop = app.events.subscribe(lambda changes, _: due.set() if reached() else None)
    async with asyncio.timeout(60):
        await due.wait()
    stop()


async def pause_when(app: App, job_id: int, reached: Callable[[Job], bool]) -> None:
    """Pause a job as soon as `reached` holds for it."""
    await told(app, lambda: reached(app.jobs.get(job_id)))
    await app.jobs.pause(job_id)


async def listed(app: App, *names: str) -> tuple[int, list[int]]:
    """A sheet of these handles, as an imported list makes one: (its id, theirs). Sends nothing."""

    def write(db: sqlite3.Connection) -> tuple[int, list[int]]:
        handles = [Handle(platform=Platform.INSTAGRAM, name=name) for name in names]
        ids = [creators.ensure(db, handle, handle.name, 1) for handle in handles]
        return add_list(db, "List", "key", ids, 1), ids

    return await app.store.write(write)


def details_of(app: App, sheet_id: int) -> list[Details]:
    return [row.details for row in rows_of(app, sheet_id)]
