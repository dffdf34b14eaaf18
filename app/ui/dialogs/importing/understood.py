"""A list as it is understood now, and what it would bring: read and counted again after each choice."""

from collections.abc import Awaitable, Callable, Set
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.domain.platforms import Handle, Platform
from app.services.importing import Preview, ReadList, Role, Table
from app.services.imports import ImportCounts, Imports
from app.ui.operation import Operation

TYPED_MS = 400  # after the last letter of a column's name
Hidden = Callable[[Set[Platform]], Awaitable[frozenset[Handle]]]
"""Who is hidden from future searches on these platforms; may raise ServiceError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A list that was read as `shown` says, and what it would bring."""

    shown: Preview
    found: ReadList
    counts: ImportCounts


class Understood(QWidget):
    """Never seen: a widget so that its work ends with the dialog it stands in.

    `guessed` when the list or its heading is another, `chosen` when a column is, `known_changed` when `known` is; that
    is None while the list is read. `failed` carries an AppError.
    """

    guessed = Signal()
    chosen = Signal()
    known_changed = Signal()
    failed = Signal(object)

    def __init__(self, parent: QWidget, imports: Imports, hidden: Hidden, into: Callable[[], int | None]) -> None:
        super().__init__(parent)
        self.hide()
        self.table: Table | None = None
        self.shown: Preview | None = None
        self.known: Known | None = None
        self.hidden: frozenset[Handle] = frozenset()
        self._imports, self._ask_hidden, self._into = imports, hidden, into
        self._asked_hidden: frozenset[Platform] = frozenset()
        self._roles: dict[int, Role] = {}
        self._names: dict[int, str] = {}
        self._last: Known | None = None
        self._following = self._stale = False
        self._typed = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._typed.timeout.connect(self.follow)

    def start(self, table: Table, platform: Platform | None) -> None:
        """Another list; `platform` is that of its bare handles, where somebody said it."""
        self.table = table
        self._roles, self._names = {}, {}
        self._guess(self._imports.preview(table, platform))

    def choose_heading(self, has_heading: bool) -> None:
        """Whether the first line names the columns; what was chosen for them stays."""
        if self.table is not None and self.shown is not None:
            self._guess(self._imports.preview(self.table, self.shown.platform, has_heading=has_heading))

    def choose_role(self, at: int, role: Role) -> None:
        """What a column holds."""
        if self.shown is not None:
            self._roles[at] = role
            self._change(self.shown.with_role(at, role))
            self.follow()

    def rename(self, at: int, name: str) -> None:
        """The name of the own column that a column becomes; read once nobody types any more."""
        if self.shown is not None:
            self._names[at] = name
            self._change(self.shown.with_label(at, name))
            self._set_known(None)
            self._typed.start()

    def choose_platform(self, platform: Platform) -> None:
        """Where bare handles are."""
        if self.shown is not None:
            self._change(self.shown.with_platform(platform))
            self.follow()

    def follow(self) -> None:
        """Read and count what is chosen now; one reading at a time, the newest choice wins."""
        self._stale = True
        self._set_known(None)
        if not self._following:
            self._following = True
            Operation(self, self._read).on_failure(self.failed.emit).start(self)

    def _guess(self, shown: Preview) -> None:
        for at, role in self._roles.items():
            shown = shown.with_role(at, role)
        for at, name in self._names.items():
            shown = shown.with_label(at, name)
        self.shown = shown
        self.guessed.emit()
        self.follow()

    def _change(self, shown: Preview) -> None:
        self.shown = shown
        self.chosen.emit()

    def _set_known(self, known: Known | None) -> None:
        self.known = known
        self._last = known or self._last
        self.known_changed.emit()

    async def _read(self) -> None:
        try:
            while self._stale and self.table is not None and self.shown is not None:
                self._stale = False
                shown, last = self.shown, self._last
                again = last is None or last.shown is not shown
                found = await self._imports.read(self.table, shown) if again or last is None else last.found
                counts = await self._imports.count(found, self.hidden, sheet_id=self._into())
                if not self._stale and self.shown is shown:
                    self._set_known(Known(shown=shown, found=found, counts=counts))
                    self._look_for_hidden(found)
        finally:
            self._following = False

    def _look_for_hidden(self, found: ReadList) -> None:
        """Ask once for each platform; where nobody can be asked, nobody counts as hidden."""
        platforms = found.platforms - self._asked_hidden
        if not platforms:
            return
        self._asked_hidden |= platforms
        asked = Operation(self, lambda: self._ask_hidden(platforms)).on_success(self._count_hidden)
        asked.on_failure(lambda _error: None).start(self)

    def _count_hidden(self, hidden: frozenset[Handle]) -> None:
        if hidden:
            self.hidden |= hidden
            self.follow()
