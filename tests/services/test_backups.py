"""Backups are made by themselves while an account is open: in time, only of what is new, and never in the way."""

import asyncio
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.jobs import JobState
from app.domain.money import ZERO, Purse
from app.services.accounts import identity_of
from app.services.backups import EVERY_S, FIRST_AFTER_S, Backups
from app.services.events import Changes, Events
from app.workspace import account, backups, ledger, restoring
from app.workspace.backups import Why
from app.workspace.store import Store, open_store
from tests.services.test_settling import HERE, OTHER, THIRD, S, answered, lose, states, waiting
from tests.whole_app import FULL, listed, opened
from tests.workspace.conftest import Workspace

HALF_HOUR_MS = 1_800_000
START_MS = 1_000 * HALF_HOUR_MS


class Clock:
    """Wall time and sleep of a test: time moves when `pass_time` says so and somebody sleeps."""

    def __init__(self, now_ms: int = START_MS) -> None:
        self.ms = now_ms
        self.slept: list[float] = []
        self._asleep = asyncio.Event()
        self._wake = asyncio.Event()

    def now_ms(self) -> int:
        return self.ms

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._asleep.set()
        await self._wake.wait()
        self._wake.clear()
        self.ms += round(seconds * 1000)

    async def fallen_asleep(self) -> None:
        """Whatever was to be done is done."""
        await self._asleep.wait()

    async def pass_time(self) -> None:
        """Let the sleeper sleep to its end, and come back when it sleeps again."""
        await self.fallen_asleep()
        self._asleep.clear()
        self._wake.set()
        await self.fallen_asleep()


def change(store: Store, name: str) -> None:
    Workspace(store).list_of(name)


@pytest.fixture
def store(tmp_path: Path):
    opened_store = open_store(tmp_path / "workspace")
    yield opened_store
    opened_store.close()


async def test_every_half_hour_in_which_something_changed_ends_with_a_backup(store):
    """And one in which nothing did does not."""
    clock = Clock()
    made = Backups(store, Events(), clock.now_ms, sleep=clock.sleep)
    change(store, "vera")
    made.start()
    counts = []
    for name in ("", "", "lars", ""):
        if name:
            change(store, name)
        await clock.pass_time()
        counts.append(len(backups.listed(store.folder)))
    await made.close()

    assert counts == [1, 1, 2, 2]
    assert clock.slept[1:] == [EVERY_S] * 4


@pytest.mark.parametrize(
    ("age_s", "waits_s"),
    [(None, FIRST_AFTER_S), (5 * EVERY_S, FIRST_AFTER_S), (600, EVERY_S - 600), (-7200, FIRST_AFTER_S)],
)
async def test_a_restart_goes_on_with_the_half_hour_that_runs(store, age_s, waits_s):
    """Short sessions get their backups too, and frequent ones no more than others; a clock set back stops nothing."""
    clock = Clock()
    if age_s is not None:
        backups.make(store.folder, Why.HALF_HOURLY, START_MS - round(age_s * 1000))
    made = Backups(store, Events(), clock.now_ms, sleep=clock.sleep)
    made.start()
    await clock.fallen_asleep()
    await made.close()

    assert clock.slept == [waits_s]


async def test_a_backup_that_cannot_be_made_is_told_once_and_tried_again(store):
    """Nothing is lost and nothing stops; when there is room again, the next one is made."""
    clock, events, heard = Clock(), Events(), []
    events.subscribe(lambda changes, _: heard.append(changes))
    made = Backups(store, events, clock.now_ms, sleep=clock.sleep)
    change(store, "vera")
    in_the_way = store.folder / "backups"
    in_the_way.write_text("x")
    made.start()
    await clock.pass_time()
    await clock.pass_time()
    trouble, told_so_far = made.trouble, list(heard)
    in_the_way.unlink()
    await clock.pass_time()
    await made.close()

    assert "may not write" in trouble.sentences
    assert told_so_far == heard == [Changes(backups=True)]
    assert (made.trouble, len(backups.listed(store.folder))) == (None, 1)


