"""Comparing audiences in the window: who can be compared, what it costs, and an answer that is kept."""

from decimal import Decimal

import pytest
from PySide6.QtGui import QGuiApplication

from app.domain.platforms import Handle, Platform
from app.ui.activity import Ask
from app.ui.dialogs.overlap import OverlapDialog, OverlapResultDialog
from app.ui.window import question_words
from app.workspace import creators, sheets
from tests.lists import add_list
from tests.ui.desk import Desk
from tests.whole_app import Spent, found, ids_of, listed

pytestmark = pytest.mark.usefixtures("own_folders")
THREE = ("eliska.fragrance", "hannadvorak", "aaravnair55")
GONE = "virtanen_bushcraft"


async def compare(desk: Desk) -> OverlapResultDialog:
    """Compare the ticked rows for the first time, through the window."""
    desk.window.actions_["action_overlap"].trigger()
    (await desk.dialog(OverlapDialog)).go.click()
    return await desk.dialog(OverlapResultDialog)


def notice(desk: Desk) -> str:
    return desk.window.room.notice.text.text()


@pytest.mark.parametrize(("count", "allowed"), [(0, False), (1, False), (2, True), (10, True), (11, False)])
async def test_two_to_ten_can_be_compared(desk: Desk, count: int, allowed: bool) -> None:
    """The action says so where there are fewer or more."""
    await desk.show_list(*(f"creator{number}" for number in range(12)))
    desk.window.tick_all(False)
    desk.tick(count)
    action = desk.window.actions_["action_overlap"]

    assert action.isEnabled() == allowed
    assert ("Tick 2 to 10 creators" in action.toolTip()) != allowed


async def test_several_platforms_cannot_be_compared(desk: Desk) -> None:
    """The action says why."""
    handles = [Handle(platform=one, name="maren") for one in (Platform.INSTAGRAM, Platform.TIKTOK)]
    ids = await desk.app.store.write(lambda db: [creators.ensure(db, one, one.name, 1) for one in handles])
    mixed = await desk.app.store.write(lambda db: add_list(db, "Mixed", "mixed", ids, 1))
    await desk.session.turn_to(mixed)
    desk.tick(2)
    action = desk.window.actions_["action_overlap"]

    assert (action.isEnabled(), action.toolTip()) == (False, "Only creators of one platform can be compared.")


async def test_the_price_is_on_the_button_and_the_answer_in_numbers(desk: Desk, spent: Spent) -> None:
    """What each shares, in the order of the rows, and how many different people they reach together."""
    await desk.show_list(*THREE)
    desk.window.actions_["action_overlap"].trigger()
    asked = await desk.dialog(OverlapDialog)
    words, before = asked.go.text(), len(spent.paid_arrivals)
    asked.go.click()
    result = await desk.dialog(OverlapResultDialog)
    had = desk.app.overlaps.plan(desk.session.ticks.ids()).had
    names = [row[0].text for row in result.table.lines.rows]
    result.copy.click()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    result.shut.click()

    assert had is not None
    assert (words, before, spent.credits) == ("Compare · 1.00 credits", 0, Decimal(1))
    assert names == list(THREE)
    assert lines[0] == ["Creator", "Followers", "Follow only them", "Also follow others"]
    assert all(line[2].endswith("%") for line in lines[1:4])
    assert lines[5] == ["Different people (unique reach)", str(had.unique)]
    assert notice(desk) == f"{had.unique:,} different people among {had.total:,} followers · 1.00 credits."


async def test_an_answer_is_kept_and_asking_again_is_paid(desk: Desk, spent: Spent) -> None:
    """The same creators in any order: the old answer at once, with its day."""
    await desk.show_list(*THREE)
    (await compare(desk)).shut.click()
    await desk.settled()
    desk.window.actions_["action_overlap"].trigger()
    kept = await desk.dialog(OverlapResultDialog)
    free = (kept.aside.text().partition(" · ")[2][:5], kept.again.text(), spent.credits)
    kept.again.click()
    await desk.until(lambda: spent.credits == Decimal(2))
    again = await desk.dialog(OverlapResultDialog)
    await desk.settled()
    again.shut.click()

    assert free == ("asked", "Ask again · 1.00 credits", Decimal(1))


async def test_the_job_in_the_list_opens_its_answer(desk: Desk, spent: Spent) -> None:
    """Also when other rows are ticked by now; free."""
    await desk.show_list(*THREE)
    (await compare(desk)).shut.click()
    await desk.settled()
    desk.window.tick_all(False)
    desk.window.activity.asked.emit(Ask.ROWS, desk.session.jobs[0].id)
    result = await desk.dialog(OverlapResultDialog)
    names = [row[0].text for row in result.table.lines.rows]
    result.shut.click()

    assert names == list(THREE)
    assert spent.credits == Decimal(1)


async def test_somebody_the_service_does_not_know_costs_nothing(desk: Desk, spent: Spent) -> None:
    """The notice says so; there is no answer to show."""
    await desk.show_list(THREE[0], GONE)
    desk.window.actions_["action_overlap"].trigger()
    (await desk.dialog(OverlapDialog)).go.click()
    await desk.until(lambda: "not known to influencers.club" in notice(desk))

    assert notice(desk).endswith("nothing was compared, and it cost nothing.")
    assert spent.credits == Decimal(0)


async def test_a_refusal_names_whose_audience_is_not_known_and_unticks_it(desk: Desk, spent: Spent) -> None:
    """Asking the very same again would be refused again, so that nothing offers it."""
    small, _ = await found(desk.app, 1, number_of_followers={"min": 1_000, "max": 5_000})
    (unknown,) = ids_of(desk.app, small)
    sheet_id, known = await listed(desk.app, *THREE[:2])
    await desk.app.store.write(lambda db: sheets.add_row(db, sheet_id, unknown, 2, 1))
    paid = spent.credits
    await desk.session.turn_to(sheet_id)
    desk.tick(3)
    desk.window.actions_["action_overlap"].trigger()
    (await desk.dialog(OverlapDialog)).go.click()
    bar = desk.window.room.message
    await desk.until(lambda: not bar.isHidden())
    await desk.settled()
    said, action, strip = bar.text.text(), bar.action.text(), desk.window.activity
    count, offered = strip.progress.count.text(), (strip.hold.isHidden(), strip.end.text())
    bar.action.click()
    await desk.until(lambda: desk.session.ticks.ids() == known)
    name = desk.app.store.peek(lambda db: creators.handle_of(db, unknown)).name

    assert said.replace("\u2068", "").replace("\u2069", "") == (
        f"influencers.club knows no audience of {name}. Nothing was compared, and it cost nothing. Untick it."
    )
    assert (action, count, offered) == ("Untick it", "0 of 1", (True, "Leave it"))
    assert spent.credits == paid


@pytest.mark.parametrize(
    ("error", "whom"),
    [
        ("The service did not accept this: creators: No audience data for b.c, D.", ["b.c", "d"]),
        ("The service did not accept this: too many creators.", []),
        ("creators: No audience data.", []),
    ],
)
def test_a_refusal_is_read_only_as_far_as_it_names_somebody(error: str, whom: list[str]) -> None:
    """What the live service says here was never seen."""
    assert question_words.without_audience(error, ["a", "b.c", "d"]) == whom
