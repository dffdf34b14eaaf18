"""A sheet and a preset become a file: which columns, which rows, and the words of the About page."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from app.domain.creators import Row, Value
from app.domain.fields import BY_KEY, FIELDS, Kind
from app.domain.filters import BEST_MATCH, Catalogue, Search
from app.services.export.preview import ROWS, Preview, preview
from app.services.export.table import Column, FileKind, Layout, Table, Told
from app.services.export.writing import Written, write_table
from app.workspace import account, searches, sheet_rows, sheets
from app.workspace.sheets import OwnColumn
from app.workspace.store import Store, open_for_reading

T = TypeVar("T")
EVERYTHING = "everything"
AS_ON_SCREEN = "as on screen"
PRESETS = (EVERYTHING, AS_ON_SCREEN)
DEFAULT_KEYS = ("creator", "name", "followers", "engagement", "details", "status", "note")
ROWS_AT_ONCE = 500
_WAYS = {"asc": "lowest first", "desc": "highest first"}
_OWN_KINDS = {"money": Kind.MONEY, "date": Kind.DATE, "rating": Kind.COUNT, "number": Kind.NUMBER, "link": Kind.LINK}
_DETAILS_WORDS = {
    "nothing": None,
    "exists": "Exists",
    "contact": "Contact",
    "audience": "Audience",
    "full": "Full",
    "getting": "Getting",
    "waits_for_credits": "Waits for credits",
    "check_payment": "Check payment",
    "not_found": "No such account",
    "no_email": "No email",
}
_FIXED = {
    "creator": ("Creator", Kind.TEXT, 172, lambda row: row.shown_handle),
    "platform": ("Platform", Kind.TEXT, 100, lambda row: row.handle.platform.label),
    "link": ("Profile link", Kind.LINK, 220, lambda row: row.handle.address),
    "details": ("Details", Kind.TEXT, 130, lambda row: _DETAILS_WORDS[row.details]),
    "likeness": ("Likeness", Kind.PERCENT, 88, lambda row: None if row.likeness is None else row.likeness * 100),
    "details_on": ("Details from", Kind.DATE, 110, lambda row: _day(row.details_ms)),
}


class Exports:
    """Writes files from sheets. Exporting is free and sends nothing."""

    def __init__(self, store: Store, catalogue: Catalogue, today: Callable[[], date]) -> None:
        self._store = store
        self._catalogue = catalogue
        self._today = today

    async def sheet(
        self,
        sheet_id: int,
        path: Path,
        *,
        preset: str = EVERYTHING,
        columns: Sequence[str] | None = None,
        ids: Sequence[int] | None = None,
    ) -> Written:
        """Write a sheet's rows (`ids` in that order, or all as they came) to .xlsx, .csv or .tsv.

        `columns` are the keys on screen, for that preset. Raises: InputError for another ending, DiskError.
        """
        own = self._store.peek(sheets.own_columns)
        keys = self.columns_of(preset, columns)
        wanted = (
            list(ids) if ids is not None else await self._store.read(lambda db: sheets.first_ids(db, sheet_id, None))
        )
        found = next(entry for entry in self._store.peek(sheets.all_sheets) if entry.id == sheet_id)
        identity = self._store.peek(account.owner)
        table = Table(
            title="Creators",
            columns=[_column(key, own) for key in keys],
            rows=_rows(self._store.folder, sheet_id, wanted, [_reader(key) for key in keys]),
            about=self._about(found.name, sheet_id, len(wanted)),
            practice=identity is not None and identity.practice,
        )
        return await write_table(table, path)

    async def preview(
        self,
        sheet_id: int,
        kind: FileKind,
        *,
        preset: str = EVERYTHING,
        columns: Sequence[str] | None = None,
        ids: Sequence[int] | None = None,
    ) -> Preview:
        """The headings and first five rows as `sheet` would write them; reads the workspace only."""
        own = self._store.peek(sheets.own_columns)
        keys = self.columns_of(preset, columns)

        def read(db: sqlite3.Connection) -> list[Row]:
            first = ids[:ROWS] if ids is not None else sheets.first_ids(db, sheet_id, ROWS)
            return sheet_rows.rows(db, sheet_id, first)

        layout = Layout(title="", columns=tuple(_column(key, own) for key in keys), about=(), practice=False)
        rows = await self._store.read(read)
        return preview(kind, layout, ([_reader(key)(row) for key in keys] for row in rows))

    def columns_of(self, preset: str, on_screen: Sequence[str] | None) -> list[str]:
        """The keys of a preset's columns, in order."""
        if preset == AS_ON_SCREEN:
            return [key for key in on_screen or DEFAULT_KEYS if key != "tick"]
        own = [column.key for column in self._store.peek(sheets.own_columns)]
        return [
            "creator",
            "platform",
            "name",
            "link",
            "details",
            "details_on",
            *(field.key for field in FIELDS if field.key != "name"),
            *own,
        ]

    def suggested_name(self, sheet_id: int) -> str:
        """What the window proposes; practice files say so in their name."""
        found = next(entry for entry in self._store.peek(sheets.all_sheets) if entry.id == sheet_id)
        return proposed_name(self._store, found.name, self._today())

    def _about(self, name: str, sheet_id: int, rows: int) -> list[tuple[str, Told]]:
        lines: list[tuple[str, Told]] = [("Sheet", name), ("Written", self._today()), ("Rows", rows)]
        search_id = self._store.peek(lambda db: sheets.search_of(db, sheet_id))
        if search_id is not None:
            known = self._store.peek(lambda db: searches.get(db, search_id))
            lines.append(("Platform", known.search.platform.label))
            lines += [("Filter", words.long) for words in self._catalogue.describe(known.search)]
            lines.append(("Order", self._order_words(known.search)))
            if known.matches is not None:
                lines.append(("Matches named by the service", known.matches))
            if known.repeats:
                lines.append(("Came twice, listed once", known.repeats))
        spent = self._store.peek(lambda db: sheets.spent_on(db, sheet_id))
        lines.append(("Credits spent on this sheet", float(spent)))
        return lines

    def _order_words(self, search: Search) -> str:
        labels = {sort.value: sort.label for sort in self._catalogue.sorts_for(search.platform)}
        words = labels.get(search.sort.by, search.sort.by)
        return words if search.sort == BEST_MATCH else f"{words}, {_WAYS[search.sort.order]}"