async def test_a_mistake_of_ours_is_reported_and_does_not_keep_the_account_open(store):
    """It reaches the loop's handler, which shows the report, and closing goes on."""
    reported = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context["exception"]))
    made = Backups(store, Events(), lambda: 1 // 0, sleep=Clock().sleep)
    backups.make(store.folder, Why.HALF_HOURLY, 1)
    made.start()
    await asyncio.sleep(0)
    await made.close()

    assert [type(error) for error in reported] == [ZeroDivisionError]


async def test_closing_gives_a_running_backup_up(store, until):
    """The thread is done when `close` comes back, and nothing half is left."""
    clock = Clock()
    store.write_now(lambda db: account.set_setting(db, "big", "x" * 60_000_000))
    change(store, "vera")
    made = Backups(store, Events(), clock.now_ms, sleep=clock.sleep)
    made.start()
    await clock.fallen_asleep()
    clock._wake.set()
    await until((store.folder / "backups" / "making.part").exists)
    await made.close()

    assert list((store.folder / "backups").iterdir()) == []


async def test_an_open_account_makes_backups_until_it_is_closed(service, tmp_path):
    """Whoever opens the account needs not think of it."""
    async with opened(service, tmp_path):
        names = {task.get_name() for task in asyncio.all_tasks()}
    after = {task.get_name() for task in asyncio.all_tasks()}

    assert "backups" in names
    assert "backups" not in after


# Money after going back.


async def back_to(service, folder: Path, early: backups.Backup) -> None:
    identity = identity_of(service.url, service.key)
    await asyncio.to_thread(restoring.restore, folder, early, identity, early.at_ms + HALF_HOUR_MS)


def request_states(app) -> list[str]:
    return app.store.peek(lambda db: [row[0] for row in db.execute("SELECT state FROM requests")])


async def test_after_going_back_nothing_lost_is_ever_called_free(service, tmp_path):
    """The old points know less of what was used: what was bought since is seen, and makes the verdict unclear."""
    async with opened(service, tmp_path) as app:
        await app.credits.refresh()
        _, requests = await waiting(app, HERE)
        await app.jobs.send(requests[0], lose, lambda _: answered(), Purse())
        early = backups.make(tmp_path, Why.HALF_HOURLY, START_MS)
        sheet_id, ids = await listed(app, OTHER)
        bought = await app.enrichment.run(sheet_id, ids, FULL)
    await back_to(service, tmp_path, early)
    async with opened(service, tmp_path) as app:
        free = await app.jobs.settle(requests[0].job_id)
        sums, state = app.store.peek(ledger.sums), states(app, requests)

    assert bought.state is JobState.FINISHED
    assert (free, state) == (set(), [S.UNCERTAIN])
    assert (sums.charged, sums.uncertain, sums.other_use) == (ZERO, Decimal(1), ZERO)


async def test_after_going_back_what_was_bought_since_is_other_use(service, tmp_path):
    """The books still add up to what the service charged since the workspace began."""
    async with opened(service, tmp_path) as app:
        await app.credits.refresh()
        early = backups.make(tmp_path, Why.HALF_HOURLY, START_MS)
        sheet_id, ids = await listed(app, HERE)
        await app.enrichment.run(sheet_id, ids, FULL)
    await back_to(service, tmp_path, early)
    async with opened(service, tmp_path) as app:
        await app.credits.refresh()
        sums = app.store.peek(ledger.sums)

    assert (sums.charged, sums.uncertain, sums.other_use) == (ZERO, ZERO, Decimal(1))


async def test_what_was_on_its_way_at_the_backup_is_to_be_checked_after_going_back(start_service, tmp_path, until):
    """Its answer is in the file that was left: it was charged, and it is not sent again by itself."""
    service = start_service("--credits", "10", "--latency-ms", "300")
    async with opened(service, tmp_path) as app:
        await app.credits.refresh()
        sheet_id, ids = await listed(app, THIRD)
        job = asyncio.create_task(app.enrichment.run(sheet_id, ids, FULL))
        await until(lambda: request_states(app) == ["sent"])
        early = backups.make(tmp_path, Why.HALF_HOURLY, START_MS)
        job_id = (await job).id
        answered_states = request_states(app)
    await back_to(service, tmp_path, early)
    async with opened(service, tmp_path) as app:
        free = await app.jobs.settle(job_id)
        after = request_states(app)

    assert (answered_states, free, after) == (["done"], set(), ["uncertain"])
