"""Reading a whole list as it is understood: creators, addresses to look up, and what no line could make of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.errors import InputError
from app.domain.platforms import Handle, Platform, email_in, platform_named
from app.services.importing.columns import Preview, Role
from app.services.importing.lists import MAX_SHOWN, BadLine, handle_in, unguarded
from app.services.importing.table import Table, plain, shown

LONGEST_VALUE = 10_000  # characters of a cell that are kept
_ADDRESS = re.compile(r"://|/")
NO_PLATFORM = "It is not said on which platform this handle is."
Own = tuple[tuple[str, str], ...]  # (the own column's name, the value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Creator:
    """A creator that a line names, with the values of the line's other columns."""

    line: int
    handle: Handle
    own: Own


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An e-mail address of a line that names no creator: it can be looked up."""

    line: int
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadList:
    """A list that was read: each creator and each address once, at its first line. `repeats`: named once more.

    `bad`: what names nobody, with its line and the reason; the rest of the list is read all the same.
    """

    name: str
    creators: tuple[Creator, ...]
    addresses: tuple[Address, ...]
    bad: tuple[BadLine, ...]
    repeats: int
    labels: tuple[str, ...]

    @property
    def unplaced(self) -> int:
        """How many of the bad lines are handles whose platform nothing says."""
        return sum(one.reason == NO_PLATFORM for one in self.bad)


def read(table: Table, as_shown: Preview) -> ReadList:
    """Read a list as its preview says. Blocks (25,600 messy lines: half a second): call it in a thread."""
    reader = _Reader(as_shown)
    for number, cells in table.lines[1:] if as_shown.has_heading else table.lines:
        reader.line(number, cells)
    return ReadList(
        name=table.name,
        creators=tuple(reader.creators.values()),
        addresses=tuple(reader.addresses.values()),
        bad=tuple(reader.bad),
        repeats=reader.repeats,
        labels=tuple(label for _, label in reader.own),
    )


@dataclass(slots=True)
class _Reader:
    """Reads line by line."""

    shown: Preview
    creators: dict[Handle, Creator] = field(default_factory=dict)
    addresses: dict[str, Address] = field(default_factory=dict)
    bad: list[BadLine] = field(default_factory=list)
    repeats: int = 0
    own: list[tuple[int, str]] = field(default_factory=list)
    _names: list[tuple[int, Platform | None]] = field(default_factory=list)
    _emails: list[int] = field(default_factory=list)
    _platform: int | None = None

    def __post_init__(self) -> None:
        for at, column in enumerate(self.shown.columns):
            if column.role is Role.CREATOR:
                self._names.append((at, column.platform))
            elif column.role is Role.EMAIL:
                self._emails.append(at)
            elif column.role is Role.PLATFORM:
                self._platform = at
            if column.role is Role.OWN or (column.role is Role.EMAIL and self._has_names):
                self.own.append((at, column.label))

    @property
    def _has_names(self) -> bool:
        return any(column.role is Role.CREATOR for column in self.shown.columns)

    def line(self, number: int, cells: Sequence[object]) -> None:
        """Take over what a line says."""
        handles: list[Handle] = []
        emails = [email for at in self._emails if (email := email_in(shown(_at(cells, at)))) is not None]
        problems: list[tuple[object, str]] = []
        for at, platform in self._names:
            cell = _at(cells, at)
            if not shown(cell):
                continue
            if (email := email_in(shown(cell))) is not None:
                emails.append(email)
                continue
            try:
                handles.append(self._handle(cell, cells, platform))
            except InputError as error:
                problems.append((cell, error.happened))
        self._keep(number, cells, list(dict.fromkeys(handles)), emails)
        if not handles and not emails and not problems:
            problems = [(next((cell for cell in cells if shown(cell)), ""), "This line names no creator.")]
        for cell, reason in problems:
            self.bad.append(BadLine(line=number, text=shown(cell)[:MAX_SHOWN], reason=reason))

    def _handle(self, cell: object, cells: Sequence[object], platform: Platform | None) -> Handle:
        """The creator of a cell; an address says its own platform, a bare handle needs one."""
        if isinstance(cell, str) and _ADDRESS.search(cell):
            return handle_in(cell, None)
        said = shown(_at(cells, self._platform)) if self._platform is not None else ""
        named = platform_named(said)
        if said and named is None and platform is None:
            raise InputError(f"Scoutsheet cannot find creators on “{said[:40]}”.")
        where = named or platform or self.shown.platform
        if where is None:
            handle_in(cell, Platform.INSTAGRAM)  # what is no handle anywhere is told as such
            raise InputError(NO_PLATFORM)
        return handle_in(cell, where)

    def _keep(self, number: int, cells: Sequence[object], handles: list[Handle], emails: list[str]) -> None:
        own = tuple((label, text) for at, label in self.own if (text := _value(_at(cells, at)))) if handles else ()
        for handle in handles:
            self.repeats += handle in self.creators
            self.creators.setdefault(handle, Creator(line=number, handle=handle, own=own))
        if not handles:
            for email in dict.fromkeys(emails):
                self.repeats += email in self.addresses
                self.addresses.setdefault(email, Address(line=number, email=email))


def _at(cells: Sequence[object], at: int) -> object:
    return cells[at] if at < len(cells) else ""


def _value(cell: object) -> str:
    """What a cell becomes in an own column."""
    return (unguarded(cell) if isinstance(cell, str) else plain(cell))[:LONGEST_VALUE]
