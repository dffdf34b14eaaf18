"""All matches of a search that has more than one search gives: in how many parts, and for how much at most."""

from decimal import Decimal

from PySide6.QtWidgets import QAbstractItemView, QListWidget, QWidget

from app.domain.money import show
from app.services.splitting import Band, SplitPlan
from app.ui.dialogs.base import Form, verb
from app.ui.parts import Kind, PlainLabel
from app.ui.theme import number_font, px
from app.ui.window.words import counted, number


class SplitDialog(Form):
    """Accepted to buy the plan; `free` is what may be spent, None while that is not known."""

    def __init__(self, parent: QWidget | None, plan: SplitPlan, free: Decimal | None) -> None:
        left = "" if free is None else f"{show(free)} credits left"
        super().__init__(parent, f"Get all {number(plan.rows)} creators", left, width=520)
        self.setObjectName("split_dialog")
        self.action = f"Get all {number(plan.rows)} in {counted(len(plan.bands), 'part', 'parts')}"
        self.action += f" · up to {show(plan.most)} credits"
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
        for text, token in _remarks(plan, free, word):
            self.body.addWidget(PlainLabel(text, token=token, wrap=True))
        back = verb("Cancel", "cancel_button")
        back.clicked.connect(self.reject)
        go = verb(self.action, "confirm_button", Kind.PRIMARY)
        go.clicked.connect(self.accept)
        go.setDefault(True)
        covered = free is not None and plan.most <= free
        go.setEnabled(covered)
        go.setToolTip("" if covered else "Your credits do not cover it.")
        self.buttons.addStretch(1)
        self.buttons.addWidget(back)
        self.buttons.addWidget(go)
        back.setFocus()


def _of_band(band: Band, word: str) -> str:
    ends = f"{number(band.low)} or more" if band.high is None else f"{number(band.low)} to {number(band.high)}"
    return f"{ends} {word}: {counted(band.matches, 'creator', 'creators')}, up to {show(band.most)}"


def _remarks(plan: SplitPlan, free: Decimal | None, word: str) -> list[tuple[str, str]]:
    """What to know before: (sentence, colour)."""
    said = [(f"Creators who show no number of {word} are in no part.", "muted")]
    if plan.leave_out:
        said.insert(0, ("Creators you already have are left out.", "muted"))
    if plan.beyond:
        said.append((f"{number(plan.beyond)} more cannot be reached: too many have the same number of {word}.", "warn"))
    if free is not None and plan.most > free:
        said.append((f"Your {show(free)} credits do not cover it. Narrow the search, or find fewer.", "warn"))
    elif free is not None:
        said.append((f"At least {show(free - plan.most)} credits are left afterwards.", "muted"))
    return said
