"""Saved searches: every search that made a sheet, and drafts that never ran."""

import json
import sqlite3
from dataclasses import dataclass
from decimal import Decimal

from app.domain.filters import Search, Sort
from app.domain.money import from_units
from app.domain.platforms import Platform
from app.workspace.searches import Role

_SHOWN = (Role.OWN, Role.SPLIT, Role.DRAFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """One saved search. `sheet_id` None: it was never run. `spent` in credits, details of its rows included.

    `seed`: the handle whose like is looked for. `split`: it fills its sheet band by band. Times in ms since 1970 UTC.
    """

    id: int
    name: str
    search: Search
    seed: str | None
    split: bool
    sheet_id: int | None
    campaign_id: int | None
    campaign: str | None
    last_run_ms: int | None
    rows: int
    spent: Decimal
    deleted: bool


def all_saved(db: sqlite3.Connection, *, deleted: bool = False) -> list[SavedSearch]:
    """The one that ran last first, those that never ran before them; `deleted`: those that were deleted instead."""
    marks = ",".join("?" for _ in _SHOWN)
    found = db.execute(
        "SELECT q.id, coalesce(s.name, q.name), q.platform, q.filters, q.sort_by, q.sort_order, q.target, q.seed,"
        " q.role, s.id, k.id, k.name,"
        " (SELECT max(p.at_ms) FROM pages p WHERE p.search_id IN"
        "  (SELECT id FROM searches c WHERE c.id = q.id OR c.of_search = q.id)) AS last_ms,"
        " (SELECT count(*) FROM sheet_rows r WHERE r.sheet_id = s.id),"
        " (SELECT coalesce(sum(charged_units), 0) FROM receipts e WHERE e.sheet_id = s.id)"
        " FROM searches q LEFT JOIN sheets s ON s.search_id = q.id"
        " LEFT JOIN campaigns k ON k.id = s.campaign_id AND k.deleted_ms IS NULL"
        f" WHERE q.role IN ({marks}) AND (q.deleted_ms IS NOT NULL) = ? AND (s.id IS NOT NULL OR q.role = 'draft')"
        " ORDER BY last_ms IS NOT NULL, last_ms DESC, q.id DESC",
        (*_SHOWN, deleted),
    )
    return [
        SavedSearch(
            id=search_id,
            name=name,
            search=Search(
                platform=Platform(platform), filters=json.loads(filters), sort=Sort(by=by, order=order), target=target
            ),
            seed=seed,
            split=role == Role.SPLIT,
            sheet_id=sheet_id,
            campaign_id=campaign_id,
            campaign=campaign,
            last_run_ms=last_ms,
            rows=rows,
            spent=from_units(units),
            deleted=deleted,
        )
        for (
            search_id,
            name,
            platform,
            filters,
            by,
            order,
            target,
            seed,
            role,
            sheet_id,
            campaign_id,
            campaign,
            last_ms,
            rows,
            units,
        ) in found
    ]


def rename(db: sqlite3.Connection, search_id: int, name: str, at_ms: int) -> None:
    """Another name, of its sheet too."""
    db.execute("UPDATE searches SET name = ?, changed_ms = ? WHERE id = ?", (name, at_ms, search_id))
    db.execute("UPDATE sheets SET name = ?, changed_ms = ? WHERE search_id = ?", (name, at_ms, search_id))


def delete(db: sqlite3.Connection, search_id: int, at_ms: int) -> None:
    """Mark it and its sheet deleted; nothing that was bought is lost."""
    for table, column in (("searches", "id"), ("sheets", "search_id")):
        db.execute(
            f"UPDATE {table} SET deleted_ms = ?, changed_ms = ? WHERE {column} = ? AND deleted_ms IS NULL",
            (at_ms, at_ms, search_id),
        )


def restore(db: sqlite3.Connection, search_id: int, at_ms: int) -> None:
    """Take a deletion back."""
    for table, column in (("searches", "id"), ("sheets", "search_id")):
        db.execute(f"UPDATE {table} SET deleted_ms = NULL, changed_ms = ? WHERE {column} = ?", (at_ms, search_id))
