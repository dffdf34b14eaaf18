"""What the dialogs about details say. Pure text."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from app.domain.jobs import EnrichOptions
from app.domain.money import Tier, show
from app.domain.platforms import Platform
from app.services.details_plan import FreshPlan, Upgrade
from app.services.socials import SamePerson
from app.ui.sheet_table.own_values import day_words
from app.ui.window.words import counted, number

SENDS_A_MINUTE = 290  # what the service takes in a minute, less a few kept for the window
_NAMED = 2  # people named before "and 5 more"
BRINGS = {
    Tier.FULL: "email, audience, growth, posts, brands",
    Tier.PROFILE: "email, name, links to other accounts",
    Tier.ANALYTICS: "audience, growth, posts; no email",
    Tier.RAW: "public profile and numbers; no email",
}
_SHORT = {Tier.PROFILE: "Contact", Tier.ANALYTICS: "Numbers and audience"}


def takes(rows: int) -> str:
    """How long so many creators take at the service's pace."""
    minutes = max(1, -(-rows // SENDS_A_MINUTE))
    return "about a minute" if minutes == 1 else f"about {number(minutes)} minutes"


def since(at_ms: int, today: date) -> str:
    """ "3 May", for what was bought then."""
    return day_words(datetime.fromtimestamp(at_ms / 1000).date(), today)


def upgrade(one: Upgrade) -> str:
    """ "have Contact: Numbers and audience is enough", after the count."""
    has = "has" if len(one.ids) == 1 else "have"
    return f"{has} {_SHORT[one.has]}: {one.enough.label} is enough"


def only(one: Upgrade) -> str:
    """Above the counts, while the dialog is about those who need only the other half."""
    return f"Only {counted(len(one.ids), 'creator who has', 'creators who have')} {_SHORT[one.has]}."


def not_found(options: EnrichOptions) -> str:
    """After the count of those who brought nothing when they were asked for."""
    return f"{_nothing(options)} last time, left out"


def ask_again(count: int, options: EnrichOptions) -> str:
    return f"Ask again for {number(count)} that {'was' if count == 1 else 'were'} {_nothing(options)}"


def _nothing(options: EnrichOptions) -> str:
    return "not found or without an email" if options.email_required else "not found"


def leave_out(found: Sequence[SamePerson], price_each: str) -> str:
    return f"Leave out {counted(len(found), 'person', 'people')} whose contact you already have: saves {price_each}"


def elsewhere(found: Sequence[SamePerson], today: date) -> str:
    """Under which accounts those people are had; and what they would still bring, where that costs less."""
    named = [f"{one.other.name} on {one.other.platform.label}, {since(one.since_ms, today)}" for one in found[:_NAMED]]
    more = f" · and {number(len(found) - _NAMED)} more" if len(found) > _NAMED else ""
    enough = next((one.enough for one in found if one.enough is not None), None)
    saving = f" {enough.label} is enough for them and saves {show(found[0].saving)} each." if enough is not None else ""
    return f"You have: {' · '.join(named)}{more}.{saving}"


def without_audience(platforms: Mapping[Platform, int]) -> str:
    """Whom the service has no audience of."""
    if not platforms:
        return ""
    who = " and ".join(f"{number(count)} on {platform.label}" for platform, count in platforms.items())
    return f"{who}: influencers.club has no audience there, the rest comes."


def age(plan: FreshPlan, today: date) -> str:
    """Since when so many have what would be bought again: "you have this of 12 since 3 May to 9 June"."""
    if plan.oldest_ms is None or plan.newest_ms is None:
        return "you do not have this yet"
    oldest, newest = since(plan.oldest_ms, today), since(plan.newest_ms, today)
    whose = "you have this" if len(plan.ids) == 1 else f"you have this of {number(len(plan.ids))},"
    return f"{whose} since {oldest}" if oldest == newest else f"{whose} from {oldest} to {newest}"
