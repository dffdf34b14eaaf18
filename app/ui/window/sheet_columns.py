"""Which columns the shown sheet has: chosen by hand, else the usual ones, which grow with the first details."""

import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.domain.jobs import EnrichOptions, JobState
from app.domain.money import Tier
from app.ui.operation import Operation
from app.ui.sheet_table.columns import FROZEN, PASSING, ColumnSpec, change_spec, default_columns, every_column
from app.workspace import account as kept
from app.workspace import creators, sheet_rows, sheets
from app.workspace import own as own_cells
from app.workspace.again import Change, Part
from app.workspace.sheets import OwnColumn

if TYPE_CHECKING:
    from app.ui.window.session import Session

_CONTACT = EnrichOptions(tier=Tier.PROFILE)
_SAMPLE = 2000
_TELL_MS = 1000


class SheetColumns:
    """The columns of the sheet that the session shows."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._window = session.window_
        self._has_details = False
        self._before: list[str] = []
        self._changes: tuple[Change, ...] = ()  # of those who are shown, where only they are
        self._tell_later = QTimer(session, singleShot=True, interval=_TELL_MS)
        self._tell_later.timeout.connect(self._tell)

    @property
    def _sheet_id(self) -> int:
        assert self._session.sheet is not None
        return self._session.sheet.id

    def forget(self) -> None:
        """Another sheet is shown."""
        self._has_details = False
        self._before = []

    def stop(self) -> None:
        """Say nothing more."""
        self._tell_later.stop()

    def follow(self, order: sheet_rows.Order) -> None:
        """The sheet is about to be shown in this order: those whose numbers changed are shown with both numbers."""
        result = None
        if order.part is Part.CHANGED and order.job is not None:
            result = self._session.app.run_again.result_of(order.job)
        self._changes = result.changed if result is not None else ()

    def wanted(self) -> tuple[ColumnSpec, ...]:
        """What the sheet shows: chosen by hand, else by default."""
        usual = self._usual()
        return (*usual[:FROZEN], change_spec(self._changes), *usual[FROZEN:]) if self._changes else usual

    def _usual(self) -> tuple[ColumnSpec, ...]:
        own = self._session.app.store.peek(sheets.own_columns)
        chosen, alike = self.chosen(), self._session.seed is not None
        if chosen is None:
            held = self._session.app.store.peek(lambda db: own_cells.held(db, self._sheet_id))
            return default_columns(self._session.platform, self._has_details, own, alike=alike, held=held)
        by_key = {column.key: column for column in every_column(self._session.platform, own, alike=alike)}
        first = default_columns(self._session.platform, False, own)[:2]
        return (*first, *(by_key[key] for key in chosen if key in by_key and by_key[key] not in first))

    def chosen(self) -> list[str] | None:
        """The keys chosen by hand for this sheet, in order; None where nobody chose."""
        key = f"columns.{self._sheet_id}"
        text = self._session.app.store.peek(lambda db: kept.setting(db, key))
        return [str(part) for part in json.loads(text)] if text else None

    async def bring(self, which: Callable[[OwnColumn], bool]) -> None:
        """Show these own columns as far as they hold something here, also where somebody chose the columns by hand."""
        store, sheet_id = self._session.app.store, self._sheet_id
        own, held = store.peek(lambda db: (sheets.own_columns(db), own_cells.held(db, sheet_id)))
        chosen = self.chosen()
        new = [one.key for one in own if one.key in held and which(one) and one.key not in (chosen or ())]
        if chosen is None:
            self.renew()
        elif new:
            await self.choose([*chosen, *new])

    async def choose(self, keys: Sequence[str]) -> None:
        """Show these columns of the sheet from now on; an empty list goes back to the default."""
        name, text = f"columns.{self._sheet_id}", json.dumps(list(keys)) if keys else ""
        await self._session.app.store.write(lambda db: kept.set_setting(db, name, text))
        self.renew()

    def start_choosing(self, keys: Sequence[str]) -> None:
        """`choose` for a button."""
        Operation(self._window, lambda: self.choose(keys)).start(self)

    def renew(self) -> None:
        """Show what is wanted now; columns may have come with a list."""
        model, wanted = self._session.model, self.wanted()
        if model is not None and model.columns != wanted:
            model.set_columns(wanted)

    async def look_for_details(self) -> None:
        """Email, Country and the like appear once the first details are there."""
        model = self._session.model
        if model is None or self._has_details:
            return
        ids = list(model.ids()[:_SAMPLE])
        had = await self._session.app.store.read(lambda db: creators.had_of(db, ids, _CONTACT)) if ids else set()
        if not had or model is not self._session.model:
            return
        seen = self._window.view.sheet_model is model
        self._has_details = True
        if self.chosen() is not None:
            return
        before = [column.key for column in model.columns if column.key not in PASSING]
        self.renew()
        if seen:
            self._before = before
            self._tell()

    def _tell(self) -> None:
        """Say where the new columns came from, once what the job has to say was read."""
        running = any(job.state is JobState.RUNNING for job in self._session.sheet_jobs())
        if running or not self._window.room.notice.isHidden():
            self._tell_later.start()
            return
        before, self._before = self._before, []
        if before:
            self._window.show_notice(
                "Email, country and more came with the details.", "Undo", lambda: self.start_choosing(before)
            )
