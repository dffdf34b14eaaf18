"""The values a filter offers: free, kept for a week, and there without a connection."""

import asyncio

import pytest

from app.api.client import Client
from app.bootstrap import REAL
from app.domain.errors import KeyRefused
from app.domain.platforms import Platform
from app.services.dictionaries import KEPT_MS, Dictionaries


@pytest.fixture
def without_access(app, service):
    """The same workspace where the service cannot be asked, at a later time."""

    def make(later_ms: int = 0) -> Dictionaries:
        client = Client(app._http, base_url=service.url, key="eyJ.wrong.key")
        return Dictionaries(app.store, client, app.queue, lambda: REAL.now_ms() + later_ms)

    return make


async def test_what_is_typed_finds_places_for_nothing(app, spent):
    """Every answer holds the letters."""
    found = await app.dictionaries.find("locations", Platform.INSTAGRAM, "Ber")

    assert found
    assert all("ber" in item.label.lower() for item in found)
    assert spent.entries == []


async def test_the_same_letters_are_asked_once(app, spent):
    """In any case and with blanks around."""
    first = await app.dictionaries.find("locations", Platform.INSTAGRAM, "ber")
    second = await app.dictionaries.find("locations", Platform.INSTAGRAM, "  BER ")

    assert first == second
    assert len(spent.arrivals) == 1


async def test_places_are_per_platform_and_languages_are_not(app, spent):
    """As the service keeps them."""
    for platform in (Platform.INSTAGRAM, Platform.YOUTUBE):
        await app.dictionaries.find("locations", platform, "ber")
        await app.dictionaries.find("languages", platform, "ger")

    assert len(spent.arrivals) == 3


async def test_what_is_kept_works_without_the_service(app, spent, without_access):
    """Also after a week, when it would rather ask again."""
    kept = await app.dictionaries.find("locations", Platform.INSTAGRAM, "ber")
    fresh = await without_access().find("locations", Platform.INSTAGRAM, "ber")
    asked = len(spent.arrivals)
    old = await without_access(KEPT_MS + 1).find("locations", Platform.INSTAGRAM, "ber")

    assert kept == fresh == old
    assert (asked, len(spent.arrivals)) == (1, 2)


async def test_what_is_not_kept_says_why_it_is_missing(without_access):
    """The service's own error, not an empty list."""
    with pytest.raises(KeyRefused):
        await without_access().find("locations", Platform.INSTAGRAM, "ber")


async def test_other_letters_find_what_was_kept_for_these(app, without_access):
    """Typing towards a place that was chosen before works without a connection, letter by letter."""
    await app.dictionaries.find("locations", Platform.INSTAGRAM, "germany")
    offline = without_access()
    found = [item.value for item in await offline.find("locations", Platform.INSTAGRAM, "Germ")]

    assert "Germany" in found
    assert all("germ" in value.lower() for value in found)
    with pytest.raises(KeyRefused):
        await offline.find("locations", Platform.INSTAGRAM, "Franc")


async def test_a_whole_dictionary_is_asked_for_once_and_narrowed_here(app, spent):
    """Languages, topics and games take no search: every letter after the first answer is free of traffic."""
    german = await app.dictionaries.find("languages", Platform.INSTAGRAM, "ger")
    every = await app.dictionaries.find("languages", Platform.TIKTOK, "")

    assert [item.label for item in german if item.label == "German"] == ["German"]
    assert all("ger" in item.label.lower() for item in german)
    assert len(every) > len(german)
    assert len(spent.arrivals) == 1


async def test_topics_keep_their_branches(app, spent):
    """Also when they come from disk."""
    first = await app.dictionaries.find("yt-topics", Platform.YOUTUBE, "")
    second = await app.dictionaries.find("yt-topics", Platform.YOUTUBE, "")
    tops = {item.value for item in first if not item.parent}

    assert first == second
    assert any(item.parent for item in first)
    assert {item.parent for item in first if item.parent} <= tops
    assert len(spent.arrivals) == 1


