"""Where a recipe's rows come from: a search whose pages are bought, or a list, whose addresses may be looked up."""

import asyncio
import hashlib
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from typing import Protocol

from app.domain.errors import InputError
from app.domain.filters import Search
from app.domain.money import DISCOVERY_PRICE, EMAIL_PRICE, ZERO, Purse, search_price, show
from app.domain.platforms import Handle
from app.services.emails import known_by
from app.services.importing import Preview, ReadAs, ReadList, Role, Table, table_of
from app.services.importing.columns import preview
from app.services.importing.headings import is_known, is_plain_word, speaks_of_platforms, spoken, stands_out
from app.services.importing.lists import choose
from app.services.importing.reading import read
from app.services.importing.table import WINDOWS
from app.services.recipes.checks import told_as
from app.services.recipes.kit import First, Services, Tell, go_on_or_stop, job_of, real_price
from app.services.recipes.uploads import to_the_end
from app.services.recipes.values import ListSource, Lookup, Recipe
from app.workspace import creators, questions, searches, sheets, uncertain
from app.workspace.questions import ABOUT_EMAIL


class Source(Protocol):
    """The rows of a recipe. `key`: the same rows, the same key (design.md, section 4). `lookup_key`: of the job that
    looks up addresses, where there are any."""

    key: str
    lookup_key: str

    def sheet_id(self) -> int | None:
        """The sheet that an earlier run made for them."""

    async def open_sheet(self) -> int:
        """Make it. Free, but for free questions."""

    def most(self, sheet_id: int | None) -> Decimal:
        """The most that getting the rows can newly cost, in credits."""

    def first(self, sheet_id: int | None, rows: int | None) -> First:
        """The first rows; None: all of them."""

    async def get(self, sheet_id: int, purse: Purse) -> None:
        """Buy what is missing. Raises: Stopped."""

    def counts(self, sheet_id: int) -> Counter[str]:
        """What stands for no row: not_found, uncertain, failed."""


async def source_of(recipe: Recipe, on: Services, tell: Tell) -> Source:
    """Where the recipe's rows come from; a list is read now, and the words of a new search are looked up.

    Raises: InputError, DiskError, KeyRefused.
    """
    if recipe.search is not None:
        rows = SearchRows(recipe.search, recipe.seed, on, tell, leave_out=recipe.leave_out_known)
        if rows.sheet_id() is None:
            await _look_up(recipe.search, on, tell)
        return rows
    assert recipe.source is not None
    with told_as(path="import.path", column="import.column", encoding="import.encoding"):
        table = await asyncio.to_thread(table_of, recipe.source.path, encoding=recipe.source.encoding)
        as_shown = understood(table, recipe.source)
        found = await asyncio.to_thread(read, table, as_shown)
    _refuse_empty(found, as_shown, recipe.source)
    return ListRows(recipe.source, found, as_shown, on, tell, table.read_as)


async def _look_up(search: Search, on: Services, tell: Tell) -> None:
    """Tell which words of a search could not be checked. Raises: InputError for one that is in no dictionary."""
    for unsure in await on.word_check.check(search, called=attrgetter("key")):
        tell(unsure)


class SearchRows:
    """The rows of a search, or of creators like one."""

    def __init__(self, search: Search, seed: Handle | None, on: Services, tell: Tell, *, leave_out: bool) -> None:
        self._search = search
        self._seed = seed
        self._leave_out = leave_out
        self._on = on
        self._tell = tell
        key = searches.key_of(search, seed.name if seed else None)
        self.key = f"{key}|new" if leave_out else key
        self.lookup_key = ""

    def sheet_id(self) -> int | None:
        """Who is had changes from run to run, so a search that leaves them out is known by its sheet."""
        if self._leave_out:
            return self._on.store.peek(lambda db: sheets.of_list(db, self.key))
        return self._on.discovery.sheet_of(self._search, seed=self._seed, whole=True)

    async def open_sheet(self) -> int:
        if self._seed is None and not self._leave_out:
            return await self._on.discovery.open_sheet(self._search)
        plan = await self._on.discovery.plan(self._search, leave_out=self._leave_out, seed=self._seed)
        target = self._search.target
        whole = replace(plan, kept=(), rows=target, most=search_price(target))
        if plan.left_out is not None and plan.left_out.beyond:
            self._tell(
                f"{plan.left_out.beyond} creators you have do not fit among those left out: they may come again."
            )
        list_key = self.key if self._leave_out else None
        return await self._on.discovery.open_sheet(self._search, whole, list_key=list_key)

    def most(self, sheet_id: int | None) -> Decimal:
        return search_price(self._search.target) if sheet_id is None else self._on.discovery.open_price(sheet_id)

    def first(self, sheet_id: int | None, rows: int | None) -> First:
        """Places of pages that are not there yet are kept for them: else a page that comes late would push others,
        already paid for, out of the first rows."""
        if sheet_id is None:
            return First(ids=[], to_come=_least(rows, self._search.target))
        known, most = self._on.discovery.known(sheet_id), rows
        if most is not None and known is not None:
            size, wanted = known.page_size, most
            most -= sum(max(0, min(size, wanted - page * size)) for page in known.missing)
        ids = self._on.store.peek(lambda db: sheets.first_ids(db, sheet_id, most))
        total = len(ids) + self._on.discovery.open_rows(sheet_id)
        return First(ids=ids, to_come=_least(rows, total) - len(ids))

    async def get(self, sheet_id: int, purse: Purse) -> None:
        """Planned pages that were never asked for, or wait to be sent again."""
        known = self._on.discovery.known(sheet_id)
        assert known is not None
        job = self._on.store.peek(lambda db: uncertain.open_search_job(db, known.id))
        if job is not None or self._on.discovery.open_pages(known):
            go_on_or_stop(await self._on.discovery.find(self._search, sheet_id=sheet_id, purse=purse))

    def counts(self, sheet_id: int) -> Counter[str]:
        known = self._on.discovery.known(sheet_id)
        if known is None:
            return Counter()
        if known.repeats:
            price = show(DISCOVERY_PRICE * known.repeats)
            self._tell(f"{known.repeats} creators came twice and are listed once; the repeats cost {price}.")
        lost = self._on.store.peek(lambda db: uncertain.pages_to_check(db, known.id))  # no rows stand for them
        return Counter(uncertain=lost)


