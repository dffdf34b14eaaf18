"""Sending a list as one batch: what for, who stays out, what it can cost at most, asked twice where that is much."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QRadioButton, QWidget

from app.domain.batches import MOST_ROWS, BatchMode, BatchPlan
from app.domain.jobs import EnrichOptions
from app.domain.money import Tier, needs_second_question
from app.ui.dialogs.base import Form, chosen_of, figure, verb
from app.ui.dialogs.batch_fold import BatchTruth
from app.ui.operation import Operation
from app.ui.parts import Kind, PlainLabel, set_tooltip
from app.ui.theme import Role, px
from app.ui.window.words import PENDING, amount, number

Planner = Callable[[BatchMode, EnrichOptions | None], Awaitable[BatchPlan]]
HANDLES = (BatchMode.FULL, BatchMode.RAW)
_BRINGS = {
    BatchMode.FULL: "email, audience, growth, posts, brands",
    BatchMode.RAW: "name, followers, links",
    BatchMode.BASIC: "An address that nobody is known by costs nothing.",
}
_COUNTING = "Counting…"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchChoice:
    """What the user agreed to: this kind, these options (None for addresses), at most this many credits."""

    mode: BatchMode
    options: EnrichOptions | None
    most: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A row of the counts."""

    count: PlainLabel
    words: PlainLabel
    price: PlainLabel

    def show(self, count: int, words: str, price: str, *, always: bool = False) -> None:
        self.count.setText(number(count))
        self.words.setText(words)
        self.price.setText(price)
        for part in (self.count, self.words, self.price):
            part.setVisible(always or count > 0)


