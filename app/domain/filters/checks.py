"""What is wrong with a search, said before anything is sent: every problem names its full key and a plain reason.

The values are checked exactly as they would go out; nothing is repaired here (contract, Q7, Q9, Q51).
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from app.domain.errors import InputError
from app.domain.filters.specs import Expose, FilterSpec, Kind, Shape
from app.domain.platforms import Handle, Platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a search cannot go out: the dotted key it is about and one plain sentence."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a value's check may depend on besides the value."""

    platform: Platform
    unverified: bool = False


Reasons: TypeAlias = Iterator[Problem]
_ENDS = ("min", "max")
_PLAIN_HANDLE = re.compile(r"@?[A-Za-z0-9._-]{1,150}")
"""A handle on every platform: of ten thousand, nearly all need no closer look."""


def check_value(spec: FilterSpec, value: object, setting: Setting) -> Reasons:
    """Every reason why `value`, as sent, is not a good value of this filter."""
    yield from _CHECKS[spec.kind](spec, spec.key, value, setting)


def number(value: float) -> str:
    """A number for people: thousands separated, no ".0"."""
    return f"{value:,.10g}" if isinstance(value, float) and not value.is_integer() else f"{int(value):,}"


def suggestion(word: str, known: Sequence[str]) -> str:
    """' Did you mean "x"?' where something known is close to what was written, else nothing."""
    close = get_close_matches(word.casefold(), [name.casefold() for name in known], n=1, cutoff=0.6)
    match = next((name for name in known if close and name.casefold() == close[0]), None)
    return f" Did you mean {match}?" if match is not None else ""


def _number(shape: Shape, key: str, value: object, _setting: Setting) -> Reasons:
    whole = shape.kind.is_whole
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        yield Problem(key=key, reason=f"It must be a {'whole ' if whole else ''}number.")
    elif not math.isfinite(value):
        yield Problem(key=key, reason="It must be an ordinary number.")
    elif shape.min is not None and value < shape.min:
        yield Problem(key=key, reason=f"It must be {number(shape.min)} or more.")
    elif shape.max is not None and value > shape.max:
        yield Problem(key=key, reason=f"It must be {number(shape.max)} or less.")


def _range(shape: Shape, key: str, value: object, setting: Setting) -> Reasons:
    if not isinstance(value, Mapping):
        yield Problem(key=key, reason='It must be a range such as {"min": 1, "max": 5}.')
        return
    if not value:
        yield Problem(key=key, reason="The range is empty: give a lowest or a highest number.")
        return
    wrong = [Problem(key=f"{key}.{end}", reason="A range only has min and max.") for end in value if end not in _ENDS]
    for end in _ENDS:
        if end in value:
            wrong.extend(_number(shape, f"{key}.{end}", value[end], setting))
    yield from wrong
    if not wrong and "min" in value and "max" in value and value["min"] > value["max"]:
        yield Problem(key=key, reason=f"From {number(value['min'])} to {number(value['max'])} is upside down.")


def _true(_shape: Shape, key: str, value: object, _setting: Setting) -> Reasons:
    if value is not True:
        yield Problem(key=key, reason="It only takes true: leave it out when it does not matter.")


def _choice(shape: Shape, key: str, value: object, _setting: Setting) -> Reasons:
    known = [choice.value for choice in shape.values]
    if not isinstance(value, str):
        yield Problem(key=key, reason=f"It must be one of {', '.join(known)}.")
    elif value not in known:
        yield Problem(key=key, reason=f"{value!r} is not a choice; it is one of {', '.join(known)}.")


def _text(shape: Shape, key: str, value: object, _setting: Setting) -> Reasons:
    least = shape.min_length if isinstance(shape, FilterSpec) else None
    most = shape.max_length if isinstance(shape, FilterSpec) else None
    if not isinstance(value, str):
        yield Problem(key=key, reason="It must be a text.")
    elif not value.strip():
        yield Problem(key=key, reason="The text is empty: leave it out instead.")
    elif least is not None and len(value.strip()) < least:
        yield Problem(key=key, reason=f"The text needs at least {least} characters.")
    elif most is not None and len(value) > most:
        yield Problem(key=key, reason=f"The text has {len(value)} characters; {most} is the most.")


def _items(shape: Shape, key: str, value: object, what: str) -> Reasons:
    """What holds for every kind of list."""
    most = shape.max_items if isinstance(shape, FilterSpec) else None
    if not isinstance(value, (list, tuple)):
        yield Problem(key=key, reason=f"It must be a list of {what}.")
    elif not value:
        yield Problem(key=key, reason="The list is empty: leave it out instead.")
    elif most is not None and len(value) > most:
        yield Problem(key=key, reason=f"The list has {len(value):,} entries; {most:,} is the most.")


def _words(shape: Shape, key: str, value: object, _setting: Setting) -> Reasons:
    wrong = list(_items(shape, key, value, "texts"))
    yield from wrong
    if wrong or not isinstance(value, (list, tuple)):
        return
    bare = isinstance(shape, FilterSpec) and shape.takes_hashtags
    for at, item in enumerate(value, 1):
        if not isinstance(item, str):
            yield Problem(key=key, reason=f"Entry {at} must be a text.")
        elif not item.strip():
            yield Problem(key=key, reason=f"Entry {at} is empty.")
        elif bare and item.lstrip().startswith("#"):
            yield Problem(key=key, reason=f"Entry {at}: write the hashtag without #.")


