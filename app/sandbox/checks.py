"""What the practice service refuses in a request: the validation bodies of the contract, section 4."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

_NUMBER = "A valid number is required."
_INTEGER = "A valid integer is required."
_LIST = 'Expected a list of items but got type "{}".'
_OBJECT = "Expected a dictionary of items."
_BLANK = "This field may not be blank."


class BadRequest(Exception):
    """Answered with status 400 and `{"error": problem}`; nothing is charged."""

    def __init__(self, problem: Any) -> None:
        super().__init__(str(problem))
        self.problem = problem


def refuse(field: str, reason: str) -> BadRequest:
    """The refusal of one field of the body; a dot in the name nests it."""
    problem: Any = [reason]
    for name in reversed(field.split(".")):
        problem = {name: problem}
    return BadRequest(problem)


def handle_key(written: str) -> str:
    """The lower-case handle in a name, an "@name" or a profile address."""
    name = written.strip()
    if "/" in name:
        _, _, path = re.split("[?#]", name.partition("://")[2] or name)[0].partition("/")
        name = path.strip("/").split("/")[-1]
    return name.lstrip("@").lower()


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_whole(value: Any) -> bool:
    return _is_number(value) and float(value).is_integer()


def choice(body: dict[str, Any], field: str, allowed: tuple[str, ...], default: str | None = None) -> str:
    """One of the allowed words; required when there is no default."""
    value = body.get(field)
    if value is None:
        if default is None:
            raise refuse(field, "This field is required.")
        return default
    if value not in allowed:
        raise refuse(field, f'"{value}" is not a valid choice.')
    return str(value)


def text(body: dict[str, Any], field: str, longest: int) -> str:
    """A non-blank text of at most `longest` characters."""
    value = body.get(field)
    if value is None:
        raise refuse(field, "This field is required.")
    if not isinstance(value, str):
        raise refuse(field, "Not a valid string.")
    if not value.strip():
        raise refuse(field, _BLANK)
    if len(value) > longest:
        raise refuse(field, f"Ensure this field has no more than {longest} characters.")
    return value


def yes_no(body: dict[str, Any], field: str, default: bool) -> bool:
    """true or false."""
    value = body.get(field, default)
    if not isinstance(value, bool):
        raise refuse(field, "Must be a valid boolean.")
    return value


def whole(body: dict[str, Any], field: str, default: int, least: int, most: int) -> int:
    """A whole number of `paging` between two bounds."""
    value = body.get(field, default)
    if not _is_whole(value):
        raise refuse(f"paging.{field}", _INTEGER)
    if value < least:
        raise refuse(f"paging.{field}", f"Ensure this value is greater than or equal to {least}.")
    if value > most:
        raise refuse(f"paging.{field}", f"Ensure this value is less than or equal to {most}.")
    return int(value)


def query_number(query: Mapping[str, str], field: str, default: int, *, least: int = 0, most: int = 999_999_999) -> int:
    """A whole number of the query string between two bounds."""
    written = query.get(field, str(default))
    if not (written.isascii() and written.isdecimal()) or len(written) > 9 or not least <= int(written) <= most:
        raise refuse(field, _INTEGER)
    return int(written)


def _range(value: Any, entry: dict[str, Any]) -> str | None:
    if not isinstance(value, dict):
        return _OBJECT
    good = _is_whole if entry["type"] == "range_int" else _is_number
    if all(value.get(bound) is None or good(value[bound]) for bound in ("min", "max")):
        return None
    return _INTEGER if entry["type"] == "range_int" else _NUMBER


def _words(value: Any, entry: dict[str, Any]) -> str | None:
    if not isinstance(value, list):
        return _LIST.format(type(value).__name__)
    if not all(isinstance(word, str) for word in value):
        return "Not a valid string."
    if not all(word.strip() for word in value):
        return _BLANK
    most = entry.get("max_items")
    return f"Ensure this field has no more than {most} elements." if most and len(value) > most else None


def _ids(value: Any, entry: dict[str, Any]) -> str | None:
    if not isinstance(value, list):
        return _LIST.format(type(value).__name__)
    return None if all(_is_whole(number) for number in value) else _INTEGER


def _text(value: Any, entry: dict[str, Any]) -> str | None:
    if not isinstance(value, str):
        return "Not a valid string."
    if len(value) < entry["min_length"]:
        return f"Ensure this field has at least {entry['min_length']} characters."
    if len(value) > entry["max_length"]:
        return f"Ensure this field has no more than {entry['max_length']} characters."
    return None


def _enum(value: Any, entry: dict[str, Any]) -> str | None:
    allowed = [item["value"] for item in entry["values"]]
    return None if value in allowed else f'"{value}" is not a valid choice.'


def _fields(value: Any, entry: dict[str, Any]) -> str | None:
    if not isinstance(value, dict):
        return _OBJECT
    for field in entry["fields"]:
        given = value.get(field["key"])
        if given is None:
            if field.get("required") and field["type"] != "number_float":
                return f"{field['key']}: This field is required."
        elif field["type"] in ("number_float", "number_int"):
            if not _is_number(given):
                return f"{field['key']}: {_NUMBER}"
        elif not isinstance(given, str):
            return f"{field['key']}: Not a valid string."
    return None


def _many_fields(value: Any, entry: dict[str, Any]) -> str | None:
    if not isinstance(value, list):
        return _LIST.format(type(value).__name__)
    return next((reason for item in value if (reason := _fields(item, entry))), None)


_TYPES: dict[str, Callable[[Any, dict[str, Any]], str | None]] = {
    "range_int": _range,
    "range_float": _range,
    "number_int": lambda value, entry: None if _is_whole(value) else _INTEGER,
    "number_float": lambda value, entry: None if _is_number(value) else _NUMBER,
    "bool": lambda value, entry: None if isinstance(value, bool) else "Must be a valid boolean.",
    "enum": _enum,
    "text": _text,
    "keyword_list": _words,
    "dictionary_list": _words,
    "handle_list": _words,
    "id_list": _ids,
    "growth": _fields,
    "bool_map": lambda value, entry: None if isinstance(value, dict) else _OBJECT,
    "weighted_list": _many_fields,
    "weighted_dictionary_list": _many_fields,
    "weighted_single": _fields,
}


def check(key: str, value: Any, entry: dict[str, Any]) -> None:
    """Raise BadRequest when a filter's value does not have the type the catalogue gives it."""
    reason = _TYPES[entry["type"]](value, entry)
    if reason is not None:
        raise refuse(f"filters.{key}", reason)
