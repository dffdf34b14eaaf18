"""Batch results: 10,000 rows of Full, about 600 MB of JSON, read as a stream and merged. By hand:

    python -m tests.benchmarks.bench_batch [ROWS] [KB]

Prints seconds, the most memory the process held, and the delay of the event loop while merging; issue 6 wants under
500 MB and a p99.9 under 50 ms. The file is written here, row by row, from one real answer of the practice service.
"""

import asyncio
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from app.bootstrap import App
from app.domain.batches import BatchMode, BatchState, BatchStatus
from app.domain.jobs import JobKind, JobState
from app.services.batch_plan import of_creators
from app.services.batch_results import FOLDER
from app.workspace import batches as stored
from app.workspace import creators, jobs
from app.workspace.jobs import NewJob
from tests.batches import KNOWN, list_of
from tests.sandbox_server import SandboxProcess
from tests.whole_app import FULL, PLAIN_FLAGS, QUICK, opened

SAMPLE_S = 0.001


async def measure(rows: int, kilobytes: int) -> None:
    with tempfile.TemporaryDirectory() as folder, SandboxProcess(*PLAIN_FLAGS, "--credits", "100") as service:
        os.environ["XDG_DATA_HOME"] = folder
        async with opened(service, Path(folder), pace=replace(QUICK, batch_poll_s=3600)) as app:
            names = [f"creator{number}" for number in range(rows)]
            batch = await _away(app, names)
            spool = Path(folder) / FOLDER / f"{batch.id}-{rows}-all.json"
            spool.parent.mkdir()
            size = await asyncio.to_thread(_write, spool, names, await _answer(app), kilobytes * 1024)
            await app.store.write(lambda db: stored.spooled(db, batch.id, spool.name))
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            delays: list[float] = []
            sampling = asyncio.create_task(_sample(delays))
            began = time.monotonic()
            app.watcher.wake()
            ended = await app.batches.wait(batch.job_id)
            took = time.monotonic() - began
            sampling.cancel()
            reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            assert (ended.state, ended.totals.done) == (JobState.FINISHED, rows), ended
    delays.sort()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    at = {name: delays[int(len(delays) * part)] * 1000 for name, part in (("p99", 0.99), ("p99.9", 0.999))}
    tell(f"{rows} rows, {size / 2**20:.0f} MB: {took:.1f} s, memory {most} MB (before {before} MB), reader {reader} MB")
    tell(
        f"loop delay: median {statistics.median(delays) * 1000:.2f} ms, p99 {at['p99']:.1f} ms,"
        f" p99.9 {at['p99.9']:.1f} ms, worst {delays[-1] * 1000:.1f} ms of {len(delays)} samples"
    )


def tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")


async def _away(app: App, names: list[str]) -> stored.Batch:
    """A batch that the service has finished, whose results were fetched and not merged."""
    sheet_id, ids = await list_of(app, names)

    def fill(db, job_id: int) -> None:
        (part,) = of_creators(db, ids, BatchMode.FULL, FULL).parts
        stored.add(db, job_id, part, 1)

    new = NewJob(kind=JobKind.BATCH, title="", sheet_id=sheet_id, most=Decimal(len(ids)), options=FULL)
    job_id = await app.jobs.start(new, fill)
    (batch,) = app.batches.of_job(job_id)
    status = BatchStatus(
        state=BatchState.FINISHED, said="finished", processed=len(ids), found=len(ids), failed=0,
        credits_used=Decimal(len(ids)),
    )  # fmt: skip

    def done(db) -> None:
        upload = stored.upload_of(db, batch.id)
        jobs.mark_sent(db, upload, 1)
        jobs.settle(db, upload, jobs.RequestState.DONE, 1)
        stored.accept(db, batch.id, "bch_1", "queued", 1)
        stored.note(db, batch.id, status, 1)
        stored.finish(db, job_id, 1)

    await app.store.write(done)
    return app.batches.of_job(job_id)[0]


async def _answer(app: App) -> dict:
    sheet_id, ids = await list_of(app, list(KNOWN[:1]))
    await app.enrichment.run(sheet_id, ids, FULL)
    return json.loads(app.store.peek(lambda db: creators.newest_body(db, ids[0])) or b"")["result"]


def _write(path: Path, names: list[str], answer: dict, size: int) -> int:
    """Rows of about `size` bytes each; every one has an id of its own."""
    answer["filler"] = [{"caption": f"post {number} of many", "likes": number} for number in range(10)]
    while len(json.dumps(answer)) < size:
        answer["filler"] += answer["filler"]
    answer["filler"] = answer["filler"][: max(10, len(answer["filler"]) * size // len(json.dumps(answer)))]
    with path.open("w") as file:
        file.write("[")
        for at, name in enumerate(names):
            answer["instagram"]["userid"] = str(at)
            answer["instagram"]["username"] = name
            row = {"input_value": name, "status": "success", "enrichment_data": answer}
            file.write(("," if at else "") + json.dumps(row))
        file.write("]")
    return path.stat().st_size


async def _sample(delays: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(SAMPLE_S)
        delays.append(max(0.0, time.perf_counter() - began - SAMPLE_S))


if __name__ == "__main__":
    asyncio.run(measure(*(int(one) for one in (*sys.argv[1:], "10000", "60")[:2])))
