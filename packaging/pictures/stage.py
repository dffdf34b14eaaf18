"""The window on a practice account of its own, the camera, and the few moves that lead to a picture."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import httpx
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from app.bootstrap import App, PracticeService
from app.domain.filters import Search
from app.domain.platforms import Platform
from app.ui.dialogs.questions import Question
from app.ui.main_window import MainWindow
from app.ui.theme import Scheme, Theme, tokens
from app.ui.window.session import Session
from app.workspace import sheets

SIZES = (QSize(1280, 800), QSize(1920, 1080))
SCHEMES = ((Scheme.LIGHT, "light"), (Scheme.DARK, "dark"))
PAUSE_S = 0.25  # until layouts, pictures of creators and the dialog's frame have come to rest
D = TypeVar("D", bound=QDialog)


def instagram(target: int, **filters: Any) -> Search:
    """A search on Instagram."""
    return Search(platform=Platform.INSTAGRAM, filters=filters, target=target)


class Stage:
    """What every scene is given. `folder` is empty and goes away afterwards."""

    def __init__(
        self, window: MainWindow, session: Session, theme: Theme, service: PracticeService, out: Path, folder: Path
    ) -> None:
        self.window = window
        self.session = session
        self.app: App = session.app
        self.service = service
        self.folder = folder
        self._theme = theme
        self._out = out

    # -- pictures

    async def take(self, name: str, dialog: QDialog | None = None, *, told: bool = False) -> None:
        """Render what is shown, and the dialog over it, in every size and scheme; `told`: with the notice."""
        self.window.room.notice.setVisible(told)
        for size in SIZES:
            self.window.resize(size)
            await asyncio.sleep(PAUSE_S)
            for scheme, word in SCHEMES:
                self._theme.set_scheme(scheme)
                await asyncio.sleep(PAUSE_S)
                self._render(dialog).save(str(self._out / f"{name}-{word}-{size.width()}.png"))
        self.window.resize(SIZES[0])
        self._theme.set_scheme(Scheme.LIGHT)

    def _render(self, dialog: QDialog | None) -> QPixmap:
        picture = self.window.grab()
        if dialog is not None:
            middle = self.window.rect().center() - dialog.rect().center()
            painter = QPainter(picture)
            at = QPoint(middle.x(), max(middle.y() - 20, 0))
            painter.drawPixmap(at, dialog.grab())
            painter.setPen(QColor(tokens().outline))  # stands for the frame that a desktop draws
            painter.drawRect(dialog.rect().translated(at))
            painter.end()
        return picture

    # -- moves

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is so; a minute is long enough for anything here. Raises: SystemExit."""
        for _ in range(1200):
            if condition():
                return
            await asyncio.sleep(0.05)
        raise SystemExit("A screen did not appear.")

    async def settled(self) -> None:
        """Everything that was announced is shown."""
        await self.until(lambda: not self.app.jobs.running() and self.session.is_quiet)

    def trigger(self, action: str) -> None:
        self.window.actions_[action].trigger()

    async def opened(self, kind: type[D], action: str = "") -> D:
        """The dialog over the window, opened by an action where one is named."""
        if action:
            await self.until(self.window.actions_[action].isEnabled)
            self.trigger(action)
        await self.until(lambda: isinstance(QApplication.activeModalWidget(), kind))
        found = QApplication.activeModalWidget()
        assert isinstance(found, kind)
        return found

    def button(self, dialog: QDialog, name: str) -> QPushButton:
        found = dialog.findChild(QPushButton, name)
        assert found is not None, name
        return found

    async def closed(self, dialog: QDialog) -> None:
        """Close a dialog, and come back when nothing lies over the window."""
        dialog.reject()
        await self.until(lambda: QApplication.activeModalWidget() is None)
        await self.settled()

    async def told(self, words: str) -> None:
        """Wait for a notice with these words, and agree where a second question is asked on the way."""

        def is_told() -> bool:
            asked = QApplication.activeModalWidget()
            if isinstance(asked, Question):
                asked.yes.click()
            return words in self.window.room.notice.text.text()

        await self.until(is_told)
        await self.settled()

    async def find(self, search: Search) -> int:
        """Buy a search and show its sheet; returns the sheet's id."""
        self.window.find_panel.set_search(search)
        sheet_id = await self.app.discovery.open_sheet(search)
        await self.session.show_new(sheet_id)
        await self.app.discovery.find(search, sheet_id=sheet_id)
        await self.settled()
        return sheet_id

    async def turn_to(self, sheet_id: int) -> None:
        await self.session.turn_to(sheet_id)
        await self.settled()

    def ids(self, sheet_id: int) -> list[int]:
        """A sheet's creators, in the order they came."""
        return self.app.store.peek(lambda db: sheets.first_ids(db, sheet_id, None))

    async def tick_only(self, sheet_id: int, creator_ids: Sequence[int]) -> None:
        def write(db: sqlite3.Connection) -> None:
            sheets.set_ticked(db, sheet_id, sheets.first_ids(db, sheet_id, None), False)
            sheets.set_ticked(db, sheet_id, creator_ids, True)

        await self.app.store.write(write)
        self.session.show_all()
        await self.turn_to(sheet_id)

    # -- the practice service

    async def practice(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Ask the practice service about its world, or change how it behaves."""
        headers = {"Authorization": f"Bearer {self.service.key}"}
        async with httpx.AsyncClient(headers=headers, trust_env=False) as http:
            address = f"{self.service.url}/practice/{path}/"
            answer = await (http.get(address) if body is None else http.post(address, json=body))
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    async def top_up(self, credits: str) -> None:
        await self.practice("top-up", {"credits": credits})
        await self.app.credits.refresh()
        await self.settled()
