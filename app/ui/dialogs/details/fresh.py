"""Get fresh details: what is bought again, how old it is, and the exact maximum."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QButtonGroup, QWidget

from app.domain.money import Tier
from app.services.details_plan import FreshPlan
from app.ui.dialogs.choices import PricedChoices, chosen_in
from app.ui.dialogs.details.dialog import DetailsChoice
from app.ui.dialogs.details.words import age, takes
from app.ui.dialogs.paid import PaidForm
from app.ui.parts import PlainLabel
from app.ui.theme import Role, px
from app.ui.window.words import PENDING, amount, counted, number

_KINDS = (Tier.FULL, Tier.PROFILE, Tier.ANALYTICS)


class FreshDialog(PaidForm[DetailsChoice]):
    """Choose what of `ids` to buy again; afterwards `chosen` holds the agreement, or None.

    `plan` reads the workspace only. `balance` is what may still be spent, in credits; None while it is unknown.
    """

    def __init__(
        self,
        parent: QWidget | None,
        *,
        ids: Sequence[int],
        plan: Callable[[Sequence[int], Tier], FreshPlan],
        balance: Decimal | None,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent, f"Get fresh details for {counted(len(ids), 'creator', 'creators')}", balance)
        self.setObjectName("fresh_dialog")
        self._plans = {tier: plan(ids, tier) for tier in _KINDS}
        self._group = QButtonGroup(self)
        self._add_kinds(today())
        self._group.buttonToggled.connect(lambda *_: self.renew())
        self._left_out = PlainLabel(token="muted", wrap=True)
        self._left = PlainLabel()
        kept = PlainLabel("What you have stays as your history; the sheet shows the newest.", Role.HINT, "muted")
        for part in (self._left_out, self._left, kept):
            self.body.addWidget(part)
        self.add_footer()
        self.renew()

    def _add_kinds(self, today: date) -> None:
        choices = PricedChoices(self._group, "fresh")
        best = next((tier for tier in _KINDS if self._plans[tier].ids), _KINDS[0])
        for tier in _KINDS:
            plan = self._plans[tier]
            choice = choices.add(tier.value, tier.label, age(plan, today), tier.price, is_possible=bool(plan.ids))
            choice.setChecked(tier is best)
        self.body.addLayout(choices)
        self.body.addSpacing(px(8))

    @property
    def _now(self) -> FreshPlan:
        return self._plans[Tier(chosen_in(self._group))]

    def renew(self) -> None:
        """Say everything that follows from what is chosen."""
        now = self._now
        out = [f"{number(now.never)} without these details"] if now.never else []
        out += [f"{number(now.pending)} {PENDING}"] if now.pending else []
        self._left_out.setText(f"Left out: {' · '.join(out)}." if out else "")
        self._left_out.setVisible(bool(out))
        price, new = now.options.tier.price, len(now.ids)
        cover = self.cover(price, new)
        most = price * cover
        self._left.setText(f"Left afterwards: {self.left_after(most)}. Takes {takes(cover)}.")
        self._left.setVisible(bool(cover) and self.balance is not None)
        self.warn(self.too_dear(cover, new))
        reason = self.why_not_paid(price, new) if new else "You have no details of these creators yet."
        if reason:
            self.refuse("Get again", reason)
        else:
            which = number(cover) if cover == new else f"the first {number(cover)}"
            choice = DetailsChoice(ids=now.ids[:cover], options=now.options, most=most)
            self.offer(f"Get {which} again · up to {amount(most)} credits", most, choice)
