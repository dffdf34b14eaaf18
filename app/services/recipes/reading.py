"""Reading and writing recipe files: read whole and checked whole, before anything is sent."""

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from app.domain.errors import DiskError, InputError
from app.domain.filters import BEST_MATCH, Catalogue, Search
from app.domain.platforms import Handle, Platform
from app.services.discovery import seed_from
from app.services.exporting import PRESETS
from app.services.importing import Encoding
from app.services.recipes import purchases
from app.services.recipes.checks import choice, flag, inside, mapping, told_as
from app.services.recipes.values import ExportFile, ListSource, Lookup, Recipe, What

_PARTS = (
    *("version", "search", "import", "enrich", "batch", "socials", "posts", "overlap", "export", "budget"),
    "unverified_filters",
)
_OWN_SEARCH_PARTS = ("similar_to", "leave_out_known")  # beside those that every search has
_ENDINGS = (".xlsx", ".csv", ".tsv")


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
    parts = mapping(data, "recipe", _PARTS)
    if parts.get("version") != 1 or isinstance(parts.get("version"), bool):
        raise InputError("The recipe's version must be 1.", field="version")
    if ("search" in parts) == ("import" in parts):
        raise InputError("A recipe has either a search or an import.", field="search")
    if parts.get("enrich") is not None and parts.get("batch") is not None:
        raise InputError("A recipe has either enrich or batch.", field="batch")
    search, seed, leave_out = _search(parts, catalogue) if "search" in parts else (None, None, False)
    source = _source(parts["import"], folder) if "import" in parts else None
    if purchases.is_lookup(parts.get("batch")):
        source = _looked_up(parts["batch"], source)
    recipe = Recipe(
        search=search,
        seed=seed,
        leave_out_known=leave_out,
        source=source,
        purchase=None if source is not None and source.lookup is Lookup.BATCH else purchases.details(parts),
        socials=purchases.socials(parts.get("socials")),
        posts=purchases.posts(parts.get("posts"), search),
        comparison=purchases.comparison(parts.get("overlap"), search),
        exports=(),
        budget=_budget(parts.get("budget")),
    )
    exports = _exports(parts.get("export", []), folder, recipe, taken={source.path} if source else set())
    return replace(recipe, exports=exports)


def write_recipe(path: Path, search: Search, catalogue: Catalogue, *, seed: Handle | None = None) -> None:
    """Write a search as a recipe; it says that it uses unverified filters where it does. Raises: DiskError."""
    parts = search.to_mapping()
    if seed is not None:
        parts["similar_to"] = seed.name
        del parts["sort"]
    told: dict[str, Any] = {"version": 1, "search": parts}
    if catalogue.check(search) and not catalogue.check(search, unverified=True):
        told["unverified_filters"] = True
    try:
        path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise DiskError(f"The recipe {path} cannot be written.") from error


def _search(parts: Mapping[str, Any], catalogue: Catalogue) -> tuple[Search, Handle | None, bool]:
    unverified = flag(parts.get("unverified_filters", False), "unverified_filters")
    told = parts["search"]
    own = {name: told[name] for name in _OWN_SEARCH_PARTS if name in told} if isinstance(told, dict) else {}
    if own:
        told = {name: value for name, value in told.items() if name not in own}
    search = Search.from_mapping(told)
    problems = catalogue.check(search, unverified=unverified)
    if problems:
        words = " ".join(f"{problem.key}: {problem.reason}" for problem in problems)
        raise InputError(words, field=problems[0].key)
    seed = _seed(own["similar_to"], search) if "similar_to" in own else None
    return search, seed, flag(own.get("leave_out_known", False), "search.leave_out_known")


def _seed(value: object, search: Search) -> Handle:
    where = "search.similar_to"
    if not isinstance(value, str):
        raise InputError(f"{where} must be a handle or a profile address.", field=where)
    if search.sort != BEST_MATCH:
        raise InputError("Similar creators come by likeness; leave the sort out.", field="search.sort")
    with told_as(default=where):
        return seed_from(value, search.platform)


def _source(data: object, folder: Path) -> ListSource:
    parts = mapping(data, "import", ("path", "platform", "column", "emails", "encoding"))
    platform = parts.get("platform")
    if platform is not None:
        platform = Platform(choice(platform, tuple(known.value for known in Platform), "import.platform"))
    column = parts.get("column")
    if column is not None and not isinstance(column, str):
        raise InputError("import.column must be a heading or a letter.", field="import.column")
    emails = flag(parts.get("emails", False), "import.emails")
    encoding = parts.get("encoding")
    if encoding is not None:
        encoding = Encoding(choice(encoding, tuple(known.value for known in Encoding), "import.encoding"))
    return ListSource(
        path=inside(parts.get("path"), folder, "import.path"),
        platform=platform,
        column=column,
        lookup=Lookup.SINGLE if emails else Lookup.NONE,
        encoding=encoding,
    )


def _looked_up(batch: object, source: ListSource | None) -> ListSource:
    """The list of a batch that finds the accounts behind addresses."""
    mapping(batch, "batch", ("mode",))
    if source is None:
        raise InputError("A batch of mode basic takes the addresses of an import.", field="batch.mode")
    return replace(source, lookup=Lookup.BATCH)


def _exports(data: object, folder: Path, recipe: Recipe, taken: set[Path]) -> tuple[ExportFile, ...]:
    """`taken`: files that an export may not overwrite. Folders are looked at now, before anything is bought."""
    if not isinstance(data, list):
        raise InputError("export must be a list of files.", field="export")
    found = []
    for at, entry in enumerate(data):
        where = f"export[{at}]"
        parts = mapping(entry, where, ("path", "preset", "what"))
        preset = choice(parts.get("preset", PRESETS[0]), PRESETS, f"{where}.preset")
        path = inside(parts.get("path"), folder, f"{where}.path")
        if path.suffix.lower() not in _ENDINGS:
            raise InputError(f"{where}.path must end in {', '.join(_ENDINGS)}.", field=f"{where}.path")
        if not path.parent.is_dir():
            raise InputError(f"The folder of {where}.path is not there. Make it first.", field=f"{where}.path")
        if path in taken:
            raise InputError(f"{where}.path names a file that this recipe uses already.", field=f"{where}.path")
        taken = taken | {path}
        what = _what(parts, recipe, where)
        found.append(ExportFile(path=path, written=parts["path"], preset=preset, what=what))
    return tuple(found)


def _what(parts: Mapping[str, Any], recipe: Recipe, where: str) -> What:
    what = What(choice(parts.get("what", What.CREATORS.value), tuple(one.value for one in What), f"{where}.what"))
    bought = {What.ACCOUNTS: recipe.socials, What.POSTS: recipe.posts, What.OVERLAP: recipe.comparison}
    if what in bought and bought[what] is None:
        part = "socials" if what is What.ACCOUNTS else what.value
        raise InputError(f"{where}.what needs “{part}” in the recipe.", field=f"{where}.what")
    if what is not What.CREATORS and "preset" in parts:
        raise InputError(f"{where}.preset is for creators only.", field=f"{where}.preset")
    return what


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
