"""Results of batches at full size, merged under the window: `python tests/benchmarks/bench_batch.py [ROWS]`.

10,000 creators of one platform and more of another (12,500 rows are about 600 MB of JSON) go up as two batches on the
real practice service; their Full results come back over HTTP while the window shows the sheet. In the middle of the
merging the window's process is killed, as by kill -9; the next one goes on. Wanted (issue 6): all our processes
together under 500 MB, loop delay p99.9 under 50 ms, no row merged twice, no file fetched twice.
"""

import asyncio
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.bootstrap import App, load_catalogue
from app.domain.batches import MOST_ROWS, BatchMode
from app.domain.filters import Search
from app.domain.jobs import EnrichOptions
from app.domain.money import Tier
from app.domain.platforms import Platform
from app.ui.application import make_application, open_first
from app.ui.collector import Collector
from app.ui.loop import WindowLoop
from app.ui.main_window import MainWindow
from app.ui.window.logins import Logins
from app.workspace import sheets
from app.workspace.store import FILE_NAME
from tests.benchmarks.bench_loop import PROBE_S, Probe, measure
from tests.sandbox_server import SandboxProcess

ROWS = 12_500
LOOK_S = 0.1
EVERYTHING = EnrichOptions(tier=Tier.FULL, lookalikes=True)
MB = 2**20


IDLE_S = 5


class Probes:
    """How late the loop is, and how late it would be had its thread not waited for a core that others held (Linux)."""

    def __init__(self) -> None:
        self.late, self.by_itself = Probe(), Probe()
        self._told = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")

    async def watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due, waited = loop.time() + PROBE_S, self._waited_ms()
            await asyncio.sleep(PROBE_S)
            late = (loop.time() - due) * 1000
            self.late.late_ms.append(late)
            self.by_itself.late_ms.append(late - (self._waited_ms() - waited))

    def _waited_ms(self) -> float:
        """For a core, so far; zero where the system does not tell."""
        return int(self._told.read_text().split()[1]) / 1e6 if self._told.exists() else 0.0

    def figures(self) -> dict[str, Any]:
        return {"delay_ms": self.late.figures(), "by_itself_ms": self.by_itself.figures()}


# One life of the window.


async def live(theme: object, rows: int, killed_at: int) -> None:
    """Upload unless that was done, and watch until all is merged, or until `killed_at` rows are; 0: never."""
    logins = Logins(dict(os.environ))
    window = MainWindow(load_catalogue(), theme, logins)
    window.show()
    await open_first(window, logins)
    session = window.session
    assert session is not None
    app = session.app
    known = app.jobs.all()
    merged_before = _merged(app, known[0].id) if known else 0
    ids: list[int] = []
    if not known:
        for platform, target in ((Platform.INSTAGRAM, min(rows, MOST_ROWS)), (Platform.TIKTOK, rows - MOST_ROWS)):
            ids += await _found(app, platform, target)
    shown = app.store.peek(sheets.all_sheets)[0].id
    await session.show_new(shown)
    idle = (await measure(None, IDLE_S)).figures()
    probe, began = Probes(), time.monotonic()
    watching = asyncio.create_task(probe.watch())
    job = known[0] if known else await app.batches.run(shown, ids, BatchMode.FULL, EVERYTHING)
    ended = asyncio.ensure_future(app.batches.wait(job.id))
    while not ended.done():
        merged = _merged(app, job.id)
        if killed_at and merged >= killed_at:
            _tell(merged_before=merged_before, merged=merged, seconds=_since(began), idle_ms=idle, **probe.figures())
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        await asyncio.sleep(LOOK_S)
    watching.cancel()
    totals = (await ended).totals
    told = {"done": totals.done, "not_found": totals.not_found, "failed": totals.failed, "spent": str(totals.spent)}
    _tell(merged_before=merged_before, totals=told, seconds=_since(began), idle_ms=idle, **probe.figures())
    window.detach()
    await logins.close()


