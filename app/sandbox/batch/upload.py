"""Reads the upload of a batch: the multipart form, its fields, and the CSV in it (contract, section 9)."""

import csv
import io
import json
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from typing import Any

from app.sandbox.checks import BadRequest, choice, refuse
from app.sandbox.columns import PLATFORMS
from app.sandbox.tiers import EMAIL_RULES

MOST_ROWS = 10_000
MOST_BYTES = 10 * 1024 * 1024
_FORM_BYTES = 64 * 1024
"""What the rest of the form may hold beside the file."""
HEADERS: dict[str, tuple[str, ...]] = {
    "full": ("handle", "handles"),
    "raw": ("handle", "handles"),
    "basic": ("email", "emails"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A batch as it was asked for; `inputs` are the cells without the spaces around them, repeats included."""

    mode: str
    platform: str | None
    inputs: tuple[str, ...]
    must_have: bool
    lookalikes: bool
    audience: bool
    metadata: dict[str, Any] | None


def read(content_type: str, content: bytes) -> Upload:
    """The upload in a request; raises BadRequest naming the part that is wrong. Takes up to a second."""
    if len(content) > MOST_BYTES + _FORM_BYTES:
        raise refuse("file", "The file is larger than 10 MB.")
    parts = _parts(content_type, content)
    if "file" not in parts:
        raise refuse("file", "No file was submitted.")
    fields = {name: _decoded(name, value) for name, value in parts.items() if name != "file"}
    mode = choice(fields, "enrichment_mode", tuple(HEADERS))
    return Upload(
        mode=mode,
        platform=None if mode == "basic" else choice(fields, "platform", PLATFORMS),
        inputs=_inputs(parts["file"], HEADERS[mode]),
        must_have=choice(fields, "email_required", EMAIL_RULES, "preferred") == "must_have",
        # The single call brings the audience unless told otherwise, the batch does not (contract, Q25).
        lookalikes=choice(fields, "include_lookalikes", ("true", "false"), "false") == "true",
        audience=choice(fields, "include_audience_data", ("true", "false"), "false") == "true",
        metadata=_metadata(fields.get("metadata")),
    )


def _parts(content_type: str, content: bytes) -> dict[str, bytes]:
    head = f"MIME-Version: 1.0\r\nContent-Type: {content_type}\r\n\r\n".encode()
    parts: dict[str, bytes] = {}
    for part in _inside(message_from_bytes(head + content)):
        name, value = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(value, bytes):
            parts[name] = value
    return parts


def _inside(message: Message) -> list[Message]:
    inside = message.get_payload()
    if not message.is_multipart() or not isinstance(inside, list):
        raise BadRequest({"non_field_errors": ["Multipart form parse error."]})
    return [part for part in inside if isinstance(part, Message)]


def _decoded(name: str, value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise refuse(name, "Not a valid string.") from None


def _metadata(text: str | None) -> dict[str, Any] | None:
    if not text:
        return None
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise refuse("metadata", "Value must be valid JSON.") from None
    if not isinstance(found, dict):
        raise refuse("metadata", "Expected a dictionary of items.")
    return found


def _inputs(content: bytes, headers: tuple[str, ...]) -> tuple[str, ...]:
    if len(content) > MOST_BYTES:
        raise refuse("file", "The file is larger than 10 MB.")
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    except UnicodeDecodeError:
        raise refuse("file", "The file is not UTF-8.") from None
    except csv.Error as error:
        raise refuse("file", f"The file is not a readable CSV: {error}.") from None
    header = [cell.strip().lower() for cell in lines[0]] if lines else []
    if len(header) != 1 or header[0] not in headers:
        raise refuse("file", f'The file must have one column with the header "{headers[0]}".')
    inputs = tuple(cell for line in lines[1:] if line and (cell := line[0].strip()))
    if not inputs:
        raise refuse("file", "The file has no rows.")
    if len(inputs) > MOST_ROWS:
        raise refuse("file", f"The file has {len(inputs)} rows; the limit is {MOST_ROWS}.")
    return inputs
