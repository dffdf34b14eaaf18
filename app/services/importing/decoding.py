"""Which letters the bytes of a text file stand for."""

import codecs
from pathlib import Path

from app.domain.errors import InputError
from app.services.importing.table import WINDOWS, Encoding, unreadable

_CODECS = {
    Encoding.UTF_8: "utf-8-sig",
    Encoding.UTF_16: "utf-16",
    Encoding.WESTERN: "cp1252",
    Encoding.CENTRAL: "cp1250",
}
_RARE_ZERO = 10  # one byte in so many: a stray one is no UTF-16, where signs, delimiters and line ends bring many


def decode(path: Path, data: bytes, said: Encoding | None, usual: Encoding) -> tuple[Encoding, str]:
    """The text as it is said to be written; else by its mark, else UTF-8, else what Windows programs write.

    Which Windows wrote it cannot be told from the bytes: the `usual` one, where they can be read so, which a person may
    change.
    Raises: InputError where the bytes are no such text.
    """
    if said is not None:
        text = _read(data, _codec(data, said))
        if text is None or "\0" in text:
            raise InputError(f"“{path.name}” is not written in {said.label}.", field="encoding", advice="Leave it out.")
        return said, text
    for encoding in _likely(data, usual):
        text = _read(data, _codec(data, encoding))
        if text is None and encoding is Encoding.UTF_8:
            text = _line_by_line(data)
        if text is not None and "\0" not in text:
            return encoding, text
    raise unreadable(path, "is not a text file")


def _likely(data: bytes, usual: Encoding) -> tuple[Encoding, ...]:
    head = data[:200]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or head.count(0) * _RARE_ZERO > len(head):
        return (Encoding.UTF_16,)
    return (Encoding.UTF_8, *sorted(WINDOWS, key=lambda one: one is not usual))


def _codec(data: bytes, encoding: Encoding) -> str:
    """UTF-16 without a mark says its order by where its zeros are."""
    if encoding is not Encoding.UTF_16 or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _CODECS[encoding]
    return "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"


def _read(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _line_by_line(data: bytes) -> str | None:
    """The text of a list that went through several programs and holds lines of several kinds: each is read by itself
    where at least half of those with signs beyond ASCII are UTF-8; else None.
    """
    lines = data.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True)
    texts = [_read(line, "utf-8") for line in lines]
    if 2 * texts.count(None) > sum(not line.isascii() for line in lines):
        return None
    return "".join(
        line.decode("cp1252", "replace") if text is None else text for line, text in zip(lines, texts, strict=True)
    )
