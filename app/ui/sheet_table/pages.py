"""Pages of ready cells: what was read of the workspace, as far as it is near what is painted."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from app.domain.creators import Row
from app.ui.sheet_table.cells import EMPTY, Cell, Maker

PAGE = 200
PAGES_KEPT = 12
Cells = tuple[Cell, ...]
Fetch = Callable[[Sequence[int]], list[Row]]


class _Page:
    """Rows as they were read, each made into cells when first asked for. A row that is gone meanwhile is None."""

    __slots__ = ("cells", "rows")

    def __init__(self, rows: list[Row | None]) -> None:
        self.rows = rows
        self.cells: list[Cells | None] = [None] * len(rows)


class Pages:
    """The pages used last. `fetch` brings the rows of these creators (2 ms for a page)."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._makers: Sequence[Maker] = ()
        self._kept: OrderedDict[int, _Page] = OrderedDict()
        self._last = (-1, _Page([]))
        self._unsaved: dict[int, dict[str, str]] = {}

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
        self._last = (-1, _Page([]))

    def forget_rows_of(self, creators: Collection[int] | None) -> Iterator[tuple[int, int]]:
        """Drop the pages with these creators (None: all); yields the rows they held, as (first, last)."""
        for number, page in list(self._kept.items()):
            if creators is None or any(row is not None and row.creator_id in creators for row in page.rows):
                del self._kept[number]
                if self._last[0] == number:
                    self._last = (-1, _Page([]))
                yield number * PAGE, number * PAGE + len(page.rows) - 1

    @property
    def has_unsaved(self) -> bool:
        """Whether an own value is shown that the workspace does not hold yet."""
        return bool(self._unsaved)

    def saved_own(self, creators: Collection[int], key: str, value: str) -> None:
        """The workspace holds this value now (or never will): from now on show what is read there."""
        for creator_id in creators:
            waiting = self._unsaved.get(creator_id, {})
            if waiting.get(key) == value:
                del waiting[key]
                if not waiting:
                    del self._unsaved[creator_id]

    def overwrite_own(self, creators: Collection[int], key: str, value: str) -> Iterator[int]:
        """Show an own value that is about to be stored, until `saved_own`; yields the rows here that changed."""
        for creator_id in creators:
            self._unsaved.setdefault(creator_id, {})[key] = value
        for number, page in self._kept.items():
            for at, row in enumerate(page.rows):
                if row is not None and row.creator_id in creators:
                    page.rows[at] = replace(row, own={**row.own, key: value})
                    page.cells[at] = None
                    yield number * PAGE + at

    def _page(self, ids: "array[int]", number: int) -> _Page:
        page = self._kept.get(number)
        if page is None:
            wanted = ids[number * PAGE : (number + 1) * PAGE]
            found = {row.creator_id: row for row in self._fetch(wanted)}
            for creator_id in self._unsaved.keys() & found.keys():
                row = found[creator_id]
                found[creator_id] = replace(row, own={**row.own, **self._unsaved[creator_id]})
            page = self._kept[number] = _Page([found.get(creator_id) for creator_id in wanted])
            if len(self._kept) > PAGES_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(number)
        return page
