"""How a list is understood: what was recognised, its columns, what it would bring, and where that goes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.platforms import Platform
from app.services.importing import Encoding, Preview, ReadList, Table
from app.services.importing.table import WINDOWS
from app.services.imports import ImportCounts
from app.ui.dialogs.base import verb
from app.ui.dialogs.counts import Counts
from app.ui.dialogs.importing import words
from app.ui.dialogs.importing.columns import ColumnsTable
from app.ui.dialogs.importing.where import Where
from app.ui.parts import ElidedLabel, Kind, PlainLabel, set_tooltip, tab_through
from app.ui.sheet_table.plain import one_line
from app.ui.theme import Role, px
from app.workspace.sheets import Sheet

_LINES = ("new", "known", "hidden", "in_sheet", "emails", "repeats", "bad")
_LONGEST = 40


class LookPage(QWidget):
    """Shows one list. `heading_chosen` with whether its first line names the columns, `platform_chosen` with that of
    bare handles, `sheet_chosen` with the name of a sheet of its workbook, `encoding_chosen` with that of its letters.
    """

    heading_chosen = Signal(bool)
    platform_chosen = Signal(object)
    sheet_chosen = Signal(str)
    encoding_chosen = Signal(object)
    leave_out_changed = Signal()
    bad_wanted = Signal()
    emails_wanted = Signal()

    def __init__(self, sheet: Sheet | None) -> None:
        super().__init__()
        self._sheet = sheet
        self.columns = ColumnsTable()
        self.where = Where(sheet)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(px(12))
        whole.addLayout(self._make_recognised())
        whole.addWidget(self.columns)
        whole.addWidget(self._make_trouble())
        whole.addWidget(self._make_platform())
        foot = QHBoxLayout()
        foot.setSpacing(px(32))
        foot.addWidget(self._make_counts(), 3, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.where, 2, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(foot, 1)
        self.columns.stops_changed.connect(self._order_stops)

    def _make_recognised(self) -> QHBoxLayout:
        self.recognised = ElidedLabel(token="muted")
        self.recognised.setObjectName("recognised")
        self.sheets = QComboBox()
        self.sheets.setObjectName("workbook_sheet")
        self.sheets.setAccessibleName("Sheet of the workbook")
        self.sheets.setMaximumWidth(px(200))
        self.sheets.activated.connect(lambda at: self.sheet_chosen.emit(self.sheets.itemData(at)))
        self.encoding = QComboBox()
        self.encoding.setObjectName("text_encoding")
        self.encoding.setAccessibleName("Letters of the list")
        set_tooltip(self.encoding, "Choose the other where letters look wrong.")
        for one in WINDOWS:
            self.encoding.addItem(one.label, one)
        self.encoding.activated.connect(lambda at: self.encoding_chosen.emit(Encoding(self.encoding.itemData(at))))
        self.heading = QCheckBox("The first line names the columns")
        self.heading.setObjectName("has_heading")
        self.heading.clicked.connect(self.heading_chosen)
        row = QHBoxLayout()
        row.setSpacing(px(16))
        row.addWidget(self.recognised, 1)
        row.addWidget(self.sheets)
        row.addWidget(self.encoding)
        row.addWidget(self.heading)
        return row

    def _make_platform(self) -> QWidget:
        self.platform = QComboBox()
        self.platform.setObjectName("handle_platform")
        self.platform.setAccessibleName("Platform of handles that do not say theirs")
        self.platform.setPlaceholderText("Choose a platform")
        for one in Platform:
            if one is not Platform.ONLYFANS:  # off in the window (design.md, section 8)
                self.platform.addItem(one.label, one)
        self.platform.setCurrentIndex(-1)
        self.platform.activated.connect(lambda at: self.platform_chosen.emit(Platform(self.platform.itemData(at))))
        label = QLabel("Handles without an address are on")
        label.setBuddy(self.platform)
        self._platform_row = QWidget()
        row = QHBoxLayout(self._platform_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(label)
        row.addWidget(self.platform)
        row.addStretch(1)
        return self._platform_row

    def _make_trouble(self) -> QWidget:
        self.trouble = PlainLabel(role=Role.HEADING, token="warn", wrap=True)
        self.trouble.setObjectName("import_trouble")
        self.trouble.hide()
        return self.trouble

    def _make_counts(self) -> Counts:
        self.counts = Counts()
        self.leave_out = QCheckBox("Leave them out")
        self.leave_out.setObjectName("leave_out_hidden")
        self.leave_out.setChecked(True)
        self.leave_out.toggled.connect(self.leave_out_changed)
        self.show_bad = verb("Show them", "show_bad_button", Kind.LINK)
        self.show_bad.clicked.connect(self.bad_wanted)
        self.look_up = verb("", "look_up_button", Kind.LINK)
        self.look_up.clicked.connect(self.emails_wanted)
        asides = {"hidden": self.leave_out, "bad": self.show_bad, "emails": self.look_up}
        for key in _LINES:
            self.counts.add(key, asides.get(key))
        self.counts.heavier("new")
        return self.counts

    def show_table(self, table: Table, shown: Preview) -> None:
        """Another list, or another heading."""
        read_as = table.read_as
        self.recognised.setText(words.recognised(read_as, shown.lines))
        self.sheets.clear()
        for name in read_as.sheets:
            self.sheets.addItem(one_line(name, _LONGEST), name)
        self.sheets.setCurrentIndex(self.sheets.findData(read_as.sheet))
        self.sheets.setVisible(len(read_as.sheets) > 1)
        self.encoding.setCurrentIndex(self.encoding.findData(read_as.encoding))
        self.encoding.setVisible(read_as.encoding is not None and read_as.encoding.is_guess)
        self.heading.setChecked(shown.has_heading)
        self.look_up.setEnabled(True)
        self.columns.show_list(shown)
        self._show_platform(shown, needed=shown.needs_platform)

    def _order_stops(self) -> None:
        tab_through([self.sheets, self.encoding, self.heading, *self.columns.stops(), self.platform, self.leave_out])

    def show_preview(self, shown: Preview) -> None:
        """The same list, understood in another way."""
        self.columns.show_roles(shown)

    def show_found(self, found: ReadList, shown: Preview, counts: ImportCounts) -> None:
        """What it would bring."""
        put = self.counts.put
        put("new", counts.creators - counts.known, "new")
        put("known", counts.known, words.known(counts))
        put("hidden", counts.hidden, "hidden from future searches")
        put("in_sheet", counts.in_sheet, words.in_sheet(self.where.sheet_name, counts.in_sheet))
        put("emails", counts.addresses, words.only_emails(counts.addresses))
        if self.look_up.isEnabled():
            self.look_up.setText(words.lookup(counts.addresses))
        if not counts.creators:
            self.look_up.hide()  # then it is what the dialog's own button does
        put("repeats", counts.repeats, words.repeats(counts.repeats))
        waiting = words.unplaced(found, shown)
        put("bad", counts.bad - waiting, words.unread(counts.bad - waiting))
        self._show_platform(shown, needed=bool(found.unplaced))
        self.say(words.platform_missing(waiting))

    def show_looked_up(self) -> None:
        """The emails of this list are on their way."""
        self.look_up.setText("Being looked up")
        self.look_up.setEnabled(False)

    def say(self, trouble: str) -> None:
        """What is to be mended before anything can be brought in."""
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))

    def _show_platform(self, shown: Preview, *, needed: bool) -> None:
        """Ask where bare handles are, where there are any; the answer stays in sight."""
        self._platform_row.setVisible(needed or shown.platform is not None)
        self.platform.setCurrentIndex(-1 if shown.platform is None else self.platform.findData(shown.platform))
