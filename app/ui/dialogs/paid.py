"""What dialogs that spend credits share: the exact maximum on the button, and the second question of money rule 2."""

from decimal import Decimal

from PySide6.QtWidgets import QWidget

from app.domain.money import needs_second_question, show
from app.ui.dialogs.base import Form, verb
from app.ui.parts import Kind, PlainLabel
from app.ui.theme import Role


class PaidForm(Form):
    """A dialog whose filled button spends up to `balance` credits (None: not known yet).

    A subclass says what its button offers with `offer`, and calls `want` when it is pressed. Where the price is dear
    the first press only asks; `renew` takes the question back.
    """

    def __init__(self, parent: QWidget | None, title: str, balance: Decimal | None, *, width: int = 620) -> None:
        super().__init__(parent, title, "" if balance is None else f"{show(balance)} credits left", width=width)
        self.balance = balance
        self._asked: tuple[object, Decimal] | None = None
        self.warning = PlainLabel(role=Role.HEADING, token="warn", wrap=True)
        self.warning.setObjectName("price_warning")
        self.warning.hide()
        self.cancel = verb("Cancel", "cancel_button")
        self.cancel.clicked.connect(self._go_back)
        self.go = verb("", "confirm_button", Kind.PRIMARY)
        self.go.clicked.connect(self._confirm)

    def add_footer(self, *first: QWidget) -> None:
        """The row of buttons; `first` stand at the left."""
        for button in first:
            self.buttons.addWidget(button)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.go)

    @property
    def is_asking(self) -> bool:
        """Whether the second question stands."""
        return self._asked is not None

    def renew(self) -> None:
        """Say everything anew from what is chosen; a question that stands is taken back."""
        self._asked = None
        self.cancel.setText("Cancel")
        self.go.setDefault(True)

    def offer(self, text: str, why_not: str = "") -> None:
        """What the filled button says; with a reason it cannot be pressed."""
        self.go.setText(text)
        self.go.setEnabled(not why_not)
        self.go.setToolTip(why_not)

    def warn(self, text: str) -> None:
        """One line in `warn`; "" hides it."""
        self.warning.setText(text)
        self.warning.setVisible(bool(text))

    def main_offer(self) -> tuple[object, Decimal]:
        """What the filled button stands for now, and the most it can cost."""
        raise NotImplementedError

    def agree(self, what: object) -> None:
        """Keep what was agreed to; the dialog is then accepted."""
        raise NotImplementedError

    def want(self, what: object, most: Decimal) -> None:
        """Agree at once, or ask the second question where money rule 2 wants one."""
        if self.balance is None or not needs_second_question(most, self.balance):
            self._accept(what)
            return
        self._asked = (what, most)
        self.warn(f"This can cost up to {show(most)} of your {show(self.balance)} credits. Go ahead?")
        self.go.setText(f"Spend up to {show(most)} credits")
        self.cancel.setText("Back")
        self.cancel.setDefault(True)  # the Enter that asked must not answer as well
        self.cancel.setFocus()

    def _confirm(self) -> None:
        if self._asked is not None:
            self._accept(self._asked[0])
        else:
            self.want(*self.main_offer())

    def _accept(self, what: object) -> None:
        self.agree(what)
        self.accept()

    def _go_back(self) -> None:
        if self.is_asking:
            self.renew()
            self.go.setFocus()
        else:
            self.reject()
