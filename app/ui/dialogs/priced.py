"""What dialogs that ask something paid about ticked rows share: the counts, the exact maximum, the way out."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.money import show
from app.ui.dialogs.base import Form, figure, verb
from app.ui.parts import Kind, PlainLabel
from app.ui.theme import Role, px
from app.ui.window.words import PENDING, number


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """What asking about some rows would cost, in credits. `new`: rows that cost something, `had`: that are there."""

    new: int
    had: int
    pending: int
    most: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What somebody agreed to: these creators, at most this many credits; `action` is what the button said."""

    ids: tuple[int, ...]
    most: Decimal
    action: str


class PricedForm(Form):
    """Who derives says what it costs (`price`), fills `body`, then calls `add_counts`, `add_footer` and `renew`.

    Afterwards `agreed` holds what was agreed to, or None; `known_wanted` says that what is there should be shown.
    `balance` is what may still be spent, None while it is unknown.
    """

    _verb = "Get"

    def __init__(
        self, parent: QWidget | None, title: str, ids: Sequence[int], balance: Decimal | None, *, width: int = 560
    ) -> None:
        aside = "" if balance is None else f"{show(balance)} credits left"
        super().__init__(parent, title, aside, width=width)
        self.agreed: Agreed | None = None
        self.known_wanted = False
        self._ids = tuple(ids)
        self._balance = balance
        self._offer: Agreed | None = None

    def price(self, ids: Sequence[int]) -> Priced:
        """What asking about these rows would cost now; reads the workspace only."""
        raise NotImplementedError

    def wanted_ids(self) -> Sequence[int]:
        """Whom to ask about, of the ticked rows."""
        return self._ids

    def add_counts(self, had_words: str, new_words: str) -> None:
        """The table of what is there, what is on its way, what is new, and what is left afterwards."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(1, 1)
        self._had = (figure(), PlainLabel(had_words), figure("0.00"))
        self._pending = (figure(), PlainLabel(PENDING), figure("0.00"))
        self._new = (figure(), PlainLabel(new_words), figure())
        self._left = (None, PlainLabel("Left afterwards"), figure())
        for row, parts in enumerate((self._had, self._pending, self._new, self._left)):
            for column, part in enumerate(parts):
                if part is not None:
                    grid.addWidget(part, row, column)
        self._new[0].setMinimumWidth(px(48))
        self.body.addSpacing(px(8))
        self.body.addLayout(grid)
        self._warning = PlainLabel(role=Role.HEADING, token="warn", wrap=True)
        self._warning.setObjectName("price_warning")
        self.body.addWidget(self._warning)

    def add_footer(self, known: str) -> None:
        """The buttons; `known` names the free one that shows what is there already."""
        self.known = verb(known, "known_button")
        self.known.clicked.connect(self._want_known)
        back = verb("Cancel", "cancel_button")
        back.clicked.connect(self.reject)
        self.go = verb("", "confirm_button", Kind.PRIMARY)
        self.go.clicked.connect(self._agree)
        self.buttons.addWidget(self.known)
        self.buttons.addStretch(1)
        self.buttons.addWidget(back)
        self.buttons.addWidget(self.go)

    def renew(self, why_not: str = "") -> None:
        """Read the price again and say everything that follows from it; with `why_not` nothing can be asked."""
        ids = self.wanted_ids()
        whole = Priced(new=0, had=0, pending=0, most=Decimal("0.00")) if why_not else self.price(ids)
        covered, part = ids, whole
        if self._balance is not None and whole.most > self._balance:
            covered, part = self._covered(ids, self._balance)
        self._show_counts(whole, unknown=bool(why_not))
        self._show_left(whole, part)
        reason = why_not or self._why_not(whole, part)
        first = "the first " if part.new < whole.new else ""
        action = f"{self._verb} {first}{number(part.new)} · up to {show(part.most)} credits"
        self._offer = None if reason else Agreed(ids=tuple(covered), most=part.most, action=action)
        self.go.setText(self._verb if reason else action)
        self.go.setEnabled(not reason)
        self.go.setToolTip(reason)
        show_known = bool(reason) and not why_not and not self.known.isHidden()
        self.known.set_kind(Kind.PRIMARY if show_known else Kind.OUTLINE)
        self.go.set_kind(Kind.OUTLINE if show_known else Kind.PRIMARY)
        (self.known if show_known else self.go).setDefault(True)

    def _covered(self, ids: Sequence[int], balance: Decimal) -> tuple[Sequence[int], Priced]:
        """The longest beginning of the rows that the balance pays for, and its price."""
        end = bisect_right(range(len(ids)), balance, key=lambda at: self.price(ids[: at + 1]).most)
        return ids[:end], self.price(ids[:end])

    def _show_counts(self, whole: Priced, *, unknown: bool) -> None:
        for count, parts in ((whole.had, self._had), (whole.pending, self._pending)):
            parts[0].setText(number(count))
            for part in parts:
                part.setVisible(bool(count))
        self._new[0].setText("…" if unknown else number(whole.new))
        self._new[2].setText("…" if unknown else f"up to {show(whole.most)}" if whole.new else "0.00")

    def _show_left(self, whole: Priced, part: Priced) -> None:
        short = part.new < whole.new
        left = self._left[2]
        left.set_token("warn" if short else "text")
        if self._balance is None:
            left.setText("not known yet")
        elif part.most:
            left.setText(f"at least {show(self._balance - part.most)}")
        else:
            left.setText(show(self._balance))
        covers = f"cover {number(part.new)} of these {number(whole.new)}" if part.new else "do not cover this"
        told = "" if self._balance is None or not short else f"Your {show(self._balance)} credits {covers}."
        self._warning.setText(told)
        self._warning.setVisible(bool(self._warning.text()))

    def _why_not(self, whole: Priced, part: Priced) -> str:
        if not whole.new:
            return "The rest is on its way or to check." if whole.pending else "You already have this for all of them."
        if self._balance is None:
            return "Your credits are not known yet."
        return "" if part.new else "Your credits do not cover this."

    def _want_known(self) -> None:
        self.known_wanted = True
        self.accept()

    def _agree(self) -> None:
        self.agreed = self._offer
        self.accept()
