"""The practice account: balance, what was used, and every charge, in SQLite.

A charge is committed before its answer is sent, so the books survive a kill at any moment and hold what
the customer may never have received. Money is whole ten-thousandths of a credit.
"""

import sqlite3
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from app.sandbox.exclusions import ExclusionLists

UNITS_PER_CREDIT = 10_000

PRICES: dict[str, int] = {
    "discovery": 100,
    "similar": 100,
    "raw": 300,
    "profile": 2_000,
    "analytics": 8_000,
    "full": 10_000,
}
"""The sandbox's own price table, in units; discovery and similar are per creator returned."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS account (only INTEGER PRIMARY KEY CHECK (only = 1), available INTEGER, used INTEGER);
CREATE TABLE IF NOT EXISTS charges (
    id INTEGER PRIMARY KEY, at REAL, call TEXT, platform TEXT, handle TEXT, page INTEGER, units INTEGER,
    delivered INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS returned (
    platform TEXT, creator INTEGER, charge INTEGER, PRIMARY KEY (platform, creator)
) WITHOUT ROWID;
"""


def units(credits_text: str) -> int:
    """Whole units of an amount written in credits; raises ValueError when it is not a plain amount >= 0."""
    try:
        amount = Decimal(credits_text) * UNITS_PER_CREDIT
    except ArithmeticError as error:
        raise ValueError(credits_text) from error
    if not amount.is_finite() or amount < 0 or amount != amount.to_integral_value():
        raise ValueError(credits_text)
    return int(amount)


def as_text(amount: int) -> str:
    """An amount for people: at least two decimals, e.g. 10000 -> "1.00", 205 -> "0.0205"."""
    whole, part = divmod(amount, UNITS_PER_CREDIT)
    decimals = f"{part:04d}"
    return f"{whole}.{decimals[:2]}{decimals[2:].rstrip('0')}"


def as_number(amount: int) -> float:
    """An amount as the service writes it: a JSON number."""
    return amount / UNITS_PER_CREDIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What one answer costs, and for what; `creators`: the row ids of those a search returned."""

    call: str
    platform: str
    units: int
    handle: str | None = None
    page: int | None = None
    creators: tuple[int, ...] = ()


class Books:
    """The account of one state folder. Used from one thread only, so a check and its charge cannot be split."""

    def __init__(self, folder: Path, *, opening_units: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(folder / "account.sqlite3", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        # NORMAL survives the end of the process; only a power cut could lose the last practice charges.
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.executescript(_SCHEMA)
        self._database.execute("INSERT OR IGNORE INTO account VALUES (1, ?, 0)", (opening_units,))
        self.lists = ExclusionLists(self._database)

    def balance(self) -> tuple[int, int]:
        """(available, used) in units."""
        available, used = self._database.execute("SELECT available, used FROM account").fetchone()
        return int(available), int(used)

    def covers(self, amount: int) -> bool:
        """Whether the balance is enough for this many units."""
        return self.balance()[0] >= amount

    def charge(self, charge: Charge) -> int | None:
        """Take the charge from the balance and write it down; returns its number, or None when it is not covered."""
        if not self.covers(charge.units):
            return None
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute("UPDATE account SET available = available - ?1, used = used + ?1", (charge.units,))
        row = self._database.execute(
            "INSERT INTO charges (at, call, platform, handle, page, units) VALUES (?, ?, ?, ?, ?, ?)",
            (time.time(), charge.call, charge.platform, charge.handle, charge.page, charge.units),
        )
        self._database.executemany(
            "INSERT OR IGNORE INTO returned VALUES (?, ?, ?)",
            [(charge.platform, creator, row.lastrowid) for creator in charge.creators],
        )
        self._database.execute("COMMIT")
        return row.lastrowid

    def last_charge(self) -> int:
        """The number of the newest charge; 0 when there is none."""
        return int(self._database.execute("SELECT coalesce(max(id), 0) FROM charges").fetchone()[0])

    def returned(self, platform: str, up_to: int) -> tuple[int, ...]:
        """Row ids of the creators that searches of this account returned, up to a charge."""
        rows = self._database.execute(
            "SELECT creator FROM returned WHERE platform = ? AND charge <= ?", (platform, up_to)
        )
        return tuple(number for (number,) in rows)

    def delivered(self, number: int) -> None:
        """Note that the answer of a charge was sent whole to a caller who was still there."""
        self._database.execute("UPDATE charges SET delivered = 1 WHERE id = ?", (number,))

    def top_up(self, amount: int) -> None:
        """Add units to the balance."""
        self._database.execute("UPDATE account SET available = available + ?", (amount,))

    def entries(self) -> list[dict[str, object]]:
        """Every charge in order: at (Unix s), call, platform, handle, page, amount (text), delivered."""
        rows = self._database.execute(
            "SELECT at, call, platform, handle, page, units, delivered FROM charges ORDER BY id"
        )
        return [
            {
                "at": at,
                "call": call,
                "platform": platform,
                "handle": handle,
                "page": page,
                "amount": as_text(amount),
                "delivered": bool(sent),
            }
            for at, call, platform, handle, page, amount, sent in rows
        ]

    def close(self) -> None:
        """Close the file."""
        self._database.close()
