"""Comparing the audiences of ticked creators: asked with its price, shown in numbers, kept for nothing."""

from collections.abc import Collection, Sequence
from datetime import date

from PySide6.QtWidgets import QApplication

from app.domain.jobs import Job
from app.domain.money import OVERLAP_PRICE
from app.ui.operation import show_once
from app.ui.parts import Mood
from app.ui.window import question_words
from app.ui.window.verb_group import VerbGroup
from app.ui.window.words import why_not_paid
from app.workspace import finding


class OverlapVerbs(VerbGroup):
    """The verbs of one session about shared audiences."""

    async def compare(self, ids: Sequence[int]) -> None:
        """Show the answer that is there, else ask for one. Cost: nothing, or what the button said."""
        from app.ui.dialogs.overlap import OverlapDialog

        sheet = self._session.sheet
        if sheet is None:
            return
        plan = self._app.overlaps.plan(ids)
        if plan.had is not None:
            await self.show_result(sheet.id, ids)
            return
        dialog = OverlapDialog(self._window, plan, self._app.credits.free())
        if await show_once(dialog):
            await self._ask(sheet.id, ids)

    async def show_result(self, sheet_id: int, ids: Sequence[int]) -> None:
        """Show the newest answer; asking again is paid."""
        from app.ui.dialogs.overlap import AGAIN, OverlapResultDialog

        why_not = why_not_paid(self._app.credits.free(), OVERLAP_PRICE)
        plan = self._app.overlaps.plan(self._as_shown(sheet_id, ids))
        dialog = OverlapResultDialog(self._window, plan, date.today(), why_not)
        if await show_once(dialog) and await self._verbs.sure("Compare audiences?", OVERLAP_PRICE, AGAIN):
            await self._ask(sheet_id, ids, again=True)

    def _as_shown(self, sheet_id: int, ids: Sequence[int]) -> list[int]:
        """In the order of the rows, where the sheet is the one that is shown; hidden ones last."""
        model, wanted = self._session.model, set(ids)
        rows = model.ids() if model is not None and model.sheet_id == sheet_id else ()
        return list(dict.fromkeys([*(i for i in rows if i in wanted), *ids]))

    async def _ask(self, sheet_id: int, ids: Sequence[int], *, again: bool = False) -> None:
        job = await self._app.overlaps.run(sheet_id, ids, again=again, budget=OVERLAP_PRICE)
        await self._verbs.jobs.tell(job)

    def tell_refused(self, job: Job) -> bool:
        """Say whose audience is not known, with the way to leave them out; False where the refusal does not say it."""
        ids = self._app.overlaps.compared(job.id)
        names = self._app.store.peek(lambda db: finding.handles_of(db, ids))
        without = question_words.without_audience(job.error, names)
        if not without:
            return False
        one_of = {creator for creator, name in zip(ids, names, strict=True) if name in without}
        known = job.sheet_id in self._session.sheet_names()
        button = "" if not known else "Untick it" if len(without) == 1 else "Untick them"
        self._window.show_trouble(
            Mood.WARN,
            question_words.no_audience(without),
            button,
            lambda: self._verbs.start(lambda: self._untick(job.sheet_id, one_of)),
        )
        return True

    async def _untick(self, sheet_id: int, ids: Collection[int]) -> None:
        if self._session.sheet is None or self._session.sheet.id != sheet_id:
            await self._session.turn_to(sheet_id)
        if self._session.model is not None:
            self._session.model.set_ticked(list(ids), False)

    async def tell_end(self, job: Job) -> None:
        """Show what a comparison said; while another dialog is open a notice offers it."""
        ids = self._app.overlaps.compared(job.id)
        plan = self._app.overlaps.plan(ids) if ids else None
        found = plan.had if plan is not None and job.totals.done else None
        free_to_show = found is not None and QApplication.activeModalWidget() is None
        said = question_words.overlap_done(job, found)
        self._window.show_notice(
            said,
            "Show" if found is not None and not free_to_show else "",
            lambda: self._verbs.start(lambda: self.show_result(job.sheet_id, ids)),
        )
        if free_to_show:
            await self.show_result(job.sheet_id, ids)
