"""Recipes as values: what to find or import, what to buy, what to export, at most how much (design.md, section 4)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from app.domain.batches import BatchMode
from app.domain.errors import DiskError, InputError
from app.domain.filters import Catalogue, Search
from app.domain.jobs import EnrichOptions
from app.domain.money import Tier
from app.domain.platforms import Platform
from app.services.exporting import PRESETS

_PARTS = ("version", "search", "import", "enrich", "batch", "export", "budget", "unverified_filters")
_DETAILS = ("email", "audience", "lookalikes", "rows")
_EMAIL_RULES = ("preferred", "must_have")
_ENDINGS = (".xlsx", ".csv", ".tsv")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSource:
    """A file with handles; `column` is its heading or letter."""

    path: Path
    platform: Platform | None
    column: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """Which details for the first `rows` rows; all where it is None. `mode`: by a batch of this kind."""

    options: EnrichOptions
    rows: int | None
    mode: BatchMode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFile:
    """`written` is the path as the recipe spells it."""

    path: Path
    written: str
    preset: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Exactly one of `search` and `source`. `budget` in credits is the consent to spend; it caps one run."""

    search: Search | None
    source: ListSource | None
    purchase: Purchase | None
    exports: tuple[ExportFile, ...]
    budget: Decimal | None


def read_recipe(path: Path, catalogue: Catalogue) -> Recipe:
    """Read and check a recipe file whole. Raises: InputError naming the field, DiskError; nothing is sent."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise InputError(f"There is no recipe at {path}.", field="recipe") from error
    except UnicodeDecodeError as error:
        raise InputError("The recipe is not a text file in UTF-8.", field="recipe") from error
    except OSError as error:
        raise DiskError(f"The recipe {path} cannot be read.") from error
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"The recipe is not valid JSON: {error}.", field="recipe") from error
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:  # half of a pair, such as \ud800: legal in JSON, no character anywhere else
        raise InputError("The recipe holds a character that does not exist.", field="recipe") from error
    return parse_recipe(data, path.resolve().parent, catalogue)


def parse_recipe(data: object, folder: Path, catalogue: Catalogue) -> Recipe:
    """Check a recipe's content; paths are relative to `folder` and stay inside it. Raises: InputError."""
    parts = _mapping(data, "recipe", _PARTS)
    if parts.get("version") != 1 or isinstance(parts.get("version"), bool):
        raise InputError("The recipe's version must be 1.", field="version")
    if ("search" in parts) == ("import" in parts):
        raise InputError("A recipe has either a search or an import.", field="search")
    if parts.get("enrich") is not None and parts.get("batch") is not None:
        raise InputError("A recipe has either enrich or batch.", field="batch")
    search = _search(parts, catalogue) if "search" in parts else None
    source = _source(parts["import"], folder) if "import" in parts else None
    return Recipe(
        search=search,
        source=source,
        purchase=_purchase(parts),
        exports=_exports(parts.get("export", []), folder, taken={source.path} if source else set()),
        budget=_budget(parts.get("budget")),
    )


def write_recipe(path: Path, search: Search, catalogue: Catalogue) -> None:
    """Write a search as a recipe; it says that it uses unverified filters where it does. Raises: DiskError."""
    told: dict[str, Any] = {"version": 1, "search": search.to_mapping()}
    if catalogue.check(search) and not catalogue.check(search, unverified=True):
        told["unverified_filters"] = True
    try:
        path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise DiskError(f"The recipe {path} cannot be written.") from error


