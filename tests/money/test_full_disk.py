"""Money rule 4 on a disk that fills up while answers are on their way."""

import asyncio
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from app.domain.jobs import JobState, PauseReason
from app.workspace import ledger
from app.workspace.reserve import JOURNAL_BYTES
from tests.sandbox_server import SandboxProcess
from tests.whole_app import FULL, Spent, found, ids_of, opened, told


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, a little larger than what is held for answers."""
    disk = tmp_path / "disk"
    disk.mkdir()
    size = f"size={JOURNAL_BYTES + 16 * 1024 * 1024}"
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", disk], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("making a small disk needs the right to mount one")
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


@contextmanager
def kept_full(disk: Path) -> Iterator[None]:
    """Somebody else takes all the room there is, and any that comes free."""
    file, over = disk / "somebody else's film", threading.Event()

    def fill() -> None:
        with file.open("wb", buffering=0) as film:
            while not over.wait(0.001):
                with suppress(OSError):
                    while film.write(bytes(4096)):
                        pass

    filling = threading.Thread(target=fill)
    filling.start()
    try:
        while shutil.disk_usage(disk).free:
            over.wait(0.001)
        yield
    finally:
        over.set()
        filling.join()
        file.unlink()


async def test_answers_on_their_way_are_stored_when_the_disk_fills_up(
    start_service: Callable[..., SandboxProcess], small_disk: Path
):
    """Nothing more is sent, nothing is lost, and one click goes on when there is room again."""
    service = start_service("--credits", "200", "--latency-ms", "1000")
    spent = Spent(service)
    async with opened(service, small_disk / "workspace") as app:
        sheet_id, _ = await found(app, 150)
        run = asyncio.create_task(app.enrichment.run(sheet_id, ids_of(app, sheet_id), FULL))
        await told(app, lambda: any(job.totals.done for job in app.jobs.running()))
        with kept_full(small_disk):
            job = await run
            booked = app.store.peek(ledger.booked)
            charged = Spent.of_all(service)
        done = await app.jobs.resume(job.id)
        again = Spent.of_all(service), app.store.peek(ledger.booked)

    assert (job.state, job.reason) == (JobState.PAUSED, PauseReason.DISK)
    assert job.totals.uncertain == job.totals.sent == 0
    assert 0 < job.totals.done < 150
    assert booked == charged
    assert again[0] == again[1]
    assert done.state is JobState.FINISHED
    assert spent.bought_most_often == 1
