"""The addresses behind a workbook's cells: Excel shows "Profile", and keeps the address beside the cell."""

import io
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.domain.platforms import Platform

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

Links = dict[tuple[int, int], str]  # by line and column, both from 1
# What stands in a cell whose address is meant. Any other text says something itself, and stays.
_WORDS = frozenset(
    {
        *("link", "url", "profile", "profil", "account", "channel", "view", "open", "here", "show", "go", "website"),
        *("email", "e-mail", "mail", "insta", "twitter"),
        *(platform.label.casefold() for platform in Platform),
    }
)


def links_of(data: bytes, sheet: "ReadOnlyWorksheet") -> Links:
    """The addresses outside the workbook that a sheet's cells lead to. Only a sheet that has some is read for them.

    Raises: what openpyxl raises on a damaged workbook.
    """
    from openpyxl.packaging.relationship import get_dependents, get_rels_path
    from openpyxl.utils import range_boundaries
    from openpyxl.xml.constants import REL_NS, SHEET_MAIN_NS
    from openpyxl.xml.functions import iterparse

    path = sheet._worksheet_path
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        beside = get_rels_path(path)
        if beside not in packed.namelist():
            return {}
        targets = {one.Id: one.Target for one in get_dependents(packed, beside) if one.TargetMode == "External"}
        found: Links = {}
        if not targets:
            return found
        with packed.open(path) as xml:
            for _, element in iterparse(xml):
                if element.tag == f"{{{SHEET_MAIN_NS}}}hyperlink":
                    target = targets.get(element.get(f"{{{REL_NS}}}id"))
                    column, line, *_ = range_boundaries(element.get("ref"))
                    if target:
                        found[line, column] = target
                elif element.tag == f"{{{SHEET_MAIN_NS}}}row":
                    element.clear()
    return found


def with_links(number: int, cells: Iterable[object], links: Links) -> Iterable[object]:
    """The cells of a line, with the address in place of a word that only stands for it."""
    for at, cell in enumerate(cells, start=1):
        target = links.get((number, at))
        is_word = isinstance(cell, str) and cell.strip().casefold() in _WORDS
        yield target.removeprefix("mailto:") if target and is_word else cell
