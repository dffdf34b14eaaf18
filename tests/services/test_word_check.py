"""The words of a search are looked up before it is paid; what cannot be looked up does not stop it."""

import json
from operator import attrgetter

import pytest

from app.api.client import Client
from app.bootstrap import REAL, load_catalogue
from app.domain.errors import InputError, KeyRefused
from app.domain.filters import Search
from app.domain.platforms import Platform
from app.services.dictionaries import Dictionaries
from app.services.word_check import WordCheck
from tests.recording_server import answer, running

WORDS = Search(
    platform=Platform.INSTAGRAM,
    filters={"location": ["Germany"], "profile_language": ["de"], "audience": {"interests": [{"name": "Cooking"}]}},
    target=10,
)


async def test_known_words_pass_and_are_asked_for_once(app, spent):
    """The second look needs nobody."""
    search = WORDS.without("audience.interests")
    first = await app.word_check.check(search)
    asked = len(spent.arrivals)
    second = await app.word_check.check(search)

    assert (first, second) == ((), ())
    assert (asked, len(spent.arrivals), spent.entries) == (2, 2, [])


async def test_every_wrong_word_is_named_with_its_filter(app):
    """`field` is the first one's key."""
    search = WORDS.with_filter("location", ["Germany", "Atlantis", "Mu"]).with_filter("profile_language", ["qq"])
    with pytest.raises(InputError) as told:
        await app.word_check.check(search)

    assert told.value.field == "location"
    assert "“Atlantis”, “Mu” are not" in told.value.happened
    assert "“qq” is not" in told.value.happened


@pytest.mark.parametrize(
    ("status", "body", "unsure"), [(404, {"error": "no such path"}, 3), (200, [], 0), (200, {"result": []}, 0)]
)
async def test_a_service_without_dictionaries_refuses_no_search(app, status, body, unsure):
    """An empty dictionary proves nothing, and one that is not there is said, filter by filter."""
    async with running(answer(status, body)) as server:
        client = Client(app._http, base_url=server.url, key="eyJ-invented")
        found = Dictionaries(app.store, client, app.queue, REAL.now_ms)
        said = await WordCheck(load_catalogue(), found).check(WORDS, called=attrgetter("key"))

    assert len(said) == unsure
    assert [key for key in ("location", "profile_language", "audience.interests") if key in json.dumps(said)] == (
        ["location", "profile_language", "audience.interests"][:unsure]
    )


async def test_a_key_that_is_refused_is_said(app, service):
    """It would be refused for the search as well."""
    client = Client(app._http, base_url=service.url, key="eyJ.wrong.key")
    check = WordCheck(load_catalogue(), Dictionaries(app.store, client, app.queue, REAL.now_ms))
    with pytest.raises(KeyRefused):
        await check.check(WORDS)
