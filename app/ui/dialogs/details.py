"""Get details: what is bought, for whom, and exactly how much it can cost, before anything is sent."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QRadioButton, QWidget

from app.domain.jobs import EnrichOptions
from app.domain.money import Estimate, Tier, needs_second_question, show
from app.ui.dialogs.base import Form, chosen_of, figure, verb
from app.ui.dialogs.batch_fold import BatchFold
from app.ui.parts import Kind, PlainLabel
from app.ui.theme import Role, px
from app.ui.window.words import NEXT_VERSION, PENDING, counted, number

Estimator = Callable[[Sequence[int], EnrichOptions], Estimate]

FEW = 3
SENDS_A_MINUTE = 290
_LATER = NEXT_VERSION.format("numbers and audience without an email.")
_CHOICES = (
    (Tier.FULL, "email, audience, growth, posts, brands", ""),
    (Tier.PROFILE, "email, name, links to other accounts", ""),
    (Tier.ANALYTICS, "no email", _LATER),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsChoice:
    """What the user agreed to: these creators, these options, at most this many credits."""

    ids: tuple[int, ...]
    options: EnrichOptions
    most: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offer:
    """What one of the paid buttons stands for now; `take` is the number of new creators."""

    take: int
    most: Decimal


class DetailsDialog(Form):
    """Choose details for `ids`; afterwards `chosen` holds the agreement, or None.

    `estimate` reads the workspace only. `balance` is what may still be spent, in credits; None while it is unknown.
    """

    def __init__(
        self,
        parent: QWidget | None,
        *,
        ids: Sequence[int],
        estimate: Estimator,
        balance: Decimal | None,
        tier: Tier = Tier.FULL,
    ) -> None:
        aside = "" if balance is None else f"{show(balance)} credits left"
        super().__init__(parent, f"Get details for {counted(len(ids), 'creator', 'creators')}", aside, width=620)
        self.setObjectName("details_dialog")
        self.chosen: DetailsChoice | None = None
        self.as_batch: EnrichOptions | None = None  # somebody wants them as a batch, with these options
        self._ids = tuple(ids)
        self._estimate = estimate
        self._balance = balance
        self._asked: _Offer | None = None
        self._now = Estimate(tier=tier, had=0, new=0)
        self._whole = _Offer(take=0, most=Decimal("0.00"))
        self._tiers = self._add_tiers(tier)
        self._email = self._add_email_rule()
        self._add_counts()
        self._add_footer()
        self._renew()

    @property
    def options(self) -> EnrichOptions:
        """What is chosen now."""
        return EnrichOptions(tier=Tier(chosen_of(self._tiers, "tier")), email_required=self._email.isChecked())

    def _add_tiers(self, wanted: Tier) -> QButtonGroup:
        group = QButtonGroup(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        for row, (tier, brings, later) in enumerate(_CHOICES):
            choice = QRadioButton(tier.label)
            choice.setObjectName(f"tier_{tier}")
            choice.setProperty("tier", tier.value)
            choice.setAccessibleName(f"{tier.label}: {brings}, {show(tier.price)} credits each")
            choice.setChecked(tier is wanted)
            choice.setEnabled(not later)
            choice.setToolTip(later)
            token = "disabled" if later else "muted"
            detail = PlainLabel(brings, token=token)
            detail.setToolTip(later)
            grid.addWidget(choice, row, 0)
            grid.addWidget(detail, row, 1)
            grid.addWidget(figure(f"{show(tier.price)} each", token="disabled" if later else "text"), row, 2)
            group.addButton(choice)
        group.buttonToggled.connect(self._renew)
        self.body.addLayout(grid)
        return group

    def _add_email_rule(self) -> QCheckBox:
        rule = QCheckBox("Only when an email is found")
        rule.setObjectName("email_required")
        rule.toggled.connect(self._renew)
        self.body.addSpacing(px(8))
        self.body.addWidget(rule)
        hint = PlainLabel("Without one you get nothing and pay nothing.", Role.HINT, "muted")
        hint.setContentsMargins(px(26), 0, 0, 0)
        self.body.addWidget(hint)
        return rule

    def _add_counts(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(1, 1)
        self._had, self._had_words, had_price = figure(), PlainLabel(), figure("0.00")
        self._new, self._new_words, self._price = figure(), PlainLabel(), figure()
        self._left_words, self._left = PlainLabel("Left afterwards"), figure()
        self._pending = (figure(), PlainLabel(PENDING), figure("0.00"))
        rows = (
            (self._had, self._had_words, had_price),
            self._pending,
            (self._new, self._new_words, self._price),
            (None, self._left_words, self._left),
        )
        for row, (count, said, price) in enumerate(rows):
            if count is not None:
                count.setMinimumWidth(px(48))
                grid.addWidget(count, row, 0)
            grid.addWidget(said, row, 1)
            grid.addWidget(price, row, 2)
        self.body.addSpacing(px(8))
        self.body.addLayout(grid)
        self._warning = PlainLabel(role=Role.HEADING, token="warn", wrap=True)
        self._warning.setObjectName("details_warning")
        self.body.addWidget(self._warning)
        self._hint = PlainLabel(role=Role.HINT, token="muted", wrap=True)
        self.body.addWidget(self._hint)
        self._batch = BatchFold()
        self._batch.wanted.connect(self._leave_for_batch)
        self._batch.toggled.connect(self.fit_height)
        self.body.addWidget(self._batch)

    def _add_footer(self) -> None:
        self._few = verb("", "try_first_button")
        self._few.clicked.connect(lambda: self._want(_Offer(take=FEW, most=self._now.tier.price * FEW)))
        self._cancel = verb("Cancel", "cancel_button")
        self._cancel.clicked.connect(self._go_back)
        self._go = verb("", "confirm_button", Kind.PRIMARY)
        self._go.clicked.connect(self._confirm)
        self.buttons.addWidget(self._few)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._cancel)
        self.buttons.addWidget(self._go)

    def _renew(self) -> None:
        """Read the estimate again and say everything that follows from it."""
        self._asked = None
        self._go.setDefault(True)
        self._now = self._estimate(self._ids, self.options)
        price = self._now.tier.price
        cover = self._now.new if self._balance is None else min(self._now.new, int(self._balance // price))
        self._whole = _Offer(take=cover, most=price * cover)
        self._had.setText(number(self._now.had))
        self._had_words.setText("already has this" if self._now.had == 1 else "already have this")
        self._pending[0].setText(number(self._now.pending))
        for part in self._pending:
            part.setVisible(bool(self._now.pending))
        self._new.setText(number(self._now.new))
        self._new_words.setText("new")
        self._price.setText(f"up to {show(self._now.most)}" if self._now.new else "0.00")
        minutes = max(1, -(-self._now.new // SENDS_A_MINUTE))
        takes = "about a minute" if minutes == 1 else f"about {number(minutes)} minutes"
        self._hint.setText(f"Takes {takes}. You can keep working, and stop at any time.")
        self._hint.setVisible(bool(self._now.new))
        self._batch.show_for(self._now.tier, self._now.new)
        self._say_what_is_left(cover)
        self._say_buttons(cover)

    def _leave_for_batch(self) -> None:
        self.as_batch = self.options
        self.reject()

    def _say_what_is_left(self, cover: int) -> None:
        if self._balance is None:
            self._left.setText("not known yet")
            self._warn("Your credits are not known yet.")
            return
        after = self._balance - self._whole.most
        self._left.setText(f"at least {show(after)}" if self._whole.take else show(self._balance))
        short = cover < self._now.new
        self._left.set_token("warn" if short else "text")
        each = "one" if self._now.new == 1 else f"{number(cover)} of these {number(self._now.new)}"
        covers = "do not cover" if self._now.new == 1 else "cover"
        self._warn(f"Your {show(self._balance)} credits {covers} {each}." if short else "")

    def _say_buttons(self, cover: int) -> None:
        new = self._now.new
        price = self._now.tier.price
        reason = self._why_not(cover)
        self._few.setText(f"Try the first {FEW} · up to {show(price * FEW)} credits")
        self._few.setVisible(cover > FEW and not reason)
        verb_words = f"Get {number(cover)}" if cover == new else f"Get the first {number(cover)}"
        self._go.setText(f"{verb_words} · up to {show(self._whole.most)} credits" if not reason else "Get details")
        self._go.setEnabled(not reason)
        self._go.setToolTip(reason)
        self._cancel.setText("Cancel")

    def _why_not(self, cover: int) -> str:
        if not self._now.new:
            pending = self._now.pending
            return "The rest is on its way or to check." if pending else "You already have this for all of them."
        if self._balance is None:
            return "Your credits are not known yet."
        return "" if cover else "Your credits do not cover this."

    def _warn(self, text: str) -> None:
        self._warning.setText(text)
        self._warning.setVisible(bool(text))

    def _confirm(self) -> None:
        if self._asked is not None:
            self._agree(self._asked)
        else:
            self._want(self._whole)

    def _want(self, offer: _Offer) -> None:
        """Agree at once, or ask the second question where money rule 2 wants one."""
        if self._balance is None or not needs_second_question(offer.most, self._balance):
            self._agree(offer)
            return
        self._asked = offer
        self._warn(f"This can cost up to {show(offer.most)} of your {show(self._balance)} credits. Go ahead?")
        self._few.hide()
        self._go.setText(f"Spend up to {show(offer.most)} credits")
        self._cancel.setText("Back")
        self._cancel.setDefault(True)  # the Enter that asked must not answer as well
        self._cancel.setFocus()

    def _go_back(self) -> None:
        if self._asked is not None:
            self._renew()
            self._go.setFocus()
        else:
            self.reject()

    def _agree(self, offer: _Offer) -> None:
        options = self.options
        self.chosen = DetailsChoice(ids=self._first(offer.take), options=options, most=offer.most)
        self.accept()

    def _first(self, new: int) -> tuple[int, ...]:
        """The shortest beginning of the list that holds `new` creators without these details."""
        if new >= self._now.new:
            return self._ids
        ends = range(len(self._ids) + 1)
        end = bisect_left(ends, new, key=lambda at: self._estimate(self._ids[:at], self.options).new)
        return self._ids[:end]
