"""Going back to a backup: a dated list, and what each of them does not have."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from app.domain.errors import AppError
from app.domain.money import show
from app.ui.dialogs.base import Form, verb
from app.ui.operation import Operation
from app.ui.parts import EmptyState, Kind, PlainLabel
from app.ui.sheet_table.own_values import day_words
from app.ui.theme import Role, line_height, number_font, px
from app.ui.window.words import counted
from app.workspace.backups import Backup
from app.workspace.restoring import Bought

Since = Callable[[Backup], Awaitable[Bought | None]]

NO_BACKUP = "No backup yet. The first is made within half an hour of a change."
_KEPT = "Everything goes back to how it was then. What you have now is kept as a backup first, so you can return to it."
_LOST = "Choose the backup to go on with. What came after it is not in it; the damaged file is kept."
_UNREADABLE = "This backup cannot be read. Choose another one."
_WAIT = "…"
_ROW, _SHOWN = 32, 8
_MADE, _WHY, _SIZE, _SINCE = range(4)  # the columns; their words need no headings


def moment(at_ms: int, now: datetime) -> str:
    """When that was, on this computer's clock: "today, 14:30", "yesterday, 9:05", "3 May, 14:30"."""
    at = datetime.fromtimestamp(at_ms / 1000)
    near = {now.date(): "today", now.date() - timedelta(days=1): "yesterday"}
    return f"{near.get(at.date()) or day_words(at.date(), now.date())}, {at:%H:%M}"


def missing(bought: Bought | None) -> str:
    """What going back would take out of the sheets; empty where nobody can tell."""
    if bought is None:
        return ""
    parts = [counted(bought.details, "creator's details", "creators' details")] if bought.details else []
    if bought.found:
        parts.append(counted(bought.found, "found creator", "found creators"))
    doubt = f" {show(bought.in_doubt)} more may have been charged." if bought.in_doubt else ""
    if not parts and not bought.spent:
        return f"Nothing was bought after this backup.{doubt} Notes and ticks from after it are not in it."
    what = " and ".join(parts) or "Something"
    said = f"{what} for {show(bought.spent)} credits came after this backup.{doubt}"
    return f"{said} They stay in today's file, which is kept. Getting them again costs again."


def _short(bought: Bought | None) -> str:
    if bought is None:
        return ""
    spent = bought.spent + bought.in_doubt
    up_to = "up to " if bought.in_doubt else ""
    return f"{up_to}{show(spent)} credits spent since" if spent else "nothing bought since"


class RestoreDialog(Form):
    """Afterwards `chosen` is the backup to go back to, or None; `anew`: an empty workspace is wanted instead.

    `made` newest first. `since` says what was bought after one. `lost`: there is no workspace to keep any more.
    """

    def __init__(self, parent: QWidget | None, made: Sequence[Backup], since: Since, now: datetime, *, lost: bool):
        super().__init__(parent, "Restore a backup", width=600)
        self.setObjectName("restore_dialog")
        self.chosen: Backup | None = None
        self.anew = False
        self._made, self._since, self._now, self._lost = made, since, now, lost
        self._bought: dict[int, Bought | None] = {}
        self._unreadable: set[int] = set()
        self._items: list[QTreeWidgetItem] = []
        self._back = verb("Cancel" if made else "Close", "cancel_button", Kind.OUTLINE if made else Kind.PRIMARY)
        self._back.clicked.connect(self.reject)
        if lost:
            anew = verb("Begin anew…", "begin_anew_button", Kind.OUTLINE)
            anew.clicked.connect(self._begin_anew)
            self.buttons.addWidget(anew)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._back)
        if not made:
            self.body.addWidget(EmptyState("clock-counter-clockwise", NO_BACKUP), 1)
            return
        self.body.addWidget(PlainLabel(_LOST if lost else _KEPT, token="muted", wrap=True))
        self.list = self._make_list()
        self.body.addWidget(self.list, 1)
        self._said = PlainLabel(wrap=True)
        self._said.setObjectName("restore_facts")
        self._said.setMinimumHeight(line_height(Role.BODY) * 2)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._said.setVisible(not lost)
        self.body.addWidget(self._said)
        self._go = verb("", "confirm_button", Kind.PRIMARY)
        self._go.setDefault(True)
        self._go.clicked.connect(self._agree)
        self.buttons.addWidget(self._go)
        self.list.currentItemChanged.connect(lambda *_: self._show_current())
        self.list.setCurrentItem(self._items[0])
        Operation(self, self._compare).start(self)

    def _make_list(self) -> QTreeWidget:
        made = QTreeWidget()
        made.setObjectName("backup_list")
        made.setAccessibleName("Backups, the newest first")
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setAllColumnsShowFocus(True)
        made.setColumnCount(_SINCE + 1)
        made.setHeaderHidden(True)
        for row in self._made:
            size = QLocale().formattedDataSize(row.size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
            words = moment(row.at_ms, self._now)
            item = QTreeWidgetItem(made, [words[0].upper() + words[1:], str(row.why), size, _WAIT])
            item.setSizeHint(_SINCE, QSize(0, px(_ROW)))
            for column in (_SIZE, _SINCE):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setFont(column, number_font(Role.BODY))
            self._items.append(item)
        head = made.header()
        head.setStretchLastSection(True)
        for column in (_MADE, _WHY, _SIZE):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        made.setMinimumHeight(px(_ROW) * min(_SHOWN, max(3, len(self._made))) + 2 * made.frameWidth())
        return made

    async def _compare(self) -> None:
        """Fill the last column, newest first; each takes a moment."""
        for row, backup in enumerate(self._made):
            try:
                self._bought[row] = await self._since(backup)
                words = _short(self._bought[row])
            except AppError:
                self._unreadable.add(row)
                words = "cannot be read"
            self._items[row].setText(_SINCE, words)
            if row == self._row():
                self._show_current()

    def _row(self) -> int:
        return self.list.currentIndex().row()

    def _show_current(self) -> None:
        row = self._row()
        unreadable = row in self._unreadable
        self._go.setText(f"Restore {moment(self._made[row].at_ms, self._now)}")
        self._go.setEnabled(not unreadable)
        self._go.setToolTip(_UNREADABLE if unreadable else "")
        facts = _UNREADABLE if unreadable else missing(self._bought[row]) if row in self._bought else _WAIT
        self._said.setText(facts)
        self._go.setAccessibleDescription(facts)

    def _begin_anew(self) -> None:
        self.anew = True
        self.reject()

    def _agree(self) -> None:
        self.chosen = self._made[self._row()]
        self.accept()
