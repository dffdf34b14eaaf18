"""Export: for whom, which rows, which kind of file, and where it goes. Exporting is free."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.services.export.preview import Preview
from app.services.exporting import AS_ON_SCREEN, EVERYTHING
from app.ui.dialogs.choices import chosen_in, radio
from app.ui.dialogs.preview import PreviewTable
from app.ui.dialogs.save import SaveDialog
from app.ui.operation import Operation
from app.ui.parts import PlainLabel
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
PreviewSource = Callable[[str, Sequence[int] | None, str], Awaitable[Preview]]
"""The first rows of a preset, of these creators (None: all as they came), in a file with this ending."""


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


class ExportDialog(SaveDialog):
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
        super().__init__(parent, f"Export “{sheet_name}”", suggested, folder, width=720)
        self.setObjectName("export_dialog")
        self.chosen: ExportChoice | None = None
        self._rows = rows
        self._columns = columns
        self._preview = preview
        self._asking: asyncio.Task[None] | None = None
        self._previewed: tuple[str, str, str] | None = None
        halves = QHBoxLayout()
        halves.setSpacing(px(32))
        self._presets = self._add_presets(halves)
        self._which = self._add_rows(halves)
        self.body.insertLayout(0, halves)
        self.body.insertSpacing(1, px(8))
        self.file.changed.connect(self._renew)
        self._renew()

    def _add_presets(self, halves: QHBoxLayout) -> QButtonGroup:
        column = QVBoxLayout()
        column.setSpacing(px(4))
        column.addWidget(PlainLabel("For whom?", Role.HEADING))
        group = QButtonGroup(self)
        for key, label, later in _PRESETS:
            choice = radio(group, "preset", key, label)
            choice.setChecked(key == AS_ON_SCREEN)
            choice.setEnabled(not later)
            choice.setToolTip(later)
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
            choice = radio(group, "rows", key, f"{number(count)} {key}")
            choice.setEnabled(bool(count) or key == "all")
            choice.setToolTip("" if choice.isEnabled() else "There are none.")
            choice.setChecked(key == ("ticked" if counts[0][1] else "all"))
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

    def _renew(self) -> None:
        everything = self._preset() == EVERYTHING
        self._columns_words.setText(
            "All that is known, and your own columns"
            if everything
            else f"{counted(self._columns, 'column', 'columns')} as on screen"
        )
        self._renew_preview()

    def _renew_preview(self) -> None:
        """Ask for the first rows of what is chosen now; the newest question wins."""
        which, kind = chosen_in(self._which), self.file.kind
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
        return rows[chosen_in(self._which)]

    def _preset(self) -> str:
        return chosen_in(self._presets)

    def agree(self) -> None:
        self.chosen = ExportChoice(
            path=self.file.path, preset=self._preset(), ids=self._ids(), open_after=self.open_after
        )
        super().agree()
