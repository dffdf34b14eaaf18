"""What the columns of a list hold: guessed from their headings and cells, and changed by the person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.fields import FIELDS
from app.domain.platforms import Platform, email_in, platform_named
from app.services.importing.cells import is_address, is_channel_id, is_handle, is_number, is_tick, names_nobody
from app.services.importing.headings import EMAIL_HEADINGS, HEADINGS, names_columns, speaks_of_platforms, spoken
from app.services.importing.table import Encoding, Line, Table, plain, shown
from app.workspace.own import LONGEST_LABEL

SAMPLE = 100  # lines that a guess looks at
_SAMPLE_CELLS, _LEAST_LINES = 4000, 20  # fewer lines of wide lists: the window waits for the guess
SHOWN_LINES = 8
_MOST_OWN = 30  # columns that become own ones unasked
_MOSTLY, _NEARLY_ALL = 0.5, 0.8  # of the cells that are not empty
_TICKS = frozenset({"x"})  # words that name a platform, and are written for "yes" as well

_BOUGHT = frozenset(entry.label.casefold() for entry in FIELDS)  # a list's own "Name" stands beside the bought one


class Role(StrEnum):
    """What a column is for."""

    CREATOR = "creator"  # handles or profile addresses
    EMAIL = "email"
    PLATFORM = "platform"
    OWN = "own"  # becomes a column of one's own
    NONE = "none"  # is left out


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnGuess:
    """One column of a list. `label` is the own column's name; `platform` that of its handles, where its heading says.

    `remembered`: a person chose this role for this heading before. `sure`: something in the list speaks for the role.
    """

    heading: str
    role: Role
    label: str
    platform: Platform | None = None
    remembered: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """How a list is understood, to be shown and changed before it is read.

    `rows` are its first lines, as text. `platform` is that of handles which nothing else says it of. `source` as in
    `Table`, `encoding` as in `ReadAs`.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[ColumnGuess, ...]
    has_heading: bool
    lines: int
    platform: Platform | None = None
    needs_platform: bool = False
    source: str = ""
    encoding: Encoding | None = None

    @property
    def own_columns(self) -> tuple[tuple[int, str], ...]:
        """The columns that become own ones, with their names: also those of addresses, but for a single one without
        handles, which becomes the rows; of any other the cells would be lost.
        """
        roles = [column.role for column in self.columns]
        emails_too = Role.CREATOR in roles or roles.count(Role.EMAIL) > 1
        return tuple(
            (at, column.label)
            for at, column in enumerate(self.columns)
            if column.role is Role.OWN or (column.role is Role.EMAIL and emails_too)
        )

    def with_role(self, at: int, role: Role) -> "Preview":
        """The same with another role for a column."""
        return self._with(at, replace(self.columns[at], role=role, remembered=False))

    def with_label(self, at: int, label: str) -> "Preview":
        """The same with another name for the own column that a column becomes."""
        return self._with(at, replace(self.columns[at], label=label))

    def with_platform(self, platform: Platform | None) -> "Preview":
        """The same with a platform for bare handles."""
        return replace(self, platform=platform)

    def _with(self, at: int, column: ColumnGuess) -> "Preview":
        return replace(self, columns=(*self.columns[:at], column, *self.columns[at + 1 :]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What a person chose for a heading."""

    role: Role
    label: str


def preview(
    table: Table,
    *,
    platform: Platform | None = None,
    remembered: Mapping[str, Remembered] | None = None,
    has_heading: bool | None = None,
) -> Preview:
    """Guess what each column holds. `remembered` by spoken heading; `has_heading` None: that is guessed too.

    Looks at the first 100 lines only, of wide lists at fewer: at most 30 ms, however long the list is.
    """
    first = table.lines[0][1]
    width = max(*(len(cells) for _, cells in table.lines[:SAMPLE]), max(table.filled, default=0) + 1)
    heading = names_columns(table.lines) if has_heading is None else has_heading
    data = table.lines[1:] if heading else table.lines
    headings = [shown(first[at])[:80] if heading and at < len(first) else "" for at in range(width)]
    looked_at = data[: max(_LEAST_LINES, min(SAMPLE, _SAMPLE_CELLS // width))]
    sample = [_column(looked_at, at) for at in range(width)]
    columns = _guessed(headings, sample, len(looked_at), table.filled)
    for at, column in enumerate(columns):
        chosen = (remembered or {}).get(spoken(column.heading)) if column.heading else None
        if chosen is not None:
            columns[at] = replace(column, role=chosen.role, label=chosen.label, remembered=True)
    columns = _told_apart(columns)
    made = Preview(
        name=table.name,
        rows=tuple(tuple(plain(cell) for cell in cells) for _, cells in data[:SHOWN_LINES]),
        columns=tuple(columns),
        has_heading=heading,
        lines=len(data),
        platform=platform,
        source=table.source,
        encoding=table.read_as.encoding,
    )
    return replace(made, needs_platform=_needs_platform(made, sample))


def _column(lines: Sequence[Line], at: int) -> list[object]:
    """The cells of a column that say anything."""
    found = (cells[at] for _, cells in lines if at < len(cells))
    return [cell for cell in found if (text := shown(cell)) and not names_nobody(text)]


def _guessed(headings: list[str], sample: list[list[object]], lines: int, filled: frozenset[int]) -> list[ColumnGuess]:
    """`sample`: by column, the cells that say anything of so many `lines`; `filled`: the columns that hold any."""
    scores = [_creator_score(heading, cells) for heading, cells in zip(headings, sample, strict=True)]
    platforms = [platform_named(_without_kind(heading)) for heading in headings]
    best = max(range(len(scores)), key=lambda at: (scores[at], -at))
    several = sum(bool(score and platform) for score, platform in zip(scores, platforms, strict=True)) > 1
    columns, own = [], 0
    for at, (heading, cells) in enumerate(zip(headings, sample, strict=True)):
        label = f"{heading} (list)" if heading.casefold() in _BOUGHT else heading or f"Column {at + 1}"
        if scores[at] and (at == best or (several and platforms[at])):
            columns.append(ColumnGuess(heading=heading, role=Role.CREATOR, label=label, platform=platforms[at]))
            continue
        role = _other_role(heading, cells, lines)
        own += role is Role.OWN
        if (not cells and at not in filled) or own > _MOST_OWN:
            role = Role.NONE
        columns.append(ColumnGuess(heading=heading, role=role, label=label))
    if not any(column.role in (Role.CREATOR, Role.EMAIL) for column in columns):
        columns[0] = replace(columns[0], role=Role.CREATOR, sure=len(columns) == 1)
    return columns


def _told_apart(columns: Sequence[ColumnGuess]) -> list[ColumnGuess]:
    """Two columns that are called the same would share one own column, where the values of the second are lost."""
    taken: set[str] = set()
    told = []
    for column in columns:
        label, number = column.label[:LONGEST_LABEL], 1
        while label.casefold() in taken:
            number += 1
            label = f"{column.label[: LONGEST_LABEL - 6]} ({number})"
        taken.add(label.casefold())
        told.append(replace(column, label=label))
    return told


def _creator_score(heading: str, cells: list[object]) -> float:
    """How likely a column names creators: addresses most, then its heading, then how its cells look; 0: it does not."""
    if not cells or _share(cells, lambda cell: email_in(shown(cell)) is not None) >= _MOSTLY:
        return 0
    if speaks_of_platforms(heading) and _share(cells, lambda cell: _platform(cell) is not None) >= _MOSTLY:
        return 0
    addresses = _share(cells, is_address)
    if addresses >= _MOSTLY:
        return 3 + addresses
    named = spoken(_without_kind(heading)) in HEADINGS or spoken(heading) in HEADINGS
    if named and (fits := _share(cells, _may_name)) >= _MOSTLY and _share(cells, is_number) < 1:
        return 2 + fits
    return 1 if _share(cells, lambda cell: shown(cell).startswith("@")) >= _MOSTLY else 0


def _may_name(cell: object) -> bool:
    return (is_handle(cell) and not is_tick(cell)) or is_channel_id(cell)


def _other_role(heading: str, cells: list[object], lines: int) -> Role:
    """`cells`: those of the looked at `lines` that are not empty."""
    emails = _share(cells, lambda cell: email_in(shown(cell)) is not None) if cells else 0
    if emails >= _MOSTLY:
        return Role.EMAIL
    if _names_platforms(heading, cells, lines):
        return Role.PLATFORM
    return Role.EMAIL if spoken(heading) in EMAIL_HEADINGS and (emails or not cells) else Role.OWN


def _names_platforms(heading: str, cells: list[object], lines: int) -> bool:
    """Whether a column says the platforms: its heading speaks of them, or hardly a word of it can mean anything else.

    An "x" is how people tick things off, so it counts only beside names that are unmistakable, in most of the lines.
    """
    share = _share(cells, lambda cell: _platform(cell) is not None) if cells else 0
    if speaks_of_platforms(heading) or share < _NEARLY_ALL:
        return speaks_of_platforms(heading) and share >= _MOSTLY
    sure = sum(_platform(cell) is not None and spoken(shown(cell)) not in _TICKS for cell in cells)
    return sure > _MOSTLY * lines


def _needs_platform(made: Preview, sample: list[list[object]]) -> bool:
    """Whether there are handles whose platform nothing says."""
    if made.platform is not None or any(column.role is Role.PLATFORM for column in made.columns):
        return False
    open_ones = [at for at, one in enumerate(made.columns) if one.role is Role.CREATOR and one.platform is None]
    return any(not is_address(cell) and is_handle(cell) for at in open_ones for cell in sample[at])


def _share(cells: Sequence[object], holds: Callable[[object], bool]) -> float:
    return sum(holds(cell) for cell in cells) / len(cells)


def _without_kind(heading: str) -> str:
    """ "Instagram handle" as "instagram"."""
    words = spoken(heading).split()
    return " ".join(word for word in words if word not in _KINDS)


_KINDS = frozenset({"handle", "link", "url", "profile", "account", "username", "name", "user", "address", "@"})


def _platform(cell: object) -> Platform | None:
    return platform_named(shown(cell))
