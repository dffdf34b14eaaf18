"""Showing what changed. Changes are announced in bursts (five answers a second and more), so they are gathered for a
moment and shown together; what is shown is always read anew, never counted along.
"""

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.services.events import Changes
from app.ui.operation import Operation
from app.ui.parts import Mood
from app.ui.window import words
from app.workspace.again import Part

if TYPE_CHECKING:
    from app.ui.window.session import Session

GATHER_MS = 120


class Refreshing:
    """Keeps the window true to one session's workspace, until `stop`."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._window = session.window_
        self._due = Changes()
        self._held = Changes()  # what would move rows or columns under an open field
        self._gather = QTimer(session, singleShot=True, interval=GATHER_MS)
        self._gather.timeout.connect(self._start)
        self._running: asyncio.Task[None] | None = None
        self._unsubscribe = session.app.events.subscribe(lambda changes, _initiator: self._note(changes))
        self._window.view.field_closed.connect(self._field_closed)

    def stop(self) -> None:
        """Listen no more."""
        self._unsubscribe()
        self._window.view.field_closed.disconnect(self._field_closed)
        self._gather.stop()
        if self._running is not None:
            self._running.cancel()

    @property
    def is_quiet(self) -> bool:
        """Whether everything that was announced is on screen."""
        return self._running is None and self._due == Changes()

    def _note(self, changes: Changes) -> None:
        sheet = self._session.sheet
        mine = changes.sheet_id in (None, sheet.id if sheet is not None else None)
        due = self._due
        self._due = Changes(
            rows=due.rows or (changes.rows and mine),
            creators=due.creators or changes.creators,
            sheets=due.sheets or changes.sheets or changes.rows,
            jobs=due.jobs or changes.jobs,
            balance=due.balance or changes.balance,
            ledger=due.ledger or changes.ledger,
            backups=due.backups or changes.backups,
        )
        if not self._gather.isActive():
            self._gather.start()

    def _start(self) -> None:
        if self._running is None:
            self._running = Operation(self._window, self._refresh).start(self._session)

    def _field_closed(self) -> None:
        held, self._held = self._held, Changes()
        if held != Changes():
            self._note(held)

    async def _refresh(self) -> None:
        try:
            due, self._due = self._due, Changes()
            await self._read(due)
            self._session.show_all()
            backups = self._session.app.backups
            if due.backups and backups.trouble is not None:
                self._window.show_trouble(Mood.WARN, words.no_backup(backups.trouble))
        finally:
            self._running = None
            if self._due != Changes() and self._window.session is self._session:
                self._gather.start()

    async def _read(self, due: Changes) -> None:
        """Read anew what the window shows of it."""
        session = self._session  # whose model may be another one after each step
        if due.sheets:
            await session.read_sheets()
        is_edited = self._window.view.is_edited
        if is_edited:
            self._held = Changes(rows=self._held.rows or due.rows, creators=self._held.creators or due.creators)
        order = session.model.wanted_order if session.model is not None else None
        narrowed = order is not None and (order.state is not None or order.part is Part.WITH_EMAIL)
        if session.model is not None and not is_edited and (due.rows or (narrowed and due.creators)):
            await session.model.reload()
        if session.model is not None and (due.rows or due.creators):
            await session.model.refresh()
        if session.model is not None and not is_edited and (due.rows or due.creators):
            await session.columns.look_for_details()
        if due.jobs or due.rows or due.creators:
            await session.work.read()