class ListRows:
    """The rows of a list: its creators, then those behind its addresses where they are to be looked up."""

    def __init__(
        self,
        source: ListSource,
        found: ReadList,
        as_shown: Preview,
        on: Services,
        tell: Tell,
        read_as: ReadAs,
    ) -> None:
        self._found = found
        self._read_as = read_as
        self._source = source
        self._as_shown = as_shown
        self._by_batch = source.lookup is Lookup.BATCH
        self._on = on
        self._tell = tell
        self.handles = tuple(one.handle for one in found.creators)
        self.addresses = () if source.lookup is Lookup.NONE else tuple(one.email for one in found.addresses)
        words = [
            f"{source.platform}|{source.column}",
            *(f"{handle.platform}:{handle.name}" for handle in self.handles),
            *(f"email:{address}" for address in self.addresses),
        ]
        self.key = hashlib.sha256("\n".join(words).encode()).hexdigest()
        self.lookup_key = hashlib.sha256(f"{self.key}|{source.lookup}".encode()).hexdigest()

    def sheet_id(self) -> int | None:
        return self._on.store.peek(lambda db: sheets.of_list(db, self.key))

    async def open_sheet(self) -> int:
        for bad in self._found.bad:
            self._tell(f"Line {bad.line} left out: {bad.reason}")
        self._tell_first_line()
        self._tell_encoding()
        if len(self._read_as.sheets) > 1:
            self._tell(f"The sheet “{self._read_as.sheet}” of {len(self._read_as.sheets)} was read.")
        for line in self._read_as.unclosed:
            self._tell(
                f"Line {line}: a quotation mark opens here and is never closed. It was taken to end with its line."
            )
        self._tell_other_platforms()
        if self._found.repeats:
            repeats = self._found.repeats
            self._tell("1 line names somebody again." if repeats == 1 else f"{repeats} lines name somebody again.")
        if not self.addresses:
            for one in self._found.addresses:
                self._tell(f"Line {one.line} left out: an e-mail address, and “emails” is not true.")
        return await self._on.imports.add(
            self._found, self._as_shown, list_key=self.key, with_addresses=bool(self.addresses)
        )

    def _tell_first_line(self) -> None:
        """A word may head a list or be a creator of it: what it was taken for is never silent where nobody said it."""
        at = next((at for at, one in enumerate(self._as_shown.columns) if one.role is Role.CREATOR), None)
        if at is None:
            return
        heading = self._as_shown.columns[at].heading
        first = heading or self._as_shown.rows[0][at]
        named = self._source.column is not None and spoken(self._source.column) == spoken(heading)
        if named or is_known(first) or not is_plain_word(first):
            return
        if heading:
            self._tell(f"“{first}” was taken for a heading. If it is a creator, put a line “handle” above it.")
        else:
            self._tell(f'“{first}” was taken for a creator. If it is a heading, add "column": "{first}" to the import.')

    def _tell_encoding(self) -> None:
        """Which letters were read cannot be told from the file: another reading may be the right one."""
        read = self._read_as.encoding
        if read is None or not read.is_guess or self._source.encoding is not None:
            return
        other = next(one for one in WINDOWS if one is not read)
        self._tell(
            f"“{self._source.path.name}” was read as {read.label}. Where its letters look wrong, add"
            f' "encoding": "{other}" to the import.'
        )

    def _tell_other_platforms(self) -> None:
        """What the list says of a line outweighs what the recipe says of all, but never in silence."""
        said = self._source.platform
        if said is None:
            return
        for platform, count in Counter(one.platform for one in self.handles).items():
            if platform is not said:
                who = "1 creator is" if count == 1 else f"{count} creators are"
                self._tell(f"{who} on {platform.label}, as the list says, not on {said.label}.")

    def most(self, sheet_id: int | None) -> Decimal:
        return real_price(self._on, self.lookup_key, self._listed())

    def _listed(self) -> Decimal:
        """What looking up the addresses that are new costs by the price list."""
        if not self.addresses:
            return ZERO
        if self._by_batch:
            return self._on.batches.to_pay_for_addresses(self.addresses, self.lookup_key)
        return self._on.emails.plan(self.addresses, recipe_key=self.lookup_key).most

    def first(self, sheet_id: int | None, rows: int | None) -> First:
        if sheet_id is not None:
            ids = self._on.store.peek(lambda db: sheets.first_ids(db, sheet_id, rows))
            return First(ids=ids, to_come=_least(rows, len(ids) + self._to_come()) - len(ids))
        handles = self.handles[:rows]
        room = None if rows is None else rows - len(handles)
        had = self._on.store.peek(
            lambda db: [
                *(creators.of_handle(db, handle) for handle in handles),
                *(known_by(db, address) for address in self.addresses[:room]),
            ]
        )
        ids = [one for one in had if one is not None]
        return First(ids=ids, to_come=len(had) - len(ids))

    def _to_come(self) -> int:
        """How many rows the lookups can still bring."""
        job = job_of(self._on, self.lookup_key)
        return int(self._listed() / EMAIL_PRICE) + (job.totals.away if job else 0)

    async def get(self, sheet_id: int, purse: Purse) -> None:
        if not self.addresses:
            return
        if self._by_batch:
            await to_the_end(
                self._on,
                self._tell,
                self.lookup_key,
                self.most(sheet_id),
                lambda: self._on.batches.find_accounts(
                    sheet_id, self.addresses, purse=purse, recipe_key=self.lookup_key
                ),
            )
        elif job_of(self._on, self.lookup_key) is None or self.most(sheet_id):
            job = await self._on.emails.run(sheet_id, self.addresses, purse=purse, recipe_key=self.lookup_key)
            go_on_or_stop(job)

    def counts(self, sheet_id: int) -> Counter[str]:
        return self._on.store.peek(lambda db: questions.stands_of(db, (ABOUT_EMAIL + one for one in self.addresses)))


