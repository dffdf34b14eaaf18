"""Scaled time: a minute of the product passes in six and a half seconds, of the practice service's window in six.

So the distance between the two stays half a real second, which is what covers the way of a request on a busy machine.
"""

import asyncio
import time

import httpx

from app.api.client import open_http
from app.bootstrap import Pace
from app.workspace.sendlog import boot_identity

WINDOW_S = 6.0  # `--window-s` of the practice service
MINUTE_S = 6.5  # a window of the product's gate, in real seconds
FASTER = 60.5 / MINUTE_S
LESS_PATIENT = 4.0  # an answer is waited for less shortened: it takes real work on a busy machine


class Wall:
    """The clock on the wall, which somebody sets: `ahead_s` may change at any moment."""

    def __init__(self, ahead_s: float) -> None:
        self.ahead_s = ahead_s

    def __call__(self) -> float:
        return time.time() + self.ahead_s


def hurried(wall: Wall, *, boot: str, since_boot_s: float, still_at_work_s: float) -> Pace:
    """A pace in scaled time. `since_boot_s`: what the clock that only goes on adds to this machine's own, scaled."""
    return Pace(
        clock=lambda: time.monotonic() * FASTER + since_boot_s,
        sleep=lambda seconds: asyncio.sleep(seconds / FASTER),
        wall=wall,
        boot=boot,
        still_at_work_s=still_at_work_s,
        connect=_connect,
    )


def hurried_command() -> Pace:
    """A pace for a recipe that is carried out on a practice service that answers within half a second."""
    boot = boot_identity() or "this boot"
    return hurried(Wall(0.0), boot=boot, since_boot_s=0.0, still_at_work_s=0.5)


def _connect() -> httpx.AsyncClient:
    http = open_http()
    http.event_hooks["request"].append(_wait_less)
    http.event_hooks["response"].append(_hear_scaled)
    return http


async def _wait_less(request: httpx.Request) -> None:
    waits = request.extensions["timeout"]
    request.extensions["timeout"] = {name: wait and wait / LESS_PATIENT for name, wait in waits.items()}


async def _hear_scaled(response: httpx.Response) -> None:
    """The service names real seconds."""
    if "retry-after" in response.headers:
        response.headers["retry-after"] = str(float(response.headers["retry-after"]) * FASTER)
