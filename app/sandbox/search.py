"""Finds creators: pages of a discovery search, creators like a given one, and the dictionaries beside them."""

import json
import math
import sqlite3
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from app.sandbox.filters import CATEGORIES, LOCATIONS, catalogue, conditions
from app.sandbox.topics import BRANDS, GAMES, INTERESTS, NICHES
from app.sandbox.words import LANGUAGES

FIRST_MATCHES = 10_000
"""Only this many matches of a query can be fetched."""
SORTS: dict[str, str] = {
    "relevancy": "id",
    "number_of_followers": "followers",
    "engagement_rate": "engagement",
    "growth_rate": "growth12",
}
DICTIONARY_PAGE = 100
_REMEMBERED = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The matches of a query: how many there are, and (id, likeness) of the first 10,000 in order."""

    total: int
    rows: tuple[tuple[int, float | None], ...]


class Searcher:
    """Runs queries and remembers the last ones, so that further pages of a search cost next to nothing."""

    def __init__(self) -> None:
        self.known = catalogue()
        self._found: OrderedDict[str, Found] = OrderedDict()
        self._lock = threading.Lock()

    def find(
        self, database: sqlite3.Connection, *, platform: str, filters: dict[str, Any], by: str, order: str
    ) -> Found:
        """All matches of a search in the order asked for; hidden numbers come last both ways."""
        key = json.dumps([platform, filters, by, order], sort_keys=True)
        return self._once(key, lambda: self._query(database, platform, filters, by, order))

    def similar(
        self, database: sqlite3.Connection, *, platform: str, to: dict[str, Any], filters: dict[str, Any]
    ) -> Found:
        """Creators of the same niche, most alike first; likeness is 0-1."""
        key = json.dumps([platform, filters, to["id"]], sort_keys=True)
        return self._once(key, lambda: self._alike(database, platform, to, filters))

    def _once(self, key: str, work: Any) -> Found:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        found: Found = work()
        with self._lock:
            self._found[key] = found
            while len(self._found) > _REMEMBERED:
                self._found.popitem(last=False)
        return found

    def _query(
        self, database: sqlite3.Connection, platform: str, filters: dict[str, Any], by: str, order: str
    ) -> Found:
        where = conditions(platform, filters, self.known)
        values = list(where.values)
        if by == "relevancy":
            ordering = "id"
            if where.score is not None:
                ordering = f"({where.score[0]}) DESC, id"
                values += where.score[1]
        else:
            ordering = f"{SORTS[by]} IS NULL, {SORTS[by]} {order}, id"
        rows = database.execute(
            f"SELECT id FROM creators WHERE {where.sql()} ORDER BY {ordering} LIMIT {FIRST_MATCHES}", values
        ).fetchall()
        total = len(rows)
        if total == FIRST_MATCHES:
            count = f"SELECT count(*) FROM creators WHERE {where.sql()}"
            total = database.execute(count, where.values).fetchone()[0]
        return Found(total=total, rows=tuple((row[0], None) for row in rows))

    def _alike(self, database: sqlite3.Connection, platform: str, to: dict[str, Any], filters: dict[str, Any]) -> Found:
        where = conditions(platform, filters, self.known)
        rows = database.execute(
            "SELECT id, sub, country, lang, coalesce(followers, 0) FROM creators"
            f" WHERE niche = ? AND id <> ? AND {where.sql()}",
            (to["niche"], to["id"], *where.values),
        )
        size = math.log((to["followers"] or 0) + 10)
        scored = []
        for number, sub, country, language, followers in rows:
            closeness = max(0.0, 1 - abs(math.log(followers + 10) - size) / 6)
            alike = 0.15 + 0.35 * (sub == to["sub"]) + 0.15 * (country == to["country"])
            alike += 0.1 * (language == to["lang"]) + 0.24 * closeness
            scored.append((number, round(alike, 4)))
        scored.sort(key=lambda pair: (-pair[1], pair[0]))
        return Found(total=len(scored), rows=tuple(scored[:FIRST_MATCHES]))


def rows_of(database: sqlite3.Connection, numbers: list[int]) -> dict[int, dict[str, Any]]:
    """What a list answer shows of some creators, by id."""
    rows = database.execute(
        "SELECT id, handle, name, followers, engagement, flags FROM creators"
        f" WHERE id IN ({','.join(map(str, numbers)) or 'NULL'})"
    )
    return {row["id"]: dict(row) for row in rows}


_BRAND_ITEMS = [
    {"full_name": brand.full_name, "cleaned": brand.cleaned, "username": brand.username} for brand in BRANDS
]
_DICTIONARIES: dict[str, list[Any]] = {
    "languages": [{"language": name, "abbreviation": abbreviation} for abbreviation, name in LANGUAGES],
    "locations": list(LOCATIONS),
    "audience-interests": [{"name": name} for name in INTERESTS],
    "brands": _BRAND_ITEMS,
    "yt-topics": [{"topic_details": niche.name, "sub_topic_details": list(niche.subs)} for niche in NICHES],
    "games": list(GAMES),
    "audience-brand-categories": [{"name": name} for name in CATEGORIES],
    "audience-brand-names": _BRAND_ITEMS,
    "audience-locations": [{"name": name} for name in LOCATIONS],
}
WHOLE_DICTIONARIES = ("languages", "yt-topics", "games")
"""These answer everything at once; the others page by `offset` and narrow by `search`."""


def dictionary(name: str, *, search: str, offset: int, limit: int | None) -> list[Any]:
    """One page of a dictionary; empty behind its end."""
    items = _DICTIONARIES[name]
    if name in WHOLE_DICTIONARIES:
        return items
    if search:
        wanted = search.casefold()
        items = [item for item in items if wanted in _label(item).casefold()]
    return items[offset : offset + (limit or DICTIONARY_PAGE)]


def _label(item: Any) -> str:
    return item if isinstance(item, str) else str(item.get("name") or item["full_name"])
