"""The small checks that reading a recipe is made of; each names the full key of what is wrong."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.domain.errors import InputError


def mapping(data: object, where: str, known: tuple[str, ...]) -> Mapping[str, Any]:
    """An object that has no other parts than these."""
    if not isinstance(data, dict):
        raise InputError(f"{where} must be an object of names and values.", field=where)
    for name in data:
        if name not in known:
            raise InputError(f"{where} has no part “{name}”; it knows {', '.join(known)}.", field=f"{where}.{name}")
    return data


def flag(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise InputError(f"{where} must be true or false.", field=where)
    return value


def count(value: object, where: str) -> int:
    """A whole number from 1."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise InputError(f"{where} must be a whole number from 1.", field=where)
    return value


def rows(value: object, where: str) -> int | None:
    """The first rows that something is for; None: all of them."""
    if value == "all":
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise InputError(f'{where} must be "all" or a whole number from 1.', field=where)
    return value


def texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise InputError(f"{where} must be a list of words.", field=where)
    return tuple(one.strip() for one in value)


def choice(value: object, known: tuple[str, ...], where: str) -> str:
    if not isinstance(value, str) or value not in known:
        raise InputError(f"{where} must be one of {', '.join(known)}.", field=where)
    return value


def inside(value: object, folder: Path, where: str) -> Path:
    """The path of a file in the recipe's folder."""
    if not isinstance(value, str) or not value.strip() or "\x00" in value:
        raise InputError(f"{where} must be the name of a file.", field=where)
    path = Path(os.path.realpath(folder / value))  # unlike resolve() it bears links that lead in a circle
    if not path.is_relative_to(folder):
        raise InputError(f"{where} must stay inside the recipe's folder.", field=where)
    return path


@contextmanager
def told_as(**keys: str) -> Iterator[None]:
    """What another layer calls `name` is called `keys[name]` in the recipe; `default` is for every other name."""
    try:
        yield
    except InputError as error:
        field = keys.get(error.field, keys.get("default", error.field))
        raise InputError(error.happened, field=field, advice=error.advice) from error
