"""Getting details until there are enough: the dialog, the running line, the three ends, and going on."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from app.domain.goals import GoalEnd, GoalPlan, GoalStanding
from app.domain.jobs import EnrichOptions, JobKind, JobState, PauseReason
from app.domain.money import Tier
from app.ui.activity import WorkNow
from app.ui.activity.offers import facts, progress
from app.ui.dialogs.goal import GoalDialog
from app.ui.theme import Theme
from app.ui.window import goal_words, job_words
from tests.conftest import Until
from tests.sandbox_server import SandboxProcess
from tests.ui.desk import Desk, live_login, opened
from tests.ui.made_jobs import job

# -- words

HALF = GoalStanding(
    wanted=50,
    reached=31,
    bought=31,
    answered=50,
    left=40,
    spent=Decimal("31.00"),
    in_doubt=Decimal(0),
    cap=Decimal("60.00"),
    end=None,
)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (HALF, "62 % have an email · about 19.00 more"),
        (replace(HALF, answered=0, bought=0, reached=0, spent=Decimal("0.00")), ""),
        (
            replace(HALF, reached=50, bought=50, answered=80, spent=Decimal("50.00"), end=GoalEnd.REACHED),
            "62 % have an email",
        ),
    ],
    ids=["on its way", "before the first answer", "reached"],
)
def test_the_running_line_says_the_rate_and_what_is_expected(at: GoalStanding, words: str) -> None:
    """What nobody can tell yet is not said."""
    running = replace(job(), kind=JobKind.GOAL, most=at.cap, totals=replace(job().totals, spent=at.spent))
    said = progress(running, WorkNow(sends=(0, 300), goals={running.id: at}))

    assert (said.count, said.facts) == (f"{at.reached} of 50", words)
    assert said.money == f"{at.spent} spent of up to 60.00"
    assert (said.done, said.all) == (at.reached, 50)


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (GoalEnd.REACHED, "That is what you wanted."),
        (GoalEnd.CAP, "The next one could cost more than the 60.00 you allowed."),
        (GoalEnd.LIST, "Nobody of the list is left to ask."),
    ],
)
def test_the_end_is_told_in_three_ways(end: GoalEnd, words: str) -> None:
    """With how many, of how many asked, and the cost."""
    said = goal_words.ended(replace(HALF, end=end))

    assert said == f"31 of 50 have an email · 50 creators were asked · 31.00 credits. {words}"


def test_after_lost_ones_were_got_again_the_end_names_no_cap_that_nobody_named() -> None:
    """20.00 were allowed, then 4.00 more for lost ones: 24.00 is no cap, and the account may have paid all of it."""
    at = replace(HALF, spent=Decimal("20.00"), in_doubt=Decimal("4.00"), cap=Decimal("24.00"), end=GoalEnd.CAP)

    assert goal_words.ended(at) == (
        "31 of 50 have an email · 50 creators were asked · 20.00 credits, and up to 4.00 for what got no answer."
        " The next one could cost more than you allowed."
    )


def test_going_on_with_a_goal_may_cost_what_is_left_of_its_cap() -> None:
    """It decides on its way whom to ask, so nothing is waiting, and yet it goes on."""
    held = replace(job(JobState.PAUSED, reason=PauseReason.BY_YOU), kind=JobKind.GOAL, most=Decimal("150.00"))

    assert job_words.resume_button(held) == "Resume · up to 46.00 credits"
    assert "62 % have an email" in facts(held, WorkNow(sends=(0, 300), goals={held.id: HALF}))


# -- the dialog


class Plans:
    """The first `already` of the creators have an email, and `without` are known to have none."""

    def __init__(self, already: int, without: int) -> None:
        self._already = already
        self._without = without

    def plan(self, ids: Sequence[int], wanted: int, options: EnrichOptions, cap: Decimal) -> GoalPlan:
        had = min(self._already, len(ids))
        return GoalPlan(
            wanted=wanted,
            already=had,
            without=self._without,
            candidates=len(ids) - had - self._without,
            pending=0,
            price=options.tier.price,
            cap=cap,
        )

    async def plan_later(self, ids: Sequence[int], wanted: int, options: EnrichOptions, cap: Decimal) -> GoalPlan:
        return self.plan(ids, wanted, options, cap)


def goal_dialog(
    qtbot: QtBot, ticked: int, shown: int, balance: str | None = "1000", already: int = 0, without: int = 0
) -> GoalDialog:
    """For creators 1 to `ticked`, of whom the first `already` have an email, and `without` are known to have none."""
    dialog = GoalDialog(
        None,
        ids=range(ticked),
        shown=shown,
        tick_shown=lambda: range(shown),
        plans=Plans(already, without),
        balance=None if balance is None else Decimal(balance),
    )
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_enter_in_the_number_takes_it_and_starts_nothing(qtbot: QtBot) -> None:
    """What it costs then stands on the button, for a press of its own."""
    dialog = goal_dialog(qtbot, 120, 120)
    dialog.wanted.setFocus()
    dialog.wanted.selectAll()
    QTest.keyClicks(dialog.wanted, "3")
    QTest.keyClick(dialog.wanted, Qt.Key.Key_Return)

    assert (dialog.chosen, dialog.isVisible()) == (None, True)
    assert dialog.go.text() == "Get 3 with an email · up to 3.00 credits"


def test_without_credits_the_goal_says_so_and_asks_for_nothing_that_cannot_be(qtbot: QtBot) -> None:
    """In the line where every dialog says it."""
    dialog = goal_dialog(qtbot, 120, 120, balance="0")

    assert dialog.warning.text() == dialog.go.toolTip() == "Your 0.00 credits cover none of these 50."


def test_the_button_names_the_goal_and_the_exact_maximum(qtbot: QtBot) -> None:
    """Who has an email already counts, and the cap that is proposed is what the others cost at most."""
    dialog = goal_dialog(qtbot, 120, 120, already=7)
    proposed = dialog.cap_value, dialog.go.text()
    dialog.cap.setValue(12.5)
    dialog.wanted.setValue(60)

    assert proposed == (Decimal("43.00"), "Get 43 with an email · up to 43.00 credits")
    assert (dialog.cap_value, dialog.go.text()) == (
        Decimal("12.50"),
        "Get 53 with an email · up to 12.00 credits",
    )


def test_every_ticked_row_is_accounted_for(qtbot: QtBot) -> None:
    """Also who has the details already, without an email."""
    dialog = goal_dialog(qtbot, 35, 35, already=7, without=1)
    said = [
        label.accessibleName()
        for label in dialog.counts.findChildren(QLabel)
        if label.isVisible() and label.objectName()
    ]

    assert said[:3] == [
        "7 have an email already, and count 0.00",
        "1 have these details without an email 0.00",
        "27 can be asked up to 27.00",
    ]


def test_a_list_that_is_too_short_is_told_before(qtbot: QtBot) -> None:
    """The maximum is then that of the list."""
    dialog = goal_dialog(qtbot, 30, 30)

    assert dialog.findChild(QLabel, "price_warning").text() == "Only 30 creators can be asked."
    assert dialog.go.text() == "Ask all 30 · up to 30.00 credits"


def test_only_ticked_rows_are_asked_and_one_click_ticks_the_shown_ones(qtbot: QtBot) -> None:
    """Money rule 1: what is paid is about ticked rows."""
    dialog = goal_dialog(qtbot, 0, 150)
    at_first = dialog.go.isEnabled(), dialog.go.toolTip()
    dialog.findChild(QPushButton, "tick_shown_button").click()

    assert dialog.focusWidget() is dialog.go
    assert at_first == (False, "Tick the creators to ask first.")
    assert dialog.findChild(QLabel, "goal_who").text() == "Of the 150 ticked rows, in the order on screen."
    assert dialog.go.isEnabled()


@pytest.mark.parametrize(
    ("balance", "cap", "reason"),
    [
        (None, 5.0, "Your credits are not known yet."),
        ("8.42", 9.0, "Your 8.42 credits do not cover this. Allow at most 8.42."),
        ("8.42", 0.5, "One creator can cost 1.00. Allow at least that."),
    ],
)
def test_what_cannot_be_paid_is_not_offered(qtbot: QtBot, balance: str | None, cap: float, reason: str) -> None:
    """And it is said why."""
    dialog = goal_dialog(qtbot, 60, 60, balance)
    dialog.cap.setValue(cap)

    assert (dialog.go.isEnabled(), dialog.go.toolTip()) == (False, reason)


def test_a_goal_that_is_reached_costs_nothing(qtbot: QtBot) -> None:
    """There is nothing to start."""
    dialog = goal_dialog(qtbot, 60, 60, already=50)

    assert (dialog.go.isEnabled(), dialog.go.toolTip()) == (False, "So many have an email already.")


def test_a_dear_goal_is_asked_twice(qtbot: QtBot) -> None:
    """Above 25.00 credits the first click only asks (money rule 2)."""
    dialog = goal_dialog(qtbot, 60, 60)
    dialog.go.click()
    asked, said = dialog.chosen, dialog.go.text()
    dialog.go.click()

    assert (asked, said) == (None, "Spend up to 50.00 credits")
    assert (dialog.chosen.wanted, dialog.chosen.cap) == (50, Decimal("50.00"))
    assert dialog.chosen.options == EnrichOptions(tier=Tier.FULL, email_required=True)


# -- the window


@pytest.fixture
async def desk(
    theme: Theme, service: SandboxProcess, tmp_path: Path, until: Until, own_folders: None
) -> AsyncIterator[Desk]:
    """The window on a live account."""
    async with opened(theme, live_login(service, tmp_path / "live"), until) as ready:
        yield ready


async def run_goal(desk: Desk, wanted: int, cap: float) -> None:
    """Through the dialog, with everything that is shown ticked by its button."""
    desk.window.actions_["action_goal"].trigger()
    dialog = await desk.dialog(GoalDialog)
    dialog.findChild(QPushButton, "tick_shown_button").click()
    dialog.findChild(QRadioButton, "goal_profile").click()
    dialog.wanted.setValue(wanted)
    dialog.cap.setValue(cap)
    dialog.go.click()
    await desk.until(lambda: any(one.kind is JobKind.GOAL for one in desk.session.jobs))
    await desk.settled()


async def test_a_goal_is_reached_told_and_its_rows_are_one_click_away(desk: Desk, service: SandboxProcess) -> None:
    """Exactly so many are paid, and the button shows just those who have an email."""
    await desk.find()
    paid = len(service.books()["entries"])
    await run_goal(desk, 3, 4)
    notice = desk.window.room.notice
    await desk.until(notice.isVisible)
    said, buttons = notice.text.text(), (notice.action.text(), notice.second.text())
    notice.action.click()
    await desk.until(lambda: desk.session.model.rowCount() == 3)
    rows = desk.session.model.rows_now(list(desk.session.model.ids()))
    line = desk.window.room.narrowed

    assert said.startswith("3 of 3 have an email · ")
    assert said.endswith("0.60 credits. That is what you wanted.")
    assert buttons == ("Show the 3", "Export")
    assert len(service.books()["entries"]) - paid == 3
    assert all(row.values["email"] for row in rows)
    assert "3 with an email" in [line.states.itemText(at) for at in range(line.states.count())]


async def test_a_goal_that_was_interrupted_goes_on_by_one_click(
    theme: Theme, service: SandboxProcess, tmp_path: Path, until: Until, own_folders: None
) -> None:
    """After a restart it waits in Activity with the most it can still cost."""
    login = live_login(service, tmp_path / "work")
    async with opened(theme, login, until) as desk:
        await desk.find()
        await desk.app.jobs.close()  # as when Scoutsheet is closed: nothing more is sent
        await run_goal(desk, 2, 3)
        (goal,) = [one for one in desk.session.jobs if one.kind is JobKind.GOAL]
    async with opened(theme, login, until) as desk:
        desk.window.activity.open_list(True)
        (go_on,) = [one for one in desk.window.activity.list.lines[goal.id].buttons if one.text().startswith("Resume")]
        words = go_on.text()
        go_on.click()
        await until(lambda: desk.app.jobs.get(goal.id).state is JobState.FINISHED)

        assert goal.reason is PauseReason.INTERRUPTED
        assert words == "Resume · up to 0.40 credits"  # two at 0.20: whatever is paid counts
        assert desk.app.goals.standing(goal.id).reached == 2
