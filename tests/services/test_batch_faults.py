"""Every fault at every call of a batch: it goes on afterwards, uploads nothing twice by itself, and is paid once."""

import asyncio
import re
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from app.api.client import open_http
from app.bootstrap import App
from app.domain.batches import BatchMode, BatchState, BatchStatus
from app.domain.creators import Details
from app.domain.errors import ServiceError
from app.domain.jobs import JobState, PauseReason
from app.domain.money import ZERO
from app.workspace import batches as stored
from app.workspace import ledger
from tests.batches import FAST, GONE, KNOWN, STILL, again, fast, list_of, over, upload, uploads
from tests.sandbox_server import SandboxProcess
from tests.whole_app import PLAIN_FLAGS, QUICK, Spent, details_of, opened

UPLOAD, STATUS, RESULTS, RESUME = r"/batch/$", r"/status/$", r"/bch_\w+/$", r"/resume/$"
DOUBTFUL = ("502", "reset", "trunc", "lost", "504c", "hang")
DONE_ALL_THE_SAME = ("reset", "trunc", "lost", "504c")
SOME = ("500", "502", "reset", "trunc", "hang")
PATIENCE_S = 0.4
FASTER = 100  # so that five tries take no quarter of a minute


def less_patient() -> httpx.AsyncClient:
    """Connections that wait for an answer for less than half a second, so that one that hangs is given up."""

    async def wait_less(request: httpx.Request) -> None:
        request.extensions["timeout"] = {**request.extensions["timeout"], "read": PATIENCE_S}

    http = open_http()
    http.event_hooks["request"].append(wait_less)
    return http


HURRIED = replace(
    QUICK,
    clock=lambda: time.monotonic() * FASTER,
    sleep=lambda seconds: asyncio.sleep(seconds / FASTER),
    boot="a boot of its own",
    connect=less_patient,
)


@pytest.fixture(scope="module")
def shared() -> Iterator[SandboxProcess]:
    with SandboxProcess(*PLAIN_FLAGS, "--credits", "100000") as process:
        yield process


@pytest.fixture
def service(shared: SandboxProcess) -> Iterator[SandboxProcess]:
    """A practice service of this module without faults."""
    yield fast(shared, fault_at=None)
    shared.settings(fault_at=None)


@asynccontextmanager
async def hurried(service: SandboxProcess, folder: Path) -> AsyncIterator[App]:
    async with asyncio.timeout(60), opened(service, folder, pace=HURRIED) as app:
        await app.credits.refresh()
        yield app


def met(spent: Spent, kind: str, what: str) -> bool:
    """Whether a request of ours to such a path met the fault."""
    return any(one["fault"] == kind and re.search(what, one["path"]) for one in spent.arrivals)


async def test_an_upload_that_was_refused_waits_for_a_click(service, tmp_path):
    """Tried five times, because nothing was done; then the job says why it waits, and one click goes on."""
    spent = Spent(service)
    async with hurried(service, tmp_path) as app:
        service.settings(fault_at=[UPLOAD, "503"])
        sheet_id, _, job = await upload(app, *KNOWN)
        tried = len(uploads(spent))
        service.settings(fault_at=None)
        ended = await over(app, await app.jobs.resume(job.id))

        assert (job.state, job.reason, job.totals.waiting, tried) == (JobState.PAUSED, PauseReason.SERVICE, 4, 5)
        assert (ended.state, details_of(app, sheet_id)) == (JobState.FINISHED, [Details.EXISTS] * 4)
        assert (spent.bought_most_often, spent.credits) == (1, Decimal("0.12"))


@pytest.mark.parametrize("kind", DOUBTFUL)
async def test_an_upload_without_an_answer_is_left_alone(service, tmp_path, until, kind):
    """Whatever cut it: it may be running, its rows are to be checked, and no way of going on uploads them again."""
    spent = Spent(service)
    async with hurried(service, tmp_path) as app:
        service.settings(fault_at=[UPLOAD, kind])
        sheet_id, ids, job = await upload(app, *KNOWN)
        service.settings(fault_at=None)
        running, shown = app.batches.may_be_running(job.id), details_of(app, sheet_id)
        await app.jobs.look()
        await app.jobs.resume(job.id)
        await again(app, sheet_id, ids)

        assert (running, shown, len(uploads(spent))) == (1, [Details.CHECK_PAYMENT] * 4, 1)
        assert app.jobs.get(job.id).totals.in_doubt == Decimal("0.12")
    if kind in DONE_ALL_THE_SAME:
        await until(lambda: spent.credits == Decimal("0.12"))


