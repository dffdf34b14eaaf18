"""What a person does with Scoutsheet, drawn by chance: an operation is one method, and says what came of it."""

import contextlib
import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from app.bootstrap import App
from app.domain.errors import AppError
from app.domain.filters import Search, Sort
from app.domain.jobs import EnrichOptions, Job, JobState
from app.domain.money import Tier
from app.domain.platforms import Platform
from app.workspace import sheets
from app.workspace.sheets import Sheet
from tests.chaos.hurry import Wall

WEIGHTS = {
    "find": 8,
    "more": 5,
    "details": 36,
    "pause": 9,
    "resume": 14,
    "stop": 2,
    "retry": 8,
    "settle": 4,
    "credits": 5,
    "export": 4,
    "rename": 3,
    "set_clock": 2,
}
TARGETS = (7, 20, 50, 51, 120)
CLOCK_JUMPS_S = (-86_400.0, -3_600.0, -30.0, 0.0, 30.0, 3_600.0, 86_400.0)
FIRST_ROWS, MOST_ROWS = 30, 15  # details are wanted of the first rows: jobs get into each other's way
Outcome = dict[str, Any]


class Operations:
    """Operations on one open account. `chance` draws what and on what; what is there depends on what ran before.
    `stopping` is told which job is going to be stopped."""

    def __init__(
        self, app: App, wall: Wall, chance: random.Random, files: Path, stopping: Callable[[int], None]
    ) -> None:
        self._app = app
        self._wall = wall
        self._chance = chance
        self._files = files
        self._stopping = stopping

    async def one(self) -> Outcome:
        """Draw an operation that can be done now, carry it out, and say what came of it."""
        outcome: Outcome | None = None
        while outcome is None:
            (name,) = self._chance.choices(list(WEIGHTS), list(WEIGHTS.values()))
            act: Callable[[], Awaitable[Outcome | None]] = getattr(self, f"_{name}")
            try:
                outcome = await act()
            except AppError as error:
                outcome = {"error": type(error).__name__}
        return {"operation": name, **outcome}

    async def _find(self) -> Outcome:
        search = Search(
            platform=Platform.INSTAGRAM,
            filters={"number_of_followers": {"min": self._chance.randrange(20_000, 60_000, 500)}},
            sort=Sort(by="number_of_followers", order=self._chance.choice(["asc", "desc"])),
            target=self._chance.choice(TARGETS),
        )
        sheet_id = await self._app.discovery.open_sheet(search)
        return _told(await self._app.discovery.find(search, sheet_id=sheet_id))

    async def _more(self) -> Outcome | None:
        sheet = self._sheet()
        if sheet is None or self._app.discovery.more_plan(sheet.id) is None:
            return None
        return _told(await self._app.discovery.more(sheet.id))

    async def _details(self) -> Outcome | None:
        sheet = self._sheet()
        if sheet is None:
            return None
        there = self._app.store.peek(lambda db: sheets.first_ids(db, sheet.id, FIRST_ROWS))
        ids = self._chance.sample(there, min(len(there), self._chance.randint(1, MOST_ROWS)))
        tier = self._chance.choice(list(Tier))
        options = EnrichOptions(
            tier=tier,
            email_required=self._chance.random() < 0.2,
            audience=self._chance.random() < 0.8,
            lookalikes=tier in (Tier.FULL, Tier.ANALYTICS) and self._chance.random() < 0.2,
        )
        most = self._app.enrichment.estimate(ids, options).most
        if not most:  # the button cannot be clicked
            return None
        return _told(await self._app.enrichment.run(sheet.id, ids, options, budget=most))

    async def _pause(self) -> Outcome | None:
        job = self._job(lambda job: job.state is JobState.RUNNING)
        if job is None:
            return None
        await self._app.jobs.pause(job.id)
        return _told(self._app.jobs.get(job.id))

    async def _resume(self) -> Outcome | None:
        job = self._job(lambda job: job.can_resume)
        return None if job is None else _told(await self._app.jobs.resume(job.id))

    async def _stop(self) -> Outcome | None:
        job = self._job(lambda job: not job.state.ended)
        if job is None:
            return None
        self._stopping(job.id)
        return _told(await self._app.jobs.stop(job.id))

    async def _retry(self) -> Outcome | None:
        job = self._job(to_check)
        return None if job is None else _told(await self._app.jobs.retry_uncertain(job.id))

    async def _settle(self) -> Outcome:
        job = self._job(to_check)
        await self._app.jobs.look()
        if job is not None:
            await self._app.jobs.settle(job.id)
        return {}

    async def _credits(self) -> Outcome:
        await self._app.credits.refresh()
        return {}

    async def _export(self) -> Outcome | None:
        sheet = self._sheet()
        if sheet is None:
            return None
        kind = self._chance.choice(["xlsx", "csv", "tsv"])
        written = await self._app.exports.sheet(sheet.id, self._files / f"{sheet.id}.{kind}")
        return {"rows": written.rows}

    async def _rename(self) -> Outcome:
        sheet = self._sheet()
        if sheet is not None:
            name, at = f"Sheet {self._chance.randrange(1000)}", self._app.jobs.now_ms()
            await self._app.store.write(lambda db: sheets.rename(db, sheet.id, name, at))
        return {}

    async def _set_clock(self) -> Outcome:
        self._wall.ahead_s = self._chance.choice(CLOCK_JUMPS_S)
        return {"ahead_s": self._wall.ahead_s}

    def _sheet(self) -> Sheet | None:
        there = self._app.store.peek(sheets.all_sheets)
        return self._chance.choice(there) if there else None

    def _job(self, fits: Callable[[Job], bool]) -> Job | None:
        fitting = [job for job in self._app.jobs.all() if fits(job)]
        return self._chance.choice(fitting) if fitting else None


def to_check(job: Job) -> bool:
    """Whether "Check payment" can be clicked: not while the job is at work."""
    return bool(job.totals.uncertain) and job.state not in (JobState.RUNNING, JobState.WAITING)


async def go_on(app: App) -> bool:
    """One click on everything that waits for one; whether anything did."""
    with contextlib.suppress(AppError):  # it shows in what stays open
        await app.jobs.look()
    jobs = app.jobs.all()
    waiting = [job.id for job in jobs if job.can_resume]
    checks = [job.id for job in jobs if to_check(job) and job.id not in waiting]
    for job_id in waiting:
        await app.jobs.resume(job_id)
    for job_id in checks:
        await app.jobs.retry_uncertain(job_id)
    return bool(waiting or checks)


def _told(job: Job) -> Outcome:
    return {"job": job.id, "state": job.state.value, "reason": job.reason and job.reason.value}
