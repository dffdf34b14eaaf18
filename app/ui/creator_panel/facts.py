"""What the panel says about a creator: facts by group in ready words, links that may be opened."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from PySide6.QtCore import QLocale

from app.domain.creators import Details, Row
from app.domain.fields import FIELDS, Field, Group
from app.domain.platforms import is_email
from app.ui.sheet_table.cells import Formats, makers
from app.ui.sheet_table.columns import field_spec
from app.ui.sheet_table.own_values import day_words

HIDDEN = "hidden by the platform"
NOT_FETCHED = "not fetched yet"
DETAILS_WORDS = {
    Details.NOTHING: "No details yet",
    Details.EXISTS: "Checked that it exists",
    Details.CONTACT: "Contact only",
    Details.AUDIENCE: "Numbers and audience",
    Details.FULL: "Full details",
    Details.GETTING: "Getting details…",
    Details.WAITS_FOR_CREDITS: "Waits for credits, in a batch.",
    Details.CHECK_PAYMENT: "Check payment. No answer came. It may have been charged.",
    Details.NOT_FOUND: "No such account. It cost nothing.",
    Details.NO_EMAIL: "No email was found. It cost nothing.",
}
BOUGHT = frozenset({Details.CONTACT, Details.AUDIENCE, Details.FULL})
_DATED = BOUGHT | {Details.EXISTS}
_ADDRESS = re.compile(r"https?://[^\s,;<>\"']+")
_ELSEWHERE = frozenset({"name", "bio", "links"})  # in the head, and under Links
_LINK_FIELDS = ("links",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line: a label and its words; `missing` where there is no value, and the words say why."""

    label: str
    text: str
    missing: bool = False
    address: str = ""


def details_line(row: Row, today: date) -> str:
    """What you have of this creator, and since when."""
    said = DETAILS_WORDS[row.details]
    if row.details in _DATED and row.details_ms is not None:
        since = day_words(datetime.fromtimestamp(row.details_ms / 1000).date(), today)
        return f"{said}, you have this since {since}"
    return said


def facts(row: Row, group: Group, locale: QLocale, today: date) -> list[Fact]:
    """The group's facts this platform can tell. Empty where nothing of it was fetched: one line then says so."""
    platform = row.handle.platform
    entries = [
        entry
        for entry in FIELDS
        if entry.group is group and platform in entry.platforms and entry.key not in _ELSEWHERE
    ]
    if not any(row.values[entry.key] is not None or row.parts & entry.parts for entry in entries):
        return []
    written = makers([field_spec(entry, platform) for entry in entries], Formats(locale, today))
    return [
        _fact(row, entry, field_spec(entry, platform).label, make(row).text)
        for entry, make in zip(entries, written, strict=True)
    ]


def _fact(row: Row, entry: Field, label: str, text: str) -> Fact:
    value = row.values[entry.key]
    if value is None:
        hidden = bool(row.parts & entry.parts)
        return Fact(label=label, text=HIDDEN if hidden else NOT_FETCHED, missing=True)
    address = f"mailto:{value}" if entry.key == "email" and is_email(str(value)) else ""
    return Fact(label=label, text=text, address=address)


def links(row: Row) -> list[str]:
    """The profile page first, then what the creator links to."""
    told = " ".join(str(row.values[key] or "") for key in _LINK_FIELDS)
    return list(dict.fromkeys([row.handle.address, *safe_addresses(_ADDRESS.findall(told))]))


def safe_addresses(found: Iterable[str]) -> list[str]:
    """Only what may be opened: http, https and mailto, without a name and password in front of the host."""
    return [address for address in found if is_safe(address)]


def is_safe(address: str) -> bool:
    """Whether Scoutsheet opens this address in the browser or the mail program."""
    try:
        parts = urlsplit(address)
        if parts.scheme == "mailto":
            return is_email(parts.path) and not parts.query
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