def _column(key: str, own: Sequence[OwnColumn]) -> Column:
    if key in _FIXED:
        label, kind, width, _ = _FIXED[key]
        return Column(label=label, kind=kind, width=width, key=key)
    if key in BY_KEY:
        field = BY_KEY[key]
        return Column(label=field.label, kind=field.kind, width=field.width, key=key)
    column = next(entry for entry in own if entry.key == key)
    return Column(label=column.label, kind=_OWN_KINDS.get(column.kind, Kind.TEXT), width=120, key=key)


def _reader(key: str) -> Callable[[Row], Value]:
    if key in _FIXED:
        return _FIXED[key][3]
    if key in BY_KEY:
        return lambda row: row.values[key]
    return lambda row: row.own.get(key)


def _rows(
    folder: Path, sheet_id: int, ids: Sequence[int], readers: Sequence[Callable[[Row], Value]]
) -> Iterator[list[Value]]:
    for row in read_apart(folder, ids, lambda db, part: sheet_rows.rows(db, sheet_id, part)):
        yield [read(row) for read in readers]


def read_apart(
    folder: Path, ids: Sequence[int], fetch: Callable[[sqlite3.Connection, Sequence[int]], list[T]]
) -> Iterator[T]:
    """Rows page by page on a connection of their own: the writer of a file reads them in its own thread."""
    store = open_for_reading(folder)
    assert store is not None
    try:
        for at in range(0, len(ids), ROWS_AT_ONCE):
            part = ids[at : at + ROWS_AT_ONCE]
            yield from store.peek(lambda db, part=part: fetch(db, part))  # type: ignore[misc]
    finally:
        store.close()


def proposed_name(store: Store, name: str, today: date) -> str:
    """The name of a file about `name`, fit for any disk; practice files say so."""
    identity = store.peek(account.owner)
    prefix = "PRACTICE " if identity is not None and identity.practice else ""
    words = "".join(sign for sign in name if sign.isprintable() and sign not in '<>:"/\\|?*').strip(" .")
    return f"{prefix}{words[:80] or 'Creators'} {today.isoformat()}.xlsx"


def _day(at_ms: int | None) -> str | None:
    return None if at_ms is None else datetime.fromtimestamp(at_ms / 1000, UTC).date().isoformat()
