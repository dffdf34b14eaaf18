"""The ledger as people look at it: narrowed, in pages by ids, summed by quarter of an hour, sheet and campaign.

100,000 receipts are gone through in 30 to 80 ms a question, a page of 200 by ids takes 2 ms. Days are local, and the
workspace knows no time zone: sums come by quarter of an hour, which every zone's midnight falls on.
"""

import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain import money
from app.domain.money import from_units

NO_CAMPAIGN = 0
"""As `Narrowed.campaign_id`: only what is booked to no campaign."""
QUARTER_MS = 15 * 60 * 1000
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
class Line:
    """One receipt with the names of what it belongs to; amounts in credits, `at_ms` since 1970 UTC."""

    id: int
    at_ms: int
    what: str
    sheet: str
    campaign: str
    platform: str | None
    handle: str | None
    rows: int
    expected: Decimal
    charged: Decimal
    estimated: bool
    balance_after: Decimal | None
    state: str


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
        "SELECT r.id, r.at_ms, r.what, coalesce(s.name, ''), coalesce(c.name, ''), r.platform, r.handle, r.rows,"
        " r.expected_units, r.charged_units, r.estimated, r.balance_after_units, r.state FROM receipts r"
        " LEFT JOIN sheets s ON s.id = r.sheet_id LEFT JOIN campaigns c ON c.id = r.campaign_id"
        f" WHERE r.id IN ({marks})"
    )
    made = {row[0]: _line(row) for row in found}
    return [made[one] for one in wanted if one in made]


def total(db: sqlite3.Connection, narrowed: Narrowed) -> Amounts:
    """What all of them come to."""
    where, parameters = _where(narrowed)
    return _amounts(db.execute(f"SELECT {_AMOUNTS} FROM receipts r{where}", parameters).fetchone())


def by_quarter(db: sqlite3.Connection, narrowed: Narrowed) -> list[tuple[int, Amounts]]:
    """(start in ms since 1970 UTC, amounts) of every quarter of an hour with receipts, oldest first."""
    where, parameters = _where(narrowed)
    found = db.execute(
        f"SELECT r.at_ms / {QUARTER_MS}, {_AMOUNTS} FROM receipts r{where} GROUP BY 1 ORDER BY 1", parameters
    )
    return [(row[0] * QUARTER_MS, _amounts(row[1:])) for row in found]


def by_sheet(db: sqlite3.Connection, narrowed: Narrowed) -> list[Group]:
    """Sums by sheet, dearest first."""
    return _groups(db, narrowed, "r.sheet_id", "sheets", "")


def by_campaign(db: sqlite3.Connection, narrowed: Narrowed) -> list[Group]:
    """Sums by campaign, dearest first; what has none is a group too."""
    return _groups(db, narrowed, "r.campaign_id", "campaigns", "No campaign")


def choices(db: sqlite3.Connection) -> Choices:
    """What the whole ledger can be narrowed by, by name."""
    return Choices(
        sheets=tuple(sorted(_named(db, "sheets", "sheet_id"), key=lambda one: one[1].casefold())),
        campaigns=tuple(sorted(_named(db, "campaigns", "campaign_id"), key=lambda one: one[1].casefold())),
        what=tuple(row[0] for row in db.execute("SELECT DISTINCT what FROM receipts ORDER BY what")),
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


def _groups(db: sqlite3.Connection, narrowed: Narrowed, key: str, table: str, unnamed: str) -> list[Group]:
    where, parameters = _where(narrowed)
    found = db.execute(
        f"SELECT coalesce(g.id, 0), coalesce(g.name, :unnamed), {_AMOUNTS} FROM receipts r"
        f" LEFT JOIN {table} g ON g.id = {key}{where} GROUP BY {key} ORDER BY sum(r.charged_units) DESC, g.name",
        {**parameters, "unnamed": unnamed},
    )
    return [Group(id=row[0], name=row[1], amounts=_amounts(row[2:])) for row in found]


def _named(db: sqlite3.Connection, table: str, key: str) -> list[tuple[int, str]]:
    found = db.execute(f"SELECT id, name FROM {table} WHERE id IN (SELECT DISTINCT {key} FROM receipts)")
    return [(row[0], row[1]) for row in found]


def _amounts(row: Sequence[int]) -> Amounts:
    receipts, charged, to_check, at_most = row
    return Amounts(receipts=receipts, charged=from_units(charged), to_check=to_check, at_most=from_units(at_most))


def _line(row: Sequence[int | str | None]) -> Line:
    number, at, what, sheet, campaign, platform, handle, rows, expected, charged, estimated, after, state = row
    return Line(
        id=int(number or 0),
        at_ms=int(at or 0),
        what=str(what),
        sheet=str(sheet),
        campaign=str(campaign),
        platform=None if platform is None else str(platform),
        handle=None if handle is None else str(handle),
        rows=int(rows or 0),
        expected=from_units(int(expected or 0)),
        charged=from_units(int(charged or 0)),
        estimated=bool(estimated),
        balance_after=None if after is None else from_units(int(after)),
        state=str(state),
    )
