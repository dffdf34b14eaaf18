"""Spending: the ledger narrowed and summed by local days, and the account's credits explained.

Everything here reads the workspace; nothing is sent and nothing costs anything.
"""

import sqlite3
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from app.domain.fields import Kind
from app.domain.money import Balance
from app.domain.platforms import Platform
from app.services.budgets import midnight_ms
from app.services.credits import Credits
from app.services.export.table import Cell, Column, Table
from app.services.export.writing import Written, write_table
from app.services.exporting import proposed_name, read_apart
from app.workspace import account, ledger
from app.workspace import spending as stored
from app.workspace.spending import Amounts, Choices, FairUse, Group, Line, Narrowed
from app.workspace.store import Store


class Period(StrEnum):
    """Which days; the value is the choice's name, the words on screen are the window's."""

    TODAY = "today"
    DAYS_7 = "7 days"
    DAYS_30 = "30 days"
    THIS_MONTH = "this month"
    ALL = "all"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What of the ledger to show. `first` and `last` are local days, both included, for `Period.BETWEEN`."""

    period: Period = Period.ALL
    first: date | None = None
    last: date | None = None
    sheet_id: int | None = None
    campaign_id: int | None = None
    what: str | None = None
    only_uncertain: bool = False

    def days(self, today: date) -> tuple[date | None, date | None]:
        """The first and the last day meant; None: open on that side."""
        spans = {
            Period.TODAY: (today, today),
            Period.DAYS_7: (today - timedelta(days=6), today),
            Period.DAYS_30: (today - timedelta(days=29), today),
            Period.THIS_MONTH: (today.replace(day=1), today),
            Period.ALL: (None, None),
        }
        return spans.get(self.period, (self.first, self.last))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was asked for: ids newest first, their sums, and sums by day (oldest first), sheet and campaign."""

    ids: "array[int]"
    total: Amounts
    days: tuple[tuple[date, Amounts], ...]
    sheets: tuple[Group, ...]
    campaigns: tuple[Group, ...]
    choices: Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The account's credits. `spent` is what this workspace was charged, `other_use` what others used beside it.

    `asked_ms`: when the service said the balance. `fair_use`: a job waits for the service's monthly limit.
    """

    balance: Balance | None
    asked_ms: int | None
    set_aside: Decimal
    spent: Decimal
    other_use: Decimal
    uncertain: Decimal
    fair_use: FairUse | None


class Spending:
    """Answers what was paid for what. `today` is the local day; `zone` None means the computer's own."""

    def __init__(
        self, store: Store, credits: Credits, today: Callable[[], date] = date.today, zone: tzinfo | None = None
    ) -> None:
        self._store = store
        self._credits = credits
        self._today = today
        self._zone = zone

    async def overview(self) -> Overview:
        """Where the credits are and went."""

        def read(db: sqlite3.Connection) -> tuple[ledger.Sums, int | None, FairUse | None]:
            return ledger.sums(db), ledger.asked_ms(db), stored.fair_use(db)

        sums, asked_ms, fair_use = await self._store.read(read)
        return Overview(
            balance=self._credits.known,
            asked_ms=asked_ms,
            set_aside=self._credits.set_aside(),
            spent=sums.charged,
            other_use=sums.other_use,
            uncertain=sums.uncertain,
            fair_use=fair_use,
        )

    async def find(self, wanted: Wanted) -> Found:
        """The receipts asked for and what they come to; some 0.3 s at 100,000 receipts, in the reader's thread."""
        narrowed = self._narrowed(wanted)

        def read(db: sqlite3.Connection) -> Found:
            days = tuple(self._by_day(db, narrowed))
            sheets, campaigns = stored.groups(db, narrowed)
            return Found(
                ids=stored.ids(db, narrowed),
                total=stored.added(amounts for _, amounts in days),
                days=days,
                sheets=tuple(sheets),
                campaigns=tuple(campaigns),
                choices=stored.choices(db),
            )

        return await self._store.read(read)

    def lines(self, ids: Sequence[int]) -> list[Line]:
        """These receipts, in this order; 2 ms for a page of 200."""
        return self._store.peek(lambda db: stored.lines(db, ids))

    def local(self, at_ms: int) -> datetime:
        """The local time of a moment."""
        return datetime.fromtimestamp(at_ms / 1000, self._zone)

    def _narrowed(self, wanted: Wanted) -> Narrowed:
        first, last = wanted.days(self._today())
        return Narrowed(
            from_ms=None if first is None else self._midnight_ms(first),
            to_ms=None if last is None else self._midnight_ms(last + timedelta(days=1)),
            sheet_id=wanted.sheet_id,
            campaign_id=wanted.campaign_id,
            what=wanted.what,
            only_uncertain=wanted.only_uncertain,
        )

    def _midnight_ms(self, day: date) -> int:
        return midnight_ms(day, self._zone)

    def _by_day(self, db: sqlite3.Connection, narrowed: Narrowed) -> Iterator[tuple[date, Amounts]]:
        """Local days with payments, oldest first."""
        span = stored.span(db, narrowed)
        if span is None:
            return
        first, last = (self.local(at_ms).date() for at_ms in span)
        days = [first + timedelta(days=at) for at in range((last - first).days + 2)]
        for at, amounts in stored.between(db, narrowed, [self._midnight_ms(day) for day in days]):
            yield days[at], amounts

    # -- export

    async def export(self, wanted: Wanted, path: Path) -> Written:
        """Write the receipts asked for, newest first, to .xlsx, .csv or .tsv. Free.

        Raises: InputError for another ending, DiskError.
        """
        ids = await self._store.read(lambda db: stored.ids(db, self._narrowed(wanted)))
        identity = self._store.peek(account.owner)
        first, last = wanted.days(self._today())
        table = Table(
            title="Spending",
            sheet="Spending",
            columns=_COLUMNS,
            rows=(self._cells(line) for line in read_apart(self._store.folder, ids, stored.lines)),
            about=[
                ("Written", self._today()),
                ("From", first or "the beginning"),
                ("To", last or self._today()),
                ("Payments", len(ids)),
                ("Amounts", "in credits"),
            ],
            practice=identity is not None and identity.practice,
        )
        return await write_table(table, path)

    def suggested_name(self) -> str:
        """What the window proposes for the file."""
        return proposed_name(self._store, "Spending", self._today())

    def _cells(self, line: Line) -> list[Cell]:
        at = self.local(line.at_ms)
        return [
            at.date(),
            at.strftime("%H:%M"),
            line.what,
            line.sheet,
            line.campaign,
            Platform(line.platform).label if line.platform else None,
            line.handle,
            line.rows,
            float(line.expected),
            float(line.charged),
            line.estimated,
            None if line.balance_after is None else float(line.balance_after),
            state_words(line),
        ]


def state_words(line: Line) -> str:
    """How a receipt stands, in the words of the window and of files."""
    if line.state == stored.UNCERTAIN:
        return "Bought again" if line.again else "Check payment"
    if line.state == "not_charged":
        return "Not charged"
    if not line.charged:
        return "Free"
    return "Paid, estimated" if line.estimated else "Paid"


def _column(label: str, kind: Kind, width: int) -> Column:
    return Column(label=label, kind=kind, width=width, key=label.lower())


_COLUMNS = (
    _column("Date", Kind.DATE, 100),
    _column("Time", Kind.TEXT, 60),
    _column("What", Kind.TEXT, 160),
    _column("Sheet", Kind.TEXT, 160),
    _column("Campaign", Kind.TEXT, 120),
    _column("Platform", Kind.TEXT, 100),
    _column("Handle", Kind.TEXT, 140),
    _column("Rows", Kind.COUNT, 60),
    _column("Expected", Kind.MONEY, 80),
    _column("Charged", Kind.MONEY, 80),
    _column("Estimated", Kind.FLAG, 80),
    _column("Left after", Kind.MONEY, 90),
    _column("State", Kind.TEXT, 120),
)
