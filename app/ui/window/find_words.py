"""What the window says about finding creators: who was left out, how many match, what came new. Pure text."""

from app.domain.money import show
from app.services.leaving_out import Saving
from app.ui.window.words import number


def saved(saving: Saving | None) -> str:
    """Under the sheet: "240 left out, 2.40 saved"; empty where nobody was."""
    if saving is None or not saving.creators:
        return ""
    least = "" if saving.exact else "at least "
    return f"{least}{number(saving.creators)} left out, {show(saving.credits)} saved".capitalize()


def left_out(saving: Saving) -> str:
    """The same as a sentence, when a search is done."""
    least = "" if saving.exact else "At least "
    whom = "creator you already have was" if saving.creators == 1 else "creators you already have were"
    return f"{least}{number(saving.creators)} {whom} left out: {show(saving.credits)} credits saved."
