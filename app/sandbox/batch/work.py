"""Works through batches: waits in the queue, decides rows at the speed that is set, pauses, gives up, ends."""

import asyncio
import sqlite3
import time

from app.sandbox import emails, tiers
from app.sandbox.batch import store
from app.sandbox.batch.store import Batch, Row
from app.sandbox.service import Service
from app.sandbox.tiers import Wanted

TICK_S = 0.05
MOST_AT_ONCE = 500
"""So that the books are never held for long."""
LONGEST_HANDLE = 200


def start(service: Service, number: str) -> None:
    """Let a queued or working batch go on behind the answers."""
    service.behind(_run(service, number))


def go_on(service: Service) -> None:
    """Take up what a service that ended had left in the middle."""
    for number in service.batches.going():
        start(service, number)


async def _run(service: Service, number: str) -> None:
    batches = service.batches
    last, due = time.monotonic(), 0.0
    while (batch := batches.get(number)).state in (store.QUEUED, store.PROCESSING):
        await asyncio.sleep(TICK_S)
        now, settings = time.monotonic(), service.settings
        due = min(due + (now - last) * settings.batch_rows_per_s, MOST_AT_ONCE)
        last = now
        limit = settings.batch_fails_after
        if batch.state == store.QUEUED:
            due = 0.0
            if time.time() >= batch.created + settings.batch_queued_s:
                batches.move(number, store.PROCESSING)
        elif limit is not None and batch.done >= limit:
            batches.move(number, store.FAILED)
        elif count := int(due if limit is None else min(due, limit - batch.done)):
            due -= count
            decided = await _decide(service, batch, batches.next_inputs(batch, count))
            batches.settle(batch, decided, service.price(batch.call))


async def _decide(service: Service, batch: Batch, inputs: list[str]) -> list[Row]:
    wanted = batch.wanted
    if wanted is None:
        owners = await emails.owners(service, [text.lower() for text in inputs])
        return [_behind_address(text, owner) for text, owner in zip(inputs, owners, strict=True)]
    return await service.data.read(
        wanted.platform, lambda database: [_behind_handle(database, wanted, text) for text in inputs]
    )


def _behind_handle(database: sqlite3.Connection, wanted: Wanted, text: str) -> Row:
    if len(text) > LONGEST_HANDLE:
        return Row(input=text, outcome=store.UNUSABLE)
    row = tiers.found(database, text)
    if row is None or not wanted.satisfied_by(row):
        return Row(input=text, outcome=store.NOT_FOUND)
    return Row(input=text, outcome=store.FOUND, platform=wanted.platform, creator=row["id"])


def _behind_address(text: str, owner: emails.Owner | None) -> Row:
    if not emails.is_address(text):
        return Row(input=text, outcome=store.UNUSABLE)
    if owner is None:
        return Row(input=text, outcome=store.NOT_FOUND)
    platform, number = owner
    return Row(input=text, outcome=store.FOUND, platform=platform, creator=number)
