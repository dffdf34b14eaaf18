"""Finding in the window: who is left out, how many match, searching again, and what each of it costs."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.filters import Search
from app.domain.platforms import Platform
from app.ui.theme import Theme
from app.ui.window.sheet_room import Stand
from tests.conftest import Until
from tests.sandbox_server import SandboxProcess
from tests.ui.desk import Desk, live_login, opened
from tests.whole_app import MANY, Spent

pytestmark = pytest.mark.usefixtures("own_folders")
BIG = Search(platform=Platform.INSTAGRAM, filters={"number_of_followers": {"min": MANY}}, target=30)


@pytest.fixture
async def desk(theme: Theme, service: SandboxProcess, tmp_path: Path, until: Until) -> AsyncIterator[Desk]:
    """The window on a live account with an empty workspace."""
    async with opened(theme, live_login(service, tmp_path / "live"), until) as ready:
        yield ready


def handles(desk: Desk) -> set[str]:
    model = desk.session.model
    assert model is not None
    return {row.handle.name for row in model.rows_now(list(model.ids()))}


def says(desk: Desk, text: str) -> Callable[[], bool]:
    """Whether the notice at the foot of the sheet says so now."""
    return lambda: text in desk.window.room.notice.text.text()


# -- leaving out creators one already has


async def test_the_second_search_brings_only_new_creators_and_tells_what_that_saved(desk: Desk, spent: Spent) -> None:
    """The tick box is on from the start."""
    await desk.find(BIG)
    first = handles(desk)
    await desk.find(replace(BIG, target=200))
    await desk.until(says(desk, "30 creators you already have were left out: 0.30 credits saved."))

    assert not first & handles(desk)
    assert desk.window.more.saved.text() == "30 left out, 0.30 saved"
    assert spent.credits == Decimal(len(first | handles(desk))) / 100


async def test_the_price_line_names_who_is_left_out_and_follows_the_tick_box(desk: Desk) -> None:
    """Before anything is paid."""
    await desk.find(BIG)
    estimate, box = desk.window.find_panel.foot.estimate, desk.window.find_panel.foot.known
    await desk.until(lambda: "30 you already have are left out." in estimate.text())
    box.click()
    await desk.until(lambda: "left out" not in estimate.text())

    assert estimate.text().startswith("Up to 0.30 credits")


async def test_without_the_tick_the_same_creators_come_again(desk: Desk) -> None:
    """They are one creator each, in two sheets."""
    await desk.find(BIG)
    first = handles(desk)
    desk.window.find_panel.foot.known.click()
    await desk.find(replace(BIG, target=20))

    assert handles(desk) < first
    assert desk.window.more.saved.isHidden()


async def test_where_everybody_is_had_the_sheet_says_so(desk: Desk) -> None:
    """An empty sheet that cost nothing is not a search without matches."""
    await desk.find(replace(BIG, target=200))
    await desk.find(replace(BIG, target=100))

    assert desk.window.room.stand is Stand.ALL_HAD
    assert "You already have everybody" in desk.window.room.empty.sentence()


async def test_the_editor_of_exclusion_lists_offers_those_of_the_account(desk: Desk) -> None:
    """They are read when the editor is first seen, and for the platform of the search."""
    one = await desk.app.exclusions.create("Asked last spring", Platform.INSTAGRAM)
    await desk.app.exclusions.create("Elsewhere", Platform.TIKTOK)
    desk.window.find_panel.form.reveal("exclude_list")
    tree = desk.window.find_panel.form.editor_of("exclude_list").tree
    await desk.until(lambda: list(tree.values()))

    assert list(tree.values()) == [str(one.id)]
    assert tree.label_of(str(one.id)) == "Asked last spring"