async def test_places_of_audiences_keep_their_level(app, spent):
    """Also when they come from disk."""
    for _ in range(2):
        found = await app.dictionaries.find("audience-locations", Platform.INSTAGRAM, "bavaria")
        assert [(item.value, item.level) for item in found] == [("Bavaria, Germany", "state")]
    assert len(spent.arrivals) == 1


async def test_values_that_are_gone_are_told_for_nothing(app, spent):
    """One free call for each value that nobody looked up within a week; what was found while typing costs none."""
    typed = await app.dictionaries.find("locations", Platform.INSTAGRAM, "ger")
    asked = len(spent.arrivals)
    known = await app.dictionaries.gone("locations", Platform.INSTAGRAM, [typed[0].value])
    still = len(spent.arrivals)
    gone = await app.dictionaries.gone("locations", Platform.INSTAGRAM, [typed[0].value, "Prussia Minor"])

    assert (known, gone) == ((), ("Prussia Minor",))
    assert (asked, still, len(spent.arrivals)) == (1, 1, 2)
    assert spent.entries == []


async def test_a_language_that_is_gone_is_told_with_one_call(app, spent):
    """A whole dictionary proves it for all values at once."""
    gone = await app.dictionaries.gone("languages", Platform.INSTAGRAM, ["de", "qq", "zq"])

    assert gone == ("qq", "zq")
    assert len(spent.arrivals) == 1


async def test_a_brand_of_several_words_is_found_by_its_longest(app, spent):
    """By its full name or its bare one; one that is none is told."""
    named = (await app.dictionaries.find("brands", Platform.INSTAGRAM, "birch wheels"))[0].label
    gone = await app.dictionaries.gone("brands", Platform.INSTAGRAM, [named, named.lower(), "Nonexistent GmbH"])

    assert gone == ("Nonexistent GmbH",)
    assert spent.entries == []


async def test_the_word_that_was_meant_is_told(app, spent):
    """For one free question."""
    assert (await app.dictionaries.meant("locations", Platform.INSTAGRAM, "germany")).value == "Germany"
    assert await app.dictionaries.meant("languages", Platform.INSTAGRAM, "de-DE") is None
    assert (len(spent.arrivals), spent.entries) == (1, [])


async def test_nobody_is_asked_where_the_answer_would_prove_nothing(app, spent):
    """Brands are searched by name and sent by another word."""
    assert await app.dictionaries.gone("brands", Platform.INSTAGRAM, ["hm"]) == ()
    assert spent.arrivals == []


async def test_without_the_service_nothing_is_called_gone(without_access):
    """The error is the caller's to judge; a value is not condemned for want of an answer."""
    with pytest.raises(KeyRefused):
        await without_access().gone("locations", Platform.INSTAGRAM, ["Germany"])


async def test_one_question_serves_everybody_who_asks_it(app, spent):
    """Two fields that look for the same letters at the same time send one request."""
    answers = await asyncio.gather(*(app.dictionaries.find("locations", Platform.INSTAGRAM, "ber") for _ in range(3)))

    assert answers[0] == answers[1] == answers[2] != []
    assert len(spent.arrivals) == 1


async def test_an_answer_nobody_waits_for_any_more_is_kept(app, spent):
    """The next letter takes the question back; the request is not torn down, and what it brings is there later."""
    asked = asyncio.ensure_future(app.dictionaries.find("locations", Platform.INSTAGRAM, "ber"))
    await asyncio.sleep(0)
    asked.cancel()
    found = await app.dictionaries.find("locations", Platform.INSTAGRAM, "ber")

    assert found
    assert asked.cancelled()
    assert len(spent.arrivals) == 1


async def test_closing_gives_up_what_is_being_asked(app):
    """Nothing is left on its way when the connection goes."""
    asked = asyncio.ensure_future(app.dictionaries.find("locations", Platform.INSTAGRAM, "ber"))
    await asyncio.sleep(0)
    await app.dictionaries.close()

    with pytest.raises(asyncio.CancelledError):
        await asked
