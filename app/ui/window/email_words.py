"""What the window says about looking emails up. Pure text."""

from decimal import Decimal

from app.domain.money import EMAIL_PRICE, show
from app.domain.platforms import email_in
from app.ui.window.words import counted, number


def address(text: str) -> str:
    """The address that a text is, else the text."""
    return email_in(text) or text


def of_ticked(count: int) -> str:
    """Takes the addresses out of people's own columns."""
    return f"From ticked rows: {number(count)}" if count else "From ticked rows"


def button(cover: int, new: int, *, as_batch: bool) -> str:
    """Names the exact maximum; `cover` of the `new` ones are paid for by what is left."""
    most = f"up to {show(EMAIL_PRICE * cover)} credits"
    if as_batch:
        return f"Send {number(new)} as one batch · {most}"
    which = f"the first {number(cover)}" if cover < new else number(new)
    return f"Look up {which} · {most}"


def show_known(count: int) -> str:
    """Nothing is to be bought: whose they are is known."""
    return f"Show {counted(count, 'known email', 'known emails')} · 0.00 credits"


def batch_too_dear(balance: Decimal, most: Decimal) -> str:
    """A batch is taken whole, and waits at the service when credits run out."""
    enough = f"Your {show(balance)} credits may not be enough for {show(most)}"
    return f"{enough}: the batch then pauses until there are more."
