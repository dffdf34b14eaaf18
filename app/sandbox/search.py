"""Finds creators: the matches of a discovery search, and creators like a given one."""

import json
import sqlite3
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from app.sandbox.filters import NOBODY, LeftOut, Where, catalogue, conditions
from app.sandbox.likeness import COLUMNS, Likeness

FIRST_MATCHES = 10_000
"""Only this many matches of a query can be fetched."""
SORTS: dict[str, str] = {
    "relevancy": "id",
    "number_of_followers": "followers",
    "engagement_rate": "engagement",
    "growth_rate": "growth12",
}
_REMEMBERED = 64
_MANY = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for: accepted filters without those who are left out, in the order asked for."""

    platform: str
    filters: dict[str, Any]
    left_out: LeftOut = NOBODY
    by: str = "relevancy"
    order: str = "desc"

    def key(self, *, marked: bool = True) -> str:
        """The same for the same query; without the mark also when the lists it names have changed."""
        named = [self.platform, self.filters, self.by, self.order, self.left_out.mark if marked else ""]
        return json.dumps(named, sort_keys=True)


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
        self._begun: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, database: sqlite3.Connection, query: Query) -> Found:
        """All matches of a search in the order asked for; hidden numbers come last both ways."""
        return self._once(query.key(), lambda: self._query(database, query))

    def similar(self, database: sqlite3.Connection, query: Query, *, to: dict[str, Any]) -> Found:
        """Creators of the same niche, most alike first; equally alike ones in the order of relevance."""
        return self._once(f"{to['id']} {query.key()}", lambda: self._alike(database, query, to))

    def begun(self, query: Query, charge: int, *, first_page: bool) -> int:
        """Which charge was the newest when the first page of this query was asked for.

        Creators returned since then stay in it, so that the pages of one search do not move.
        """
        key = query.key(marked=False)
        with self._lock:
            if first_page or key not in self._begun:
                self._begun[key] = charge
                while len(self._begun) > _REMEMBERED:
                    self._begun.popitem(last=False)
            return self._begun[key]

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

    def _query(self, database: sqlite3.Connection, query: Query) -> Found:
        where = conditions(query.filters, query.left_out)
        counted = f"SELECT count(*) FROM creators NOT INDEXED WHERE {where.sql()}"
        if query.by != "relevancy":
            total = database.execute(counted, where.values).fetchone()[0]
            rows = self._sorted(database, query, where, total)
        else:
            score, values = where.score or ("0", [])
            rows = database.execute(
                f"SELECT id FROM creators NOT INDEXED WHERE {where.sql()}"
                f" ORDER BY {f'({score}) DESC, ' if where.score else ''}id LIMIT {FIRST_MATCHES}",
                (*where.values, *values),
            ).fetchall()
            total = len(rows)
            if total == FIRST_MATCHES:
                total = database.execute(counted, where.values).fetchone()[0]
        return Found(total=total, rows=tuple((row[0], None) for row in rows))

    def _sorted(self, database: sqlite3.Connection, query: Query, where: Where, total: int) -> list[sqlite3.Row]:
        """Few matches are sorted; many are met soon enough by walking through everybody in order."""
        column = SORTS[query.by]
        how = f"INDEXED BY by_{column}" if total > _MANY else "NOT INDEXED"
        return database.execute(
            f"SELECT id FROM creators {how} WHERE {where.sql()}"
            f" ORDER BY {column} {query.order} NULLS LAST, id LIMIT {FIRST_MATCHES}",
            where.values,
        ).fetchall()

    def _alike(self, database: sqlite3.Connection, query: Query, to: dict[str, Any]) -> Found:
        where = conditions(query.filters, query.left_out)
        rows = database.execute(
            f"SELECT {COLUMNS} FROM creators WHERE niche = ? AND id <> ? AND {where.sql()}",
            (to["niche"], to["id"], *where.values),
        )
        compared = Likeness(to)
        scored = sorted(((row["id"], compared.of(row)) for row in rows), key=lambda pair: (-pair[1], pair[0]))
        return Found(total=len(scored), rows=tuple(scored[:FIRST_MATCHES]))


def rows_of(database: sqlite3.Connection, numbers: list[int]) -> dict[int, dict[str, Any]]:
    """What a list answer shows of some creators, by id."""
    rows = database.execute(
        "SELECT id, handle, name, followers, engagement, flags FROM creators"
        f" WHERE id IN ({','.join(map(str, numbers)) or 'NULL'})"
    )
    return {row["id"]: dict(row) for row in rows}
