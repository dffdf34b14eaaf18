"""What dialogs that ask something paid about ticked rows share, some of whose answers are there: these are free."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from app.ui.dialogs.base import verb
from app.ui.dialogs.counts import Counts
from app.ui.dialogs.paid import PaidForm
from app.ui.parts import Kind
from app.ui.theme import px
from app.ui.window.words import PENDING, amount, number


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """What asking about some rows would cost, in credits. `new`: rows that cost something, `had`: that are there."""

    new: int
    had: int
    pending: int
    most: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What somebody agreed to: these creators, at most this many credits."""

    ids: tuple[int, ...]
    most: Decimal


class AskingForm(PaidForm[Agreed]):
    """Who derives says what it costs (`price`), fills `body`, then calls `add_counts`, `add_known` and `renew`.

    Afterwards `known_wanted` says that what is there should be shown.
    """

    _verb = "Get"

    def __init__(self, parent: QWidget | None, title: str, ids: Sequence[int], balance: Decimal | None) -> None:
        super().__init__(parent, title, balance)
        self.known_wanted = False
        self._ids = tuple(ids)

    def price(self, ids: Sequence[int]) -> Priced:
        """What asking about these rows would cost now; reads the workspace only."""
        raise NotImplementedError

    def wanted_ids(self) -> Sequence[int]:
        """Whom to ask about, of the ticked rows."""
        return self._ids

    def add_counts(self, had_words: str, new_words: str) -> None:
        """The table of what is there, what is on its way, what is new, and what is left afterwards."""
        self._had_words, self._new_words = had_words, new_words
        self.counts = Counts("had", "pending", "new", "left")
        self.body.addSpacing(px(8))
        self.body.addWidget(self.counts)

    def add_known(self, text: str) -> None:
        """The buttons; `text` names the free one that shows what is there already."""
        self.known = verb(text, "known_button")
        self.known.clicked.connect(self._want_known)
        self.add_footer(self.known)

    def renew(self, wrong: str = "") -> None:
        """Read the price again and say everything that follows from it; with `wrong` nothing can be asked."""
        ids = self.wanted_ids()
        whole = Priced(new=0, had=0, pending=0, most=Decimal("0.00")) if wrong else self.price(ids)
        covered, part = ids, whole
        if self.balance is not None and whole.most > self.balance:
            covered, part = self._covered(ids, self.balance)
        self._show_counts(whole, part, unknown=bool(wrong))
        self.warn(self.too_dear(part.new, whole.new))
        reason = wrong or self._why_not(whole, part)
        if reason:
            self.refuse(self._verb, reason)
        else:
            which = "the first " if part.new < whole.new else ""
            text = f"{self._verb} {which}{number(part.new)} · up to {amount(part.most)} credits"
            self.offer(text, part.most, Agreed(ids=tuple(covered), most=part.most))
        show_known = bool(reason) and not wrong and not self.known.isHidden()
        self.known.set_kind(Kind.PRIMARY if show_known else Kind.OUTLINE)
        self.go.set_kind(Kind.OUTLINE if show_known else Kind.PRIMARY)
        (self.known if show_known else self.go).setDefault(True)

    def _covered(self, ids: Sequence[int], balance: Decimal) -> tuple[Sequence[int], Priced]:
        """The longest beginning of the rows that the balance pays for, and its price."""
        end = bisect_right(range(len(ids)), balance, key=lambda at: self.price(ids[: at + 1]).most)
        return ids[:end], self.price(ids[:end])

    def _show_counts(self, whole: Priced, part: Priced, *, unknown: bool) -> None:
        put = self.counts.put
        put("had", whole.had, self._had_words, "0.00")
        put("pending", whole.pending, PENDING, "0.00")
        if unknown:
            put("new", None, self._new_words, "…")
        else:
            most = f"up to {amount(whole.most)}" if whole.new else "0.00"
            put("new", whole.new, self._new_words, most, always=True)
        short = part.new < whole.new
        put("left", None, "Left afterwards", self.left_after(part.most), token="warn" if short else "text")

    def _why_not(self, whole: Priced, part: Priced) -> str:
        if not whole.new:
            return "The rest is on its way or to check." if whole.pending else "You already have this for all of them."
        return "" if part.new else self.why_not_paid(whole.most, whole.new)

    def _want_known(self) -> None:
        self.known_wanted = True
        self.accept()
