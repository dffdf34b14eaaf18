"""Handles: however a creator was typed or pasted, the same account is the same value, and nobody else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import InputError
from app.domain.platforms import Handle, Platform, is_email, platform_named

IG, YT, TT, TW, TV, OF = Platform

SAME_CREATOR = [
    (IG, "fjelltur.maren"),
    (IG, "@fjelltur.maren"),
    (IG, "@@Fjelltur.Maren"),
    (IG, "  FJELLTUR.MAREN\t\n"),
    (IG, "\u200bfjelltur.maren\ufeff"),
    (IG, "\u202a@fjelltur.maren\u202c"),
    (IG, "\u2068fjelltur.maren\u2069"),
    (IG, "fjell\u00adtur.maren"),
    (IG, "\uff20fjelltur.maren"),
    (IG, "@ fjelltur.maren"),
    (IG, "instagram.com/fjelltur.maren"),
    (None, "https://www.instagram.com/fjelltur.maren/"),
    (None, "http://instagram.com/Fjelltur.Maren"),
    (None, "HTTPS://WWW.INSTAGRAM.COM/fjelltur.maren?hl=en&igshid=abc#top"),
    (None, "https://m.instagram.com/fjelltur.maren/reel/C0FFEE/"),
    (None, "https://instagr.am/fjelltur.maren"),
    (None, "https://www.instagram.com//fjelltur.maren"),
    (None, "https://www.instagram.com/%66jelltur.maren"),
    (None, "https://www.instagram.com:443/fjelltur.maren"),
    (None, "www.instagram.com/@fjelltur.maren"),
]


@pytest.mark.parametrize(("platform", "typed"), SAME_CREATOR)
def test_every_spelling_of_an_account_is_the_same_handle(platform: Platform | None, typed: str) -> None:
    """Bought once means once, whichever way the list was written."""
    handle = Handle.parse(typed, platform)

    assert handle == Handle(platform=IG, name="fjelltur.maren")


@pytest.mark.parametrize(
    ("typed", "platform", "name"),
    [
        ("https://www.youtube.com/@Maren", YT, "maren"),
        ("https://youtube.com/@maren/videos", YT, "maren"),
        ("https://www.youtube.com/c/Maren", YT, "maren"),
        ("https://www.youtube.com/user/maren", YT, "maren"),
        ("https://www.youtube.com/maren", YT, "maren"),
        ("https://www.youtube.com/@%E3%83%9E%E3%83%AC%E3%83%B3", YT, "マレン"),
        ("https://m.youtube.com/@maren?si=abc", YT, "maren"),
        ("https://youtu.be/@maren?si=abc", YT, "maren"),
        ("youtu.be/@Maren", YT, "maren"),
        ("https://www.instagram.com/_u/maren/", IG, "maren"),
        ("https://www.tiktok.com/@maren", TT, "maren"),
        ("https://www.tiktok.com/@maren/video/7300000000000000000?lang=en", TT, "maren"),
        ("tiktok.com/maren", TT, "maren"),
        ("https://twitter.com/maren/status/1", TW, "maren"),
        ("https://x.com/maren", TW, "maren"),
        ("https://mobile.twitter.com/maren", TW, "maren"),
        ("https://www.twitch.tv/maren/about", TV, "maren"),
        ("https://m.twitch.tv/maren", TV, "maren"),
        ("https://onlyfans.com/maren", OF, "maren"),
        ("https://x.com/live", TW, "live"),
    ],
)
def test_an_address_names_its_platform(typed: str, platform: Platform, name: str) -> None:
    """A pasted link needs nothing beside it."""
    assert Handle.parse(typed) == Handle(platform=platform, name=name)


@pytest.mark.parametrize(
    "typed",
    [
        "https://www.instagram.com/",
        "https://www.instagram.com/p/C0FFEE/",
        "https://www.instagram.com/reel/C0FFEE/",
        "https://www.instagram.com/stories/maren/1/",
        "https://www.instagram.com/s/aGlnaGxpZ2h0",
        "https://help.instagram.com/12345",
        "https://www.instagram.com/channel/abc",
        "https://www.tiktok.com/business",
        "https://www.twitch.tv/downloads",
        "https://www.youtube.com/watch?v=abc",
        "https://www.youtube.com/shorts/abc",
        "https://www.youtube.com/live/abc",
        "https://www.youtube.com/c/",
        "https://www.youtube.com/channel/UCabcdefghij",
        "https://music.youtube.com/@maren",
        "https://www.tiktok.com/t/ZT8abc/",
        "https://vm.tiktok.com/ZM8abc/",
        "https://www.tiktok.com/tag/fjell",
        "https://x.com/i/lists/1",
        "https://x.com/search?q=maren",
        "https://clips.twitch.tv/SpicyClip",
        "https://www.twitch.tv/directory/game/Chess",
        "https://netflix.com/maren",
        "https://instagram.com.example/maren",
        "https://example.com/instagram.com/maren",
        "https://[::1/maren",
        "https:///maren",
        "https://youtu.be/abc",
    ],
)
def test_an_address_that_leads_elsewhere_is_refused(typed: str) -> None:
    """A wrong guess would buy a stranger."""
    with pytest.raises(InputError):
        Handle.parse(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "\u200b\ufeff",
        "@",
        "@@@",
        "hello@maren.example",
        "maren@",
        "www.instagram.com",
        "YouTube.com",
        "bird_one)",
        "abc_one\u2026",
        "creator:note",
        "a/b",
        "a\\b",
        "a,b",
        "a;b",
        "<b>maren</b>",
        '"maren"',
        "what?",
        "#fjelltur",
        "a\x00b",
        "a\x85b\x07",
        "a|b",
        "a%2541",
        "half \ud83d",
        "x" * 201,
    ],
)
@pytest.mark.parametrize("platform", [IG, YT])
def test_what_is_no_handle_is_refused(platform: Platform, typed: str) -> None:
    """With a sentence, before anything is sent."""
    with pytest.raises(InputError):
        Handle.parse(typed, platform)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("https://vm.tiktok.com/ZM8abc/", "short link"),
        ("vt.tiktok.com/ZM8abc", "short link"),
        ("https://t.co/abc", "short link"),
        ("https://linktr.ee/maren", "page of links"),
        ("linktr.ee/maren", "page of links"),
        ("https://maren.bio.link/", "page of links"),
        ("https://youtu.be/dQw4w9WgXcQ", "page, not to a creator"),
        ("https://www.instagram.com/_u/", "page, not to a creator"),
        ("https://www.facebook.com/maren", "not on a platform"),
    ],
)
def test_why_an_address_names_nobody_is_said(typed: str, reason: str) -> None:
    """What only its own site could tell is not guessed, and the sentence says what to do instead."""
    with pytest.raises(InputError, match=reason):
        Handle.parse(typed)


@pytest.mark.parametrize(
    ("word", "platform"),
    [
        *((one.value, one) for one in Platform),
        *((one.label, one) for one in Platform),
        ("IG", IG),
        (" Insta ", IG),
        ("Tik Tok", TT),
        ("You-Tube", YT),
        ("YouTube channel", YT),
        ("X", TW),
        ("Twitter/X", TW),
        ("twitch.tv", TV),
        ("Snapchat", None),
        ("", None),
        ("\u212a", None),
    ],
)
def test_a_platform_is_known_by_the_words_people_use(word: str, platform: Platform | None) -> None:
    """Lists have a column of them, in any spelling."""
    assert platform_named(word) is platform


def test_a_handle_alone_needs_its_platform() -> None:
    """Six platforms may have that name."""
    with pytest.raises(InputError, match="platform"):
        Handle.parse("maren")


def test_an_address_of_another_platform_is_refused() -> None:
    """The list was said to hold Instagram accounts; the message names both platforms."""
    with pytest.raises(InputError, match=r"TikTok.*Instagram"):
        Handle.parse("https://www.tiktok.com/@maren", IG)


def test_composed_and_decomposed_letters_are_the_same_handle() -> None:
    """macOS and Windows write é differently."""
    assert Handle.parse("rene\u0301e", YT) == Handle.parse("ren\u00e9e", YT)


def test_the_same_name_on_two_platforms_is_two_creators() -> None:
    """A handle is a name on a platform."""
    assert Handle.parse("maren", IG) != Handle.parse("maren", TT)


@pytest.mark.parametrize("platform", Platform)
def test_the_longest_handle_still_fits_the_wire(platform: Platform) -> None:
    """200 characters, with the at sign YouTube needs (contract, section 3)."""
    handle = Handle.parse("x" * (199 if platform is YT else 200), platform)

    assert len(handle.wire) == 200


@pytest.mark.parametrize("platform", Platform)
def test_a_longer_one_does_not(platform: Platform) -> None:
    """The at sign counts."""
    with pytest.raises(InputError):
        Handle.parse("x" * (200 if platform is YT else 201), platform)


@pytest.mark.parametrize("platform", Platform)
def test_a_profile_address_leads_back_to_its_handle(platform: Platform) -> None:
    """What a sheet exports can be imported."""
    handle = Handle.parse("maren.fjell_19-b", platform)

    assert Handle.parse(handle.address) == handle


@given(st.text(), st.sampled_from(Platform) | st.none())
def test_any_text_is_a_handle_or_refused(typed: str, platform: Platform | None) -> None:
    """Nothing else comes out, and a handle read again stays itself."""
    try:
        handle = Handle.parse(typed, platform)
    except InputError:
        return

    assert Handle.parse(handle.wire, handle.platform) == handle
    assert 1 <= len(handle.wire) <= 200
    assert str(handle) == f"@{handle.name}"
    handle.name.encode("utf-8")


@pytest.mark.parametrize("platform", Platform)
def test_every_platform_has_its_words(platform: Platform) -> None:
    """A label people know, and what its audience is called."""
    assert platform.label == platform.label.strip() != ""
    assert platform.followers_word == ("Subscribers" if platform is YT else "Followers")


@pytest.mark.parametrize("text", ["hello@maren.example", " a.b+c@sub.maren.example ", "æ@maren.example"])
def test_an_email_is_recognised(text: str) -> None:
    """By its form."""
    assert is_email(text)


@pytest.mark.parametrize(
    "text", ["", "maren", "@maren", "a@b", "a@b.c", "a b@c.de", "a@b@c.de", "a@c.de, b@c.de", "<a@c.de>"]
)
def test_what_is_no_email_is_not(text: str) -> None:
    """Neither are two of them."""
    assert not is_email(text)
