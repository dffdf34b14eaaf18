"""Nothing is cut off at 1280x800: what does not fit ends in an ellipsis and says all of it in its tooltip."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QDialog, QLabel, QRadioButton, QWidget

from app.domain.filters import Search
from app.domain.platforms import Platform
from app.services.splitting import Band, SplitPlan
from app.ui.dialogs.members import MembersDialog
from app.ui.dialogs.questions import NameDialog
from app.ui.dialogs.run_again import RunAgainDialog
from app.ui.dialogs.saved_searches import SavedDialog
from app.ui.dialogs.split import SplitDialog
from app.ui.dialogs.team_lists import PasteDialog, TeamListsDialog
from app.ui.filter_panel.offer import CountWords, Offer
from app.ui.parts import FilterChip, Mood
from app.ui.theme import Theme, px
from app.workspace import sheets
from tests.conftest import Until
from tests.sandbox_server import SandboxProcess
from tests.ui.desk import CATALOGUE, GERMANY, Desk, live_login, opened

pytestmark = pytest.mark.usefixtures("own_folders")
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
NAME = f"{LONG} Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
LONGEST = max((spec.name for spec in CATALOGUE.by_key.values()), key=len)
HUGE = SplitPlan(
    search=Search(platform=Platform.YOUTUBE, target=50),
    bands=(
        Band(low=10_000_000, high=None, matches=9_499),
        *(Band(low=at * 1_000_000, high=at * 1_000_000 + 999_999, matches=9_499) for at in range(9)),
    ),
    beyond=12_345_678,
    leave_out=True,
)


@pytest.fixture
async def desk(theme: Theme, service: SandboxProcess, tmp_path: Path, until: Until) -> AsyncIterator[Desk]:
    """The window at 1280x800 with a sheet, a list and a search of very long names."""
    async with opened(theme, live_login(service, tmp_path / "live"), until) as ready:
        ready.window.resize(px(1280), px(800))
        await ready.find(replace(GERMANY, target=5))
        sheet_id = ready.session.sheet.id
        await ready.app.store.write(lambda db: sheets.rename(db, sheet_id, NAME, 1))
        await ready.app.saved_searches.save(GERMANY, NAME)
        await ready.session.turn_to(sheet_id)
        await ready.session.show_sheet(sheet_id)
        await ready.settled()
        yield ready


def cut(root: QWidget) -> list[str]:
    """The words in it that are wider, or higher, than their place, and do not say so with a tooltip."""
    found = []
    for kind in (QLabel, QAbstractButton):
        for part in root.findChildren(kind):
            words = spoken(part)
            if not words or not part.isVisibleTo(root) or not part.isVisible():
                continue
            wraps = isinstance(part, QLabel) and part.wordWrap()
            if wraps and part.heightForWidth(part.width()) > part.height():
                found.append(f"{words} (lines)")
            if not wraps and part.width() < needed(part) and words not in unescape(part.toolTip()):
                found.append(f"{words} ({part.width()} of {needed(part)})")
    return found


def spoken(part: QWidget) -> str:
    """The words on it."""
    return part.words() if isinstance(part, FilterChip) else str(part.property("text") or "").replace("&&", "&")


def needed(part: QWidget) -> int:
    """How wide its words are, and what stands beside them."""
    if isinstance(part, QCheckBox | QRadioButton):
        return part.sizeHint().width()
    return part.fontMetrics().horizontalAdvance(spoken(part))


async def laid_out(desk: Desk, root: QWidget) -> list[str]:
    """What is cut once wrapped lines got their height, which takes Qt a second round."""
    try:
        await desk.until(lambda: not cut(root))
    except AssertionError:
        return cut(root)
    return []


async def test_the_window_with_long_names(desk: Desk) -> None:
    """The sheet's name, its tab, the filters over it, the panel with everything that a count can say."""
    panel, window = desk.window.find_panel, desk.window
    search = GERMANY.with_filter("keywords_in_bio", [LONG, "Rindfleisch"]).with_filter("location", [NAME])
    panel.set_search(search)
    panel.set_offer(
        Offer.of(search, None),
        CountWords(
            said="12,431,000 creators match",
            count="Count again · 0.01",
            split="Get all 12,431,000… · plan up to 0.40",
            no_effect=f"“{LONGEST}” changed nothing: as many match without it.",
            drop=f"Remove “{LONGEST}”",
            idle=("keywords_in_bio", "location"),
        ),
    )

    assert await laid_out(desk, window) == []


async def test_the_line_over_a_part_and_the_notice(desk: Desk) -> None:
    """Beside a job in the strip and a notice with a button."""
    window = desk.window
    window.room.narrowed.show_choices(
        f"Showing the 1,000 creators whose numbers changed in {NAME}",
        [("All 10,000", None), ("1,000 changed", None)],
        None,
    )
    window.show_notice(f"{NAME}: 30 new · 4 changed · 2 gone.", "Show the 30 new", lambda: None)
    window.show_trouble(Mood.WARN, f"{NAME} {LONG} {NAME}.", "Check payments · free", lambda: None)

    assert await laid_out(desk, window) == []


async def saved(desk: Desk) -> QDialog:
    desk.window.actions_["action_saved"].trigger()
    dialog = await desk.dialog(SavedDialog)
    dialog.say(f"“{NAME}” and its sheet are deleted. What you bought stays yours.", deleted=1)
    return dialog


async def team(desk: Desk) -> QDialog:
    desk.window.actions_["action_team_lists"].trigger()
    dialog = await desk.dialog(TeamListsDialog)
    dialog.say(f"{NAME} {LONG}: 3 creators added. 1 line names no creator of Instagram.", undo=True)
    return dialog


async def again(desk: Desk) -> QDialog:
    desk.window.actions_["action_run_again"].trigger()
    return await desk.dialog(RunAgainDialog)


async def split(desk: Desk) -> QDialog:
    dialog = SplitDialog(desk.window, HUGE, None)
    dialog.open()
    return dialog


async def name(desk: Desk) -> QDialog:
    dialog = NameDialog(desk.window, NAME, f"Rename {LONG}")
    dialog.open()
    return dialog


async def paste(desk: Desk) -> QDialog:
    dialog = PasteDialog(desk.window, NAME)
    dialog.open()
    return dialog


async def members(desk: Desk) -> QDialog:
    dialog = MembersDialog(desk.window, NAME, [f"{LONG}.{at}" for at in range(30)])
    dialog.open()
    return dialog


@pytest.mark.parametrize("opens", [saved, team, again, split, name, paste, members], ids=lambda opens: opens.__name__)
async def test_the_dialogs_of_finding_with_long_names(desk: Desk, opens: Callable[[Desk], Awaitable[QDialog]]) -> None:
    """They stay within the window, and so does every word of them."""
    dialog = await opens(desk)
    wrong = await laid_out(desk, dialog)
    size = dialog.size()
    dialog.reject()
    await desk.settled()

    assert wrong == []
    assert size.width() <= px(1280)
    assert size.height() <= px(800)
