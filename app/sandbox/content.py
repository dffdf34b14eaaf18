"""Recent posts of a creator, page by page, and one post in depth."""

import base64
import random
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.requests import Request

from app.sandbox import answers, blocks
from app.sandbox import posts as invented
from app.sandbox.answers import PictureOf
from app.sandbox.books import Charge
from app.sandbox.checks import choice, handle_key, refuse, text
from app.sandbox.service import NOT_FOUND, Answer, Service
from app.sandbox.tiers import found
from app.sandbox.topics import CAPTIONS, SUBS

Row = dict[str, Any]

PAGE_SIZES = {"instagram": (12, 12), "tiktok": (30, 35), "youtube": (30, 50)}
"""Posts per page when none are asked for, and the most; Instagram always gives its twelve."""
KINDS = ("data", "comments", "transcript", "audio")
COMMENTS_A_PAGE = 20
_INVENTORS = {"instagram": invented.instagram, "tiktok": invented.tiktok, "youtube": invented.youtube}


async def posts(service: Service, request: Request, body: Row) -> Answer:
    """One page of a creator's posts, newest first; free when there is no such creator."""
    platform = choice(body, "platform", tuple(PAGE_SIZES))
    handle = text(body, "handle", 200)
    count = _count(body.get("count"), *PAGE_SIZES[platform])
    start, before = _read_token(body.get("pagination_token"))
    row = await service.data.read(platform, lambda database: found(database, handle))
    if row is None:
        return Answer(body=NOT_FOUND, status=400)
    items = _page(row, platform, service.options.seed, service.picture(platform), start, count, before)
    end = start + len(items)
    more = end < row["posts"]
    return Answer(
        body={
            "result": {
                "items": items,
                "num_results": len(items),
                "more_available": more,
                "next_token": _token(end, items[-1]["taken_at"]) if more else None,
                "status": "ok",
            }
        },
        charge=Charge(call="posts", platform=platform, units=service.price("posts"), handle=handle_key(handle)),
        names_cost=True,
        cold=(platform, row["id"]),
    )


def _count(wanted: Any, usual: int, most: int) -> int:
    """How many posts a page has: what is out of range is clamped, not refused (contract, section 8)."""
    if wanted is None or usual == most:
        return usual
    if not isinstance(wanted, int) or isinstance(wanted, bool):
        raise refuse("count", "A valid integer is required.")
    return min(max(wanted, 1), most)


def _token(position: int, before: int) -> str:
    """Where the next page starts: how many came before it, and the time of the last of them."""
    return base64.urlsafe_b64encode(f"{position}:{before}".encode()).decode().rstrip("=")


def _read_token(token: Any) -> tuple[int, int]:
    if not token:
        return 0, 0
    try:
        position, _, before = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode().partition(":")
        start, moment = int(position), int(before)
    except (TypeError, ValueError):
        start, moment = -1, 0
    if start < 1 or not 0 <= moment <= invented.NOW.timestamp():
        raise refuse("pagination_token", "Invalid token.")
    return start, moment


def _page(row: Row, platform: str, seed: int, picture: PictureOf, start: int, count: int, before: int) -> list[Row]:
    """The newest posts are those an enrichment shows; older ones go on from the last one before them."""
    shown = answers.block(row, platform, seed, picture, with_audience=False)["post_data"]
    made = shown[start : start + count]
    if not made:
        rng = random.Random(f"older:{seed}:{platform}:{row['id']}:{start}")
        days_ago = (invented.NOW - datetime.fromtimestamp(before, UTC)) / timedelta(days=1)
        older = row | {
            "last_days": days_ago + 7 / max(row["pace"], 0.05),
            "caption": rng.choice(CAPTIONS).format(sub=SUBS[row["sub"]][0].lower()),
        }
        made = _INVENTORS[platform](older, rng)[:count]
    return [_item(post, row, platform, picture) for post in made]