def _mapping(data: object, where: str, known: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise InputError(f"{where} must be an object of names and values.", field=where)
    for name in data:
        if name not in known:
            raise InputError(f"{where} has no part “{name}”; it knows {', '.join(known)}.", field=f"{where}.{name}")
    return data


def _search(parts: Mapping[str, Any], catalogue: Catalogue) -> Search:
    unverified = _flag(parts.get("unverified_filters", False), "unverified_filters")
    search = Search.from_mapping(parts["search"])
    problems = catalogue.check(search, unverified=unverified)
    if problems:
        told = " ".join(f"{problem.key}: {problem.reason}" for problem in problems)
        raise InputError(told, field=problems[0].key)
    return search


def _source(data: object, folder: Path) -> ListSource:
    parts = _mapping(data, "import", ("path", "platform", "column"))
    platform = parts.get("platform")
    names = [known.value for known in Platform]
    if platform is not None and platform not in names:
        raise InputError(f"import.platform must be one of {', '.join(names)}.", field="import.platform")
    column = parts.get("column")
    if column is not None and not isinstance(column, str):
        raise InputError("import.column must be a heading or a letter.", field="import.column")
    return ListSource(
        path=_inside(parts.get("path"), folder, "import.path"),
        platform=Platform(platform) if platform else None,
        column=column,
    )


def _purchase(recipe: Mapping[str, Any]) -> Purchase | None:
    if recipe.get("batch") is not None:
        parts = _mapping(recipe["batch"], "batch", ("mode", *_DETAILS))
        modes = {mode.value: mode for mode in BatchMode if mode.tier is not None}  # a recipe has handles, no addresses
        mode = modes.get(str(parts.get("mode", BatchMode.FULL.value)))
        if mode is None or mode.tier is None:
            raise InputError(f"batch.mode must be one of {', '.join(modes)}.", field="batch.mode")
        return _details(parts, "batch", mode.tier, mode)
    if recipe.get("enrich") is not None:
        parts = _mapping(recipe["enrich"], "enrich", ("tier", *_DETAILS))
        tier = parts.get("tier", Tier.FULL.value)
        if tier not in [known.value for known in Tier]:
            raise InputError(f"enrich.tier must be one of {', '.join(Tier)}.", field="enrich.tier")
        return _details(parts, "enrich", Tier(tier), None)
    return None


def _details(parts: Mapping[str, Any], where: str, tier: Tier, mode: BatchMode | None) -> Purchase:
    email = parts.get("email", _EMAIL_RULES[0])
    if email not in _EMAIL_RULES:
        raise InputError(f"{where}.email must be preferred or must_have.", field=f"{where}.email")
    rows = parts.get("rows", "all")
    if rows != "all" and (isinstance(rows, bool) or not isinstance(rows, int) or rows < 1):
        raise InputError(f'{where}.rows must be "all" or a whole number from 1.', field=f"{where}.rows")
    return Purchase(
        options=EnrichOptions(
            tier=tier,
            email_required=email == "must_have",
            audience=_flag(parts.get("audience", True), f"{where}.audience"),
            lookalikes=_flag(parts.get("lookalikes", False), f"{where}.lookalikes"),
        ),
        rows=None if rows == "all" else rows,
        mode=mode,
    )


def _exports(data: object, folder: Path, taken: set[Path]) -> tuple[ExportFile, ...]:
    """`taken`: files that an export may not overwrite. Folders are looked at now, before anything is bought."""
    if not isinstance(data, list):
        raise InputError("export must be a list of files.", field="export")
    found = []
    for at, entry in enumerate(data):
        where = f"export[{at}]"
        parts = _mapping(entry, where, ("path", "preset"))
        preset = parts.get("preset", PRESETS[0])
        if preset not in PRESETS:
            raise InputError(f"{where}.preset must be one of {', '.join(PRESETS)}.", field=f"{where}.preset")
        path = _inside(parts.get("path"), folder, f"{where}.path")
        if path.suffix.lower() not in _ENDINGS:
            raise InputError(f"{where}.path must end in {', '.join(_ENDINGS)}.", field=f"{where}.path")
        if not path.parent.is_dir():
            raise InputError(f"The folder of {where}.path is not there. Make it first.", field=f"{where}.path")
        if path in taken:
            raise InputError(f"{where}.path names a file that this recipe uses already.", field=f"{where}.path")
        taken = taken | {path}
        found.append(ExportFile(path=path, written=parts["path"], preset=preset))
    return tuple(found)


def _inside(value: object, folder: Path, where: str) -> Path:
    if not isinstance(value, str) or not value.strip() or "\x00" in value:
        raise InputError(f"{where} must be the name of a file.", field=where)
    path = (folder / value).resolve()
    if not path.is_relative_to(folder):
        raise InputError(f"{where} must stay inside the recipe's folder.", field=where)
    return path


def _flag(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise InputError(f"{where} must be true or false.", field=where)
    return value


def _budget(value: object) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise InputError("budget must be an amount of credits, such as 25.00.", field="budget")
    try:
        amount = Decimal(str(value).strip())
    except InvalidOperation as error:
        raise InputError("budget must be an amount of credits, such as 25.00.", field="budget") from error
    if not amount.is_finite() or amount < 0:
        raise InputError("budget must be an amount of credits, such as 25.00.", field="budget")
    return amount
