"""Bringing lists in: what a list holds against what is there, and its rows, own columns and values in a sheet.

Nothing is sent. Reading and comparing happen in threads, writing in parts, so that answers never wait for an import.
"""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from app.domain.platforms import Handle, Platform
from app.domain.readers import as_day
from app.services.events import Changes, Events
from app.services.importing import Encoding, Table, table_of, table_of_text
from app.services.importing.addresses import Addresses, addresses_in
from app.services.importing.columns import Preview, Remembered, Role, preview
from app.services.importing.files import source_of
from app.services.importing.headings import spoken
from app.services.importing.reading import Creator, Own, ReadList, read
from app.services.importing.table import WINDOWS
from app.workspace import account, by_email, creators, own, sheets
from app.workspace.sheets import OwnColumn
from app.workspace.store import Store

T = TypeVar("T")

AT_ONCE = 400  # creators written in one transaction: some 50 ms
_KEY, _PLATFORMS, _LETTERS = "import.columns", "import.platforms", "import.letters"
_MOST_REMEMBERED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCounts:
    """What a list would bring. `known`: creators seen before, of whom `had` have details that were bought.

    `hidden`: creators on the lists of those to leave out, which the caller names. `in_sheet`: those that stand in the
    sheet they would go into.
    """

    creators: int
    known: int
    had: int
    hidden: int
    in_sheet: int
    addresses: int
    bad: int
    repeats: int


