"""Sending a list as one batch: what for, who stays out, what it can cost at most, asked twice where that is much."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QWidget

from app.domain.batches import MOST_ROWS, BatchMode, BatchPlan
from app.domain.jobs import EnrichOptions
from app.domain.money import Tier, show
from app.ui.dialogs.batch_fold import BatchTruth, cannot_be_stopped
from app.ui.dialogs.choices import PricedChoices, chosen_in
from app.ui.dialogs.counts import Counts
from app.ui.dialogs.details import words
from app.ui.dialogs.details.words import BRINGS
from app.ui.dialogs.email_rule import EmailRule
from app.ui.dialogs.paid import PaidForm
from app.ui.parts import PlainLabel
from app.ui.theme import Role, px
from app.ui.window.words import PENDING, batch_too_dear, number

Planner = Callable[[BatchMode, EnrichOptions | None, bool], Awaitable[BatchPlan]]
"""For this kind, these options (None for addresses), and whether those not found last time are asked for again."""
HANDLES = (BatchMode.FULL, BatchMode.RAW)
_BRINGS = {
    BatchMode.FULL: BRINGS[Tier.FULL],
    BatchMode.RAW: BRINGS[Tier.RAW],
    BatchMode.BASIC: "An address that nobody is known by costs nothing.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchChoice:
    """What the user agreed to: this kind, these options (None for addresses), at most this many credits. `again`: those
    who were not found last time are asked for again."""

    mode: BatchMode
    options: EnrichOptions | None
    most: Decimal
    again: bool


class BatchDialog(PaidForm[BatchChoice]):
    """Choose a batch over a list; afterwards `chosen` holds the agreement, or None.

    `plan` reads the workspace only. `balance` is what may still be spent, in credits; None while it is unknown.
    `options` and `again`: what was chosen before, where it was.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        *,
        modes: Sequence[BatchMode],
        plan: Planner,
        balance: Decimal | None,
        options: EnrichOptions | None = None,
        again: bool = False,
    ) -> None:
        super().__init__(parent, title, balance)
        self.setObjectName("batch_dialog")
        self._planner = plan
        self._given = options or EnrichOptions(tier=Tier.FULL)
        wanted = next((mode for mode in modes if mode.tier is self._given.tier), modes[0])
        self._modes = self._add_modes(modes, wanted)
        self._email = self._add_email_rule()
        self._email.setVisible(BatchMode.FULL in modes)
        self._add_counts()
        self.again.setChecked(again)
        self.again.toggled.connect(self._renew)
        self.body.addSpacing(px(8))
        self.body.addWidget(BatchTruth())
        self.add_footer()
        self._renew()

    @property
    def mode(self) -> BatchMode:
        """What is chosen now."""
        return BatchMode(chosen_in(self._modes))

    @property
    def options(self) -> EnrichOptions | None:
        """Those of the single call that brings the same; None for addresses."""
        tier = self.mode.tier
        if tier is None:
            return None
        given = self._given
        return EnrichOptions(
            tier=tier,
            email_required=self._email.is_wanted,
            audience=given.audience,
            lookalikes=given.lookalikes,
        )

    def _add_modes(self, modes: Sequence[BatchMode], wanted: BatchMode) -> QButtonGroup:
        group = QButtonGroup(self)
        choices = PricedChoices(group, "mode")
        for mode in modes:
            label = mode.tier.label if mode.tier is not None else "Find the creators"
            choice = choices.add(mode.value, label, _BRINGS[mode], mode.price)
            choice.setChecked(mode is wanted)
            choice.setVisible(len(modes) > 1)
        group.buttonToggled.connect(lambda _button, on: self._renew() if on else None)
        self.body.addLayout(choices)
        return group

    def _add_email_rule(self) -> EmailRule:
        rule = EmailRule()
        rule.box.setChecked(self._given.email_required)
        rule.toggled.connect(self._renew)
        self.body.addWidget(rule)
        self._extras = PlainLabel(role=Role.HINT, token="muted")
        self.body.addWidget(self._extras)
        return rule

    def _add_counts(self) -> None:
        self.counts = Counts("had", "pending", "repeats", "malformed", "not_found", "new", "left")
        self.body.addSpacing(px(8))
        self.body.addWidget(self.counts)
        self.again = QCheckBox()
        self.again.setObjectName("ask_again")
        self.again.setToolTip("Free where nothing is found again.")
        self.again.hide()
        self.body.addWidget(self.again)
        self._files = PlainLabel(role=Role.HINT, token="muted", wrap=True)
        self._files.setObjectName("batch_files")
        self.body.addWidget(self._files)

    # -- what follows from the choice

    def _renew(self) -> None:
        """Count again."""
        mode, options, again = self.mode, self.options, self.again.isChecked()
        self._email.allow(mode is BatchMode.FULL)
        extras = []
        if mode is BatchMode.FULL and self._given.lookalikes:
            extras.append("with lookalikes")
        if mode is BatchMode.FULL and not self._given.audience:
            extras.append("without audience")
        self._extras.setText(" · ".join(extras).capitalize())
        self._extras.setVisible(bool(extras))
        self.work_out_later(lambda: self._planner(mode, options, again), self._show_plan)

    def _show_plan(self, plan: BatchPlan) -> None:
        put = self.counts.put
        put("had", plan.had, "already has this" if plan.had == 1 else "already have this", "0.00")
        put("pending", plan.pending, PENDING, "0.00")
        put("repeats", plan.repeats, "twice in the list", "0.00")
        put("malformed", plan.malformed, f"no {plan.mode.heading} that can be looked up", "0.00")
        self._show_not_found(plan.not_found)
        put("new", plan.new, "new", f"up to {show(plan.most)}" if plan.new else "0.00", always=True)
        cover = self.cover(plan.mode.price, plan.new)
        left = self.left_after(plan.mode.price * cover)
        put("left", None, "Left afterwards", left, token="warn" if cover < plan.new else "text")
        files = f"Goes as {number(plan.parts)} files: at most {number(MOST_ROWS)} of one platform in each."
        self._files.setText(files if plan.parts > 1 else "")
        self._files.setVisible(plan.parts > 1)
        self.warn(batch_too_dear(self.balance, cover, plan.new))
        reason = self._why_not(plan)
        if reason:
            self.refuse("Send", reason)
        else:
            choice = BatchChoice(mode=plan.mode, options=self.options, most=plan.most, again=self.again.isChecked())
            self.offer(f"Send {number(plan.new)} · up to {show(plan.most)} credits", plan.most, choice)

    def _show_not_found(self, count: int) -> None:
        """Asking for them again is up to a person, as with other details."""
        options = self.options
        self.again.setVisible(bool(count) and options is not None)
        if options is not None:
            out = 0 if self.again.isChecked() else count
            self.counts.put("not_found", out, words.not_found(options), "0.00")
            self.again.setText(words.ask_again(count, options))

    def _why_not(self, plan: BatchPlan) -> str:
        if not plan.new and plan.not_found and not self.again.isChecked():
            return "Those who are left were not found last time. Tick the box above to ask for them again."
        if not plan.new:
            return "There is nothing new to get."
        return self.why_not_paid(plan.mode.price, plan.new)

    def question(self, most: Decimal, balance: Decimal) -> str:
        return cannot_be_stopped(most, balance)
