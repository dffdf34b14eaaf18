"""What the Spending page says. Pure text, so that every sentence can be tested as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.domain.money import show
from app.services.spending import Overview, Period
from app.ui.sheet_table.own_values import day_words
from app.ui.window.words import counted, number
from app.workspace.spending import Amounts, FairUse, Line

PERIODS = {
    Period.ALL: "All time",
    Period.TODAY: "Today",
    Period.DAYS_7: "Last 7 days",
    Period.DAYS_30: "Last 30 days",
    Period.THIS_MONTH: "This month",
    Period.BETWEEN: "From – to…",
}
OTHER_USE = "What colleagues and other programs spent with the same account."
TO_CHECK = "No answer came. It may have been charged; Activity can get it again."
SET_ASIDE = "What running jobs and batches may still need; not offered twice."
NOTHING_YET = "Nothing was paid yet. Every payment will be listed here."
NO_MATCH = "No payments match these filters."
NOT_AN_AMOUNT = "Type an amount such as 25.00, or leave the field empty."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One figure of the page's head, and one line that explains it."""

    label: str
    figure: str
    hint: str


def facts(told: Overview) -> list[Fact]:
    """Where the account's credits are and went; trial searches only where the service counts them."""
    balance = told.balance
    made = [
        Fact(
            label="Left",
            figure="…" if balance is None else show(balance.available),
            hint="As influencers.club said, less what was paid since.",
        ),
        Fact(label="Set aside", figure=show(told.set_aside), hint=SET_ASIDE),
        Fact(
            label="Used by the account",
            figure="…" if balance is None else show(balance.used),
            hint=f"Since its first day; {show(told.spent)} of it here.",
        ),
        Fact(label="Other use of this account", figure=show(told.other_use), hint=OTHER_USE),
        Fact(label="To check", figure=f"up to {show(told.uncertain)}" if told.uncertain else "0.00", hint=TO_CHECK),
    ]
    if balance is not None and balance.trial_searches_left is not None:
        left = number(balance.trial_searches_left)
        made.append(Fact(label="Trial searches left", figure=left, hint="Searches of your trial account."))
    return made


def asked(at: datetime | None, today: date) -> str:
    """When the balance was asked last."""
    if at is None:
        return "Not asked yet"
    day = "today" if at.date() == today else day_words(at.date(), today)
    return f"Last asked {day}, {at:%H:%M}"


def when(at: datetime, today: date) -> str:
    """The moment of a payment: "3 May, 14:02", with the year when it is another one."""
    return f"{day_words(at.date(), today)}, {at:%H:%M}"


def whom(line: Line) -> str:
    """The creator a payment was for, or how many of them."""
    if line.handle:
        return line.handle
    return counted(line.rows, "creator", "creators") if line.rows else ""


def charged(line: Line) -> str:
    """What was charged; a dash where nobody can tell."""
    return "—" if line.state == "uncertain" else show(line.charged)


def summary(total: Amounts) -> str:
    """What is listed, in one line."""
    parts = [counted(total.receipts, "payment", "payments"), f"{show(total.charged)} credits"]
    if total.to_check:
        parts.append(f"{number(total.to_check)} to check, up to {show(total.at_most)}")
    return " · ".join(parts)


def amounts(total: Amounts) -> str:
    """A sum in a small table or beside the chart."""
    return f"{show(total.charged)} credits" + (f" + up to {show(total.at_most)} to check" if total.to_check else "")


def span(first: date, last: date, today: date) -> str:
    """One day, or the month a bar stands for."""
    if first == last:
        return day_words(first, today)
    return f"{day_words(first, today)} – {day_words(last, today)}"


def budget(who: str, spent: Decimal, limit: Decimal | None) -> str:
    """ "Spent today 12.00 of 50.00"."""
    said = f"Spent {who} {show(spent)}".replace("  ", " ")
    return said if limit is None else f"{said} of {show(limit)}"


def is_reached(spent: Decimal, limit: Decimal | None) -> bool:
    return limit is not None and spent >= limit


def fair_use(told: FairUse) -> str:
    """Why a job waits for next month, with the service's own words."""
    said = f" It says: “{told.said.rstrip('.')}”." if told.said else ""
    return (
        f"“{told.title}” waits: influencers.club's monthly fair-use limit is reached.{said} The limit is on how many"
        " different creators searches may bring in a billing period: ten times your plan's monthly credits. Refused"
        " requests cost nothing. Go on when the next period begins, or ask influencers.club for a larger plan."
    )


def chart(days: Sequence[tuple[date, Amounts]], today: date) -> str:
    """The chart for those who cannot see it."""
    if not days:
        return "Nothing was paid in these days."
    dearest, most = max(days, key=lambda one: one[1].charged)
    total = sum((amounts.charged for _, amounts in days), Decimal(0))
    return (
        f"{counted(len(days), 'day', 'days')} with payments, {show(total)} credits in all; most on"
        f" {day_words(dearest, today)}: {show(most.charged)}. Left and Right go from bar to bar, Enter shows one."
    )
