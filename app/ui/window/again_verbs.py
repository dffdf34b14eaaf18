"""Running the shown sheet's search again: asked with its exact price, and told as new, changed and gone."""

from typing import TYPE_CHECKING

from shiboken6 import isValid

from app.domain.errors import AppError
from app.domain.jobs import JobState
from app.ui.dialogs.run_again import RunAgainDialog, Which
from app.ui.operation import Operation, show_once
from app.ui.window import find_words
from app.ui.window.verb_group import VerbGroup
from app.ui.window.words import number

if TYPE_CHECKING:
    from app.services.run_again import AgainPlan


class AgainVerbs(VerbGroup):
    """The verbs of one session that run searches again."""

    async def run_again(self) -> None:
        """Ask what to get again for the shown sheet, get it, and say what came. Cost: at most what the button said."""
        sheet, known = self._session.sheet, self._session.known
        if sheet is None or known is None or not self._app.run_again.can(sheet.id):
            return
        sheet_id = sheet.id
        plans = await self._plans(sheet_id)
        can_count = known.seed is None

        def count() -> None:
            work = Operation(self._window, lambda: self._counted(sheet_id, dialog.plan))
            work.on_success(lambda plans: self._show_counted(dialog, plans))
            work.on_failure(lambda error: self._not_counted(dialog, error)).start(self)

        dialog = RunAgainDialog(self._window, sheet.name, plans, self._app.credits.free(), count if can_count else None)
        await show_once(dialog)
        if dialog.chosen is not None:
            await self._carry_out(dialog.chosen)

    async def _plans(self, sheet_id: int) -> "dict[Which, AgainPlan]":
        plan = self._app.run_again.plan
        return {Which.NEW: await plan(sheet_id), Which.ALL: await plan(sheet_id, only_new=False)}

    async def _counted(self, sheet_id: int, plan: "AgainPlan") -> "dict[Which, AgainPlan]":
        """Count who is new. Cost: at most 0.01."""
        await self._verbs.jobs.tell(await self._app.counting.count(plan.search, without=plan.left_out))
        return await self._plans(sheet_id)

    def _show_counted(self, dialog: RunAgainDialog, plans: "dict[Which, AgainPlan]") -> None:
        if isValid(dialog):  # a count goes on when its dialog is closed
            dialog.show_plans(plans, self._app.credits.free())

    def _not_counted(self, dialog: RunAgainDialog, error: AppError) -> None:
        if isValid(dialog):
            dialog.reject()
        self._window.show_error(error)

    async def _carry_out(self, plan: "AgainPlan") -> None:
        self._window.pages.clear_trouble()
        job = await self._app.run_again.run(plan)
        await self._verbs.jobs.tell(job)
        result = self._app.run_again.result(plan.sheet_id)
        if job.state is not JobState.FINISHED or result is None or self._window.session is not self._session:
            return
        told = find_words.parts_of(result)
        first = next(iter(told), None)
        offer = f"Show the {number(told[first])} {find_words.PARTS[first]}" if first is not None else ""

        def show_first() -> None:
            self._verbs.start(lambda: self._session.rows.show(job.id, first))

        self._window.show_notice(find_words.came_again(result), offer, show_first)
