"""Import: a list from a file or the clipboard, how it is understood, what it brings. Free, and nothing is sent."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.errors import AppError
from app.domain.platforms import Handle
from app.services.importing import Encoding, ReadList, Table
from app.services.importing.addresses import Addresses
from app.services.importing.reading import NO_PLATFORM
from app.services.imports import Imports
from app.ui.dialogs.base import Form, verb
from app.ui.dialogs.importing import words
from app.ui.dialogs.importing.bad_lines import BadLinesDialog
from app.ui.dialogs.importing.dropped import Drops, Given
from app.ui.dialogs.importing.look import LookPage
from app.ui.dialogs.importing.source import SourcePage
from app.ui.dialogs.importing.understood import Hidden, Known, Understood
from app.ui.operation import Operation, show_once
from app.ui.parts import Kind
from app.workspace.sheets import Sheet

_READING = "Reading…"
_MOMENT = "This takes a moment."


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtIn:
    """What came in, into this sheet: the creators of `found` without those `left_out`."""

    sheet_id: int
    sheet: str
    found: ReadList
    left_out: frozenset[Handle]
    count: int

    def handles(self) -> Iterator[Handle]:
        """Who it was, in the list's order."""
        return (one.handle for one in self.found.creators if one.handle not in self.left_out)


class ImportDialog(Form):
    """Afterwards `brought_in` says what came in, or is None. Whatever goes wrong is said in it, and it stays.

    `sheet` is the shown one. `hidden` tells who is hidden from future searches; it may raise ServiceError. `pick` asks
    for a file. `emails_wanted` carries the `Addresses` of lines that name no creator.
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
        self._imports, self._free_name, self._pick = imports, free_name, pick
        self._path: Path | None = None
        self._opening: asyncio.Task[None] | None = None
        self._adding: asyncio.Task[None] | None = None
        self._done = 0
        self.source, self.look = SourcePage(), LookPage(sheet)
        self.understood = Understood(self, imports, hidden, lambda: self.look.where.sheet_id)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.source)
        self.pages.addWidget(self.look)
        self.body.addWidget(self.pages, 1)
        self._add_footer()
        self._connect()
        Drops(self, self.take_one, lambda: self._adding is None)
        self._show_step()
        self.source.field.setFocus()

    @property
    def names_creators(self) -> bool:
        """Whether the list holds anybody to bring in."""
        return self.understood.known is not None and bool(self.understood.known.found.creators)

    @property
    def was_pasted(self) -> bool:
        """Whether the list that was looked at last is the text of the field, not a file."""
        return self._path is None

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
        look, understood = self.look, self.understood
        self.source.file_wanted.connect(lambda: Operation(self, self._choose_file).on_failure(self._say).start(self))
        self.source.text_changed.connect(self._show_step)
        understood.guessed.connect(self._show_guess)
        understood.chosen.connect(self._show_choice)
        understood.known_changed.connect(self._show_known)
        understood.failed.connect(self._say)
        look.columns.role_chosen.connect(understood.choose_role)
        look.columns.renamed.connect(understood.rename)
        look.heading_chosen.connect(understood.choose_heading)
        look.platform_chosen.connect(understood.choose_platform)
        look.sheet_chosen.connect(lambda sheet: self._read_again(sheet=sheet))
        look.encoding_chosen.connect(lambda encoding: self._read_again(encoding=encoding))
        look.where.changed.connect(understood.follow)
        look.where.name.textEdited.connect(self._show_step)
        look.leave_out_changed.connect(self._show_step)
        look.bad_wanted.connect(lambda: Operation(self, self._show_bad).start(self))
        look.emails_wanted.connect(self._want_emails)

    # -- where the list comes from

    def take_one(self, given: Sequence[Given]) -> None:
        """Read what was dropped, where it is one list: nobody could tell what became of the others."""
        if len(given) == 1:
            self.take(given[0])
        else:
            self.source.say(words.ONE_AT_A_TIME)
            self.look.say(words.ONE_AT_A_TIME)

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

    def _read_again(self, *, sheet: str | None = None, encoding: Encoding | None = None) -> None:
        """The same file, another sheet of it or with other letters."""
        path = self._path
        if path is not None:
            self._open(path, lambda: self._imports.open_file(path, sheet, encoding))

    def _opened(self, path: Path | None, table: Table) -> None:
        self.source.say("")
        before = self.understood.shown
        platform = before.platform if before is not None and path is not None and path == self._path else None
        self._opening, self._path = None, path
        self.understood.start(table, platform)
        several = len(table.read_as.sheets) > 1
        self.look.where.propose(self._free_name(table.read_as.sheet if several else table.name))
        self.heading.setText(words.title(path.name if path is not None else table.name))
        self.pages.setCurrentWidget(self.look)
        self._show_step()
        self.look.columns.first.setFocus()

    def _go_back(self) -> None:
        self.pages.setCurrentWidget(self.source)
        self.heading.setText("Import a list")
        self._show_step()
        self.source.choose.setFocus()

    # -- what it would bring

    def _show_guess(self) -> None:
        list_ = self.understood
        if list_.table is not None and list_.shown is not None:
            self.look.show_table(list_.table, list_.shown)

    def _show_choice(self) -> None:
        if self.understood.shown is not None:
            self.look.show_preview(self.understood.shown)

    def _show_known(self) -> None:
        known = self.understood.known
        if known is not None:
            self.look.show_found(known.found, known.shown, known.counts)
        self._show_step()

    def _leave_out(self) -> frozenset[Handle]:
        return self.understood.hidden if self.look.leave_out.isChecked() else frozenset()

    async def _show_bad(self) -> None:
        known = self.understood.known
        if known is None:
            return
        waiting = words.unplaced(known.found, known.shown)
        dialog = BadLinesDialog(self, [one for one in known.found.bad if not (waiting and one.reason == NO_PLATFORM)])
        await show_once(dialog)

    def _want_emails(self) -> None:
        if self.understood.known is not None:
            found = self.understood.known.found.addresses
            own = {one.email: one.own for one in found if one.own}
            self.emails_wanted.emit(Addresses(texts=tuple(one.email for one in found), own=own))

    # -- the buttons

    def _show_step(self) -> None:
        looking = self.pages.currentWidget() is self.look
        self.back.setVisible(looking)
        adding = self._adding is not None
        for part in (self.back, self.pages):
            part.setEnabled(not adding)
        self.cancel.setText("Stop" if adding else "Cancel")
        if not looking:
            self.go.setText("Use this list")
            reason = "" if self.source.text.strip() else "Paste a list or choose a file first."
        elif adding and self.understood.known is not None:
            self.go.setText(words.bringing_in(self._done, self._creators(self.understood.known)))
            reason = _MOMENT
        elif self.understood.known is None or self._opening is not None:
            self.go.setText(_READING)
            reason = _MOMENT
        else:
            known, creators = self.understood.known, self._creators(self.understood.known)
            named = known.counts.creators or words.unplaced(known.found, known.shown)
            emails = 0 if named else known.counts.addresses
            bring_in = words.button(creators) if creators else "Bring in"
            self.go.setText(words.lookup(emails) if emails else bring_in)
            reason = self._why_not(known, creators)
        self.go.setEnabled(not reason)
        self.go.setToolTip(reason)

    def _creators(self, known: Known) -> int:
        """How many would come in."""
        return known.counts.creators - (known.counts.hidden if self.look.leave_out.isChecked() else 0)

    def _why_not(self, known: Known, creators: int) -> str:
        missing = words.platform_missing(words.unplaced(known.found, known.shown))
        if missing or not known.counts.creators:
            return missing or ("" if known.counts.addresses else words.NOBODY)
        if not creators:
            return "All of them are hidden from future searches."
        return "" if self.look.where.sheet_name else "The new sheet needs a name."

    def _go_on(self) -> None:
        if self.pages.currentWidget() is self.source:
            self.take(self.source.text)
        elif self.understood.known is not None and not self.names_creators:
            self._want_emails()
        elif self.understood.known is not None:
            known, where = self.understood.known, self.look.where
            work = Operation(self, lambda: self._bring_in(known, where.sheet_id, where.sheet_name))
            self._adding = work.on_success(lambda _: self.accept()).on_failure(self._not_brought_in).start(self)
            self._show_progress(0)

    async def _bring_in(self, known: Known, sheet_id: int | None, name: str) -> None:
        left_out = self._leave_out()
        added = await self._imports.add(
            known.found,
            known.shown,
            sheet_id=sheet_id,
            name=name,
            leave_out=left_out,
            progress=self._show_progress,
        )
        count = known.counts.creators - (known.counts.hidden if left_out else 0)
        self.brought_in = BroughtIn(sheet_id=added, sheet=name, found=known.found, left_out=left_out, count=count)

    def _show_progress(self, done: int) -> None:
        self._done = done
        self._show_step()

    def _not_brought_in(self, error: AppError) -> None:
        self._adding = None
        self._say(error)
        self._show_step()

    def reject(self) -> None:
        """Close; while rows are written stop that instead, and keep the list."""
        if self._adding is None:
            super().reject()
            return
        self._adding.cancel()
        self._adding = None
        self.look.say(words.stopped(self._done if self.look.where.sheet_id is not None else 0))
        self._show_step()
