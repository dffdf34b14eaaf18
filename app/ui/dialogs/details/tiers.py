"""Which details: the four kinds with what each brings and costs, an example of each, and the switches of the kind."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QVBoxLayout, QWidget

from app.domain.jobs import EnrichOptions
from app.domain.money import Tier
from app.ui.dialogs.base import verb
from app.ui.dialogs.choices import PricedChoices, chosen_in
from app.ui.dialogs.details.words import BRINGS
from app.ui.dialogs.email_rule import EmailRule
from app.ui.parts import CollapsibleGroup, Kind, PlainLabel
from app.ui.theme import Role, px

_WIDTHS = (184, 0, 80, 116)  # the columns of the lines and of the folded ones stand in line


class TierChoice(QWidget):
    """`changed` when something else is chosen; `example_wanted` carries the tier."""

    changed = Signal()
    example_wanted = Signal(object)

    def __init__(self, tier: Tier) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        self._group = QButtonGroup(self)
        self._examples: dict[Tier, QWidget] = {}
        column.addLayout(self._lines((Tier.FULL, Tier.PROFILE, Tier.ANALYTICS)))
        self.more = CollapsibleGroup("More", is_open=tier is Tier.RAW)
        self.more.setObjectName("more_details")
        self.more.body.addLayout(self._lines((Tier.RAW,)))
        self.audience = self._switch("details_audience", "With the audience: age, gender, countries", checked=True)
        self.lookalikes = self._switch("details_lookalikes", "Name similar creators too (lookalikes)")
        for switch in (self.audience, self.lookalikes):
            self.more.body.addWidget(switch)
        self.same_price = PlainLabel("The price is the same with or without.", Role.HINT, "muted")
        self.same_price.setContentsMargins(px(26), 0, 0, 0)
        self.more.body.addWidget(self.same_price)
        column.addWidget(self.more)
        self.email = EmailRule()
        self.email.toggled.connect(self.changed)
        column.addWidget(self.email)
        self.choose(tier)
        self._follow()
        self._group.buttonToggled.connect(self._on_tier)

    @property
    def tier(self) -> Tier:
        return Tier(chosen_in(self._group))

    @property
    def options(self) -> EnrichOptions:
        """What is chosen now."""
        return EnrichOptions(
            tier=self.tier,
            email_required=self.email.is_wanted,
            audience=self.audience.isChecked(),
            lookalikes=self.lookalikes.isChecked(),
        )

    def choose(self, tier: Tier) -> None:
        """Choose these details, as a click would."""
        button = self.findChild(QRadioButton, f"tier_{tier}")
        assert button is not None
        button.setChecked(True)

    def _lines(self, tiers: tuple[Tier, ...]) -> PricedChoices:
        choices = PricedChoices(self._group, "tier", _WIDTHS)
        for tier in tiers:
            example = verb("See an example", f"example_{tier}", Kind.LINK)
            example.setFixedHeight(px(24))
            example.setAccessibleName(f"See an example of {tier.label}")
            example.clicked.connect(lambda _checked=False, tier=tier: self.example_wanted.emit(tier))
            stays = example.sizePolicy()
            stays.setRetainSizeWhenHidden(True)
            example.setSizePolicy(stays)
            self._examples[tier] = example
            choices.add(tier.value, tier.label, BRINGS[tier], tier.price, aside=example)
        return choices

    def _switch(self, name: str, text: str, *, checked: bool = False) -> QCheckBox:
        switch = QCheckBox(text)
        switch.setObjectName(name)
        switch.setChecked(checked)
        switch.toggled.connect(self.changed)
        return switch

    def _on_tier(self, _button: QWidget, on: bool) -> None:
        if on:
            self._follow()
            self.changed.emit()

    def _follow(self) -> None:
        """The example and the switches are those of the chosen details."""
        tier = self.tier
        for one, example in self._examples.items():
            example.setVisible(one is tier)
        self.audience.setVisible(tier is Tier.FULL)
        self.lookalikes.setVisible(tier in (Tier.FULL, Tier.ANALYTICS))
        self.same_price.setVisible(tier in (Tier.FULL, Tier.ANALYTICS))
        self.email.allow(tier.brings_email)
