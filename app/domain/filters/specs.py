"""What one filter is: its key, kind, limits and words, as the catalogue file states them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.filters.naming import named
from app.domain.platforms import Platform

_UNIT_IN_LABEL = re.compile(r"\s*\((%|USD|seconds|minutes|months)\)$")
_SECONDS_IN_MINUTE = 60


class Kind(StrEnum):
    """The form of a filter's value; the values are the catalogue's `type` words."""

    RANGE_INT = "range_int"
    RANGE_FLOAT = "range_float"
    NUMBER_INT = "number_int"
    NUMBER_FLOAT = "number_float"
    BOOL = "bool"
    ENUM = "enum"
    TEXT = "text"
    KEYWORD_LIST = "keyword_list"
    DICTIONARY_LIST = "dictionary_list"
    HANDLE_LIST = "handle_list"
    ID_LIST = "id_list"
    GROWTH = "growth"
    BOOL_MAP = "bool_map"
    WEIGHTED_LIST = "weighted_list"
    WEIGHTED_DICTIONARY_LIST = "weighted_dictionary_list"
    WEIGHTED_SINGLE = "weighted_single"

    @property
    def is_whole(self) -> bool:
        """Whether its numbers are whole."""
        return self in (Kind.RANGE_INT, Kind.NUMBER_INT)


class Expose(StrEnum):
    """Who gets to see a filter."""

    NORMAL = "normal"
    ADVANCED = "advanced"
    HIDDEN = "hidden"  # the twin of another key (contract, Q9); never sent
    UNVERIFIED = "off_until_verified"  # nobody has seen it change a result count yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value a filter takes, as sent, and the words people read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A heading of the search form; groups stand in the order of the catalogue."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """The filter only works for creators of this size on this platform."""

    platform: Platform
    min_followers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """The filter cannot stand beside `key` while the filter `when_key` has the value `when_value`."""

    key: str
    when_key: str
    when_value: str | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The form of one value: a filter's, or a part's inside a filter. Limits are in the unit sent."""

    key: str
    label: str
    kind: Kind
    min: float | None = None
    max: float | None = None
    unit: str | None = None
    values: tuple[Choice, ...] = ()
    suggested: tuple[int, ...] = ()
    note: str = ""

    def choice_label(self, value: object) -> str:
        """The words for a value sent; the value itself where the catalogue has no words for it."""
        return next((choice.label for choice in self.values if choice.value == value), str(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Shape):
    """One part of an object-shaped filter, such as the smallest share of an audience."""

    required: bool = False
    default: str | float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterSpec(Shape):
    """One filter of the catalogue. A dot in `key` means nesting: `audience.gender` goes out inside `audience`."""

    group: str
    platforms: frozenset[Platform]
    help: str
    expose: Expose
    fields: tuple[Field, ...] = ()
    dictionary: str | None = None
    requires: tuple[Requirement, ...] = ()
    incompatible_with: tuple[Conflict, ...] = ()
    same_concept: str | None = None
    duplicate_of: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    max_items: int | None = None
    send_false: bool = False

    @property
    def people_scale(self) -> int:
        """How many units sent make one unit people are asked for: seconds are asked for as minutes."""
        return _SECONDS_IN_MINUTE if self.unit == "seconds" else 1

    @property
    def people_unit(self) -> str:
        """The unit people read and type: "%", "USD", "minutes", "hours", "days" or nothing."""
        if self.unit == "percent":
            return "%"
        if self.unit == "seconds":
            return "minutes"
        return self.unit if self.unit in ("USD", "minutes", "hours", "days") else ""

    @property
    def name(self) -> str:
        """The label without its unit and without words in capitals: "Engagement rate", "Words not in bio"."""
        return _UNIT_IN_LABEL.sub("", self.label).replace(" NOT ", " not ")

    @property
    def title(self) -> str:
        """The label over the editor, with the unit people type: "Engagement rate, %"."""
        unit_shown = _UNIT_IN_LABEL.search(self.label) is not None
        return f"{self.name}, {self.people_unit}" if unit_shown and self.people_unit else self.name

    @property
    def takes_hashtags(self) -> bool:
        """Whether entries are hashtags, which go out without "#" (the catalogue's note)."""
        return self.kind is Kind.KEYWORD_LIST and self.key.endswith("hashtags")

    @property
    def takes_links(self) -> bool:
        """Whether entries are parts of web addresses."""
        return self.kind is Kind.KEYWORD_LIST and self.group == "links"

    @property
    def is_of_one_platform(self) -> bool:
        """Whether its values mean nothing elsewhere: handles, and lists kept for one platform (contract, Q10)."""
        return self.kind in (Kind.HANDLE_LIST, Kind.ID_LIST)

    @property
    def opposite_key(self) -> str | None:
        """The key of the filter that looks for what this one leaves out, as their names tell; None for others."""
        if self.kind is not Kind.KEYWORD_LIST or not ("not_" in self.key or self.key.startswith("exclude_")):
            return None
        return self.key.replace("exclude_", "").replace("not_", "", 1)

    def field(self, key: str) -> Field | None:
        """The part with this key."""
        return next((field for field in self.fields if field.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SortSpec:
    """One way the service can order its answer, and on which platforms."""

    value: str
    label: str
    orders: tuple[str, ...]
    platforms: frozenset[Platform]


def group_from(data: Mapping[str, Any]) -> Group:
    """Read one group of the catalogue file."""
    return Group(key=data["key"], label=data["label"])


def sort_from(data: Mapping[str, Any]) -> SortSpec:
    """Read one entry of the catalogue file's `sort.sort_by`."""
    return SortSpec(
        value=data["value"],
        label=data["label"],
        orders=tuple(data["orders"]),
        platforms=frozenset(Platform(name) for name in data["platforms"]),
    )


def filter_from(data: Mapping[str, Any]) -> FilterSpec:
    """Read one filter of the catalogue file. Raises KeyError or ValueError where the file is malformed."""
    label, said = named(data["key"], data["label"], data["help"])
    return FilterSpec(
        **{**_shape(data), "label": label},
        group=data["group"],
        platforms=frozenset(Platform(name) for name in data["platforms"]),
        help=said,
        expose=Expose(data["expose"]),
        fields=tuple(_field(part) for part in data.get("fields", ())),
        dictionary=data.get("dictionary"),
        requires=tuple(
            Requirement(platform=Platform(need["platform"]), min_followers=need["min_followers"])
            for need in data.get("requires", ())
        ),
        incompatible_with=tuple(_conflict(other) for other in data.get("incompatible_with", ())),
        same_concept=data.get("same_concept"),
        duplicate_of=data.get("duplicate_of"),
        min_length=data.get("min_length"),
        max_length=data.get("max_length"),
        max_items=data.get("max_items"),
        send_false=data.get("send_false", False),
    )


def _field(data: Mapping[str, Any]) -> Field:
    return Field(**_shape(data), required=data.get("required", False), default=data.get("default"))


def _shape(data: Mapping[str, Any]) -> dict[str, Any]:
    labels = data.get("labels", {})
    return {
        "key": data["key"],
        "label": data["label"],
        "kind": Kind(data["type"]),
        "min": data.get("min"),
        "max": data.get("max"),
        "unit": data.get("unit"),
        "values": tuple(_choice(item, labels) for item in data.get("values", ())),
        "suggested": tuple(data.get("suggested_values", ())),
        "note": data.get("note", ""),
    }


def _choice(item: Mapping[str, str] | str, labels: Mapping[str, str]) -> Choice:
    """A filter lists its values with labels; a part of a filter lists bare texts, labels beside them."""
    if isinstance(item, str):
        return Choice(value=item, label=labels.get(item, item[:1].upper() + item[1:]))
    return Choice(value=item["value"], label=item["label"])


def _conflict(data: Mapping[str, Any]) -> Conflict:
    """The file writes its condition as `key = value`."""
    when_key, _, when_value = (part.strip() for part in data["when"].partition("="))
    return Conflict(key=data["key"], when_key=when_key, when_value=True if when_value == "true" else when_value)
