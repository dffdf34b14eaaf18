"""The ledger as people look at it: narrowed, in pages by ids, summed by time, sheet and campaign.

Days are local, and the workspace knows no time zone: who asks for sums by day names the midnights.
"""

import json
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from app.domain import money
from app.domain.money import from_units
from app.workspace.ledger import ENTRY_COLUMNS, ENTRY_WIDTH, Entry, entry_values

NO_CAMPAIGN = 0
"""As `Narrowed.campaign_id`: only what is booked to no campaign."""
UNCERTAIN = "uncertain"
_AMOUNTS = (
    "count(*), coalesce(sum(r.charged_units), 0), count(*) FILTER (WHERE r.state = 'uncertain'),"
    " coalesce(sum(r.expected_units) FILTER (WHERE r.state = 'uncertain'), 0)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """Which receipts: from this moment (included) to that one (not included), of one sheet, campaign or kind."""

    from_ms: int | None = None
    to_ms: int | None = None
    sheet_id: int | None = None
    campaign_id: int | None = None
    what: str | None = None
    only_uncertain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Entry):
    """One receipt with the names of what it belongs to; "" where it belongs to none."""

    id: int
    sheet: str
    campaign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """What a number of receipts come to. `to_check` of them had no answer and may have cost up to `at_most`."""

    receipts: int
    charged: Decimal
    to_check: int
    at_most: Decimal


def added(parts: Iterable[Amounts]) -> Amounts:
    """What several sums come to together."""
    every = tuple(parts)
    return Amounts(
        receipts=sum(part.receipts for part in every),
        charged=money.total(part.charged for part in every),
        to_check=sum(part.to_check for part in every),
        at_most=money.total(part.at_most for part in every),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What was spent on one sheet or campaign; `id` is NO_CAMPAIGN for what has none."""

    id: int
    name: str
    amounts: Amounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the ledger can be narrowed by: (id, name) of its sheets and campaigns, and what was bought."""

    sheets: tuple[tuple[int, str], ...]
    campaigns: tuple[tuple[int, str], ...]
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FairUse:
    """A job that waits because the service's monthly limit is reached, and the service's own words about it."""

    title: str
    said: str


def ids(db: sqlite3.Connection, narrowed: Narrowed) -> "array[int]":
    """The receipts' ids, newest first."""
    where, parameters = _where(narrowed)
    return array(
        "q", [row[0] for row in db.execute(f"SELECT r.id FROM receipts r{where} ORDER BY r.id DESC", parameters)]
    )


def lines(db: sqlite3.Connection, wanted: Sequence[int]) -> list[Line]:
    """These receipts in the order of `wanted`."""
    marks = ",".join(str(int(one)) for one in wanted)
    found = db.execute(
        f"SELECT {ENTRY_COLUMNS}, r.id, coalesce(s.name, ''), coalesce(c.name, '') FROM receipts r"
        " LEFT JOIN sheets s ON s.id = r.sheet_id LEFT JOIN campaigns c ON c.id = r.campaign_id"
        f" WHERE r.id IN ({marks})"
    )
    made = {}
    for row in found:
        number, sheet, campaign = row[ENTRY_WIDTH:]
        made[number] = Line(**entry_values(row), id=number, sheet=sheet, campaign=campaign)
    return [made[one] for one in wanted if one in made]


def span(db: sqlite3.Connection, narrowed: Narrowed) -> tuple[int, int] | None:
    """When the first and the last of them were, in ms since 1970 UTC; None where there are none."""
    where, parameters = _where(narrowed)
    first, last = db.execute(f"SELECT min(r.at_ms), max(r.at_ms) FROM receipts r{where}", parameters).fetchone()
    return None if first is None else (first, last)


def between(db: sqlite3.Connection, narrowed: Narrowed, borders: Sequence[int]) -> list[tuple[int, Amounts]]:
    """(number of the interval, amounts) for every interval of two borders, in ms, that has some of them."""
    where, parameters = _where(narrowed)
    found = db.execute(
        "WITH borders AS (SELECT key AS at, value AS from_ms, lead(value) OVER (ORDER BY key) AS to_ms"
        f" FROM json_each(:borders)) SELECT b.at, {_AMOUNTS} FROM borders b"
        f" CROSS JOIN receipts r ON r.at_ms >= b.from_ms AND r.at_ms < b.to_ms{where} GROUP BY b.at ORDER BY b.at",
        {**parameters, "borders": json.dumps(list(borders))},
    )
    return [(row[0], _amounts(row[1:])) for row in found]


def groups(db: sqlite3.Connection, narrowed: Narrowed) -> tuple[list[Group], list[Group]]:
    """Sums by sheet and by campaign, dearest first; what has no campaign is a group too."""
    where, parameters = _where(narrowed)
    found = db.execute(
        f"SELECT coalesce(r.sheet_id, 0), coalesce(r.campaign_id, 0), {_AMOUNTS} FROM receipts r{where} GROUP BY 1, 2",
        parameters,
    )
    by_sheet: dict[int, list[Amounts]] = defaultdict(list)
    by_campaign: dict[int, list[Amounts]] = defaultdict(list)
    for row in found:
        by_sheet[row[0]].append(_amounts(row[2:]))
        by_campaign[row[1]].append(_amounts(row[2:]))
    return _groups(by_sheet, _names(db, "sheets"), ""), _groups(by_campaign, _names(db, "campaigns"), "No campaign")


def choices(db: sqlite3.Connection) -> Choices:
    """What the whole ledger can be narrowed by, by name."""
    found = db.execute("SELECT DISTINCT sheet_id, campaign_id, what FROM receipts").fetchall()
    return Choices(
        sheets=_chosen({row[0] for row in found}, _names(db, "sheets")),
        campaigns=_chosen({row[1] for row in found}, _names(db, "campaigns")),
        what=tuple(sorted({row[2] for row in found})),
    )


def fair_use(db: sqlite3.Connection) -> FairUse | None:
    """The newest job that waits for the service's monthly limit; None where there is none."""
    row = db.execute(
        "SELECT title, error FROM jobs WHERE state = 'paused' AND reason = 'fair_use' AND deleted_ms IS NULL"
        " ORDER BY changed_ms DESC, id DESC LIMIT 1"
    ).fetchone()
    return FairUse(title=row[0], said=row[1]) if row else None


def _where(narrowed: Narrowed) -> tuple[str, dict[str, int | str]]:
    parameters: dict[str, int | str] = {}
    clauses = []
    tests: tuple[tuple[str, int | str | None], ...] = (
        ("r.at_ms >= :from_ms", narrowed.from_ms),
        ("r.at_ms < :to_ms", narrowed.to_ms),
        ("r.sheet_id = :sheet_id", narrowed.sheet_id),
        ("r.campaign_id = :campaign_id", narrowed.campaign_id or None),
        ("r.what = :what", narrowed.what),
    )
    for clause, value in tests:
        if value is not None:
            clauses.append(clause)
            parameters[clause.rpartition(":")[2]] = value
    if narrowed.campaign_id == NO_CAMPAIGN:
        clauses.append("r.campaign_id IS NULL")
    if narrowed.only_uncertain:
        clauses.append("r.state = 'uncertain'")
    return (f" WHERE {' AND '.join(clauses)}" if clauses else ""), parameters


def _groups(parts: Mapping[int, Sequence[Amounts]], names: Mapping[int, str], unnamed: str) -> list[Group]:
    made = [Group(id=key, name=names.get(key, unnamed), amounts=added(amounts)) for key, amounts in parts.items()]
    return sorted(made, key=lambda group: (-group.amounts.charged, group.name.casefold()))


def _names(db: sqlite3.Connection, table: str) -> dict[int, str]:
    """Also of what was removed: its payments stay."""
    return dict(db.execute(f"SELECT id, name FROM {table}").fetchall())


def _chosen(ids: Set[int | None], names: Mapping[int, str]) -> tuple[tuple[int, str], ...]:
    known = [(one, name) for one, name in names.items() if one in ids]
    return tuple(sorted(known, key=lambda entry: entry[1].casefold()))


def _amounts(row: Sequence[int]) -> Amounts:
    receipts, charged, to_check, at_most = row
    return Amounts(receipts=receipts, charged=from_units(charged), to_check=to_check, at_most=from_units(at_most))
