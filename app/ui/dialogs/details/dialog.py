"""The dialog itself: what is chosen, for whom, at which price; sends nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.jobs import EnrichOptions
from app.domain.money import Tier, show
from app.services.details_plan import DetailsPlan, Upgrade
from app.ui.dialogs.base import verb
from app.ui.dialogs.batch_fold import BatchFold
from app.ui.dialogs.details.counts import DetailsCounts
from app.ui.dialogs.details.example import ExampleDialog
from app.ui.dialogs.details.tiers import TierChoice
from app.ui.dialogs.details.words import takes
from app.ui.dialogs.paid import PaidForm
from app.ui.parts import PlainLabel
from app.ui.theme import Role
from app.ui.window.words import counted, number

FEW = 3


class Planner(Protocol):
    """What getting details would mean, at once or beside the window's thread; `again`: also of those who were not found
    last time."""

    def plan(self, ids: Sequence[int], options: EnrichOptions, *, again: bool = False) -> DetailsPlan: ...

    async def plan_later(self, ids: Sequence[int], options: EnrichOptions, *, again: bool = False) -> DetailsPlan: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsChoice:
    """What the user agreed to: these creators, these options, at most this many credits."""

    ids: tuple[int, ...]
    options: EnrichOptions
    most: Decimal


class DetailsDialog(PaidForm[DetailsChoice]):
    """Choose details for `ids`; afterwards `chosen` holds the agreement, or None.

    `plans` reads the workspace only. `balance` is what may still be spent, in credits; None while it is unknown.
    """

    def __init__(
        self,
        parent: QWidget | None,
        *,
        ids: Sequence[int],
        plans: Planner,
        balance: Decimal | None,
        tier: Tier = Tier.FULL,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent, f"Get details for {counted(len(ids), 'creator', 'creators')}", balance, width=720)
        self.setObjectName("details_dialog")
        self.as_batch: DetailsChoice | None = None  # somebody wants them as a batch, which asks by itself
        self._ids = tuple(ids)
        self._plans = plans
        self._only: Upgrade | None = None
        self._now = DetailsPlan(options=EnrichOptions(tier=tier), new=())
        self._today = today
        self.tiers = TierChoice(tier)
        self.tiers.changed.connect(self.renew)
        self.tiers.example_wanted.connect(self._show_example)
        self.counts = DetailsCounts(today())
        self.counts.changed.connect(self.renew)
        self.counts.upgrade_wanted.connect(self._narrow)
        self.counts.all_wanted.connect(self._widen)
        self._hint = PlainLabel(role=Role.HINT, token="muted", wrap=True)
        self._fill()
        for part in (self.counts, self._hint, self._batch):
            part.hide()  # until there is something to say
        self.renew()

    @property
    def options(self) -> EnrichOptions:
        """What is chosen now."""
        return self.tiers.options

    def _fill(self) -> None:
        for part in (self.tiers, self.counts, self._hint):
            self.body.addWidget(part)
        self._batch = BatchFold()
        self._batch.wanted.connect(self._leave_for_batch)
        self.body.addWidget(self._batch)
        self._few = verb("", "try_first_button")
        self._few.clicked.connect(self._want_few)
        self.add_footer(self._few)

    def _show_example(self, tier: Tier) -> None:
        example = ExampleDialog(self, tier, self._today())
        example.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        example.open()

    def _narrow(self, one: Upgrade) -> None:
        """Be only about those who have the other half, and get them what is missing."""
        self._only = one
        self.tiers.choose(one.enough)
        self.renew()
        self.go.setFocus()

    def _widen(self) -> None:
        self._only = None
        self.tiers.choose(Tier.FULL)
        self.renew()
        self.go.setFocus()

    def renew(self) -> None:
        """Read the plan again and say everything that follows from it."""
        ids = self._ids if self._only is None else self._only.ids
        options, again = self.options, self.counts.again.isChecked()
        self.work_out(
            len(ids),
            lambda: self._plans.plan(ids, options, again=again),
            lambda: self._plans.plan_later(ids, options, again=again),
            self._say,
        )

    def hold_back(self) -> None:
        """Nobody knows the first few, nor whom a batch would be for."""
        self._few.hide()
        self._batch.setEnabled(False)

    def _say(self, whole: DetailsPlan) -> None:
        leave = {one.creator_id for one in whole.elsewhere} if self.counts.leave_out.isChecked() else set()
        self._now = now = whole.without(leave)
        self.counts.show_plan(now, self._only, len(self._ids))
        self.counts.show()
        self._batch.show()
        self._batch.setEnabled(True)
        new, cover = len(now.new), self._cover()
        self._hint.setText(f"Takes {takes(cover)}. You can keep working, and stop at any time.")
        self._hint.setVisible(bool(cover))
        self._batch.show_for(self.options.tier, new)
        self._say_what_is_left(cover)
        self._say_buttons(cover)

    def _leave_for_batch(self) -> None:
        self.as_batch = self._first_ones(len(self._now.new))
        self.reject()

    def _cover(self) -> int:
        """How many of the new ones the credits pay for."""
        return self.cover(self._now.price, len(self._now.new))

    def _say_what_is_left(self, cover: int) -> None:
        new = len(self._now.new)
        left = self.left_after(self._now.price * cover)
        self.counts.lines.put("left", None, "Left afterwards", left, token="warn" if cover < new else "text")
        self.warn(self.too_dear(cover, new))

    def _say_buttons(self, cover: int) -> None:
        new = len(self._now.new)
        reason = self._why_not()
        few, first = self._first_ones(FEW), self._first_ones(cover)
        self._few.setText(f"Try the first {FEW} · up to {show(few.most)} credits")
        self._few.setVisible(cover > FEW and not reason)
        if reason:
            self.refuse("Get details", reason)
        else:
            which = number(cover) if cover == new else f"the first {number(cover)}"
            self.offer(f"Get {which} · up to {show(first.most)} credits", first.most, first)

    def _first_ones(self, count: int) -> DetailsChoice:
        """The first of the new ones, as they are chosen now."""
        take = self._now.new[:count]
        return DetailsChoice(ids=take, options=self.options, most=self._now.price * len(take))

    def _want_few(self) -> None:
        few = self._first_ones(FEW)
        self.sure(few.most, lambda: self.agree(few))

    def _why_not(self) -> str:
        if not self._now.new:
            if self.counts.leave_out.isChecked() and self._now.elsewhere:
                return "Everybody who is new is left out."
            if self._now.not_found:
                return "Those who are left were not found last time. Tick the box above to ask for them again."
            pending = self._now.getting or self._now.to_check
            return "The rest is on its way or to check." if pending else "You already have this for all of them."
        return self.why_not_paid(self._now.price, len(self._now.new))
