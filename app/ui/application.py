"""The window as a program: paint first, then open the account, run until the last window is closed, end cleanly."""

import asyncio
import json
import logging
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import platformdirs
from PySide6.QtCore import QLocale
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app import __version__, resources
from app.domain.errors import AppError
from app.domain.filters import Catalogue
from app.services.settings import THEME, Settings
from app.ui.collector import Collector
from app.ui.theme import Scheme, Theme, icon

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow

log = logging.getLogger(__name__)

SWITCH_S = 0.001
"""How long a thread that works may hold the interpreter when the window asks for it. Python's 5 ms add up: the window
asks for it several times in one turn of its loop, and waited up to 40 ms while a thread read a list; now 10 ms."""


class Reporter:
    """Shows one report at a time for what nobody caught; the program goes on."""

    def __init__(self) -> None:
        self._parent: Any = None
        self._open = False

    def use_window(self, window: Any) -> None:
        """Over which window reports are shown."""
        self._parent = window

    def from_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """The loop's exception handler."""
        error = context.get("exception")
        if isinstance(error, Exception):
            self.report(error)
        else:
            log.error("The event loop complained: %s", context.get("message", "no reason given"))

    def from_python(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """`sys.excepthook`: what a slot raised."""
        if isinstance(error, Exception):
            self.report(error.with_traceback(trace))
        else:
            sys.__excepthook__(kind, error, trace)

    def report(self, error: Exception) -> None:
        """Show the report dialog, unless one is open: one mistake often brings a hundred reports."""
        log.error("Not caught: %s", type(error).__name__)
        if self._open:
            return
        from app.ui.dialogs.report import ReportDialog

        self._open = True
        dialog = ReportDialog(self._parent, error)
        dialog.finished.connect(self._closed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _closed(self, _code: int) -> None:
        self._open = False


def make_application(argv: Sequence[str], scheme: Scheme = Scheme.SYSTEM) -> tuple[QApplication, Theme]:
    """The QApplication with its names, locale, icon and theme."""
    app = QApplication(list(argv))
    app.setApplicationName("scoutsheet")
    app.setApplicationDisplayName("Scoutsheet")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("scoutsheet")
    app.setQuitOnLastWindowClosed(False)  # the main coroutine decides when everything is done
    # Sentences and prices are English whatever the system speaks, and a count must not be written another way beside
    # them: 12,431 and 1,234.50. What the system decides is asked of `QLocale.system()`.
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    theme = Theme(app, scheme)
    app.setWindowIcon(QIcon(icon("table", "accent", 64)))
    return app, theme


def run_window(argv: Sequence[str], *, environment: Mapping[str, str] | None = None) -> int:
    """Open the window and run until it is closed. Returns the exit code.

    Opens the account of the environment, else the last one used, else the practice account (design, section 4).
    """
    from app.ui.loop import WindowLoop

    sys.setswitchinterval(SWITCH_S)
    settings = Settings(Path(platformdirs.user_data_dir("scoutsheet", appauthor=False)))
    app, theme = make_application(argv, Scheme(settings.get(THEME)))
    reporter = Reporter()
    sys.excepthook = reporter.from_python
    catalogue = Catalogue.from_mapping(json.loads(resources.path("api", "filters.json").read_text(encoding="utf-8")))
    try:
        with Collector(), asyncio.Runner(loop_factory=lambda: WindowLoop(app)) as runner:
            runner.get_loop().set_exception_handler(reporter.from_loop)
            runner.run(_main(theme, reporter, catalogue, settings, environment))
    finally:
        sys.excepthook = sys.__excepthook__
    return 0


async def _main(
    theme: Theme,
    reporter: Reporter,
    catalogue: Catalogue,
    settings: Settings,
    environment: Mapping[str, str] | None,
) -> None:
    from app.ui.main_window import MainWindow
    from app.ui.operation import Operation
    from app.ui.window.logins import Logins

    logins = Logins(environment)
    window = MainWindow(catalogue, theme, logins)
    reporter.use_window(window)
    closed = asyncio.Event()
    window.closed.connect(closed.set)
    keep_scheme(window, settings)
    window.show()
    Operation(window, lambda: open_first(window, logins)).start()
    try:
        await closed.wait()
    finally:
        await logins.close()
        reporter.use_window(None)
        window.deleteLater()


def keep_scheme(window: "MainWindow", settings: Settings) -> None:
    """Remember how the person wants the window to look; a failure is told in the window."""
    from app.ui.operation import Operation

    def keep(scheme: Scheme) -> None:
        Operation(window, lambda: asyncio.to_thread(settings.put, THEME, scheme.value)).start()

    window.scheme_chosen.connect(keep)


async def open_first(window: Any, logins: Any) -> None:
    """Open the first account into the window. Its failure is told with a way to another account."""
    await asyncio.sleep(0)  # the first paint comes before anything is opened
    try:
        app = await logins.open_first()
    except AppError as error:
        from app.ui.window import account_flow

        account_flow.tell_start_failure(window, error)
        return
    session = window.attach(app)
    await session.start()
    await window.verbs.check_credits()
