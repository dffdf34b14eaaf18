"""One row of the workspace as ready cells: the words, the colour, the tooltip, and the value behind them.

Nothing is looked up or formatted while the table paints (design.md, section 13).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from PySide6.QtCore import QLocale

from app.domain.creators import Details, Row, Value
from app.domain.fields import BY_KEY, Field, Kind
from app.domain.readers import parse_day
from app.ui.parts import platform_mark
from app.ui.sheet_table import own_values
from app.ui.sheet_table.columns import ColumnSpec, Source
from app.ui.sheet_table.own_values import day_words
from app.ui.sheet_table.plain import one_line, tip
from app.workspace.sheets import OwnColumn

DASH = "—"
HIDDEN = "Hidden by the platform"
NOT_FETCHED = "Not fetched yet"
ZERO_ENGAGEMENT = "0 or hidden"
CHECK_PAYMENT = "No answer came. It may have been charged."
NO_BREAK = "\u00a0"

# A search tells these of every creator it finds, so that an empty one of them is hidden, not waiting to be bought.
_TOLD_BY_SEARCH = ("name", "followers", "engagement")


class Cell(NamedTuple):
    """What one cell shows. `tip` is ready for Qt; `value` is what sums and copies use; `icon` a Phosphor name."""

    text: str = ""
    tip: str = ""
    value: Value = None
    token: str = "text"
    icon: str = ""


EMPTY = Cell()
_NOT_FETCHED = Cell(tip=NOT_FETCHED)
_HIDDEN = Cell(text=DASH, tip=HIDDEN, token="muted")
Maker = Callable[[Row], Cell]

_DETAILS = {
    Details.NOTHING: ("circle", "nothing yet", "muted"),
    Details.EXISTS: ("circle", "Exists", "text"),
    Details.CONTACT: ("circle-half", "Contact", "text"),
    Details.AUDIENCE: ("circle-half", "Audience", "text"),
    Details.FULL: ("circle-fill", "Full", "text"),
    Details.GETTING: ("hourglass-medium", "getting", "accent"),
    Details.WAITS_FOR_CREDITS: ("hourglass-medium", "waits for credits", "muted"),
    Details.CHECK_PAYMENT: ("warning", "Check payment", "warn"),
    Details.NOT_FOUND: ("x", "No such account, free", "muted"),
    Details.NO_EMAIL: ("x", "No email, free", "muted"),
}
_DATED = frozenset({Details.EXISTS, Details.CONTACT, Details.AUDIENCE, Details.FULL})


@dataclass(frozen=True, slots=True)
class Formats:
    """How numbers and days are written: the person's locale, and the day that needs no year."""

    locale: QLocale
    today: date


def makers(columns: Sequence[ColumnSpec], formats: Formats) -> tuple[Maker, ...]:
    """For each column, the function from a row to its cell."""
    return tuple(_maker(column, formats) for column in columns)


def _maker(column: ColumnSpec, formats: Formats) -> Maker:
    if column.source is Source.FIELD and column.field is not None:
        return _field_maker(column.field, formats)
    if column.source is Source.OWN and column.own is not None:
        return _own_maker(column.own, formats)
    if column.source is Source.CREATOR:
        return _marked_creator if column.marked else _creator
    if column.source is Source.DETAILS:
        return lambda row: _details(row, formats)
    if column.source is Source.LIKENESS:
        return _likeness
    if column.source is Source.CHANGE:
        return _change_maker(column, formats)
    return lambda row: EMPTY  # the tick lives in the model: it changes without the row


def _creator(row: Row) -> Cell:
    handle = one_line(row.shown_handle)
    return Cell(text=handle, value=handle)


def _marked_creator(row: Row) -> Cell:
    """A list may mix platforms: the mark says which one, and the tooltip in words."""
    cell, platform = _creator(row), row.handle.platform
    return cell._replace(icon=platform_mark(platform), tip=tip(f"{cell.text} · {platform.label}"))


def _likeness(row: Row) -> Cell:
    if row.likeness is None:
        return EMPTY
    return Cell(text=f"{round(row.likeness * 100)}{NO_BREAK}%", value=row.likeness * 100)


