"""A search as a value: platform, filters, order and how many creators."""

import copy
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from app.domain.errors import InputError
from app.domain.platforms import Platform

MAX_TARGET = 10_000  # Discovery pages end there (contract, section 6.4)
_PARTS = ("platform", "filters", "sort", "target")


class Order(StrEnum):
    """Direction of a sort, as the service spells it."""

    ASC = "asc"
    DESC = "desc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """How the service orders its answer: `by` is a sort of the catalogue."""

    by: str = "relevancy"
    order: str = Order.DESC.value


BEST_MATCH = Sort()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Search:
    """What to look for. `filters` has the API's own nested shape and goes out exactly as it stands.

    Two searches are equal when their `key` is. The filters are copied in, and are not to be changed in place.
    """

    platform: Platform
    filters: Mapping[str, object] = field(default_factory=dict)
    sort: Sort = BEST_MATCH
    target: int = 50

    def __post_init__(self) -> None:
        object.__setattr__(self, "filters", copy.deepcopy(dict(self.filters)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Search) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def key(self) -> str:
        """A stable fingerprint of the content, 64 hexadecimal digits: order of keys and 3 or 3.0 make no difference."""
        text = json.dumps(_canonical(self.to_mapping()), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()

    def value(self, key: str) -> object | None:
        """The value of a filter by its dotted key; None where it is not set."""
        node: object = self.filters
        for part in key.split("."):
            if not isinstance(node, Mapping):
                return None
            node = node.get(part)
        return node

    def with_filter(self, key: str, value: object) -> "Search":
        """The same search with one filter set; an empty value takes it away."""
        if _is_empty(value):
            return self.without(key)
        filters: dict[str, Any] = dict(self.filters)
        node = filters
        *path, last = key.split(".")
        for part in path:
            held = node.get(part)
            node[part] = dict(held) if isinstance(held, Mapping) else {}
            node = node[part]
        node[last] = value
        return replace(self, filters=filters)

    def without(self, key: str) -> "Search":
        """The same search without one filter; an object that is left empty goes too."""
        return replace(self, filters=_removed(dict(self.filters), key.split(".")))

    def to_mapping(self) -> dict[str, Any]:
        """The form recipes use; `filters` as sent."""
        return {
            "platform": self.platform.value,
            "filters": copy.deepcopy(dict(self.filters)),
            "sort": {"by": self.sort.by, "order": self.sort.order},
            "target": self.target,
        }

    @classmethod
    def from_mapping(cls, data: object) -> "Search":
        """Read the `search` of a recipe; platform and target are required.

        Only the form is read here; what the filters say is for `Catalogue.check`.
        Raises: InputError naming the field, such as `search.platform`.
        """
        parts = _object(data, "search")
        for name in parts:
            if name not in _PARTS:
                raise InputError(f"A search has no part {name!r}.", field=f"search.{name}")
        return cls(
            platform=_platform(parts.get("platform")),
            filters=_object(parts.get("filters", {}), "search.filters"),
            sort=_sort(parts.get("sort", {})),
            target=_target(parts.get("target")),
        )


def _object(data: object, where: str) -> dict[str, Any]:
    if not isinstance(data, Mapping) or not all(isinstance(name, str) for name in data):
        raise InputError(f"{where} must be an object of names and values.", field=where)
    return dict(data)


def _platform(value: object) -> Platform:
    known = ", ".join(platform.value for platform in Platform)
    if value is None:
        raise InputError(f"The platform is missing. It is one of {known}.", field="search.platform")
    if not isinstance(value, str) or value not in {platform.value for platform in Platform}:
        raise InputError(f"{value!r} is not a platform. It is one of {known}.", field="search.platform")
    return Platform(value)


def _sort(data: object) -> Sort:
    parts = _object(data, "search.sort")
    for name, value in parts.items():
        if name not in ("by", "order"):
            raise InputError(f"A sort has no part {name!r}, only by and order.", field=f"search.sort.{name}")
        if not isinstance(value, str):
            raise InputError(f"search.sort.{name} must be a text.", field=f"search.sort.{name}")
    return Sort(**parts)


def _target(value: object) -> int:
    if value is None:
        raise InputError("How many creators are wanted is missing.", field="search.target")
    if isinstance(value, bool) or not isinstance(value, int):
        raise InputError(f"How many creators must be a whole number, not {value!r}.", field="search.target")
    return value


def _canonical(value: Any) -> Any:
    """Whole floats as integers, so that equal numbers have one spelling."""
    if isinstance(value, Mapping):
        return {name: _canonical(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_canonical(part) for part in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _removed(node: dict[str, Any], path: list[str]) -> dict[str, Any]:
    first, *rest = path
    if first not in node:
        return node
    kept = dict(node)
    inner = _removed(dict(kept[first]), rest) if rest and isinstance(kept[first], Mapping) else None
    if inner:
        kept[first] = inner
    elif not rest or inner is not None:
        del kept[first]
    return kept


def _is_empty(value: object) -> bool:
    return value is None or value is False or value == "" or (isinstance(value, (Mapping, list, tuple)) and not value)
