"""Where a file goes: its name, its kind, its folder, and what stands in the way."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QLineEdit, QWidget

from app.services.export.table import FileKind
from app.ui.dialogs.base import verb
from app.ui.operation import Operation, show_once
from app.ui.parts import ElidedLabel, PlainLabel
from app.ui.theme import Role, px

_KINDS = ((FileKind.XLSX, "Excel file"), (FileKind.CSV, "CSV file"), (FileKind.TSV, "TSV file"))
_FORBIDDEN = frozenset('<>:"/\\|?*')


class FileChoice(QWidget):
    """Three fields and a line that says what is wrong. `changed` after every change."""

    changed = Signal()

    def __init__(self, stem: str, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._name = QLineEdit(stem)
        self._name.setObjectName("file_name")
        self._name.setAccessibleName("Name of the file")
        self._name.textChanged.connect(self._renew)
        self._kind = QComboBox()
        self._kind.setObjectName("file_kind")
        self._kind.setAccessibleName("Kind of file")
        for kind, label in _KINDS:
            self._kind.addItem(f"{label} ({kind})", kind.value)
        self._kind.currentIndexChanged.connect(self._renew)
        self._place = ElidedLabel(token="muted")
        change = verb("Change…", "change_folder_button")
        change.clicked.connect(lambda: Operation(self, self._choose_folder).start(self))
        self._problem = PlainLabel(role=Role.HINT, token="warn", wrap=True)
        self._problem.setObjectName("export_problem")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(8))
        grid.addWidget(PlainLabel("File"), 0, 0)
        grid.addWidget(self._name, 0, 1)
        grid.addWidget(self._kind, 0, 2)
        grid.addWidget(PlainLabel("In"), 1, 0)
        grid.addWidget(self._place, 1, 1)
        grid.addWidget(change, 1, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._problem, 2, 0, 1, 3)
        self._renew()

    @property
    def path(self) -> Path:
        """The file as it stands now."""
        return self._folder / f"{self._clean_name()}{self.kind}"

    @property
    def kind(self) -> FileKind:
        return FileKind(self._kind.currentData())

    @property
    def problem(self) -> str:
        """Why nothing can be saved there; "" where it can."""
        if not self._clean_name():
            return "The file needs a name."
        return "" if self._folder.is_dir() else "This folder does not exist any more."

    @property
    def save_words(self) -> str:
        """What the button says: "Save Excel file", or "Replace" where there is one."""
        replaces = not self.problem and self.path.exists()
        return f"{'Replace' if replaces else 'Save'} {dict(_KINDS)[self.kind]}"

    def set_folder(self, folder: Path) -> None:
        """Where the file goes."""
        self._folder = folder
        self._renew()

    def _renew(self) -> None:
        self._place.setText(str(self._folder))
        problem, path = self.problem, self.path
        replaced = f"{path.name} is there already and will be replaced." if not problem and path.exists() else ""
        self._problem.setText(problem or replaced)
        self._problem.setVisible(bool(self._problem.text()))
        self.changed.emit()

    def _clean_name(self) -> str:
        signs = (sign for sign in self._name.text() if sign.isprintable() and sign not in _FORBIDDEN)
        return "".join(signs).strip(" .")

    async def _choose_folder(self) -> None:
        picker = QFileDialog(self, "Where should the file go?", str(self._folder))
        picker.setObjectName("folder_dialog")
        picker.setFileMode(QFileDialog.FileMode.Directory)
        picker.setOption(QFileDialog.Option.ShowDirsOnly)
        picker.setOption(QFileDialog.Option.DontUseNativeDialog)  # the system's own one nests a loop
        if await show_once(picker) and picker.selectedFiles():
            self.set_folder(Path(picker.selectedFiles()[0]))
