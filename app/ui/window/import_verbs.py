"""Bringing lists into the window: free, and nothing is sent; their details are a click of their own."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.services.importing.addresses import Addresses
from app.ui.dialogs.importing import words as said
from app.ui.operation import Operation, show_once
from app.ui.window.verb_group import VerbGroup
from app.ui.window.words import free_name
from app.workspace import account as kept
from app.workspace import creators

if TYPE_CHECKING:
    from app.ui.dialogs.emails import EmailChoice
    from app.ui.dialogs.importing.dialog import BroughtIn, ImportDialog
    from app.ui.dialogs.importing.dropped import Given
    from app.ui.window.verbs import Verbs

_FOLDER = "window.import_folder"


class ImportVerbs(VerbGroup):
    """The verbs of one session that bring lists in."""

    def __init__(self, verbs: "Verbs") -> None:
        super().__init__(verbs)
        self._emails: EmailChoice | None = None
        self._draft = ""  # what was typed or pasted when the dialog was closed without bringing it in

    async def bring_in(self, given: "Sequence[Given]" = ()) -> None:
        """Ask for a list, or look at the one that is `given`, and show its sheet. Free."""
        from app.ui.dialogs.importing.dialog import ImportDialog

        dialog = ImportDialog(
            self._window,
            self._app.imports,
            sheet=self._session.sheet,
            free_name=lambda name: free_name(name, self._session.sheet_names().values()),
            hidden=self._app.exclusions.hidden,
            pick=self.pick,
        )
        dialog.source.field.setPlainText(self._draft)
        if given:
            dialog.take_one(given)
        dialog.emails_wanted.connect(
            lambda addresses: Operation(dialog, lambda: self._ask_emails(dialog, addresses)).start(self._window)
        )
        self._emails = None
        await show_once(dialog)
        brought_in, emails = dialog.brought_in, self._emails
        used = (brought_in is not None or emails is not None) and dialog.was_pasted
        self._draft = "" if used else dialog.source.text
        if brought_in is not None:
            await self._show(brought_in)
        elif emails is not None:
            await self._verbs.emails.carry_out(emails)

    async def _ask_emails(self, dialog: "ImportDialog", addresses: Addresses) -> None:
        """Ask about the addresses of a list; where it names creators too, those can still be brought in."""
        chosen = await self._verbs.emails.ask(dialog, addresses, said.by_email(dialog.look.where.sheet_name))
        if chosen is not None and dialog.names_creators:
            dialog.look.show_looked_up()
            self._verbs.start(lambda: self._verbs.emails.carry_out(chosen, show=False))
        elif chosen is not None:
            self._emails = chosen
            dialog.reject()

    async def pick(self, parent: QWidget) -> Path | None:
        """Ask for a list's file, beginning where the last one was."""
        from app.ui.dialogs.importing.source import KINDS
        from app.ui.dialogs.pick_file import pick_to_read

        last = self._app.store.peek(lambda db: kept.setting(db, _FOLDER))
        folder = Path(last) if last else self._verbs.export_folder()  # Qt goes to the nearest one that is there
        path = await pick_to_read(parent, "Choose a list", folder, KINDS)
        if path is not None:
            await self._app.store.write(lambda db: kept.set_setting(db, _FOLDER, str(path.parent)))
        return path

    async def _show(self, brought_in: "BroughtIn") -> None:
        if self._window.session is not self._session:
            return
        self._window.body.uncover()
        self._window.room.expect_rows()
        await self._session.turn_to(brought_in.sheet_id)
        self._session.columns.renew()
        told = said.brought_in(brought_in.count, brought_in.sheet)
        self._window.show_notice(told, "Get details…", lambda: self._verbs.start(lambda: self._get_details(brought_in)))

    async def _get_details(self, brought_in: "BroughtIn") -> None:
        """Tick those who came in and ask what to get for them; the dialog names the price."""

        def ids(db: sqlite3.Connection) -> list[int]:
            return [found for handle in brought_in.handles() if (found := creators.of_handle(db, handle)) is not None]

        wanted = await self._app.store.read(ids)
        if self._session.model is not None:
            self._session.model.set_ticked(wanted, True)
            self._window.actions_["action_enrich"].trigger()
