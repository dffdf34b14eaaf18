"""Getting details until enough creators have an email: asked for with its exact maximum, then run."""

from app.ui.operation import show_once
from app.ui.window.verb_group import VerbGroup


class GoalVerbs(VerbGroup):
    """The verb of one session that runs goals."""

    async def start(self) -> None:
        """Ask how many with an email are wanted of the ticked rows, in the order on screen, and get them.

        Cost: at most what the button said.
        """
        from app.ui.dialogs.goal import GoalDialog

        sheet, model = self._session.sheet, self._session.model
        if sheet is None or model is None:
            return

        def tick_shown() -> list[int]:
            self._window.tick_all(True)
            return self._session.ticks.ids()

        dialog = GoalDialog(
            self._window,
            ids=self._session.ticks.ids(),
            shown=model.rowCount(),
            tick_shown=tick_shown,
            plans=self._app.goals,
            balance=self._app.credits.free(),
        )
        await show_once(dialog)
        chosen = dialog.chosen
        if chosen is not None:
            job = await self._app.goals.run(sheet.id, chosen.ids, chosen.wanted, chosen.options, chosen.cap)
            await self._verbs.jobs.tell(job)
