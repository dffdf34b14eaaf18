"""Reading JSON that is not quite JSON, and values that come in more than one spelling.

Halves of an emoji, NaN and foreign bytes break a strict reader. An answer was paid for, so they cost one sign here and
not the answer.
"""

import json
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from app.domain.money import ZERO, credits_from
from app.domain.readers import as_number

T = TypeVar("T")


class Unreadable(ValueError):
    """An answer that does not say what it must; the message names the missing part."""


def decode(body: bytes, shape: type[T]) -> T:
    """JSON as `shape`, a msgspec Struct or `object` for plain values; keys it does not know are skipped.

    Raises: Unreadable naming a missing required key, or the place where it stops being JSON.
    """
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _decode_repaired(body, shape)
    except RecursionError as error:
        raise Unreadable("it is nested too deeply") from error


def _decode_repaired(body: bytes, shape: type[T]) -> T:
    try:
        value = json.loads(body.decode("utf-8-sig", "replace"), parse_constant=lambda _: None, parse_float=_finite)
        return msgspec.json.decode(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"), type=shape)
    except (ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from error


def _finite(text: str) -> float | None:
    value = float(text)
    return value if math.isfinite(value) else None


def text_of(value: object) -> str | None:
    """A text, or a whole number as text; None for blank and for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def first_text(block: Mapping[str, Any], keys: Sequence[str]) -> str | None:
    """The first of several spellings that says something."""
    return next((text for key in keys if (text := text_of(block.get(key))) is not None), None)


def whole(value: object) -> int | None:
    """A count, also where it comes as 2544.0 or as text."""
    number = as_number(value)
    return None if number is None else round(number)


def cost_of(value: object) -> Decimal | None:
    """What was charged; an amount below zero is no charge that anybody could have made."""
    cost = credits_from(value)
    return cost if cost is not None and cost >= ZERO else None
