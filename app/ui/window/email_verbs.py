"""Finding creators by their email: asked with the exact price, told with what it cost."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.domain.money import Purse
from app.domain.platforms import email_in
from app.services.emails import EmailPlan, known_of, plan_of
from app.services.importing.addresses import Addresses
from app.ui.operation import show_once
from app.ui.window.verb_group import VerbGroup
from app.ui.window.words import free_name
from app.workspace import sheet_rows, sheets

if TYPE_CHECKING:
    from app.ui.dialogs.emails import EmailChoice, EmailsDialog
    from app.ui.window.verbs import Verbs

_NAME = "Found by email"


class EmailVerbs(VerbGroup):
    """The verbs of one session that look addresses up."""

    def __init__(self, verbs: "Verbs") -> None:
        super().__init__(verbs)
        self._draft = Addresses(texts=(), own={})  # what was typed or pasted, and never looked up
        self._known: dict[int, int] = {}

    def known(self, job_id: int) -> int:
        """How many addresses of a job started here were not asked about, because their creators were known."""
        return self._known.get(job_id, 0)

    async def find(self) -> None:
        """Ask for addresses, and look them up. Cost: at most what the dialog's button said."""
        dialog = await self._dialog(self._window, _NAME)
        dialog.add(self._draft)
        await show_once(dialog)
        self._draft = dialog.left
        if dialog.chosen is not None:
            await self.carry_out(dialog.chosen)

    async def ask(self, parent: QWidget, addresses: Addresses, name: str) -> "EmailChoice | None":
        """What somebody agrees to about these addresses of a list."""
        dialog = await self._dialog(parent, name)
        dialog.add(addresses)
        await show_once(dialog)
        return dialog.chosen

    async def _dialog(self, parent: QWidget, name: str) -> "EmailsDialog":
        from app.ui.dialogs.emails import EmailsDialog, EmailSources

        return EmailsDialog(
            parent,
            EmailSources(of_text=self._of_text, of_file=self._of_file, plan=self._plan, pick=self._verbs.imports.pick),
            sheet=self._session.sheet,
            name=free_name(name, self._session.sheet_names().values()),
            balance=self._app.credits.free(),
            ticked=await self._of_ticked(),
        )

    async def carry_out(self, chosen: "EmailChoice", *, show: bool = True) -> None:
        """Look up what was agreed to; the rows come into a sheet as they are found, which is shown at once or later."""
        at = self._app.jobs.now_ms()
        into = chosen.sheet_id
        if into is None:
            into = await self._app.store.write(
                lambda db: sheets.add(db, chosen.name, search_id=None, list_key=None, at_ms=at)
            )
        if chosen.own:
            await self._app.imports.note_beside(into, chosen.own)
        self._window.pages.clear_trouble()
        if show:
            self._window.body.uncover()
            self._window.room.expect_rows()
            await self._session.turn_to(into)
        if chosen.as_batch:
            purse = Purse(limit=chosen.most)
            job = await self._app.batches.find_accounts(into, chosen.addresses, purse=purse)
        else:
            known = await self._app.store.read(lambda db: known_of(db, chosen.addresses))
            job = await self._app.emails.run(into, chosen.addresses, budget=chosen.most)
            self._known[job.id] = len(known)
        await self._verbs.jobs.tell(job)

    async def _of_text(self, text: str) -> Addresses:
        return await self._app.imports.addresses(await self._app.imports.open_text(text))

    async def _of_file(self, path: Path) -> Addresses:
        return await self._app.imports.addresses(await self._app.imports.open_file(path))

    async def _plan(self, addresses: Sequence[str]) -> EmailPlan:
        return await self._app.store.read(lambda db: plan_of(db, addresses))

    async def _of_ticked(self) -> list[str]:
        """The addresses in people's own columns of the ticked rows."""
        sheet, ids = self._session.sheet, self._session.ticks.ids()
        if sheet is None or not ids:
            return []

        def read(db: sqlite3.Connection) -> list[str]:
            values = (value for row in sheet_rows.rows(db, sheet.id, ids) for value in row.own.values())
            return list(dict.fromkeys(email for value in values if (email := email_in(value)) is not None))

        return await self._app.store.read(read)
