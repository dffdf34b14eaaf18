"""Messages of the service as values, and values as messages. Pure; no HTTP.

Answers are read tolerantly: unknown keys are fine, a number may come as text, a value may be null or missing. Only what
makes an answer one is required, and `Unreadable` names it. A page that was paid for is never lost to one odd row.
Shapes: contract, sections 6, 7 and 12.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec

from app.api.accounts_wire import read_linked
from app.api.tolerant import Unreadable, cost_of, decode, first_text, text_of, whole
from app.domain.creators import Found, Reading
from app.domain.errors import InputError
from app.domain.exclusions import ExclusionEntries, ExclusionList
from app.domain.fields import read_all
from app.domain.filters import DictionaryItem, Search
from app.domain.jobs import EnrichOptions
from app.domain.money import ZERO, Balance, Had, Tier, credits_from
from app.domain.platforms import Handle, Platform
from app.domain.readers import Answer, as_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of creators. `total` counts all matches, also those beyond the first 10,000 that can be had.

    `unusable` rows came without a handle: paid for, but nobody can be named. `cost` and `left` in credits, None where
    the answer did not say.
    """

    total: int | None
    found: tuple[Found, ...]
    unusable: int
    cost: Decimal | None
    left: Decimal | None
    trial_searches_left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """What one enrichment brought. `reading` is None when there is nothing: no such creator, or, with `no_email`,
    none whose address is known although one was required. `cost` and `left` in credits, None where not told.
    """

    reading: Reading | None
    no_email: bool
    cost: Decimal | None
    left: Decimal | None
    trial_searches_left: int | None


# What goes out.


def discovery_body(search: Search, *, wire_page: int, limit: int) -> dict[str, Any]:
    """Filters go out exactly as they stand; null when there are none (contract, section 6.1)."""
    return {
        "platform": search.platform.value,
        "paging": {"limit": limit, "page": wire_page},
        "sort": {"sort_by": search.sort.by, "sort_order": search.sort.order},
        "filters": dict(search.filters) or None,
    }


def similar_body(
    platform: Platform,
    *,
    filter_key: str,
    filter_value: str,
    filters: Mapping[str, object],
    wire_page: int,
    limit: int,
) -> dict[str, Any]:
    """Filters are left out when there are none (contract, section 6.2)."""
    body: dict[str, Any] = {
        "platform": platform.value,
        "filter_key": filter_key,
        "filter_value": filter_value,
        "paging": {"limit": limit, "page": wire_page},
    }
    return {**body, "filters": dict(filters)} if filters else body


def enrich_body(handle: Handle, options: EnrichOptions) -> dict[str, Any]:
    """The switches each tier takes are always sent: documented defaults contradict (contract, Q25)."""
    body: dict[str, Any] = {"handle": handle.wire, "platform": handle.platform.value}
    if options.tier in (Tier.FULL, Tier.PROFILE):
        body["email_required"] = "must_have" if options.email_required else "preferred"
    if options.tier in (Tier.FULL, Tier.ANALYTICS):
        body["include_lookalikes"] = options.lookalikes
    if options.tier is Tier.FULL:
        body["include_audience_data"] = options.audience
    return body


# What comes in.


class _BalanceBody(msgspec.Struct):
    credits_available: Any
    credits_used: Any
    trial_searches_left: Any = None


class _Profile(msgspec.Struct):
    username: Any = None
    full_name: Any = None
    picture: Any = None
    followers: Any = None
    engagement_percent: Any = None


class _Account(msgspec.Struct):
    profile: _Profile
    similarity_score: Any = None


class _PageBody(msgspec.Struct):
    accounts: list[msgspec.Raw] | None
    total: Any = None
    credits_cost: Any = None
    credits_left: Any = None
    trial_searches_left: Any = None


class _BoughtBody(msgspec.Struct):
    result: Any
    credits_cost: Any = None
    credits_left: Any = None
    trial_searches_left: Any = None


def read_balance(body: bytes) -> Balance:
    """Raises: Unreadable naming the amount that is missing."""
    told = decode(body, _BalanceBody)
    available, used = credits_from(told.credits_available), credits_from(told.credits_used)
    if available is None or used is None:
        raise Unreadable(f"`{'credits_used' if used is None else 'credits_available'}` is not an amount")
    return Balance(available=available, used=used, trial_searches_left=whole(told.trial_searches_left))


