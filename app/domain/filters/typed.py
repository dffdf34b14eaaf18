"""What people type and paste, read into what a filter sends: numbers, words, hashtags, links, handles.

The service's traps in single values are decided here: hashtags without "#", links without "https://", handles
without "@" or an address around them (the catalogue's notes; contract, section 6).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.domain.errors import InputError
from app.domain.filters.specs import FilterSpec, Kind
from app.domain.platforms import Handle, Platform

LIST_MARKS = ",;\n\t"
"""What separates the entries of a typed or pasted list; between handles a blank does too."""

_LETTERS = {"": 1, "k": 1_000, "m": 1_000_000, "mio": 1_000_000, "b": 1_000_000_000, "bn": 1_000_000_000}
_TYPED = re.compile(r"([-+]?[\d.,]*\d[.,]?)([a-z]*)")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_IGNORED = re.compile(r"[\s\u00a0\u202f'’_%$]+")
_MARKS = re.compile(f"[{re.escape(LIST_MARKS)}\\r]+")
_MARKS_OR_BLANKS = re.compile(f"[{re.escape(LIST_MARKS)}\\s]+")
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
_MENTION = re.compile(r"@\S+")


def amount_from(text: str, *, whole: bool) -> Decimal | None:
    """The number somebody typed ("10k", "1.5m", "20,000", "3,5 %"); None for no text.

    A comma before three digits separates thousands; in a field for whole numbers a point does too.
    Raises ValueError for what is not a number.
    """
    bare = _IGNORED.sub("", text).casefold()
    if not bare:
        return None
    match = _TYPED.fullmatch(bare)
    if match is None or match[2] not in _LETTERS:
        raise ValueError(text)
    try:
        return Decimal(_digits(match[1], points_too=whole and not match[2])) * _LETTERS[match[2]]
    except InvalidOperation as error:
        raise ValueError(text) from error


def _digits(typed: str, *, points_too: bool) -> str:
    grouped = _THOUSANDS.fullmatch(typed)
    if grouped is not None and (grouped[1] == "," or points_too):
        return typed.replace(grouped[1], "")
    if "," in typed and "." in typed:  # 1,234.5 or 1.234,5: the last of the two is the decimal sign
        thousands = "," if typed.rindex(".") > typed.rindex(",") else "."
        return typed.replace(thousands, "").replace(",", ".")
    return typed.replace(",", ".")


def sent_amount(typed: Decimal, *, whole: bool, scale: int = 1) -> float:
    """The number to send for one typed: `scale` units sent make one typed (60 where minutes go out as seconds).

    Raises ValueError for a fraction where only whole numbers are sent; a scaled one is rounded.
    """
    sent = typed * scale
    if sent == sent.to_integral_value():
        return int(sent)
    if whole and scale == 1:
        raise ValueError(str(typed))
    return int(sent.to_integral_value()) if whole else float(sent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """A typed or pasted list, taken apart: what can be sent, in order, and what cannot be read."""

    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()


def entries_from(spec: FilterSpec, text: str, platform: Platform) -> Entries:
    """The entries of a text for a list of words or handles; empty parts are left out."""
    if spec.kind is Kind.HANDLE_LIST:
        return _handles(text, platform)
    clean = _cleaner(spec)
    parts = (clean(part.strip()) for part in _MARKS.split(text))
    return Entries(good=tuple(part for part in parts if part))


def entry_label(spec: FilterSpec, value: str) -> str:
    """How an entry is shown: a hashtag with its "#", a handle with its "@"."""
    if spec.kind is Kind.HANDLE_LIST:
        return f"@{value.lstrip('@')}"
    return f"#{value}" if spec.takes_hashtags else value


def _cleaner(spec: FilterSpec) -> Callable[[str], str]:
    if spec.takes_hashtags:
        return lambda part: part.lstrip("#@\uff03").strip()
    if spec.takes_links:
        return lambda part: _SCHEME.sub("", part).rstrip("/")
    return lambda part: part[1:] if _MENTION.fullmatch(part) else part


def _handles(text: str, platform: Platform) -> Entries:
    good: dict[str, None] = {}
    bad: list[str] = []
    for part in filter(None, _MARKS_OR_BLANKS.split(text)):
        try:
            good.setdefault(Handle.parse(part, platform).name)
        except InputError:
            bad.append(part)
    return Entries(good=tuple(good), bad=tuple(bad))
