"""Recent posts of a creator, in the shape of each platform; they agree with the creator's averages."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from app.sandbox.columns import named
from app.sandbox.topics import CAPTIONS, SUBS
from app.sandbox.words import LANGUAGES

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""The day the invented world stands still at, so that an answer is the same whenever it is asked for."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
Row = dict[str, Any]


def code(rng: random.Random, length: int) -> str:
    """A short id as platforms use them in addresses."""
    return "".join(rng.choices(_LETTERS, k=length))


def coded(number: int, length: int) -> str:
    """A number in such letters, the smallest place first."""
    return "".join(_LETTERS[number >> 6 * place & 63] for place in range(length))


def decoded(written: str) -> int | None:
    """The number that `coded` wrote, or None for other text."""
    places = [_LETTERS.find(letter) for letter in written]
    return None if not places or -1 in places else sum(at << 6 * place for place, at in enumerate(places))


def below_video(row: Row) -> str:
    """What stands below the creator's newest video: a line, and links to other places of theirs."""
    links = [f"https://{name.lower()}.example/{row['handle_key']}" for name in named(row["video_links"])]
    return "\n".join((row["about"], *links))


def moments(row: Row, rng: random.Random, count: int) -> list[datetime]:
    """When the last posts were made, newest first; the newest as long ago as `last_days` says."""
    step = 7 / max(row["pace"], 0.05)
    at = NOW - timedelta(days=row["last_days"])
    found = []
    for _ in range(count):
        found.append(at)
        at -= timedelta(days=step * (0.3 + 1.4 * rng.random()), minutes=int(600 * rng.random()))
    return found


def caption(row: Row, rng: random.Random, position: int) -> str:
    """The text of a post; the newest carries the one that searches look into."""
    tags = " ".join(f"#{tag}" for tag in row["tags"].split()[: 1 + position % 4])
    text = row["caption"] if position == 0 else rng.choice(CAPTIONS).format(sub=SUBS[row["sub"]][0].lower())
    return f"{text}\n\n{tags}" if position % 3 else f"{text} {tags}"


def around(rng: random.Random, average: float | None) -> int:
    """A count near an average; 0 where the average is hidden."""
    return int((average or 0) * rng.lognormvariate(-0.12, 0.5))


def instagram(row: Row, rng: random.Random) -> list[Row]:
    """Twelve posts."""
    posts = []
    for position, at in enumerate(moments(row, rng, 12)):
        number = str(9_100_000_000_000_000_000 + rng.getrandbits(50))
        kind = rng.choice((1, 2, 2, 8))
        media = [
            {
                "media_id": f"{number}_{part}",
                "type": "video" if kind == 2 else "image",
                "url": f"https://media.example/{code(rng, 40)}.jpg?{code(rng, 260)}",
            }
            for part in range(rng.randint(2, 6) if kind == 8 else 1)
        ]
        engagement: Row = {"likes": around(rng, row["avg_likes"]), "comments": around(rng, row["avg_comments"])}
        if kind == 2 and position % 3:
            engagement["view_count"] = around(rng, row["views_short"])
        posts.append(
            {
                "post_id": number,
                "created_at": at.strftime("%Y-%m-%dT%H:%M:%S"),
                "caption": None if position == 7 else caption(row, rng, position),
                "hashtags": [f"#{tag}" for tag in row["tags"].split()[: 1 + position % 4]],
                "post_url": f"https://instagram.example/p/{code(rng, 11)}",
                "media": media,
                "is_carousel": kind == 8,
                "tagged_users": [f"friend_{rng.randint(1, 9999)}" for _ in range(position % 3)],
                "engagement": engagement,
                "media_type": kind,
                "product_type": {1: "feed", 2: "clips", 8: "carousel_container"}[kind],
            }
        )
    return posts


def tiktok(row: Row, rng: random.Random) -> list[Row]:
    """Thirty-three videos."""
    posts = []
    for position, at in enumerate(moments(row, rng, 33)):
        number = str(7_000_000_000_000_000_000 + rng.getrandbits(58))
        posts.append(
            {
                "post_id": number,
                "created_at": at.strftime("%Y-%m-%dT%H:%M:%S"),
                "caption": caption(row, rng, position),
                "hashtags": row["tags"].split()[: 1 + position % 4],
                "mentions": [],
                "post_url": f"https://tiktok.example/@{row['handle']}/video/{number}",
                "media": {
                    "media_id": number,
                    "type": "video",
                    "url": f"https://media.example/{code(rng, 64)}.mp4",
                    "video_duration": round(8 + 110 * rng.random(), 1),
                },
                "engagement": {
                    "like_count": around(rng, row["avg_likes"]),
                    "comment_count": around(rng, row["avg_comments"]),
                    "view_count": around(rng, row["avg_views"]),
                    "share_count": around(rng, (row["avg_likes"] or 0) / 20),
                    "download_count": around(rng, row["downloads"]),
                },
                "sound": {
                    "sound_name": f"original sound {position}",
                    "sound_url": f"https://media.example/{code(rng, 32)}",
                },
            }
        )
    return posts


