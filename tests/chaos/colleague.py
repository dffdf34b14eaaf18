"""Somebody else on the same key, who takes half of what is allowed: `python -m tests.chaos.colleague URL PER_S`.

Buys at random on another platform than ours, and does not care how it goes. Ends when killed.
"""

import asyncio
import contextlib
import os
import random
import sys

import httpx

AGENT = "a colleague"
PLATFORM = "tiktok"
MOST_AT_ONCE = 40


async def main(url: str, per_s: float) -> None:
    chance = random.Random("colleague")
    headers = {"Authorization": f"Bearer {os.environ['SCOUTSHEET_API_KEY']}", "User-Agent": AGENT}
    limits = httpx.Limits(max_connections=MOST_AT_ONCE)
    async with httpx.AsyncClient(base_url=url, headers=headers, limits=limits, timeout=2.0, trust_env=False) as http:
        asking: set[asyncio.Task[None]] = set()
        while True:
            await asyncio.sleep(chance.expovariate(per_s))
            if len(asking) < MOST_AT_ONCE:
                task = asyncio.create_task(_ask(http, chance.randrange(1, 200)))
                asking.add(task)
                task.add_done_callback(asking.discard)


async def _ask(http: httpx.AsyncClient, page: int) -> None:
    body = {"platform": PLATFORM, "paging": {"limit": 1, "page": page}}
    with contextlib.suppress(httpx.TransportError):  # the colleague meets the same faults
        await http.post("/public/v1/discovery/", json=body)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
