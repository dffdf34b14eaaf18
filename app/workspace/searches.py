"""Searches, the pages of them that were bought, and cached dictionaries. Re-opening any of it costs nothing."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from app.domain.creators import Found
from app.domain.filters import BEST_MATCH, DictionaryItem, Search, Sort
from app.domain.money import page_plan
from app.domain.platforms import Platform
from app.workspace.ids import author, new_uuid


class Role(StrEnum):
    """What a search is to the sheets."""

    OWN = "own"  # a sheet's search, recognised by its content
    DRAFT = "draft"  # saved, never run
    AGAIN = "again"  # a later run of a sheet's search, into the same sheet
    COUNT = "count"  # one row, asked to learn how many match
    SPLIT = "split"  # a sheet's search that is carried out by its bands
    BAND = "band"  # a part of a split one


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSearch:
    """A search of this workspace.

    `total` is what the service named last. `first_page` is the wire number its pages count from, None before the first
    answer. `pages` are the numbers people know (from 0) that were bought, `end` is the one that was short: the end of
    the matches. `repeats` counts creators that came twice. `seed`: the handle whose like is looked for. `kept`: of the
    matches wanted, those a count had bought. `known_left_out`: creators left out because they are had.
    """

    id: int
    search: Search
    page_size: int
    first_page: int | None
    total: int | None
    repeats: int
    pages: frozenset[int]
    end: int | None
    role: Role = Role.OWN
    of_search: int | None = None
    seed: str | None = None
    first_position: int = 0
    kept: int = 0
    known_left_out: int = 0

    @property
    def ended(self) -> bool:
        """Whether the end of the matches was reached."""
        return self.end is not None

    @property
    def matches(self) -> int | None:
        """How many match, those a count had bought included; None before the service said so."""
        return None if self.total is None else self.total + self.kept

    @property
    def planned(self) -> range:
        """The pages its target needs."""
        return range(0) if self.role is Role.SPLIT else range(pages_for(self.search.target - self.kept)[0])

    @property
    def missing(self) -> tuple[int, ...]:
        """Planned pages that were not bought and could still bring something."""
        behind = self.end if self.total is None else -(-self.total // self.page_size)
        if self.end is not None and behind is not None:
            behind = min(behind, self.end)
        return tuple(page for page in self.planned if page not in self.pages and (behind is None or page < behind))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSearch:
    """What a search is made of; the parts as in `KnownSearch`. `left_out`: handles beside those its filters name.

    `rows`: how many it can bring where that is known to be fewer than it wants; its pages are made for them.
    """

    search: Search
    role: Role = Role.OWN
    of_search: int | None = None
    name: str = ""
    seed: str | None = None
    first_position: int = 0
    kept: int = 0
    known_left_out: int = 0
    total: int | None = None
    left_out: tuple[str, ...] = ()
    rows: int | None = None


def pages_for(rows: int) -> tuple[int, int]:
    """How many pages of which size bring `rows`: (0, 1) where nothing is wanted."""
    return page_plan(rows) if rows > 0 else (0, 1)


def key_of(search: Search, seed: str | None = None) -> str:
    """What makes two searches the same one."""
    return search.key if seed is None else sha256(f"similar|{seed}|{search.key}".encode()).hexdigest()


def match_key(search: Search, seed: str | None = None) -> str:
    """What makes two searches have the same matches, whatever their order and however many are wanted."""
    return key_of(replace(search, sort=BEST_MATCH, target=1), seed)


def add(db: sqlite3.Connection, new: NewSearch, at_ms: int) -> int:
    search = new.search
    added = db.execute(
        "INSERT INTO searches (uuid, key, platform, filters, sort_by, sort_order, target, page_size, author,"
        " created_ms, changed_ms, role, of_search, name, match_key, seed, first_position, kept, known_left_out, total)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new_uuid(),
            key_of(search, new.seed),
            search.platform,
            json.dumps(search.filters, ensure_ascii=False),
            search.sort.by,
            search.sort.order,
            search.target,
            pages_for(search.target - new.kept if new.rows is None else new.rows)[1],
            author(),
            at_ms,
            at_ms,
            new.role,
            new.of_search,
            new.name,
            match_key(search, new.seed),
            new.seed,
            new.first_position,
            new.kept,
            new.known_left_out,
            new.total,
        ),
    )
    search_id = int(added.lastrowid or 0)
    if new.left_out:
        handles = json.dumps(new.left_out, ensure_ascii=False)
        db.execute("INSERT INTO left_out (search_id, handles) VALUES (?, ?)", (search_id, handles))
    return search_id


def left_out(db: sqlite3.Connection, search_id: int) -> tuple[str, ...]:
    """The handles it leaves out beside those its filters name."""
    row = db.execute("SELECT handles FROM left_out WHERE search_id = ?", (search_id,)).fetchone()
    return tuple(json.loads(row[0])) if row else ()


def by_key(db: sqlite3.Connection, key: str, *, whole: bool = False) -> int | None:
    """The newest search with this content; `whole`: only one that left nobody out for being had already."""
    row = db.execute(
        "SELECT id FROM searches WHERE key = ? AND role = ? AND deleted_ms IS NULL AND (known_left_out = 0 OR NOT ?)"
        " ORDER BY id DESC",
        (key, Role.OWN, whole),
    ).fetchone()
    return int(row[0]) if row else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A saved search that was never run."""

    id: int
    name: str


