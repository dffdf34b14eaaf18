"""Email lookup: the one strongest account behind an address."""

import sqlite3
from collections.abc import Iterable
from typing import Any
from zlib import crc32

from starlette.requests import Request

from app.sandbox import answers, blocks
from app.sandbox.answers import PictureOf
from app.sandbox.books import PRICES, Charge
from app.sandbox.checks import refuse, text
from app.sandbox.columns import PLATFORMS
from app.sandbox.data import CREATORS_PER_PLATFORM, by_handle, by_id
from app.sandbox.service import NOT_FOUND, Answer, Service

ALWAYS_KNOWN = "creator.example"
"""Every address here is found, also one that no enrichment gives."""


def is_address(written: str) -> bool:
    """Whether this could be an e-mail address."""
    name, at, domain = written.rpartition("@")
    return bool(name and at) and "@" not in name and "." in domain.strip(".") and not any(map(str.isspace, written))


async def owner(service: Service, address: str) -> tuple[str, int] | None:
    """(platform, number) of the account behind a lower-case address: on the first platform that knows it."""
    handles = _handles(address)
    for platform in PLATFORMS:
        number = await service.data.read(platform, lambda database: _listed(database, address, handles))
        if number is not None:
            return platform, number
    if not address.endswith(f"@{ALWAYS_KNOWN}"):
        return None
    return PLATFORMS[0], 1 + crc32(address.encode()) % CREATORS_PER_PLATFORM


def _handles(address: str) -> tuple[str, ...]:
    """The handles whose creators could have this address; `answers.email` makes them."""
    name, _, domain = address.partition("@")
    if domain == ALWAYS_KNOWN:
        return name, f"{name}.", f".{name}"
    stem = domain.removesuffix(".example")
    return tuple(dict.fromkeys(stem.replace("-", joint) for joint in ("-", "_", ".")))


def _listed(database: sqlite3.Connection, address: str, handles: Iterable[str]) -> int | None:
    rows = (by_handle(database, handle) for handle in handles)
    return next((row["id"] for row in rows if row is not None and answers.email(row) == address), None)


def account(row: dict[str, Any], platform: str, picture: PictureOf) -> dict[str, Any]:
    """The `result` of a lookup, spelled as documented (contract, section 7)."""
    return {
        "platform": platform,
        "userId": blocks.account_id(row, platform),
        "url": f"https://{platform}.example/{row['handle']}",
        "username": row["handle"],
        "fullname": row["name"],
        "picture": None if blocks.flag(row, "no_picture") else picture(row["id"]),
        "followers": row["followers"],
    }


async def by_email(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """The account behind an address; a miss is free."""
    address = text(body, "email", 254).strip().lower()
    if not is_address(address):
        raise refuse("email", "Enter a valid email address.")
    known = await owner(service, address)
    if known is None:
        return Answer(body=NOT_FOUND, status=400)
    platform, number = known
    row = await service.data.read(platform, lambda database: by_id(database, number))
    assert row is not None
    charge = Charge(call="email", platform=platform, units=PRICES["email"], handle=address)
    return Answer(
        body={"result": account(row, platform, service.picture(platform))},
        charge=charge,
        names_cost=True,
        cold=known,
    )
