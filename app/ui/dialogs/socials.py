"""Finding other accounts of ticked creators: who was asked about already, who is new, and what it can cost."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

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


class Planner(Protocol):
    """What asking about these rows would send, counted at once or beside the window's thread."""

    def plan(self, ids: Sequence[int]) -> SocialsPlan: ...

    async def plan_later(self, ids: Sequence[int]) -> SocialsPlan: ...


class SocialsDialog(AskingForm):
    """Who is asked about; those whose details name accounts already may be left out."""

    _verb = "Ask about"

    def __init__(self, parent: QWidget | None, ids: Sequence[int], plans: Planner, balance: Decimal | None) -> None:
        title = f"Find other accounts of {counted(len(ids), 'creator', 'creators')}"
        super().__init__(parent, title, ids, balance)
        self.setObjectName("socials_dialog")
        self.body.addWidget(PlainLabel(_SAID.format(show(SOCIALS_PRICE)), token="muted", wrap=True))
        self.leave_out = QCheckBox()
        self.leave_out.setObjectName("leave_out_named")
        self.leave_out.setToolTip("Costs less. Asking may bring more accounts than their details name.")
        self.leave_out.hide()
        self.body.addSpacing(px(4))
        self.body.addWidget(self.leave_out)
        self.add_counts("asked already", "new")
        self.add_known("Show what is known · free")
        self.known.hide()
        self.work_out(len(ids), lambda: plans.plan(ids), lambda: plans.plan_later(ids), self._take)

    def _take(self, plan: SocialsPlan) -> None:
        named = len(plan.named)
        self.leave_out.setText(f"Leave out {number(named)} whose details name accounts already")
        self.leave_out.setChecked(bool(named))  # it saves money; who wants more accounts than these asks for them
        self.leave_out.setVisible(bool(named))
        self.leave_out.toggled.connect(lambda _on: self._show(plan))
        self.known.setVisible(plan.any_known)
        self._show(plan)

    def _show(self, plan: SocialsPlan) -> None:
        out = self.leave_out.isChecked()
        asked = plan.without_named() if out else plan
        calls = dict.fromkeys(asked.ids, 1)
        ids = [one for one in self._ids if one not in plan.named] if out else self._ids
        self.say(Priced(calls=calls, each=SOCIALS_PRICE, had=asked.had, pending=asked.pending), ids)
