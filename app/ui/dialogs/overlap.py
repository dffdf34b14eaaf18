"""Comparing audiences: the question with its price, and the answer in numbers that can be copied."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.money import OVERLAP_PRICE, show
from app.domain.overlap import Overlap
from app.domain.platforms import Handle
from app.services.overlap import OverlapPlan
from app.ui.dialogs.base import figure
from app.ui.dialogs.paid import PaidForm
from app.ui.dialogs.result import ResultDialog, ResultTable, count_cell, percent_cell, text_cell
from app.ui.parts import PlainLabel, set_tooltip
from app.ui.sheet_table.cells import Cell
from app.ui.sheet_table.lines import LineColumn
from app.ui.sheet_table.own_values import day_words
from app.ui.sheet_table.plain import one_line
from app.ui.theme import Role, px
from app.ui.window.words import PENDING, number

_LONGEST = 60
_SAID = (
    "How many followers they share, and how many different people follow at least one of them. Each is compared with"
    " all the others together: influencers.club does not tell it pair by pair."
)
_COLUMNS = (
    LineColumn(label="Creator", width=180, share=1),
    LineColumn(label="Followers", width=110, number=True),
    LineColumn(
        label="Follow only them", width=140, number=True, hint="Part of their followers who follow no other one"
    ),
    LineColumn(
        label="Also follow others", width=150, number=True, hint="Part of their followers who follow others too"
    ),
)
_ACTION = f"Compare · {show(OVERLAP_PRICE)} credits"
AGAIN = f"Ask again · {show(OVERLAP_PRICE)} credits"


def _pending_words() -> str:
    return f"This comparison is {PENDING}."


class OverlapDialog(PaidForm[OverlapPlan]):
    """Asks before a comparison."""

    def __init__(self, parent: QWidget | None, plan: OverlapPlan, balance: Decimal | None) -> None:
        super().__init__(parent, f"Compare the audiences of {number(len(plan.handles))} creators", balance, width=520)
        self.setObjectName("overlap_dialog")
        self.body.addWidget(PlainLabel(_names(plan.handles), wrap=True))
        self.body.addWidget(PlainLabel(_SAID, token="muted", wrap=True))
        hint = "Takes up to a minute. The answer is kept: looking at it again is free."
        self.body.addWidget(PlainLabel(hint, Role.HINT, "muted", wrap=True))
        self.add_footer()
        reason = _pending_words() if plan.pending else self.why_not_paid(plan.most)
        self.warn(reason)
        if reason:
            self.refuse(_ACTION, reason)
        else:
            self.offer(_ACTION, plan.most, plan)


class OverlapResultDialog(ResultDialog):
    """Accepted to ask again, which is paid."""

    def __init__(self, parent: QWidget | None, plan: OverlapPlan, today: date, why_not: str) -> None:
        assert plan.had is not None
        assert plan.had_ms is not None
        day = day_words(datetime.fromtimestamp(plan.had_ms / 1000).date(), today)
        table = ResultTable("overlap_table", "Audiences compared", _COLUMNS)
        title = f"Audiences of {number(len(plan.handles))} creators"
        super().__init__(parent, title, f"{plan.handles[0].platform.label} · asked {day}", table, width=680)
        self.setObjectName("overlap_result_dialog")
        self.head.setText(
            "Each is compared with all the others together; influencers.club does not tell it pair by pair."
        )
        self.head.set_token("muted")
        table.show_rows([_row(one.handle, one.followers, one.unique, one.shared) for one in plan.had.shares])
        table.below = _sums(plan.had)
        self.body.insertLayout(2, _shown(table.below))
        self.again = self.add_verb(AGAIN, "ask_again")
        reason = _pending_words() if plan.pending else why_not
        self.again.setEnabled(not reason)
        set_tooltip(self.again, reason or f"For newer numbers: these are of {day}.")
        self.again.clicked.connect(self.accept)


def _names(handles: Sequence[Handle]) -> str:
    return " · ".join(one_line(handle.name, _LONGEST) for handle in handles)


def _row(name: str, followers: int | None, unique: float | None, shared: float | None) -> tuple[Cell, ...]:
    return (text_cell(name), count_cell(followers), percent_cell(unique), percent_cell(shared))


def _sums(found: Overlap) -> tuple[tuple[Cell, ...], ...]:
    """What they come to together."""
    return (
        (text_cell("Followers, added up"), count_cell(found.total)),
        (text_cell("Different people (unique reach)"), count_cell(found.unique)),
        (
            text_cell("Counted more than once (overlap)"),
            count_cell(found.repeated),
            percent_cell(found.repeated_percent),
        ),
    )


def _shown(sums: Sequence[Sequence[Cell]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(px(8), px(8), px(8), 0)
    grid.setHorizontalSpacing(px(16))
    grid.setVerticalSpacing(px(4))
    grid.setColumnStretch(2, 1)
    for row, (label, count, *aside) in enumerate(sums):
        grid.addWidget(PlainLabel(label.text), row, 0)
        grid.addWidget(figure(count.text, Role.HEADING), row, 1)
        grid.addWidget(PlainLabel("".join(cell.text for cell in aside), token="muted"), row, 2)
    return grid
