"""Answers that name accounts of a person: the one behind an address, and those on other platforms. Pure; no HTTP.

Documented and live spellings differ (contract, section 7 and Q14): the live one is read first.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec

from app.api.tolerant import Unreadable, cost_of, decode, first_text, text_of, whole
from app.domain.creators import Account, Found
from app.domain.errors import InputError
from app.domain.money import ZERO, credits_from
from app.domain.places import Mention, is_page, page_of, place_key
from app.domain.platforms import Handle, Platform, platform_named
from app.domain.readers import as_number

_NAMES = ("full_name", "fullname", "displayName", "title")
_HANDLES = ("username", "custom_url")
_PICTURES = ("profile_picture", "picture", "profile_picture_hd", "profileImageURL")
_PLATFORMS = frozenset(Platform)
_ADDRESSES = ("url", "link")
_CHANNEL_ID = 24  # characters of a YouTube channel's own id, which begins with "UC"
_CHANNEL_PAGE = "https://www.youtube.com/channel/{}"
_FOLLOWERS = ("follower_count", "followers", "subscriber_count", "total_followers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Who is behind an address. `found` None: nobody, or, with `elsewhere`, an account on a platform not known here.

    `cost` and `left` in credits, None where the answer did not say; `raw` is its body.
    """

    found: Found | None
    elsewhere: str = ""
    raw: bytes = b""
    cost: Decimal | None = None
    left: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """The accounts of one person, the one asked about included; `found` False: there is no such creator.

    `cost`, `left`, `raw` as in `Lookup`.
    """

    accounts: tuple[Account, ...] = ()
    found: bool = True
    raw: bytes = b""
    cost: Decimal | None = None
    left: Decimal | None = None


NOBODY = Lookup(found=None, cost=ZERO)
NO_ACCOUNTS = Accounts(found=False, cost=ZERO)


class _Body(msgspec.Struct):
    result: Any
    credits_cost: Any = None
    credits_left: Any = None


def read_lookup(body: bytes) -> Lookup:
    """The account behind an address. The shape of a miss is unknown: no account named is one.

    Raises: Unreadable without a `result`.
    """
    told = decode(body, _Body)
    cost, left = cost_of(told.credits_cost), credits_from(told.credits_left)
    block = told.result[0] if isinstance(told.result, list) and told.result else told.result
    if not isinstance(block, Mapping) or not (first_text(block, (*_HANDLES, "url"))):
        return Lookup(found=None, raw=body, cost=cost, left=left)
    found = account(block)
    return Lookup(
        found=found,
        elsewhere="" if found else text_of(block.get("platform")) or "another platform",
        raw=body,
        cost=cost,
        left=left,
    )


def read_accounts(body: bytes) -> Accounts:
    """Connected socials. Raises: Unreadable without a list in `result`."""
    told = decode(body, _Body)
    if not isinstance(told.result, list):
        raise Unreadable("`result` is not a list")
    accounts = [_named(block) for block in told.result if isinstance(block, Mapping)]
    return Accounts(
        accounts=tuple(dict.fromkeys(one for one in accounts if one is not None)),
        raw=body,
        cost=cost_of(told.credits_cost),
        left=credits_from(told.credits_left),
    )


def read_linked(result: Mapping[str, Any], *, besides: Platform) -> tuple[Account, ...]:
    """The person's other accounts that an enrichment names: short blocks, and profile addresses beside them.

    Those on platforms that are not known here come last, in the answer's order.
    """
    places = dict.fromkeys([*Platform, *(key.removesuffix("_link") for key in result)])
    found = (_linked(result, place) for place in places if place != besides)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _linked(result: Mapping[str, Any], place: str) -> Account | None:
    """The account on one place; a mapping beside the platforms' blocks is one where it has a handle."""
    block, link = result.get(place), text_of(result.get(f"{place}_link"))
    if isinstance(block, Mapping) and (place in _PLATFORMS or first_text(block, _HANDLES)):
        named = _named({**block, "platform": place})
        if named is not None:
            return named
    return None if link is None else _named({"platform": place, "url": link})


def _named(block: Mapping[str, Any]) -> Account | None:
    """One account, also one that can only be opened; None where nothing says which it is."""
    return account(block) or _mention(block)


def account(block: Mapping[str, Any]) -> Found | None:
    """One account; None on a platform that is not known here, or without a handle.

    A YouTube account may be named by its channel id only: its address then says more, or nothing.
    """
    platform = platform_named(text_of(block.get("platform")) or "")
    shown = first_text(block, _HANDLES)
    if platform is None:
        return None
    for text in (shown, first_text(block, _ADDRESSES)):
        if text is None or (platform is Platform.YOUTUBE and _is_channel(text)):
            continue
        with suppress(InputError):
            handle = Handle.parse(text, platform)
            return Found(
                handle=handle,
                shown_handle=text.lstrip("@") if text is shown else handle.name,
                name=first_text(block, _NAMES),
                picture=first_text(block, _PICTURES),
                followers=_followers(block),
                engagement=_percent(block.get("engagement_percent")),
            )
    return None


def _mention(block: Mapping[str, Any]) -> Mention | None:
    place = place_key(text_of(block.get("platform")))
    channel = next((text for key in ("id", "user_id") if _is_channel(text := text_of(block.get(key)) or "")), None)
    shown = first_text(block, _HANDLES) or (channel if place == Platform.YOUTUBE else None)
    told = first_text(block, _ADDRESSES) or ""
    address = told if is_page(told) else _page(place, shown or "")
    name = first_text(block, _NAMES)
    if not (shown or address):
        return None
    return Mention(
        place=place,
        shown_handle=(shown or "").lstrip("@") or name or address,
        address=address,
        name=name,
        picture=first_text(block, _PICTURES),
        followers=_followers(block),
        engagement=_percent(block.get("engagement_percent")),
    )


def _page(place: str, shown: str) -> str:
    if place == Platform.YOUTUBE and _is_channel(shown):
        return _CHANNEL_PAGE.format(shown)
    return page_of(place, shown) if shown else ""


def _is_channel(text: str) -> bool:
    return text.startswith("UC") and len(text) == _CHANNEL_ID


def _followers(block: Mapping[str, Any]) -> int | None:
    return next((n for key in _FOLLOWERS if (n := whole(block.get(key))) is not None), None)


def _percent(value: object) -> float | None:
    number = as_number(value)
    return None if number is None else round(number, 2)  # float noise (contract, Q21)
