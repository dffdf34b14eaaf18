"""Searches, the pages of them that were bought, and cached dictionaries. Re-opening any of it costs nothing."""

import json
import sqlite3
from dataclasses import dataclass

from app.domain.filters import Search, Sort
from app.domain.money import page_plan
from app.domain.platforms import Platform
from app.workspace.ids import author, new_uuid


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSearch:
    """A search of this workspace. `total` is what the service named last; `bought` the wire pages that were paid."""

    id: int
    search: Search
    page_size: int
    total: int | None
    repeats: int
    bought: frozenset[int]


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
    platform, filters, sort_by, sort_order, target, size, total, repeats = db.execute(
        "SELECT platform, filters, sort_by, sort_order, target, page_size, total, repeats FROM searches WHERE id = ?",
        (search_id,),
    ).fetchone()
    bought = db.execute("SELECT wire_page FROM pages WHERE search_id = ?", (search_id,))
    return KnownSearch(
        id=search_id,
        search=Search(
            platform=Platform(platform),
            filters=json.loads(filters),
            sort=Sort(by=sort_by, order=sort_order),
            target=target,
        ),
        page_size=size,
        total=total,
        repeats=repeats,
        bought=frozenset(row[0] for row in bought),
    )


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
    db: sqlite3.Connection, name: str, platform: str, search: str, items: list[tuple[str, str]], at_ms: int
) -> None:
    """Keep an answer of the free dictionary calls for use offline; items are (label, value)."""
    db.execute(
        "INSERT OR REPLACE INTO dictionaries (name, platform, search, at_ms, items) VALUES (?, ?, ?, ?, ?)",
        (name, platform, search, at_ms, json.dumps(items, ensure_ascii=False)),
    )


def dictionary(
    db: sqlite3.Connection, name: str, platform: str, search: str
) -> tuple[int, list[tuple[str, str]]] | None:
    """A kept answer: (when in ms, items)."""
    row = db.execute(
        "SELECT at_ms, items FROM dictionaries WHERE name = ? AND platform = ? AND search = ?", (name, platform, search)
    ).fetchone()
    return (row[0], [(label, value) for label, value in json.loads(row[1])]) if row else None
