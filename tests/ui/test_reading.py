"""The pages to read: what the help names is what the window has, under the same words and keys."""

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from app.ui.dialogs.reading import ReadingDialog, about_dialog, help_dialog
from app.ui.window.action_list import MENUS, SPECS

pytestmark = pytest.mark.usefixtures("theme")
OF_LATE = (
    *("action_goal", "action_fresh", "action_batch", "action_socials", "action_posts", "action_overlap"),
    *("action_emails", "action_import", "action_run_again", "action_team_lists", "action_restore", "action_spending"),
)


def shown(qtbot: QtBot) -> ReadingDialog:
    """The help."""
    dialog = help_dialog(None)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def words(dialog: ReadingDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel)]


def test_the_help_names_the_verbs_as_the_menus_do(qtbot: QtBot) -> None:
    """Whoever reads of something finds it under the same words."""
    said = words(shown(qtbot))
    texts = {spec.name: spec.text.rstrip("…") for spec in SPECS}
    in_menus = {name for names in MENUS.values() for name in names}

    assert [name for name in OF_LATE if texts[name] not in said] == []
    assert set(OF_LATE) <= in_menus
    assert any("budgets" in one for one in said)


def test_the_help_names_the_keys_that_the_actions_have(qtbot: QtBot) -> None:
    """Each key stands before the words of the action that it triggers."""
    said = words(shown(qtbot))
    native = QKeySequence.SequenceFormat.NativeText
    keys = {QKeySequence(spec.keys).toString(native): spec.text.rstrip("…") for spec in SPECS if spec.keys}
    told = {one: said[at + 1] for at, one in enumerate(said) if one in keys}

    assert len(told) > 10
    assert {one: keys[one] for one in told} == told


def test_the_help_is_seen_at_once(qtbot: QtBot) -> None:
    """Nobody scrolls for it on a screen 800 pixels high, which that of the tests is."""
    dialog = shown(qtbot)

    assert dialog.screen().size().height() == 800
    assert dialog.findChild(QScrollArea).verticalScrollBar().maximum() == 0


def test_the_page_about_the_program_names_its_version_and_licence(qtbot: QtBot) -> None:
    """And whose service it is not made by."""
    dialog = about_dialog(None)
    qtbot.addWidget(dialog)

    assert {"Version", "MIT", "influencers.club; Scoutsheet is not made by them"} <= set(words(dialog))
