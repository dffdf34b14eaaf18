"""What the window's paid and lasting actions do, one coroutine each: ask, act, say what came of it.

Nothing here starts by itself: every coroutine is started by an action or a button (money rule 1).
"""

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from app.domain.errors import DiskError
from app.domain.filters import Search
from app.domain.money import Tier, needs_second_question, search_price, show
from app.services.events import Changes
from app.services.export.table import FileKind
from app.ui.dialogs import questions
from app.ui.operation import Operation, show_modal
from app.ui.parts import Mood
from app.ui.window import job_words, words
from app.ui.window.job_verbs import JobVerbs
from app.workspace import account as kept
from app.workspace import searches, sheets

if TYPE_CHECKING:
    from app.services.export.writing import Written
    from app.services.spending import Wanted
    from app.ui.main_window import MainWindow
    from app.ui.window.session import Session

_EXPORT_FOLDER = "window.export_folder"


class Verbs:
    """The verbs of one session."""

    def __init__(self, window: "MainWindow", session: "Session") -> None:
        self.window = self._window = window
        self.session = self._session = session
        self._app = session.app
        self.jobs = JobVerbs(self)

    def start(self, work: Callable[[], Awaitable[object]]) -> None:
        """Run one of the coroutines; its error is shown above the sheet."""
        Operation(self._window, work).start(self._window)

    # -- finding

    async def find(self, search: Search) -> None:
        """Buy a search into a sheet of its own, or the rest of it into the sheet that has a part.

        Cost: at most what the button said; 0 where it was bought before.
        """
        there = self._sheet_of(search)
        if there is None:
            await self._buy(search)
        elif self._app.discovery.open_rows(there):
            await self._complete(search, there)
        else:
            await self._show_rows(there)
            self._window.show_notice(
                "You already have this search. Opening it cost nothing.",
                words.find_again_button(search_price(search.target)),
                lambda: self.start(lambda: self._buy(search)),
            )

    def _sheet_of(self, search: Search) -> int | None:
        """The sheet of this search, complete or not."""

        def read(db: sqlite3.Connection) -> int | None:
            search_id = searches.by_key(db, search.key)
            return None if search_id is None else sheets.of_search(db, search_id)

        return self._app.store.peek(read)

    async def _buy(self, search: Search) -> None:
        """Buy a search into a new sheet. Cost: at most the price of its rows."""
        most = search_price(search.target)
        if await self._sure(search.target, most, f"Find {search.target:,} · {show(most)} credits"):
            await self._carry_out(search, await self._open_sheet(search), most)

    async def _complete(self, search: Search, sheet_id: int) -> None:
        """Buy the pages that a sheet's search still lacks. Cost: at most their price.

        A page whose answer was lost is bought again only by the button that names its price.
        """
        job = self._app.discovery.open_job(sheet_id)
        await self._show_rows(sheet_id)
        if job is not None and job.is_going:
            self._window.show_notice("This search is running already.")
        elif job is not None and not job.go_on_at_most:
            check = bool(job.totals.undecided)
            work = self.jobs.check if check else self.jobs.retry
            self._window.show_trouble(
                Mood.WARN,
                "No answer came for a part of this search. It may have been charged.",
                "Check payments · free" if check else job_words.retry_button(job),
                lambda: self.start(lambda: work(job.id)),
            )
        else:
            most = self._app.discovery.open_price(sheet_id) if job is None else job.go_on_at_most
            if await self._sure(search.target, most, f"Go on · up to {show(most)} credits"):
                self._window.show_notice(f"A part of this search is here already: the rest costs up to {show(most)}.")
                await self._carry_out(search, sheet_id, most)

    async def _carry_out(self, search: Search, sheet_id: int, most: Decimal) -> None:
        self._window.pages.clear_trouble()
        self._window.find_panel.set_busy(most)
        try:
            await self._show_rows(sheet_id)
            job = await self._app.discovery.find(search, sheet_id=sheet_id)
        finally:
            self._window.find_panel.set_busy(None)
        await self.jobs.tell(job)

    async def _show_rows(self, sheet_id: int) -> None:
        """Show the sheet of the panel's search, uncovered; the keyboard goes there once it has rows."""
        self._window.body.uncover()
        self._window.room.expect_rows()
        await self._session.show_new(sheet_id)

    async def _open_sheet(self, search: Search) -> int:
        """A new sheet for this search; the second of one name is "… 2"."""
        sheet_id = await self._app.discovery.open_sheet(search)

        def tell_apart(db: sqlite3.Connection) -> None:
            names = {sheet.id: sheet.name for sheet in sheets.all_sheets(db)}
            name = names.pop(sheet_id)
            fresh = words.free_name(name, names.values())
            if fresh != name:
                sheets.rename(db, sheet_id, fresh, self._app.jobs.now_ms())

        await self._app.store.write(tell_apart)
        self._app.events.publish(Changes(sheets=True, sheet_id=sheet_id))
        return sheet_id

    async def more(self) -> None:
        """Buy the next rows of the shown sheet's search into the same sheet."""
        sheet = self._session.sheet
        plan = self._app.discovery.more_plan(sheet.id) if sheet is not None else None
        if sheet is None or plan is None:
            return
        if await self._sure(plan.rows, plan.most, words.more_button(plan.rows, plan.most)):
            await self.jobs.tell(await self._app.discovery.more(sheet.id))

    async def _sure(self, target: int, most: Decimal, action: str) -> bool:
        return await self.sure(most, lambda free: questions.dear_search(self._window, target, most, free, action))

    async def sure(self, most: Decimal, ask: Callable[[Decimal], questions.Question]) -> bool:
        """Ask the second question where money rule 2 wants it; `ask` makes it from what is free."""
        free = self._app.credits.free()
        if free is None or not needs_second_question(most, free):
            return True
        asked = ask(free)
        try:
            return bool(await show_modal(asked))
        finally:
            asked.deleteLater()

    # -- details

    async def details(self, ids: Sequence[int], tier: Tier = Tier.FULL) -> None:
        """Ask what to get for these creators, then get it."""
        from app.ui.dialogs.details import DetailsDialog

        sheet = self._session.sheet
        if sheet is None or not ids:
            return
        dialog = DetailsDialog(
            self._window, ids=ids, estimate=self._app.enrichment.estimate, balance=self._app.credits.free(), tier=tier
        )
        try:
            await show_modal(dialog)
            chosen = dialog.chosen
        finally:
            dialog.deleteLater()
        if chosen is not None:
            job = await self._app.enrichment.run(sheet.id, chosen.ids, chosen.options, budget=chosen.most)
            await self.jobs.tell(job)

    # -- export

    async def export(self) -> None:
        """Ask for whom and where, then write the file; free."""
        from app.ui.dialogs.export import ExportDialog, ExportRows

        session, sheet, model = self._session, self._session.sheet, self._session.model
        if sheet is None or model is None:
            return
        visible = list(model.ids())
        columns = [column.key for column in model.columns if column.key != "tick"]
        dialog = ExportDialog(
            self._window,
            sheet_name=sheet.name,
            rows=ExportRows(ticked=session.ticked(), visible=visible, all=sheet.rows),
            columns=len(columns),
            preview=lambda preset, ids, ending: self._app.exports.preview(
                sheet.id, FileKind(ending), preset=preset, columns=columns, ids=ids
            ),
            suggested=self._app.exports.suggested_name(sheet.id),
            folder=self._export_folder(),
        )
        try:
            await show_modal(dialog)
            chosen = dialog.chosen
        finally:
            dialog.deleteLater()
        if chosen is None:
            return
        await self._keep_folder(chosen.path)
        try:
            written = await self._app.exports.sheet(
                sheet.id, chosen.path, preset=chosen.preset, columns=columns, ids=chosen.ids
            )
        except DiskError as error:
            self._window.show_trouble(Mood.BAD, error.sentences, str(error.remedy), lambda: self.start(self.export))
            return
        self._tell_saved(written, "row", "rows", open_after=chosen.open_after)

    async def export_spending(self, wanted: "Wanted") -> None:
        """Ask where to, then write the payments that are shown; free."""
        from app.ui.dialogs.save import SaveDialog

        spending = self._app.spending
        dialog = SaveDialog(self._window, "Export spending", spending.suggested_name(), self._export_folder())
        try:
            if not await show_modal(dialog):
                return
            path, open_after = dialog.file.path, dialog.open_after
        finally:
            dialog.deleteLater()
        await self._keep_folder(path)
        written = await spending.export(wanted, path)
        self._tell_saved(written, "payment", "payments", open_after=open_after)

    async def _keep_folder(self, path: Path) -> None:
        folder = str(path.parent)
        await self._app.store.write(lambda db: kept.set_setting(db, _EXPORT_FOLDER, folder))

    def _tell_saved(self, written: "Written", one: str, many: str, *, open_after: bool) -> None:
        said = f"Saved {written.path.name} · {words.counted(written.rows, one, many)}."
        self._window.show_notice(said, "Open", lambda: open_file(written.path))
        if open_after:
            open_file(written.path)

    def _export_folder(self) -> Path:
        """Where the last file went, else Documents."""
        last = self._app.store.peek(lambda db: kept.setting(db, _EXPORT_FOLDER))
        if last and Path(last).is_dir():
            return Path(last)
        documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        return documents if documents.is_dir() else Path.home()

    # -- account

    async def check_credits(self) -> None:
        """Ask for the balance; free."""
        await self._app.credits.refresh()
        self._window.pages.clear_trouble()


def open_file(path: Path) -> None:
    """Open a file with the program the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
