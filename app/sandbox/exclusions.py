"""The team's exclusion lists, kept in the account's file, and the calls on them (contract, 6.6).

A list changes nothing by itself; `applied` gives the handles that a search names lists for.
"""

import sqlite3
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

NAME_AT_MOST = 300
HANDLES_AT_MOST = 10_000
HANDLE_AT_MOST = 200
PAGE_AT_MOST = 2_000
PAGE_DEFAULT = 1_000

_SCHEMA = """
CREATE TABLE IF NOT EXISTS lists (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, platform TEXT NOT NULL, is_default INTEGER NOT NULL,
    created REAL NOT NULL, updated REAL NOT NULL, revision INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX IF NOT EXISTS lists_by_name ON lists (platform, name) WHERE NOT is_default;
CREATE UNIQUE INDEX IF NOT EXISTS lists_by_default ON lists (platform) WHERE is_default;
CREATE TABLE IF NOT EXISTS list_handles (
    list INTEGER NOT NULL REFERENCES lists (id), handle TEXT NOT NULL, PRIMARY KEY (list, handle)
) WITHOUT ROWID;
"""
_SELECT = """
SELECT id, name, platform, is_default, created, updated,
    (SELECT count(*) FROM list_handles WHERE list = lists.id) AS handle_count FROM lists
"""


class NameTaken(Exception):
    """A named list of the same platform is called so already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The handles that lists keep out of a search; `mark` differs whenever the lists or their content do."""

    mark: str
    handles: tuple[str, ...]


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _shown(row: tuple[Any, ...]) -> dict[str, Any]:
    number, name, platform, is_default, created, updated, count = row
    return {
        "id": number,
        "name": name,
        "platform": platform,
        "is_default": bool(is_default),
        "handle_count": count,
        "created_at": _moment(created),
        "updated_at": _moment(updated),
    }


class ExclusionLists:
    """All lists of one account. Used from one thread only, like the books whose connection it shares."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._last = Applied(mark="", handles=())
        database.executescript(_SCHEMA)

    def all(self) -> list[dict[str, Any]]:
        """Every list of the team, as the service shows it, oldest first."""
        return [_shown(row) for row in self._database.execute(f"{_SELECT} ORDER BY id")]

    def get(self, number: int) -> dict[str, Any] | None:
        """One list, or None."""
        row = self._database.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone()
        return None if row is None else _shown(row)

    def create(self, name: str, platform: str) -> dict[str, Any]:
        """A new, empty list; raises NameTaken."""
        return self._insert(name, platform, is_default=False)

    def default(self, platform: str) -> dict[str, Any]:
        """The standing list of a platform; reading it makes it (contract, Q50)."""
        row = self._database.execute(f"{_SELECT} WHERE platform = ? AND is_default", (platform,)).fetchone()
        return self._insert("Default", platform, is_default=True) if row is None else _shown(row)

    def _insert(self, name: str, platform: str, *, is_default: bool) -> dict[str, Any]:
        now = time.time()
        try:
            made = self._database.execute(
                "INSERT INTO lists (name, platform, is_default, created, updated) VALUES (?, ?, ?, ?, ?)",
                (name, platform, is_default, now, now),
            )
        except sqlite3.IntegrityError:
            raise NameTaken(name) from None
        return _shown((made.lastrowid, name, platform, is_default, now, now, 0))

    def rename(self, number: int, name: str) -> None:
        """Give a list another name; raises NameTaken."""
        try:
            self._database.execute("UPDATE lists SET name = ?, updated = ? WHERE id = ?", (name, time.time(), number))
        except sqlite3.IntegrityError:
            raise NameTaken(name) from None

    def delete(self, number: int) -> None:
        """Remove a list with its handles, for good."""
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute("DELETE FROM list_handles WHERE list = ?", (number,))
        self._database.execute("DELETE FROM lists WHERE id = ?", (number,))
        self._database.execute("COMMIT")

    def handles(self, number: int, *, offset: int, limit: int) -> list[str]:
        """A page of a list's handles, alphabetical."""
        rows = self._database.execute(
            "SELECT handle FROM list_handles WHERE list = ? ORDER BY handle LIMIT ? OFFSET ?", (number, limit, offset)
        )
        return [handle for (handle,) in rows]

    def add(self, number: int, handles: Iterable[str]) -> None:
        """Put handle keys on a list; those on it already stay."""
        self._change(number, "INSERT OR IGNORE INTO list_handles VALUES (?, ?)", handles)

    def remove(self, number: int, handles: Iterable[str]) -> None:
        """Take handle keys off a list; absent ones are no matter."""
        self._change(number, "DELETE FROM list_handles WHERE list = ? AND handle = ?", handles)

    def _change(self, number: int, statement: str, handles: Iterable[str]) -> None:
        self._database.execute("BEGIN IMMEDIATE")
        self._database.executemany(statement, [(number, handle) for handle in handles])
        self._database.execute(
            "UPDATE lists SET updated = ?, revision = revision + 1 WHERE id = ?", (time.time(), number)
        )
        self._database.execute("COMMIT")

    def applied(self, platform: str, filters: dict[str, Any]) -> Applied:
        """What the lists named by a search leave out; unknown and foreign ids are dropped silently (contract, Q10)."""
        everything = bool(filters.get("exclude_all_lists"))
        standing = bool(filters.get("exclude_default_list"))
        named = {int(number) for number in filters.get("exclude_list", ())}
        lists = [
            (number, revision)
            for number, is_default, revision in self._database.execute(
                "SELECT id, is_default, revision FROM lists WHERE platform = ? ORDER BY id", (platform,)
            )
            if everything or (standing and is_default) or number in named
        ]
        # The pages of a search ask for the same lists again and again.
        if repr(lists) != self._last.mark:
            numbers = ",".join(str(number) for number, _ in lists)
            rows = self._database.execute(f"SELECT DISTINCT handle FROM list_handles WHERE list IN ({numbers})")
            self._last = Applied(mark=repr(lists), handles=tuple(handle for (handle,) in rows))
        return self._last
