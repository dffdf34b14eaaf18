"""Get fresh details: what is bought again, how old it is, and the exact maximum."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from PySide6.QtWidgets import QButtonGroup, QWidget

from app.domain.money import Tier, show
from app.services.details_plan import FreshPlan
from app.ui.dialogs.choices import PricedChoices, chosen_in
from app.ui.dialogs.details.dialog import DetailsChoice
from app.ui.dialogs.details.words import age, takes
from app.ui.dialogs.paid import PaidForm
from app.ui.parts import PlainLabel
from app.ui.theme import Role, px
from app.ui.window.words import PENDING, counted, number

_KINDS = (Tier.FULL, Tier.PROFILE, Tier.ANALYTICS)


class Planner(Protocol):
    """What buying details of a tier again would mean, counted at once or beside the window's thread."""

    def fresh(self, ids: Sequence[int], tier: Tier) -> FreshPlan: ...

    async def fresh_later(self, ids: Sequence[int], tier: Tier) -> FreshPlan: ...


class FreshDialog(PaidForm[DetailsChoice]):
    """Choose what of `ids` to buy again; afterwards `chosen` holds the agreement, or None.

    `plans` reads the workspace only. `balance` is what may still be spent, in credits; None while it is unknown.
    """

    def __init__(
        self,
        parent: QWidget | None,
        *,
        ids: Sequence[int],
        plans: Planner,
        balance: Decimal | None,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent, f"Get fresh details for {counted(len(ids), 'creator', 'creators')}", balance)
        self.setObjectName("fresh_dialog")
        self._plans: Mapping[Tier, FreshPlan] = {}
        self._today = today()
        self._group = QButtonGroup(self)
        self._choices = self._add_kinds()
        self._left_out = PlainLabel(token="muted", wrap=True)
        self._left = PlainLabel()
        self._kept = PlainLabel("What you have stays as your history; the sheet shows the newest.", Role.HINT, "muted")
        for part in (self._left_out, self._left, self._kept):
            part.hide()  # until there is something to say
            self.body.addWidget(part)
        self.add_footer()

        async def later() -> dict[Tier, FreshPlan]:
            return {tier: await plans.fresh_later(ids, tier) for tier in _KINDS}

        self.work_out(len(ids), lambda: {tier: plans.fresh(ids, tier) for tier in _KINDS}, later, self._take)

    def _take(self, plans: Mapping[Tier, FreshPlan]) -> None:
        """Offer what can be bought again, the best of it first."""
        self._plans = plans
        best = next((tier for tier in _KINDS if plans[tier].ids), _KINDS[0])
        for tier, choice in zip(_KINDS, self._group.buttons(), strict=True):
            self._choices.tell(tier.value, age(plans[tier], self._today), is_possible=bool(plans[tier].ids))
            choice.setChecked(tier is best)
        self._group.buttonToggled.connect(lambda _button, on: self.renew() if on else None)
        self._kept.show()
        self.renew()

    def _add_kinds(self) -> PricedChoices:
        """What there is, with its price; until it is counted nothing of it can be chosen."""
        choices = PricedChoices(self._group, "fresh")
        for tier in _KINDS:
            choices.add(tier.value, tier.label, "", tier.price)
            choices.tell(tier.value, "", is_possible=False)
        self.body.addLayout(choices)
        self.body.addSpacing(px(8))
        return choices

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
            self.offer(f"Get {which} again · up to {show(most)} credits", most, choice)
