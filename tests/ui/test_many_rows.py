"""Dialogs about very many rows open at once, are counted beside the window, and offer nothing until that is done."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.domain.platforms import Handle, Platform
from app.ui.dialogs.details.dialog import DetailsDialog
from app.ui.dialogs.details.fresh import FreshDialog
from app.ui.dialogs.goal import GoalDialog
from app.ui.dialogs.paid import AT_ONCE, COUNTING, PaidForm
from app.ui.dialogs.posts import PostsDialog
from app.ui.dialogs.socials import SocialsDialog
from app.workspace import creators, sheets
from tests.conftest import Until
from tests.lists import add_list
from tests.ui.desk import Desk

pytestmark = pytest.mark.usefixtures("own_folders")
MANY = AT_ONCE + 1
BALANCE = Decimal(10_000)


class Counting(PaidForm[int]):
    """Sells rows at one credit each; what is counted beside the window comes when a test lets it."""

    def __init__(self) -> None:
        super().__init__(None, "Rows", BALANCE)
        self.counts: list[asyncio.Future[int]] = []
        self.add_footer()

    def choose(self, rows: int) -> None:
        async def later() -> int:
            self.counts.append(asyncio.get_running_loop().create_future())
            return await self.counts[-1]

        self.work_out(rows, lambda: rows, later, lambda new: self.offer(f"Get {new}", Decimal(new), new))


@pytest.fixture
async def counting(qtbot: QtBot) -> Counting:
    dialog = Counting()
    qtbot.addWidget(dialog)
    return dialog


async def test_few_rows_are_counted_at_once(counting: Counting) -> None:
    """Nobody sees a button that says it counts."""
    counting.choose(AT_ONCE)

    assert (counting.go.text(), counting.go.isEnabled()) == (f"Get {AT_ONCE}", True)


async def test_many_rows_offer_nothing_until_they_are_counted(counting: Counting, until: Until) -> None:
    """The price is never one that may be wrong."""
    counting.choose(MANY)
    first = counting.go.text(), counting.go.isEnabled()
    await until(lambda: counting.counts)
    counting.counts[0].set_result(7)
    await until(lambda: counting.go.isEnabled())

    assert (first, counting.go.text()) == ((COUNTING, False), "Get 7")


async def test_of_several_counts_only_the_newest_is_told(counting: Counting, until: Until) -> None:
    """Another choice was made meanwhile: what was counted for the older one is not for sale."""
    counting.choose(MANY)
    await until(lambda: len(counting.counts) == 1)
    counting.choose(MANY + 1)
    await until(lambda: len(counting.counts) == 2)
    dropped = counting.counts[0].cancelled()
    counting.counts[1].set_result(8)
    await until(lambda: counting.go.isEnabled())

    assert (dropped, counting.go.text()) == (True, "Get 8")


def fill(db: sqlite3.Connection) -> int:
    handles = [Handle(platform=Platform.INSTAGRAM, name=f"person{at:05}") for at in range(MANY)]
    ids = [creators.ensure(db, handle, handle.name, 1) for handle in handles]
    sheet_id = add_list(db, "Many", "many", ids, 1)
    sheets.set_ticked(db, sheet_id, ids, True)
    return sheet_id


def type_words(dialog: QDialog) -> None:
    assert isinstance(dialog, PostsDialog)
    dialog.words.setText("#summer")


@pytest.mark.parametrize(
    ("action", "kind", "then", "counted"),
    [
        ("action_enrich", DetailsDialog, None, "Get 2,001 · up to 2,001.00 credits"),
        ("action_goal", GoalDialog, None, "Get 50 with an email · up to 50.00 credits"),
        ("action_fresh", FreshDialog, None, "Get again"),
        ("action_socials", SocialsDialog, None, "Ask about 2,001 · up to 1,000.50 credits"),
        ("action_posts", PostsDialog, type_words, "Check 2,001 · up to 900.45 credits"),
    ],
)
async def test_every_dialog_about_ticked_rows_counts_many_of_them_beside_the_window(
    desk: Desk, action: str, kind: type[PaidForm], then: Callable[[QDialog], None] | None, counted: str
) -> None:
    """And says in the end what a few would have said at once."""
    sheet_id = await desk.app.store.write(fill)
    await desk.session.show_sheet(sheet_id)
    await desk.settled()
    may_read = threading.Event()
    reading = asyncio.ensure_future(desk.app.store.read(lambda _db: may_read.wait()))
    desk.window.actions_[action].trigger()
    dialog = await desk.dialog(kind)
    if then is not None:
        then(dialog)
    await desk.until(lambda: dialog.go.text() == COUNTING)
    waits = not dialog.go.isEnabled()
    may_read.set()
    await reading
    await desk.until(lambda: dialog.go.text() != COUNTING)

    assert (waits, dialog.go.text()) == (True, counted)
    dialog.reject()


async def test_another_goal_needs_no_counting_anew(desk: Desk) -> None:
    """How many are wanted, and for how much, changes nothing about who has what."""
    sheet_id = await desk.app.store.write(fill)
    await desk.session.show_sheet(sheet_id)
    desk.window.actions_["action_goal"].trigger()
    dialog = await desk.dialog(GoalDialog)
    await desk.until(lambda: dialog.go.text() != COUNTING)
    dialog.wanted.setValue(80)
    eighty = dialog.go.text()
    dialog.cap.setValue(30)

    assert eighty == "Get 80 with an email · up to 80.00 credits"
    assert dialog.go.text() == "Get 80 with an email · up to 30.00 credits"
    dialog.reject()


async def test_rows_of_several_platforms_are_hidden_on_the_list_of_each(desk: Desk) -> None:
    """Also thousands: they are looked up together, and each goes where it belongs."""

    def mixed(db: sqlite3.Connection) -> int:
        handles = [
            Handle(platform=one, name=f"hide{at}") for one in (Platform.TIKTOK, Platform.YOUTUBE) for at in (1, 2)
        ]
        return add_list(db, "Mixed", "mixed", [creators.ensure(db, one, one.name, 1) for one in handles], 1)

    await desk.session.show_sheet(await desk.app.store.write(mixed))
    desk.window.tick_all(True)
    desk.window.actions_["action_hide"].trigger()
    await desk.until(lambda: "4 creators are hidden" in desk.window.room.notice.text.text())
    lists = {one.platform: one.id for one in desk.app.exclusions.known() if one.default}

    for platform in (Platform.TIKTOK, Platform.YOUTUBE):
        assert {"hide1", "hide2"} <= set(await desk.app.exclusions.handles(lists[platform]))
    desk.window.room.notice.action.click()  # the service is everybody's
    await desk.until(lambda: desk.window.room.notice.text.text() == "They can be found again.")
