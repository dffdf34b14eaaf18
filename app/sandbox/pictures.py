"""Profile pictures: small real PNGs behind addresses whose signature lapses, as the service's do (contract, Q23)."""

import random
import struct
import time
import zlib

from app.sandbox import links

VALID_S = 24 * 3600
_CELLS = 5
_CELL_PIXELS = 16


def address(base: str, key: str, platform: str, number: int) -> str:
    """Where a creator's picture is for the next 23 to 24 hours; the same within an hour."""
    expires = int(time.time()) // 3600 * 3600 + VALID_S
    path = f"/pictures/{platform}/{number}.png"
    return links.signed(base, key, path, expires)


def png(platform: str, number: int) -> bytes:
    """An 80 x 80 tile with a mirrored pattern, always the same for the same creator."""
    rng = random.Random(f"picture:{platform}:{number}")
    back = bytes(rng.randint(170, 240) for _ in range(3))
    front = bytes(rng.randint(30, 140) for _ in range(3))
    lines = bytearray()
    for _ in range(_CELLS):
        half = [rng.random() < 0.5 for _ in range(_CELLS // 2 + 1)]
        cells = half + half[-2::-1]
        line = b"\x00" + b"".join((front if on else back) * _CELL_PIXELS for on in cells)
        lines += line * _CELL_PIXELS
    side = _CELLS * _CELL_PIXELS
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(lines))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
