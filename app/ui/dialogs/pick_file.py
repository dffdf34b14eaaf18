"""Choosing one file to read or to write; Qt's own dialog, awaited: the system's would nest a loop."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.dialogs.questions import Question
from app.ui.operation import show_once


async def pick_to_read(parent: QWidget, title: str, folder: Path, kinds: str) -> Path | None:
    """A file that is there; None where nobody chose one. `kinds` as "Recipe (*.json)"."""
    picker = _picker(parent, title, folder, kinds)
    picker.setFileMode(QFileDialog.FileMode.ExistingFile)
    return await _picked(picker)


async def pick_to_write(parent: QWidget, title: str, suggested: Path, kinds: str) -> Path | None:
    """Where a file goes, with the ending of `suggested`; one that is there is replaced only after a question."""
    picker = _picker(parent, title, suggested.parent, kinds)
    picker.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    picker.setOption(QFileDialog.Option.DontConfirmOverwrite)  # its question would nest a loop
    picker.setDefaultSuffix(suggested.suffix.lstrip("."))
    picker.selectFile(suggested.name)
    path = await _picked(picker)
    if path is None or not path.exists():
        return path
    asked = Question(parent, "Replace the file?", f"{path.name} is there already.", "Cancel", "Replace")
    return path if await show_once(asked) else None


def _picker(parent: QWidget, title: str, folder: Path, kinds: str) -> QFileDialog:
    picker = QFileDialog(parent, title, str(folder), kinds)
    picker.setObjectName("file_dialog")
    picker.setOption(QFileDialog.Option.DontUseNativeDialog)
    return picker


async def _picked(picker: QFileDialog) -> Path | None:
    chosen = await show_once(picker)
    return Path(picker.selectedFiles()[0]) if chosen and picker.selectedFiles() else None