def _change_maker(column: ColumnSpec, formats: Formats) -> Maker:
    """Only the numbers that are others now; all of it with names in the tooltip."""
    told = {change.creator_id: (change.followers, change.engagement) for change in column.changes}
    fields = [(BY_KEY[key].label, _writer(BY_KEY[key], formats)) for key in ("followers", "engagement")]

    def make(row: Row) -> Cell:
        parts = []
        for (label, written), (was, now) in zip(fields, told.get(row.creator_id, ()), strict=False):
            if was != now:
                before, after = (DASH if value is None else written(value).text for value in (was, now))
                parts.append((label, f"{before} → {after}"))
        words = " · ".join(text for _, text in parts)
        return Cell(text=words, tip=tip("\n".join(f"{label}: {text}" for label, text in parts)), value=words)

    return make


def _details(row: Row, formats: Formats) -> Cell:
    icon, words, token = _DETAILS[row.details]
    if row.details in _DATED and row.details_ms is not None:
        day = datetime.fromtimestamp(row.details_ms / 1000).date()
        words = f"{words}, {day_words(day, formats.today)}"
    told = CHECK_PAYMENT if row.details is Details.CHECK_PAYMENT else ""
    return Cell(text=words, tip=told, value=words, token=token, icon=icon)


def _field_maker(entry: Field, formats: Formats) -> Maker:
    written = _writer(entry, formats)
    key, parts, platforms = entry.key, entry.parts, entry.platforms
    from_search = key in _TOLD_BY_SEARCH

    def make(row: Row) -> Cell:
        value = row.values[key]
        if value is not None:
            return written(value)
        platform = row.handle.platform
        if platform not in platforms:
            return Cell(text=DASH, tip=f"{platform.label} does not tell this", token="muted")
        known = row.parts & parts or (from_search and any(row.values[k] is not None for k in _TOLD_BY_SEARCH))
        return _HIDDEN if known else _NOT_FETCHED

    return make


def _writer(entry: Field, formats: Formats) -> Callable[[Value], Cell]:
    locale, today = formats.locale, formats.today
    if entry.kind is Kind.PERCENT:
        zero_tip = ZERO_ENGAGEMENT if entry.key == "engagement" else ""

        def percent(value: Value) -> Cell:
            number = float(value or 0)
            return Cell(
                text=f"{locale.toString(number, 'f', 2)}{NO_BREAK}%", tip="" if number else zero_tip, value=value
            )

        return percent
    if entry.kind is Kind.COUNT:
        return lambda value: Cell(text=locale.toString(round(float(value or 0))), value=value)
    if entry.kind is Kind.NUMBER or entry.kind is Kind.MONEY:
        places = 2 if entry.kind is Kind.MONEY else 1
        return lambda value: Cell(text=locale.toString(float(value or 0), "f", places), value=value)
    if entry.kind is Kind.FLAG:
        return lambda value: Cell(text="Yes" if value else "No", value=value)
    if entry.kind is Kind.DATE:
        return lambda value: _day(str(value), today)
    if entry.key == "country":
        return lambda value: _text(country_name(str(value)))
    return lambda value: _text(str(value))


def _text(value: str) -> Cell:
    return Cell(text=one_line(value), value=value)


def _day(value: str, today: date) -> Cell:
    day = parse_day(value)
    return Cell(text=day_words(day, today) if day else one_line(value), value=value)


def _own_maker(column: OwnColumn, formats: Formats) -> Maker:
    key = column.key

    def make(row: Row) -> Cell:
        value = row.own.get(key)
        if not value:
            return EMPTY
        return Cell(text=one_line(own_values.shown(column, value, formats.locale, formats.today)), value=value)

    return make


def country_name(value: str) -> str:
    """A country by name where the service gave its two-letter code; any other text as it is."""
    if len(value) == 2 and value.isascii() and value.isalpha():
        territory = QLocale.codeToTerritory(value.upper())
        if territory != QLocale.Country.AnyTerritory:
            return QLocale.territoryToString(territory)
    return value


def initial(handle: str) -> str:
    """The letter in the circle: the first letter or digit of a handle."""
    return next((letter for letter in handle if letter.isalnum()), "?").upper()[:1]


def full_tip(cell: Cell) -> str:
    """The tooltip of a cell whose words are cut: all of them, plain."""
    return tip(cell.value if isinstance(cell.value, str) else cell.text)
