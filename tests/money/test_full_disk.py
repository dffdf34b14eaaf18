"""Money rule 4 on a disk that fills up while answers are on their way."""

import asyncio
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from app.domain.jobs import JobState, PauseReason
from app.workspace import ledger
from app.workspace.reserve import RESERVE_BYTES
from tests.sandbox_server import SandboxProcess
from tests.whole_app import FULL, Spent, found, ids_of, opened, told


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, a little larger than the reserve."""
    disk = tmp_path / "disk"
    disk.mkdir()
    size = f"size={RESERVE_BYTES + 8 * 1024 * 1024}"
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", disk], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("making a small disk needs the right to mount one")
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def fill(disk: Path) -> Path:
    """A file that takes all the room there is."""
    file = disk / "somebody else's film"
    with file.open("wb", buffering=0) as film, suppress(OSError):
        while film.write(bytes(4096)):
            pass
    assert shutil.disk_usage(disk).free == 0
    return file


async def test_answers_on_their_way_are_stored_when_the_disk_fills_up(
    start_service: Callable[..., SandboxProcess], small_disk: Path
):
    """Nothing more is sent, nothing is lost, and one click goes on when there is room again."""
    service = start_service("--credits", "100", "--latency-ms", "400")
    spent = Spent(service)
    async with opened(service, small_disk / "workspace") as app:
        sheet_id, _ = await found(app, 40)
        run = asyncio.create_task(app.enrichment.run(sheet_id, ids_of(app, sheet_id), FULL))
        await told(app, lambda: any(job.totals.done for job in app.jobs.running()))
        film = fill(small_disk)
        job = await run
        booked = app.store.peek(ledger.booked)
        film.unlink()
        done = await app.jobs.resume(job.id)
        again = Spent.of_all(service), app.store.peek(ledger.booked)

    assert (job.state, job.reason) == (JobState.PAUSED, PauseReason.DISK)
    assert job.totals.uncertain == job.totals.sent == 0
    assert 0 < job.totals.done < 40
    assert booked < spent.credits
    assert again[0] == again[1]
    assert done.state is JobState.FINISHED
    assert spent.bought_most_often == 1
