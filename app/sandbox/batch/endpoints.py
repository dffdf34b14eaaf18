"""The five calls of a batch, and the file behind its download link."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request

from app.sandbox import links
from app.sandbox.batch import results as made
from app.sandbox.batch import store, upload, work
from app.sandbox.batch.store import Batch
from app.sandbox.books import as_text
from app.sandbox.checks import refuse
from app.sandbox.service import Answer, Service

LINK_S = 3600
_UNKNOWN = Answer(body={"error": "Batch not found."}, status=404)
_NO_SUCH_WAY = Answer(body={"detail": "Not found."}, status=404)
_MESSAGES = {
    store.PAUSED: "Insufficient credits. Add credits and resume the batch.",
    store.FAILED: "The batch could not be completed.",
}


async def create(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """Take a list and start to work on it; nothing is charged yet."""
    content = await request.body()
    given = await asyncio.to_thread(upload.read, request.headers.get("content-type", ""), content)
    batch = service.batches.create(given)
    work.start(service, batch.id)
    return Answer(
        body={
            "batch_id": batch.id,
            "status": "validating",
            "created_at": _moment(batch.created),
            "platform": batch.platform,
            "metadata": batch.metadata,
            "og_input_number": batch.total,
            "type_report": "ENRICH_BY_EMAIL" if batch.mode == "basic" else "ENRICH_BY_HANDLE",
            "enrichment_mode": batch.mode,
            "message": "Batch accepted",
        }
    )


async def status(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """How far a batch is."""
    batch = _asked_for(service, request)
    return _UNKNOWN if batch is None else Answer(body=_progress(service, batch))


async def resume(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """Let a paused batch go on; any other is refused with 409."""
    batch = _asked_for(service, request)
    if batch is None:
        return _UNKNOWN
    if batch.state != store.PAUSED:
        return Answer(body={"error": "Batch is not paused.", "current_status": batch.state}, status=409)
    service.batches.move(batch.id, store.PROCESSING)
    work.start(service, batch.id)
    return Answer(body=_progress(service, service.batches.get(batch.id)))


async def results(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """The rows, as JSON or as CSV (which is what comes when nothing is asked for)."""
    batch = _asked_for(service, request)
    if batch is None:
        return _UNKNOWN
    way = request.query_params.get("format", "csv")
    if way not in ("json", "csv"):
        raise refuse("format", f'"{way}" is not a valid choice.')
    if way not in service.settings.batch_ways:
        return _NO_SUCH_WAY
    if not _ready(service, batch):
        return _not_ready(batch)
    return Answer(body=(made.as_json if way == "json" else made.as_csv)(service, batch))


async def download(service: Service, request: Request, body: dict[str, Any]) -> Answer:
    """A link to the CSV that needs no key and lapses after an hour."""
    batch = _asked_for(service, request)
    if batch is None:
        return _UNKNOWN
    if "download" not in service.settings.batch_ways:
        return _NO_SUCH_WAY
    if not _ready(service, batch):
        return _not_ready(batch)
    expires = int(time.time()) + LINK_S
    return Answer(
        body={
            "download_url": links.signed(service.base, service.key, f"/files/{batch.id}.csv", expires),
            "filename": f"{batch.id}.csv",
            "expires_in": LINK_S,
            "expires_at": _moment(expires),
            "batch_id": batch.id,
            "total_results": batch.found,
            "invalid_records": batch.done - batch.found,
        }
    )


def _asked_for(service: Service, request: Request) -> Batch | None:
    try:
        return service.batches.get(request.path_params["batch_id"])
    except KeyError:
        return None


def _ready(service: Service, batch: Batch) -> bool:
    ended_badly = batch.state in (store.PAUSED, store.FAILED)
    return batch.state == store.FINISHED or (ended_badly and service.settings.batch_partial)


def _not_ready(batch: Batch) -> Answer:
    return Answer(body={"error": "Batch is not completed", "current_status": batch.state}, status=400)


def _progress(service: Service, batch: Batch) -> dict[str, Any]:
    speed = service.settings.batch_rows_per_s
    left_s = (batch.total - batch.done) / speed if batch.state == store.PROCESSING and speed else None
    progress = {
        "batch_id": batch.id,
        "status": batch.state,
        "total_rows": batch.total,
        "processed_rows": batch.done,
        "success_count": batch.found,
        "failed_count": batch.done - batch.found,
        "started_at": None if batch.started is None else _moment(batch.started),
        "estimated_completion": None if left_s is None else _moment(time.time() + left_s),
        "credits_used": as_text(service.batches.used(batch)),
        "metadata": batch.metadata,
    }
    return progress | ({"status_message": _MESSAGES[batch.state]} if batch.state in _MESSAGES else {})


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