class BatchDialog(Form):
    """Choose a batch over a list; afterwards `chosen` holds the agreement, or None.

    `plan` reads the workspace only. `free` is what may still be spent, in credits; None while it is unknown.
    `options`: what was chosen before, where it was.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        *,
        modes: Sequence[BatchMode],
        plan: Planner,
        free: Decimal | None,
        options: EnrichOptions | None = None,
    ) -> None:
        super().__init__(parent, title, "" if free is None else f"{amount(free)} credits left", width=620)
        self.setObjectName("batch_dialog")
        self.chosen: BatchChoice | None = None
        self._planner = plan
        self._free = free
        self._given = options or EnrichOptions(tier=Tier.FULL)
        self._now: BatchPlan | None = None
        self._is_asking = False
        wanted = next((mode for mode in modes if mode.tier is self._given.tier), modes[0])
        self._modes = self._add_modes(modes, wanted)
        self._email = self._add_email_rule()
        self._email.setVisible(BatchMode.FULL in modes)
        self._add_counts()
        self.body.addSpacing(px(8))
        self.body.addWidget(BatchTruth())
        self._add_footer()
        self._renew()

    @property
    def mode(self) -> BatchMode:
        """What is chosen now."""
        return BatchMode(chosen_of(self._modes, "mode"))

    @property
    def options(self) -> EnrichOptions | None:
        """Those of the single call that brings the same; None for addresses."""
        tier = self.mode.tier
        if tier is None:
            return None
        given = self._given
        return EnrichOptions(
            tier=tier,
            email_required=self._email.isChecked(),
            audience=given.audience,
            lookalikes=given.lookalikes,
        )

    def _add_modes(self, modes: Sequence[BatchMode], wanted: BatchMode) -> QButtonGroup:
        group = QButtonGroup(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        for row, mode in enumerate(modes):
            label = mode.tier.label if mode.tier is not None else "Find the creators"
            choice = QRadioButton(label)
            choice.setObjectName(f"mode_{mode}")
            choice.setProperty("mode", mode.value)
            choice.setAccessibleName(f"{label}: {_BRINGS[mode]}, {amount(mode.price)} credits each")
            choice.setChecked(mode is wanted)
            choice.setVisible(len(modes) > 1)
            grid.addWidget(choice, row, 0)
            grid.addWidget(PlainLabel(_BRINGS[mode], token="muted"), row, 1)
            grid.addWidget(figure(f"{amount(mode.price)} each"), row, 2)
            group.addButton(choice)
        group.buttonToggled.connect(lambda _button, on: self._renew() if on else None)
        self.body.addLayout(grid)
        return group

    def _add_email_rule(self) -> QCheckBox:
        rule = QCheckBox("Only when an email is found")
        rule.setObjectName("email_required")
        rule.setToolTip("Without one you get nothing and pay nothing.")
        rule.setChecked(self._given.email_required)
        rule.toggled.connect(self._renew)
        self.body.addWidget(rule)
        self._extras = PlainLabel(role=Role.HINT, token="muted")
        self.body.addWidget(self._extras)
        return rule

    def _add_counts(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(1, 1)
        lines = []
        for row in range(6):
            line = _Line(count=figure(), words=PlainLabel(), price=figure())
            line.count.setMinimumWidth(px(48))
            grid.addWidget(line.count, row, 0)
            grid.addWidget(line.words, row, 1)
            grid.addWidget(line.price, row, 2)
            lines.append(line)
        self._had, self._pending, self._repeats, self._malformed, self._new, self._left = lines
        self.body.addSpacing(px(8))
        self.body.addLayout(grid)
        self._files = PlainLabel(role=Role.HINT, token="muted", wrap=True)
        self._files.setObjectName("batch_files")
        self.body.addWidget(self._files)
        self._warning = PlainLabel(role=Role.HEADING, token="warn", wrap=True)
        self._warning.setObjectName("batch_warning")
        self.body.addWidget(self._warning)

    def _add_footer(self) -> None:
        self._cancel = verb("Cancel", "cancel_button")
        self._cancel.clicked.connect(self._go_back)
        self._go = verb(_COUNTING, "confirm_button", Kind.PRIMARY)
        self._go.clicked.connect(self._confirm)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._cancel)
        self.buttons.addWidget(self._go)

    # -- what follows from the choice

    def _renew(self) -> None:
        """Count again; an answer to an older choice is let go."""
        mode, options = self.mode, self.options
        self._is_asking, self._now = False, None
        self._email.setEnabled(mode is BatchMode.FULL)
        extras = []
        if mode is BatchMode.FULL and self._given.lookalikes:
            extras.append("with lookalikes")
        if mode is BatchMode.FULL and not self._given.audience:
            extras.append("without audience")
        self._extras.setText(" · ".join(extras).capitalize())
        self._extras.setVisible(bool(extras))
        self._say_button(_COUNTING)

        def counted_now(plan: BatchPlan) -> None:
            if (mode, options) == (self.mode, self.options):
                self._now = plan
                self._show_plan(plan)

        Operation(self, lambda: self._planner(mode, options)).on_success(counted_now).start()

    def _show_plan(self, plan: BatchPlan) -> None:
        self._had.show(plan.had, "already has this" if plan.had == 1 else "already have this", "0.00")
        self._pending.show(plan.pending, PENDING, "0.00")
        self._repeats.show(plan.repeats, "twice in the list", "0.00")
        self._malformed.show(plan.malformed, f"no {plan.mode.heading} that can be looked up", "0.00")
        self._new.show(plan.new, "new", f"up to {amount(plan.most)}" if plan.new else "0.00", always=True)
        left = "not known yet"
        if self._free is not None:
            after = self._free - plan.most
            left = f"at least {amount(after)}" if after >= 0 else f"{amount(-after)} more than you have"
        self._left.show(0, "Left afterwards", left, always=True)
        self._left.count.setText("")
        self._left.price.set_token("warn" if self._is_short(plan) else "text")
        files = f"Goes as {number(plan.parts)} files: at most {number(MOST_ROWS)} of one platform in each."
        self._files.setText(files if plan.parts > 1 else "")
        self._files.setVisible(plan.parts > 1)
        self._warn(self._short_words(plan))
        self._say_button(f"Send {number(plan.new)} · up to {amount(plan.most)} credits", self._why_not(plan))
        self._cancel.setText("Cancel")
        self._go.setDefault(True)
        self.fit_height()

    def _is_short(self, plan: BatchPlan) -> bool:
        return self._free is not None and plan.most > self._free

    def _short_words(self, plan: BatchPlan) -> str:
        if self._free is None:
            return "Your credits are not known yet."
        if not self._is_short(plan):
            return ""
        enough = int(self._free // plan.mode.price)
        if not enough:
            return f"Your {amount(self._free)} credits cover none of these."
        return (
            f"Your {amount(self._free)} credits cover {number(enough)} of these {number(plan.new)}. Then it waits: what"
            " was found is yours, and with more credits you can let it go on."
        )

    def _why_not(self, plan: BatchPlan) -> str:
        if not plan.new:
            return "There is nothing new to get."
        if self._free is None:
            return "Your credits are not known yet."
        return "Your credits do not cover this." if self._free < plan.mode.price else ""

    def _warn(self, text: str) -> None:
        self._warning.setText(text)
        self._warning.setVisible(bool(text))

    def _say_button(self, text: str, why_not: str = "") -> None:
        self._go.setText("Send" if why_not else text)
        self._go.setEnabled(not why_not and text != _COUNTING)
        set_tooltip(self._go, why_not)

    # -- agreeing

    def _confirm(self) -> None:
        plan = self._now
        if plan is None:
            return
        if self._is_asking or self._free is None or not needs_second_question(plan.most, self._free):
            self.chosen = BatchChoice(mode=plan.mode, options=self.options, most=plan.most)
            self.accept()
            return
        self._is_asking = True
        self._warn(
            f"This can cost up to {amount(plan.most)} of your {amount(self._free)} credits and cannot be stopped."
            " Go ahead?"
        )
        self._say_button(f"Spend up to {amount(plan.most)} credits")
        self._cancel.setText("Back")
        self._cancel.setDefault(True)  # the Enter that asked must not answer as well
        self._cancel.setFocus()
        self.fit_height()

    def _go_back(self) -> None:
        if self._is_asking and self._now is not None:
            self._is_asking = False
            self._show_plan(self._now)
            self._go.setFocus()
        else:
            self.reject()
