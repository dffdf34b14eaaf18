"""How fast a long search arrives: `python tests/benchmarks/bench_search.py`, under a minute.

10,000 creators at 150 ms latency: complete, without repeats, for exactly 100.00 credits, in one go and when stopped and
resumed on the way (under 15 s); then the same in a workspace that holds 100,000 creators already. The rival is the
rate of sends itself: 200 pages, 10 ms apart, and one answer: about 2.3 s.

With `--split` about 60,000 creators in bands, each once, for exactly 0.01 a creator, counts included. The rival is the
limit of 300 sends a minute: about 1,250 pages take four minutes and a bit.
"""

import asyncio
import os
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.bootstrap import App
from app.domain.creators import Found
from app.domain.jobs import Job
from app.domain.platforms import Handle, Platform
from app.workspace import creators, ledger, sheets
from tests.sandbox_server import SandboxProcess
from tests.whole_app import handles_of, opened, pause_when, search_for, told

TARGET = 10_000
LATENCY_MS = "150"
THERE_ALREADY = 100_000
SPLIT_FROM = 11_500  # followers: about 60,000 creators of the invented world have as many


async def fill(app: App, rows: int) -> None:
    """A workspace that has been used for long."""
    for start in range(0, rows, 1000):

        def write(db, start=start):  # type: ignore[no-untyped-def]
            sheet_id = sheets.add(db, f"Before {start}", search_id=None, list_key=f"before {start}", at_ms=1)
            for at in range(start, start + 1000):
                handle = Handle(platform=Platform.INSTAGRAM, name=f"before.{at}")
                found = Found(handle=handle, shown_handle=handle.name, followers=at)
                sheets.add_row(db, sheet_id, creators.add_found(db, found, 1), at, 1)

        await app.store.write(write)


async def search(stop_after_pages: int | None, there_already: int) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        SandboxProcess("--latency-ms", LATENCY_MS, "--credits", "1000") as box,
    ):
        os.environ["XDG_DATA_HOME"] = f"{folder}/data"
        async with opened(box, Path(folder) / "workspace") as app:
            await fill(app, there_already)
            wanted = search_for(TARGET, least=1_000)
            sheet_id = await app.discovery.open_sheet(wanted)
            began = time.monotonic()
            work: asyncio.Task[Job] = asyncio.create_task(app.discovery.find(wanted, sheet_id=sheet_id))
            if stop_after_pages is not None:
                await told(app, app.jobs.running)
                first = app.jobs.running()[0].id
                await pause_when(app, first, lambda job: job.totals.done >= stop_after_pages)
                await work
                job = await app.jobs.resume(first)
            else:
                job = await work
            took = time.monotonic() - began
            names = handles_of(app, sheet_id)
            booked = app.store.peek(ledger.booked)
    line = f"{len(names):,} creators, {len(set(names)):,} different, {booked} credits, {took:.1f} s, {job.state}"
    case = "in one go" if stop_after_pages is None else "stopped and resumed"
    sys.stdout.write(f"{case}, {there_already:,} there already: {line}\n")
    assert (len(names), len(set(names)), booked) == (TARGET, TARGET, Decimal("100.00"))
    assert took < 15


async def split() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        SandboxProcess("--latency-ms", LATENCY_MS, "--credits", "1000") as box,
    ):
        os.environ["XDG_DATA_HOME"] = f"{folder}/data"
        async with opened(box, Path(folder) / "workspace") as app:
            wanted = search_for(TARGET, least=SPLIT_FROM)
            began = time.monotonic()
            await app.counting.count(wanted)
            counts = await app.splitting.count_bands(wanted)
            plan = app.splitting.plan(wanted)
            assert counts is not None
            assert plan is not None
            sheet_id = await app.splitting.open_sheet(plan)
            job = await app.splitting.find(sheet_id)
            took = time.monotonic() - began
            names = handles_of(app, sheet_id)
            booked = app.store.peek(ledger.booked)
    sys.stdout.write(
        f"split into {len(plan.bands)} bands by {counts.totals.done + 1} counts: {plan.rows:,} matches, {len(names):,}"
        f" creators, {len(set(names)):,} different, {booked} credits, {took:.0f} s, {job.state}\n"
    )
    assert len(names) == len(set(names)) == plan.rows == booked * 100


if __name__ == "__main__":
    if "--split" in sys.argv:
        asyncio.run(split())
        raise SystemExit
    for stop, before in ((None, 0), (60, 0), (None, THERE_ALREADY)):
        asyncio.run(search(stop, before))
