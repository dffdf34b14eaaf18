"""Messages about batches as values. Pure but for reading a file of results, which is read piece by piece.

Wrappers and names of the rows vary (contract, Q35), and nobody has seen the real ones: everything is read tolerantly.
"""

import codecs
import csv
import json
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

import msgspec

from app.api import wire
from app.api.accounts_wire import read_lookup
from app.api.tolerant import Unreadable, decode, first_text, text_of, whole
from app.domain.batches import BatchMode, BatchState, BatchStatus, ResultRow
from app.domain.creators import Found, Reading
from app.domain.jobs import EnrichOptions
from app.domain.money import credits_from
from app.domain.platforms import Handle, Platform

_LISTS = ("results", "data", "result", "rows")
_DATA = ("enrichment_data", "result", "data")
_INPUTS = ("input_value", "input", "handle", "email")
_NO_NUMBER = re.compile(rb"(?<=[:,\[\s])-?(?:NaN|Infinity)(?=\s*[,\]}])")
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_PIECE = 64 * 1024
_KEPT = 16  # bytes held back, so that a word is never cut in two


# What goes out.


def batch_form(
    mode: BatchMode, platform: Platform | None, options: EnrichOptions | None, metadata: Mapping[str, object]
) -> dict[str, str]:
    """The fields beside the file. Both switches always go out (contract, Q25); what was never seen to filter never does
    (Q12)."""
    form = {"enrichment_mode": mode.value, "metadata": json.dumps(metadata)}
    if platform is not None:
        form["platform"] = platform.value
    if mode is BatchMode.FULL:
        assert options is not None
        form["email_required"] = "must_have" if options.email_required else "preferred"
        form["include_lookalikes"] = str(options.lookalikes).lower()
        form["include_audience_data"] = str(options.audience).lower()
    return form


# What comes in.


def read_created(body: bytes) -> tuple[str, str]:
    """(the batch's id, the word for its state). Raises: Unreadable without an id."""
    told = decode(body, object)
    told = told if isinstance(told, Mapping) else {}
    number = first_text(told, ("batch_id", "id"))
    if number is None:
        raise Unreadable("`batch_id` is missing")
    return number, text_of(told.get("status")) or BatchState.QUEUED


def read_status(body: bytes) -> BatchStatus:
    """Raises: Unreadable without a `status`."""
    told = decode(body, object)
    said = text_of(told.get("status")) if isinstance(told, Mapping) else None
    if said is None or not isinstance(told, Mapping):
        raise Unreadable("`status` is missing")
    return BatchStatus(
        state=BatchState.of(said.lower()),
        said=said,
        processed=whole(told.get("processed_rows")) or 0,
        found=whole(told.get("success_count")) or 0,
        failed=whole(told.get("failed_count")) or 0,
        credits_used=credits_from(told.get("credits_used")),
        message=first_text(told, ("status_message", "message", "error")) or "",
        done_at=text_of(told.get("estimated_completion")) or "",
    )


def read_link(body: bytes) -> str:
    """Where the file lies. Raises: Unreadable without an address."""
    told = decode(body, object)
    link = first_text(told, ("download_url", "url", "link")) if isinstance(told, Mapping) else None
    if link is None:
        raise Unreadable("`download_url` is missing")
    return link


def rows_of_json(file: IO[bytes]) -> Iterator[ResultRow]:
    """The rows of a JSON file, one at a time, whatever is wrapped around them. Raises: Unreadable where it ends early
    or stops being JSON; what came before was read."""
    import ijson  # only here: nothing else needs it

    try:
        where = _place(ijson.basic_parse(_Mended(file), buf_size=_PIECE))
        file.seek(0)
        for row in ijson.items(_Mended(file), where, buf_size=_PIECE):  # exact numbers of any size
            if isinstance(row, Mapping):
                data = next((row[key] for key in _DATA if isinstance(row.get(key), Mapping)), None)
                yield ResultRow(
                    input=first_text(row, _INPUTS) or "", word=text_of(row.get("status")) or "", data=data or None
                )
    except ijson.JSONError as error:
        raise Unreadable(str(error)) from error


def _place(events: Iterator[tuple[str, Any]]) -> str:
    """Where the list of rows is, as ijson names places."""
    depth, key = 0, ""
    for event, value in events:
        if event == "start_array" and depth == 0:
            return "item"
        if event == "map_key" and depth == 1:
            key = value
        if event == "start_array" and depth == 1 and key in _LISTS:
            return f"{key}.item"
        depth += event.startswith("start") - event.startswith("end")
    raise Unreadable("there is no list of rows")


class _Mended:
    """A file whose foreign bytes and numbers that are none do not break a strict reader."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._held = b""

    def read(self, size: int = -1) -> bytes:
        if not size:  # the reader asks so whether bytes or text come
            return b""
        piece = self._file.read(_PIECE if size < 0 else max(size, 2 * _KEPT))
        text = self._held + self._decoder.decode(piece, final=not piece).encode()
        if b"NaN" in text or b"Infinity" in text:
            text = _NO_NUMBER.sub(b"null", text)
        if not piece:
            self._held = b""
            return text
        if len(text) <= _KEPT:
            self._held = text
            return self.read(size)
        text, self._held = text[:-_KEPT], text[-_KEPT:]
        return text


def rows_of_csv(file: IO[bytes]) -> Iterator[ResultRow]:
    """The rows of a CSV file, put back into the shape of the JSON: "instagram.username" is a key of that block."""
    reader = csv.DictReader(line.decode("utf-8", "replace").lstrip("\ufeff") for line in file)
    try:
        for row in reader:
            told: dict[str, Any] = {}
            for name, text in row.items():
                if name and name not in (*_INPUTS[:1], "status") and text:
                    at, _, key = name.rpartition(".")
                    (told.setdefault(at, {}) if at else told)[key] = _value(text)
            yield ResultRow(input=row.get(_INPUTS[0]) or "", word=row.get("status") or "", data=told or None)
    except csv.Error as error:
        raise Unreadable(str(error)) from error


def _value(text: str) -> str | bool:
    return {"true": True, "false": False}.get(text.lower(), text)


def row_reading(data: Mapping[str, Any], handle: Handle, options: EnrichOptions) -> Reading | None:
    """What a row says about a creator, kept as the single call's answer would be; None where the account is gone.

    Data without the platform's own part was paid for all the same: it is taken for that part.
    """
    name = handle.platform.value
    result = data if isinstance(data.get(name), Mapping) else {**data, name: data}
    return wire.read_bought(as_answer(result), handle, options).reading


def as_answer(result: Mapping[str, Any]) -> bytes:
    """A row's data as the body the single call would have had."""
    try:
        return _ENCODER.encode({"result": result})
    except UnicodeEncodeError:  # half of a pair
        return json.dumps({"result": result}, default=float).encode()


def row_account(data: Mapping[str, Any]) -> tuple[Found | None, bytes]:
    """The account behind an address, and the answer as the single lookup would have had it; empty: nobody."""
    told = read_lookup(as_answer(data))
    return told.found, told.raw if told.found or told.elsewhere else b""
