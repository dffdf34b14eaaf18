"""Filters in words: short for a chip, long for the About sheet, and a name for the sheet a search makes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.filters.checks import number
from app.domain.filters.specs import FilterSpec, Kind
from app.domain.languages import language_name
from app.domain.platforms import Platform

_SHOWN_ITEMS = 2
_NAME_LENGTH = 48
_TEXT_LENGTH = 40
_GENDER_WORDS = {"male": "Men", "female": "Women"}
_SIZES = ((1_000_000, "m"), (1_000, "k"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterWords:
    """One filter in words: `short` for a chip, `long` with everything it holds."""

    key: str
    short: str
    long: str


def words_for(spec: FilterSpec, value: object) -> FilterWords:
    """The words for a value as sent. A value of the wrong form is shown as it stands: the check names it."""
    try:
        short, long = _WORDS[spec.kind](spec, value)
        if not short.strip():
            raise ValueError("an empty value has no words")
    except (TypeError, ValueError, AttributeError, KeyError):
        short = long = f"{spec.name}: {plain(value)}"
    return FilterWords(key=spec.key, short=short, long=long)


def name_search(platform: Platform, parts: list[str]) -> str:
    """As many of the parts as fit into a tab's name."""
    name = ""
    for part in parts:
        longer = f"{name}, {part}" if name else part[:1].upper() + part[1:]
        if name and len(longer) > _NAME_LENGTH:
            break
        name = longer
    if len(name) > _NAME_LENGTH:
        name = name[: _NAME_LENGTH - 1].rstrip() + "…"
    return name or f"{platform.label} creators"


def compact(value: float) -> str:
    """A number as people type it: 20k, 1.5m, 3.5; never rounded."""
    for size, letter in _SIZES:
        shown = value / size
        if value >= size and round(shown, 2) == shown:
            return f"{shown:g}{letter}"
    return number(value)


def plain(value: object) -> str:
    """Foreign text in one line without invisible characters."""
    return " ".join("".join(char if char.isprintable() else " " for char in str(value)).split())


def _cut(text: str) -> str:
    return text if len(text) <= _TEXT_LENGTH else text[: _TEXT_LENGTH - 1].rstrip() + "…"


def _listed(items: list[str]) -> str:
    """The first of a list and how many more."""
    more = len(items) - _SHOWN_ITEMS
    shown = ", ".join(items[:_SHOWN_ITEMS])
    return _cut(shown) + (f" +{more}" if more > 0 else "")


def _span(value: Mapping[str, float], say: Callable[[float], str], unit: str) -> str:
    """A range for a chip: 20k–100k, ≥ 3 %, ≤ 5."""
    tail = f" {unit}" if unit else ""
    low, high = value.get("min"), value.get("max")
    if low is None and high is None:
        raise ValueError("an empty range has no words")
    if low is None:
        return f"≤ {say(_real(high))}{tail}"
    if high is None:
        return f"≥ {say(_real(low))}{tail}"
    return f"{say(_real(low))}–{say(_real(high))}{tail}"


