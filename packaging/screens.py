"""Renders the key screens: the real window on the real practice service, in the states people meet.

One workspace is filled once (a search, details, notes), then every state is shown in both schemes and both sizes.
"""

import asyncio
import os
import sqlite3
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QDialog

from app.bootstrap import PracticeService, load_catalogue, open_app, practice_login, start_practice
from app.domain.filters import Search
from app.domain.jobs import EnrichOptions
from app.domain.money import Tier
from app.domain.platforms import Platform
from app.ui.application import make_application
from app.ui.loop import WindowLoop
from app.ui.main_window import MainWindow
from app.ui.theme import Scheme, Theme, tokens
from app.ui.window.logins import Logins
from app.workspace import sheets

SIZES = (QSize(1280, 800), QSize(1920, 1080))
SCHEMES = ((Scheme.LIGHT, "light"), (Scheme.DARK, "dark"))
SEARCH = Search(
    platform=Platform.INSTAGRAM,
    filters={"location": ["Germany"], "number_of_followers": {"min": 20000, "max": 100000}},
    target=150,
)
MANY = Search(
    platform=Platform.INSTAGRAM,
    filters={"number_of_followers": {"min": 20000}},
    target=350,  # more than may be sent in a minute, so that their details outlast the pictures
)
STATUSES = ("Shortlist", "To review", "Approved", "", "Declined", "Contacted", "")
NOTES = ("", "cooks on Sundays", "ask for rates", "", "", "", "")
PAUSE_S = 0.6


class Screens:
    """Takes the pictures of one window."""

    def __init__(self, window: MainWindow, theme: Theme, out: Path) -> None:
        self._window = window
        self._theme = theme
        self._out = out

    async def take(self, name: str, before: Callable[[], Awaitable[QDialog | None]]) -> None:
        """Show a state, then render it in every size and scheme. `before` may open a dialog and return it."""
        for size in SIZES:
            self._window.resize(size)
            await asyncio.sleep(PAUSE_S)
            dialog = await before()
            for scheme, word in SCHEMES:
                self._theme.set_scheme(scheme)
                await asyncio.sleep(PAUSE_S)
                self._render(dialog).save(str(self._out / f"{name}-{word}-{size.width()}.png"))
            if dialog is not None:
                dialog.reject()

    def _render(self, dialog: QDialog | None) -> QPixmap:
        picture = self._window.grab()
        if dialog is not None:
            middle = self._window.rect().center() - dialog.rect().center()
            painter = QPainter(picture)
            at = QPoint(middle.x(), max(middle.y() - 60, 40))
            painter.drawPixmap(at, dialog.grab())
            painter.setPen(QColor(tokens().outline))  # stands for the frame that a desktop draws
            painter.drawRect(dialog.rect().translated(at))
            painter.end()
        return picture


async def main(theme: Theme, out: Path, folder: Path) -> None:
    window = MainWindow(load_catalogue(), theme, Logins({}))
    service = await start_practice(folder / "service")
    app = await open_app(practice_login(service, folder / "workspace"))
    session = window.attach(app)
    await session.start()
    window.show()
    await app.credits.refresh()
    screens = Screens(window, theme, out)
    await screens.take("empty", nothing)
    await fill(window)
    await screens.take("full", nothing)
    await screens.take("creator", lambda: show_creator(window))
    window.open_find()
    await screens.take("details", lambda: open_dialog(window, "action_enrich", "details_dialog"))
    await screens.take("batch", lambda: open_dialog(window, "action_batch", "batch_dialog"))
    await screens.take("export", lambda: open_dialog(window, "action_export", "export_dialog"))
    await screens.take("account", lambda: open_dialog(window, "action_account", "account_dialog"))
    await busy_and_failed(window, screens, service)
    app_left = window.detach()
    assert app_left is not None
    await app_left.close()
    window.deleteLater()


async def nothing() -> None:
    """A state that is there already."""


async def fill(window: MainWindow) -> None:
    """Find, get some details, write own values and tick: what a sheet looks like after an hour of work."""
    session = window.session
    assert session is not None
    app = session.app
    window.find_panel.set_search(SEARCH)
    sheet_id = await app.discovery.open_sheet(SEARCH)
    await session.show_new(sheet_id)
    await app.discovery.find(SEARCH, sheet_id=sheet_id)
    ids = app.store.peek(lambda db: sheets.first_ids(db, sheet_id, None))
    await app.enrichment.run(sheet_id, ids[::4][:12], EnrichOptions(tier=Tier.FULL))
    await app.enrichment.run(sheet_id, ids[1::4][:10], EnrichOptions(tier=Tier.PROFILE))
    own = {column.key: column for column in app.store.peek(sheets.own_columns)}

    def write(db: sqlite3.Connection) -> None:
        for at, creator in enumerate(ids[:40]):
            sheets.set_own(db, own["status"], sheet_id, [creator], STATUSES[at % len(STATUSES)], 1)
            sheets.set_own(db, own["note"], sheet_id, [creator], NOTES[at % len(NOTES)], 1)
        sheets.set_ticked(db, sheet_id, ids[1:36], True)

    await app.store.write(write)
    await session.turn_to(sheet_id)
    session.show_all()


async def show_creator(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    assert session.model is not None
    window.view.creator_activated.emit(next(iter(session.model.ids())))


async def open_dialog(window: MainWindow, action: str, name: str) -> QDialog:
    window.actions_[action].trigger()
    await shown(lambda: (dialog := window.findChild(QDialog, name)) is not None and dialog.isVisible())
    await asyncio.sleep(PAUSE_S)
    found = window.findChild(QDialog, name)
    assert found is not None
    return found


async def shown(condition: Callable[[], bool]) -> None:
    """Wait until something is on screen; a minute is long enough for anything here."""
    for _ in range(600):
        if condition():
            return
        await asyncio.sleep(0.1)
    raise SystemExit("A screen did not appear.")


async def busy_and_failed(window: MainWindow, screens: Screens, service: PracticeService) -> None:
    """A job half way, stopped when its pictures are taken; then the service goes away."""
    session = window.session
    assert session is not None
    app = session.app
    sheet_id = await app.discovery.open_sheet(MANY)
    await app.discovery.find(MANY, sheet_id=sheet_id)
    await session.turn_to(sheet_id)
    ids = app.store.peek(lambda db: sheets.first_ids(db, sheet_id, None))
    work = asyncio.create_task(app.enrichment.run(sheet_id, ids, EnrichOptions(tier=Tier.PROFILE)))
    await shown(window.activity.isVisible)
    await screens.take("busy", nothing)
    running = app.jobs.running()
    if not running:
        raise SystemExit("The job ended before its pictures were taken.")
    await app.jobs.stop(running[0].id)
    await work
    await service.stop()
    window.verbs.start(window.verbs.finding.more)
    await shown(window.room.message.isVisible)
    await screens.take("failed", nothing)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as kept:
        os.environ["XDG_DATA_HOME"] = kept
        qt, look = make_application(["scoutsheet"])
        with asyncio.Runner(loop_factory=lambda: WindowLoop(qt)) as runner:
            runner.run(main(look, target, Path(kept)))