def read_page(body: bytes, platform: Platform) -> Page:
    """A discovery or similar answer. Raises: Unreadable without a list `accounts`."""
    told = decode(body, _PageBody)
    rows = [_found(row, platform) for row in told.accounts or ()]
    found = tuple(row for row in rows if row is not None)
    return Page(
        total=whole(told.total),
        found=found,
        unusable=len(rows) - len(found),
        cost=cost_of(told.credits_cost),
        left=credits_from(told.credits_left),
        trial_searches_left=whole(told.trial_searches_left),
    )


def _found(row: msgspec.Raw, platform: Platform) -> Found | None:
    try:
        account = decode(bytes(row), _Account)
        shown = text_of(account.profile.username)
        handle = Handle.parse(shown or "", platform)
    except (Unreadable, InputError):
        return None
    engagement = as_number(account.profile.engagement_percent)
    return Found(
        handle=handle,
        shown_handle=_without_at(shown or ""),
        name=text_of(account.profile.full_name),
        picture=text_of(account.profile.picture),
        followers=whole(account.profile.followers),
        engagement=None if engagement is None else round(engagement, 2),  # float noise (contract, Q21)
        similarity=as_number(account.similarity_score),
    )


def read_bought(body: bytes, handle: Handle, options: EnrichOptions) -> Bought:
    """An enrichment answer. Raises: Unreadable without a `result`."""
    told = decode(body, _BoughtBody)
    block = _block(told.result, handle.platform)
    gone = block is not None and block.get("exists") is False
    reading = None if block is None or gone else _reading(body, told.result, block, handle, options)
    return Bought(
        reading=reading,
        no_email=reading is None and not gone and options.email_required,
        cost=cost_of(told.credits_cost),
        left=credits_from(told.credits_left),
        trial_searches_left=whole(told.trial_searches_left),
    )


def nothing_bought(*, no_email: bool) -> Bought:
    """The service said it knows nobody by that name: free (contract, section 2)."""
    return Bought(reading=None, no_email=no_email, cost=ZERO, left=None, trial_searches_left=None)


def _block(result: object, platform: Platform) -> Mapping[str, Any] | None:
    """The platform's own part of a result; None where it is absent or empty: the account is gone (section 7)."""
    block = result.get(platform.value) if isinstance(result, Mapping) else None
    return block if isinstance(block, Mapping) and block else None


# Spellings of the same idea, first come first served: full-enrichment-fields.md, section 2. OnlyFans was never seen.
_ID_KEYS = {
    Platform.INSTAGRAM: ("userid",),
    Platform.TIKTOK: ("user_id",),
    Platform.YOUTUBE: ("id",),
    Platform.TWITTER: ("userid",),
    Platform.TWITCH: ("user_id",),
    Platform.ONLYFANS: ("userid", "user_id", "id"),
}
_HANDLE_KEYS = ("custom_url", "username")
_PICTURE_KEYS = ("profile_picture_hd", "profile_picture", "profileImageURL")


def _reading(
    body: bytes, result: Mapping[str, Any], block: Mapping[str, Any], handle: Handle, options: EnrichOptions
) -> Reading:
    shown = first_text(block, _HANDLE_KEYS)
    return Reading(
        handle=handle,
        parts=parts_of(options),
        values=read_all(Answer(handle.platform, result)),
        raw=body,
        platform_id=first_text(block, _ID_KEYS[handle.platform]),
        shown_handle=None if shown is None else _without_at(shown) or None,
        picture=first_text(block, _PICTURE_KEYS),
        linked=read_linked(result, besides=handle.platform),
    )


def parts_of(options: EnrichOptions) -> Had:
    """What a creator has after this purchase; full details without audience leave the analytics to be bought."""
    match options.tier:
        case Tier.RAW:
            return Had.RAW
        case Tier.PROFILE:
            return Had.PROFILE
        case Tier.ANALYTICS:
            return Had.ANALYTICS
    return Had.PROFILE | Had.FULL_CALL | (Had.ANALYTICS if options.audience else Had.NOTHING)


