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
from app.domain.creators import Found
from app.domain.errors import InputError
from app.domain.money import ZERO, credits_from
from app.domain.platforms import Handle, Platform
from app.domain.readers import as_number

_NAMES = ("full_name", "fullname", "displayName", "title")
_HANDLES = ("username", "custom_url")
_PICTURES = ("profile_picture", "picture", "profile_picture_hd", "profileImageURL")
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

    `unusable`: accounts on platforms not known here, or without a handle. `cost`, `left`, `raw` as in `Lookup`.
    """

    accounts: tuple[Found, ...] = ()
    unusable: int = 0
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
    accounts = [account(block) if isinstance(block, Mapping) else None for block in told.result]
    return Accounts(
        accounts=tuple(dict.fromkeys(one for one in accounts if one is not None)),
        unusable=accounts.count(None),
        raw=body,
        cost=cost_of(told.credits_cost),
        left=credits_from(told.credits_left),
    )


def read_linked(result: Mapping[str, Any], *, besides: Platform) -> tuple[Found, ...]:
    """The person's other accounts that an enrichment names: short blocks, and profile addresses beside them."""
    found: dict[Platform, Found] = {}
    for platform in Platform:
        block = result.get(platform.value)
        if platform is besides:
            continue
        if isinstance(block, Mapping) and (one := account({**block, "platform": platform.value})) is not None:
            found[platform] = one
        elif (address := text_of(result.get(f"{platform.value}_link"))) is not None:
            with suppress(InputError):
                handle = Handle.parse(address, platform)
                found[platform] = Found(handle=handle, shown_handle=handle.name)
    return tuple(found.values())


def account(block: Mapping[str, Any]) -> Found | None:
    """One account; None on a platform that is not known here, or without a handle.

    A YouTube account may be named by its channel id only: its address then says more, or nothing.
    """
    platform = next((one for one in Platform if one.value == text_of(block.get("platform"))), None)
    shown = first_text(block, _HANDLES)
    if platform is None:
        return None
    for text in (shown, text_of(block.get("url"))):
        if text is None or (platform is Platform.YOUTUBE and text.startswith("UC") and len(text) == _CHANNEL_ID):
            continue
        with suppress(InputError):
            handle = Handle.parse(text, platform)
            return Found(
                handle=handle,
                shown_handle=text.lstrip("@") if text is shown else handle.name,
                name=first_text(block, _NAMES),
                picture=first_text(block, _PICTURES),
                followers=next((n for key in _FOLLOWERS if (n := whole(block.get(key))) is not None), None),
                engagement=_percent(block.get("engagement_percent")),
            )
    return None


_CHANNEL_ID = 24  # characters


def _percent(value: object) -> float | None:
    number = as_number(value)
    return None if number is None else round(number, 2)  # float noise (contract, Q21)
