"""What a cell of a list says: a creator, an address, a number, nobody."""

import re
import unicodedata

from app.domain.errors import InputError
from app.domain.platforms import Handle, Platform, is_email, platform_named
from app.services.importing.table import shown

_GUARDED = re.compile(r"^'(?=[=+\-@])")  # how our own .csv marks text that looks like a formula
# What people and programs write where there is nobody yet. With an "@" before it each can be a handle.
_NOBODY = frozenset({"none", "null", "nil", "n/a", "n.a.", "#n/a", "nan", "unknown", "tbd", "tba"})
_AROUND = "\"'`´“”„‟«»‹›‘’‚<>()[]{}"  # which programs, mails and people put around a name
_BEHIND = ".,;:!?…"
_TICKS = frozenset({"x", "✓", "✔", "y", "n", "yes", "no", "ja", "nein", "oui", "non", "si", "sí", "true", "false"})
_CHANNEL_ID = re.compile(r"UC[\w-]{22}")
_DASHES = frozenset("-\u2013\u2014")


def unguarded(cell: str) -> str:
    """A cell's text without the mark that our own .csv puts before what looks like a formula."""
    return _GUARDED.sub("", cell.strip())


def handle_in(cell: object, platform: Platform | None) -> Handle:
    """The creator that a cell names. Raises: InputError, with the reason as its sentence."""
    if not isinstance(cell, str):
        raise InputError("Excel took this for a date or a yes/no.")
    text = _bare(unguarded(cell))
    if names_nobody(text):
        raise InputError(f"“{text}” names nobody.")
    if is_email(text):
        raise InputError("This is an e-mail address, not a handle.")
    if len(text.split()) > 1:
        text = _marked(text)
    if is_channel_id(text):
        raise InputError("This is a channel id. Please use the @handle instead.")
    handle = Handle.parse(text, platform)
    if not any(mark.isalnum() for mark in handle.name) or not all(map(_is_of_a_name, handle.name)):
        raise InputError("This is not a handle or a profile address.")
    return handle


def _bare(text: str) -> str:
    """A text without what people put around and behind a name."""
    bare = text.strip(_AROUND).rstrip(_BEHIND).strip(_AROUND)
    return text if names_nobody(text) else bare


def _marked(text: str) -> str:
    """The one word of a cell that is marked as a handle: "Vera Kocht (@vera)", "• @vera".

    Raises: InputError where there are several or none, or another word may say more of it.
    """
    words = text.split()
    marked = [word for word in map(_bare, words) if word.startswith(("@", "\uff20")) and len(word) > 1]
    if len(marked) != 1 or any(platform_named(word) is not None or "/" in word for word in words):
        raise InputError("A handle has no spaces.")
    return marked[0]


def _is_of_a_name(mark: str) -> bool:
    """Whether a sign can be part of a handle on any platform: letters of any script, digits, and a few more."""
    return mark in "._-·" or unicodedata.category(mark)[0] in "LMN"


def is_channel_id(cell: object) -> bool:
    """Whether a cell is YouTube's own number of a channel, which is no handle (contract, Q22)."""
    return _CHANNEL_ID.fullmatch(shown(cell)) is not None


def is_tick(cell: object) -> bool:
    """Whether a cell only says yes or no, as people tick things off."""
    return shown(cell).casefold() in _TICKS


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
