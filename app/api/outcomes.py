"""What an answer that is not a 2xx means: status and body become one error of the domain's tree.

There is one code path, because bodies vary (contract, section 4, Q36 to Q38). Nothing here sends or waits.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from app.api.tolerant import Unreadable, decode
from app.domain.errors import (
    Charged,
    FairUse,
    KeyRefused,
    NotAllowed,
    OutOfCredits,
    RateLimited,
    Refused,
    ServiceError,
    ServiceFault,
    Uncertain,
)

LONGEST_TEXT = 200  # of the service's own words in a message (contract, section 4)
LONGEST_RETRY_S = 86_400.0  # a longer Retry-After is a mistake, not a wish
_BEARER = re.compile(r"Bearer\s+\S+", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_UNPRINTABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_NOT_FOUND = re.compile(r"not[ _-]?found", re.IGNORECASE)
_FAIR_USE = re.compile(r"fair[ _-]?use|monthly|unique creators|billing period", re.IGNORECASE)
_CREDIT = re.compile(r"credit", re.IGNORECASE)
_KEYS = ("message", "detail", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An answer as it came. `headers` names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Clean = Callable[[str], str]


def redact(text: str, key: str) -> str:
    """The text without the key, and without anything that looks like one."""
    return _BEARER.sub("[key]", text).replace(key, "[key]")


def words(body: bytes) -> tuple[str, ...]:
    """What the service says, its main sentence first; empty where it says nothing.

    Taken from `message`, `detail`, `error`, `response_meta.error_message`, in this order; then `code`, which often
    holds the word a program can go by. Lists and objects become "field: reason; ...".
    """
    try:
        told = decode(body, object)
    except Unreadable:
        return _plain(body.decode("utf-8", "replace"))
    if not isinstance(told, Mapping):
        return tuple(_flat(told))[:1] if told else ()
    meta = told.get("response_meta")
    places = [told.get(key) for key in _KEYS]
    places.append(meta.get("error_message") if isinstance(meta, Mapping) else None)
    found = tuple(text for place in (*places, told.get("code")) if (text := "; ".join(_flat(place))))
    return found or _plain(body.decode("utf-8", "replace") if told else "")


def _plain(text: str) -> tuple[str, ...]:
    bare = _TAG.sub(" ", text).strip()
    return (bare,) if bare else ()


def _flat(value: object, at: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(inner, f"{at}.{key}" if at else str(key))
    elif isinstance(value, list):
        texts = [text for inner in value for text in _flat(inner)]
        if texts:
            yield f"{at}: {', '.join(texts)}" if at else "; ".join(texts)
    elif value not in (None, ""):
        yield f"{at}: {value}" if at else str(value)


def means_not_found(outcome: Outcome) -> bool:
    """Whether a refusal only says that there is no such creator: a 400 with these words, or a 404 (contract, Q38)."""
    if outcome.status == 400:
        return any(_NOT_FOUND.search(text) for text in words(outcome.body))
    return outcome.status == 404


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds the service asks to wait: a number, or a date measured against the answer's own clock.

    None where it says nothing, or nothing sensible.
    """
    text = headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        until = _moment(text)
        if until is None:
            return None
        seconds = (until - (_moment(headers.get("date", "")) or datetime.now(UTC))).total_seconds()
    return seconds if math.isfinite(seconds) and 0.0 <= seconds <= LONGEST_RETRY_S else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def error_for(outcome: Outcome, *, service: str, free: bool, clean: Clean) -> ServiceError:
    """The error of an answer with status 400 or above. `free`: it can have cost nothing, whatever happened."""
    said = words(outcome.body)
    text = _shown(said, clean)
    if outcome.status >= 500:
        return _fault(outcome, text, service=service, free=free)
    return _refusal(outcome, " ".join(said), text, service)


def _refusal(outcome: Outcome, said: str, text: str, service: str) -> ServiceError:
    status = outcome.status
    if status == 429 and _FAIR_USE.search(said):
        return FairUse(f"{service} says: {text}", status=status)
    if status == 429:
        return RateLimited(f"{service} asks for a short break.", retry_after_s=retry_after_s(outcome.headers))
    if status == 401:
        return KeyRefused(f"{service} refused the key.", status=status)
    if status == 402 or _CREDIT.search(said):
        return OutOfCredits("There are not enough credits left.", status=status)
    if status == 403:
        return NotAllowed(_sentence(f"{service} does not allow this", text), status=status)
    return Refused(_sentence(f"{service} did not accept this", text or f"status {status}"), status=status)


def _fault(outcome: Outcome, text: str, *, service: str, free: bool) -> ServiceError:
    """The service itself answers in JSON; anything else comes from the gateway, behind which work may go on (Q4)."""
    if _is_object(outcome.body):
        return ServiceFault(_sentence(f"{service} has a problem", text), status=outcome.status)
    return lost(f"{service} did not finish the request (status {outcome.status}).", free=free, status=outcome.status)


def lost(happened: str, *, free: bool, status: int | None = None) -> Uncertain:
    """No answer, or none that can be read. A free request is never in doubt: it can simply be sent again."""
    if free:
        return Uncertain(happened, status=status, charged=Charged.NO, advice="Try again.")
    return Uncertain(happened, status=status)


def _is_object(body: bytes) -> bool:
    try:
        return isinstance(decode(body, object), Mapping)
    except Unreadable:
        return False


def _shown(said: tuple[str, ...], clean: Clean) -> str:
    """The main sentence on one line. Cleaned before it is cut, or half a key could stay."""
    text = _UNPRINTABLE.sub(" ", clean(said[0])).strip() if said else ""
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


def _sentence(start: str, text: str) -> str:
    ended = f"{start}: {text}" if text else start
    return ended if ended.endswith((".", "!", "?", "…")) else f"{ended}."