def _real(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError("not a number")
    return value


def _range(spec: FilterSpec, value: Any) -> tuple[str, str]:
    scaled = {end: _people(spec, value[end]) for end in value if end in ("min", "max")}
    chip = _span(scaled, compact, spec.people_unit)
    low, high, unit = scaled.get("min"), scaled.get("max"), f" {spec.people_unit}" if spec.people_unit else ""
    if low is None:
        text = f"up to {number(_real(high))}{unit}"
    elif high is None:
        text = f"{number(low)}{unit} or more"
    else:
        text = f"{number(low)} to {number(high)}{unit}"
    if spec.same_concept == "audience_size":
        return f"{chip} {spec.label.lower()}", f"{spec.name}: {text}"
    return f"{spec.name} {chip}", f"{spec.name}: {text}"


def _people(spec: FilterSpec, value: Any) -> float:
    shown = _real(value) / spec.people_scale if spec.people_scale != 1 else _real(value)
    return int(shown) if isinstance(shown, float) and shown.is_integer() else shown


def _number(spec: FilterSpec, value: Any) -> tuple[str, str]:
    text = f"{number(_real(value))} {spec.people_unit}".rstrip()
    return f"{spec.name}: {text}", f"{spec.name}: {text}"


def _bool(spec: FilterSpec, value: Any) -> tuple[str, str]:
    if value is not True:
        raise ValueError("only true has words")
    return spec.name, f"{spec.name}: yes"


def _choice(spec: FilterSpec, value: Any) -> tuple[str, str]:
    text = f"{spec.name}: {plain(spec.choice_label(value))}"
    return text, text


def _text(spec: FilterSpec, value: Any) -> tuple[str, str]:
    said = plain(value)
    return f"“{_cut(said)}”", f"{spec.name}: {said}"


def _list(spec: FilterSpec, value: Any) -> tuple[str, str]:
    items = [_entry_name(spec, item) for item in _several(value)]
    long = f"{spec.name}: {', '.join(items)}"
    return (_listed(items) if spec.key == "location" else f"{spec.name}: {_listed(items)}"), long


def _several(value: Any) -> Any:
    if not isinstance(value, (list, tuple)):
        raise TypeError("not a list")
    return value


def _entry_name(spec: FilterSpec, item: object) -> str:
    return language_name(str(item)) if spec.dictionary == "languages" else plain(item)


def _counted(spec: FilterSpec, value: Any) -> tuple[str, str]:
    return f"{spec.name} ({len(value):,})", f"{spec.name}: {', '.join(plain(item) for item in _several(value))}"


def _flags(spec: FilterSpec, value: Any) -> tuple[str, str]:
    items = [plain(spec.choice_label(name)) for name in dict(value)]
    return f"Has {_listed(items)}", f"{spec.name}: {', '.join(items)}"


def _growth(spec: FilterSpec, value: Any) -> tuple[str, str]:
    least = number(_real(value["growth_percentage"]))
    months = value.get("time_range_months")
    within = f" in {number(_real(months))} months" if months is not None else ""
    return f"{spec.name} ≥ {least} %{within}", f"{spec.name}: {least} % or more{within}"


def _share(spec: FilterSpec, value: Any) -> tuple[str, str]:
    """One part of the audience and the smallest share of it."""
    name_field = spec.fields[0]
    name = value[name_field.key]
    if spec.key == "audience.gender":
        said = _GENDER_WORDS.get(name, plain(name))
    elif spec.dictionary is not None:
        said = _entry_name(spec, name)
    else:
        said = plain(name_field.choice_label(name)).replace("-", "–")
    least = value.get("min_pct")
    if least is None:
        return said, said
    return f"{said} ≥ {number(_real(least))} %", f"{said}, {number(_real(least))} % or more"


def _single(spec: FilterSpec, value: Any) -> tuple[str, str]:
    short, long = _share(spec, value)
    return short, f"{spec.name}: {long}"


def _weighted(spec: FilterSpec, value: Any) -> tuple[str, str]:
    shares = [_share(spec, item) for item in _several(value)]
    short = _listed([short for short, _ in shares])
    return f"{spec.name}: {short}", f"{spec.name}: {'; '.join(long for _, long in shares)}"


_WORDS: Mapping[Kind, Callable[[FilterSpec, Any], tuple[str, str]]] = {
    Kind.RANGE_INT: _range,
    Kind.RANGE_FLOAT: _range,
    Kind.NUMBER_INT: _number,
    Kind.NUMBER_FLOAT: _number,
    Kind.BOOL: _bool,
    Kind.ENUM: _choice,
    Kind.TEXT: _text,
    Kind.KEYWORD_LIST: _list,
    Kind.DICTIONARY_LIST: _list,
    Kind.HANDLE_LIST: _counted,
    Kind.ID_LIST: _counted,
    Kind.GROWTH: _growth,
    Kind.BOOL_MAP: _flags,
    Kind.WEIGHTED_LIST: _weighted,
    Kind.WEIGHTED_DICTIONARY_LIST: _weighted,
    Kind.WEIGHTED_SINGLE: _single,
}
