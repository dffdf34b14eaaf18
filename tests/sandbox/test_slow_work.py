"""Cold creators, the gateway's patience, latency, and many requests at once."""

import asyncio
import time
from itertools import pairwise

import httpx
import pytest

HTML_504 = (504, "text/html")


def test_the_first_enrichment_of_a_creator_is_slow_and_the_next_is_not(start):
    """Then it is warm, for every tier."""
    api = start("--cold-s", "0.9")
    handle = api.someone(lambda truth: truth["found"])
    moments = [time.monotonic()]
    for tier in ("raw", "raw", "profile"):
        api.enrich(handle, tier)
        moments.append(time.monotonic())
    first, *rest = [after - before for before, after in pairwise(moments)]

    assert first >= 0.9
    assert max(rest) < 0.9


def test_the_gateway_gives_up_but_the_work_is_charged(start):
    """HTML 504 at the gateway's time; the charge follows when the work ends, and the answer is warm then."""
    api = start("--cold-s", "1.5", "--gateway-s", "0.2")
    handle = api.someone(lambda truth: truth["found"])
    api.process.restart()
    answer = api.enrich(handle)
    at_once = api.process.books()["used"]
    while api.process.books()["used"] == at_once:
        continue

    assert (answer.status_code, answer.headers["content-type"]) == HTML_504
    assert (at_once, api.process.books()["used"]) == ("0.00", "0.03")
    assert api.enrich(handle).status_code == 200


def test_latency_is_kept(start):
    """Every answer takes at least so long."""
    api = start("--latency-ms", "200-300")
    before = time.monotonic()
    api.credits()

    assert time.monotonic() - before >= 0.2


async def test_three_hundred_requests_are_in_flight_at_once(start):
    """They wait together: one after the other they would take five minutes."""
    api = start("--latency-ms", "1000", "--credits", "100")
    handle = api.process.truth("instagram", "khalidclimbing")["handle"]
    limits = httpx.Limits(max_connections=310)
    async with httpx.AsyncClient(
        base_url=api.process.url, headers=api.process.headers, limits=limits, timeout=30, trust_env=False
    ) as http:
        body = {"handle": handle, "platform": "instagram"}
        before = time.monotonic()
        answers = await asyncio.gather(
            *(http.post("/public/v1/creators/enrich/handle/raw/", json=body) for _ in range(300))
        )
        took = time.monotonic() - before

    assert {answer.status_code for answer in answers} == {200}
    assert took < 150
    assert api.process.books()["used"] == "9.00"


@pytest.mark.parametrize("path", ["/practice/books", "/practice/creators/instagram/nobody/"])
def test_the_control_channel_needs_the_key_too(start, path):
    """Nothing is told to strangers."""
    assert httpx.get(start().process.url + path, trust_env=False).status_code == 401
