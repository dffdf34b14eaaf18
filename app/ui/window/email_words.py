"""What the window says about looking emails up. Pure text."""

from collections.abc import Sequence

from app.domain.money import EMAIL_PRICE
from app.domain.platforms import email_in
from app.ui.sheet_table.plain import one_line
from app.ui.window.words import amount, counted, number

_LONGEST = 40


def address(text: str) -> str:
    """The address that a text is, else the text."""
    return email_in(text) or text


def of_ticked(count: int) -> str:
    """Takes the addresses out of people's own columns."""
    return f"From ticked rows: {number(count)}" if count else "From ticked rows"


def along(labels: Sequence[str]) -> str:
    """Which columns of a list come along; "" where none does."""
    return f"Brings along: {', '.join(one_line(label, _LONGEST) for label in labels)}." if labels else ""


def button(cover: int, new: int, *, as_batch: bool) -> str:
    """Names the exact maximum; `cover` of the `new` ones are paid for by what is left."""
    most = f"up to {amount(EMAIL_PRICE * cover)} credits"
    if as_batch:
        return f"Send {number(new)} as one batch · {most}"
    which = f"the first {number(cover)}" if cover < new else number(new)
    return f"Look up {which} · {most}"


def show_known(count: int) -> str:
    """Nothing is to be bought: whose they are is known."""
    return f"Show {counted(count, 'known email', 'known emails')} · 0.00 credits"
