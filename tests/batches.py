"""What tests of batches start from: a practice service that works fast, and lists of creators it knows."""

import asyncio
import csv
import io
import sqlite3
from typing import Any

from app.bootstrap import App
from app.domain.batches import BatchMode
from app.domain.jobs import Job
from app.domain.platforms import Handle, Platform
from app.workspace import creators
from tests.lists import add_list
from tests.sandbox_server import SandboxProcess
from tests.whole_app import FULL, RAW, Spent

KNOWN = ("hannadvorak", "noahwells", "olivervintage", "khalidclimbing")  # each has details
GONE = "virtanen_bushcraft"  # listed, and not there any more
FAST = {
    "batch_rows_per_s": 10_000,
    "batch_queued_s": 0,
    "batch_ways": ["json", "download"],
    "batch_shape": "list",
    "batch_partial": True,
    "batch_fails_after": None,
}
STILL = {**FAST, "batch_rows_per_s": 0}


async def list_of(app: App, names: list[str], platform: Platform = Platform.INSTAGRAM) -> tuple[int, list[int]]:
    """A sheet of these handles: (its id, theirs). Sends nothing."""

    def write(db: sqlite3.Connection) -> tuple[int, list[int]]:
        ids = [creators.ensure(db, Handle(platform=platform, name=name), name, 1) for name in names]
        return add_list(db, "List", "|".join(names[:3]), ids, 1), ids

    return await app.store.write(write)


async def upload(app: App, *names: str, mode: BatchMode = BatchMode.RAW, **more: Any) -> tuple[int, list[int], Job]:
    """A sheet of these handles and its batch, at the service or waiting for a person."""
    sheet_id, ids = await list_of(app, list(names))
    return sheet_id, ids, await again(app, sheet_id, ids, mode, **more)


async def again(app: App, sheet_id: int, ids: list[int], mode: BatchMode = BatchMode.RAW, **more: Any) -> Job:
    return await app.batches.run(sheet_id, ids, mode, FULL if mode is BatchMode.FULL else RAW, **more)


async def over(app: App, job: Job) -> Job:
    """The job once the service is done with it; fails after a minute."""
    async with asyncio.timeout(60):
        return await app.batches.wait(job.id)


def uploads(spent: Spent) -> list[dict[str, Any]]:
    """The uploads that arrived at the service."""
    return [one for one in spent.arrivals if one["path"].endswith("/enrichment/batch/")]


def cells(content: bytes) -> list[str]:
    """The one column of a file, with its heading."""
    return [cell for (cell,) in csv.reader(io.StringIO(content.decode(), newline=""))]


def fast(service: SandboxProcess, **settings: object) -> SandboxProcess:
    """Works through batches at once, unless a setting says otherwise."""
    service.settings(**FAST | settings)
    return service