def youtube(row: Row, rng: random.Random) -> list[Row]:
    """Fifty videos; their counts are text, as on the wire (contract, Q42)."""
    posts = []
    language = LANGUAGES[row["lang"]][0]
    for position, at in enumerate(moments(row, rng, 50)):
        video = code(rng, 11)
        short = rng.random() * 100 < row["short_pct"]
        seconds = rng.randint(15, 59) if short else int(row["long_minutes"] * 60 * (0.6 + 0.8 * rng.random()))
        picture = f"https://media.example/vi/{video}"
        text = row["caption"] if position == 0 else rng.choice(CAPTIONS).format(sub=SUBS[row["sub"]][0].lower())
        described = f"{caption(row, rng, position)}\nMore: https://{row['handle_key']}.example/{position}\n" * 2
        posts.append(
            {
                "video_id": video,
                "title": text,
                "description": described if position else below_video(row),
                "published_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "category_id": str(1 + position % 28),
                "default_language": language,
                "default_audio_language": language,
                "engagement": {
                    "view_count": str(around(rng, row["views_short"] if short else row["views_long"])),
                    "like_count": str(around(rng, row["avg_likes"])),
                    "comment_count": str(around(rng, row["avg_comments"])),
                    "favorite_count": "0",
                },
                "media": {
                    "thumbnails": {
                        size: f"{picture}/{size}.jpg" for size in ("default", "medium", "high", "standard", "maxres")
                    },
                    "duration": f"PT{seconds // 60}M{seconds % 60}S",
                    "definition": "hd",
                    "embed_html": f'<iframe width="480" height="270" src="//youtube.example/embed/{video}"></iframe>',
                },
                "post_url": f"https://youtube.example/watch?v={video}",
                "topic_categories": [f"https://topics.example/{SUBS[row['sub']][0].replace(' ', '_')}"],
            }
        )
    return posts


def twitter(row: Row, rng: random.Random) -> list[Row]:
    """Twenty posts with the long English dates (contract, Q43)."""
    posts = []
    for position, at in enumerate(moments(row, rng, 20)):
        number = str(1_900_000_000_000_000_000 + rng.getrandbits(56))
        again = position % 6 == 5
        posts.append(
            {
                "tweet_id": number,
                "created_at": at.strftime("%a %b %d %H:%M:%S +0000 %Y"),
                "text": ("RT @friend: " if again else "") + caption(row, rng, position),
                "lang": LANGUAGES[row["lang"]][0],
                "engagement": {
                    "like_count": 0 if again else around(rng, row["avg_likes"]),
                    "retweet_count": around(rng, (row["avg_likes"] or 0) / 8),
                    "reply_count": around(rng, row["avg_comments"]),
                    "quote_count": around(rng, (row["avg_likes"] or 0) / 40),
                    "view_count": around(rng, row["avg_views"]),
                },
                "media": [
                    {"media_key": f"3_{number}", "type": "photo", "url": f"https://media.example/{code(rng, 120)}.jpg"}
                ]
                if position % 2
                else [],
                "tweet_url": f"https://x.example/{row['handle']}/status/{number}",
                "hashtags": row["tags"].split()[: 1 + position % 4],
                "mentions": ["friend"] if again else [],
                "is_pinned": position == 0,
            }
        )
    return posts


def twitch(row: Row, rng: random.Random, game: str | None, picture: str | None) -> list[Row]:
    """The channel page: one shelf of past streams, one of clips."""
    owner = {
        "id": str(40_000_000 + row["id"]),
        "login": row["handle_key"],
        "displayName": row["name"] or row["handle"],
        "profileImageURL": picture,
        "__typename": "User",
    }
    shelves = []
    for title, kind in (("Recent broadcasts", "LATEST_BROADCASTS"), ("Popular clips", "TOP_CLIPS")):
        items = []
        for position, at in enumerate(moments(row, rng, 20)):
            number = str(2_300_000_000 + rng.getrandbits(26))
            stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ")
            shared = {
                "id": number,
                "game": {"id": str(row["game"]), "displayName": game, "name": game, "__typename": "Game"}
                if game
                else None,
                "previewThumbnailURL": f"https://media.example/{code(rng, 40)}.jpg",
            }
            text = row["caption"] if position == 0 else rng.choice(CAPTIONS).format(sub=SUBS[row["sub"]][0].lower())
            if kind == "TOP_CLIPS":
                clip = {"clipTitle": text, "clipViewCount": around(rng, row["avg_views"]), "createdAt": stamp}
                items.append(
                    {
                        "__typename": "Clip",
                        **shared,
                        **clip,
                        "durationSeconds": rng.randint(8, 60),
                        "slug": code(rng, 24),
                        "broadcaster": owner,
                    }
                )
            else:
                video = {"videoTitle": text, "videoViewCount": around(rng, row["avg_views"]), "publishedAt": stamp}
                items.append(
                    {
                        "__typename": "Video",
                        **shared,
                        **video,
                        "lengthSeconds": rng.randint(2_000, 20_000),
                        "owner": owner,
                    }
                )
        shelves.append(
            {
                "node": {"id": code(rng, 12), "title": title, "type": kind, "items": items},
                "__typename": "VideoShelfEdge",
            }
        )
    channel = {
        "id": owner["id"],
        "login": owner["login"],
        "displayName": owner["displayName"],
        "primaryColorHex": "9147FF",
    }
    page = {**channel, "videoShelves": {"edges": shelves, "__typename": "VideoShelfConnection"}, "__typename": "User"}
    return [{"data": {"channel": page}, "extensions": {"durationMilliseconds": 42, "operationName": "ChannelPage"}}]
