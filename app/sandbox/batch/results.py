"""The rows of a batch as JSON or CSV, made one by one while they are sent: 10,000 full rows are about 600 MB."""

import csv
import io
from collections.abc import AsyncIterator
from typing import Any

import msgspec

from app.sandbox import answers, emails
from app.sandbox.answers import RAW_KEYS
from app.sandbox.batch.store import Batch, Row
from app.sandbox.data import by_id
from app.sandbox.service import Service, Stream

_PIECE_BYTES = 256 * 1024
_WORDS = (
    "email", "email_type", "first_name", "gender", "location", "speaking_language", "is_creator", "is_business",
    "has_brand_deals",
)  # fmt: skip
_ACCOUNT = ("platform", "userId", "url", "username", "fullname", "picture", "followers")
_FLAT = str | int | float | bool


def as_json(service: Service, batch: Batch) -> Stream:
    """The rows decided so far, in the wrapper that is set."""
    rows = service.batches.decided(batch)
    return Stream(kind=b"application/json", pieces=_sent(service, rows, _json(service, batch, rows)))


def as_csv(service: Service, batch: Batch) -> Stream:
    """The same rows as a table: one line per row, one column per plain value; long lists and posts are left out."""
    rows = service.batches.decided(batch)
    return Stream(kind=b"text/csv", pieces=_sent(service, rows, _csv(service, batch, rows)))


async def _sent(service: Service, rows: list[Row], parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The parts joined to pieces; once the last one was taken, all charges count as delivered."""
    held: list[bytes] = []
    size = 0
    async for part in parts:
        held.append(part)
        size += len(part)
        if size >= _PIECE_BYTES:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)
    service.books.delivered(*(row.charge for row in rows if row.charge is not None))


async def _json(service: Service, batch: Batch, rows: list[Row]) -> AsyncIterator[bytes]:
    shape = service.settings.batch_shape
    name = "result" if shape == "data" else "enrichment_data"
    yield b"[" if shape == "list" else b'{"%s":[' % shape.encode()
    for at, row in enumerate(rows):
        data = await _data(service, batch, row)
        line = {"input_value": row.input, "status": row.outcome, name: None if data is None else msgspec.Raw(data)}
        yield (b",\n" if at else b"\n") + msgspec.json.encode(line)
    yield b"\n]" if shape == "list" else b"\n]}"


async def _data(service: Service, batch: Batch, row: Row) -> bytes | None:
    """What a row brings, as JSON: the `result` of the matching single call."""
    platform, number, wanted = row.platform, row.creator, batch.wanted
    if platform is None or number is None:
        return None
    picture, seed = service.picture(platform), service.options.seed

    def make(database: Any) -> bytes:
        creator = by_id(database, number)
        assert creator is not None
        if wanted is None:
            return msgspec.json.encode(emails.account(creator, platform, picture))
        return wanted.result(database, creator, seed=seed, picture=picture)

    return await service.data.read(platform, make)


async def _csv(service: Service, batch: Batch, rows: list[Row]) -> AsyncIterator[bytes]:
    words, keys = await _columns(service, batch)
    platform = batch.platform
    yield _line(["input_value", "status", *words, *(f"{platform}.{key}" for key in keys)])
    for row in rows:
        made = await _data(service, batch, row)
        data = msgspec.json.decode(made) if made else {}
        block = data.get(platform) or {}
        cells = [_cell(data.get(word)) for word in words] + [_cell(block.get(key)) for key in keys]
        yield _line([row.input, row.outcome, *cells])


async def _columns(service: Service, batch: Batch) -> tuple[tuple[str, ...], list[str]]:
    """The plain values of an answer and those of its platform block; the same for every row of a platform."""
    platform = batch.platform
    if platform is None:
        return _ACCOUNT, []
    # Creators with an even number have every key, hidden or not (see `answers.block`).
    sample = await service.data.read(platform, lambda database: by_id(database, 2))
    assert sample is not None
    block = answers.block(sample, platform, service.options.seed, service.picture(platform), with_audience=False)
    flat = [key for key, value in block.items() if value is None or isinstance(value, _FLAT)]
    return ((), [key for key in flat if key in RAW_KEYS]) if batch.mode == "raw" else (_WORDS, flat)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, _FLAT) else ""


def _line(cells: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode()
