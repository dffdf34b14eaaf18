"""Import: a list from a file or the clipboard, how it is understood, what it brings. Free, and nothing is sent."""

import asyncio
from collections.abc import Awaitable, Callable, Set
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.errors import AppError
from app.domain.platforms import Handle, Platform
from app.services.importing import Preview, ReadList, Role, Table
from app.services.importing.reading import NO_PLATFORM
from app.services.imports import ImportCounts, Imports
from app.ui.dialogs.base import Form, verb
from app.ui.dialogs.importing import words
from app.ui.dialogs.importing.bad_lines import BadLinesDialog
from app.ui.dialogs.importing.dropped import Drops, Given
from app.ui.dialogs.importing.look import LookPage
from app.ui.dialogs.importing.source import SourcePage
from app.ui.operation import Operation, show_modal
from app.ui.parts import Kind
from app.workspace.sheets import Sheet

TYPED_MS = 400  # after the last letter of a column's name
_READING = "Reading…"
Hidden = Callable[[Set[Platform]], Awaitable[frozenset[Handle]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtIn:
    """What came in: so many creators, in this sheet; `handles` in the list's order."""

    sheet_id: int
    sheet: str
    handles: tuple[Handle, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A list that was read as `shown` says, and what it would bring."""

    shown: Preview
    found: ReadList
    counts: ImportCounts


class ImportDialog(Form):
    """Afterwards `brought_in` says what came in, or is None. Whatever goes wrong is said in it, and it stays.

    `sheet` is the shown one. `hidden` tells who is hidden from future searches; it may raise ServiceError. `pick` asks
    for a file. `emails_wanted` carries the addresses of lines that name no creator.
    """

    emails_wanted = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        imports: Imports,
        *,
        sheet: Sheet | None,
        free_name: Callable[[str], str],
        hidden: Hidden,
        pick: Callable[[QWidget], Awaitable[Path | None]],
    ) -> None:
        super().__init__(parent, "Import a list", words.FREE, width=880)
        self.setObjectName("import_dialog")
        self.aside.set_token("muted")
        self.brought_in: BroughtIn | None = None
        self._imports, self._free_name, self._ask_hidden, self._pick = imports, free_name, hidden, pick
        self._path: Path | None = None
        self._table: Table | None = None
        self._shown: Preview | None = None
        self._by_hand: dict[int, Role] = {}
        self._names: dict[int, str] = {}
        self._known: _Known | None = None
        self._opening: asyncio.Task[None] | None = None
        self._following = self._stale = self._busy = False
        self._hidden: frozenset[Handle] = frozenset()
        self._asked_hidden: frozenset[Platform] = frozenset()
        self._typed = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._typed.timeout.connect(self._follow)
        self.source, self.look = SourcePage(), LookPage(sheet)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.source)
        self.pages.addWidget(self.look)
        self.body.addWidget(self.pages, 1)
        self._add_footer()
        self._connect()
        Drops(self, self.take, lambda: not self._busy)
        self._show_step()
        self.source.field.setFocus()

    @property
    def names_creators(self) -> bool:
        """Whether the list holds anybody to bring in."""
        return self._known is not None and bool(self._known.found.creators)

    def _add_footer(self) -> None:
        self.back = verb("Another list", "back_button")
        self.back.clicked.connect(self._go_back)
        self.cancel = verb("Cancel", "cancel_button")
        self.cancel.clicked.connect(self.reject)
        self.go = verb("", "confirm_button", Kind.PRIMARY)
        self.go.setDefault(True)
        self.go.clicked.connect(self._go_on)
        self.buttons.addWidget(self.back)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.go)

    def _connect(self) -> None:
        look = self.look
        self.source.file_wanted.connect(lambda: Operation(self, self._choose_file).on_failure(self._say).start(self))
        self.source.text_changed.connect(self._show_step)
        look.columns.role_chosen.connect(self._choose_role)
        look.columns.renamed.connect(self._rename)
        look.heading_chosen.connect(self._choose_heading)
        look.platform_chosen.connect(self._choose_platform)
        look.sheet_chosen.connect(self._choose_sheet)
        look.where.changed.connect(self._follow)
        look.where.name.textEdited.connect(self._show_step)
        look.leave_out_changed.connect(self._show_step)
        look.bad_wanted.connect(lambda: Operation(self, self._show_bad).start(self))
        look.emails_wanted.connect(self._want_emails)

    # -- where the list comes from

    def take(self, given: Given) -> None:
        """Read a file or a text; what was read before stays until this one is."""
        if isinstance(given, str):
            self.source.field.setPlainText(given)
            self._open(None, lambda: self._imports.open_text(given))
        else:
            self._open(given, lambda: self._imports.open_file(given))

    def _open(self, path: Path | None, work: Callable[[], Awaitable[Table]]) -> None:
        if self._opening is not None:
            self._opening.cancel()
        self.source.wait()
        opened = Operation(self, work).on_success(lambda table: self._opened(path, table)).on_failure(self._not_opened)
        self._opening = opened.start(self)
        self._show_step()

    def _not_opened(self, error: AppError) -> None:
        self._opening = None
        self._say(error)
        self._show_step()

    def _say(self, error: AppError) -> None:
        """The list cannot be used: say so where one stands."""
        self.source.say(words.why_not(error))
        self.look.say(words.why_not(error))

    async def _choose_file(self) -> None:
        path = await self._pick(self)
        if path is not None:
            self.take(path)

    def _choose_sheet(self, sheet: str) -> None:
        path = self._path
        if path is not None:
            self._open(path, lambda: self._imports.open_file(path, sheet))

    def _opened(self, path: Path | None, table: Table) -> None:
        self.source.say("")
        platform = self._shown.platform if self._shown is not None and path == self._path else None
        self._opening, self._path, self._table, self._known = None, path, table, None
        self._by_hand, self._names = {}, {}
        self._understand(self._imports.preview(table, platform))
        several = len(table.read_as.sheets) > 1
        self.look.where.propose(self._free_name(table.read_as.sheet if several else table.name))
        self.heading.setText(words.title(path.name if path is not None else table.name))
        self.pages.setCurrentWidget(self.look)
        self._follow()
        self.look.columns.first.setFocus()

    def _go_back(self) -> None:
        self.pages.setCurrentWidget(self.source)
        self.heading.setText("Import a list")
        self._show_step()
        self.source.choose.setFocus()

    # -- how it is understood

    def _understand(self, shown: Preview) -> None:
        """Take a fresh guess, with what was chosen by hand for this list."""
        for at, role in self._by_hand.items():
            shown = shown.with_role(at, role)
        for at, name in self._names.items():
            shown = shown.with_label(at, name)
        self._shown = shown
        assert self._table is not None
        self.look.show_table(self._table, shown)

    def _change(self, shown: Preview) -> None:
        self._shown = shown
        self.look.show_preview(shown)

    def _choose_role(self, at: int, role: Role) -> None:
        if self._shown is not None:
            self._by_hand[at] = role
            self._change(self._shown.with_role(at, role))
            self._follow()

    def _rename(self, at: int, name: str) -> None:
        if self._shown is not None:
            self._names[at] = name
            self._change(self._shown.with_label(at, name))
            self._known = None
            self._show_step()
            self._typed.start()

    def _choose_platform(self, platform: Platform) -> None:
        if self._shown is not None:
            self._change(self._shown.with_platform(platform))
            self._follow()

    def _choose_heading(self, has_heading: bool) -> None:
        if self._table is not None and self._shown is not None:
            self._understand(self._imports.preview(self._table, self._shown.platform, has_heading=has_heading))
            self._follow()

    # -- what it would bring

    def _follow(self) -> None:
        """Read and count again what is chosen now; one reading at a time, the newest choice wins."""
        self._stale = True
        self._show_step()
        if not self._following:
            self._following = True
            Operation(self, self._read).on_failure(self._say).start(self)

    async def _read(self) -> None:
        try:
            while self._stale and self._table is not None and self._shown is not None:
                self._stale = False
                shown, known = self._shown, self._known
                if known is None or known.shown is not shown:
                    found = await self._imports.read(self._table, shown)
                else:
                    found = known.found
                counts = await self._imports.count(found, self._hidden, sheet_id=self.look.where.sheet_id)
                if not self._stale and self._shown is shown:
                    self._known = _Known(shown=shown, found=found, counts=counts)
                    self.look.show_found(found, shown, counts)
                    self._look_for_hidden(found)
        finally:
            self._following = False
            self._show_step()

    def _look_for_hidden(self, found: ReadList) -> None:
        """Ask once for each platform; where nobody can be asked, nobody counts as hidden."""
        platforms = frozenset({one.handle.platform for one in found.creators}) - self._asked_hidden
        if not platforms:
            return
        self._asked_hidden |= platforms
        asked = Operation(self, lambda: self._ask_hidden(platforms)).on_success(self._count_hidden)
        asked.on_failure(lambda _error: None).start(self)

    def _count_hidden(self, hidden: frozenset[Handle]) -> None:
        if hidden:
            self._hidden |= hidden
            self._follow()

    def _leave_out(self) -> frozenset[Handle]:
        return self._hidden if self.look.leave_out.isChecked() else frozenset()

    async def _show_bad(self) -> None:
        if self._known is None:
            return
        found, waiting = self._known.found, words.unplaced(self._known.found, self._known.shown)
        dialog = BadLinesDialog(self, [one for one in found.bad if not (waiting and one.reason == NO_PLATFORM)])
        try:
            await show_modal(dialog)
        finally:
            dialog.deleteLater()

    def _want_emails(self) -> None:
        if self._known is not None:
            self.emails_wanted.emit([one.email for one in self._known.found.addresses])

    # -- the buttons

    def _show_step(self) -> None:
        looking = self.pages.currentWidget() is self.look
        self.back.setVisible(looking)
        self.back.setEnabled(not self._busy)
        self.cancel.setEnabled(not self._busy)
        if not looking:
            self.go.setText("Use this list")
            reason = "" if self.source.text.strip() else "Paste a list or choose a file first."
        elif self._known is None or self._stale or self._busy or self._opening is not None:
            self.go.setText("Bringing in…" if self._busy else _READING)
            reason = "This takes a moment."
        else:
            known, creators = self._known, self._creators(self._known)
            emails = 0 if known.counts.creators else known.counts.addresses
            bring_in = words.button(creators) if creators else "Bring in"
            self.go.setText(words.lookup(emails) if emails else bring_in)
            reason = self._why_not(known, creators)
        self.go.setEnabled(not reason)
        self.go.setToolTip(reason)

    def _creators(self, known: _Known) -> int:
        """How many would come in."""
        return known.counts.creators - (known.counts.hidden if self.look.leave_out.isChecked() else 0)

    def _why_not(self, known: _Known, creators: int) -> str:
        missing = words.platform_missing(words.unplaced(known.found, known.shown))
        if missing or not known.counts.creators:
            return missing or ("" if known.counts.addresses else words.NOBODY)
        if not creators:
            return "All of them are hidden from future searches."
        return "" if self.look.where.sheet_name else "The new sheet needs a name."

    def _go_on(self) -> None:
        if self.pages.currentWidget() is self.source:
            self.take(self.source.text)
        elif self._known is not None and not self.names_creators:
            self._want_emails()
        elif self._known is not None:
            known, where = self._known, self.look.where
            self._busy = True
            self._show_step()
            work = Operation(self, lambda: self._bring_in(known, where.sheet_id, where.sheet_name))
            work.on_success(lambda _: self.accept()).on_failure(self._not_brought_in).start(self)

    async def _bring_in(self, known: _Known, sheet_id: int | None, name: str) -> None:
        left_out = self._leave_out()
        added = await self._imports.add(known.found, known.shown, sheet_id=sheet_id, name=name, leave_out=left_out)
        handles = tuple(one.handle for one in known.found.creators if one.handle not in left_out)
        self.brought_in = BroughtIn(sheet_id=added, sheet=name, handles=handles)

    def _not_brought_in(self, error: AppError) -> None:
        self._busy = False
        self._say(error)
        self._show_step()

    def reject(self) -> None:
        """While rows are written nothing is thrown away half done."""
        if not self._busy:
            super().reject()
