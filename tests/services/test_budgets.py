"""Budgets of a day and of a campaign: enforced where requests are sent, counted from the ledger."""

import asyncio
import time
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.bootstrap import App
from app.domain.jobs import JobState, PauseReason
from app.services.budgets import Budgets
from app.services.events import Events
from app.workspace import campaigns
from tests.sandbox_server import SandboxProcess
from tests.whole_app import FULL, Spent, found, ids_of, opened

THREE = Decimal("3.00")


async def into_campaign(app: App, sheet_id: int, budget: Decimal) -> int:
    """A campaign with this budget that the sheet belongs to."""
    number = await app.store.write(lambda db: campaigns.add(db, "Spring", 1))
    await app.store.write(lambda db: campaigns.assign(db, sheet_id, number, 1))
    await app.budgets.set_campaign(number, budget)
    return number


async def test_the_days_budget_stops_a_job_before_it_is_passed(app: App, spent: Spent):
    """It counts what the day has cost already, and says which budget it was."""
    sheet_id, _ = await found(app, 10)
    await app.budgets.set_day(THREE)

    job = await app.enrichment.run(sheet_id, ids_of(app, sheet_id), FULL)

    assert (job.state, job.reason) == (JobState.PAUSED, PauseReason.BUDGET)
    assert "Today's budget of 3.00 credits is reached." in job.error
    assert Decimal("2.00") < spent.credits <= THREE


async def test_a_campaigns_budget_holds_for_its_sheets_only(app: App):
    """Another sheet goes on."""
    first, _ = await found(app, 10)
    other, _ = await found(app, 5, least=20_000)
    await into_campaign(app, first, Decimal("2.00"))

    stopped = await app.enrichment.run(first, ids_of(app, first), FULL)
    free = await app.enrichment.run(other, ids_of(app, other), FULL)

    assert stopped.reason is PauseReason.BUDGET
    assert "The budget of “Spring” of 2.00 credits is reached." in stopped.error
    assert stopped.totals.spent <= Decimal("2.00")
    assert free.state is JobState.FINISHED


async def test_a_raised_budget_lets_the_same_job_go_on(app: App, spent: Spent):
    """Nothing is bought twice on the way."""
    sheet_id, _ = await found(app, 6)
    number = await into_campaign(app, sheet_id, Decimal("2.00"))
    job = await app.enrichment.run(sheet_id, ids_of(app, sheet_id), FULL)
    await app.budgets.set_campaign(number, None)

    done = await app.jobs.resume(job.id)

    assert done.state is JobState.FINISHED
    assert done.totals.done + done.totals.not_found == 6
    assert spent.bought_most_often == 1


async def test_two_jobs_at_once_share_the_days_budget(app: App, spent: Spent):
    """What one has on its way is not offered to the other."""
    first, _ = await found(app, 8)
    other, _ = await found(app, 8, least=20_000, total_posts={"min": 1})
    await app.budgets.set_day(app.budgets.spent_today() + THREE)
    before = spent.credits

    await asyncio.gather(*(app.enrichment.run(sheet, ids_of(app, sheet), FULL) for sheet in (first, other)))

    assert spent.credits - before <= THREE


async def test_a_new_day_has_its_whole_budget_again(app: App):
    """Midnight where the person is, not in Greenwich."""
    await found(app, 10)
    tomorrow = Budgets(app.store, Events(), lambda: int((time.time() + 86_400) * 1000))

    assert app.budgets.spent_today() > 0
    assert tomorrow.spent_today() == 0


@pytest.mark.parametrize(
    ("day", "clock_changes"),
    [(datetime(2026, 3, 29), "an hour is missing"), (datetime(2026, 10, 25), "an hour comes twice")],
)
async def test_the_day_begins_at_its_own_midnight_also_when_the_clocks_change(app: App, day: datetime, clock_changes):
    """At noon the offset is another than at midnight: what was spent a moment before midnight is yesterday's."""
    await found(app, 10)
    berlin = ZoneInfo("Europe/Berlin")
    midnight, noon = day.replace(tzinfo=berlin), day.replace(hour=12, tzinfo=berlin)
    budgets = Budgets(app.store, Events(), lambda: int(noon.timestamp() * 1000), berlin)
    spent = []
    for seconds in (-1, 0):
        at = int((midnight.timestamp() + seconds) * 1000)
        await app.store.write(lambda db, at=at: db.execute("UPDATE receipts SET at_ms = ?", (at,)))
        spent.append(budgets.spent_today())

    assert spent == [0, Decimal("0.10")], clock_changes


async def test_budgets_outlive_a_restart(service: SandboxProcess, tmp_path: Path):
    """They are kept in the workspace."""
    async with opened(service, tmp_path / "one") as app:
        await app.budgets.set_day(THREE)

    async with opened(service, tmp_path / "one") as again:
        assert again.budgets.day_limit() == THREE
        await again.budgets.set_day(None)
        assert again.budgets.day_limit() is None
