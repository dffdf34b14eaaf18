"""Get details until there are enough: how many with an email, at most how many credits, of whom, in which order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.domain.goals import GoalPlan
from app.domain.jobs import EnrichOptions
from app.domain.money import Tier, show
from app.ui.dialogs.base import verb
from app.ui.dialogs.choices import PricedChoices, chosen_in
from app.ui.dialogs.counts import Counts
from app.ui.dialogs.details.words import BRINGS
from app.ui.dialogs.email_rule import EmailRule
from app.ui.dialogs.paid import PaidForm
from app.ui.parts import AmountBox, Kind, PlainLabel, WholeBox
from app.ui.theme import Role, px
from app.ui.window.words import PENDING, counted, number


class Planner(Protocol):
    """What a goal needs, counted at once or beside the window's thread."""

    def plan(self, ids: Sequence[int], wanted: int, options: EnrichOptions, cap: Decimal) -> GoalPlan: ...

    async def plan_later(self, ids: Sequence[int], wanted: int, options: EnrichOptions, cap: Decimal) -> GoalPlan: ...


_FIRST_GOAL = 50
_MOST_GOAL = 10_000
_MOST_CAP = 100_000.0
_FIELD = 140  # logical pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChoice:
    """What the user agreed to: so many of these creators, in this order, at most `cap` credits."""

    ids: tuple[int, ...]
    wanted: int
    options: EnrichOptions
    cap: Decimal


