"""The calls on exclusion lists: all free, and all under one path (contract, 6.6)."""

from typing import Any

from starlette.requests import Request

from app.sandbox.checks import BadRequest, choice, handle_key, query_number, refuse, text
from app.sandbox.columns import PLATFORMS
from app.sandbox.exclusions import (
    HANDLE_AT_MOST,
    HANDLES_AT_MOST,
    NAME_AT_MOST,
    PAGE_AT_MOST,
    PAGE_DEFAULT,
    NameTaken,
)
from app.sandbox.service import Answer, Service, Work

_UNKNOWN = {"error": "Exclusion list not found."}
_TAKEN = {"name": ["A list with this name already exists for this platform."]}
_LARGEST_ID = 2**60


def _asked(service: Service, request: Request) -> dict[str, Any] | None:
    """The list a path names: a platform's standing list (made when it is first asked for), or one by number."""
    platform = request.path_params.get("platform")
    if platform is not None:
        return service.books.lists.default(choice({"platform": platform}, "platform", PLATFORMS))
    written = request.path_params["list_id"]
    number = int(written) if written.isascii() and written.isdecimal() and len(written) < 20 else 0
    return service.books.lists.get(min(number, _LARGEST_ID))


async def every(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """All lists of all platforms."""
    return Answer(body=service.books.lists.all())


async def create(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """A new list of one platform."""
    name = text(body, "name", NAME_AT_MOST).strip()
    platform = choice(body, "platform", PLATFORMS)
    try:
        return Answer(body=service.books.lists.create(name, platform))
    except NameTaken:
        raise BadRequest(_TAKEN) from None


async def read(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """One list."""
    found = _asked(service, request)
    return Answer(body=_UNKNOWN, status=404) if found is None else Answer(body=found)


async def rename(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """Another name for a list that people made."""
    found = _asked(service, request)
    if found is None:
        return Answer(body=_UNKNOWN, status=404)
    if found["is_default"]:
        raise BadRequest(["The default exclusion list cannot be renamed."])
    try:
        service.books.lists.rename(found["id"], text(body, "name", NAME_AT_MOST).strip())
    except NameTaken:
        raise BadRequest(_TAKEN) from None
    return Answer(body=service.books.lists.get(found["id"]))


async def delete(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """The end of a list that people made."""
    found = _asked(service, request)
    if found is None:
        return Answer(body=_UNKNOWN, status=404)
    if found["is_default"]:
        raise BadRequest(["The default exclusion list cannot be deleted."])
    service.books.lists.delete(found["id"])
    return Answer(body=None, status=204)


async def entries(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """A page of handles, alphabetical."""
    found = _asked(service, request)
    if found is None:
        return Answer(body=_UNKNOWN, status=404)
    offset = query_number(request.query_params, "offset", 0)
    limit = query_number(request.query_params, "limit", PAGE_DEFAULT, least=1, most=PAGE_AT_MOST)
    handles = service.books.lists.handles(found["id"], offset=offset, limit=limit)
    return Answer(body={"total": found["handle_count"], "offset": offset, "limit": limit, "handles": handles})


async def add(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """Handles onto a list; adding twice is harmless."""
    found = _asked(service, request)
    if found is None:
        return Answer(body=_UNKNOWN, status=404)
    service.books.lists.add(found["id"], _handles(body))
    return Answer(body=service.books.lists.get(found["id"]))


async def remove(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """Handles off a list; absent ones are harmless."""
    found = _asked(service, request)
    if found is None:
        return Answer(body=_UNKNOWN, status=404)
    service.books.lists.remove(found["id"], _handles(body))
    return Answer(body=service.books.lists.get(found["id"]))


def _handles(body: dict[str, Any]) -> set[str]:
    """The handle keys of a body: lower case, without "@", profile addresses reduced."""
    given = body.get("handles")
    if given is None:
        raise refuse("handles", "This field is required.")
    if not isinstance(given, list):
        raise refuse("handles", f'Expected a list of items but got type "{type(given).__name__}".')
    if not given:
        raise refuse("handles", "This list may not be empty.")
    if len(given) > HANDLES_AT_MOST:
        raise refuse("handles", f"Ensure this field has no more than {HANDLES_AT_MOST} elements.")
    keys = set()
    for handle in given:
        key = handle_key(text({"handles": handle}, "handles", HANDLE_AT_MOST))
        if not key:
            raise refuse("handles", "This field may not be blank.")
        keys.add(key)
    return keys


_LISTS = "discovery/exclusion-lists"
CALLS: tuple[tuple[str, str, Work], ...] = (
    ("GET", f"{_LISTS}/", every),
    ("POST", f"{_LISTS}/", create),
    ("GET", f"{_LISTS}/default/{{platform}}/", read),
    ("GET", f"{_LISTS}/default/{{platform}}/entries/", entries),
    ("POST", f"{_LISTS}/default/{{platform}}/entries/", add),
    ("DELETE", f"{_LISTS}/default/{{platform}}/entries/", remove),
    ("GET", f"{_LISTS}/{{list_id}}/", read),
    ("PATCH", f"{_LISTS}/{{list_id}}/", rename),
    ("DELETE", f"{_LISTS}/{{list_id}}/", delete),
    ("GET", f"{_LISTS}/{{list_id}}/entries/", entries),
    ("POST", f"{_LISTS}/{{list_id}}/entries/", add),
    ("DELETE", f"{_LISTS}/{{list_id}}/entries/", remove),
)
"""Method, path below the root, work; the standing lists come first, or "default" would pass for a number."""