class Imports:
    """Imports of one workspace."""

    def __init__(self, store: Store, events: Events, now_ms: Callable[[], int]) -> None:
        self._store = store
        self._events = events
        self._now_ms = now_ms

    async def open_file(self, path: Path, sheet: str | None = None, encoding: Encoding | None = None) -> Table:
        """Read a file; of a workbook the sheet of this name, else the one that looks like a list; a text in this
        encoding, else in the one it seems to have, where that cannot be told in the one that was chosen last.

        Raises: InputError in one sentence when it is no list, DiskError.
        """
        return await asyncio.to_thread(table_of, path, sheet, encoding, self._store.peek(lambda db: _usual(db, path)))

    async def open_text(self, text: str) -> Table:
        """Read what was pasted or dropped as text. Raises: InputError when it is empty."""
        return await asyncio.to_thread(table_of_text, text)

    def preview(self, table: Table, platform: Platform | None = None, *, has_heading: bool | None = None) -> Preview:
        """How a list is understood, with what was chosen for its headings, and for this file, before."""
        platform = platform or self._store.peek(_platforms).get(table.source)
        return preview(table, platform=platform, remembered=self._store.peek(_remembered), has_heading=has_heading)

    async def read(self, table: Table, as_shown: Preview) -> ReadList:
        """Read the whole list as its preview says."""
        return await asyncio.to_thread(read, table, as_shown)

    async def addresses(self, table: Table) -> Addresses:
        """The addresses of a list, for `Emails`, and what it says beside them. Raises: InputError where it has none."""
        return await asyncio.to_thread(addresses_in, table, self.preview(table))

    async def count(
        self, found: ReadList, hidden: Set[Handle] = frozenset(), *, sheet_id: int | None = None
    ) -> ImportCounts:
        """What it would bring, against what is there, also in the sheet of this id."""

        def compare(db: sqlite3.Connection) -> tuple[int, int, int, int]:
            ids = [i for one in found.creators if (i := creators.of_handle(db, one.handle)) is not None]
            there = frozenset(sheets.first_ids(db, sheet_id, None)) if sheet_id is not None else frozenset()
            named = sum(one.handle in hidden for one in found.creators) if hidden else 0
            return len(ids), creators.count_bought(db, ids), named, len(there.intersection(ids))

        known, had, out, in_sheet = await self._store.read(compare)
        return ImportCounts(
            creators=len(found.creators),
            known=known,
            had=had,
            hidden=out,
            in_sheet=in_sheet,
            addresses=len(found.addresses),
            bad=len(found.bad),
            repeats=found.repeats,
        )

    async def add(
        self,
        found: ReadList,
        as_shown: Preview,
        *,
        sheet_id: int | None = None,
        name: str = "",
        leave_out: Set[Handle] = frozenset(),
        progress: Callable[[int], None] | None = None,
        list_key: str | None = None,
        with_addresses: bool = False,
    ) -> int:
        """Put the creators into a sheet, a new one unless `sheet_id` names one; returns its id. Remembers what the
        columns hold, on which platform the bare handles of this file are, and which Windows wrote it.

        A new sheet shows itself once it is whole; cancelled, it never does. In a sheet that is there, values that
        people typed stay, and so do rows from before the work was cancelled. `progress` hears how many creators are in.
        Addresses are not looked up here: that costs credits (`Emails`); `with_addresses` notes what the list says
        beside them for whoever will be found. `list_key`: what a recipe recognises the list by; its columns are not
        remembered, because nobody chose them here.
        """
        wanted = (one for one in found.creators if one.handle not in leave_out)
        at, new = self._now_ms(), sheet_id is None
        make = partial(_hidden_sheet, name or found.name, list_key, at)
        into = await self._store.write(make) if sheet_id is None else sheet_id
        columns = await self._columns(found.labels)
        place = first = await self._store.read(lambda db: sheets.next_position(db, into))
        try:
            for part in _parts(wanted):
                await self._store.write(partial(_add_part, into, part, columns, place, at))
                place += len(part)
                if progress is not None:
                    progress(place - first)
            if with_addresses:
                await self._note(into, ((one.email, one.own) for one in found.addresses), columns)
            keys = [column.key for column in columns.values()]
            await self._store.write(lambda db: _finish(db, into, keys, new=new))
            if list_key is None:
                await self._store.write(lambda db: _remember(db, as_shown))
            new = False
        finally:
            if not new:
                self._events.publish(Changes(rows=True, creators=True, sheets=True, sheet_id=into))
        return into

    async def note_beside(self, sheet_id: int, own_of: Mapping[str, Own]) -> None:
        """Note what lists say beside these addresses, before they are looked up for a sheet: whoever is found behind
        one gets it in columns of one's own. Values that are there stay.
        """
        columns = await self._columns(dict.fromkeys(label for values in own_of.values() for label, _ in values))
        await self._note(sheet_id, own_of.items(), columns)
        keys = [column.key for column in columns.values()]
        await self._store.write(lambda db: own.add_brought(db, sheet_id, keys))

    async def _columns(self, labels: Iterable[str]) -> dict[str, OwnColumn]:
        at = self._now_ms()
        return await self._store.write(lambda db: {label: own.ensure(db, label, "text", at) for label in labels})

    async def _note(self, sheet_id: int, said: Iterable[tuple[str, Own]], columns: Mapping[str, OwnColumn]) -> None:
        for part in _parts(said):
            values = [
                (email, columns[label].key, _fitting(columns[label], value))
                for email, own_values in part
                for label, value in own_values
            ]
            await self._store.write(partial(by_email.note, sheet_id=sheet_id, values=values))


def _remembered(db: sqlite3.Connection) -> dict[str, Remembered]:
    """What was chosen, by spoken heading, the latest last."""
    try:
        kept = json.loads(account.setting(db, _KEY) or "{}")
        return {str(heading): Remembered(role=Role(role), label=str(label)) for heading, (role, label) in kept.items()}
    except (ValueError, TypeError, AttributeError):  # somebody else's hand in the file: guesses still work
        return {}


def _platforms(db: sqlite3.Connection) -> dict[str, Platform]:
    """On which platform the bare handles of a file are, by its source, the latest last."""
    try:
        kept = json.loads(account.setting(db, _PLATFORMS) or "{}")
        return {str(source): Platform(one) for source, one in kept.items()}
    except (ValueError, AttributeError):  # as above
        return {}


def _letters(db: sqlite3.Connection) -> dict[str, Encoding]:
    """Which Windows wrote a file, by its source, the latest last."""
    try:
        kept = json.loads(account.setting(db, _LETTERS) or "{}")
        return {str(source): Encoding(one) for source, one in kept.items()}
    except (ValueError, AttributeError):  # as above
        return {}


