"""The whole journey on the real window and the real practice service: find, tick, get details, export, compare."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QDialog,
    QLineEdit,
    QRadioButton,
    QSpinBox,
    QTableView,
    QWidget,
)

from app.bootstrap import load_catalogue
from app.domain.jobs import JobState
from app.ui.application import open_first
from app.ui.main_window import MainWindow
from app.ui.theme import Theme
from app.ui.window.logins import Logins
from tests.conftest import Until
from tests.sandbox_server import SandboxProcess

W = TypeVar("W", bound=QWidget)
FOUND = 60
TICKED = 5


@pytest.fixture
def sandbox() -> Iterator[SandboxProcess]:
    """A practice service with an account of its own."""
    with SandboxProcess("--credits", "100", "--latency-ms", "5") as service:
        yield service


@pytest.fixture
async def window(
    sandbox: SandboxProcess, tmp_path: Path, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[MainWindow]:
    """The window as a user meets it: opened on the account that the environment names."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    logins = Logins(
        {
            "SCOUTSHEET_API_KEY": sandbox.key,
            "SCOUTSHEET_BASE_URL": sandbox.url,
            "SCOUTSHEET_HOME": str(tmp_path / "workspace"),
        }
    )
    window = MainWindow(load_catalogue(), theme, logins)
    window.show()
    await open_first(window, logins)
    yield window
    closed = asyncio.Event()
    window.closed.connect(closed.set)
    window.close()
    await asyncio.wait_for(closed.wait(), 60)
    await logins.close()
    window.deleteLater()


def child(parent: QWidget, kind: type[W], name: str) -> W:
    """The widget with this object name; it must be there and be seen."""
    found = parent.findChild(kind, name)
    assert found is not None, f"there is no {name}"
    assert found.isVisible(), f"{name} is not shown"
    return found


def click(widget: QWidget) -> None:
    assert widget.isEnabled(), widget.toolTip()
    at = QPoint(10, widget.height() // 2) if isinstance(widget, QCheckBox | QRadioButton) else widget.rect().center()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)


async def test_find_tick_get_details_export_and_compare_the_workbook(
    window: MainWindow, sandbox: SandboxProcess, tmp_path: Path, until: Until
) -> None:
    """What the workbook says about each creator is what the service knows, and the books agree to the cent."""
    session = window.session
    assert session is not None
    jobs = session.app.jobs
    search_button = child(window, QAbstractButton, "search_button")
    await until(search_button.isEnabled)

    child(window, QSpinBox, "target_rows").setValue(FOUND)
    assert search_button.text() == "Find 60 · 0.60 credits"
    click(search_button)
    table = window.view
    await until(table.isVisible)
    await until(lambda: table.model() is not None and table.model().rowCount() == FOUND)
    await until(lambda: not jobs.running())

    for row in range(TICKED):
        tick_row(table, row)
    await until(lambda: len(session.ticks.ids()) == TICKED)
    click(child(window, QAbstractButton, "details_button"))
    await until(lambda: window.findChild(QDialog, "details_dialog") is not None)
    details = child(window, QDialog, "details_dialog")
    confirm = child(details, QAbstractButton, "confirm_button")
    assert confirm.text() == "Get 5 · up to 5.00 credits"
    click(confirm)
    await until(lambda: any(job.options and job.state is JobState.FINISHED for job in jobs.all()))

    export_action = window.findChild(QAction, "action_export")
    assert export_action is not None
    export_action.trigger()
    await until(lambda: window.findChild(QDialog, "export_dialog") is not None)
    export = child(window, QDialog, "export_dialog")
    export.file.set_folder(tmp_path)
    click(child(export, QRadioButton, "preset_everything"))
    click(child(export, QRadioButton, "rows_all"))
    click(child(export, QCheckBox, "open_after"))
    child(export, QLineEdit, "file_name").setText("journey")
    click(child(export, QAbstractButton, "confirm_button"))
    await until((tmp_path / "journey.xlsx").exists)

    rows = read_workbook(tmp_path / "journey.xlsx")
    assert len(rows) == FOUND
    for row in rows:
        compare(row, sandbox.truth("instagram", row["Creator"]))
    with_details = [row for row in rows if row["Details"] == "Full"]
    assert len(with_details) == sum(entry["call"] == "full" for entry in sandbox.books()["entries"])
    assert session.app.credits.known is not None
    assert session.app.credits.known.used == Decimal(sandbox.books()["used"])


def tick_row(table: QTableView, row: int) -> None:
    """Click into the row's tick box."""
    index = table.model().index(row, 0)
    table.scrollTo(index)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())


def read_workbook(path: Path) -> list[dict[str, Any]]:
    """The rows of the Creators sheet by heading."""
    book = openpyxl.load_workbook(path)
    headings, *rows = book["Creators"].iter_rows(values_only=True)
    assert len(set(headings)) == len(headings)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def compare(row: dict[str, Any], truth: dict[str, Any]) -> None:
    """One row of the workbook against the invented world."""
    assert truth is not None
    assert row["Profile link"] == f"https://www.instagram.com/{truth['handle']}/"
    assert row["Followers"] == truth["followers"]
    assert row["Name"] == truth["name"]
    assert row["Eng. rate"] == (
        None if truth["engagement"] is None else pytest.approx(truth["engagement"] / 100, abs=1e-4)
    )
    assert isinstance(row["Details from"], date) == (row["Details"] == "Full")
    if row["Details"] == "Full":
        assert row["Email"] == truth["email"]
        assert row["Average likes"] == truth["avg_likes"]
