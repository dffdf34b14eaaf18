"""The practice account: balance, what was used, and every charge, in SQLite.

A charge is committed before its answer is sent, so the books survive a kill at any moment and hold what
the customer may never have received. Money is whole ten-thousandths of a credit.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
    "email": 500,
    "socials": 5_000,
    "overlap": 10_000,
    "posts": 300,
    "details": 300,
    "batch_full": 10_000,
    "batch_raw": 300,
    "batch_basic": 500,
}
"""The sandbox's own price table, in units; discovery and similar are per creator returned, batches per row found.

Posts are what the meter showed in August 2026, not what the vendor's client says (contract, Q5)."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS account (only INTEGER PRIMARY KEY CHECK (only = 1), available INTEGER, used INTEGER);
CREATE TABLE IF NOT EXISTS charges (
    id INTEGER PRIMARY KEY, at REAL, call TEXT, platform TEXT, handle TEXT, page INTEGER, units INTEGER,
    delivered INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS returned (
    platform TEXT, creator INTEGER, charge INTEGER, PRIMARY KEY (platform, creator)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, text TEXT NOT NULL);
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
        self.database = sqlite3.connect(folder / "account.sqlite3", isolation_level=None)
        self.database.execute("PRAGMA journal_mode = WAL")
        # NORMAL survives the end of the process; only a power cut could lose the last practice charges.
        self.database.execute("PRAGMA synchronous = NORMAL")
        self.database.executescript(_SCHEMA)
        self.database.execute("INSERT OR IGNORE INTO account VALUES (1, ?, 0)", (opening_units,))
        self.lists = ExclusionLists(self.database)

    def balance(self) -> tuple[int, int]:
        """(available, used) in units."""
        available, used = self.database.execute("SELECT available, used FROM account").fetchone()
        return int(available), int(used)

    def covers(self, amount: int) -> bool:
        """Whether the balance is enough for this many units."""
        return self.balance()[0] >= amount

    def charge(self, charge: Charge) -> int | None:
        """Take the charge from the balance and write it down; returns its number, or None when it is not covered."""
        with self.transaction():
            return self.take(charge)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written within is kept together, or nothing of it."""
        self.database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.database.execute("ROLLBACK")
            raise
        self.database.execute("COMMIT")

    def take(self, charge: Charge) -> int | None:
        """`charge`, as part of a transaction of the caller."""
        if not self.covers(charge.units):
            return None
        self.database.execute("UPDATE account SET available = available - ?1, used = used + ?1", (charge.units,))
        row = self.database.execute(
            "INSERT INTO charges (at, call, platform, handle, page, units) VALUES (?, ?, ?, ?, ?, ?)",
            (time.time(), charge.call, charge.platform, charge.handle, charge.page, charge.units),
        )
        self.database.executemany(
            "INSERT OR IGNORE INTO returned VALUES (?, ?, ?)",
            [(charge.platform, creator, row.lastrowid) for creator in charge.creators],
        )
        return row.lastrowid

    def last_charge(self) -> int:
        """The number of the newest charge; 0 when there is none."""
        return int(self.database.execute("SELECT coalesce(max(id), 0) FROM charges").fetchone()[0])

    def returned(self, platform: str, up_to: int) -> tuple[int, ...]:
        """Row ids of the creators that searches of this account returned, up to a charge."""
        rows = self.database.execute(
            "SELECT creator FROM returned WHERE platform = ? AND charge <= ?", (platform, up_to)
        )
        return tuple(number for (number,) in rows)

    def delivered(self, *numbers: int) -> None:
        """Note that what these charges paid for was sent whole to a caller who was still there."""
        with self.transaction():
            self.database.executemany("UPDATE charges SET delivered = 1 WHERE id = ?", [(one,) for one in numbers])

    def note(self, name: str, text: str) -> None:
        """Keep a text with the account."""
        self.database.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, text))

    def noted(self, name: str) -> str | None:
        """The text kept under a name, or None."""
        row = self.database.execute("SELECT text FROM notes WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def top_up(self, amount: int) -> None:
        """Add units to the balance."""
        self.database.execute("UPDATE account SET available = available + ?", (amount,))

    def entries(self) -> list[dict[str, object]]:
        """Every charge in order: at (Unix s), call, platform, handle, page, amount (text), delivered."""
        rows = self.database.execute(
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
        self.database.close()
