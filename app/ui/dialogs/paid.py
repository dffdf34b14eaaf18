"""What all dialogs that spend credits share: the exact maximum on the button, and the second question of money rule 2.

Whoever adds one derives from `PaidForm`; what it would do is counted in a `Counts`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from app.domain.money import needs_second_question, show
from app.ui.dialogs.base import MARGIN, Form, verb
from app.ui.operation import Operation
from app.ui.parts import Kind, PlainLabel
from app.ui.theme import Role, px
from app.ui.window.words import too_dear, why_not_paid

T = TypeVar("T")
P = TypeVar("P")

COUNTING = "Counting…"
"""What the filled button says while what it stands for is being counted."""
AT_ONCE = 2000
"""So many rows are counted in some 10 ms; a window that counts 100,000 stands still for a second."""
_FIELDS = (QAbstractSpinBox, QLineEdit, QComboBox)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offer(Generic[T]):
    """What the filled button says and stands for; `choice` None: it cannot be pressed, for the reason `why_not`."""

    text: str
    most: Decimal
    choice: T | None
    why_not: str


class PaidForm(Form, Generic[T]):
    """A dialog whose filled button spends up to `balance` credits (None: not known yet).

    Who derives fills `body` and calls `add_footer`. After each change of what is chosen it counts what that is about
    (`work_out`), and says with `offer` or `refuse` what the button stands for. A press agrees to it, where it is dear
    after a second question within the dialog; a new offer takes that question back. Afterwards `chosen` is what was
    agreed to, or None.
    """

    def __init__(self, parent: QWidget | None, title: str, balance: Decimal | None, *, width: int = 620) -> None:
        super().__init__(parent, title, width=width)
        self.chosen: T | None = None
        self._least = self.minimumWidth()
        self._offered: _Offer[T] | None = None
        self._asked: Callable[[], object] | None = None
        self._warned = ""
        self._counting: asyncio.Task[None] | None = None
        self.show_balance(balance)
        self.warning = PlainLabel(role=Role.HEADING, token="warn", wrap=True)
        self.warning.setObjectName("price_warning")
        self.warning.hide()
        self.foot.insertWidget(0, self.warning)  # never out of sight: it asks the second question too
        self.cancel = verb("Cancel", "cancel_button")
        self.cancel.clicked.connect(self.reject)
        self.go = verb("", "confirm_button", Kind.PRIMARY)
        self.go.clicked.connect(self._confirm)

    def show_balance(self, balance: Decimal | None) -> None:
        """What may still be spent, in credits; None while it is unknown."""
        self.balance = balance
        self.aside.setText("" if balance is None else f"{show(balance)} credits left")

    def add_footer(self, *first: QWidget) -> None:
        """The row of buttons; `first` stand at the left, out of the way while the second question stands."""
        self._beside = QWidget()
        row = QHBoxLayout(self._beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        for button in first:
            row.addWidget(button)
        self.buttons.addWidget(self._beside)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.go)

    # -- counting

    def work_out(
        self, rows: int, now: Callable[[], P], later: Callable[[], Awaitable[P]], say: Callable[[P], object]
    ) -> None:
        """Let `say` have what so many rows count to: a few at once (`now`), more beside the window's thread (`later`).

        An older count that is not done is dropped.
        """
        self.drop_count()
        if rows <= AT_ONCE:
            say(now())
        else:
            self.work_out_later(later, say)

    def work_out_later(self, work: Callable[[], Awaitable[P]], say: Callable[[P], object]) -> None:
        """The same for what is always counted beside the window's thread."""
        self.drop_count()
        self.refuse(COUNTING, "")
        self.hold_back()

        def counted(found: P) -> None:
            self._counting = None
            say(found)

        self._counting = Operation(self, work).on_success(counted).start()

    def hold_back(self) -> None:
        """Keep what else hangs on the count from being pressed until it is said; as a rule nothing does."""

    def drop_count(self) -> None:
        """What is being counted is not chosen any more: nobody waits for it."""
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None

    # -- what the button stands for

    def offer(self, text: str, most: Decimal, choice: T) -> None:
        """Let the filled button say `text`, which names its price, and stand for `choice`, at `most` credits."""
        self._put(_Offer(text=text, most=most, choice=choice, why_not=""))

    def refuse(self, text: str, why_not: str) -> None:
        """Let the filled button say `text`; it cannot be pressed, and its tooltip says why."""
        self._put(_Offer(text=text, most=Decimal(0), choice=None, why_not=why_not))

    def warn(self, text: str) -> None:
        """One line in `warn`; "" hides it."""
        self._warned = text
        self._show_warning(text)

    def left_after(self, most: Decimal) -> str:
        """What is left at least when all of `most` is spent, which the credits cover."""
        if self.balance is None:
            return "not known yet"
        after = self.balance - most
        return f"at least {show(after)}" if most else show(after)

    def cover(self, price: Decimal, new: int) -> int:
        """How many of `new` the credits pay for at this price each: all, as long as nobody knows."""
        return new if self.balance is None else min(new, int(self.balance // price))

    def why_not_paid(self, least: Decimal, new: int = 1) -> str:
        """Why not even one of `new` can be paid, at `least` credits; "" where it can."""
        return why_not_paid(self.balance, least, new)

    def too_dear(self, cover: int, new: int) -> str:
        """Says that the credits cover only `cover` of `new`, or are not known; "" where they cover all."""
        return too_dear(self.balance, cover, new)

    # -- agreeing

    @property
    def is_asking(self) -> bool:
        """Whether the second question stands."""
        return self._asked is not None

    def sure(self, most: Decimal, then: Callable[[], object]) -> None:
        """Do `then`, which costs up to `most` credits: at once, or after the second question of money rule 2."""
        if self.balance is None or not needs_second_question(most, self.balance):
            then()
            return
        self._asked = then
        self._show_warning(self.question(most, self.balance))
        self._set_go(f"Spend up to {show(most)} credits")
        self._beside.hide()
        self.cancel.setText("Back")
        self.go.hold_off()  # neither the second half of a double click nor the Enter that asked may answer
        self.cancel.setDefault(True)
        self.cancel.setFocus()

    def question(self, most: Decimal, balance: Decimal) -> str:
        """The second question."""
        return f"This can cost up to {show(most)} of your {show(balance)} credits. Go ahead?"

    def agree(self, choice: T) -> None:
        """Close the dialog with what was agreed to."""
        self.chosen = choice
        self.accept()

    def _put(self, offered: _Offer[T]) -> None:
        if self.is_asking:
            self._asked = None
            self._beside.show()
            self.cancel.setText("Cancel")
            self._show_warning(self._warned)
        self._offered = offered
        self._set_go(offered.text)
        self.go.setEnabled(offered.choice is not None)
        self.go.setToolTip(offered.why_not)
        self.go.setDefault(True)

    def _set_go(self, text: str) -> None:
        """A price is never cut: the dialog grows with its buttons."""
        self.go.setText(text)
        self.buttons.invalidate()
        self.setMinimumWidth(max(self._least, self.buttons.sizeHint().width() + 2 * px(MARGIN)))

    def _show_warning(self, text: str) -> None:
        self.warning.setText(text)
        self.warning.setVisible(bool(text))

    def _confirm(self) -> None:
        offered, then = self._offered, self._asked
        assert offered is not None
        if then is not None:
            self._put(offered)
            then()
        elif offered.choice is not None:
            choice = offered.choice
            self.sure(offered.most, lambda: self.agree(choice))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field takes what was typed, and spends nothing."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (is_enter and isinstance(self.focusWidget(), _FIELDS)):
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Take the second question back where it stands, else close: what was typed is not lost by saying no to it."""
        if self.is_asking and self._offered is not None:
            self._put(self._offered)
            self.go.setFocus()
        else:
            super().reject()
