"""The catalogue: every filter the service has, by group and platform, with its checks and words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain.filters.checks import Problem, usable
from app.domain.filters.finding import find_specs
from app.domain.filters.rules import check_search
from app.domain.filters.search import BEST_MATCH, Search
from app.domain.filters.specs import (
    Expose,
    FilterSpec,
    Group,
    SortSpec,
    filter_from,
    group_from,
    sort_from,
)
from app.domain.filters.words import FilterWords, name_search, words_for
from app.domain.platforms import Platform


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Catalogue:
    """The filters by group, then in the order of the file. `containers` are the keys that only hold other filters."""

    specs: tuple[FilterSpec, ...]
    groups: tuple[Group, ...]
    sorts: tuple[SortSpec, ...]
    containers: frozenset[str]
    by_key: Mapping[str, FilterSpec]

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> "Catalogue":
        """Read the parsed catalogue file. Raises KeyError or ValueError where the file is malformed."""
        groups = tuple(group_from(entry) for entry in sorted(data["groups"], key=lambda entry: int(entry["order"])))
        place = {group.key: at for at, group in enumerate(groups)}
        specs = sorted((filter_from(entry) for entry in data["filters"]), key=lambda spec: place[spec.group])
        return cls(
            specs=tuple(specs),
            groups=groups,
            sorts=tuple(sort_from(entry) for entry in data["sort"]["sort_by"]),
            containers=frozenset(spec.key.partition(".")[0] for spec in specs if "." in spec.key),
            by_key={spec.key: spec for spec in specs},
        )

    def spec(self, key: str) -> FilterSpec | None:
        """The filter with this dotted key."""
        return self.by_key.get(key)

    def for_platform(self, platform: Platform, *, unverified: bool = False) -> tuple[FilterSpec, ...]:
        """The filters people may use there; unconfirmed ones only when asked for, twins never."""
        return tuple(spec for spec in self.specs if platform in spec.platforms and usable(spec, unverified=unverified))

    def sorts_for(self, platform: Platform) -> tuple[SortSpec, ...]:
        """The ways the service can order its answer there."""
        return tuple(sort for sort in self.sorts if platform in sort.platforms)

    def same_idea(self, spec: FilterSpec, platform: Platform) -> FilterSpec | None:
        """The filter that stands for the same idea on another platform, such as subscribers for followers."""
        if spec.same_concept is None:
            return None
        others = (
            other
            for other in self.for_platform(platform)
            if other.same_concept == spec.same_concept and other.key != spec.key
        )
        return next(others, None)

    def check(self, search: Search, *, unverified: bool = False) -> tuple[Problem, ...]:
        """Why the search cannot go out; empty where it can. `unverified` lets unconfirmed filters through.

        Whether a word stands in one of the service's dictionaries is not known here.
        """
        return tuple(check_search(self, search, unverified=unverified))

    def describe(self, search: Search) -> tuple[FilterWords, ...]:
        """The search's filters in words, in the order of the catalogue; a key it does not know is left out."""
        values = ((spec, search.value(spec.key)) for spec in self.specs if spec.expose is not Expose.HIDDEN)
        return tuple(words_for(spec, value) for spec, value in values if value is not None)

    def name(self, search: Search) -> str:
        """A short name for the sheet made of the filters, else "Instagram creators"."""
        return name_search(search.platform, [words.short.strip("“”") for words in self.describe(search)])

    def find(self, text: str, platform: Platform) -> tuple[FilterSpec, ...]:
        """The usable filters that fit everyday words, best first; empty for no text."""
        return find_specs(self.for_platform(platform), text)

    def opposite(self, spec: FilterSpec) -> FilterSpec | None:
        """The filter that looks for what this one leaves out: words in the bio for words not in it."""
        return None if spec.opposite_key is None else self.by_key.get(spec.opposite_key)

    def moved(self, search: Search, platform: Platform) -> "Moved":
        """The search on another platform, and what became of its filters.

        A filter comes along under its own key, or as the filter for the same idea there; handles and lists of the
        old platform do not. An order the platform lacks becomes the best match.
        """
        dropped: list[FilterSpec] = []
        translated: list[tuple[FilterSpec, FilterSpec]] = []
        moved = replace(search, platform=platform)
        for spec in self.specs:
            value = search.value(spec.key)
            if value is None or (platform in spec.platforms and not spec.is_of_one_platform):
                continue
            moved = moved.without(spec.key)
            twin = None if spec.is_of_one_platform else self.same_idea(spec, platform)
            if twin is None:
                dropped.append(spec)
            else:
                translated.append((spec, twin))
                moved = moved.with_filter(twin.key, value)
        order_lost = search.sort.by not in {sort.value for sort in self.sorts_for(platform)}
        return Moved(
            search=replace(moved, sort=BEST_MATCH) if order_lost else moved,
            dropped=tuple(dropped),
            translated=tuple(translated),
            order_lost=order_lost,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A search taken to another platform: what was left out, and which filter stands for which there."""

    search: Search
    dropped: tuple[FilterSpec, ...]
    translated: tuple[tuple[FilterSpec, FilterSpec], ...]
    order_lost: bool
