"""The service's dictionaries as the filters use them: what an item is, and whether a value is still one of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from app.domain.filters.shaping import shares_in
from app.domain.filters.specs import FilterSpec, Kind

WHOLE = frozenset({"languages", "yt-topics", "games"})
"""They take neither a search nor an offset: one free call brings everything (filters.json, `dictionaries`)."""
TREES = frozenset({"yt-topics", "games"})
"""Topics and, as one source has it, games come with sub-topics (contract, Q16)."""
_VALUE_IS_LABEL = frozenset({"locations", "audience-locations", "audience-interests", "audience-brand-categories"})
_NAMED_OTHERWISE = frozenset({"brands", "audience-brand-names"})  # searched by name, sent by user name (Q15, Q17)
_CUT_FROM = 50  # an answer this long may go on: the value can stand on a later page


@dataclass(frozen=True, slots=True, kw_only=True)
class DictionaryItem:
    """One word of the service's dictionaries: what people read, and what a filter sends for it.

    `parent` is the value of the topic it belongs to, "" for one that stands by itself. `level`: whether a place is a
    country, a state or a city, "" where the dictionary does not say it.
    """

    label: str
    value: str
    parent: str = ""
    level: str = ""


def fitting(items: Sequence[DictionaryItem], text: str) -> list[DictionaryItem]:
    """The items whose label holds the text, or whose value it is, whatever the case; all of them for no text."""
    typed = text.strip().casefold()
    return [item for item in items if typed in item.label.casefold() or typed == item.value.casefold()]


def words_of(spec: FilterSpec, value: object) -> tuple[str, ...]:
    """The words of a filter's value that stand in its dictionary; none for a filter without one."""
    match spec.kind:
        case Kind.DICTIONARY_LIST:
            given = value if isinstance(value, (list, tuple)) else ()
            return tuple(word for word in given if isinstance(word, str))
        case Kind.WEIGHTED_DICTIONARY_LIST:
            return tuple(word for word, _ in shares_in(spec, value))
        case _:
            return ()


def search_for(name: str, value: str) -> str | None:
    """What to look for so that the answer shows whether a dictionary has a value; None where no answer could.

    Brands are searched by name and sent by user name, and sources differ on which word is sent (contract, Q15). A
    user name has no blank: a brand of several words is a name, and found by its longest; one word proves nothing.
    """
    if name in WHOLE:
        return ""
    if name in _VALUE_IS_LABEL:
        return value.strip().lower()
    words = value.casefold().split()
    return max(words, key=len) if name in _NAMED_OTHERWISE and len(words) > 1 else None


def is_gone(name: str, value: str, items: Sequence[DictionaryItem]) -> bool:
    """Whether the service's answer for `value` shows that the dictionary does not have it, or no longer.

    `items` is everything for a dictionary in WHOLE, else the first page for `search_for` this value. Where the
    answer proves nothing (another word was searched in than is sent, a long page, a search that was not honoured)
    the value counts as there: a search must not be refused on a guess.
    """
    searched = search_for(name, value)
    if searched is None or any(item.value == value for item in items):
        return False
    if name in WHOLE:
        return bool(items)
    if name in _NAMED_OTHERWISE and any(_letters(item.label) == _letters(value) for item in items):
        return False
    if name in _VALUE_IS_LABEL and any(item.value.casefold() == searched for item in items):
        return True  # the list has it, spelled otherwise
    if len(items) >= _CUT_FROM:
        return False
    return not items or any(searched in item.label.casefold() for item in items)


def nearest(value: str, items: Iterable[DictionaryItem]) -> DictionaryItem | None:
    """The item somebody most likely meant by a value that is none: by its words, else nearly so; None for none."""
    typed = value.strip().casefold()
    by_word: dict[str, DictionaryItem] = {}
    for item in items:
        by_word.setdefault(item.label.casefold(), item)
        by_word.setdefault(item.label.partition(",")[0].casefold(), item)
    close = [typed] if typed in by_word else get_close_matches(typed, by_word, n=1)
    return by_word[close[0]] if close else None


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
