"""All matches of a search that has more than one search gives: in how many parts, and for how much at most."""

from decimal import Decimal

from PySide6.QtWidgets import QAbstractItemView, QListWidget, QWidget

from app.services.splitting import Band, SplitPlan
from app.ui.dialogs.paid import PaidForm
from app.ui.parts import PlainLabel
from app.ui.theme import number_font, px
from app.ui.window.words import amount, counted, number


class SplitDialog(PaidForm[SplitPlan]):
    """Asks before all of a plan is bought."""

    def __init__(self, parent: QWidget | None, plan: SplitPlan, balance: Decimal | None) -> None:
        super().__init__(parent, f"Get all {number(plan.rows)} creators", balance, width=520)
        self.setObjectName("split_dialog")
        said = "One search brings 10,000 creators at most. These are found in parts, by followers, into one sheet."
        self.body.addWidget(PlainLabel(said, wrap=True))
        word = plan.search.platform.followers_word.lower()
        self.parts = QListWidget()
        self.parts.setObjectName("parts")
        self.parts.setAccessibleName("Parts")
        self.parts.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.parts.setFont(number_font())
        self.parts.setMinimumHeight(px(180))
        self.parts.addItems([_of_band(band, word) for band in plan.bands])
        self.body.addWidget(self.parts)
        for text, token in _remarks(plan, balance, word):
            self.body.addWidget(PlainLabel(text, token=token, wrap=True))
        self.add_footer()
        self._show_price(plan)
        self.cancel.setFocus()

    def _show_price(self, plan: SplitPlan) -> None:
        action = f"Get all {number(plan.rows)} in {counted(len(plan.bands), 'part', 'parts')}"
        action += f" · up to {amount(plan.most)} credits"
        reason = self.why_not_paid(plan.most)
        if reason:
            self.refuse(action, reason)
        else:
            self.offer(action, plan.most, plan)
        self.warn(f"{reason} Narrow the search, or find fewer." if reason and self.balance is not None else reason)


def _of_band(band: Band, word: str) -> str:
    ends = f"{number(band.low)} or more" if band.high is None else f"{number(band.low)} to {number(band.high)}"
    return f"{ends} {word}: {counted(band.matches, 'creator', 'creators')}, up to {amount(band.most)}"


def _remarks(plan: SplitPlan, balance: Decimal | None, word: str) -> list[tuple[str, str]]:
    """What to know before: (sentence, colour)."""
    said = [(f"Creators who show no number of {word} are in no part.", "muted")]
    if plan.leave_out:
        said.insert(0, ("Creators you already have are left out.", "muted"))
    if plan.beyond:
        said.append((f"{number(plan.beyond)} more cannot be reached: too many have the same number of {word}.", "warn"))
    if balance is not None and plan.most <= balance:
        said.append((f"At least {amount(balance - plan.most)} credits are left afterwards.", "muted"))
    return said
