"""Getting details again: a verb of its own that names their age, asks, and keeps what was there (money rule 6)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from app.domain.jobs import EnrichOptions, JobState
from app.domain.money import Tier
from app.services.details_plan import FreshPlan
from app.ui.dialogs.details.fresh import FreshDialog
from app.ui.theme import Theme
from tests.conftest import Until
from tests.sandbox_server import SandboxProcess
from tests.ui.desk import Desk, live_login, opened
from tests.whole_app import CONTACT

MAY, JUNE = 1_777_800_000_000, 1_781_000_000_000


class Plans:
    """Of 35 creators so many have each kind; the counts that are asked for beside the window's thread come at once."""

    def __init__(self, had: dict[Tier, int]) -> None:
        self._had = had

    def fresh(self, ids: Sequence[int], tier: Tier) -> FreshPlan:
        count = self._had.get(tier, 0)
        times = (MAY, JUNE) if count > 1 else (MAY, MAY) if count else (None, None)
        return FreshPlan(
            options=EnrichOptions(tier=tier, fresh=True),
            ids=tuple(ids)[:count],
            pending=0,
            never=35 - count,
            oldest_ms=times[0],
            newest_ms=times[1],
        )

    async def fresh_later(self, ids: Sequence[int], tier: Tier) -> FreshPlan:
        return self.fresh(ids, tier)


def fresh(qtbot: QtBot, had: dict[Tier, int], balance: str | None = "100") -> FreshDialog:
    """The dialog for 35 creators, of whom so many have each kind."""
    dialog = FreshDialog(
        None,
        ids=range(35),
        plans=Plans(had),
        balance=None if balance is None else Decimal(balance),
        today=lambda: date(2026, 11, 22),
    )
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_the_age_and_the_price_are_named_before(qtbot: QtBot) -> None:
    """What is not there cannot be refreshed, and is left out."""
    dialog = fresh(qtbot, {Tier.PROFILE: 12, Tier.ANALYTICS: 1})
    said = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    first = dialog.go.text()
    dialog.findChild(QRadioButton, "fresh_analytics").click()

    assert "you have this of 12, from 3 May to 9 Jun" in said
    assert "you have this since 3 May" in said
    assert "Left out: 23 without these details." in said
    assert first == "Get 12 again · up to 2.40 credits"
    assert dialog.go.text() == "Get 1 again · up to 0.80 credits"
    assert not dialog.findChild(QRadioButton, "fresh_full").isEnabled()


@pytest.mark.parametrize(
    ("had", "balance", "reason"),
    [
        ({}, "100", "You have no details of these creators yet."),
        ({Tier.FULL: 12}, "0.5", "Your 0.50 credits cover none of these 12."),
        ({Tier.FULL: 12}, None, "Your credits are not known yet."),
    ],
)
def test_what_cannot_be_bought_again_says_why(
    qtbot: QtBot, had: dict[Tier, int], balance: str | None, reason: str
) -> None:
    """The button is disabled."""
    dialog = fresh(qtbot, had, balance)

    assert (dialog.go.isEnabled(), dialog.go.toolTip()) == (False, reason)


def test_more_than_the_credits_cover_offers_the_first_of_them(qtbot: QtBot) -> None:
    """As every dialog does."""
    dialog = fresh(qtbot, {Tier.FULL: 12}, "24.5")
    whole = (dialog.go.text(), dialog.warning.text())
    fewer = fresh(qtbot, {Tier.FULL: 12}, "8.42")
    words = (fewer.go.text(), fewer.warning.text())
    fewer.go.click()
    fewer.go.click()

    assert whole == ("Get 12 again · up to 12.00 credits", "")
    assert words == ("Get the first 8 again · up to 8.00 credits", "Your 8.42 credits cover 8 of these 12.")
    assert (len(fewer.chosen.ids), fewer.chosen.most) == (8, Decimal("8.00"))


@pytest.fixture
async def desk(
    theme: Theme, service: SandboxProcess, tmp_path: Path, until: Until, own_folders: None
) -> AsyncIterator[Desk]:
    """The window on a live account, with the contact of the first two creators."""
    async with opened(theme, live_login(service, tmp_path / "live"), until) as ready:
        await ready.find()
        await ready.app.enrichment.run(ready.session.sheet.id, ready.tick(2), CONTACT)
        await ready.settled()
        yield ready


async def test_what_is_there_is_bought_again_only_by_this_verb(desk: Desk, service: SandboxProcess) -> None:
    """The older answer stays beside the newer one."""
    paid, ids = len(service.books()["entries"]), desk.session.ticks.ids()
    same = desk.app.enrichment.estimate(ids, CONTACT).most
    desk.window.actions_["action_fresh"].trigger()
    dialog = await desk.dialog(FreshDialog)
    words = dialog.go.text()
    dialog.go.click()
    await desk.until(lambda: any(job.options and job.options.fresh for job in desk.session.jobs))
    await desk.settled()
    job = next(job for job in desk.session.jobs if job.options and job.options.fresh)
    readings = desk.app.store.peek(lambda db: db.execute("SELECT count(*) FROM readings").fetchone()[0])

    assert (same, words) == (Decimal(0), "Get 2 again · up to 0.40 credits")
    assert (job.state, job.title, len(service.books()["entries"]) - paid) == (
        JobState.FINISHED,
        "Getting fresh details",
        2,
    )
    assert readings == 4


async def test_the_creator_panel_offers_it_where_something_is_there(desk: Desk) -> None:
    """Nobody is asked to refresh what they never had."""
    ids = list(desk.session.model.ids())
    offer = desk.part(QPushButton, "creator_get_fresh")
    desk.window.view.creator_activated.emit(ids[0])
    had = offer.isVisibleTo(desk.window.creator)
    desk.window.view.creator_activated.emit(ids[5])
    not_had = offer.isVisibleTo(desk.window.creator)
    desk.window.view.creator_activated.emit(ids[0])
    offer.click()
    dialog = await desk.dialog(FreshDialog)
    words = dialog.go.text()
    dialog.reject()

    assert (had, not_had, words) == (True, False, "Get 1 again · up to 0.20 credits")


async def test_the_two_halves_are_as_old_as_the_older_one(desk: Desk) -> None:
    """Full details from two purchases: the age that is named is the honest one."""
    ids = desk.session.ticks.ids()
    halves = replace(CONTACT, tier=Tier.ANALYTICS)
    await desk.app.enrichment.run(desk.session.sheet.id, ids[:1], halves)
    await desk.app.store.write(lambda db: db.execute("UPDATE readings SET at_ms = ? WHERE parts & 2", (MAY,)))
    await desk.app.store.write(lambda db: db.execute("UPDATE readings SET at_ms = ? WHERE parts & 4", (JUNE,)))
    plan = desk.app.details.fresh(ids, Tier.FULL)

    assert (plan.ids, plan.oldest_ms, plan.never) == ((ids[0],), MAY, 1)
