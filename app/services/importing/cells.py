"""What a cell of a list says: a creator, an address, a number, nobody."""

import re

from app.domain.errors import InputError
from app.domain.platforms import Handle, Platform, is_email
from app.services.importing.table import shown

_GUARDED = re.compile(r"^'(?=[=+\-@])")  # how our own .csv marks text that looks like a formula
# What people and programs write where there is nobody yet. With an "@" before it each can be a handle.
_NOBODY = frozenset({"none", "null", "nil", "n/a", "n.a.", "#n/a", "nan", "unknown", "tbd", "tba"})
_QUOTES = "\"'`´“”„‟«»‹›‘’‚<>"  # which programs and mails put around a name
_DASHES = frozenset("-\u2013\u2014")


def unguarded(cell: str) -> str:
    """A cell's text without the mark that our own .csv puts before what looks like a formula."""
    return _GUARDED.sub("", cell.strip())


def handle_in(cell: object, platform: Platform | None) -> Handle:
    """The creator that a cell names. Raises: InputError, with the reason as its sentence."""
    if not isinstance(cell, str):
        raise InputError("Excel took this for a date or a yes/no.")
    text = unguarded(cell).strip(_QUOTES)
    if names_nobody(text):
        raise InputError(f"“{text}” names nobody.")
    if is_email(text):
        raise InputError("This is an e-mail address, not a handle.")
    if len(text.split()) > 1:
        raise InputError("A handle has no spaces.")
    handle = Handle.parse(text, platform)
    if not any(mark.isalnum() for mark in handle.name):
        raise InputError("This is not a handle or a profile address.")
    return handle


def names_nobody(text: str) -> bool:
    """Whether a text only fills a cell that has nothing to say: "n/a", "none", a dash."""
    return text.casefold() in _NOBODY or (bool(text) and _DASHES.issuperset(text))


def is_address(cell: object) -> bool:
    """Whether a cell is the address of a profile."""
    if "/" not in shown(cell) or not isinstance(cell, str):
        return False
    try:
        Handle.parse(unguarded(cell))
    except InputError:
        return False
    return True


def is_handle(cell: object) -> bool:
    """Whether a cell names a creator, if it were said on which platform."""
    if is_address(cell):
        return True
    try:
        handle_in(cell, Platform.INSTAGRAM)
    except InputError:
        return False
    return True


def is_number(cell: object) -> bool:
    """Whether a cell holds nothing but a number."""
    return shown(cell).replace(".", "").replace(",", "").isdecimal()
