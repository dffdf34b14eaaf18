"""Signed addresses that lapse, as the service hands them out for pictures and files."""

import hashlib
import hmac
import time


def signed(base: str, key: str, path: str, expires: int) -> str:
    """The address of `path` that is good until `expires` (Unix seconds)."""
    return f"{base}{path}?expires={expires}&signature={_signature(key, path, expires)}"


def allowed(key: str, path: str, expires: str, signature: str) -> bool:
    """Whether the address is one of ours and has not lapsed."""
    if not expires.isdecimal() or int(expires) < time.time():
        return False
    return hmac.compare_digest(_signature(key, path, int(expires)), signature)


def _signature(key: str, path: str, expires: int) -> str:
    return hmac.new(key.encode(), f"{path}:{expires}".encode(), hashlib.sha256).hexdigest()[:32]
