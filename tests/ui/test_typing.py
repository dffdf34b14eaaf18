"""What is typed into a sheet while answers come: nothing is lost, and nothing moves under the open field."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.ui.theme import Theme
from tests.conftest import Until
from tests.sandbox_server import SandboxProcess
from tests.ui.desk import Desk, live_login, opened
from tests.whole_app import FULL, ids_of

LONG = "Ask her about the spring fee and the twins"


@pytest.fixture
async def desk(
    theme: Theme, service: SandboxProcess, tmp_path: Path, until: Until, own_folders: None
) -> AsyncIterator[Desk]:
    """The window on a live account, with a few creators found."""
    async with opened(theme, live_login(service, tmp_path / "live"), until) as ready:
        await ready.find()
        yield ready


def begin_note(desk: Desk, row: int) -> QLineEdit:
    """Type the first letter into the row's note; returns the field that opens."""
    view, model = desk.window.view, desk.session.model
    view.setCurrentIndex(model.index(row, model.column_of("note")))
    QTest.keyClicks(view, LONG[0])
    field = view.findChild(QLineEdit)
    assert field is not None
    return field


async def test_a_note_is_kept_whole_while_details_come_and_the_new_columns_wait_for_it(desk: Desk) -> None:
    """Email, country and more appear when the field is closed."""
    sheet_id, model = desk.session.sheet.id, desk.session.model
    who, before = model.creator_at(4), model.columns
    field = begin_note(desk, 4)
    await desk.app.enrichment.run(sheet_id, ids_of(desk.app, sheet_id)[:8], FULL)
    await desk.settled()
    during = (field.text(), desk.window.view.is_edited, model.columns == before)
    QTest.keyClicks(field, LONG[1:])
    QTest.keyClick(field, Qt.Key.Key_Return)
    await desk.until(lambda: model.column_of("email") is not None)
    await desk.settled()
    note = model.index(model.row_of(who), model.column_of("note")).data()

    assert during == (LONG[0], True, True)
    assert note == LONG
