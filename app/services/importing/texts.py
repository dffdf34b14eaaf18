"""The lines of a text whose cells a mark parts, also where people typed a quotation mark that nothing closes."""

import csv
import io
from collections import Counter
from collections.abc import Sequence

from app.services.importing.table import Line, Lines

_SAMPLE_LINES = 20
_FEWEST_SWALLOWED = 3  # a note may have a line or two that could pass for a row


class Unparted(Exception):
    """From `line` on the text cannot be parted."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def parted(text: str, delimiter: str) -> tuple[Sequence[Line], tuple[int, ...]]:
    """The lines as cells, and the numbers of those where a quotation mark opens that is never closed.

    Such a cell ends with its line: else it would swallow all creators down to the next mark. Raises: Unparted.
    """
    # A loop, because list() would hold up the window for as long as it takes; no other way parts lines as csv does.
    texts = [line for line in io.StringIO(text, newline="")]  # noqa: C416
    width = _width(texts, delimiter)
    lines = Lines()
    unclosed: list[int] = []
    at = begun = 0
    reader = csv.reader(texts, delimiter=delimiter)
    while at < len(texts):
        try:
            cells = next(reader)
        except csv.Error:
            cells = None  # a cell that is longer than any is meant to be
        end = begun + reader.line_num
        if cells is not None and (end - at == 1 or _is_one_line(texts[at:end], delimiter, width)):
            lines.add(at + 1, tuple(cells))
            at = end
            continue
        lines.add(at + 1, _alone(texts[at], delimiter, at + 1))
        if end - at > 1:
            unclosed.append(at + 1)
        at = begun = at + 1
        reader = csv.reader(map(texts.__getitem__, range(at, len(texts))), delimiter=delimiter)
    return lines.kept(), tuple(unclosed)


def _alone(text: str, delimiter: str, number: int) -> tuple[str, ...]:
    try:
        return tuple(next(csv.reader([text], delimiter=delimiter), ()))
    except csv.Error as error:
        raise Unparted(number) from error


def _width(texts: Sequence[str], delimiter: str) -> int:
    """How many cells most of the first lines have."""
    counts = Counter(_cells(text, delimiter) for text in texts[:_SAMPLE_LINES] if text.strip())
    return counts.most_common(1)[0][0] if counts else 1


def _cells(text: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([text], delimiter=delimiter), []))
    except csv.Error:
        return 0


def _is_one_line(texts: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether the quotation marks that join these lines mean it: a note may have lines of its own."""
    swallowed = texts[1:]
    rows = sum(_looks_like_row(text, delimiter, width) for text in swallowed)
    try:
        list(csv.reader(texts, delimiter=delimiter, strict=True))
    except csv.Error:
        text = "".join(texts).rstrip()
        return rows * 2 < len(swallowed) and text.count('"') % 2 == 0
    return len(swallowed) < _FEWEST_SWALLOWED or rows < len(swallowed)


def _looks_like_row(text: str, delimiter: str, width: int) -> bool:
    return _cells(text, delimiter) == width and (width > 1 or len(text.split()) == 1)
