"""Export: for whom, which rows, which kind of file, and where it goes. Exporting is free."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.services.export.preview import Preview
from app.services.exporting import AS_ON_SCREEN, EVERYTHING
from app.ui.dialogs.base import Form, chosen_of, verb
from app.ui.dialogs.preview import PreviewTable
from app.ui.operation import Operation, show_modal
from app.ui.parts import ElidedLabel, Kind, PlainLabel
from app.ui.theme import Role, px
from app.ui.window.words import NEXT_VERSION, counted, number

_LATER = NEXT_VERSION.format("ready-made files for approval, mail merge and contracts.")
_PRESETS = (
    (AS_ON_SCREEN, "Me: as on screen", ""),
    (EVERYTHING, "Everything", ""),
    ("approval", "Approval", _LATER),
    ("outreach", "Outreach / mail merge", _LATER),
    ("contracts", "Contract list", _LATER),
    ("media plan", "Media plan", _LATER),
)
_KINDS = ((".xlsx", "Excel file"), (".csv", "CSV file"), (".tsv", "TSV file"))
PreviewSource = Callable[[str, Sequence[int] | None, str], Awaitable[Preview]]
"""The first rows of a preset, of these creators (None: all as they came), in a file with this ending."""
_FORBIDDEN = frozenset('<>:"/\\|?*')


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRows:
    """The three choices of rows, as ids in the order they are written; None: all as they came."""

    ticked: Sequence[int]
    visible: Sequence[int]
    all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChoice:
    """What to write and where. `ids` None means every row as it came."""

    path: Path
    preset: str
    ids: Sequence[int] | None
    open_after: bool


class ExportDialog(Form):
    """Afterwards `chosen` holds what to write, or None."""

    def __init__(
        self,
        parent: QWidget | None,
        *,
        sheet_name: str,
        rows: ExportRows,
        columns: int,
        preview: PreviewSource,
        suggested: str,
        folder: Path,
    ) -> None:
        super().__init__(parent, f"Export “{sheet_name}”", "Exporting is free", width=720)
        self.setObjectName("export_dialog")
        self.aside.set_token("muted")
        self.chosen: ExportChoice | None = None
        self._rows = rows
        self._columns = columns
        self._preview = preview
        self._asking: asyncio.Task[None] | None = None
        self._previewed: tuple[str, str, str] | None = None
        self._folder = folder
        halves = QHBoxLayout()
        halves.setSpacing(px(32))
        self._presets = self._add_presets(halves)
        self._which = self._add_rows(halves)
        self.body.addLayout(halves)
        self._add_file(Path(suggested).stem)
        self._add_footer()
        self._renew()

    def set_folder(self, folder: Path) -> None:
        """Where the file goes."""
        self._folder = folder
        self._renew()

    @property
    def path(self) -> Path:
        """The file as it stands now."""
        return self._folder / f"{self._clean_name()}{self._kind.currentData()}"

    def _add_presets(self, halves: QHBoxLayout) -> QButtonGroup:
        column = QVBoxLayout()
        column.setSpacing(px(4))
        column.addWidget(PlainLabel("For whom?", Role.HEADING))
        group = QButtonGroup(self)
        for key, label, later in _PRESETS:
            choice = QRadioButton(label)
            choice.setObjectName(f"preset_{key.replace(' ', '_')}")
            choice.setProperty("preset", key)
            choice.setChecked(key == AS_ON_SCREEN)
            choice.setEnabled(not later)
            choice.setToolTip(later)
            group.addButton(choice)
            column.addWidget(choice)
        column.addStretch(1)
        group.buttonToggled.connect(self._renew)
        halves.addLayout(column)
        return group

    def _add_rows(self, halves: QHBoxLayout) -> QButtonGroup:
        column = QVBoxLayout()
        column.setSpacing(px(4))
        column.addWidget(PlainLabel("Rows", Role.HEADING))
        group = QButtonGroup(self)
        lines = QHBoxLayout()
        lines.setSpacing(px(16))
        counts = (
            ("ticked", len(self._rows.ticked)),
            ("visible", len(self._rows.visible)),
            ("all", self._rows.all),
        )
        for key, count in counts:
            choice = QRadioButton(f"{number(count)} {key}")
            choice.setObjectName(f"rows_{key}")
            choice.setProperty("rows", key)
            choice.setEnabled(bool(count) or key == "all")
            choice.setToolTip("" if choice.isEnabled() else "There are none.")
            choice.setChecked(key == ("ticked" if counts[0][1] else "all"))
            group.addButton(choice)
            lines.addWidget(choice)
        lines.addStretch(1)
        column.addLayout(lines)
        group.buttonToggled.connect(self._renew)
        self._columns_words = PlainLabel(token="muted", wrap=True)
        column.addSpacing(px(8))
        column.addWidget(PlainLabel("Columns", Role.HEADING))
        column.addWidget(self._columns_words)
        column.addSpacing(px(8))
        self.preview = PreviewTable()
        column.addWidget(self.preview)
        column.addStretch(1)
        halves.addLayout(column, 1)
        return group

    def _add_file(self, stem: str) -> None:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(8))
        self._name = QLineEdit(stem)
        self._name.setObjectName("file_name")
        self._name.setAccessibleName("Name of the file")
        self._name.textChanged.connect(self._renew)
        self._kind = QComboBox()
        self._kind.setObjectName("file_kind")
        self._kind.setAccessibleName("Kind of file")
        for suffix, label in _KINDS:
            self._kind.addItem(f"{label} ({suffix})", suffix)
        self._kind.currentIndexChanged.connect(self._renew)
        self._place = ElidedLabel(token="muted")
        self._change = verb("Change…", "change_folder_button")
        self._change.clicked.connect(lambda: Operation(self, self._choose_folder).start(self))
        grid.addWidget(PlainLabel("File"), 0, 0)
        grid.addWidget(self._name, 0, 1)
        grid.addWidget(self._kind, 0, 2)
        grid.addWidget(PlainLabel("In"), 1, 0)
        grid.addWidget(self._place, 1, 1)
        grid.addWidget(self._change, 1, 2, Qt.AlignmentFlag.AlignRight)
        self.body.addSpacing(px(8))
        self.body.addLayout(grid)
        self._problem = PlainLabel(role=Role.HINT, token="warn", wrap=True)
        self._problem.setObjectName("export_problem")
        self.body.addWidget(self._problem)

    def _add_footer(self) -> None:
        self._open_after = QCheckBox("Open afterwards")
        self._open_after.setObjectName("open_after")
        self._open_after.setChecked(True)
        back = verb("Cancel", "cancel_button")
        back.clicked.connect(self.reject)
        self._go = verb("", "confirm_button", Kind.PRIMARY)
        self._go.setDefault(True)
        self._go.clicked.connect(self._agree)
        self.buttons.addWidget(self._open_after)
        self.buttons.addStretch(1)
        self.buttons.addWidget(back)
        self.buttons.addWidget(self._go)

    def _renew(self) -> None:
        everything = self._preset() == EVERYTHING
        self._columns_words.setText(
            "All that is known, and your own columns"
            if everything
            else f"{counted(self._columns, 'column', 'columns')} as on screen"
        )
        self._place.setText(str(self._folder))
        path = self.path
        kind = dict(_KINDS)[self._kind.currentData()]
        problem = ""
        if not self._clean_name():
            problem = "The file needs a name."
        elif not self._folder.is_dir():
            problem = "This folder does not exist any more."
        replaces = not problem and path.exists()
        self._go.setText(f"Replace {kind}" if replaces else f"Save {kind}")
        self._go.setEnabled(not problem)
        self._go.setToolTip(problem)
        self._problem.setText(problem or (f"{path.name} is there already and will be replaced." if replaces else ""))
        self._problem.setVisible(bool(self._problem.text()))
        self._renew_preview()

    def _renew_preview(self) -> None:
        """Ask for the first rows of what is chosen now; the newest question wins."""
        which, kind = chosen_of(self._which, "rows"), self._kind.currentData()
        wanted = (self._preset(), which, kind)
        if wanted == self._previewed:
            return
        self._previewed = wanted
        if self._asking is not None:
            self._asking.cancel()
        question = Operation(self, lambda: self._preview(wanted[0], self._ids(), kind))
        self._asking = question.on_success(self.preview.show_preview).start(self)

    def _ids(self) -> Sequence[int] | None:
        rows = {"ticked": self._rows.ticked, "visible": self._rows.visible, "all": None}
        return rows[chosen_of(self._which, "rows")]

    def _preset(self) -> str:
        return chosen_of(self._presets, "preset")

    def _clean_name(self) -> str:
        signs = (sign for sign in self._name.text() if sign.isprintable() and sign not in _FORBIDDEN)
        return "".join(signs).strip(" .")

    async def _choose_folder(self) -> None:
        picker = QFileDialog(self, "Where should the file go?", str(self._folder))
        picker.setObjectName("folder_dialog")
        picker.setFileMode(QFileDialog.FileMode.Directory)
        picker.setOption(QFileDialog.Option.ShowDirsOnly)
        picker.setOption(QFileDialog.Option.DontUseNativeDialog)  # the system's own one nests a loop
        try:
            if await show_modal(picker) and picker.selectedFiles():
                self.set_folder(Path(picker.selectedFiles()[0]))
        finally:
            picker.deleteLater()

    def _agree(self) -> None:
        self.chosen = ExportChoice(
            path=self.path, preset=self._preset(), ids=self._ids(), open_after=self._open_after.isChecked()
        )
        self.accept()
