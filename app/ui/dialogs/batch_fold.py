"""Sending a long list as one batch: what that means, and the fold that offers it where details are chosen."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.batches import BatchMode
from app.domain.money import Tier, show
from app.ui.dialogs.base import verb
from app.ui.parts import CollapsibleGroup, PlainLabel, set_tooltip
from app.ui.theme import Role, px
from app.ui.window.words import counted

LONG_LIST = 500  # rows from which a batch is proposed
TITLE = "Send as one batch instead (long lists)"
_TRUTH = (
    "influencers.club works through the list by itself, also while Scoutsheet is closed. The price is the same."
    " The results come together at the end."
)
_NO_WAY_BACK = "It cannot be stopped once sent."
_NOT_SOLD = "A batch brings full details, or checks that the accounts exist."
_BY_TIER = {mode.tier: mode for mode in BatchMode if mode.tier is not None}


def mode_of(tier: Tier) -> BatchMode | None:
    """The batch that brings what single calls of this tier bring; None: there is none."""
    return _BY_TIER.get(tier)


def cannot_be_stopped(most: Decimal, balance: Decimal) -> str:
    """The second question of money rule 2, for a batch."""
    if most > balance:
        waits = f"You have {show(balance)} credits: used up, it waits until there are more."
        return f"This can cost up to {show(most)} credits and cannot be stopped. {waits} Go ahead?"
    return f"This can cost up to {show(most)} of your {show(balance)} credits and cannot be stopped. Go ahead?"


class BatchTruth(QWidget):
    """The honest difference between a batch and one creator after the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(PlainLabel(_TRUTH, token="muted", wrap=True))
        self.no_way_back = PlainLabel(_NO_WAY_BACK, Role.HEADING)
        column.addWidget(self.no_way_back)


class BatchFold(CollapsibleGroup):
    """Folded until somebody opens it, or a list of 500 new rows proposes it. `wanted`: leave the details as they are
    chosen for the dialog of a batch, which counts, prices and asks.
    """

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent=parent)
        self.setObjectName("batch_fold")
        self._proposed = False
        self.proposal = PlainLabel(wrap=True)
        self.proposal.setObjectName("batch_proposal")
        self.send = verb("Send as one batch…", "batch_link")
        self.send.clicked.connect(self.wanted)
        self.body.setContentsMargins(px(24), 0, 0, px(8))
        self.body.addWidget(self.proposal)
        self.body.addWidget(BatchTruth())
        self.body.addWidget(self.send, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_for(Tier.FULL, 0)

    def show_for(self, tier: Tier, new: int) -> None:
        """Say what a batch means for `new` creators at this tier; a long list opens the fold, once."""
        possible = mode_of(tier) is not None
        is_long = possible and new >= LONG_LIST
        said = f"Good for {counted(new, 'creator', 'creators')}: you need not leave Scoutsheet open." if is_long else ""
        self.proposal.setText(said if possible else _NOT_SOLD)
        self.proposal.setVisible(bool(self.proposal.text()))
        why_not = "" if possible and new else (_NOT_SOLD if not possible else "There is nothing new to get.")
        self.send.setEnabled(not why_not)
        set_tooltip(self.send, why_not)
        if is_long and not self._proposed:
            self._proposed = True
            self.set_open(True)
