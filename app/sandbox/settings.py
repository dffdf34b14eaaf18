"""What the control channel can change while the practice service runs; kept with the account."""

import json
import math
import re
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from app.sandbox.checks import BadRequest
from app.sandbox.faults import KINDS

WAYS = ("json", "csv", "download")
SHAPES = ("list", "results", "data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the service behaves beyond its command line.

    `fair_use`: searches answer that the monthly cap is reached. Batches: rows done in a second (0 stands
    still), seconds in the queue, the ways results can be fetched, the wrapper around JSON rows (`data` also
    calls them `result`), whether a batch that did not end well hands out the rows it has, and after how many
    rows a batch gives up (None: never). The contract does not settle which way works: the vendor's client
    meets JSON and no CSV, integrators a download link (contract, Q11). `fault_at`: every request whose path fits the
    pattern meets this fault, beside those drawn by chance. `price_times`: how many times its price everything costs.
    """

    fair_use: bool = False
    batch_rows_per_s: float = 50.0
    batch_queued_s: float = 1.0
    batch_ways: tuple[str, ...] = ("json", "download")
    batch_shape: str = "list"
    batch_partial: bool = True
    batch_fails_after: int | None = None
    fault_at: tuple[str, str] | None = None
    price_times: float = 1.0

    def changed(self, changes: Any) -> Self:
        """These settings with some of them changed; raises BadRequest naming what cannot be."""
        if not isinstance(changes, dict):
            raise BadRequest({"non_field_errors": ["Invalid data. Expected a dictionary."]})
        for name, value in changes.items():
            if name not in _GOOD or not _GOOD[name](value):
                raise BadRequest({name: [f"{value!r} is not possible."]})
        lists = {name: tuple(value) for name, value in changes.items() if isinstance(value, list)}
        return replace(self, **changes | lists)

    def fault_of(self, path: str) -> str | None:
        """The fault that a request to this path meets, if one is asked for."""
        if self.fault_at is None:
            return None
        pattern, kind = self.fault_at
        return kind if re.search(pattern, path) else None

    def as_json(self) -> str:
        """For the account's notes."""
        return json.dumps(asdict(self))


def load(text: str | None) -> Settings:
    """The settings noted with an account; the usual ones for a new account."""
    return Settings().changed(json.loads(text)) if text else Settings()


def _is_yes_no(value: Any) -> bool:
    return isinstance(value, bool)


def _is_amount(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0


def _is_count(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


def _is_fault(value: Any) -> bool:
    if value is None:
        return True
    if not (isinstance(value, list) and len(value) == 2 and all(isinstance(one, str) for one in value)):
        return False
    try:
        re.compile(value[0])
    except re.error:
        return False
    return value[1] in KINDS


_GOOD = {
    "fair_use": _is_yes_no,
    "batch_rows_per_s": _is_amount,
    "batch_queued_s": _is_amount,
    "batch_ways": lambda value: isinstance(value, list) and all(way in WAYS for way in value),
    "batch_shape": lambda value: value in SHAPES,
    "batch_partial": _is_yes_no,
    "batch_fails_after": _is_count,
    "fault_at": _is_fault,
    "price_times": _is_amount,
}
