"""Posts of a creator page by page, and one post in depth."""

import pytest

POSTS, DETAILS = "creators/content/posts", "creators/content/details"


def pages(api, **body):
    """All pages of a creator's posts, at most 60."""
    token, found = None, []
    for _ in range(60):
        more = {"pagination_token": token} if token else {}
        found.append(api.post(POSTS, **body, **more).json()["result"])
        token = found[-1]["next_token"]
        if not token:
            break
    return found


@pytest.mark.parametrize(
    ("platform", "count", "size"),
    [
        ("instagram", None, 12), ("instagram", 50, 12), ("tiktok", None, 30), ("tiktok", 50, 33), ("tiktok", 5, 5),
        ("youtube", None, 30), ("youtube", 50, 50), ("youtube", 500, 50), ("youtube", 0, 1),
    ],
)  # fmt: skip
def test_a_page_has_its_size(api, platform, count, size):
    """Fixed on Instagram, clamped elsewhere; 0.03 however many (TikTok shows 33 before it turns the page)."""
    [someone] = api.people(1, platform)
    answer = api.post(POSTS, platform=platform, handle=someone, **({} if count is None else {"count": count})).json()
    entry = api.process.books()["entries"][-1]

    assert (len(answer["result"]["items"]), answer["result"]["num_results"]) == (size, size)
    assert (entry["call"], entry["handle"], entry["amount"]) == ("posts", someone.lower(), "0.03")
    assert answer["credits_cost"] == 0.03


@pytest.mark.parametrize(
    ("platform", "number"), [("instagram", "post_id"), ("tiktok", "post_id"), ("youtube", "video_id")]
)
def test_the_newest_posts_are_those_of_the_enrichment(api, platform, number):
    """The same ids, counts and order."""
    [someone] = api.people(1, platform)
    shown = api.enrich(someone, "raw", platform).json()["result"][platform]["post_data"]
    items = api.post(POSTS, platform=platform, handle=someone, count=12).json()["result"]["items"]
    likes = [int(post["engagement"].get("likes") or post["engagement"].get("like_count") or 0) for post in shown]

    assert [item["pk"] for item in items] == [post[number] for post in shown[:12]]
    assert [item["engagement"]["likes"] for item in items] == likes[:12]


@pytest.mark.parametrize("platform", ["instagram", "tiktok", "youtube"])
def test_pages_go_back_in_time_until_they_end(api, platform):
    """No post comes twice, each is older than the one before; the last page has no token."""
    someone = next(one for one in api.people(20, platform) if 80 < api.truth(one, platform)["posts"] < 300)
    found = pages(api, platform=platform, handle=someone, count=20)
    posts = [item for page in found for item in page["items"]]
    times = [post["taken_at"] for post in posts]

    assert len(posts) >= api.truth(someone, platform)["posts"]
    assert len({post["pk"] for post in posts}) == len(posts)
    assert times == sorted(times, reverse=True)
    assert [page["more_available"] for page in found] == [True] * (len(found) - 1) + [False]


def test_the_posts_of_nobody_are_free(api):
    """Not found."""
    before = api.process.books()["used"]
    answer = api.post(POSTS, platform="tiktok", handle="nobody.at.all")

    assert (answer.status_code, answer.json()) == (400, {"error": "creator_not_found"})
    assert api.process.books()["used"] == before


BAD_POSTS = {
    "platform without posts": ({"platform": "twitch"}, "platform"),
    "no handle": ({"handle": None}, "handle"),
    "count as text": ({"platform": "tiktok", "count": "many"}, "count"),
    "token of nobody": ({"pagination_token": "ünsinn"}, "pagination_token"),
    "token as list": ({"pagination_token": ["MTI6MTc5"]}, "pagination_token"),
    "token of the future": ({"pagination_token": "MTI6OTk5OTk5OTk5OTk"}, "pagination_token"),
    "token before all time": ({"pagination_token": "MTI6LTk5OTk5OTk5OTk5"}, "pagination_token"),
}


@pytest.mark.parametrize(("change", "field"), BAD_POSTS.values(), ids=BAD_POSTS)
def test_a_bad_page_names_the_field(api, change, field):
    """400 with the field that is wrong."""
    answer = api.post(POSTS, **{"platform": "instagram", "handle": "khalidclimbing"} | change)

    assert (answer.status_code, list(answer.json()["error"])) == (400, [field])


@pytest.mark.parametrize("kind", ["data", "comments", "transcript", "audio"])
def test_any_post_id_is_answered(api, kind):
    """The same for the same id, another for another; 0.03 each, booked with the id."""
    first, again, other = (
        api.post(DETAILS, platform="tiktok", post_id=post, content_type=kind).json()
        for post in ("7123", "7123", "7124")
    )
    entry = api.process.books()["entries"][-1]

    assert first == again
    assert first["result"] != other["result"]
    assert first["credits_cost"] == 0.03
    assert (entry["call"], entry["platform"], entry["handle"], entry["amount"]) == ("details", "tiktok", "7124", "0.03")


def test_comments_come_in_pages(api):
    """Until there is no token; none comes twice."""
    for post in range(20):
        body = {"platform": "instagram", "post_id": str(post), "content_type": "comments"}
        found, token = [], None
        while True:
            page = api.post(DETAILS, **body, **({"pagination_token": token} if token else {})).json()["result"]
            found += page["items"]
            token = page["next_token"]
            assert page["more_available"] is (token is not None)
            if token is None:
                break
        if len(found) > 20:
            break

    assert len({comment["pk"] for comment in found}) == len(found) > 20


BAD_DETAILS = {
    "platform without posts": ({"platform": "twitch"}, "platform"),
    "no id": ({"post_id": None}, "post_id"),
    "an address": ({"post_id": "https://instagram.example/p/abc"}, "post_id"),
    "unknown kind": ({"content_type": "likes"}, "content_type"),
    "sound of a video platform": ({"platform": "youtube", "content_type": "audio"}, "content_type"),
}


@pytest.mark.parametrize(("change", "field"), BAD_DETAILS.values(), ids=BAD_DETAILS)
def test_bad_details_name_the_field(api, change, field):
    """400 with the field that is wrong."""
    answer = api.post(DETAILS, **{"platform": "instagram", "post_id": "1", "content_type": "data"} | change)

    assert (answer.status_code, list(answer.json()["error"])) == (400, [field])
