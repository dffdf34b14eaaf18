"""Reading one value out of an enrichment answer, whatever shape the service gave it this time.

Paths come from `full-enrichment-fields.md`. A path that starts with "." lies in the platform's own block, any other
beside it. Percentages are 0-100 here, whatever the wire says (contract, Q49).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from app.domain.creators import Value
from app.domain.languages import language_name
from app.domain.places import place_name, sentence
from app.domain.platforms import Platform


@dataclass(frozen=True, slots=True)
class Answer:
    """An enrichment answer's `result` with the platform that was asked."""

    platform: Platform
    result: Mapping[str, Any]

    def at(self, path: str) -> Any:
        """The value at a dotted path, or None where any step is missing or of another shape."""
        at: Any = self.result
        steps = path.split(".")
        if path.startswith("."):
            steps[0] = self.platform.value
        for step in steps:
            if not isinstance(at, Mapping):
                return None
            at = at.get(step)
        return at


Reader = Callable[[Answer], Value]


def text(*paths: str) -> Reader:
    def read(answer: Answer) -> Value:
        for path in paths:
            value = answer.at(path)
            if isinstance(value, str) and value.strip():
                return value
            if isinstance(value, int) and not isinstance(value, bool):
                return str(value)
        return None

    return read


def number(*paths: str, times: float = 1.0) -> Reader:
    def read(answer: Answer) -> Value:
        for path in paths:
            value = as_number(answer.at(path))
            if value is not None:
                return round(value * times, 4)
        return None

    return read


def count(*paths: str) -> Reader:
    decimal = number(*paths)

    def read(answer: Answer) -> Value:
        value = decimal(answer)
        return None if value is None else round(float(value))

    return read


def flag(*paths: str) -> Reader:
    def read(answer: Answer) -> Value:
        return next((value for path in paths if isinstance(value := answer.at(path), bool)), None)

    return read


def day(*paths: str) -> Reader:
    def read(answer: Answer) -> Value:
        return next((found for path in paths if (found := as_day(answer.at(path)))), None)

    return read


def joined(*paths: str, key: str = "", most: int = 10) -> Reader:
    """Text entries of the first list that has any; an empty list is a real answer: "none found" stays empty."""

    def read(answer: Answer) -> Value:
        for path in paths:
            entries = answer.at(path)
            if isinstance(entries, list):
                words = [entry.get(key) if isinstance(entry, Mapping) else entry for entry in entries]
                texts = list(dict.fromkeys(word for word in words if isinstance(word, str) and word.strip()))
                if texts:
                    return ", ".join(texts[:most])
        return None

    return read


def also_on(answer: Answer) -> Value:
    places = answer.at("creator_has")
    if not isinstance(places, Mapping):
        return None
    names = {place_name(str(name)) for name, has in places.items() if has is True and name != answer.platform.value}
    return ", ".join(sorted(names, key=str.casefold)) or None


def country(*paths: str) -> Reader:
    """The country of a place that may name its city first: "Munich, Germany" is Germany."""
    place = text(*paths)

    def read(answer: Answer) -> Value:
        value = place(answer)
        return value.rsplit(",", 1)[-1].strip() or value if isinstance(value, str) else value

    return read


def language(answer: Answer) -> Value:
    code = answer.at("speaking_language")
    return language_name(code) if isinstance(code, str) and code.strip() else None


def email_type(answer: Answer) -> Value:
    kind = answer.at("email_type")
    return _EMAIL_TYPES.get(kind) or sentence(kind) if isinstance(kind, str) and kind.strip() else None


_EMAIL_TYPES = {"personal_email": "Personal address", "role_based_email": "Team mailbox (info@…)"}


FOLLOWERS = ".audience.audience_followers.data"


def _weights(answer: Answer, key: str) -> list[tuple[str, float]]:
    entries = answer.at(f"{FOLLOWERS}.{key}")
    found = []
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, Mapping) and (weight := as_number(entry.get("weight"))) is not None:
            name = entry.get("name") or entry.get("code")
            if isinstance(name, str):
                found.append((name, weight))
    return sorted(found, key=lambda pair: -pair[1])


def weight_of(key: str, code: str) -> Reader:
    def read(answer: Answer) -> Value:
        return next((round(w * 100, 2) for name, w in _weights(answer, key) if name.lower() == code), None)

    return read


def top(key: str, most: int = 3, *, percent: bool = True) -> Reader:
    def read(answer: Answer) -> Value:
        best = _weights(answer, key)[:most]
        words = [f"{_BANDS.get(name, name)} {weight * 100:.0f} %" if percent else name for name, weight in best]
        return ", ".join(words) or None

    return read


_BANDS = {"65-": "65+"}  # contract, Q26
MOST = 1e15  # a number beyond it is no count of anything; it would not fit the workspace either
# "Wed Apr 29 07:58:12 +0000 2026" (contract, Q43), read by hand: strptime knows only the month names of the system's
# language, and Qt switches that on.
_ENGLISH_DATE = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) [\d:]{8} [+-]\d{4} (\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def as_number(value: object) -> float | None:
    """A number, also where the service sends it as text (contract, Q42)."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < MOST else None  # NaN compares as False


def as_day(value: object) -> str | None:
    """A date as YYYY-MM-DD from any spelling the service uses; UTC where no zone is named (contract, Q43)."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_unix(value)
    if not isinstance(value, str):
        return None
    english = _ENGLISH_DATE.fullmatch(value.strip())
    try:
        if english:
            return date(int(english[3]), _MONTHS.index(english[1]) + 1, int(english[2])).isoformat()
        return datetime.fromisoformat(value.strip()).date().isoformat()
    except ValueError:
        return None


def _from_unix(value: float) -> str | None:
    """Seconds, milliseconds or microseconds since 1970, told apart by their size."""
    if not 0 < value < MOST * 10:
        return None
    seconds = value / 1_000_000 if value > 1e14 else value / 1_000 if value > 1e11 else value
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def parse_day(text: str) -> date | None:
    """A stored YYYY-MM-DD as a date; None where it is not one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
