"""What one cell of a file may hold: text that no program trips over, numbers, dates, or nothing.

Text about creators comes from strangers (design.md, section 10). Limits are Excel's own: 32,767 UTF-16 units in a
cell, 15 significant digits in a number up to 9.99999999999999E+307, dates from 1900, links of at most 2,079 characters.
"""

import math
import re
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import quote, urlsplit

from app.domain.creators import Value
from app.domain.fields import Kind
from app.domain.readers import parse_day

MAX_TEXT = 32_767
MAX_LINK = 2_079
_MAX_INTEGER = 10**15
_MAX_NUMBER = 9.99999999999999e307
_FIRST_DAY = date(1900, 1, 1)
# Controls but tab and line feed, halves of surrogate pairs, and the two characters that XML forbids.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_RETURNS = re.compile("\r\n?")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?", re.ASCII)
_URL_SAFE = ":/?#[]@!$&'()*+,;=%~"

Content = str | int | float | date | None


def clean_text(text: str) -> str:
    """The text without what a workbook cannot hold; a longer one is cut and ends in "…"."""
    if "\r" in text:
        text = _RETURNS.sub("\n", text)
    if not text.isprintable():
        text = _FORBIDDEN.sub("", text)
    # Most texts are short: counting UTF-16 units is left to those that could be over the limit.
    if len(text) > MAX_TEXT // 2 and len(text.encode("utf-16-le")) > MAX_TEXT * 2:
        text = text.encode("utf-16-le")[: (MAX_TEXT - 1) * 2].decode("utf-16-le", "ignore") + "…"
    return text


def content(value: Value | date, kind: Kind) -> Content:
    """What the cell of a column of this kind holds for a value; None leaves it empty.

    Numbers stay as they are (percent 0 to 100), unless Excel would lose digits or the number; flags become Yes and No;
    dates a date.
    Text in a number or date column becomes one where it is one, so that what people typed can be summed and sorted.
    """
    if isinstance(value, bool) or (kind is Kind.FLAG and value in (0, 1)):
        return "Yes" if value else "No"
    if isinstance(value, str):
        return _from_text(value, kind)
    if isinstance(value, date):
        return _from_date(value, kind)
    if value is None or not _is_finite(value):
        return None
    if kind.is_number and abs(value) <= (_MAX_NUMBER if isinstance(value, float) else _MAX_INTEGER - 1):
        return value
    return clean_text(digits(value))


def digits(value: int | float) -> str:
    """A number as text: no point where it is whole, no exponent for sizes people use."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _MAX_INTEGER:
        value = int(value)
    return str(value)


def fraction(percent: int | float) -> float:
    """5.02 as 0.0502: the point moved in decimal, because 5.02 / 100 is 0.050199999999999995."""
    return float(Decimal(repr(percent)).scaleb(-2))


def web_link(text: str) -> str | None:
    """The address behind a link cell, ready for a workbook; None where it must stay plain text.

    Only http, https and mailto open something; an address in letters outside ASCII keeps them escaped, but a host in
    such letters stays text, because it may imitate another.
    """
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return None
    is_mail = parts.scheme == "mailto" and "@" in parts.path
    if not is_mail and not (parts.scheme in ("http", "https") and host and host.isascii()):
        return None
    if any(mark.isspace() for mark in text):
        return None
    link = quote(text, safe=_URL_SAFE)
    link = parts.scheme + link[len(parts.scheme) :]
    return link if len(link) <= MAX_LINK else None


def _from_text(value: str, kind: Kind) -> Content:
    text = clean_text(value)
    if kind.is_number and _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    if kind is Kind.DATE and (day := parse_day(text)) is not None:
        return _from_date(day, kind)
    return text or None


def _from_date(value: date, kind: Kind) -> Content:
    day = value.date() if isinstance(value, datetime) else value
    return day if kind is Kind.DATE and day >= _FIRST_DAY else day.isoformat()


def _is_finite(value: int | float) -> bool:
    return isinstance(value, int) or math.isfinite(value)
