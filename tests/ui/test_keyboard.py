"""The keyboard alone: every filter of every platform is reached, set and cleared with keys, and every stop is seen."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QListWidget,
    QRadioButton,
    QWidget,
)

from app.domain.filters import FilterSpec, Kind, Search
from app.domain.filters.dictionaries import TREES
from app.domain.platforms import Platform
from app.services.splitting import Band, SplitPlan
from app.ui.dialogs.run_again import RunAgainDialog
from app.ui.dialogs.saved_searches import SavedDialog
from app.ui.dialogs.split import SplitDialog
from app.ui.dialogs.team_lists import TeamListsDialog
from app.ui.editors import Editor
from app.ui.filter_panel import FilterPanel
from app.ui.parts import FilterChip, IconButton
from app.ui.theme import Theme
from tests.conftest import Until
from tests.sandbox_server import SandboxProcess
from tests.ui.desk import CATALOGUE, GERMANY, Desk, live_login, opened
from tests.ui.seen import ringed

pytestmark = pytest.mark.usefixtures("own_folders")
SPACE, ENTER, TAB, DOWN, HOME = (
    Qt.Key.Key_Space,
    Qt.Key.Key_Return,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
)
TYPED = {
    Kind.RANGE_INT: "100",
    Kind.RANGE_FLOAT: "5",
    Kind.NUMBER_INT: "90",
    Kind.NUMBER_FLOAT: "2",
    Kind.TEXT: "vegan baking",
    Kind.KEYWORD_LIST: "vegan",
    Kind.HANDLE_LIST: "anna.b",
    Kind.GROWTH: "5",
}
PLAN = SplitPlan(
    search=Search(platform=Platform.INSTAGRAM, target=50),
    bands=(Band(low=0, high=999, matches=9_000), Band(low=1_000, high=None, matches=9_000)),
    beyond=0,
    leave_out=True,
)
LISTS = (Kind.KEYWORD_LIST, Kind.HANDLE_LIST)
WORDS = (Kind.DICTIONARY_LIST, Kind.WEIGHTED_DICTIONARY_LIST)


@pytest.fixture
async def desk(theme: Theme, service: SandboxProcess, tmp_path: Path, until: Until) -> AsyncIterator[Desk]:
    """The window, active, on a live account with an exclusion list on each platform."""
    async with opened(theme, live_login(service, tmp_path / "live"), until) as ready:
        ready.window.find_panel.offer_onlyfans(True)
        ready.window.activateWindow()
        yield ready


class Hands:
    """Presses keys where the focus is, and nowhere else."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.panel: FilterPanel = desk.window.find_panel

    @property
    def at(self) -> QWidget:
        """Where the keyboard is."""
        found = QApplication.focusWidget()
        assert found is not None, "the focus is lost"
        return found

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.at, key)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.at, text)

    def empty(self) -> None:
        QTest.keyClick(self.at, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.press(Qt.Key.Key_Delete)

    async def go_to(self, spec: FilterSpec) -> Editor:
        """Find a filter by its name in the box above the filters."""
        self.panel.finder.field.setFocus(Qt.FocusReason.TabFocusReason)
        self.type(spec.name)
        offered = self.panel.finder.list
        names = [offered.item(row).data(Qt.ItemDataRole.UserRole) for row in range(offered.count())]
        self.press(*[DOWN] * names.index(spec.key), ENTER)
        editor = self.panel.form.editor_of(spec.key)
        await self.desk.until(lambda: editor.isAncestorOf(self.at))
        return editor


def catalogue(platform: Platform) -> tuple[FilterSpec, ...]:
    return CATALOGUE.for_platform(platform)


async def set_by_keys(hands: Hands, editor: Editor) -> None:
    """Give the filter some value."""
    kind, until = editor.spec.kind, hands.desk.until
    if kind in TYPED:
        hands.type(TYPED[kind])
        hands.press(*[ENTER] if kind in LISTS else [])
    elif kind in (Kind.BOOL, Kind.WEIGHTED_LIST):
        hands.press(SPACE)
    elif kind in (Kind.ENUM, Kind.WEIGHTED_SINGLE):
        hands.press(DOWN)
    elif kind in WORDS and editor.spec.dictionary not in TREES:
        hands.type("a")
        offered = editor.findChild(QListWidget)
        await until(lambda: offered.isVisible() and offered.count())
        hands.press(ENTER)
    else:
        tree = editor.findChild(QAbstractItemView)
        await until(lambda: tree.isVisible() and tree.model().rowCount())
        hands.press(DOWN, SPACE)


async def clear_by_keys(hands: Hands, editor: Editor) -> None:
    """Take the value away again; chips and lines are reached with Tab, and leave the focus in the editor."""
    kind = editor.spec.kind
    if kind in (Kind.BOOL, Kind.WEIGHTED_LIST) or isinstance(hands.at, QAbstractItemView):
        hands.press(SPACE)
    elif kind in (Kind.ENUM, Kind.WEIGHTED_SINGLE):
        hands.press(HOME)
    elif kind in TYPED and kind not in LISTS:
        hands.empty()
    else:
        ways = (FilterChip, IconButton)
        await hands.desk.until(lambda: any(one.isVisible() for way in ways for one in editor.findChildren(way)))
        for _ in range(6):
            if isinstance(hands.at, ways):
                break
            hands.press(TAB)
        hands.press(Qt.Key.Key_Delete if isinstance(hands.at, FilterChip) else SPACE)
        await hands.desk.until(lambda: editor.isAncestorOf(hands.at))


@pytest.mark.parametrize("platform", list(Platform), ids=str)
async def test_every_filter_is_set_and_cleared_with_keys(desk: Desk, platform: Platform) -> None:
    """Found by its name, set, and cleared; the search follows, and the focus is never lost.

    On the first platform that has it.
    """
    earlier = {spec.key for one in list(Platform)[: list(Platform).index(platform)] for spec in catalogue(one)}
    hands, panel = Hands(desk), desk.window.find_panel
    made = await desk.app.exclusions.create(f"Keys on {platform.label}", platform)
    panel.set_search(Search(platform=platform, target=50))
    wrong = []
    for spec in [spec for spec in catalogue(platform) if spec.key not in earlier]:
        editor = await hands.go_to(spec)
        await set_by_keys(hands, editor)
        given = panel.search()
        if given is None or set(leaves(given)) != {spec.key} or editor.value() is None:
            wrong.append((spec.key, "set", editor.problem() or given))
        await clear_by_keys(hands, editor)
        if panel.search() is None or leaves(panel.search()) or editor.value() is not None:
            wrong.append((spec.key, "clear", editor.value()))
        if not editor.isAncestorOf(hands.at):
            wrong.append((spec.key, "focus", hands.at))
        panel.set_search(Search(platform=platform, target=50))
    await desk.app.exclusions.delete(made.id)
    await desk.settled()

    assert wrong == []


def leaves(search: Search) -> list[str]:
    """The filters that are set."""
    return [key for key in CATALOGUE.by_key if search.value(key) is not None]


@pytest.mark.parametrize("platform", list(Platform), ids=str)
async def test_tab_shows_where_it_is_at_every_stop_of_the_panel(desk: Desk, theme: Theme, platform: Platform) -> None:
    """With all groups open: each stop is seen, named, marked by the ring or by itself, and further down."""
    panel = desk.window.find_panel
    panel.set_search(Search(platform=platform, filters={"location": ["Germany"]}, target=50))
    panel.form.show_all()
    await desk.until(lambda: all(panel.form.editor_of(spec.key).isVisible() for spec in catalogue(platform)))
    hands = Hands(desk)
    panel.head.stops[-1].setFocus(Qt.FocusReason.TabFocusReason)
    hands.press(TAB)
    stops: list[QWidget] = []
    while panel.isAncestorOf(hands.at) and hands.at not in stops:
        stops.append(hands.at)
        at = hands.at
        assert at.isVisible()
        assert not at.visibleRegion().isEmpty(), at.accessibleName()
        assert spoken(at), at
        assert ringed(theme) is at or isinstance(at, QAbstractItemView), spoken(at)
        hands.press(TAB)
    inside = [stop for stop in stops if panel.form.isAncestorOf(stop)]
    tops = [stop.mapTo(panel.form.widget(), stop.rect().topLeft()).y() for stop in inside]
    missed = [
        spec.key
        for spec in catalogue(platform)
        if not any(panel.form.editor_of(spec.key).isAncestorOf(stop) for stop in stops)
    ]

    assert missed == []
    assert all(later >= earlier - 60 for earlier, later in pairwise(tops))  # some stand side by side
    assert stops[-1] is panel.foot.button


def spoken(widget: QWidget) -> str:
    """What a screen reader calls it."""
    return widget.accessibleName() or str(widget.property("text") or "")


# -- the dialogs of finding


async def saved(desk: Desk) -> QDialog:
    desk.window.actions_["action_saved"].trigger()
    return await desk.dialog(SavedDialog)


async def team(desk: Desk) -> QDialog:
    desk.window.actions_["action_team_lists"].trigger()
    dialog = await desk.dialog(TeamListsDialog)
    await desk.until(dialog.list.model().rowCount)
    return dialog


async def again(desk: Desk) -> QDialog:
    await desk.until(desk.window.actions_["action_run_again"].isEnabled)
    desk.window.actions_["action_run_again"].trigger()
    return await desk.dialog(RunAgainDialog)


async def split(desk: Desk) -> QDialog:
    dialog = SplitDialog(desk.window, PLAN, None)
    dialog.open()
    return dialog


@pytest.mark.parametrize("opens", [saved, team, again, split], ids=lambda opens: opens.__name__)
async def test_a_dialog_is_walked_with_tab_and_left_with_escape(
    desk: Desk, theme: Theme, opens: Callable[[Desk], Awaitable[QDialog]]
) -> None:
    """Every control that can be used is reached, seen, named and marked; then the window has the keyboard again."""
    await desk.find(replace(GERMANY, target=5))
    await desk.app.exclusions.default(Platform.INSTAGRAM)
    dialog = await opens(desk)
    dialog.activateWindow()
    hands = Hands(desk)
    await desk.until(lambda: dialog.isAncestorOf(hands.at))
    stops: list[QWidget] = []
    while hands.at not in stops:
        stops.append(hands.at)
        hands.press(TAB)
        assert hands.at.isVisible()
        assert spoken(hands.at), hands.at
        assert ringed(theme) is hands.at or isinstance(hands.at, QAbstractItemView), spoken(hands.at)
    usable = [one for one in dialog.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled() and one.text()]
    missed = [one.text() for one in usable if one not in stops and not isinstance(one, QRadioButton)]
    hands.press(Qt.Key.Key_Escape)
    await desk.until(lambda: not dialog.isVisible())
    await desk.settled()

    assert missed == []
    assert desk.window.focusWidget() is not None


async def test_arrows_choose_and_enter_opens_a_saved_search(desk: Desk) -> None:
    """As a click on the line and on the button would."""
    for target in (5, 6):
        await desk.find(replace(GERMANY, target=target))
    dialog = await saved(desk)
    dialog.activateWindow()
    hands = Hands(desk)
    await desk.until(lambda: dialog.isAncestorOf(hands.at))
    hands.press(DOWN, ENTER)
    await desk.until(lambda: desk.session.search == replace(GERMANY, target=5))
    await desk.settled()

    assert QApplication.activeModalWidget() is None


async def test_arrows_choose_what_to_get_again(desk: Desk) -> None:
    """The price on the button follows."""
    await desk.find(replace(GERMANY, target=5))
    dialog = await again(desk)
    dialog.activateWindow()
    hands = Hands(desk)
    await desk.until(lambda: dialog.isAncestorOf(hands.at))
    before = dialog.plan.left_out
    hands.press(DOWN)
    after = dialog.plan.left_out
    hands.press(Qt.Key.Key_Escape)
    await desk.until(lambda: not dialog.isVisible())
    await desk.settled()

    assert before is not None
    assert after is None