def _item(post: Row, row: Row, platform: str, picture: PictureOf) -> Row:
    """A post in the shape of this call; those of TikTok and YouTube were never seen (contract, section 8)."""
    video = platform == "youtube"
    number = post["video_id" if video else "post_id"]
    media = post["media"][0] if platform == "instagram" else post["media"]
    moment = datetime.fromisoformat(post["published_at" if video else "created_at"]).replace(tzinfo=UTC)
    seconds, counts = int(moment.timestamp()), post["engagement"]
    return {
        "pk": number,
        "taken_at": seconds,
        "device_timestamp": seconds * 1_000_000,
        "url": post["post_url"],
        "media_url": media["thumbnails"]["high"] if video else media["url"],
        "media_id": number,
        "media_type": post.get("media_type", 2),
        "image_versions": None,
        "thumbnails": {},
        "caption": f"{post['title']}\n\n{post['description']}" if video else post["caption"],
        "engagement": {
            "likes": int(counts.get("likes") or counts.get("like_count") or 0),
            "comments": int(counts.get("comments") or counts.get("comment_count") or 0),
            "views": int(counts.get("view_count") or 0),
        },
        "user": {
            "pk": "" if platform == "instagram" else blocks.account_id(row, platform),
            "username": row["handle"],
            "full_name": row["name"],
            "profile_pic_url": None if blocks.flag(row, "no_picture") else picture(row["id"]),
        },
    }


async def details(service: Service, request: Request, body: Row) -> Answer:
    """One kind of detail about any post id, the same whenever it is asked for; an address is no id."""
    platform = choice(body, "platform", tuple(PAGE_SIZES))
    post = text(body, "post_id", 200)
    kind = choice(body, "content_type", KINDS)
    if "/" in post:
        raise refuse("post_id", "Enter the id of the post, not its address.")
    if kind == "audio" and platform == "youtube":
        raise refuse("content_type", '"audio" is not available for youtube.')
    page, _ = _read_token(body.get("pagination_token"))
    rng = random.Random(f"post:{service.options.seed}:{platform}:{post}:{kind}:{page}")
    result = _comments(rng, post, page) if kind == "comments" else _DETAILS[kind](rng, post)
    charge = Charge(call="details", platform=platform, units=service.price("details"), handle=post)
    return Answer(body={"result": result}, charge=charge, names_cost=True)


def _data(rng: random.Random, post: str) -> Row:
    likes = int(rng.lognormvariate(7, 1.3))
    taken = invented.NOW - timedelta(minutes=rng.randint(60, 500_000))
    played = rng.random() < 0.6
    return {
        "code": invented.code(rng, 11),
        "caption": {"text": _sentence(rng)},
        "taken_at_date": taken.isoformat(),
        "is_paid_partnership": rng.random() < 0.2,
        "metrics": {
            "like_count": likes,
            "comment_count": likes // rng.randint(20, 80),
            "play_count": likes * rng.randint(8, 40) if played else None,
            "share_count": None,
            "save_count": None,
            "repost_count": None,
        },
    }


def _comments(rng: random.Random, post: str, page: int) -> Row:
    last = random.Random(f"pages:{post}").randint(0, 4)
    items = [
        {
            "pk": str(18_000_000_000_000_000 + rng.getrandbits(50)),
            "text": _sentence(rng),
            "created_at": int((invented.NOW - timedelta(minutes=rng.randint(1, 90_000))).timestamp()),
            "like_count": int(rng.expovariate(1 / 3)),
            "user": {"username": f"friend_{rng.randint(1, 9999)}"},
        }
        for _ in range(COMMENTS_A_PAGE if page <= last else 0)
    ]
    more = page < last
    return {
        "items": items,
        "num_results": len(items),
        "more_available": more,
        "next_token": _token(page + 1, 0) if more else None,
    }


def _transcript(rng: random.Random, post: str) -> Row:
    lines = [_sentence(rng) for _ in range(rng.randint(3, 12))]
    return {
        "language": "en",
        "text": " ".join(lines),
        "segments": [{"start": 4.0 * at, "end": 4.0 * at + 3.5, "text": line} for at, line in enumerate(lines)],
    }


def _audio(rng: random.Random, post: str) -> Row:
    return {
        "id": str(rng.getrandbits(60)),
        "title": f"original sound {rng.randint(1, 999)}",
        "author": f"friend_{rng.randint(1, 9999)}",
        "url": f"https://media.example/{invented.code(rng, 32)}.mp3",
        "duration": round(8 + 50 * rng.random(), 1),
    }


_DETAILS = {"data": _data, "transcript": _transcript, "audio": _audio}


def _sentence(rng: random.Random) -> str:
    return rng.choice(CAPTIONS).format(sub=rng.choice(SUBS)[0].lower())
