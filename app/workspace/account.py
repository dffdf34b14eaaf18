"""Whose workspace it is, what was learnt about the account, and the settings kept with it."""

import sqlite3
from dataclasses import dataclass

from app.domain.errors import WorkspaceForeign


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Origin and SHA-256 fingerprint of the key name an account (design.md, section 4); `name` is what people see."""

    origin: str
    fingerprint: str
    name: str
    practice: bool


def bind(db: sqlite3.Connection, identity: Identity, at_ms: int) -> None:
    """Say whose workspace this is; the first to ask owns it.

    Raises: WorkspaceForeign when it belongs to another account: practice and live never mix.
    """
    known = owner(db)
    if known is None:
        db.execute(
            "INSERT INTO account (only_row, origin, fingerprint, name, practice, created_ms) VALUES (1, ?, ?, ?, ?, ?)",
            (identity.origin, identity.fingerprint, identity.name, int(identity.practice), at_ms),
        )
    elif (known.origin, known.fingerprint) != (identity.origin, identity.fingerprint):
        raise WorkspaceForeign(f"This workspace belongs to another account ({known.name}).")


def replace_key(db: sqlite3.Connection, identity: Identity) -> None:
    """The same account has another key from now on.

    Raises: WorkspaceForeign where the origin is another one: that is no other key but another service.
    """
    known = owner(db)
    assert known is not None
    if known.origin != identity.origin:
        raise WorkspaceForeign(f"This workspace belongs to another service ({known.name}).")
    db.execute("UPDATE account SET fingerprint = ?", (identity.fingerprint,))


def owner(db: sqlite3.Connection) -> Identity | None:
    row = db.execute("SELECT origin, fingerprint, name, practice FROM account").fetchone()
    return Identity(origin=row[0], fingerprint=row[1], name=row[2], practice=bool(row[3])) if row else None


def first_page(db: sqlite3.Connection) -> int | None:
    """The wire number of the first Discovery page, once known (design.md, section 8)."""
    row = db.execute("SELECT first_page FROM account").fetchone()
    return row[0] if row else None


def set_first_page(db: sqlite3.Connection, number: int) -> None:
    db.execute("UPDATE account SET first_page = ?", (number,))


def setting(db: sqlite3.Connection, key: str) -> str | None:
    row = db.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def set_setting(db: sqlite3.Connection, key: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", (key, value))