class GoalDialog(PaidForm[GoalChoice]):
    """Choose a goal for the ticked `ids`, given in the order on screen; afterwards `chosen`, or None.

    `shown` rows are on screen; `tick_shown` ticks them and returns who is ticked then. `plans` reads the workspace
    only.
    """

    def __init__(
        self,
        parent: QWidget | None,
        *,
        ids: Sequence[int],
        shown: int,
        tick_shown: Callable[[], Sequence[int]],
        plans: Planner,
        balance: Decimal | None,
    ) -> None:
        super().__init__(parent, "Get details until there are enough", balance)
        self.setObjectName("goal_dialog")
        self._ids = tuple(ids)
        self._shown = shown
        self._tick_shown = tick_shown
        self._plans = plans
        self._counted: GoalPlan | None = None
        self._cap_is_typed = False
        self._add_amounts()
        self._tiers = self._add_tiers()
        self._add_who()
        self._add_counts()
        self.add_footer()
        self.renew()
        self._connect()

    @property
    def options(self) -> EnrichOptions:
        """What is chosen now."""
        return EnrichOptions(tier=Tier(chosen_in(self._tiers)), email_required=self.email.is_wanted)

    @property
    def cap_value(self) -> Decimal:
        """The most it may cost, in credits."""
        return Decimal(f"{self.cap.value():.2f}")

    def _add_amounts(self) -> None:
        self.wanted = WholeBox()
        self.wanted.setObjectName("goal_wanted")
        self.wanted.setRange(1, _MOST_GOAL)
        self.wanted.setValue(_FIRST_GOAL)
        self.wanted.setGroupSeparatorShown(True)
        self.cap = AmountBox()
        self.cap.setObjectName("goal_cap")
        self.cap.setRange(0.01, _MOST_CAP)
        self.cap.setGroupSeparatorShown(True)
        self.cap.setDecimals(2)
        row = QHBoxLayout()
        row.setSpacing(px(24))
        for words, field in (("&How many with an email", self.wanted), ("At &most, in credits", self.cap)):
            label = QLabel(words)
            label.setBuddy(field)
            field.setFixedWidth(px(_FIELD))
            field.setAccessibleName(words.replace("&", ""))
            column = QVBoxLayout()
            column.setSpacing(px(4))
            column.addWidget(label)
            column.addWidget(field)
            row.addLayout(column)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addSpacing(px(8))

    def _add_tiers(self) -> QButtonGroup:
        group = QButtonGroup(self)
        choices = PricedChoices(group, "goal")
        for tier in (Tier.PROFILE, Tier.FULL):
            choices.add(tier.value, tier.label, BRINGS[tier], tier.price).setChecked(tier is Tier.FULL)
        self.body.addLayout(choices)
        self.email = EmailRule("goal_email_required")
        self.email.box.setChecked(True)
        self.body.addWidget(self.email)
        self.body.addSpacing(px(8))
        return group

    def _add_who(self) -> None:
        self._who = PlainLabel(wrap=True)
        self._who.setObjectName("goal_who")
        self._tick = verb("", "tick_shown_button", Kind.LINK)
        row = QHBoxLayout()
        row.addWidget(self._who, 1)
        row.addWidget(self._tick)
        self.body.addLayout(row)

    def _add_counts(self) -> None:
        self.counts = Counts("already", "without", "pending", "candidates", "left")
        self.body.addWidget(self.counts)
        hint = "From the top of the list; it stops by itself. You can keep working, and stop at any time."
        self.body.addWidget(PlainLabel(hint, Role.HINT, "muted", wrap=True))

    def _connect(self) -> None:
        self.wanted.valueChanged.connect(lambda _value: self._say())
        self.cap.valueChanged.connect(self._cap_changed)
        self.email.toggled.connect(lambda _on: self.renew())
        self._tiers.buttonToggled.connect(lambda _button, on: self.renew() if on else None)
        self._tick.clicked.connect(self._tick_all)

    def _cap_changed(self, _value: float) -> None:
        self._cap_is_typed = True
        self._say()

    def _tick_all(self) -> None:
        self._ids = tuple(self._tick_shown())
        self.renew()
        (self.go if self.go.isEnabled() else self.wanted).setFocus()  # the link that was pressed is gone

    def renew(self) -> None:
        """Count anew who of the rows has what, and say everything that follows from it."""
        self._propose_cap(self.wanted.value())  # as if nobody had one: until it is known how many do
        ids, options, wanted, cap = self._ids, self.options, self.wanted.value(), self.cap_value
        self._counted = None
        self._say_who()
        self.work_out(
            len(ids),
            lambda: self._plans.plan(ids, wanted, options, cap),
            lambda: self._plans.plan_later(ids, wanted, options, cap),
            self._take,
        )

    def _take(self, plan: GoalPlan) -> None:
        self._counted = plan
        self._say()

    def _propose_cap(self, missing: int) -> None:
        """What the goal costs where nobody without an email is paid, as far as the credits go; until one is typed."""
        if self._cap_is_typed:
            return
        price = self.options.tier.price
        most = price * missing if self.balance is None else min(price * missing, self.balance)
        self.cap.blockSignals(True)
        self.cap.setValue(float(max(most, price)))
        self.cap.blockSignals(False)

    def _say_who(self) -> None:
        ticked = counted(len(self._ids), "ticked row", "ticked rows")
        self._who.setText(f"Of the {ticked}, in the order on screen." if self._ids else "No rows are ticked yet.")
        self._tick.setText(f"Tick all {number(self._shown)} shown")
        self._tick.setVisible(len(self._ids) < self._shown)

    def _say(self) -> None:
        """Say what follows from what was counted; how many are wanted, and for how much, needs no counting anew."""
        if self._counted is None:
            return
        now = replace(self._counted, wanted=self.wanted.value())
        self._propose_cap(now.missing)
        now = replace(now, cap=self.cap_value)
        most = now.most if self.balance is None else min(now.most, now.price * (self.balance // now.price))
        put = self.counts.put
        put("already", now.already, "have an email already, and count", "0.00")
        put("without", now.without, "have these details without an email", "0.00")
        put("pending", now.pending, PENDING, "0.00")
        put("candidates", now.candidates, "can be asked", f"up to {show(most)}", always=True)
        put("left", None, "Left afterwards", self.left_after(most))
        reason = self._why_nobody(now) or self._too_dear(now)
        short = not reason and now.missing > now.candidates
        self.warn(f"Only {counted(now.candidates, 'creator', 'creators')} can be asked." if short else reason)
        if reason:
            self.refuse("Get details", reason)
        else:
            what = f"Ask all {number(now.candidates)}" if short else f"Get {number(now.missing)} with an email"
            self.offer(f"{what} · up to {show(most)} credits", most, self._choice)

    @property
    def _choice(self) -> GoalChoice:
        return GoalChoice(ids=self._ids, wanted=self.wanted.value(), options=self.options, cap=self.cap_value)

    def _why_nobody(self, now: GoalPlan) -> str:
        if not self._ids:
            return "Tick the creators to ask first."
        if not now.missing:
            return "So many have an email already."
        if not now.candidates:
            return "Nobody of them is left to ask."
        return ""

    def _too_dear(self, now: GoalPlan) -> str:
        if reason := self.why_not_paid(now.price, now.missing):
            return reason
        if self.balance is not None and self.cap_value > self.balance:
            return f"{self.why_not_paid(self.cap_value)} Allow at most {show(self.balance)}."
        if self.cap_value < now.price:
            return f"One creator can cost {show(now.price)}. Allow at least that."
        return ""