async def _found(app: App, platform: Platform, target: int) -> list[int]:
    if target < 1:
        return []
    search = Search(platform=platform, target=target)
    sheet_id = await app.discovery.open_sheet(search)
    await app.discovery.find(search, sheet_id=sheet_id)
    return list(app.store.peek(lambda db: sheets.first_ids(db, sheet_id, None)))


def _merged(app: App, job_id: int) -> int:
    return sum(batch.rows if batch.over else batch.merged_rows for batch in app.batches.of_job(job_id))


def _since(began: float) -> float:
    return round(time.monotonic() - began, 1)


def _tell(**figures: Any) -> None:
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()


# Around it.


def run_life(folder: Path, service: SandboxProcess, rows: int, killed_at: int) -> dict[str, Any]:
    """One life, and the most memory that its processes held together, in MB."""
    process = subprocess.Popen(
        [sys.executable, __file__, "--life", str(rows), str(killed_at)],
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "SCOUTSHEET_API_KEY": service.key,
            "SCOUTSHEET_BASE_URL": service.url,
            "SCOUTSHEET_HOME": str(folder / "workspace"),
            "SCOUTSHEET_BATCH_POLL_S": "2",
            "XDG_DATA_HOME": str(folder / "data"),
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    most = Counter[str]()
    while process.poll() is None:
        held = _memory(process.pid)
        most["together"] = max(most["together"], sum(held))
        most["window"] = max(most["window"], held[0] if held else 0)
        time.sleep(LOOK_S)
    told = process.communicate()[0].splitlines()
    memory = {name: round(size / MB) for name, size in most.items()}
    return {"code": process.returncode, **json.loads(told[-1] if told else "{}"), "memory_mb": memory}


def _memory(pid: int) -> list[int]:
    """What a process and those under it hold now, in bytes, itself first (Linux tells)."""
    held: list[int] = []
    with suppress(OSError):
        held.append(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
        for listed in Path(f"/proc/{pid}/task").glob("*/children"):
            held += [size for child in listed.read_text().split() for size in _memory(int(child))]
    return held


def main(rows: int) -> None:
    flags = ("--credits", "100000", "--latency-ms", "100")
    with tempfile.TemporaryDirectory() as kept, SandboxProcess(*flags) as service:
        service.settings(batch_rows_per_s=10_000, batch_queued_s=0, batch_ways=["json"])
        folder = Path(kept)
        _tell(life=1, **run_life(folder, service, rows, rows // 2))
        spooled = sum(file.stat().st_size for file in (folder / "workspace" / "batches").glob("*.json"))
        _tell(life=2, **run_life(folder, service, rows, 0))
        books, workspace = service.books(), folder / "workspace" / FILE_NAME
        with closing(sqlite3.connect(workspace)) as db:
            readings, booked = db.execute(
                "SELECT (SELECT count(*) FROM readings), (SELECT sum(charged_units) FROM receipts)"
            ).fetchone()
        paths = [one["path"] for one in books["arrivals"]]
        _tell(
            spooled_mb_at_the_kill=round(spooled / MB),
            workspace_mb=round(workspace.stat().st_size / MB),
            readings=readings,
            booked=str(Decimal(booked) / 10_000),
            used=books["used"],
            uploads=sum(path.endswith("/enrichment/batch/") for path in paths),
            files_fetched=sum(bool(re.search(r"/bch_[0-9a-f]+/$", path)) for path in paths),
            bought_most_often=max(
                Counter((one["platform"], one["handle"]) for one in books["entries"] if one["handle"]).values()
            ),
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--life"]:
        qt, chosen_theme = make_application(["bench"])
        with Collector(), asyncio.Runner(loop_factory=lambda: WindowLoop(qt)) as runner:  # as the program does
            runner.run(live(chosen_theme, int(sys.argv[2]), int(sys.argv[3])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