class _ListBody(msgspec.Struct):
    id: Any
    name: Any = None
    platform: Any = None
    is_default: Any = None
    handle_count: Any = None


class _EntriesBody(msgspec.Struct):
    handles: list[Any] | None
    total: Any = None


def read_lists(body: bytes) -> tuple[ExclusionList, ...]:
    """All exclusion lists; one of a platform that is not known here is left out. Raises: Unreadable without a list."""
    told = [_list(entry) for entry in decode(body, list[_ListBody])]
    return tuple(one for one in told if one is not None)


def read_list(body: bytes) -> ExclusionList:
    """One exclusion list. Raises: Unreadable when it has no number or no known platform."""
    one = _list(decode(body, _ListBody))
    if one is None:
        raise Unreadable("`id` or `platform` is not one of an exclusion list")
    return one


def _list(told: _ListBody) -> ExclusionList | None:
    number, platform = whole(told.id), text_of(told.platform)
    if number is None or platform not in {known.value for known in Platform}:
        return None
    return ExclusionList(
        id=number,
        name=text_of(told.name) or f"List {number}",
        platform=Platform(platform),
        default=told.is_default is True,
        handles=whole(told.handle_count) or 0,
    )


def read_entries(body: bytes) -> ExclusionEntries:
    """A page of a list's handles. Raises: Unreadable without `handles`."""
    told = decode(body, _EntriesBody)
    handles = tuple(text for entry in told.handles or () if (text := text_of(entry)) is not None)
    return ExclusionEntries(total=whole(told.total) or len(handles), handles=handles)


# Dictionaries: for each, the keys that may hold an item's label, and those that may hold the value to send
# (filters.json, "dictionaries"; contract, Q15 to Q17).

_TOPICS = ("topic_details",)
_LEVEL_KEYS = ("type", "level")  # of a place; no source names the keys of these items (contract, Q17)
_ANY = ("name", "location", "category", "username", "cleaned", "full_name")
_KEYS: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "languages": (("language",), ("abbreviation",)),
    "locations": (_ANY, _ANY),
    "brands": (("full_name", "name", "cleaned", "username"), ("username", "cleaned", "full_name", "name")),
    "yt-topics": (_TOPICS, _TOPICS),
    "games": (_TOPICS, _TOPICS),
    "audience-brand-categories": (("name", "category", "cleaned"), ("name", "category", "cleaned")),
    "audience-brand-names": (
        ("full_name", "name", "username", "cleaned"),
        ("username", "cleaned", "full_name", "name"),
    ),
    "audience-interests": (_ANY, _ANY),
    "audience-locations": (("name", "location", "cleaned"), ("name", "location", "cleaned")),
}
DICTIONARIES = tuple(_KEYS)


def read_dictionary(name: str, body: bytes) -> tuple[DictionaryItem, ...]:
    """Items in the service's order, each value once. Accepts a bare list and one under `result` or `data`.

    Raises: Unreadable when there is no list.
    """
    told = decode(body, object)
    if isinstance(told, Mapping):
        told = next((told[key] for key in ("result", "data") if key in told), None)
    if not isinstance(told, list):
        raise Unreadable(f"the dictionary {name} is not a list")
    found: dict[str, DictionaryItem] = {}
    for entry in told:
        for item in _items(entry, *_KEYS[name]):
            found.setdefault(item.value, item)
    return tuple(found.values())


def _items(entry: object, labels: Sequence[str], values: Sequence[str], parent: str = "") -> Iterator[DictionaryItem]:
    """A text stands for itself; a topic brings its sub-topics with it; an entry that says nothing is left out."""
    if isinstance(entry, Mapping):
        value = first_text(entry, values)
        if value is not None:
            level = first_text(entry, _LEVEL_KEYS) or ""
            yield DictionaryItem(label=first_text(entry, labels) or value, value=value, parent=parent, level=level)
        inner = entry.get("sub_topic_details")
        for text in inner if isinstance(inner, list) else ():
            yield from _items(text, labels, values, parent=value or "")
    elif (text := text_of(entry)) is not None:
        yield DictionaryItem(label=text, value=text, parent=parent)


def _without_at(handle: str) -> str:
    return handle.lstrip("@")
