"""The calls of a batch, on the connections of a Client (contract, section 9).

Evidence: documented, and used by the vendor's own client; none of it was seen live.
"""

from collections.abc import Mapping
from enum import StrEnum

import httpx

from app.api import batch_wire, outcomes
from app.api.client import CONNECT_S, PATHS, READ_S, WRITE_S, Client, Form, Sink
from app.api.gate import Slot
from app.api.login import is_safe
from app.domain.batches import BatchMode, BatchStatus
from app.domain.errors import Refused
from app.domain.jobs import EnrichOptions
from app.domain.platforms import Platform

BATCH_READ_S = 120.0


class Way(StrEnum):
    """How results can be had; which of them works is disputed (contract, Q11)."""

    JSON = "json"
    CSV = "csv"
    DOWNLOAD = "download"

    @property
    def ending(self) -> str:
        """Of the file it brings."""
        return "json" if self is Way.JSON else "csv"


class BatchClient(Client):
    """Calls of one account, those about batches included."""

    async def create_batch(
        self,
        content: bytes,
        mode: BatchMode,
        platform: Platform | None,
        options: EnrichOptions | None,
        metadata: Mapping[str, object],
        slot: Slot | None = None,
    ) -> tuple[str, str]:
        """Upload a CSV file of one column; returns the batch's id and the word for its state.

        Cost: nothing now; then its mode's price for every row that is found. There is no call that lists batches: an
        upload without an answer (Uncertain) may be running all the same.
        """
        form = Form(
            fields=batch_wire.batch_form(mode, platform, options, metadata), name="creators.csv", content=content
        )
        outcome = await self._send("POST", PATHS["batch"], form=form, read_s=BATCH_READ_S, slot=slot)
        return self._read(outcome, batch_wire.read_created)

    async def batch_status(self, batch: str, slot: Slot | None = None) -> BatchStatus:
        """How far it is and what it cost so far. Free."""
        outcome = await self._send("GET", PATHS["batch/status"].format(batch_id=batch), slot=slot)
        return self._read(outcome, batch_wire.read_status, free=True)

    async def resume_batch(self, batch: str, slot: Slot | None = None) -> None:
        """Let one that ran out of credits go on, which costs what is left of it; not to be sent twice.

        Raises Refused (409) as well when it is not paused.
        """
        outcome = await self._send("POST", PATHS["batch/resume"].format(batch_id=batch), json={}, slot=slot)
        return self._read(outcome, lambda _: None)

    async def batch_results(self, batch: str, way: Way, sink: Sink, slot: Slot | None = None) -> None:
        """Bring the results that there are, as a file in `way`. Free; fetching anew is the way to resume it.

        Raises Refused as well when there are none yet, or not in this way.
        """
        if way is Way.DOWNLOAD:
            outcome = await self._send("GET", PATHS["batch/download"].format(batch_id=batch), slot=slot)
            return await self._fetch(self._read(outcome, batch_wire.read_link, free=True), sink)
        outcome = await self._send(
            "GET",
            PATHS["batch/results"].format(batch_id=batch),
            params={"format": way.value},
            read_s=BATCH_READ_S,
            sink=sink,
            slot=slot,
        )
        return self._read(outcome, lambda _: None, free=True)

    async def _fetch(self, link: str, sink: Sink) -> None:
        """Bring what lies at a link of the service, which may be anywhere: without the key."""
        url = httpx.URL(link)
        if not is_safe(url):
            raise Refused("The link to the results is not one that can be opened safely.")
        timeout = httpx.Timeout(connect=CONNECT_S, read=BATCH_READ_S, write=WRITE_S, pool=READ_S)
        try:
            outcome = await self._exchange(self._http.build_request("GET", url, timeout=timeout), sink)
        except httpx.RequestError as error:
            raise outcomes.lost("The results did not come whole.", free=True) from error
        if outcome.status != 200:
            raise Refused(f"The link to the results was answered with status {outcome.status}.", status=outcome.status)