def understood(table: Table, source: ListSource) -> Preview:
    """How a recipe's list is read: by its column where that is named, else as the list itself says.

    Raises: InputError where nothing does.
    """
    if source.column is None:
        as_shown = _with_said_platform(preview(table, platform=source.platform))
        if not all(column.sure for column in as_shown.columns if column.role is Role.CREATOR):
            headings = ", ".join(f"“{column.heading}”" for column in as_shown.columns if column.heading)
            raise InputError(
                "It is not sure which column names the creators.",
                field="column",
                advice=f"Say it with import.column: {headings + ' or ' if headings else ''}a letter from A.",
            )
        return as_shown
    at, has_heading = choose(table.lines[0][1], source.column, source.path)
    has_heading = has_heading or stands_out(table.lines, at)
    as_shown = _with_said_platform(preview(table, platform=source.platform, has_heading=has_heading))
    for other, column in enumerate(as_shown.columns):
        if other != at and column.role is Role.CREATOR:
            as_shown = as_shown.with_role(other, Role.OWN)
    if as_shown.columns[at].role is Role.EMAIL:
        return as_shown
    return as_shown.with_role(at, Role.CREATOR)


def _with_said_platform(as_shown: Preview) -> Preview:
    """A platform that the recipe says gives way to a column only where its heading speaks of platforms."""
    if as_shown.platform is None:
        return as_shown
    for at, column in enumerate(as_shown.columns):
        if column.role is Role.PLATFORM and not speaks_of_platforms(column.heading):
            as_shown = as_shown.with_role(at, Role.OWN)
    return as_shown


def _refuse_empty(found: ReadList, as_shown: Preview, source: ListSource) -> None:
    """Raises: InputError where no line can become a row."""
    if found.creators or (found.addresses and source.lookup is not Lookup.NONE):
        return
    name = source.path.name
    if found.addresses:
        price = show(EMAIL_PRICE * len(found.addresses))
        raise InputError(
            f"“{name}” holds e-mail addresses and no creators.",
            field="import.emails",
            advice=f'To find the accounts behind them, for {price} credits at most, add "emails": true to the import.',
        )
    if as_shown.needs_platform:
        raise InputError(
            f"It is not said on which platform the creators of “{name}” are.",
            field="import.platform",
            advice='Add "platform" to the import.',
        )
    why = f" Line {found.bad[0].line}: {found.bad[0].reason}" if found.bad else ""
    raise InputError(f"No line of “{name}” names a creator.{why}", field="import.path")


def _least(rows: int | None, there: int) -> int:
    return there if rows is None else min(rows, there)
