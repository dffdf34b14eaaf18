"""The panel of the creator one stands on: who it is, how to reach them, numbers, audience, links, own notes."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.creators import Details, Row
from app.domain.fields import Group
from app.domain.platforms import Platform
from app.ui.creator_panel import facts
from app.ui.creator_panel.accounts import OtherAccounts, clear
from app.ui.parts import (
    Button,
    CollapsibleGroup,
    ElidedLabel,
    EmptyState,
    IconButton,
    Kind,
    PlainLabel,
    platform_mark,
    set_tooltip,
)
from app.ui.sheet_table.plain import one_line
from app.ui.theme import Role, colour, paint_icon, px
from app.workspace.sheets import OwnColumn

if TYPE_CHECKING:
    from app.services.socials import Offer

WIDTH = 340
STATUS, NOTE = "status", "note"
_SETTLE_MS = 700
_WHY_NOT = {
    Details.FULL: "You already have this.",
    Details.GETTING: "They are on their way.",
    Details.WAITS_FOR_CREDITS: "A batch that waits for credits has them in its list. Resume or stop it first.",
}
_OPEN_FIRST = frozenset({Group.CONTACT, Group.NUMBERS})


class CreatorPanel(QWidget):
    """Shows one row of a sheet; `details_wanted`, `fresh_wanted`, `own_edited` and `account_wanted` ask the window."""

    fold_requested = Signal()
    details_wanted = Signal(int)
    fresh_wanted = Signal(int)
    own_edited = Signal(int, str, str)  # creator id, the column's key, the new value
    account_wanted = Signal(object)  # another account of the creator, to become a row

    def __init__(self, parent: QWidget | None = None, *, today: Callable[[], date] = date.today) -> None:
        super().__init__(parent)
        self.setObjectName("creator_panel")
        self.setAccessibleName("Creator")
        self.setFixedWidth(px(WIDTH))
        self._today = today
        self._row: Row | None = None
        self._groups: dict[Group, CollapsibleGroup] = {}
        self._build_head()
        self._build_notes()
        self._build_room()
        self.show_row(None)

    @property
    def creator_id(self) -> int | None:
        """Whom the panel shows."""
        return self._row.creator_id if self._row is not None else None

    def show_row(self, row: Row | None, offers: "Sequence[Offer]" = ()) -> None:
        """Show this creator, or that there is none. What was typed for another one is stored first.

        `offers`: the creator's accounts elsewhere, as far as they are known.
        """
        if self._row is not None and (row is None or row.creator_id != self._row.creator_id):
            self._store_note()
        same = row is not None and self._row is not None and row.creator_id == self._row.creator_id
        self._row = row
        self._area.setVisible(row is not None)
        self._nobody.setVisible(row is None)
        if row is None:
            return
        self._show_head(row)
        self._show_own(row, keep_note=same and self._note.hasFocus())
        for group in Group:
            self._show_group(row, group)
        self._show_links(row)
        self.accounts.show_offers(offers)

    def open_profile(self) -> None:
        """Open the creator's public page in the browser."""
        if self._row is not None:
            open_address(self._row.handle.address)

    def set_own_columns(self, columns: Sequence[OwnColumn]) -> None:
        """The choices of the Status column."""
        status = next((column for column in columns if column.key == STATUS), None)
        self._status.blockSignals(True)
        self._status.clear()
        self._status.addItem("", "")
        for choice in status.choices if status is not None else ():
            self._status.addItem(choice, choice)
        self._status.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.fold_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("window"))
        painter.fillRect(0, 0, 1, self.height(), colour("line"))
        painter.end()

    def _build_head(self) -> None:
        self._mark = _Mark()
        self._handle = ElidedLabel(role=Role.DIALOG)
        self._name = ElidedLabel(token="muted")
        self._bio = PlainLabel(wrap=True)
        self._since = PlainLabel(role=Role.HINT, token="muted", wrap=True)
        self._get = Button("Get details…", icon_name="sparkle")
        self._get.setObjectName("creator_get_details")
        self._get.clicked.connect(self._want_details)
        self._fresh = Button("Get fresh details…", Kind.LINK)
        self._fresh.setObjectName("creator_get_fresh")
        self._fresh.clicked.connect(self._want_fresh)
        self._page_button = Button("Open profile", icon_name="arrow-square-out")
        self._page_button.setObjectName("open_profile")
        self._page_button.clicked.connect(self.open_profile)

    def _build_notes(self) -> None:
        self._status = QComboBox()
        self._status.setObjectName("creator_status")
        self._status.setAccessibleName("Status")
        self._status.activated.connect(lambda _at: self._edit(STATUS, str(self._status.currentData() or "")))
        self._note = QPlainTextEdit()
        self._note.setObjectName("creator_note")
        self._note.setAccessibleName("Note")
        self._note.setPlaceholderText("Your own note")
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(px(72))
        self._note_timer = QTimer(self)
        self._note_timer.setSingleShot(True)
        self._note_timer.setInterval(_SETTLE_MS)
        self._note_timer.timeout.connect(self._store_note)
        self._note.textChanged.connect(self._note_timer.start)

    def _build_room(self) -> None:
        shut = IconButton("caret-double-right", "Hide the creator panel")
        shut.clicked.connect(self.fold_requested)
        top = QHBoxLayout()
        top.setContentsMargins(px(16), px(8), px(8), 0)
        top.addWidget(PlainLabel("Creator", Role.TITLE), 1)
        top.addWidget(shut)
        self._page = QWidget()
        self._fill_page()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        self._page.setAutoFillBackground(False)
        area.setWidget(self._page)
        self._nobody = EmptyState("user", "Click a creator to see what you have.")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(px(4))
        whole.addLayout(top)
        whole.addWidget(self._nobody, 1)
        whole.addWidget(area, 1)
        self._area = area

    def _fill_page(self) -> None:
        column = QVBoxLayout(self._page)
        column.setContentsMargins(px(16), px(4), px(16), px(16))
        column.setSpacing(px(8))
        who = QHBoxLayout()
        who.addWidget(self._mark)
        who.addWidget(self._handle, 1)
        column.addLayout(who)
        column.addWidget(self._name)
        column.addWidget(self._bio)
        column.addWidget(self._since)
        column.addWidget(self._fresh, 0, Qt.AlignmentFlag.AlignLeft)
        verbs = QHBoxLayout()
        verbs.addWidget(self._get)
        verbs.addWidget(self._page_button)
        verbs.addStretch(1)
        column.addLayout(verbs)
        for label, field in (("Status", self._status), ("Note", self._note)):
            named = QVBoxLayout()
            named.setSpacing(px(4))
            named.addWidget(PlainLabel(label, Role.HINT, "muted"))
            named.addWidget(field)
            column.addLayout(named)
        self.accounts = OtherAccounts(self._today)
        self.accounts.opened.connect(open_address)
        self.accounts.add_wanted.connect(self.account_wanted)
        column.addWidget(self.accounts)
        for group in Group:
            shown = CollapsibleGroup(str(group), is_open=group in _OPEN_FIRST)
            self._groups[group] = shown
            column.addWidget(shown)
        self._links = CollapsibleGroup("Links", is_open=True)
        column.addWidget(self._links)
        column.addStretch(1)

    def _show_head(self, row: Row) -> None:
        self._mark.show_platform(row.handle.platform)
        self._handle.setText(one_line(row.shown_handle))
        self._name.setText(one_line(str(row.values["name"] or "")))
        self._name.setVisible(bool(row.values["name"]))
        bio = str(row.values["bio"] or "")
        self._bio.setText(one_line(bio, 500))
        self._bio.setVisible(bool(bio))
        self._since.setText(facts.details_line(row, self._today()))
        why_not = _WHY_NOT.get(row.details, "")
        self._get.setEnabled(not why_not)
        set_tooltip(self._get, why_not)
        self._get.setVisible(row.details is not Details.FULL)
        self._fresh.setVisible(row.details in facts.BOUGHT)

    def _show_own(self, row: Row, *, keep_note: bool) -> None:
        self._status.setCurrentIndex(max(0, self._status.findData(row.own.get(STATUS, ""))))
        if not keep_note and not self._note_timer.isActive():
            self._note.blockSignals(True)
            self._note.setPlainText(row.own.get(NOTE, ""))
            self._note.blockSignals(False)

    def _show_group(self, row: Row, group: Group) -> None:
        shown = self._groups[group]
        found = facts.facts(row, group, QLocale(), self._today())
        clear(shown.body)
        if not found:
            shown.body.addWidget(PlainLabel(facts.NOT_FETCHED, Role.HINT, "muted"))
            return
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(4))
        for at, fact in enumerate(found):
            label = PlainLabel(fact.label, Role.HINT, "muted", wrap=True)
            label.setFixedWidth(px(116))
            label.setContentsMargins(0, px(2), 0, 0)  # its smaller line stands level with the value's
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_value(fact), at, 1, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        grid.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(grid)
        shown.body.addWidget(holder)

    def _show_links(self, row: Row) -> None:
        clear(self._links.body)
        for address in facts.links(row):
            link = Button(short(address), Kind.LINK)
            set_tooltip(link, address)
            link.setAccessibleName(f"Open {address}")
            link.clicked.connect(lambda _checked=False, address=address: open_address(address))
            self._links.body.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _want_details(self) -> None:
        if self._row is not None:
            self.details_wanted.emit(self._row.creator_id)

    def _want_fresh(self) -> None:
        if self._row is not None:
            self.fresh_wanted.emit(self._row.creator_id)

    def _edit(self, key: str, value: str) -> None:
        if self._row is not None and self._row.own.get(key, "") != value:
            self.own_edited.emit(self._row.creator_id, key, value)

    def _store_note(self) -> None:
        self._note_timer.stop()
        self._edit(NOTE, self._note.toPlainText().strip())


