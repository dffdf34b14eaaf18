"""All matches of a search that has more than one search gives, bought in the window to the end."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.filters import Search
from app.domain.jobs import Job, JobState, PauseReason
from app.domain.platforms import Platform
from app.ui.dialogs.questions import Question
from app.ui.dialogs.split import SplitDialog
from app.ui.theme import Theme
from app.workspace import ledger
from tests.conftest import Until
from tests.sandbox_server import SandboxProcess
from tests.ui.desk import Desk, live_login, opened
from tests.whole_app import Spent

pytestmark = pytest.mark.usefixtures("own_folders")
WIDE = Search(platform=Platform.INSTAGRAM, filters={"number_of_followers": {"min": 133_000}}, target=50)
"""A little more than 10,000 creators of the invented world match."""


async def agree(desk: Desk) -> None:
    """Answer the second question with yes."""
    (await desk.dialog(Question)).yes.click()


async def counted(desk: Desk) -> int:
    """Count with the panel's button; returns how many match."""
    line = desk.window.find_panel.foot.counted
    desk.window.find_panel.set_search(WIDE)
    desk.session.planned.renew()
    await desk.until(lambda: line.count.isVisible() and line.count.isEnabled())
    line.count.click()
    await desk.until(lambda: line.split.isVisible() and line.split.isEnabled())
    return int(line.said.text().split()[0].replace(",", ""))


async def begun(desk: Desk) -> Job:
    """Ask for all of them, and come back when some are here and more are on their way."""
    desk.window.find_panel.foot.counted.split.click()
    dialog = await desk.dialog(SplitDialog)
    dialog.go.click()
    dialog.go.click()  # the second question
    activity = desk.window.activity
    await desk.until(lambda: activity.job is not None and activity.job.is_going and activity.job.totals.done > 3)
    assert activity.job is not None
    return activity.job


async def wait(until: Until, condition: Callable[[], object]) -> None:
    """Two hundred pages take longer than `until` waits."""
    for _ in range(8):
        try:
            await until(condition)
        except AssertionError:
            continue
        return
    raise AssertionError("it did not happen within 80 s")


async def test_all_in_parts_with_a_pause_and_a_restart_on_the_way(
    theme: Theme, start_service: Callable[..., SandboxProcess], tmp_path: Path, until: Until
) -> None:
    """One sheet; the strip tells how far it is; every creator once, for exactly what all of them cost."""
    service = start_service("--credits", "1000")
    spent, login = Spent(service), live_login(service, tmp_path / "live")
    async with opened(theme, login, until) as desk:
        matches = await counted(desk)
        activity, job = desk.window.activity, await begun(desk)
        running = activity.progress.title.text(), activity.progress.bar.value(), activity.progress.money.text()
        activity.hold.click()
        await until(lambda: desk.app.jobs.get(job.id).state is JobState.PAUSED)
        await until(lambda: activity.hold.text().startswith("Resume · up to "))
        await desk.settled()
        held, rows_then = desk.app.jobs.get(job.id).totals.done, desk.session.model.rowCount()
        activity.hold.click()
        await agree(desk)
        await until(lambda: desk.app.jobs.get(job.id).totals.done > held + 3)
        desk.window.close()
        (await desk.dialog(Question)).findChild(QPushButton, "confirm_button").click()
        await until(lambda: not desk.window.isVisible())
    paid_before = spent.credits
    async with opened(theme, login, until) as desk:
        left, sheets = desk.session.jobs[0], desk.window.tabs.bar.count()
        unasked = spent.credits - paid_before
        bar = desk.part(QWidget, "interrupted_bar")
        offered = bar.action.text()
        bar.action.click()
        await agree(desk)
        await wait(until, lambda: desk.app.jobs.get(job.id).state is JobState.FINISHED)
        await until(lambda: desk.window.room.notice.isVisible())
        await desk.settled()
        told, rows = desk.window.room.notice.text.text(), set(desk.session.model.ids())
        booked = desk.app.store.peek(ledger.booked)
        again = desk.window.actions_["action_run_again"]

        assert running[0] == "Finding creators"
        assert running[1] > 0
        assert "spent of up to" in running[2]
        assert 0 < rows_then < matches
        assert (left.id, left.reason, sheets, unasked) == (job.id, PauseReason.INTERRUPTED, 1, 0)
        assert offered.startswith("Resume · up to ")
        assert "more" in told
        assert len(rows) == desk.session.model.rowCount() == matches
        assert spent.credits == booked == Decimal(matches) / 100
        assert not again.isEnabled()
        assert "found in parts" in again.toolTip()


async def test_nothing_is_planned_that_the_credits_cannot_cover(
    theme: Theme, start_service: Callable[..., SandboxProcess], tmp_path: Path, until: Until
) -> None:
    """Planning costs credits too; the sentence says why it is not offered."""
    service = start_service("--credits", "50")
    async with opened(theme, live_login(service, tmp_path / "live"), until) as desk:
        line, panel = desk.window.find_panel.foot.counted, desk.window.find_panel
        panel.set_search(WIDE)
        desk.session.planned.renew()
        await until(lambda: line.count.isVisible() and line.count.isEnabled())
        line.count.click()
        await until(lambda: "creators match" in line.said.text())
        await desk.settled()

        assert line.said.text().endswith(": more than you have")
        assert line.split.isHidden()
