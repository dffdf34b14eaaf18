"""The rules of a whole search: known keys, platform, order, target, and filters that do not go together."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from app.domain.filters.checks import Problem, Setting, check_value, number, suggestion, usable
from app.domain.filters.search import MAX_TARGET, Order, Search
from app.domain.filters.specs import Expose, FilterSpec, Requirement
from app.domain.platforms import Platform

if TYPE_CHECKING:
    from app.domain.filters.catalogue import Catalogue

_FOLLOWERS = "number_of_followers"


def check_search(catalogue: "Catalogue", search: Search, *, unverified: bool) -> Iterator[Problem]:
    """Every reason why the search cannot go out, in the order it is written; none where it can."""
    setting = Setting(platform=search.platform, unverified=unverified)
    for key, value in _entries(catalogue, search.filters):
        spec = catalogue.spec(key)
        refusal = _refusal(catalogue, key, value, search, unverified=unverified)
        if refusal is not None:
            yield refusal
        elif spec is not None:
            yield from check_value(spec, value, setting)
            yield from _requirements(spec, search)
    yield from _conflicts(catalogue, search)
    yield from _sort(catalogue, search)
    if isinstance(search.target, bool) or not 1 <= search.target <= MAX_TARGET:
        yield Problem(key="target", reason=f"How many creators must be between 1 and {MAX_TARGET:,}.")


def _entries(catalogue: "Catalogue", filters: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The filters with dotted keys: the objects that only hold other filters are opened."""
    for key, value in filters.items():
        if key in catalogue.containers and isinstance(value, Mapping) and value:
            for part, inner in value.items():
                yield f"{key}.{part}", inner
        else:
            yield key, value


def _refusal(catalogue: "Catalogue", key: str, value: object, search: Search, *, unverified: bool) -> Problem | None:
    """Why this key may not be in the search at all, whatever its value."""
    spec = catalogue.spec(key)
    if key in catalogue.containers:
        empty = isinstance(value, Mapping)
        return Problem(key=key, reason="It is empty: leave it out instead." if empty else "It must be an object.")
    if spec is None:
        known = [known.key for known in catalogue.for_platform(search.platform, unverified=unverified)]
        return Problem(key=key, reason=f"There is no such filter.{suggestion(key, known)}")
    if key in search.filters and "." in key:
        outer, _, inner = key.partition(".")
        return Problem(key=key, reason=f'Write it nested: {{"{outer}": {{"{inner}": …}}}}.')
    if spec.expose is Expose.HIDDEN:
        return Problem(key=key, reason=f"It is a second name; use {spec.duplicate_of} instead.")
    if search.platform not in spec.platforms:
        return Problem(key=key, reason=_elsewhere(catalogue, spec, search))
    if not usable(spec, unverified=unverified):
        return Problem(key=key, reason="Nobody has confirmed yet that the service honours it, so it is switched off.")
    return None


def _elsewhere(catalogue: "Catalogue", spec: FilterSpec, search: Search) -> str:
    *names, last = [platform.label for platform in Platform if platform in spec.platforms]
    known = f"{', '.join(names)} and {last}" if names else last
    twin = catalogue.same_idea(spec, search.platform)
    advice = f" Use {twin.key} instead." if twin is not None else ""
    return f"{search.platform.label} does not have it, only {known}.{advice}"


def _requirements(spec: FilterSpec, search: Search) -> Iterator[Problem]:
    for need in spec.requires:
        if need.platform is search.platform and _below(search, need):
            least = number(need.min_followers)
            yield Problem(
                key=spec.key,
                reason=f"It only knows creators with {least} followers or more: raise the highest number of followers.",
            )


def _below(search: Search, need: Requirement) -> bool:
    highest = search.value(f"{_FOLLOWERS}.max")
    return isinstance(highest, (int, float)) and not isinstance(highest, bool) and highest < need.min_followers


def _conflicts(catalogue: "Catalogue", search: Search) -> Iterator[Problem]:
    """Both sides of a pair may state the conflict; it is reported once."""
    seen: set[frozenset[str]] = set()
    for key, _ in _entries(catalogue, search.filters):
        spec = catalogue.spec(key)
        for other in spec.incompatible_with if spec is not None else ():
            pair = frozenset({key, other.key})
            if pair in seen or search.value(other.key) is None or search.value(other.when_key) != other.when_value:
                continue
            seen.add(pair)
            when = catalogue.spec(other.when_key)
            said = "is on" if when is None or other.when_value is True else f"is {when.choice_label(other.when_value)}"
            label = other.when_key if when is None else when.label
            odd = other.key if other.when_key == key else key
            yield Problem(key=odd, reason=f"It makes no difference while “{label}” {said}: leave one of the two out.")


def _sort(catalogue: "Catalogue", search: Search) -> Iterator[Problem]:
    known = {sort.value: sort for sort in catalogue.sorts_for(search.platform)}
    sort = known.get(search.sort.by)
    if sort is None:
        every = ", ".join(known)
        yield Problem(key="sort.by", reason=f"{search.platform.label} can only be sorted by {every}.")
    elif search.sort.order not in sort.orders:
        allowed = " or ".join(order for order in (Order.ASC.value, Order.DESC.value) if order in sort.orders)
        yield Problem(key="sort.order", reason=f"Sorting by {sort.value} only goes {allowed}.")
