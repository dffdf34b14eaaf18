"""What a key and a service's address must be: looked at before either is used or kept."""

import re

import httpx

from app.domain.errors import InputError

_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
_WRAPPING = re.compile(r"^bearer(\s+|$)", re.IGNORECASE)


def parse_key(text: str) -> str:
    """A key as pasted, without spaces and a leading "Bearer". Raises: InputError when it cannot be a key."""
    key = _WRAPPING.sub("", text.strip())
    if not key:
        raise InputError("The key is empty.", field="key", advice="Paste the key from the influencers.club dashboard.")
    if not all("!" <= sign <= "~" for sign in key):
        raise InputError("The key holds signs that no key has.", field="key", advice="Copy it again, and only the key.")
    return key


def parse_base_url(text: str) -> httpx.URL:
    """The address of a service: scheme, host and port, nothing behind them.

    Raises: InputError for anything else, and for plain http to another machine: it would show the key to everybody.
    """
    try:
        url = httpx.URL(text.strip())
    except httpx.InvalidURL as error:
        raise InputError("The address of the service cannot be read.", field="base URL") from error
    if url.scheme not in ("https", "http") or not url.host:
        raise InputError("The address of the service must start with https://.", field="base URL")
    if not 0 < (url.port or 443) < 65536:
        raise InputError("The address of the service has a port that does not exist.", field="base URL")
    if url.userinfo or url.query or url.fragment or url.path not in ("", "/"):
        raise InputError("The address of the service must end after the host.", field="base URL")
    if not is_safe(url):
        raise InputError("Plain http is only for this machine. Use https.", field="base URL")
    return url


def is_safe(url: httpx.URL) -> bool:
    """Whether nobody on the way can read along: https, or plain http to this machine."""
    return url.scheme == "https" or (url.scheme == "http" and url.host in _THIS_MACHINE)