class _Mark(QWidget):
    """The platform's mark."""

    def __init__(self) -> None:
        super().__init__()
        self._name = "user-circle"
        self.setFixedSize(px(20), px(20))

    def show_platform(self, platform: Platform) -> None:
        self._name = platform_mark(platform)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self.rect(), self._name, "muted", 18)
        painter.end()


def _value(fact: facts.Fact) -> QWidget:
    if fact.address:
        link = Button(fact.text.replace("&", "&&"), Kind.LINK)
        link.setFixedHeight(px(20))
        set_tooltip(link, fact.text)
        link.clicked.connect(lambda: open_address(fact.address))
        return link
    label = PlainLabel(fact.text, token="muted" if fact.missing else "text", wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setMinimumWidth(px(168))
    return label


def short(address: str, longest: int = 42) -> str:
    """An address without its scheme, for a button; "&" is shown as it is."""
    plain = address.split("://", 1)[-1].removeprefix("www.").rstrip("/")
    cut = plain if len(plain) <= longest else f"{plain[: longest - 1]}…"
    return cut.replace("&", "&&")


def open_address(address: str) -> bool:
    """Open an address in the browser or mail program; anything but http, https and mailto is not opened."""
    return facts.is_safe(address) and QDesktopServices.openUrl(QUrl(address))
