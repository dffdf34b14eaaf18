"""Answers about people, their posts and their audiences, in every spelling the contract knows."""

import json

import pytest

from app.api.accounts_wire import read_accounts, read_linked, read_lookup
from app.api.content_wire import posts_body, read_overlap, read_posts
from app.api.tolerant import Unreadable
from app.domain.creators import Found
from app.domain.places import Mention
from app.domain.platforms import Handle, Platform

IG, YT, TT, TW, TV, OF = Platform
DOCUMENTED = {"platform": "instagram", "userId": "7", "username": "Maren", "fullname": "Maren S", "followers": "842"}
LIVE = {"platform": "instagram", "user_id": "7", "username": "Maren", "full_name": "Maren S", "follower_count": 842.0}
POST = {"pk": "1", "taken_at": 1794987000, "url": "https://instagram.com/p/A", "caption": None, "engagement": None}


def body(**told: object) -> bytes:
    return json.dumps(told).encode()


@pytest.mark.parametrize("told", [DOCUMENTED, LIVE, [LIVE]], ids=["documented", "live", "in a list"])
def test_the_account_behind_an_address_is_read_in_both_spellings(told: object) -> None:
    """Contract, section 7: this answer was never captured."""
    lookup = read_lookup(body(result=told, credits_cost=0.05, credits_left="3.95"))

    assert lookup.found is not None
    assert lookup.found.handle == Handle(platform=IG, name="maren")
    assert (lookup.found.shown_handle, lookup.found.name, lookup.found.followers) == ("Maren", "Maren S", 842)
    assert (str(lookup.cost), str(lookup.left)) == ("0.05", "3.95")


@pytest.mark.parametrize("told", [None, {}, [], {"platform": "instagram", "username": None}, "nobody"])
def test_no_account_named_is_a_miss(told: object) -> None:
    """The shape of a miss is unknown."""
    lookup = read_lookup(body(result=told))

    assert (lookup.found, lookup.elsewhere) == (None, "")


def test_an_account_on_a_platform_that_is_not_known_is_said() -> None:
    """It was paid for: nobody can be put into a sheet, but the money is explained."""
    lookup = read_lookup(body(result={"platform": "snapchat", "username": "maren"}))

    assert (lookup.found, lookup.elsewhere) == (None, "snapchat")


def test_connected_accounts_that_cannot_be_asked_about_are_kept_with_their_page() -> None:
    """They were paid for. A YouTube account named by its channel id is known by its address where that says more."""
    channel = {"platform": "youtube", "username": "UC" + "a" * 22}
    accounts = read_accounts(
        body(
            result=[
                LIVE,
                {**channel, "url": "https://www.youtube.com/@maren"},
                channel,
                {"platform": "Snapchat", "username": "@Maren", "follower_count": 12},
                {"platform": "linkedin", "url": "https://www.linkedin.com/in/m-s", "full_name": "Maren S"},
                {"platform": "discord", "username": "maren#7"},
                {"platform": "mastodon", "username": "maren", "url": "javascript:alert(1)"},
                {"username": "maren"},
            ],
            credits_cost=0.5,
        )
    ).accounts

    assert [one.handle for one in accounts if isinstance(one, Found)] == [
        Handle(platform=IG, name="maren"),
        Handle(platform=YT, name="maren"),
    ]
    assert [(one.platform_label, one.shown_handle, one.address) for one in accounts if isinstance(one, Mention)] == [
        ("YouTube", channel["username"], f"https://www.youtube.com/channel/{channel['username']}"),
        ("Snapchat", "Maren", "https://www.snapchat.com/add/Maren"),
        ("LinkedIn", "Maren S", "https://www.linkedin.com/in/m-s"),
        ("Discord", "maren#7", ""),
        ("Mastodon", "maren", ""),
        ("Other", "maren", ""),
    ]
    assert [one.followers for one in accounts if one.platform_label == "Snapchat"] == [12]


@pytest.mark.parametrize("told", [{"platform": "tiktok"}, {"platform": "snapchat", "username": " "}, None, "maren"])
def test_an_entry_that_names_no_account_is_none(told: object) -> None:
    """There is nothing that could be shown or opened."""
    assert read_accounts(body(result=[told])).accounts == ()


