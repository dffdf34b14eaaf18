"""The calls on exclusion lists: what goes over the wire, how answers are read, and that none is ever charged."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest

from app.api.client import open_http
from app.api.exclusions_client import ExclusionsClient
from app.domain.errors import Charged, Refused, Uncertain
from app.domain.exclusions import ExclusionEntries, ExclusionList
from app.domain.platforms import Platform
from tests.recording_server import Server, answer, running

ROOT = "/public/v1/discovery/exclusion-lists/"
TOLD = {
    "id": 7, "name": "Asked", "platform": "tiktok", "is_default": False, "handle_count": 2,
    "created_at": "2026-10-01T10:00:00Z", "updated_at": "2026-10-01T10:00:00Z", "colour": "red",
}  # fmt: skip
READ = ExclusionList(id=7, name="Asked", platform=Platform.TIKTOK, default=False, handles=2)
Ask = Callable[[ExclusionsClient], Awaitable[Any]]
CALLS: dict[str, tuple[Ask, str, str, Any, Any, Any]] = {
    "all": (lambda c: c.exclusion_lists(), "GET", ROOT, None, [TOLD], (READ,)),
    "the standing list": (
        lambda c: c.default_exclusion_list(Platform.TIKTOK), "GET", f"{ROOT}default/tiktok/", None, TOLD, READ,
    ),
    "create": (
        lambda c: c.create_exclusion_list("Asked", Platform.TIKTOK),
        "POST", ROOT, {"name": "Asked", "platform": "tiktok"}, TOLD, READ,
    ),
    "rename": (lambda c: c.rename_exclusion_list(7, "Asked"), "PATCH", f"{ROOT}7/", {"name": "Asked"}, TOLD, READ),
    "delete": (lambda c: c.delete_exclusion_list(7), "DELETE", f"{ROOT}7/", None, None, None),
    "entries": (
        lambda c: c.exclusion_entries(7, offset=2000),
        "GET", f"{ROOT}7/entries/?offset=2000&limit=2000", None,
        {"total": 2002, "offset": 2000, "limit": 2000, "handles": ["anna", "ben"]},
        ExclusionEntries(total=2002, handles=("anna", "ben")),
    ),
    "add": (
        lambda c: c.add_exclusions(7, ["anna", "ben"]),
        "POST", f"{ROOT}7/entries/", {"handles": ["anna", "ben"]}, TOLD, READ,
    ),
    "remove": (
        lambda c: c.remove_exclusions(7, ["anna"]),
        "DELETE", f"{ROOT}7/entries/", {"handles": ["anna"]}, TOLD, READ,
    ),
}  # fmt: skip


@pytest.fixture
async def service() -> AsyncIterator[Server]:
    async with running() as server:
        yield server


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with open_http() as client:
        yield client


@pytest.fixture
def client(service: Server, http: httpx.AsyncClient) -> ExclusionsClient:
    return ExclusionsClient(http, base_url=service.url, key="eyJ-invented")


@pytest.mark.parametrize(("ask", "method", "target", "body", "told", "read"), CALLS.values(), ids=CALLS)
async def test_each_call_has_its_method_path_and_body(
    client: ExclusionsClient, service: Server, ask: Ask, method: str, target: str, body: Any, told: Any, read: Any
) -> None:
    """As the contract writes them; what the service adds to an answer does no harm."""
    service.reply = answer(204) if told is None else answer(200, told)
    value = await ask(client)
    (arrived,) = service.arrived

    assert (arrived.method, arrived.target) == (method, target)
    assert (json.loads(arrived.body) if arrived.body else None) == body
    assert value == read


@pytest.mark.parametrize("ask", [call[0] for call in CALLS.values()], ids=CALLS)
async def test_no_call_is_ever_charged_whatever_happens(client: ExclusionsClient, service: Server, ask: Ask) -> None:
    """A list that is gone is refused in the service's words; a lost answer is no question of money."""
    service.reply = answer(404, {"error": "Exclusion list not found."})
    with pytest.raises(Refused, match="Exclusion list not found"):
        await ask(client)
    service.reply = None
    with pytest.raises(Uncertain) as told:
        await ask(client)

    assert told.value.charged is Charged.NO


async def test_odd_lists_do_not_hide_the_others(client: ExclusionsClient, service: Server) -> None:
    """One of a platform nobody knows is left out, a missing name gets one, numbers may come as text."""
    odd = {"id": "8", "name": None, "platform": "youtube", "is_default": True, "handle_count": None}
    service.reply = answer(200, [{**TOLD, "platform": "myspace"}, odd])

    assert await client.exclusion_lists() == (
        ExclusionList(id=8, name="List 8", platform=Platform.YOUTUBE, default=True, handles=0),
    )


async def test_similar_creators_of_nobody_are_refused_in_plain_words(client: ExclusionsClient, service: Server) -> None:
    """The service only says that it found nothing."""
    service.reply = answer(400, {"error": "creator_not_found"})
    with pytest.raises(Refused, match="does not know anna on TikTok"):
        await client.similar(
            Platform.TIKTOK, filter_key="username", filter_value="anna", filters={}, wire_page=0, limit=50
        )
