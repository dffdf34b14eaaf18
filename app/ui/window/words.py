"""What the window says about rows and money. Pure text, so that every sentence can be tested as a table.

The wording follows the look's list of words: "up to", "left", "already have"; never a technical name.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QLocale

from app.domain.errors import AppError
from app.domain.money import Balance, Estimate, show

TICK_FIRST = "Tick the creators you want first. Space ticks the marked rows."
PENDING = "on their way or to check"
NOT_KNOWN = "Your credits are not known yet."
STOP_FIRST = "Pause or stop what is running first."
NEXT_VERSION = "Comes with the next version: {}"


def number(value: int) -> str:
    """A count with the separators of the user's language."""
    return QLocale().toString(value)


def amount(value: Decimal) -> str:
    """Credits of a long list, with thousands separated: 10,000.00."""
    whole, _, places = show(value).partition(".")
    return f"{int(whole):,}.{places}" if value >= 1 else show(value)


def counted(value: int, one: str, many: str) -> str:
    """ "1 creator", "12 creators"."""
    return f"{number(value)} {one if value == 1 else many}"


def too_dear(free: Decimal | None, cover: int, new: int) -> str:
    """Says that what may be spent covers only `cover` of `new`, or is not known; "" where it covers all."""
    if free is None:
        return NOT_KNOWN if new else ""
    if cover >= new:
        return ""
    if new == 1:
        return f"Your {amount(free)} credits do not cover this."
    return f"Your {amount(free)} credits cover {number(cover) if cover else 'none'} of these {number(new)}."


def why_not_paid(free: Decimal | None, least: Decimal, new: int = 1) -> str:
    """Why not even one of `new` can be paid, at `least` credits; `free` is what may be spent. "" where it can."""
    return too_dear(free, 0, new) if free is None or free < least else ""


THEN_WAITS = "Then it waits: what was found is yours, and with more credits you can let it go on."


def batch_too_dear(free: Decimal | None, cover: int, new: int) -> str:
    """The same of a batch, which is taken whole, and pauses at the service when the credits run out."""
    said = too_dear(free, cover, new)
    return f"{said} {THEN_WAITS}" if free is not None and 0 < cover < new else said


def balance_text(available: Decimal | None) -> str:
    """What stands in the top bar."""
    return "… credits" if available is None else f"{show(available)} credits"


def set_aside_text(amount: Decimal) -> str:
    """Beside the credits while something runs; empty where nothing is set aside."""
    return f"{show(amount)} set aside" if amount else ""


def balance_hint(balance: Balance | None, set_aside: Decimal, *, practice: bool) -> str:
    """The whole truth about the credits, for the tooltip and the accessible name; begins with the figure."""
    word = "practice credits" if practice else "credits"
    if balance is None:
        return f"Your {word} are not known yet."
    parts = [f"{show(balance.available)} {word}"]
    if set_aside:
        parts.append(f"{show(set_aside)} set aside for what is running or may be running")
        parts.append(f"{show(max(balance.available - set_aside, Decimal(0)))} free")
    if balance.trial_searches_left is not None:
        parts.append(f"{number(balance.trial_searches_left)} trial searches left")
    return " · ".join(parts)


def low_balance(left: Decimal) -> str:
    """The bar above the sheet, once when the credits fall under the person's own limit."""
    return f"Only {show(left)} credits left."


def details_button(ticked: int, marked: int) -> str:
    """The words on the window's one filled button; `marked` is the number of rows in the blue range."""
    if ticked:
        return f"Get details for {number(ticked)}…"
    return "Tick rows to get details" if marked > 1 else "Get details…"


def loaded(rows: int, total: int | None) -> str:
    """How much of what matches is in the sheet."""
    return f"{number(rows)} loaded" if total is None else f"{number(rows)} of {number(max(total, rows))} loaded"


def find_again_button(most: Decimal) -> str:
    """Buying a search that is there already."""
    return f"Find again · {show(most)} credits"


def free_name(name: str, taken: Iterable[str]) -> str:
    """`name`, or "name 2", "name 3" … where sheets are called so already."""
    others = set(taken)
    tries = itertools.chain((name,), (f"{name} {at}" for at in itertools.count(2)))
    return next(one for one in tries if one not in others)


def more_button(rows: int, most: Decimal) -> str:
    return f"Get {number(rows)} more · up to {show(most)} credits"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusWords:
    """The status line: `quiet` first, then the ticked rows, then what their details would cost."""

    rows: str
    ticked: str = ""
    price: str = ""
    covers: bool = True

    @property
    def line(self) -> str:
        """Everything in one line, as the look writes it."""
        return " · ".join(part for part in (self.rows, self.ticked, self.price) if part)


def status(rows: int, ticked: int, hidden: int, estimate: Estimate | None, free: Decimal | None) -> StatusWords:
    """The totals of a sheet. `hidden` ticked rows are not visible now; `free` is what may still be spent."""
    if not ticked:
        return StatusWords(rows=counted(rows, "row", "rows") if rows else "")
    unseen = f" ({number(hidden)} not visible)" if hidden else ""
    said = f"{number(ticked)} ticked{unseen}"
    if estimate is None:
        return StatusWords(rows=counted(rows, "row", "rows"), ticked=said)
    parts = [f"{number(estimate.had)} already have, 0.00"] if estimate.had else []
    if estimate.pending:
        parts.append(f"{number(estimate.pending)} {PENDING}")
    if estimate.not_found:
        parts.append(f"{number(estimate.not_found)} not found last time")
    asked = estimate.without_not_found
    if asked.new:
        parts.append(f"{number(asked.new)} new, up to {amount(asked.most)}")
    covers = True
    if free is not None and asked.new:
        covers = asked.most <= free
        left = free - asked.most
        parts.append(f"{amount(left)} left" if covers else f"{amount(-left)} more than you have")
    return StatusWords(rows=counted(rows, "row", "rows"), ticked=said, price=" · ".join(parts), covers=covers)


def range_words(count: int, total: float | None, average: float | None) -> str:
    """Average, sum and count of the marked cells; the first two only where there are numbers."""
    locale = QLocale()

    def figure(value: float) -> str:
        whole = float(value).is_integer() or abs(value) >= 1000
        return locale.toString(round(value)) if whole else locale.toString(float(value), "f", 2)

    parts = []
    if average is not None and total is not None:
        parts = [f"Average {figure(average)}", f"Sum {figure(total)}"]
    return "   ".join([*parts, f"Count {number(count)}"]) if count > 1 else ""


def no_backup(error: AppError) -> str:
    """A backup that was due could not be made; the workspace itself is well."""
    return f"No backup was made. {error.happened} Everything is saved; the next try is in half an hour."
