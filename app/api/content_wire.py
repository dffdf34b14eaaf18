"""Answers about creators' posts and about the people who follow several of them. Pure; no HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec

from app.api.tolerant import Unreadable, cost_of, decode, first_text, text_of, whole
from app.domain.money import ZERO, credits_from
from app.domain.overlap import Overlap, Share
from app.domain.platforms import Handle, Platform
from app.domain.posts import Post
from app.domain.readers import as_number

_LATEST_S = 10**11  # a larger time is in milli- or microseconds (contract, Q43)
_MOST_POSTS = {Platform.INSTAGRAM: 12, Platform.TIKTOK: 35, Platform.YOUTUBE: 50}  # a page; contract, section 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPage:
    """One page of posts, newest first but for pinned ones. `found` False: there is no such creator.

    `next_token` None: there are no more. `cost` and `left` in credits, None where not told; `raw` is the body.
    """

    posts: tuple[Post, ...] = ()
    next_token: str | None = None
    found: bool = True
    raw: bytes = b""
    cost: Decimal | None = None
    left: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A comparison of audiences; `overlap` None: one of the creators is not known. The rest as in `PostPage`."""

    overlap: Overlap | None
    raw: bytes = b""
    cost: Decimal | None = None
    left: Decimal | None = None


NO_POSTS = PostPage(found=False, cost=ZERO)
NOT_COMPARED = Compared(overlap=None, cost=ZERO)


class _PostsBody(msgspec.Struct):
    result: dict[str, Any]
    credits_cost: Any = None
    credits_left: Any = None


class _OverlapBody(msgspec.Struct):
    basics: dict[str, Any]
    details: list[dict[str, Any]] | None
    credits_cost: Any = None
    credits_left: Any = None


def posts_body(handle: Handle, token: str | None) -> dict[str, Any]:
    """The largest page there is: each page is charged."""
    body = {"platform": handle.platform.value, "handle": handle.wire, "count": _MOST_POSTS[handle.platform]}
    return body if token is None else {**body, "pagination_token": token}


def read_posts(body: bytes) -> PostPage:
    """A page of posts; one that has no time or no address is left out. Raises: Unreadable without a list `items`."""
    told = decode(body, _PostsBody)
    items = told.result.get("items")
    if not isinstance(items, list):
        raise Unreadable("`result.items` is not a list")
    posts = [_post(item) for item in items if isinstance(item, Mapping)]
    token = text_of(told.result.get("next_token"))
    return PostPage(
        posts=tuple(post for post in posts if post is not None),
        next_token=token if told.result.get("more_available") is not False and items else None,
        raw=body,
        cost=cost_of(told.credits_cost),
        left=credits_from(told.credits_left),
    )


def _post(item: Mapping[str, Any]) -> Post | None:
    told, link = item.get("taken_at"), first_text(item, ("url", "post_url"))
    at_s = told if isinstance(told, int) else whole(told)
    if at_s is None or at_s <= 0 or link is None:
        return None
    while at_s > _LATEST_S:
        at_s //= 1000
    counts = item.get("engagement")
    counts = counts if isinstance(counts, Mapping) else {}
    return Post(
        link=link,
        at_s=at_s,
        caption=text_of(item.get("caption")) or "",
        likes=whole(counts.get("likes")),
        comments=whole(counts.get("comments")),
        views=whole(counts.get("views")) or None,  # 0 stands for a picture, which has none (contract, section 8)
    )


def read_overlap(body: bytes, platform: Platform) -> Compared:
    """A comparison; its "percentages" are fractions (contract, Q20). Raises: Unreadable without sums and creators."""
    told = decode(body, _OverlapBody)
    total, unique = whole(told.basics.get("total_followers")), whole(told.basics.get("total_unique_followers"))
    if total is None or unique is None:
        raise Unreadable("`basics` has no sums")
    details = told.details or []
    parts = [as_number(one.get(key)) for one in details for key in ("unique_percentage", "overlapping_percentage")]
    times = 1 if any(part is not None and part > 1 for part in parts) else 100
    return Compared(
        overlap=Overlap(
            platform=platform,
            total=total,
            unique=unique,
            shares=tuple(_share(one, times) for one in details),
        ),
        raw=body,
        cost=cost_of(told.credits_cost),
        left=credits_from(told.credits_left),
    )


def _share(told: Mapping[str, Any], times: int) -> Share:
    unique, shared = as_number(told.get("unique_percentage")), as_number(told.get("overlapping_percentage"))
    return Share(
        handle=(text_of(told.get("username")) or "").lstrip("@"),
        followers=whole(told.get("followers")),
        unique=None if unique is None else round(unique * times, 2),
        shared=None if shared is None else round(shared * times, 2),
    )
