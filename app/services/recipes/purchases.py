"""The parts of a recipe that buy something for its rows, checked."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.batches import BatchMode
from app.domain.errors import InputError
from app.domain.filters import Search
from app.domain.jobs import EnrichOptions
from app.domain.money import Tier
from app.domain.overlap import FEWEST, MOST, why_not_together
from app.domain.posts import WITH_POSTS, Campaign
from app.services.recipes.checks import choice, count, flag, mapping, rows, texts, told_as
from app.services.recipes.values import Comparison, PostCheck, Purchase, Socials

_DETAILS = ("email", "audience", "lookalikes", "rows")
_EMAIL_RULES = ("preferred", "must_have")
_WITH_EMAIL = (Tier.PROFILE, Tier.FULL)
_MODES = {mode.value: mode for mode in BatchMode}
_PAGES = 3


def is_lookup(batch: object) -> bool:
    """Whether a batch part finds accounts by e-mail instead of buying details."""
    return isinstance(batch, Mapping) and batch.get("mode") == BatchMode.BASIC


def details(recipe: Mapping[str, Any]) -> Purchase | None:
    """What `enrich` or `batch` buys; None where there is neither. Raises: InputError."""
    if recipe.get("batch") is not None:
        parts = mapping(recipe["batch"], "batch", ("mode", *_DETAILS))
        mode = _MODES[choice(parts.get("mode", BatchMode.FULL.value), tuple(_MODES), "batch.mode")]
        assert mode.tier is not None  # those without one find accounts
        return _purchase(parts, "batch", mode.tier, mode)
    if recipe.get("enrich") is not None:
        parts = mapping(recipe["enrich"], "enrich", ("tier", "goal", *_DETAILS))
        tier = Tier(choice(parts.get("tier", Tier.FULL.value), tuple(Tier), "enrich.tier"))
        return _purchase(parts, "enrich", tier, None)
    return None


def _purchase(parts: Mapping[str, Any], where: str, tier: Tier, mode: BatchMode | None) -> Purchase:
    email = parts.get("email", _EMAIL_RULES[0])
    if email not in _EMAIL_RULES:
        raise InputError(f"{where}.email must be preferred or must_have.", field=f"{where}.email")
    first = rows(parts.get("rows", "all"), f"{where}.rows")
    goal = _goal(parts["goal"], tier) if parts.get("goal") is not None else None
    return Purchase(
        options=EnrichOptions(
            tier=tier,
            email_required=email == "must_have",
            audience=flag(parts.get("audience", True), f"{where}.audience"),
            lookalikes=flag(parts.get("lookalikes", False), f"{where}.lookalikes"),
        ),
        rows=first,
        mode=mode,
        goal=goal,
    )


def _goal(data: object, tier: Tier) -> int:
    parts = mapping(data, "enrich.goal", ("emails",))
    wanted = count(parts.get("emails"), "enrich.goal.emails")
    if tier not in _WITH_EMAIL:
        raise InputError("A goal of emails needs the tier profile or full.", field="enrich.tier")
    return wanted


def socials(data: object) -> Socials | None:
    """Raises: InputError."""
    if data is None:
        return None
    parts = mapping(data, "socials", ("rows",))
    return Socials(rows=rows(parts.get("rows", "all"), "socials.rows"))


def posts(data: object, search: Search | None) -> PostCheck | None:
    """`search`: where the rows come from, as far as it is known now. Raises: InputError."""
    if data is None:
        return None
    parts = mapping(data, "posts", ("from", "to", "hashtags", "mentions", "pages", "rows"))
    first, last = _day(parts.get("from"), "posts.from"), _day(parts.get("to"), "posts.to")
    words = [
        *_marked(parts.get("hashtags", []), "#", "posts.hashtags"),
        *_marked(parts.get("mentions", []), "@", "posts.mentions"),
    ]
    pages = count(parts.get("pages", _PAGES), "posts.pages")
    with told_as(dates="posts.from", pages="posts.pages", words="posts.hashtags"):
        campaign = Campaign.of(first, last, words, pages)
    if search is not None and search.platform not in WITH_POSTS:
        raise InputError(f"Posts on {search.platform.label} cannot be checked.", field="posts")
    return PostCheck(campaign=campaign, rows=rows(parts.get("rows", "all"), "posts.rows"))


def _day(value: object, where: str) -> date:
    try:
        if isinstance(value, str):
            return date.fromisoformat(value)
    except ValueError as error:
        raise InputError(f"{where} must be a day, such as 2026-05-01.", field=where) from error
    raise InputError(f"{where} must be a day, such as 2026-05-01.", field=where)


def _marked(value: object, mark: str, where: str) -> list[str]:
    """Hashtags or names with their mark, which may be left out in the recipe."""
    words = [mark + word.removeprefix(mark) for word in texts(value, where)]
    for word in words:
        with told_as(default=where):
            Campaign.of(date.min, date.max, [word])
    return words


def comparison(data: object, search: Search | None) -> Comparison | None:
    """`search`: where the rows come from, as far as it is known now. Raises: InputError."""
    if data is None:
        return None
    parts = mapping(data, "overlap", ("rows",))
    first = rows(parts.get("rows", "all"), "overlap.rows")
    if first is not None and not FEWEST <= first <= MOST:
        raise InputError(f"overlap.rows must be from {FEWEST} to {MOST}.", field="overlap.rows")
    if search is None:
        return Comparison(rows=first)
    reason = why_not_together({search.platform})
    if reason:
        raise InputError(reason, field="overlap")
    if search.target < FEWEST:
        raise InputError(f"A comparison needs at least {FEWEST} creators.", field="search.target")
    if first is None and search.target > MOST:
        raise InputError(f"overlap.rows must say which of the first: {FEWEST} to {MOST}.", field="overlap.rows")
    return Comparison(rows=first)