@pytest.mark.parametrize("kind", SOME)
async def test_looking_and_fetching_outlive_every_fault(service, tmp_path, until, kind):
    """Asking how far it is and fetching what there is are free: they are asked again until they succeed."""
    spent = Spent(service)
    async with hurried(service, tmp_path) as app:
        service.settings(**STILL, fault_at=[STATUS, kind])
        sheet_id, _, job = await upload(app, *KNOWN)
        await until(lambda: met(spent, kind, STATUS))
        during = app.jobs.get(job.id).state
        service.settings(**FAST, fault_at=[RESULTS, kind])
        await until(lambda: met(spent, kind, RESULTS))
        service.settings(fault_at=None)
        ended = await over(app, job)
        await app.credits.refresh()
        sums = app.store.peek(ledger.sums)

        assert (during, ended.state, details_of(app, sheet_id)) == (
            JobState.AWAY, JobState.FINISHED, [Details.EXISTS] * 4,
        )  # fmt: skip
        assert (len(uploads(spent)), spent.bought_most_often, spent.credits) == (1, 1, Decimal("0.12"))
        assert (sums.charged, sums.uncertain, sums.other_use) == (Decimal("0.12"), ZERO, ZERO)


@pytest.mark.parametrize("kind", SOME)
async def test_a_resume_that_fails_is_asked_about_and_paid_once(start_service, tmp_path, kind):
    """It may have arrived or not: the service says which, and one click more goes on."""
    service = fast(start_service("--credits", "2"))
    spent = Spent(service)
    async with hurried(service, tmp_path) as app:
        sheet_id, _, job = await upload(app, *KNOWN, mode=BatchMode.FULL)
        await over(app, job)
        service.top_up("10")
        service.settings(fault_at=[RESUME, kind])
        try:
            await over(app, await app.jobs.resume(job.id))
        except ServiceError:
            assert kind == "500"  # answered as JSON: nothing was done
        service.settings(fault_at=None)
        ended = await over(app, await app.jobs.resume(job.id))
        await app.credits.refresh()
        sums = app.store.peek(ledger.sums)

        assert (ended.state, details_of(app, sheet_id)) == (JobState.FINISHED, [Details.FULL] * 4)
        assert (len(uploads(spent)), spent.bought_most_often, spent.credits) == (1, 1, Decimal(4))
        assert (sums.charged, sums.uncertain, sums.other_use) == (Decimal(4), ZERO, ZERO)


async def test_a_status_that_goes_backwards_books_nothing_twice(service, tmp_path):
    """An older answer that came late, and a word nobody knows: neither un-ends it, nor is it booked again or back."""
    service.settings(**STILL)
    async with hurried(service, tmp_path) as app:
        _, _, job = await upload(app, *KNOWN)
        (batch,) = app.batches.of_job(job.id)

        async def told(word: str, found: int) -> tuple[BatchState, Decimal]:
            status = BatchStatus(
                state=BatchState.of(word), said=word, processed=found, found=found, failed=0,
                credits_used=Decimal("0.03") * found,
            )  # fmt: skip

            def note(db: sqlite3.Connection) -> tuple[BatchState, Decimal]:
                stored.note(db, batch.id, status, 1)  # and look at once: the watcher goes on meanwhile
                return stored.get(db, batch.id).state, ledger.booked(db)

            return await app.store.write(note)

        steps = [await told(*step) for step in (("processing", 3), ("queued", 0), ("reticulating", 2), ("finished", 4))]
        late = await told("processing", 1)
        service.settings(**FAST)
        await over(app, job)

    assert [state for state, _ in steps] == [
        BatchState.PROCESSING, BatchState.QUEUED, BatchState.PROCESSING, BatchState.FINISHED,
    ]  # fmt: skip
    assert [amount for _, amount in steps] == [Decimal("0.09")] * 3 + [Decimal("0.12")]
    assert late == (BatchState.FINISHED, Decimal("0.12"))


async def test_two_batches_at_once_do_not_touch_each_other(service, tmp_path):
    """One fails in the middle, the other is at work: each has its own end and its own cost."""
    service.settings(**STILL)
    spent = Spent(service)
    async with hurried(service, tmp_path) as app:
        _, _, first = await upload(app, *KNOWN[:2])
        sheet_id, ids = await list_of(app, [*KNOWN[2:], GONE])
        second = await again(app, sheet_id, ids)
        service.settings(**FAST)
        ended = [await over(app, job) for job in (first, second)]

    assert [(job.state, job.totals.done, job.totals.spent) for job in ended] == [
        (JobState.FINISHED, 2, Decimal("0.06")),
        (JobState.FINISHED, 2, Decimal("0.06")),
    ]
    assert (len(uploads(spent)), spent.bought_most_often) == (2, 1)
