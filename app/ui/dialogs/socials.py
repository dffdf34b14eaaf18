"""Finding other accounts of ticked creators: who was asked about already, who is new, and what it can cost."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.money import SOCIALS_PRICE, show
from app.services.socials import SocialsPlan
from app.ui.dialogs.asking import AskingForm, Priced
from app.ui.parts import PlainLabel
from app.ui.theme import px
from app.ui.window.words import counted, number

_SAID = (
    "Looks for the same people on other platforms. {} for each creator who is known to influencers.club, also where"
    " they have no other account; nothing for the others."
)


class SocialsDialog(AskingForm):
    """`named`: rows not asked about yet whose details name accounts. `known`: accounts of some rows are known."""

    _verb = "Ask about"

    def __init__(
        self,
        parent: QWidget | None,
        ids: Sequence[int],
        plan: Callable[[Sequence[int]], SocialsPlan],
        balance: Decimal | None,
        *,
        named: frozenset[int],
        known: bool,
    ) -> None:
        title = f"Find other accounts of {counted(len(ids), 'creator', 'creators')}"
        super().__init__(parent, title, ids, balance)
        self.setObjectName("socials_dialog")
        self._plan = plan
        self._named = named
        self.body.addWidget(PlainLabel(_SAID.format(show(SOCIALS_PRICE)), token="muted", wrap=True))
        self.leave_out = QCheckBox(f"Leave out {number(len(named))} whose details name accounts already")
        self.leave_out.setObjectName("leave_out_named")
        self.leave_out.setToolTip("Costs less. Asking may bring more accounts than their details name.")
        self.leave_out.setChecked(bool(named))  # it saves money; who wants more accounts than these asks for them
        self.leave_out.setVisible(bool(named))
        self.leave_out.toggled.connect(lambda _on: self.renew())
        self.body.addSpacing(px(4))
        self.body.addWidget(self.leave_out)
        self.add_counts("asked already", "new")
        self.add_known("Show what is known · free")
        self.known.setVisible(known)
        self.renew()

    def wanted_ids(self) -> Sequence[int]:
        if not self.leave_out.isChecked():
            return self._ids
        return [one for one in self._ids if one not in self._named]

    def price(self, ids: Sequence[int]) -> Priced:
        plan = self._plan(ids)
        return Priced(new=plan.new, had=plan.had, pending=plan.pending, most=plan.most)
