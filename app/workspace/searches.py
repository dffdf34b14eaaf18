"""Searches, the pages of them that were bought, and cached dictionaries. Re-opening any of it costs nothing."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.filters import DictionaryItem, Search, Sort
from app.domain.money import page_plan
from app.domain.platforms import Platform
from app.workspace.ids import author, new_uuid


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSearch:
    """A search of this workspace.

    `total` is what the service named last. `first_page` is the wire number its pages count from, None before the first
    answer. `pages` are the numbers people know (from 0) that were bought, `end` is the one that was short: the end of
    the matches. `repeats` counts creators that came twice.
    """

    id: int
    search: Search
    page_size: int
    first_page: int | None
    total: int | None
    repeats: int
    pages: frozenset[int]
    end: int | None

    @property
    def ended(self) -> bool:
        """Whether the end of the matches was reached."""
        return self.end is not None

    @property
    def planned(self) -> range:
        """The pages its target needs."""
        return range(page_plan(self.search.target)[0])

    @property
    def missing(self) -> tuple[int, ...]:
        """Planned pages that were not bought and could still bring something."""
        return tuple(page for page in self.planned if page not in self.pages and (self.end is None or page < self.end))


def add(db: sqlite3.Connection, search: Search, at_ms: int) -> int:
    added = db.execute(
        "INSERT INTO searches (uuid, key, platform, filters, sort_by, sort_order, target, page_size, author,"
        " created_ms, changed_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new_uuid(),
            search.key,
            search.platform,
            json.dumps(search.filters, ensure_ascii=False),
            search.sort.by,
            search.sort.order,
            search.target,
            page_plan(search.target)[1],
            author(),
            at_ms,
            at_ms,
        ),
    )
    return int(added.lastrowid or 0)


def by_key(db: sqlite3.Connection, key: str) -> int | None:
    """The newest search with this content."""
    row = db.execute("SELECT id FROM searches WHERE key = ? AND deleted_ms IS NULL ORDER BY id DESC", (key,)).fetchone()
    return int(row[0]) if row else None


def get(db: sqlite3.Connection, search_id: int) -> KnownSearch:
    platform, filters, sort_by, sort_order, target, size, first, total, repeats = db.execute(
        "SELECT platform, filters, sort_by, sort_order, target, page_size, first_page, total, repeats"
        " FROM searches WHERE id = ?",
        (search_id,),
    ).fetchone()
    bought = dict(db.execute("SELECT wire_page, returned FROM pages WHERE search_id = ?", (search_id,)).fetchall())
    return KnownSearch(
        id=search_id,
        search=Search(
            platform=Platform(platform),
            filters=json.loads(filters),
            sort=Sort(by=sort_by, order=sort_order),
            target=target,
        ),
        page_size=size,
        first_page=first,
        total=total,
        repeats=repeats,
        pages=frozenset(page - (first or 0) for page in bought),
        end=min((page - (first or 0) for page, returned in bought.items() if returned < size), default=None),
    )


def set_first_page(db: sqlite3.Connection, search_id: int, number: int) -> None:
    db.execute("UPDATE searches SET first_page = ? WHERE id = ?", (number, search_id))


def add_page(
    db: sqlite3.Connection,
    search_id: int,
    *,
    wire_page: int,
    request_id: int,
    returned: int,
    fresh: int,
    total: int | None,
    at_ms: int,
) -> None:
    """Note that a page was bought and how many of its rows were new to the search."""
    db.execute(
        "INSERT OR REPLACE INTO pages (search_id, wire_page, request_id, at_ms, returned, fresh)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (search_id, wire_page, request_id, at_ms, returned, fresh),
    )
    db.execute(
        "UPDATE searches SET total = coalesce(?, total), repeats = repeats + ?, changed_ms = ? WHERE id = ?",
        (total, returned - fresh, at_ms, search_id),
    )


def keep_dictionary(
    db: sqlite3.Connection, name: str, platform: str, search: str, items: Sequence[DictionaryItem], at_ms: int
) -> None:
    """Keep an answer of the free dictionary calls for use offline."""
    told = [(item.label, item.value, item.parent) for item in items]
    db.execute(
        "INSERT OR REPLACE INTO dictionaries (name, platform, search, at_ms, items) VALUES (?, ?, ?, ?, ?)",
        (name, platform, search, at_ms, json.dumps(told, ensure_ascii=False)),
    )


def dictionary(
    db: sqlite3.Connection, name: str, platform: str, search: str
) -> tuple[int, list[DictionaryItem]] | None:
    """A kept answer: (when in ms, items)."""
    row = db.execute(
        "SELECT at_ms, items FROM dictionaries WHERE name = ? AND platform = ? AND search = ?", (name, platform, search)
    ).fetchone()
    return (row[0], _items(row[1])) if row else None


def dictionary_values(db: sqlite3.Connection, name: str, platform: str, *, since_ms: int) -> frozenset[str]:
    """Every value that an answer kept since then brought, whatever was searched for."""
    rows = db.execute(
        "SELECT items FROM dictionaries WHERE name = ? AND platform = ? AND at_ms > ?", (name, platform, since_ms)
    )
    return frozenset(item.value for row in rows for item in _items(row[0]))


def _items(told: str) -> list[DictionaryItem]:
    """Answers kept by an older Scoutsheet have no parents."""
    return [
        DictionaryItem(label=label, value=value, parent=parent[0] if parent else "")
        for label, value, *parent in json.loads(told)
    ]
