"""The creator's other accounts in the panel: each with what is had of it, and a click that brings it into the sheet."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.creators import Account, Details, Found
from app.ui.creator_panel.facts import DETAILS_WORDS, is_safe
from app.ui.parts import Button, CollapsibleGroup, ElidedLabel, Kind, set_tooltip
from app.ui.sheet_table.own_values import day_words
from app.ui.sheet_table.plain import one_line
from app.ui.theme import Role, px
from app.ui.window.words import number

if TYPE_CHECKING:
    from app.services.socials import Offer  # brings httpx, which can wait until the window is painted


class OtherAccounts(CollapsibleGroup):
    """Hidden where none are known. `add_wanted` carries the account to bring into the sheet, `opened` an address."""

    add_wanted = Signal(object)
    opened = Signal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("Other accounts", is_open=True)
        self.setObjectName("other_accounts")
        self._today = today
        self._shown: tuple[Offer, ...] = ()
        self.hide()

    def show_offers(self, offers: "Sequence[Offer]") -> None:
        """Show these; what is shown already stays as it is, and the keyboard on it."""
        self.setVisible(bool(offers))
        if tuple(offers) == self._shown:
            return
        self._shown = tuple(offers)
        clear(self.body)
        for offer in offers:
            self.body.addWidget(self._line(offer))

    def _line(self, offer: "Offer") -> QWidget:
        account = offer.account
        line = QWidget()
        whole = QVBoxLayout(line)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self._name(account), 1, Qt.AlignmentFlag.AlignLeft)
        if isinstance(account, Found) and not offer.in_sheet:
            add = Button("Add row", Kind.QUIET)
            add.setAccessibleName(f"Bring {one_line(account.shown_handle, 40)} into this sheet as a row, free")
            set_tooltip(add, "Bring this account into the sheet as a row; free")
            add.clicked.connect(lambda: self.add_wanted.emit(account))
            row.addWidget(add)
        whole.addLayout(row)
        told = self._told(offer)
        if told:
            whole.addWidget(ElidedLabel(told, Role.HINT, "muted"))
        return line

    def _name(self, account: Account) -> QWidget:
        """A link to its page; plain text where no page is known."""
        said = f"{one_line(account.platform_label, 40)}: {one_line(account.shown_handle, 40)}"
        if not is_safe(account.address):
            return ElidedLabel(said)
        link = Button(said.replace("&", "&&"), Kind.LINK)
        link.setAccessibleName(f"Open {said.replace(': ', ' account ', 1)}")
        set_tooltip(link, one_line(account.address, 200))
        link.clicked.connect(lambda: self.opened.emit(account.address))
        return link

    def _told(self, offer: "Offer") -> str:
        account = offer.account
        word = account.handle.platform.followers_word.lower() if isinstance(account, Found) else "followers"
        parts = [f"{number(account.followers)} {word}"] if account.followers is not None else []
        had = had_words(offer, self._today())
        parts += [f"you have {had}"] if had else []
        parts += ["in this sheet"] if offer.in_sheet else []
        return " · ".join(parts)


def had_words(offer: "Offer", today: date) -> str:
    """ "Full details, 3 May"; empty where nothing was bought of the account."""
    if offer.details is Details.NOTHING:
        return ""
    said = DETAILS_WORDS[offer.details]
    if offer.since_ms is None:
        return said
    return f"{said}, {day_words(datetime.fromtimestamp(offer.since_ms / 1000).date(), today)}"


def clear(layout: QVBoxLayout) -> None:
    """Take every widget out of a column."""
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
