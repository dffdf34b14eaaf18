"""The ways to a new sheet that need none to be there: the find box, the menu, the + beside the tabs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from app.domain.filters import Search
from app.domain.platforms import Handle, Platform
from app.ui.dialogs.similar import SimilarDialog
from tests.ui.desk import GERMANY, Desk
from tests.whole_app import Spent

pytestmark = pytest.mark.usefixtures("own_folders")


async def test_similar_creators_can_be_had_without_any_sheet(desk: Desk, spent: Spent) -> None:
    """The find box and the menu ask whose like; a wrong answer is said in the dialog, a right one readies the panel."""
    panel = desk.window.find_panel
    panel.finder.field.setFocus()
    QTest.keyClicks(panel.finder.field, "similar")
    offered = panel.finder.list.item(0).text()
    QTest.keyClick(panel.finder.field, Qt.Key.Key_Return)
    first = await desk.dialog(SimilarDialog)
    hint = first.said.text()
    first.reject()
    await desk.until(lambda: QApplication.activeModalWidget() is None)
    desk.window.actions_["action_similar"].trigger()
    dialog = await desk.dialog(SimilarDialog)
    go = dialog.findChild(QPushButton, "confirm_button")
    empty = go.isEnabled()
    dialog.field.setText("https://x.com/ben")
    go.click()
    refused = dialog.said.text()
    dialog.field.setText("https://www.tiktok.com/@ben")
    go.click()
    await desk.until(lambda: panel.seed is not None)

    assert offered == "Creators like somebody…"
    assert hint == "A handle is looked for on Instagram. An address says where it leads."
    assert (empty, refused) == (False, "The service finds no similar creators on X / Twitter.")
    assert panel.seed == Handle(platform=Platform.TIKTOK, name="ben")
    assert spent.entries == []


async def test_the_plus_beside_the_tabs_begins_an_empty_search_and_names_the_other_ways(desk: Desk) -> None:
    """What stood in the panel comes back with Undo."""
    await desk.find(GERMANY)
    desk.window.tabs.open_new()
    menu = desk.window.tabs.findChild(QMenu, "new_menu")
    ways = [action.text() for action in menu.actions()]
    menu.actions()[0].trigger()
    menu.close()
    panel = desk.window.find_panel
    begun = panel.search()
    panel.undo()

    assert ways == ["New search", "Find similar creators…", "Import…"]
    assert begun == Search(platform=Platform.INSTAGRAM, target=50)
    assert panel.search() == GERMANY
