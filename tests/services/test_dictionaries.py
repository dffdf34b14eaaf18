"""The values a filter offers: free, kept for a week, and there without a connection."""

import time

import pytest

from app.api.client import Client
from app.domain.errors import KeyRefused
from app.domain.platforms import Platform
from app.services.dictionaries import KEPT_MS, Dictionaries


@pytest.fixture
def without_access(app, service):
    """The same workspace where the service cannot be asked, at a later time."""

    def make(later_ms: int = 0) -> Dictionaries:
        client = Client(app._http, base_url=service.url, key="eyJ.wrong.key")
        return Dictionaries(app.store, client, app.queue, lambda: app.jobs.now_ms() + later_ms)

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


async def test_what_is_kept_comes_at_once(app):
    """Typing does not wait for anything."""
    await app.dictionaries.find("locations", Platform.INSTAGRAM, "ber")
    began = time.perf_counter()
    await app.dictionaries.find("locations", Platform.INSTAGRAM, "ber")

    assert time.perf_counter() - began < 0.05
