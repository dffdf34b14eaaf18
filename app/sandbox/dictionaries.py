"""The dictionaries beside the searches: what values some filters take."""

from typing import Any

from app.sandbox.brands import BRANDS, CATEGORIES, GAMES
from app.sandbox.places import LOCATIONS, level_of
from app.sandbox.topics import INTERESTS, NICHES
from app.sandbox.words import LANGUAGES

PAGE = 100
"""How many items come at once; the real size is unknown (contract, 6.5)."""

_BRANDS = [
    {"full_name": brand.full_name, "cleaned": brand.cleaned, "username": brand.username}
    for brand in sorted(BRANDS, key=lambda brand: brand.full_name)
]
_ITEMS: dict[str, list[Any]] = {
    "languages": [{"language": name, "abbreviation": abbreviation} for abbreviation, name in LANGUAGES],
    "locations": list(LOCATIONS),
    "audience-interests": [{"name": name} for name in sorted(INTERESTS)],
    "brands": _BRANDS,
    "yt-topics": [{"topic_details": niche.name, "sub_topic_details": list(niche.subs)} for niche in NICHES],
    "games": sorted(GAMES),
    "audience-brand-categories": [{"name": name} for name in CATEGORIES],
    "audience-brand-names": _BRANDS,
    "audience-locations": [{"name": name, "type": level_of(name)} for name in LOCATIONS],
}
WHOLE = ("languages", "yt-topics", "games")
"""These answer everything at once; the others page by `offset` and narrow by `search`."""


def _label(item: Any) -> str:
    return item if isinstance(item, str) else str(item.get("name") or item["full_name"])


_LABELS = {name: [_label(item).casefold() for item in items] for name, items in _ITEMS.items() if name not in WHOLE}


def page(name: str, *, search: str, offset: int, limit: int) -> list[Any]:
    """One page of a dictionary; empty behind its end."""
    items = _ITEMS[name]
    if name in WHOLE:
        return items
    wanted = search.casefold()
    if wanted:
        items = [item for item, label in zip(items, _LABELS[name], strict=True) if wanted in label]
    return items[offset : offset + limit]
