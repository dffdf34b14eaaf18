"""From what an editor holds to what is sent: the one place that knows the keys inside a filter's value.

Every function gives None where nothing is set, so that nothing empty goes out (contract, Q51). Percentages are
0 to 100, as filters want them (Q49); the age band "65+" is sent as the catalogue spells it, "65-" (Q26).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.filters.specs import Field, FilterSpec

LEAST = "min_pct"
LEVEL = "type"
_CITY = "city"
GROWTH = "growth_percentage"
MONTHS = "time_range_months"


def range_of(low: float | None, high: float | None) -> dict[str, float] | None:
    """A range with the ends that are given."""
    ends = {"min": low, "max": high}
    return {end: amount for end, amount in ends.items() if amount is not None} or None


def range_ends(value: object) -> tuple[object, object]:
    """The lowest and the highest of a range as sent."""
    given = value if isinstance(value, Mapping) else {}
    return given.get("min"), given.get("max")


def flags_of(names: Iterable[str]) -> dict[str, bool] | None:
    """Each name as `true`; a name that is left out does not matter."""
    return dict.fromkeys(names, True) or None


def growth_of(least: float | None, months: int | None) -> dict[str, float] | None:
    """The smallest growth in percent, and in how many months."""
    if least is None:
        return None
    return {GROWTH: least} if months is None else {GROWTH: least, MONTHS: months}


def name_field(spec: FilterSpec) -> Field:
    """The part of a share that says who: an age band, a place, a language."""
    return spec.fields[0]


def level_field(spec: FilterSpec) -> Field | None:
    """The part that says whether a place is a country, a state or a city; None where there are no levels."""
    field = spec.field(LEVEL)
    return field if field is not name_field(spec) else None


def likely_level(spec: FilterSpec, name: str, told: str = "") -> str | None:
    """The level a place has: as its dictionary told it, else the probable one.

    With a comma behind its name it lies in a country ("Berlin, Germany"), and of such places nearly all are cities. One
    sent with another level matches nobody. None where there are no levels.
    """
    field = level_field(spec)
    if field is None:
        return None
    if any(choice.value == told for choice in field.values):
        return told
    inside = "," in name and any(choice.value == _CITY for choice in field.values)
    return _CITY if inside else str(field.default)


def share_of(spec: FilterSpec, name: str, least: float | None, level: str | None = None) -> dict[str, Any]:
    """One part of an audience and the smallest share of it in percent."""
    parts: dict[str, Any] = {name_field(spec).key: name}
    if level is not None and level_field(spec) is not None:
        parts[LEVEL] = level
    if least is not None:
        parts[LEAST] = least
    return parts


def shares_in(spec: FilterSpec, value: object) -> list[tuple[str, Mapping[str, Any]]]:
    """The shares of a value as sent, one or a list: (who, its parts). What has another form is left out."""
    entries = [value] if isinstance(value, Mapping) else value if isinstance(value, (list, tuple)) else []
    key = name_field(spec).key
    return [(entry[key], entry) for entry in entries if isinstance(entry, Mapping) and isinstance(entry.get(key), str)]
