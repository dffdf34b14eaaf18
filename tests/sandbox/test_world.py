# ruff: noqa: E501 - a case a line
"""The invented creators are believable, hostile where real ones are, and their answers agree with them."""

import re
import statistics
from itertools import islice

import pytest

from app.sandbox.columns import COLUMNS, PLATFORMS
from app.sandbox.invent import Inventor
from app.sandbox.topics import HOSTILE_BIOS, HOSTILE_NAMES

SAMPLE = 8_000
VALID = {
    "instagram": r"[a-z0-9._]{4,30}",
    "youtube": r"[A-Za-z0-9._-]{4,30}",
    "tiktok": r"[a-z0-9._]{4,24}",
    "twitter": r"[A-Za-z0-9_]{4,15}",
    "twitch": r"[a-z0-9_]{4,25}",
    "onlyfans": r"[a-z0-9._-]{4,30}",
}
SCRIPTS = {
    "Cyrillic": "а-я",
    "Arabic": "ا-ي",
    "Hebrew": "א-ת",
    "Han": "一-龥",
    "Kana": "ぁ-ん",
    "Hangul": "가-힣",
    "Devanagari": "अ-ह",
}


def invented(platform: str, seed: int = 1) -> list[dict]:
    rows = islice(Inventor(seed, platform).rows(SAMPLE), SAMPLE)
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def people() -> list[dict]:
    return invented("instagram")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_handles_are_valid_and_unique(platform):
    """Each platform's own alphabet and length; no two that differ only in case."""
    handles = [row["handle"] for row in invented(platform)]

    assert [handle for handle in handles if not re.fullmatch(VALID[platform], handle)] == []
    assert len({handle.lower() for handle in handles}) == SAMPLE


def test_the_same_seed_invents_the_same_people(people):
    """And another seed others."""
    assert invented("instagram") == people
    assert invented("instagram", seed=2)[:10] != people[:10]


def test_sizes_are_log_normal(people):
    """Many small, few huge: the mean lies far above the middle."""
    followers = [row["followers"] for row in people if row["followers"]]

    assert 14_000 < statistics.median(followers) < 23_000
    assert statistics.mean(followers) > 2.5 * statistics.median(followers)
    assert max(followers) > 1_000_000


def test_engagement_falls_with_size(people):
    """Small accounts engage more than large ones."""
    small = [row["engagement"] for row in people if row["engagement"] and (row["followers"] or 0) < 5_000]
    large = [row["engagement"] for row in people if row["engagement"] and (row["followers"] or 0) > 200_000]

    assert statistics.median(small) > 1.4 * statistics.median(large)


@pytest.mark.parametrize(
    ("share", "fits"),
    [
        ((0.57, 0.63), lambda row: row["email"] > 0),
        ((0.014, 0.026), lambda row: row["gone"]),
        ((0.02, 0.05), lambda row: row["engagement"] == 0),
        ((0.005, 0.03), lambda row: row["engagement"] is None),
        ((0.002, 0.01), lambda row: row["followers"] is None),
        ((0.001, 0.007), lambda row: row["followers"] == 0),
        ((0.02, 0.05), lambda row: row["name"] is None),
        ((0.008, 0.022), lambda row: row["name"] in HOSTILE_NAMES),
        ((0.008, 0.022), lambda row: row["bio"] in HOSTILE_BIOS),
    ],
    ids=[
        "email",
        "gone",
        "engagement 0",
        "no engagement",
        "no followers",
        "followers 0",
        "no name",
        "bad name",
        "bad bio",
    ],
)
def test_oddities_have_their_share(people, share, fits):
    """About as common as in real lists."""
    assert share[0] < sum(1 for row in people if fits(row)) / SAMPLE < share[1]


def test_every_hostile_text_occurs(people):
    """Formulas, HTML, control characters, direction marks, 900 characters."""
    assert {row["name"] for row in people} >= set(HOSTILE_NAMES)
    assert {row["bio"] for row in people} >= set(HOSTILE_BIOS)
    assert max(len(row["bio"] or "") for row in people) >= 900


@pytest.mark.parametrize("letters", SCRIPTS.values(), ids=SCRIPTS)
def test_names_are_written_in_many_scripts(people, letters):
    """Each script is met among the first few thousand."""
    assert any(re.search(f"[{letters}]", row["name"] or "") for row in people)


BLOCKS = {
    "instagram": {"username": "handle", "full_name": "name", "biography": "bio", "follower_count": "followers", "media_count": "posts", "avg_likes": "avg_likes", "avg_comments": "avg_comments"},
    "youtube": {"title": "name", "description": "bio", "subscriber_count": "followers", "video_count": "posts", "avg_views_long": "views_long"},
    "tiktok": {"username": "handle", "follower_count": "followers", "play_count_avg": "avg_views", "total_likes": "total_likes"},
    "twitter": {"username": "handle", "follower_count": "followers", "tweets_count": "posts", "avg_views": "avg_views"},
    "twitch": {"username": "handle", "total_followers": "followers", "avg_views": "avg_views", "streamed_hours_last_30_days": "stream_hours"},
    "onlyfans": {"username": "handle", "subscription_price": "price", "photos_count": "photos"},
}  # fmt: skip


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_full_answer_agrees_with_the_truth(api, platform):
    """What a search filtered on is what the answer says; hidden values are null or left out."""
    handles = api.names(platform=platform, paging={"limit": 20, "page": 0})
    truths = [truth for handle in handles if (truth := api.truth(handle, platform))["found"]]
    answers = [api.enrich(truth["handle"], "full", platform).json()["result"] for truth in truths]

    for truth, answer in zip(truths, answers, strict=True):
        block = answer[platform]
        assert {key: block.get(key) for key in BLOCKS[platform]} == {
            key: truth[column] for key, column in BLOCKS[platform].items()
        }
        assert answer["email"] == truth["email"]


