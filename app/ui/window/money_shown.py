"""Credits in the top bar and in the find panel, and on the buttons of the sheet that cost something."""

from decimal import Decimal
from typing import TYPE_CHECKING

from app.ui.operation import Operation
from app.ui.parts import Mood
from app.ui.window import find_words, words
from app.ui.window.action_list import START_REASONS
from app.workspace.searches import Role

if TYPE_CHECKING:
    from app.ui.window.session import Session

_BUSY = "Wait until this search is done."


class MoneyShown:
    """What one session's credits allow. What is shown is always read anew."""

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._app = session.app
        self._window = session.window_
        self._low_said = ""

    def show(self) -> None:
        """The credits, and the prices of going on with the shown sheet's search."""
        app, window = self._app, self._window
        if window.pages.spending is not None:
            window.pages.spending.refresh()
        self._show_low()
        window.top.show_credits(app.credits.known, app.credits.set_aside(), practice=app.account.practice)
        window.find_panel.set_balance(app.credits.free())
        busy = any(job.is_going for job in self._session.sheet_jobs())
        self._show_more(busy=busy)
        self._show_again(busy=busy)

    def _show_more(self, *, busy: bool) -> None:
        sheet, actions = self._session.sheet, self._window.actions_
        plan = self._app.discovery.more_plan(sheet.id) if sheet is not None else None
        if plan is None:
            actions.say("action_more", "Get 50 more")
            actions.allow("action_more", START_REASONS["action_more"])
        else:
            actions.say("action_more", words.more_button(plan.rows, plan.most))
            actions.allow("action_more", _BUSY if busy else "")

    def _show_again(self, *, busy: bool) -> None:
        sheet, known = self._session.sheet, self._session.known
        again = sheet is not None and self._app.run_again.can(sheet.id)
        in_parts = known is not None and known.role is Role.SPLIT
        why_not = "" if again else find_words.NOT_IN_PARTS if in_parts else START_REASONS["action_run_again"]
        self._window.actions_.allow("action_run_again", _BUSY if busy else why_not)

    def _show_low(self) -> None:
        """Told once, where nothing more pressing stands; the bar then follows the credits while it is there."""
        message, low, known = self._window.room.message, self._app.low_balance, self._app.credits.known
        if low.is_due and (message.isHidden() or self._is_low_shown()):
            Operation(self._window, low.take).on_success(self._tell_low).start(self._session)
        elif known is not None and self._is_low_shown():
            self._low_said = words.low_balance(known.available)
            message.renew(self._low_said)

    def _tell_low(self, left: Decimal | None) -> None:
        message = self._window.room.message
        if left is None and self._is_low_shown():
            message.hide()
        elif left is not None and message.isHidden():
            self._low_said = words.low_balance(left)
            message.show_message(Mood.WARN, self._low_said, "Open Spending", self._window.open_spending)

    def _is_low_shown(self) -> bool:
        message = self._window.room.message
        return not message.isHidden() and message.text.text() == self._low_said