def _handles(shape: Shape, key: str, value: object, setting: Setting) -> Reasons:
    wrong = list(_items(shape, key, value, "handles"))
    yield from wrong
    if wrong or not isinstance(value, (list, tuple)):
        return
    for at, item in enumerate(value, 1):
        if not isinstance(item, str):
            yield Problem(key=key, reason=f"Entry {at} must be a text.")
        elif _PLAIN_HANDLE.fullmatch(item):
            continue
        elif "/" in item:
            yield Problem(key=key, reason=f"Entry {at}: write the handle only, not the whole address.")
        else:
            try:
                Handle.parse(item, setting.platform)
            except InputError:
                yield Problem(key=key, reason=f"Entry {at} is not a handle.")


def _ids(shape: Shape, key: str, value: object, _setting: Setting) -> Reasons:
    wrong = list(_items(shape, key, value, "list numbers"))
    yield from wrong
    if wrong or not isinstance(value, (list, tuple)):
        return
    for at, item in enumerate(value, 1):
        if isinstance(item, bool) or not isinstance(item, int) or item < 1:
            yield Problem(key=key, reason=f"Entry {at} must be a whole number from 1.")


def _flags(shape: Shape, key: str, value: object, _setting: Setting) -> Reasons:
    if not isinstance(value, Mapping):
        yield Problem(key=key, reason=f'It must be an object such as {{"{shape.values[0].value}": true}}.')
        return
    if not value:
        yield Problem(key=key, reason="It is empty: leave it out instead.")
    known = [choice.value for choice in shape.values]
    for name, on in value.items():
        if name not in known:
            yield Problem(key=f"{key}.{name}", reason=f"This is not a choice here.{suggestion(str(name), known)}")
        elif on is not True:
            yield Problem(key=f"{key}.{name}", reason="It only takes true: leave it out when it does not matter.")


def _parts(shape: Shape, key: str, value: object, setting: Setting) -> Reasons:
    """One object made of the filter's own fields."""
    fields = shape.fields if isinstance(shape, FilterSpec) else ()
    known = [field.key for field in fields]
    if not isinstance(value, Mapping):
        yield Problem(key=key, reason=f"It must be an object with {', '.join(known)}.")
        return
    if not value:
        yield Problem(key=key, reason="It is empty: leave it out instead.")
        return
    for name in value:
        if name not in known:
            yield Problem(key=f"{key}.{name}", reason=f"There is no such part.{suggestion(str(name), known)}")
    for field in fields:
        if field.key in value:
            yield from _CHECKS[field.kind](field, f"{key}.{field.key}", value[field.key], setting)
        elif field.required:
            yield Problem(key=f"{key}.{field.key}", reason="It is missing.")


def _growth(shape: Shape, key: str, value: object, setting: Setting) -> Reasons:
    wrong = list(_parts(shape, key, value, setting))
    yield from wrong
    if wrong or setting.unverified or not isinstance(shape, FilterSpec) or not isinstance(value, Mapping):
        return
    for field in shape.fields:
        if field.suggested and field.key in value and value[field.key] not in field.suggested:
            known = ", ".join(map(str, field.suggested))
            yield Problem(key=f"{key}.{field.key}", reason=f"Only {known} are known to work.")


def _weighted(shape: Shape, key: str, value: object, setting: Setting) -> Reasons:
    wrong = list(_items(shape, key, value, "objects"))
    yield from wrong
    if wrong or not isinstance(value, (list, tuple)):
        return
    for at, item in enumerate(value, 1):
        for problem in _parts(shape, key, item, setting):
            yield Problem(key=problem.key, reason=f"Entry {at}: {problem.reason}")


_CHECKS: Mapping[Kind, Callable[[Shape, str, object, Setting], Reasons]] = {
    Kind.RANGE_INT: _range,
    Kind.RANGE_FLOAT: _range,
    Kind.NUMBER_INT: _number,
    Kind.NUMBER_FLOAT: _number,
    Kind.BOOL: _true,
    Kind.ENUM: _choice,
    Kind.TEXT: _text,
    Kind.KEYWORD_LIST: _words,
    Kind.DICTIONARY_LIST: _words,
    Kind.HANDLE_LIST: _handles,
    Kind.ID_LIST: _ids,
    Kind.GROWTH: _growth,
    Kind.BOOL_MAP: _flags,
    Kind.WEIGHTED_LIST: _weighted,
    Kind.WEIGHTED_DICTIONARY_LIST: _weighted,
    Kind.WEIGHTED_SINGLE: _parts,
}


def usable(spec: FilterSpec, *, unverified: bool) -> bool:
    """Whether people may use the filter: twins never, unconfirmed ones only when asked for."""
    return spec.expose in (Expose.NORMAL, Expose.ADVANCED) or (unverified and spec.expose is Expose.UNVERIFIED)
