"""Many small values that are held as columns of plain text and numbers."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T", covariant=True)


class Kept(Sequence[T], Generic[T]):
    """A sequence whose values are made when they are asked for: `make` gets what the columns hold at their place.

    A list of 100,000 creators is then a handful of objects. As objects of their own they took Python's collector, which
    walks over all it knows on the window's thread, a fifth of a second each time.
    """

    __slots__ = ("_columns", "_make")

    def __init__(self, make: Callable[..., T], *columns: Sequence[Any]) -> None:
        self._make = make
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns[0])

    def __iter__(self) -> Iterator[T]:
        return map(self._make, *self._columns)

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> "Kept[T]": ...

    def __getitem__(self, at: int | slice) -> "T | Kept[T]":
        if isinstance(at, slice):
            return Kept(self._make, *(column[at] for column in self._columns))
        return self._make(*(column[at] for column in self._columns))
