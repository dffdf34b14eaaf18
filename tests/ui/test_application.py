"""The window as a program: what is ready when it paints first, that it ends cleanly, and where cycles are collected."""

import gc
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.services.settings import THEME, Settings
from app.ui.application import keep_scheme
from app.ui.collector import Collector
from app.ui.main_window import MainWindow
from app.ui.theme import Scheme, Theme
from tests.conftest import Until
from tests.sandbox_server import shared_cache
from tests.ui.desk import CATALOGUE

ROOT = Path(__file__).resolve().parents[2]
WATCHER = """
import sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from app.ui import application

HEAVY = ("httpx", "keyring", "openpyxl", "xlsxwriter", "starlette")

class Watcher(QObject):
    painted = False

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not self.painted:
            self.painted = True
            print("early", [name for name in HEAVY if name in sys.modules])
        return False

    def look(self):
        for window in QApplication.topLevelWidgets():
            if type(window).__name__ == "MainWindow" and window.session and window.session.app.credits.known:
                print("badge", window.top.badge.text())
                self.timer.stop()
                window.close()

make = application.make_application

def watched(argv, *scheme):
    app, theme = make(argv, *scheme)
    print("scheme", theme.scheme)
    watcher = Watcher(app)
    app.installEventFilter(watcher)
    watcher.timer = QTimer(watcher, interval=20)
    watcher.timer.timeout.connect(watcher.look)
    watcher.timer.start()
    return app, theme

application.make_application = watched
print("exit", application.run_window(["scoutsheet"]))
"""


def test_the_program_paints_first_opens_practice_and_ends_cleanly(tmp_path: Path) -> None:
    """Without a key it opens the practice account; what is slow to import comes after the first paint."""
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "SCOUTSHEET_CACHE": str(shared_cache())}
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", WATCHER],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.stdout.splitlines() == ["scheme system", "early []", "badge PRACTICE", "exit 0"]
    assert ended.stderr == ""
    assert ended.returncode == 0


async def test_the_look_that_was_chosen_holds_over_a_restart(
    theme: Theme, qtbot: QtBot, tmp_path: Path, until: Until
) -> None:
    """The menu changes it at once and keeps it for the person; the next start reads it."""
    window = MainWindow(CATALOGUE, theme)
    qtbot.addWidget(window)
    keep_scheme(window, Settings(tmp_path))
    view = next(menu.menu() for menu in window.menuBar().actions() if menu.text() == "&View")
    dark = next(choice for choice in view.actions() if choice.text() == "Dark")
    dark.trigger()
    changed = theme.scheme
    await until(lambda: Settings(tmp_path).get(THEME) == "dark")

    assert changed is Scheme.DARK
    assert dark.isChecked()


class Knot:
    """Part of a reference cycle; notes the thread on which it is collected."""

    def __init__(self, died: list[int]) -> None:
        self.itself = self
        self._died = died

    def __del__(self) -> None:
        self._died.append(threading.get_ident())


def test_cycles_are_collected_on_the_windows_thread_only(collector: Collector) -> None:
    """A QObject that died on a worker's thread would end the process with the next timer."""
    died: list[int] = []
    for _ in range(10):
        Knot(died)
    worker = threading.Thread(target=lambda: [[[]] for _ in range(200_000)])
    worker.start()
    worker.join()
    before = list(died)
    while not died:
        [Knot(died) for _ in range(gc.get_threshold()[0])]
        collector.collect_if_due()

    assert before == []
    assert set(died) == {threading.get_ident()}


WRITTEN = """
import sys
from decimal import Decimal
from PySide6.QtCore import QLocale
from app.domain.money import show
from app.ui import application
from app.ui.sheet_table import clipboard
from app.ui.window import words
app, theme = application.make_application(["scoutsheet"])
print(words.number(12431), show(Decimal("1234.5")), QLocale().toString(1234.5, "f", 2), clipboard.decimal_point())
"""


@pytest.mark.parametrize(("language", "point"), [("de_DE.UTF-8", ","), ("en_US.UTF-8", ".")])
def test_numbers_are_written_one_way_whatever_the_system_speaks(language: str, point: str) -> None:
    """Counts as credits, in sentences and in tables; only what is copied is as the system's spreadsheet reads it."""
    environment = {**os.environ, "LC_ALL": language, "LANGUAGE": "", "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(
        [sys.executable, "-c", WRITTEN], env=environment, capture_output=True, text=True, check=True, timeout=60
    )

    assert ended.stdout.split() == ["12,431", "1,234.50", "1,234.50", point]
