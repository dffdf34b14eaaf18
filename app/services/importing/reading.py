"""Reading a whole list as it is understood: creators, addresses to look up, and what no line could make of."""

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.errors import InputError
from app.domain.platforms import Handle, Platform, email_in, platform_named
from app.services.importing.cells import handle_in, names_nobody, unguarded
from app.services.importing.columns import Preview, Role
from app.services.importing.headings import spoken
from app.services.importing.kept import Kept
from app.services.importing.lists import MAX_SHOWN, BadLine
from app.services.importing.table import Table, plain, shown

LONGEST_VALUE = 10_000  # characters of a cell that are kept
_ADDRESS = re.compile(r"://|/")
_SUMS = frozenset({"total", "totals", "grand total", "sum", "summe", "gesamt", "somme", "totale", "suma", "celkem"})
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
    """An e-mail address of a line that names no creator: it can be looked up. `own`: the line's other columns."""

    line: int
    email: str
    own: Own


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadList:
    """A list that was read: each creator and each address once, at its first line. `repeats`: named once more.

    `bad`: what names nobody, with its line and the reason; the rest of the list is read all the same. `unplaced`: how
    many of them are handles whose platform nothing says. `platforms`: those of the creators.
    """

    name: str
    creators: Sequence[Creator]
    addresses: Sequence[Address]
    bad: Sequence[BadLine]
    repeats: int
    labels: tuple[str, ...]
    unplaced: int
    platforms: frozenset[Platform]


def read(table: Table, as_shown: Preview) -> ReadList:
    """Read a list as its preview says. Blocks (25,600 messy lines: half a second): call it in a thread."""
    reader = _Reader(as_shown)
    for number, cells in table.lines[1:] if as_shown.has_heading else table.lines:
        reader.line(number, cells)
    return reader.told(table.name)


class _Rows:
    """What lines named, each once: their numbers, who it was, and the values of their own columns."""

    def __init__(self, columns: int) -> None:
        self.lines = array("l")
        self.platforms: list[Platform | None] = []
        self.names: list[str] = []
        self.values: list[list[str]] = [[] for _ in range(columns)]
        self._seen: set[str] = set()

    def put(self, line: int, platform: Platform | None, name: str, values: Sequence[str]) -> bool:
        """Whether this is somebody new."""
        key = name if platform is None else f"{platform}:{name}"
        if key in self._seen:
            return False
        self._seen.add(key)
        self.lines.append(line)
        self.platforms.append(platform)
        self.names.append(name)
        for column, value in zip(self.values, values, strict=True):
            column.append(value)
        return True


@dataclass(slots=True)
class _Bad:
    """The lines that name nobody."""

    lines: "array[int]" = field(default_factory=lambda: array("l"))
    texts: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def put(self, line: int, text: str, reason: str) -> None:
        self.lines.append(line)
        self.texts.append(text)
        self.reasons.append(reason)


