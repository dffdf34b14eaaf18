"""The window as a program: what is ready when it paints first, that it ends cleanly, and where cycles are collected."""

import gc
import os
import subprocess
import sys
import threading
from pathlib import Path

from app.ui.collector import Collector
from tests.sandbox_server import shared_cache

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

def watched(argv):
    app, theme = make(argv)
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

    assert ended.stdout.splitlines() == ["early []", "badge PRACTICE", "exit 0"]
    assert "Traceback" not in ended.stderr
    assert ended.returncode == 0


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