def _usual(db: sqlite3.Connection, path: Path) -> Encoding:
    """Which Windows wrote this file, or the last one that is known: people get their lists from the same programs."""
    kept = _letters(db)
    return kept.get(source_of(path)) or next(reversed(kept.values()), Encoding.WESTERN)


def _chosen(as_shown: Preview) -> dict[str, Remembered]:
    """By spoken heading; of several columns that are called the same, the first."""
    return {
        spoken(column.heading): Remembered(role=column.role, label=column.label)
        for column in reversed(as_shown.columns)
        if column.heading
    }


def _hidden_sheet(name: str, list_key: str | None, at_ms: int, db: sqlite3.Connection) -> int:
    """A new sheet that nobody sees yet: a kill in the middle leaves no half list."""
    sheet_id = sheets.add(db, name, search_id=None, list_key=list_key, at_ms=at_ms)
    sheets.set_deleted(db, sheet_id, at_ms)
    return sheet_id


def _parts(wanted: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(wanted)
    while part := list(islice(rest, AT_ONCE)):
        yield part


def _add_part(
    sheet_id: int,
    part: Sequence[Creator],
    columns: dict[str, OwnColumn],
    place: int,
    at_ms: int,
    db: sqlite3.Connection,
) -> None:
    cells = []
    for position, one in enumerate(part, start=place):
        creator_id = creators.ensure(db, one.handle, one.handle.name, at_ms)
        sheets.add_row(db, sheet_id, creator_id, position, at_ms)
        cells += [(columns[label], creator_id, _fitting(columns[label], value)) for label, value in one.own]
    own.fill(db, sheet_id, cells, at_ms)


def _finish(db: sqlite3.Connection, sheet_id: int, keys: Sequence[str], *, new: bool) -> None:
    if new:
        sheets.set_deleted(db, sheet_id, None)
    own.add_brought(db, sheet_id, keys)


def _remember(db: sqlite3.Connection, as_shown: Preview) -> None:
    chosen = _chosen(as_shown)
    before = {heading: one for heading, one in _remembered(db).items() if heading not in chosen}
    latest = list({**before, **chosen}.items())[-_MOST_REMEMBERED:]
    kept = {heading: (one.role, one.label) for heading, one in latest}
    account.set_setting(db, _KEY, json.dumps(kept, ensure_ascii=False))
    if as_shown.source and as_shown.platform is not None:
        _keep_of_file(db, _PLATFORMS, _platforms(db), as_shown.source, as_shown.platform)
    if as_shown.source and as_shown.encoding in WINDOWS:
        _keep_of_file(db, _LETTERS, _letters(db), as_shown.source, as_shown.encoding)


def _keep_of_file(db: sqlite3.Connection, key: str, before: Mapping[str, str], source: str, chosen: str) -> None:
    """Remember what was chosen for a file, as the latest."""
    others = {other: one for other, one in before.items() if other != source}
    latest = list({**others, source: chosen}.items())[-_MOST_REMEMBERED:]
    account.set_setting(db, key, json.dumps(dict(latest), ensure_ascii=False))


def _fitting(column: OwnColumn, value: str) -> str:
    """A value in the form its column keeps; one that does not fit stays as it was written."""
    if column.kind == "date":
        return as_day(value) or value
    if column.kind in ("money", "number"):
        return _plain_number(value)
    if column.kind == "choice":
        return next((choice for choice in column.choices if choice.casefold() == value.casefold()), value)
    return value


def _plain_number(value: str) -> str:
    """ "1,250.50" and "1 250" as a plain number; what can be read two ways stays as it is."""
    bare = value.replace(" ", "").replace("\u00a0", "")
    if bare.count(",") and "." in bare and bare.index(",") < bare.index("."):
        bare = bare.replace(",", "")
    try:
        return f"{Decimal(bare):f}"
    except InvalidOperation:
        return value
