"""What the window says about finding creators: who was left out, how many match, what came new. Pure text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.domain.filters import FilterSpec
from app.domain.money import DISCOVERY_PRICE, ZERO, show
from app.services.counting import COUNT_PRICE
from app.services.leaving_out import Saving
from app.services.splitting import SplitPlan
from app.ui.filter_panel.offer import NOT_COUNTED, CountWords
from app.ui.sheet_table.own_values import day_words
from app.ui.window.words import counted, number
from app.workspace.again import AgainResult, Part
from app.workspace.finding import Total

COUNT = NOT_COUNTED.count
NOT_IN_PARTS = (
    "This sheet was found in parts, which cannot run again in one go. To get only who is new, count in the find panel "
    "and get all of them once more, without creators you already have."
)
PARTS = {Part.NEW: "new", Part.CHANGED: "changed", Part.GONE: "gone", Part.WITH_EMAIL: "with an email"}


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


def planning(most: Decimal) -> str:
    """Counting the parts of a long search."""
    return f"Plan it · up to {show(most)} credits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known about the search in the panel. `whole`: how many match, `less`: without those who are had.

    `fresh`: `whole` is of today. `split`: how all can be had, `planning` what finding that out costs at most, where
    one search cannot give them. `idle`: filters that changed nothing. `free`: the credits that may be
    spent, None while they are not known.
    """

    whole: Total | None = None
    less: Total | None = None
    fresh: bool = False
    split: SplitPlan | None = None
    planning: Decimal | None = None
    idle: tuple[FilterSpec, ...] = ()
    free: Decimal | None = None


def count_words(known: Known) -> CountWords:
    """The lines of the panel's foot."""
    if known.whole is not None and known.fresh:
        said = _matching(known.whole.matches, "match", "matches") + _too_dear(known)
        return CountWords(
            said=said,
            split=_split(known, known.whole.matches),
            no_effect=_idle([spec.name for spec in known.idle]),
            drop=f"Remove “{known.idle[0].name}”" if known.idle else "",
            idle=tuple(spec.key for spec in known.idle),
        )
    if known.whole is not None:
        day = datetime.fromtimestamp(known.whole.at_ms / 1000).date()
        said = f"{_matching(known.whole.matches, 'matched', 'matched')} on {day_words(day, date.today())}"
        return CountWords(said=said, count=f"Count again · {show(COUNT_PRICE)}")
    if known.less is not None:
        said = f"{_matching(known.less.matches, 'match', 'matches')} whom you do not have yet"
        return CountWords(said=said, count=COUNT)
    return CountWords(count=COUNT)


def _matching(matches: int, many: str, one: str) -> str:
    return (
        "Nobody matches"
        if not matches
        else f"{counted(matches, 'creator', 'creators')} {one if matches == 1 else many}"
    )


def _all_of_them(known: Known) -> Decimal:
    """What having all of them costs at most, without those who are had where that was counted."""
    told = known.less or known.whole
    return DISCOVERY_PRICE * told.matches if told is not None else ZERO


def _too_dear(known: Known) -> str:
    """Nothing is planned, and paid for planning, that the credits cannot cover anyway."""
    price = _all_of_them(known)
    if known.planning is None or known.split is not None or known.free is None or price <= known.free:
        return ""
    return f". All of them would cost up to {show(price)}: more than you have"


def _split(known: Known, matches: int) -> str:
    if _too_dear(known):
        return ""
    if known.split is not None:
        return f"Get all {number(known.split.rows)} · up to {show(known.split.most)}"
    return f"Get all {number(matches)}… · plan up to {show(known.planning)}" if known.planning is not None else ""


def _idle(names: Sequence[str]) -> str:
    """Filters that changed nothing are pointed out: the service may not know them."""
    if not names:
        return ""
    which = " and ".join(f"“{name}”" for name in names)
    if len(names) == 1:
        return f"{which} changed nothing: as many match without it."
    return f"{which} each changed nothing by itself."


def came_again(result: AgainResult) -> str:
    """What a search that ran again brought."""
    told = parts_of(result)
    parts = [] if Part.NEW in told else ["Nobody new"]
    return " · ".join([*parts, *(f"{number(count)} {PARTS[part]}" for part, count in told.items())]) + "."


def parts_of(result: AgainResult) -> dict[Part, int]:
    """How many creators are in each part that has any."""
    return {part: len(result.ids(part)) for part in PARTS if result.ids(part)}


def showing(part: Part, count: int) -> str:
    """Above a sheet that shows only one part of a search that ran again."""
    which = {
        Part.NEW: "who came new",
        Part.CHANGED: "whose numbers changed",
        Part.GONE: "that the search does not find any more",
    }
    return f"Showing the {counted(count, 'creator', 'creators')} {which[part]}"
