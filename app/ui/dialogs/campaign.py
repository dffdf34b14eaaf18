"""Which campaign a sheet belongs to; campaigns are made, renamed and removed here too, all at once with the button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.ui.dialogs.base import Form, verb
from app.ui.parts import Kind, PlainLabel
from app.ui.sheet_table.plain import one_line
from app.ui.theme import px
from app.workspace.campaigns import Campaign

NONE = 0
_LONGEST = 80
_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignChoice:
    """What is to be so: keys are ids, negative for new campaigns, NONE for no campaign. `names` has every one."""

    chosen: int
    names: Mapping[int, str]
    removed: tuple[int, ...]


class CampaignDialog(Form):
    """Afterwards `chosen` holds what to change, or None."""

    def __init__(self, parent: QWidget | None, sheet_name: str, known: Sequence[Campaign], current: int | None) -> None:
        super().__init__(parent, f"Campaign of “{one_line(sheet_name, _LONGEST)}”", width=440)
        self.setObjectName("campaign_dialog")
        self.chosen: CampaignChoice | None = None
        self._removed: list[int] = []
        said = "What is paid for this sheet from now on is booked to its campaign. Budgets are set under Spending."
        self.body.addWidget(PlainLabel(said, token="muted", wrap=True))
        self.list = QListWidget()
        self.list.setObjectName("campaigns")
        self.list.setAccessibleName("Campaigns")
        self.list.setMinimumHeight(px(168))
        triggers = QAbstractItemView.EditTrigger
        self.list.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked)
        self._add_item(NONE, "No campaign")
        for campaign in known:
            self._add_item(campaign.id, one_line(campaign.name, _LONGEST))
        self.list.setCurrentItem(self._item(current or NONE) or self.list.item(0))
        self.list.currentItemChanged.connect(self._renew)
        self.body.addWidget(self.list)
        self._add_tools()
        self._add_footer()
        self._renew()
        self.list.setFocus()

    def _add_tools(self) -> None:
        self.name = QLineEdit()
        self.name.setObjectName("campaign_name")
        self.name.setAccessibleName("Name of a new campaign")
        self.name.setPlaceholderText("New campaign")
        self.name.setMaxLength(_LONGEST)
        self.name.textChanged.connect(self._renew)
        self.name.returnPressed.connect(self._add)
        self.add = verb("Add", "add_campaign")
        self.add.clicked.connect(self._add)
        self.rename = verb("Rename", "rename_campaign")
        self.rename.clicked.connect(lambda: self.list.editItem(self.list.currentItem()))
        self.remove = verb("Remove", "remove_campaign")
        self.remove.setToolTip("Its sheets stay, and what was booked to it stays in the list of payments.")
        self.remove.clicked.connect(self._remove)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.name, 1)
        for button in (self.add, self.rename, self.remove):
            row.addWidget(button)
        self.body.addLayout(row)

    def _add_footer(self) -> None:
        back = verb("Cancel", "cancel_button")
        back.clicked.connect(self.reject)
        self._go = verb("Save", "confirm_button", Kind.PRIMARY)
        self._go.setDefault(True)
        self._go.clicked.connect(self._agree)
        self.buttons.addStretch(1)
        self.buttons.addWidget(back)
        self.buttons.addWidget(self._go)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the field has added what it holds; it must not close the dialog too."""
        if not (event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.name.hasFocus()):
            super().keyPressEvent(event)

    def _add_item(self, key: int, name: str) -> QListWidgetItem:
        item = QListWidgetItem(name, self.list)
        item.setData(_KEY, key)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags | Qt.ItemFlag.ItemIsEditable if key != NONE else flags)
        return item

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(at) for at in range(self.list.count())]

    def _item(self, key: int) -> QListWidgetItem | None:
        return next((item for item in self._items() if item.data(_KEY) == key), None)

    def _renew(self) -> None:
        named = self.list.currentItem() is not None and self.list.currentItem().data(_KEY) != NONE
        self.rename.setEnabled(named)
        self.remove.setEnabled(named)
        self.add.setEnabled(bool(self.name.text().strip()))

    def _add(self) -> None:
        name = " ".join(self.name.text().split())
        if not name:
            return
        same = next((item for item in self._items()[1:] if item.text().casefold() == name.casefold()), None)
        fresh = min([0, *(item.data(_KEY) for item in self._items())]) - 1
        self.list.setCurrentItem(same or self._add_item(fresh, name))
        self.name.clear()

    def _remove(self) -> None:
        key = self.list.currentItem().data(_KEY)
        self.list.takeItem(self.list.currentRow())
        if key > 0:
            self._removed.append(key)
        self._renew()

    def _agree(self) -> None:
        self._add()  # a name that was typed and not added is meant
        names = {item.data(_KEY): " ".join(item.text().split()) for item in self._items()}
        self.chosen = CampaignChoice(
            chosen=self.list.currentItem().data(_KEY),
            names={key: name for key, name in names.items() if key != NONE and name},
            removed=tuple(self._removed),
        )
        self.accept()
