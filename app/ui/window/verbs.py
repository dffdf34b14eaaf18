"""What the window's paid and lasting actions do, one coroutine each: ask, act, say what came of it.

Nothing here starts by itself: every coroutine is started by an action or a button (money rule 1).
"""

from collections.abc import Awaitable, Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices

from app.domain.errors import DiskError
from app.domain.money import Tier, needs_second_question
from app.services.export.table import FileKind
from app.ui.dialogs import questions
from app.ui.operation import Operation, show_once
from app.ui.parts import Mood
from app.ui.sheet_table.columns import PASSING
from app.ui.window import words
from app.ui.window.again_verbs import AgainVerbs
from app.ui.window.batch_verbs import BatchVerbs
from app.ui.window.count_verbs import CountVerbs
from app.ui.window.email_verbs import EmailVerbs
from app.ui.window.find_verbs import FindVerbs
from app.ui.window.fresh_verbs import FreshVerbs
from app.ui.window.goal_verbs import GoalVerbs
from app.ui.window.import_verbs import ImportVerbs
from app.ui.window.job_verbs import JobVerbs
from app.ui.window.list_verbs import ListVerbs
from app.ui.window.overlap_verbs import OverlapVerbs
from app.ui.window.posts_verbs import PostsVerbs
from app.ui.window.saved_verbs import SavedVerbs
from app.ui.window.socials_verbs import SocialsVerbs
from app.workspace import account as kept

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
        self.batch = BatchVerbs(self)
        self.finding = FindVerbs(self)
        self.counts = CountVerbs(self)
        self.again = AgainVerbs(self)
        self.saved = SavedVerbs(self)
        self.lists = ListVerbs(self)
        self.socials = SocialsVerbs(self)
        self.posts = PostsVerbs(self)
        self.overlaps = OverlapVerbs(self)
        self.imports = ImportVerbs(self)
        self.emails = EmailVerbs(self)
        self.goals = GoalVerbs(self)
        self.fresh = FreshVerbs(self)

    def start(self, work: Callable[[], Awaitable[object]]) -> None:
        """Run one of the coroutines; its error is shown above the sheet."""
        Operation(self._window, work).start(self._window)

    async def sure(
        self,
        title: str,
        most: Decimal,
        action: str,
        said: Callable[[Decimal, Decimal], str] = questions.may_cost,
    ) -> bool:
        """Ask the second question where money rule 2 wants it; `action` is the clicked verb with its price.

        `said` makes the sentence from what it can cost and what is free.
        """
        free = self._app.credits.free()
        if free is None or not needs_second_question(most, free):
            return True
        return await show_once(questions.dear(self._window, title, said(most, free), action))

    # -- details

    async def details(self, ids: Sequence[int], tier: Tier = Tier.FULL) -> None:
        """Ask what to get for these creators, then get it."""
        from app.ui.dialogs.details import DetailsDialog

        sheet = self._session.sheet
        if sheet is None or not ids:
            return
        dialog = DetailsDialog(
            self._window, ids=ids, plans=self._app.details, balance=self._app.credits.free(), tier=tier
        )
        await show_once(dialog)
        chosen, as_batch = dialog.chosen, dialog.as_batch
        if as_batch is not None:
            await self.batch.rows(as_batch.ids, as_batch.options, again=True)
        elif chosen is not None:
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
        columns = [column.key for column in model.columns if column.key not in PASSING]
        dialog = ExportDialog(
            self._window,
            sheet_name=sheet.name,
            rows=ExportRows(ticked=session.ticks.ids(), visible=visible, all=sheet.rows),
            columns=len(columns),
            preview=lambda preset, ids, ending: self._app.exports.preview(
                sheet.id, FileKind(ending), preset=preset, columns=columns, ids=ids
            ),
            suggested=self._app.exports.suggested_name(sheet.id),
            folder=self.export_folder(),
        )
        await show_once(dialog)
        chosen = dialog.chosen
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
        dialog = SaveDialog(self._window, "Export spending", spending.suggested_name(), self.export_folder())
        if not await show_once(dialog):
            return
        path, open_after = dialog.file.path, dialog.open_after
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

    def export_folder(self) -> Path:
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
