"""The service's dictionaries as the filters use them: what an item is, and whether a value is still one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

WHOLE = frozenset({"languages", "yt-topics", "games"})
"""They take neither a search nor an offset: one free call brings everything (filters.json, `dictionaries`)."""
TREES = frozenset({"yt-topics", "games"})
"""Topics and, as one source has it, games come with sub-topics (contract, Q16)."""
_VALUE_IS_LABEL = frozenset({"locations", "audience-locations", "audience-interests", "audience-brand-categories"})
_CUT_FROM = 50  # an answer this long may go on: the value can stand on a later page


@dataclass(frozen=True, slots=True, kw_only=True)
class DictionaryItem:
    """One word of the service's dictionaries: what people read, and what a filter sends for it.

    `parent` is the value of the topic it belongs to, "" for one that stands by itself.
    """

    label: str
    value: str
    parent: str = ""


def fitting(items: Sequence[DictionaryItem], text: str) -> list[DictionaryItem]:
    """The items whose label holds the text, or whose value it is, whatever the case; all of them for no text."""
    typed = text.strip().casefold()
    return [item for item in items if typed in item.label.casefold() or typed == item.value.casefold()]


def can_tell(name: str) -> bool:
    """Whether an answer of this dictionary can show that it no longer has a value: it is whole, or searched in the
    very words that are sent."""
    return name in WHOLE or name in _VALUE_IS_LABEL


def is_gone(name: str, value: str, items: Sequence[DictionaryItem]) -> bool:
    """Whether the service's answer for `value` shows that the dictionary no longer has it.

    `items` is everything for a dictionary in WHOLE, else the first page for the value as search text. Where the
    answer proves nothing (another word was searched in than is sent, a long page, a search that was not honoured)
    the value counts as there: a search must not be refused on a guess.
    """
    if any(item.value == value for item in items):
        return False
    if name in WHOLE:
        return bool(items)
    if not can_tell(name) or len(items) >= _CUT_FROM:
        return False
    return not items or any(value.casefold() in item.label.casefold() for item in items)