def test_details_name_accounts_by_block_or_by_address() -> None:
    """The platform asked about is not elsewhere; an address that leads nowhere is left out."""
    linked = read_linked(
        {
            "email": "maren@fjell.example",
            "creator_has": {"facebook": True},
            "instagram": {"username": "maren"},
            "instagram_link": "https://www.instagram.com/maren",
            "youtube": {"custom_url": "@Maren", "subscriber_count": 10},
            "tiktok_link": "https://www.tiktok.com/@maren.s?lang=en",
            "twitter_link": "https://x.com/",
            "twitch": {},
            "facebook": {"username": "maren.s", "follower_count": 7},
            "pinterest_link": "https://www.pinterest.com/maren/",
        },
        besides=IG,
    )

    assert [(one.platform_label, one.shown_handle, one.followers, one.address) for one in linked] == [
        ("YouTube", "Maren", 10, "https://www.youtube.com/@maren"),
        ("TikTok", "maren.s", None, "https://www.tiktok.com/@maren.s"),
        ("Facebook", "maren.s", 7, "https://www.facebook.com/maren.s"),
        ("Pinterest", "https://www.pinterest.com/maren/", None, "https://www.pinterest.com/maren/"),
    ]


@pytest.mark.parametrize(("platform", "count"), [(IG, 12), (TT, 35), (YT, 50)])
def test_the_largest_page_is_asked_for(platform: Platform, count: int) -> None:
    """Each page is charged, however long (contract, section 8)."""
    asked = posts_body(Handle(platform=platform, name="maren"), None)

    assert (asked["count"], "pagination_token" in asked) == (count, False)
    assert posts_body(Handle(platform=platform, name="maren"), "next")["pagination_token"] == "next"


@pytest.mark.parametrize("factor", [1, 1_000, 1_000_000], ids=["s", "ms", "us"])
def test_a_post_is_read_with_what_it_tells(factor: int) -> None:
    """Times in any unit; counts that are hidden stay unknown."""
    page = read_posts(body(result={"items": [{**POST, "taken_at": 1794987000 * factor}], "next_token": "t"}))

    (post,) = page.posts
    assert (post.at_s, post.caption, post.likes, page.next_token) == (1794987000, "", None, "t")


@pytest.mark.parametrize(("told", "views"), [(0, None), (None, None), (1, 1), ("24", 24)])
def test_a_picture_has_no_views(told: object, views: int | None) -> None:
    """The service says 0 of what nobody counts."""
    (post,) = read_posts(body(result={"items": [{**POST, "engagement": {"likes": 0, "views": told}}]})).posts

    assert (post.likes, post.views) == (0, views)


def test_a_post_without_time_or_address_is_left_out() -> None:
    """A page that was paid for is not lost to one odd post."""
    page = read_posts(body(result={"items": [{}, None, {**POST, "url": ""}, {**POST, "taken_at": -1}, POST]}))

    assert len(page.posts) == 1


@pytest.mark.parametrize(
    "result",
    [
        {"items": [POST], "more_available": False, "next_token": "t"},
        {"items": [POST], "more_available": True, "next_token": None},
        {"items": [], "more_available": True, "next_token": "t"},
    ],
)
def test_reading_ends_where_there_is_no_more(result: dict[str, object]) -> None:
    """Either sign is enough (contract, section 8); an empty page is never followed by a paid one."""
    assert read_posts(body(result=result)).next_token is None


@pytest.mark.parametrize("times", [1, 100], ids=["fractions", "percent"])
def test_an_overlap_is_percent_whatever_the_wire_says(times: int) -> None:
    """Contract, Q20: "percentages" are fractions, unless one is above 1."""
    told = read_overlap(
        body(
            basics={"total_followers": 1000, "total_unique_followers": 900},
            details=[
                {"username": "a", "unique_percentage": 0.912 * times, "overlapping_percentage": 0.088 * times},
                {"username": "@b", "followers": None, "unique_percentage": None},
            ],
            credits_cost=1,
        ),
        IG,
    ).overlap

    assert told is not None
    assert [(one.handle, one.unique, one.shared) for one in told.shares] == [("a", 91.2, 8.8), ("b", None, None)]
    assert (told.repeated, told.repeated_percent) == (100, 10.0)


@pytest.mark.parametrize(
    ("reader", "told"),
    [
        (read_lookup, {}),
        (read_accounts, {"result": {}}),
        (read_posts, {"result": {}}),
        (lambda told: read_overlap(told, IG), {"basics": {}, "details": []}),
    ],
    ids=["lookup", "accounts", "posts", "overlap"],
)
def test_an_answer_that_says_nothing_is_unreadable(reader, told) -> None:
    """It may have been charged: it is settled like a lost one."""
    with pytest.raises(Unreadable):
        reader(body(**told))