def draft_of(db: sqlite3.Connection, key: str) -> Draft | None:
    """The newest saved search with this content that was never run."""
    row = db.execute(
        "SELECT id, name FROM searches WHERE key = ? AND role = ? AND deleted_ms IS NULL ORDER BY id DESC",
        (key, Role.DRAFT),
    ).fetchone()
    return Draft(id=row[0], name=row[1]) if row else None


def mark_deleted(db: sqlite3.Connection, search_id: int, at_ms: int | None) -> None:
    """Delete a search, or bring it back where `at_ms` is None."""
    db.execute("UPDATE searches SET deleted_ms = ? WHERE id = ?", (at_ms, search_id))


def get(db: sqlite3.Connection, search_id: int) -> KnownSearch:
    platform, filters, sort_by, sort_order, target, size, first, total, repeats = db.execute(
        "SELECT platform, filters, sort_by, sort_order, target, page_size, first_page, total, repeats"
        " FROM searches WHERE id = ?",
        (search_id,),
    ).fetchone()
    role, of_search, seed, at, kept, known = db.execute(
        "SELECT role, of_search, seed, first_position, kept, known_left_out FROM searches WHERE id = ?", (search_id,)
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
        role=Role(role),
        of_search=of_search,
        seed=seed,
        first_position=at,
        kept=kept,
        known_left_out=known,
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


def note_found(
    db: sqlite3.Connection, search_id: int, creator_id: int, found: Found, request_id: int | None, at_ms: int
) -> bool:
    """Note whom a search brought, with the numbers told; False when it brought them before."""
    added = db.execute(
        "INSERT OR IGNORE INTO found_rows (search_id, creator_id, request_id, at_ms, followers, engagement)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (search_id, creator_id, request_id, at_ms, found.followers, found.engagement),
    )
    return added.rowcount == 1


def keep_dictionary(
    db: sqlite3.Connection, name: str, platform: str, search: str, items: Sequence[DictionaryItem], at_ms: int
) -> None:
    """Keep an answer of the free dictionary calls for use offline."""
    told = [(item.label, item.value, item.parent, item.level) for item in items]
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


def dictionary_items(db: sqlite3.Connection, name: str, platform: str) -> list[DictionaryItem]:
    """Every item that any kept answer brought, each once."""
    rows = db.execute("SELECT items FROM dictionaries WHERE name = ? AND platform = ?", (name, platform))
    return list(dict.fromkeys(item for row in rows for item in _items(row[0])))


def dictionary_values(db: sqlite3.Connection, name: str, platform: str, *, since_ms: int) -> frozenset[str]:
    """Every value that an answer kept since then brought, whatever was searched for."""
    rows = db.execute(
        "SELECT items FROM dictionaries WHERE name = ? AND platform = ? AND at_ms > ?", (name, platform, since_ms)
    )
    return frozenset(item.value for row in rows for item in _items(row[0]))


_ITEM_PARTS = ("label", "value", "parent", "level")


def _items(told: str) -> list[DictionaryItem]:
    """Answers kept by an older Scoutsheet have no parents, or no levels."""
    return [DictionaryItem(**dict(zip(_ITEM_PARTS, entry, strict=False))) for entry in json.loads(told)]
