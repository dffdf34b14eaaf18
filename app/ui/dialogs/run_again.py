"""Running a search again: only what is new, or everything; each with its exact price."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum

from PySide6.QtWidgets import QButtonGroup, QWidget

from app.domain.money import DISCOVERY_PRICE, show
from app.services.counting import COUNT_PRICE
from app.services.run_again import AgainPlan
from app.ui.dialogs.base import figure, verb
from app.ui.dialogs.choices import add_explained, chosen_in, radio
from app.ui.dialogs.paid import PaidForm
from app.ui.parts import PlainLabel
from app.ui.sheet_table.plain import one_line
from app.ui.theme import Role
from app.ui.window.words import amount, number

_LONGEST = 60


class Which(StrEnum):
    """What to ask for."""

    NEW = "new"
    ALL = "all"


class RunAgainDialog(PaidForm[AgainPlan]):
    """Asks which plan to run. `count` starts a count that makes the price of what is new exact; None: it cannot.

    `show_plans` renews the prices while the dialog is open.
    """

    def __init__(
        self,
        parent: QWidget | None,
        name: str,
        plans: Mapping[Which, AgainPlan],
        balance: Decimal | None,
        count: Callable[[], object] | None,
    ) -> None:
        super().__init__(parent, f"Run “{one_line(name, _LONGEST)}” again", balance, width=560)
        self.setObjectName("run_again_dialog")
        self._plans = plans
        self._count = count
        self._group = QButtonGroup(self)
        self._prices = {
            Which.NEW: self._choice(
                Which.NEW,
                "Only new creators",
                "Everybody you already have is left out. Whether those changed is not told.",
            ),
            Which.ALL: self._choice(
                Which.ALL,
                "Everything again",
                "Tells also whose numbers changed and, where known, who is gone.",
            ),
        }
        self._group.buttons()[0].setChecked(True)
        self._group.buttonToggled.connect(lambda *_: self._renew())
        self.said = PlainLabel(role=Role.HINT, token="muted", wrap=True)
        self.said.setObjectName("run_again_said")
        self.body.addWidget(self.said)
        self.count = verb(f"Count first · {show(COUNT_PRICE)} credits", "count_first_button")
        self.count.clicked.connect(lambda: self.sure(COUNT_PRICE, self._start_count))
        self.add_footer(self.count)
        self._renew()
        self._group.buttons()[0].setFocus()

    @property
    def plan(self) -> AgainPlan:
        """What is chosen."""
        return self._plans[Which(chosen_in(self._group))]

    def show_plans(self, plans: Mapping[Which, AgainPlan], balance: Decimal | None) -> None:
        """The prices may be others now, as after a count; so may what may be spent."""
        self._plans = plans
        self.show_balance(balance)
        self._renew()

    def _choice(self, which: Which, text: str, hint: str) -> PlainLabel:
        price = figure(token="muted")
        add_explained(self.body, radio(self._group, "again", which.value, text), hint, price)
        return price

    def _renew(self) -> None:
        for which, price in self._prices.items():
            plan = self._plans[which]
            price.setText(_price(plan))
        plan = self.plan
        part = plan if self.balance is None else plan.within(self.balance)
        self.said.setText(_sentence(plan))
        self.warn(self.too_dear(part.rows, plan.rows))
        whom = f" for the first {number(part.rows)}" if part.rows < plan.rows else ""
        reason = self.why_not_paid(DISCOVERY_PRICE, plan.rows) if plan.rows else ""
        if not plan.wanted:
            self.refuse("Run again", "There is nobody new to get.")
        elif reason:
            self.refuse("Run again", reason)
        else:
            self.offer(f"Run again{whom} · {_price(part)} credits", part.most, part)
        self.count.setVisible(self._count is not None and plan.total is None and plan.left_out is not None)
        no_count = self.why_not_paid(COUNT_PRICE)
        self.count.setEnabled(not no_count)
        self.count.setToolTip(no_count)

    def _start_count(self) -> None:
        if self._count is not None:
            self.count.setEnabled(False)
            self.said.setText("Counting…")
            self._count()


def _price(plan: AgainPlan) -> str:
    """ "up to", unless every row that is paid for is known to come; the last page may be longer than what is left."""
    exact = plan.total is not None and plan.rows == plan.wanted - len(plan.kept)
    return amount(plan.most) if exact else f"up to {amount(plan.most)}"


def _sentence(plan: AgainPlan) -> str:
    """What is known of how many will come."""
    if plan.left_out is None:
        return "Everybody who matches is asked for, and paid, again."
    if plan.total is None:
        return "How many are new is not known yet: you pay only for those who come."
    if plan.total == 0:
        return "Nobody new matches today."
    return f"{number(plan.total)} new match today."
