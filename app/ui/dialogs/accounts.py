"""The other accounts that are known of creators: to bring into the sheet, to write into columns, to copy. All free."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.creators import Found
from app.services.socials import Offer
from app.ui.creator_panel.accounts import had_words
from app.ui.dialogs.result import ResultDialog, ResultTable, count_cell, text_cell
from app.ui.parts import set_tooltip
from app.ui.sheet_table.cells import Cell
from app.ui.sheet_table.lines import LineColumn
from app.ui.window.words import counted, number

_COLUMNS = (
    LineColumn(label="Creator", width=130, share=2),
    LineColumn(label="Platform", width=92),
    LineColumn(label="Account", width=130, share=2),
    LineColumn(label="Name", width=120, share=2),
    LineColumn(label="Followers", width=92, number=True),
    LineColumn(label="You have", width=140, hint="What you bought of this account already"),
    LineColumn(label="In this sheet", width=98),
)

_NO_ROWS = "Accounts on smaller platforms cannot become rows. Their addresses can go into columns."


class AccountsDialog(ResultDialog):
    """`add_wanted` carries the accounts to bring into the sheet; `columns_wanted` asks for their addresses there."""

    add_wanted = Signal(object)
    columns_wanted = Signal()

    def __init__(self, parent: QWidget | None, names: Mapping[int, str], today: date) -> None:
        table = ResultTable("accounts_table", "Other accounts", _COLUMNS)
        super().__init__(parent, "Other accounts", "Free", table, width=900)
        self.setObjectName("accounts_dialog")
        self._names = names
        self._today = today
        self._offers: tuple[Offer, ...] = ()
        table.marked_changed.connect(self._renew)
        self.add = self.add_verb("", "add_accounts")
        self.add.clicked.connect(lambda: self.add_wanted.emit(self._wanted()))
        self.columns = self.add_verb("Write addresses into columns", "fill_columns")
        set_tooltip(self.columns, "One column for each platform. What you typed there stays.")
        self.columns.clicked.connect(lambda: self.columns_wanted.emit())

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show these; what was marked is marked no more."""
        self._offers = tuple(offers)
        with_some = len({offer.creator_id for offer in offers})
        who = counted(len(self._names), "creator", "creators")
        self.head.setText(f"{number(with_some)} of {who} have accounts elsewhere that are known.")
        self.table.show_rows([self._row(offer) for offer in offers])
        self.columns.setEnabled(bool(offers))
        self._renew()

    def _row(self, offer: Offer) -> tuple[Cell, ...]:
        account = offer.account
        return (
            text_cell(self._names[offer.creator_id]),
            text_cell(account.platform_label),
            text_cell(account.shown_handle),
            text_cell(account.name or ""),
            count_cell(account.followers),
            text_cell(had_words(offer, self._today)),
            text_cell("Yes" if offer.in_sheet else ""),
        )

    def _shown(self) -> list[Offer]:
        """The marked ones; every one where none is marked."""
        return [self._offers[row] for row in self.table.marked() or range(len(self._offers))]

    def _wanted(self) -> list[Found]:
        """Those that can become rows of the sheet."""
        return [one.account for one in self._shown() if isinstance(one.account, Found) and not one.in_sheet]

    def _renew(self) -> None:
        shown, count = self._shown(), len(self._wanted())
        can = all(isinstance(one.account, Found) for one in shown)
        which = f"{number(count)} marked" if self.table.marked() else f"all {number(count)}" if can else number(count)
        self.add.setText(f"Bring {which} into this sheet" if count else "Bring into this sheet")
        self.add.setEnabled(bool(count))
        why = "They are in this sheet already." if can else _NO_ROWS
        set_tooltip(self.add, "" if count and can else why)