@dataclass(slots=True)
class _Reader:
    """Reads line by line."""

    shown: Preview
    repeats: int = 0
    bad: _Bad = field(default_factory=_Bad)
    creators: _Rows = field(init=False)
    addresses: _Rows = field(init=False)
    own: Sequence[tuple[int, str]] = field(init=False)
    _names: list[tuple[int, Platform | None]] = field(default_factory=list)
    _emails: list[int] = field(default_factory=list)
    _platform: int | None = None
    _headings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.own = self.shown.own_columns
        if self.shown.has_heading:
            self._headings = [spoken(column.heading) for column in self.shown.columns]
        for at, column in enumerate(self.shown.columns):
            if column.role is Role.CREATOR:
                self._names.append((at, column.platform))
            elif column.role is Role.EMAIL:
                self._emails.append(at)
            elif column.role is Role.PLATFORM:
                self._platform = at
        self.creators, self.addresses = _Rows(len(self.own)), _Rows(len(self.own))

    def told(self, name: str) -> ReadList:
        """All that was read."""
        labels = tuple(label for _, label in self.own)

        def creator(line: int, platform: Platform, handle: str, *values: str) -> Creator:
            return Creator(line=line, handle=Handle(platform=platform, name=handle), own=_own(labels, values))

        def address(line: int, email: str, *values: str) -> Address:
            return Address(line=line, email=email, own=_own(labels, values))

        def bad(line: int, text: str, reason: str) -> BadLine:
            return BadLine(line=line, text=text, reason=reason)

        who, whose = self.creators, self.addresses
        return ReadList(
            name=name,
            creators=Kept(creator, who.lines, who.platforms, who.names, *who.values),
            addresses=Kept(address, whose.lines, whose.names, *whose.values),
            bad=Kept(bad, self.bad.lines, self.bad.texts, self.bad.reasons),
            repeats=self.repeats,
            labels=labels,
            unplaced=self.bad.reasons.count(NO_PLATFORM),
            platforms=frozenset(one for one in who.platforms if one is not None),
        )

    def line(self, number: int, cells: Sequence[object]) -> None:
        """Take over what a line says; where lists were put together, their headings stand between the lines."""
        if self._headings and all(spoken(shown(a)) == b for a, b in zip(cells, self._headings, strict=False)):
            self.bad.put(number, shown(next(filter(shown, cells), ""))[:MAX_SHOWN], "This line repeats the headings.")
            return
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
            if len(cells) > 1 and spoken(shown(cell)) in _SUMS:
                problems.append((cell, "This line is a sum."))
                continue
            try:
                handles.append(self._handle(cell, cells, platform))
            except InputError as error:
                problems.append((cell, error.happened))
        if any(reason == NO_PLATFORM for _, reason in problems):
            emails = []  # whose it is, the handle says: once its platform is known nothing is to be paid for that
        self._keep(number, cells, list(dict.fromkeys(handles)), emails)
        if not handles and not emails and not problems:
            problems = [(next((cell for cell in cells if shown(cell)), ""), "This line names no creator.")]
        for cell, reason in problems:
            self.bad.put(number, shown(cell)[:MAX_SHOWN], reason)

    def _handle(self, cell: object, cells: Sequence[object], platform: Platform | None) -> Handle:
        """The creator of a cell; an address says its own platform, a bare handle needs one."""
        if isinstance(cell, str) and _ADDRESS.search(cell):
            return handle_in(cell, None)
        said = shown(_at(cells, self._platform)) if self._platform is not None else ""
        said = "" if names_nobody(said) else said
        named = platform_named(said)
        if said and named is None and platform is None:
            raise InputError(f"Scoutsheet cannot find creators on “{said[:40]}”.")
        if platform is not None and len(self._names) > 1:
            named = platform  # a column for each platform says more than which of them is the main one
        where = named or platform or self.shown.platform
        if where is None:
            handle_in(cell, Platform.INSTAGRAM)  # what is no handle anywhere is told as such
            raise InputError(NO_PLATFORM)
        return handle_in(cell, where)

    def _keep(self, number: int, cells: Sequence[object], handles: list[Handle], emails: list[str]) -> None:
        values = [own_value(cells, at) for at, _ in self.own] if handles or emails else []
        for handle in handles:
            self.repeats += not self.creators.put(number, handle.platform, handle.name, values)
        if not handles:
            for email in dict.fromkeys(emails):
                self.repeats += not self.addresses.put(number, None, email, values)


def _own(labels: Sequence[str], values: Sequence[str]) -> Own:
    return tuple((label, value) for label, value in zip(labels, values, strict=True) if value)


def _at(cells: Sequence[object], at: int) -> object:
    return cells[at] if at < len(cells) else ""


def own_value(cells: Sequence[object], at: int) -> str:
    """What a cell of a line becomes in an own column."""
    cell = _at(cells, at)
    return (unguarded(cell) if isinstance(cell, str) else plain(cell))[:LONGEST_VALUE]
