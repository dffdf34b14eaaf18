"""Budgets of a day and of each campaign, and under how much to warn: a field each, empty for none."""

from collections.abc import Awaitable, Callable, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from app.domain.filters.typed import amount_from
from app.domain.money import MOST_CREDITS, from_units, show, to_units
from app.services.budgets import Budgets
from app.services.low_balance import LowBalance
from app.ui.operation import Operation
from app.ui.parts import ElidedLabel, PlainLabel
from app.ui.sheet_table.plain import one_line
from app.ui.spending import words
from app.ui.theme import Role, number_font, px
from app.workspace.campaigns import Campaign

_FIELD = 96


class AmountField(QLineEdit):
    """Credits, or nothing. `chosen` when Enter or leaving the field brings another amount; `refused` with why not."""

    chosen = Signal(object)
    refused = Signal(str)

    def __init__(self, said: str, empty: str) -> None:
        super().__init__()
        self._amount: Decimal | None = None
        self.setAccessibleName(said)
        self.setPlaceholderText(empty)
        self.setFont(number_font())
        self.setFixedWidth(px(_FIELD))
        self.editingFinished.connect(self._take)
        self.textEdited.connect(lambda _text: self.refused.emit(""))

    def show_amount(self, amount: Decimal | None) -> None:
        """Show this amount, unless somebody is typing another one."""
        if self._amount == amount and self.text():
            return
        self._amount = amount
        if not self.hasFocus() or not self.isModified():
            self._rewrite()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back what was typed; only then does it close the page."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._rewrite()
            self.refused.emit("")
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        if not self.isModified():
            return
        try:
            typed = amount_from(self.text(), whole=False)
        except ValueError:
            typed = Decimal(-1)
        if typed is not None and not 0 <= typed < MOST_CREDITS:
            self.refused.emit(words.NOT_AN_AMOUNT)
            return
        amount = None if typed is None else from_units(to_units(typed))
        changed = amount != self._amount
        self._amount = amount
        self._rewrite()
        if changed:
            self.chosen.emit(amount)

    def _rewrite(self) -> None:
        self.setText("" if self._amount is None else show(self._amount))
        self.setModified(False)


class BudgetLine(QWidget):
    """A name and its field, what was spent of it in words, and a bar."""

    def __init__(self, name: str, said: str, who: str) -> None:
        super().__init__()
        self._who = who
        self._name = ElidedLabel(name)
        self.field = AmountField(said, "no limit")
        self.spent = PlainLabel(role=Role.HINT, token="muted", wrap=True)
        self.spent.setFont(number_font(Role.HINT))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(px(6))
        self.bar.setAccessibleName(said)
        self.problem = PlainLabel(role=Role.HINT, token="warn", wrap=True)
        self.problem.hide()
        self.field.refused.connect(self._refuse)
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self._name, 1)
        head.addWidget(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(8))
        column.setSpacing(px(4))
        column.addLayout(head)
        for part in (self.problem, self.spent, self.bar):
            column.addWidget(part)

    def show_name(self, name: str) -> None:
        """Another name of a campaign."""
        self._name.setText(name)

    def show_state(self, spent: Decimal, limit: Decimal | None) -> None:
        """What was spent, of how much."""
        reached = words.is_reached(spent, limit)
        said = words.budget(self._who, spent, limit)
        self.spent.setText(f"{said} · paid work waits" if reached else said)
        self.spent.set_token("warn" if reached else "muted")
        self.spent.setFont(number_font(Role.HINT))
        self.bar.setVisible(limit is not None)
        self.bar.setRange(0, max(1, to_units(limit or Decimal(0)) // 100))
        self.bar.setValue(min(self.bar.maximum(), to_units(spent) // 100) if limit else self.bar.maximum())
        self.bar.setAccessibleDescription(said)
        self.field.show_amount(limit)

    def _refuse(self, why: str) -> None:
        self.problem.setText(why)
        self.problem.setVisible(bool(why))


class BudgetPanel(QWidget):
    """The fields of one account. `changed` after something was stored."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("budgets")
        self._budgets: Budgets | None = None
        self._low: LowBalance | None = None
        self.day = BudgetLine("Each day", "Budget of a day", "today")
        self.day.field.setObjectName("budget_day")
        self.day.field.chosen.connect(lambda amount: self._keep(lambda: self._of().set_day(amount)))
        self.warn = BudgetLine("Warn me below", "Warn me below", "")
        self.warn.field.setObjectName("warn_below")
        self.warn.field.setPlaceholderText("never")
        self.warn.field.chosen.connect(lambda amount: self._keep(lambda: self._warning().set_limit(amount)))
        for part in (self.warn.spent, self.warn.bar):
            part.hide()
        self.campaigns: dict[int, BudgetLine] = {}
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(16), px(12), px(16), 0)
        column.setSpacing(px(4))
        column.addWidget(PlainLabel("Budgets", Role.HEADING))
        column.addWidget(self.day)
        column.addLayout(self._lines)
        column.addWidget(self.warn)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName("Budgets")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self._inside = inside
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def show_budgets(self, budgets: Budgets, low: LowBalance, campaigns: Sequence[Campaign]) -> None:
        """Everything as the workspace has it now."""
        self._budgets, self._low = budgets, low
        self.day.show_state(budgets.spent_today(), budgets.day_limit())
        self.warn.field.show_amount(low.limit())
        if [campaign.id for campaign in campaigns] != list(self.campaigns):
            self._make_lines(campaigns)
        for campaign in campaigns:
            line = self.campaigns[campaign.id]
            line.show_name(one_line(campaign.name))
            line.show_state(budgets.spent_on(campaign.id), campaign.budget)

    def wanted_height(self, width: int) -> int:
        """As high as all its lines at this width, in pixels."""
        return max(self._inside.heightForWidth(width), self._inside.sizeHint().height())  # -1 while nothing wraps

    def _make_lines(self, campaigns: Sequence[Campaign]) -> None:
        for old in self.campaigns.values():
            self._lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.campaigns = {}
        for campaign in campaigns:
            line = BudgetLine(one_line(campaign.name), f"Budget of {one_line(campaign.name)}", "")
            line.field.setObjectName(f"budget_campaign:{campaign.id}")
            line.field.chosen.connect(
                lambda amount, number=campaign.id: self._keep(lambda: self._of().set_campaign(number, amount))
            )
            self._lines.addWidget(line)
            line.show()  # at once: `wanted_height` passes over what the loop would show a moment later
            self.campaigns[campaign.id] = line

    def _keep(self, store: Callable[[], Awaitable[object]]) -> None:
        Operation(self, store).on_success(lambda _: self.changed.emit()).start(self)

    def _of(self) -> Budgets:
        assert self._budgets is not None  # the fields are enabled with an account only
        return self._budgets

    def _warning(self) -> LowBalance:
        assert self._low is not None
        return self._low
