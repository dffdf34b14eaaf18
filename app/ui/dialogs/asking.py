"""What dialogs that ask something paid about ticked rows share, some of whose answers are there: these are free."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate, islice

from PySide6.QtWidgets import QWidget

from app.domain.money import show
from app.ui.dialogs.base import verb
from app.ui.dialogs.counts import Counts
from app.ui.dialogs.paid import PaidForm
from app.ui.parts import Kind
from app.ui.theme import px
from app.ui.window.words import PENDING, number


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """What asking about some rows would cost. `calls`: who costs something, in the order of the rows, and how many
    calls at `each` credits. `had`: rows whose answer is there, `pending`: on their way, or to be checked.
    """

    calls: Mapping[int, int]
    each: Decimal
    had: int
    pending: int

    @property
    def new(self) -> int:
        return len(self.calls)

    @property
    def most(self) -> Decimal:
        """The exact maximum in credits."""
        return self.each * sum(self.calls.values())

    def within(self, balance: Decimal) -> "Priced":
        """Of those who cost something, the first ones that so many credits pay for."""
        count = bisect_right(list(accumulate(self.calls.values())), int(balance // self.each))
        return self if count == self.new else replace(self, calls=dict(islice(self.calls.items(), count)))

    def first_without(self, part: "Priced") -> int | None:
        """Who is the first that `part`, its beginning, has not got; None: nobody."""
        return next(islice(self.calls, part.new, None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What somebody agreed to: these creators, at most this many credits."""

    ids: tuple[int, ...]
    most: Decimal


class AskingForm(PaidForm[Agreed]):
    """Who derives fills `body`, calls `add_counts` and `add_known`, counts, and says what came of it: `say` or
    `say_wrong`.

    Afterwards `known_wanted` says that what is there should be shown.
    """

    _verb = "Get"

    def __init__(self, parent: QWidget | None, title: str, ids: Sequence[int], balance: Decimal | None) -> None:
        super().__init__(parent, title, balance)
        self.known_wanted = False
        self._ids = tuple(ids)

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

    def hold_back(self) -> None:
        """What is there already is not known either."""
        self.known.setEnabled(False)

    def say(self, whole: Priced, ids: Sequence[int]) -> None:
        """What asking about these rows would cost, and everything that follows from it."""
        part = whole if self.balance is None else whole.within(self.balance)
        self._show_counts(whole, part, unknown=False)
        self.warn(self.too_dear(part.new, whole.new))
        reason = self._why_not(whole, part)
        if reason:
            self.refuse(self._verb, reason)
        else:
            beyond = whole.first_without(part)
            covered = ids if beyond is None else ids[: ids.index(beyond)]
            which = "" if beyond is None else "the first "
            text = f"{self._verb} {which}{number(part.new)} · up to {show(part.most)} credits"
            self.offer(text, part.most, Agreed(ids=tuple(covered), most=part.most))
        self.known.setEnabled(True)
        self._prefer_known(bool(reason) and not self.known.isHidden())

    def say_wrong(self, wrong: str) -> None:
        """Nothing can be asked, and nothing counted, because of this."""
        nothing = Priced(calls={}, each=Decimal("0.01"), had=0, pending=0)
        self._show_counts(nothing, nothing, unknown=True)
        self.warn(self.too_dear(0, 0))
        self.refuse(self._verb, wrong)
        self._prefer_known(False)

    def _prefer_known(self, on: bool) -> None:
        """Let the free button be the sensible next step, or the paid one."""
        self.known.set_kind(Kind.PRIMARY if on else Kind.OUTLINE)
        self.go.set_kind(Kind.OUTLINE if on else Kind.PRIMARY)
        (self.known if on else self.go).setDefault(True)

    def _show_counts(self, whole: Priced, part: Priced, *, unknown: bool) -> None:
        put = self.counts.put
        put("had", whole.had, self._had_words, "0.00")
        put("pending", whole.pending, PENDING, "0.00")
        if unknown:
            put("new", None, self._new_words, "…")
        else:
            most = f"up to {show(whole.most)}" if whole.new else "0.00"
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