def test_asking_again_gives_the_same_answer(api):
    """An answer is drawn from the creator, not from the moment."""
    handle = api.someone(lambda truth: truth["found"])

    assert api.enrich(handle, "full").json() == api.enrich(handle, "full").json()


@pytest.mark.parametrize(
    ("platform", "least"),
    [("instagram", 40_000), ("youtube", 50_000), ("tiktok", 35_000), ("twitter", 12_000), ("twitch", 20_000)],
)
def test_a_full_answer_is_as_large_as_real_ones(api, platform, least):
    """Tens of kilobytes: posts and, where there is one, the audience."""
    key = {"youtube": "number_of_subscribers", "twitch": "followers"}.get(platform, "number_of_followers")
    handles = api.names({key: {"min": 20_000}}, platform=platform)
    sizes = [len(api.enrich(handle, "full", platform).content) for handle in handles]

    assert least < max(sizes) < 320_000


def test_the_audience_can_be_left_out(api):
    """include_audience_data decides, in full and nowhere else is it asked."""
    handle = api.someone(lambda truth: truth["found"] and truth["aud_country1"] is not None)
    with_it = api.enrich(handle, "full", include_audience_data=True).json()["result"]["instagram"]
    without = api.enrich(handle, "full", include_audience_data=False).json()["result"]["instagram"]

    assert with_it["audience"]["audience_followers"]["success"] is True
    assert "audience" not in without


def test_a_small_creator_has_an_empty_audience_report(api):
    """Success false with the error word of the service."""
    handle = api.someone(lambda truth: truth["found"] and truth["aud_country1"] is None)
    audience = api.enrich(handle, "full").json()["result"]["instagram"]["audience"]

    assert audience["audience_followers"] == {"success": False, "error": "empty_audience"}


def test_lookalikes_come_on_request(api):
    """A list of accounts beside the block."""
    handle = api.someone(lambda truth: truth["found"])
    asked = api.enrich(handle, "full", include_lookalikes=True).json()["result"]

    assert set(asked["lookalikes"][0]) == {"username", "profile_url", "engagement_percent", "follower_count"}
    assert "lookalikes" not in api.enrich(handle, "full", include_lookalikes=False).json()["result"]


def test_tiers_hold_what_they_promise(api):
    """Raw only the platform, profile no audience, analytics neither names nor address nor size."""
    handle = api.someone(lambda truth: truth["found"] and truth["email"] is not None)
    raw, profile, analytics = (api.enrich(handle, tier).json()["result"] for tier in ("raw", "profile", "analytics"))

    assert list(raw) == ["instagram"]
    assert "email" in profile
    assert not {"audience", "post_data", "avg_likes"} & set(profile["instagram"])
    assert "email" not in analytics
    assert not {"full_name", "follower_count", "engagement_percent"} & set(analytics["instagram"])
    assert {"audience", "avg_likes", "post_data"} <= set(analytics["instagram"])


@pytest.mark.parametrize("written", ["@{}", "{}", " {} ", "https://youtube.example/@{}", "youtube.example/@{}/"])
def test_a_youtube_handle_is_found_however_it_is_written(api, written):
    """With "@", without, as an address; the answer carries the "@"."""
    handle = api.names(platform="youtube")[0]
    answer = api.enrich(written.format(handle), "raw", "youtube").json()

    assert answer["result"]["youtube"]["custom_url"] == f"@{handle}"


def test_addresses_and_links_stay_in_the_invented_world(api):
    """Nothing points at a real host."""
    texts = [api.enrich(handle, "full").text for handle in api.names(paging={"limit": 30, "page": 0})]
    hosts = {host for text in texts for host in re.findall(r'"https?://([^/"?]+)', text)}
    mails = {host for text in texts for host in re.findall(r'"[\w.+-]+@([\w.-]+)"', text)}

    assert {
        host for host in hosts | mails if not host.endswith(".example") and not host.startswith("127.0.0.1")
    } == set()


def test_a_picture_is_a_png_until_its_address_lapses(api):
    """The signature belongs to path and time; nothing else opens it."""
    account = next(a for a in api.discover().json()["accounts"] if a["profile"].get("picture"))
    address = account["profile"]["picture"]
    picture = api.http.get(address)
    older = re.sub(r"expires=\d+", "expires=1700000000", address)

    assert (picture.status_code, picture.headers["content-type"], picture.content[:4]) == (200, "image/png", b"\x89PNG")
    assert api.http.get(older).status_code == 403
    assert api.http.get(address.partition("?")[0]).status_code == 403
