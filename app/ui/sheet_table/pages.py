"""Pages of ready cells: what was read of the workspace, as far as it is near what is painted."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.creators import Row
from app.ui.sheet_table.cells import EMPTY, Cell, Maker

PAGE = 200
PAGES_KEPT = 12
PAGES_SEEN = 2  # what is in sight is lower than a page
Cells = tuple[Cell, ...]
Fetch = Callable[[Sequence[int]], list[Row]]


class _Page:
    """Rows of these creators as they were read, each made into cells when first asked for. A row that is gone meanwhile
    is None."""

    __slots__ = ("cells", "ids", "rows")

    def __init__(self, ids: "array[int]", rows: list[Row | None]) -> None:
        self.ids = ids
        self.rows = rows
        self.cells: list[Cells | None] = [None] * len(rows)

    def put(self, at: int, row: Row | None) -> None:
        self.rows[at] = row
        self.cells[at] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A page that is to be read again, with its rows as they are shown."""

    number: int
    page: _Page
    rows: Sequence[Row | None]
    moment: int

    @property
    def ids(self) -> "array[int]":
        return self.page.ids

    def compared(self, found: Sequence[Row]) -> dict[int, Row | None]:
        """The rows that were read and differ, by their place in the page; for the thread that read them."""
        by_id = {row.creator_id: row for row in found}
        now = [by_id.get(creator_id) for creator_id in self.ids]
        return {at: row for at, row in enumerate(now) if row != self.rows[at]}


_NONE = (-1, _Page(array("q"), []))


class Pages:
    """The pages used last. `fetch` brings the rows of these creators (2 ms for a page)."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._makers: Sequence[Maker] = ()
        self._kept: OrderedDict[int, _Page] = OrderedDict()
        self._last = _NONE
        self._unsaved: dict[int, dict[str, str]] = {}
        self._moment = 0

    def make_with(self, makers: Sequence[Maker]) -> None:
        """From now on rows are made into cells by these, one for each column."""
        self._makers = makers
        self.forget()

    def cells(self, ids: "array[int]", row: int) -> Cells:
        """The ready cells of a row of `ids`."""
        number, at = divmod(row, PAGE)
        if self._last[0] != number:
            self._last = (number, self._page(ids, number))
        page = self._last[1]
        made = page.cells[at]
        if made is None:
            entry = page.rows[at]
            made = tuple([make(entry) for make in self._makers]) if entry else (EMPTY,) * len(self._makers)
            page.cells[at] = made
        return made

    def forget(self, first: int = 0) -> None:
        """Drop the pages from the one of row `first` on."""
        for number in [n for n in self._kept if n >= first // PAGE]:
            del self._kept[number]
        self._last = _NONE

    def forget_unseen(self) -> Iterator[tuple[int, int]]:
        """Drop all but the pages used last; yields the rows that went, as (first, last)."""
        while len(self._kept) > PAGES_SEEN:
            number, page = self._kept.popitem(last=False)
            yield number * PAGE, number * PAGE + len(page.rows) - 1

    def numbers(self) -> list[int]:
        """The pages that are here."""
        return list(self._kept)

    def stale(self, number: int) -> Stale | None:
        """What to compare with when a page is read again; None: it is not here any more."""
        page = self._kept.get(number)
        if page is None:
            return None
        return Stale(number=number, page=page, rows=tuple(page.rows), moment=self._moment)

    def renew(self, stale: Stale, changed: dict[int, Row | None]) -> bool:
        """Show the rows that differ. False, and nothing is shown: an own value was written, or the rows moved, since
        `stale`, and what was read may be older than that."""
        if self._moment != stale.moment or self._kept.get(stale.number) is not stale.page:
            return False
        for at, row in changed.items():
            stale.page.put(at, self._with_unsaved(row))
        return True

    @property
    def has_unsaved(self) -> bool:
        """Whether an own value is shown that the workspace does not hold yet."""
        return bool(self._unsaved)

    def saved_own(self, creators: Collection[int], key: str, value: str) -> None:
        """The workspace holds this value now (or never will): from now on show what is read there."""
        self._moment += 1
        for creator_id in creators:
            waiting = self._unsaved.get(creator_id, {})
            if waiting.get(key) == value:
                del waiting[key]
                if not waiting:
                    del self._unsaved[creator_id]

    def overwrite_own(self, creators: Collection[int], key: str, value: str) -> Iterator[int]:
        """Show an own value that is about to be stored, until `saved_own`; yields the rows here that changed."""
        self._moment += 1
        for creator_id in creators:
            self._unsaved.setdefault(creator_id, {})[key] = value
        for number, page in self._kept.items():
            for at, row in enumerate(page.rows):
                if row is not None and row.creator_id in creators:
                    page.put(at, replace(row, own={**row.own, key: value}))
                    yield number * PAGE + at

    def _page(self, ids: "array[int]", number: int) -> _Page:
        page = self._kept.get(number)
        if page is None:
            wanted = ids[number * PAGE : (number + 1) * PAGE]
            found = {row.creator_id: row for row in self._fetch(wanted)}
            rows = [self._with_unsaved(found.get(creator_id)) for creator_id in wanted]
            page = self._kept[number] = _Page(wanted, rows)
            if len(self._kept) > PAGES_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(number)
        return page

    def _with_unsaved(self, row: Row | None) -> Row | None:
        waiting = self._unsaved.get(row.creator_id) if row is not None else None
        return replace(row, own={**row.own, **waiting}) if row is not None and waiting else row
