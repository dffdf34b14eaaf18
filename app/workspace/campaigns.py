"""Campaigns: what sheets and their spending are booked to, each with a budget of its own or none."""

import sqlite3
from dataclasses import dataclass
from decimal import Decimal

from app.domain.money import from_units, to_units
from app.workspace.ids import author, new_uuid


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """`budget` in credits; None means no limit."""

    id: int
    name: str
    budget: Decimal | None


def all_campaigns(db: sqlite3.Connection) -> list[Campaign]:
    """By name."""
    found = db.execute(
        "SELECT id, name, budget_units FROM campaigns WHERE deleted_ms IS NULL ORDER BY name COLLATE NOCASE, id"
    )
    return [Campaign(id=i, name=name, budget=None if units is None else from_units(units)) for i, name, units in found]


def add(db: sqlite3.Connection, name: str, at_ms: int) -> int:
    """A campaign without a budget; returns its id."""
    added = db.execute(
        "INSERT INTO campaigns (uuid, name, author, changed_ms) VALUES (?, ?, ?, ?)",
        (new_uuid(), name, author(), at_ms),
    )
    return int(added.lastrowid or 0)


def rename(db: sqlite3.Connection, campaign_id: int, name: str, at_ms: int) -> None:
    db.execute("UPDATE campaigns SET name = ?, changed_ms = ? WHERE id = ?", (name, at_ms, campaign_id))


def remove(db: sqlite3.Connection, campaign_id: int, at_ms: int) -> None:
    """Its sheets stay, without a campaign; what was booked to it stays booked to it."""
    db.execute("UPDATE campaigns SET deleted_ms = ?, changed_ms = ? WHERE id = ?", (at_ms, at_ms, campaign_id))
    db.execute("UPDATE sheets SET campaign_id = NULL, changed_ms = ? WHERE campaign_id = ?", (at_ms, campaign_id))


def assign(db: sqlite3.Connection, sheet_id: int, campaign_id: int | None, at_ms: int) -> None:
    """Put a sheet into a campaign, or into none. Jobs started from now on are booked there."""
    db.execute("UPDATE sheets SET campaign_id = ?, changed_ms = ? WHERE id = ?", (campaign_id, at_ms, sheet_id))


def of_sheet(db: sqlite3.Connection, sheet_id: int) -> int | None:
    """The campaign a sheet is in now."""
    row = db.execute("SELECT campaign_id FROM sheets WHERE id = ?", (sheet_id,)).fetchone()
    return row[0] if row else None


def set_budget(db: sqlite3.Connection, campaign_id: int, budget: Decimal | None, at_ms: int) -> None:
    """The most that may be spent on it, in credits; None: no limit."""
    units = None if budget is None else to_units(budget)
    db.execute("UPDATE campaigns SET budget_units = ?, changed_ms = ? WHERE id = ?", (units, at_ms, campaign_id))


def of_job(db: sqlite3.Connection, job_id: int) -> Campaign | None:
    """The campaign a job is booked to; None where it has none, or where it was removed."""
    row = db.execute(
        "SELECT c.id, c.name, c.budget_units FROM jobs j JOIN campaigns c ON c.id = j.campaign_id"
        " WHERE j.id = ? AND c.deleted_ms IS NULL",
        (job_id,),
    ).fetchone()
    if row is None:
        return None
    return Campaign(id=row[0], name=row[1], budget=None if row[2] is None else from_units(row[2]))
