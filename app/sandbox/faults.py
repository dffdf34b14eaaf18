"""Faults on request: which request gets which, and the effects that need the raw connection.

`reset`, `lost` and `trunc` really cut the connection, because a customer meets those as transport errors
and not as statuses.
"""

import asyncio
import random
import socket
import struct
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

KINDS = ("413", "429", "500", "502", "503", "reset", "trunc", "hang", "lost", "504c")
CHARGED = ("trunc", "lost", "504c")
"""Kinds whose work is done and charged although the answer does not arrive whole; `reset` charges every other time."""


def parse(spec: str) -> dict[str, float]:
    """Read `kind:probability,...`; raises ValueError with a sentence naming what is wrong."""
    chances: dict[str, float] = {}
    for part in filter(None, (piece.strip() for piece in spec.split(","))):
        kind, _, chance = part.partition(":")
        if kind not in KINDS:
            raise ValueError(f'"{kind}" is not a fault; known are {", ".join(KINDS)}')
        try:
            chances[kind] = float(chance)
        except ValueError:
            raise ValueError(f'"{part}" needs a probability between 0 and 1, as in {kind}:0.05') from None
        if not 0 <= chances[kind] <= 1:
            raise ValueError(f'"{part}" needs a probability between 0 and 1')
    if sum(chances.values()) > 1:
        raise ValueError("the probabilities add up to more than 1")
    return chances


class FaultPlan:
    """Draws the fault of each request in order of arrival; the same seed gives the same sequence."""

    def __init__(self, chances: dict[str, float], *, seed: int) -> None:
        self._chances = chances
        self._rng = random.Random(f"faults:{seed}")
        self._resets = 0

    def draw(self) -> str | None:
        """The fault of the next request, or None."""
        if not self._chances:
            return None
        point = self._rng.random()
        for kind, chance in self._chances.items():
            if point < chance:
                return kind
            point -= chance
        return None

    def charges(self, kind: str) -> bool:
        """Whether a paid request with this fault is charged; every second reset is."""
        if kind == "reset":
            self._resets += 1
            return self._resets % 2 == 0
        return kind in CHARGED


_open: dict[tuple[str, int], asyncio.Transport] = {}
_LINGER_OFF = struct.pack("hh" if hasattr(socket, "SO_EXCLUSIVEADDRUSE") else "ii", 1, 0)


class CuttableProtocol(H11Protocol):
    """Keeps the transport of each caller within reach: ASGI itself has no way to cut a connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # asyncio does this itself only for sockets that name their protocol, which ours does not.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.client:
            _open[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self.client:
            _open.pop(self.client, None)
        super().connection_lost(exc)


def _transport(scope: Scope) -> asyncio.Transport | None:
    return _open.get(tuple(scope["client"]))


async def gone(receive: Receive) -> None:
    """Return when the caller has gone or the connection was cut."""
    while (await receive())["type"] != "http.disconnect":
        continue


async def reset(scope: Scope, receive: Receive) -> None:
    """Answer with a TCP reset."""
    transport = _transport(scope)
    if transport is not None:
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_OFF)
        transport.abort()
    await gone(receive)


async def close(scope: Scope, receive: Receive) -> None:
    """Close the connection without an answer."""
    transport = _transport(scope)
    if transport is not None:
        transport.close()
    await gone(receive)


async def cut(scope: Scope, receive: Receive, send: Send, headers: list[Any], body: bytes) -> None:
    """Announce the whole body, send half of it, close."""
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
    await close(scope, receive)
