"""Which columns a sheet shows, in which order, and what each is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from app.domain.fields import BY_KEY, FIELDS, Field, Kind
from app.domain.platforms import Platform
from app.workspace.again import Change
from app.workspace.sheet_rows import CREATOR_COLUMN, DETAILS_COLUMN, LIKENESS_COLUMN
from app.workspace.sheets import OwnColumn

TICK_COLUMN = "tick"
CHANGE_COLUMN = "change"
FROZEN = 2
"""Tick and Creator stay in sight while the rest scrolls sideways."""


class Source(Enum):
    """Where the values of a column come from."""

    TICK = 0
    CREATOR = 1
    FIELD = 2
    DETAILS = 3
    OWN = 4
    LIKENESS = 5
    CHANGE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSpec:
    """One column of the table. `width` in logical pixels at a 13 px text; `own`, `field`, `changes` and `marked` belong
    to their source. `marked`: each creator with the mark of the platform.
    """

    key: str
    label: str
    source: Source
    width: int = 120
    hint: str = ""
    field: Field | None = None
    own: OwnColumn | None = None
    changes: tuple[Change, ...] = ()
    marked: bool = False

    @property
    def is_number(self) -> bool:
        """Right-aligned, with digits of equal width, and counted in sums."""
        if self.field is not None:
            return self.field.kind.is_number
        if self.source is Source.LIKENESS:
            return True
        return self.own is not None and self.own.kind in ("money", "number", "rating")

    @property
    def is_name(self) -> bool:
        """What the creator is called, and written to by: long for some, so that it is whole where there is room."""
        return self.source is Source.CREATOR or (self.source is Source.FIELD and self.key in ("name", "email"))

    @property
    def is_percent(self) -> bool:
        return self.source is Source.LIKENESS or (self.field is not None and self.field.kind is Kind.PERCENT)


TICK = ColumnSpec(key=TICK_COLUMN, label="", source=Source.TICK, width=36, hint="Tick all the rows shown")
CREATOR = ColumnSpec(key=CREATOR_COLUMN, label="Creator", source=Source.CREATOR, width=172)
MARKED_CREATOR = replace(CREATOR, marked=True)
DETAILS = ColumnSpec(
    key=DETAILS_COLUMN, label="Details", source=Source.DETAILS, width=176, hint="What you have of this creator"
)
LIKENESS = ColumnSpec(
    key=LIKENESS_COLUMN,
    label="Likeness",
    source=Source.LIKENESS,
    width=88,
    hint="How like the creator is to the one you looked for, as the service says",
)
PASSING = frozenset({TICK_COLUMN, CHANGE_COLUMN})
"""Columns that are no part of the sheet: files and the column chooser do not know them."""
_AFTER_A_SEARCH = ("name", "followers", "engagement")
_OWN_WIDTHS = {"status": 126, "note": 120, "comment": 160, "deliverables": 160}


def default_columns(
    platform: Platform | None,
    has_details: bool,
    own: Sequence[OwnColumn],
    *,
    alike: bool = False,
    held: Sequence[str] = (),
) -> tuple[ColumnSpec, ...]:
    """What a sheet shows until people choose for themselves; Note comes last and takes the rest.

    `platform` is None for lists, which may mix platforms: each creator then stands with the mark of its own.
    `has_details`: once details are there, Email, Country and the other default fields stand after the columns people
    know by then. `own`: the own columns there are. `alike`: a sheet of similar creators, which tells how like they are.
    `held`: keys of own columns that came with a list or hold something in this sheet.
    """
    mine = {column.key: own_spec(column) for column in own}
    after = [entry for entry in FIELDS if entry.default and (platform is None or platform in entry.platforms)]
    return (
        TICK,
        CREATOR if platform is not None else MARKED_CREATOR,
        *([LIKENESS] if alike else []),
        *(field_spec(BY_KEY[key], platform) for key in _AFTER_A_SEARCH),
        DETAILS,
        *([mine["status"]] if "status" in mine else []),
        *(mine[key] for key in held if key in mine and key not in ("status", "note")),
        *((field_spec(entry, platform) for entry in after) if has_details else []),
        *([mine["note"]] if "note" in mine else []),
    )


def every_column(platform: Platform | None, own: Sequence[OwnColumn], *, alike: bool = False) -> tuple[ColumnSpec, ...]:
    """All that the column chooser offers for this platform, in the table's order."""
    fields = [entry for entry in FIELDS if platform is None or platform in entry.platforms]
    return (
        TICK,
        CREATOR if platform is not None else MARKED_CREATOR,
        *([LIKENESS] if alike else []),
        *(field_spec(entry, platform) for entry in fields),
        DETAILS,
        *(own_spec(column) for column in own),
    )


def field_spec(entry: Field, platform: Platform | None) -> ColumnSpec:
    """The column of a bought field, under the word its platform uses."""
    label = platform.followers_word if platform is not None and entry.key == "followers" else entry.label
    hint = f"{label}, {entry.unit}" if entry.unit else ""
    if entry.guess:
        hint = f"{label}: a guess of the service"
    return ColumnSpec(key=entry.key, label=label, source=Source.FIELD, width=entry.width, hint=hint, field=entry)


def change_spec(changes: tuple[Change, ...]) -> ColumnSpec:
    """What a search that ran again told otherwise than before, while only those creators are shown."""
    return ColumnSpec(
        key=CHANGE_COLUMN,
        label="Before → now",
        source=Source.CHANGE,
        width=236,
        hint="What the search told when it ran before, and what it tells now",
        changes=changes,
    )


def own_spec(column: OwnColumn) -> ColumnSpec:
    """The column of values that people fill in."""
    hint = "Yours, in every sheet" if column.scope == "creator" else "Yours, in this sheet"
    return ColumnSpec(
        key=column.key,
        label=column.label,
        source=Source.OWN,
        width=_OWN_WIDTHS.get(column.key, 160 if column.kind == "link" else 120),
        hint=hint,
        own=column,
    )
