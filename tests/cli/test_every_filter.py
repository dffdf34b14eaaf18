"""The whole catalogue through a recipe: what is valid goes out exactly as written, what is not goes nowhere."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.api.client import Client, open_http
from app.bootstrap import load_catalogue
from app.cli.main import main
from app.domain.errors import InputError
from app.domain.filters import Expose, FilterSpec, Kind, Shape
from app.domain.platforms import Platform
from app.services.recipes import Recipe, read_recipe
from tests.recording_server import answer, running

CATALOGUE = load_catalogue()
KEY = "eyJ-invented"
EMPTY_PAGE = answer(200, {"total": 0, "limit": 1, "accounts": []})


def whole(shape: Shape, number: float) -> float:
    return int(number) if shape.kind.is_whole else number


def number(shape: Shape) -> float:
    if shape.suggested:
        return shape.suggested[0]
    low = 0 if shape.min is None else shape.min
    high = low + 20 if shape.max is None else shape.max
    return whole(shape, (low + high) / 2)


def parts(spec: FilterSpec) -> dict[str, Any]:
    return {field.key: sample(field) for field in spec.fields}


def sample(shape: Shape) -> Any:
    """A good value, as it goes out."""
    match shape.kind:
        case Kind.RANGE_INT | Kind.RANGE_FLOAT:
            return {"min": number(shape), "max": number(shape)}
        case Kind.NUMBER_INT | Kind.NUMBER_FLOAT:
            return number(shape)
        case Kind.BOOL:
            return True
        case Kind.ENUM:
            return shape.values[0].value
        case Kind.TEXT:
            return "trail running in Norway"
        case Kind.KEYWORD_LIST | Kind.DICTIONARY_LIST:
            return ["Köln", "rock & roll"]
        case Kind.HANDLE_LIST:
            return ["anna.b", "@Ben"]
        case Kind.ID_LIST:
            return [1, 4711]
        case Kind.BOOL_MAP:
            return {choice.value: True for choice in shape.values}
        case Kind.GROWTH | Kind.WEIGHTED_SINGLE:
            assert isinstance(shape, FilterSpec)
            return parts(shape)
        case Kind.WEIGHTED_LIST | Kind.WEIGHTED_DICTIONARY_LIST:
            assert isinstance(shape, FilterSpec)
            return [parts(shape)]


def ill_typed(shape: Shape) -> list[Any]:
    """Values of the wrong type, and empty ones."""
    match shape.kind:
        case Kind.RANGE_INT | Kind.RANGE_FLOAT:
            return [5, "5", [1, 2], {}, {"min": "1"}, {"min": 2, "max": 1}, {"least": 1}, {"min": None}]
        case Kind.NUMBER_INT:
            return ["5", 1.5, True, None, {"min": 1}]
        case Kind.NUMBER_FLOAT:
            return ["5", True, None, [1]]
        case Kind.BOOL:
            return ["true", 1, False, None]
        case Kind.ENUM | Kind.TEXT:
            return [5, "", ["a"], None]
        case Kind.BOOL_MAP:
            return [{}, True, {"has_nothing_of_the_kind": True}, {shape.values[0].value: False}]
        case Kind.GROWTH | Kind.WEIGHTED_SINGLE:
            return [{}, 5, {"colour": "red"}]
        case Kind.WEIGHTED_LIST | Kind.WEIGHTED_DICTIONARY_LIST:
            return [[], {}, ["Berlin"], [{"colour": "red"}], [{}]]
        case _:
            return [[], "one", [None], [""], [{"name": "x"}], {"a": 1}]


def nested(key: str, value: Any) -> dict[str, Any]:
    outer, _, inner = key.partition(".")
    return {outer: {inner: value}} if inner else {key: value}


def written(folder: Path, platform: Platform, filters: Any, *, unverified: bool = False) -> Path:
    told = {"version": 1, "search": {"platform": platform.value, "target": 1, "filters": filters}}
    path = folder / "recipe.json"
    path.write_text(json.dumps({**told, **({"unverified_filters": True} if unverified else {})}), encoding="utf-8")
    return path


def read(folder: Path, platform: Platform, filters: Any, *, unverified: bool = False) -> Recipe:
    return read_recipe(written(folder, platform, filters, unverified=unverified), CATALOGUE)


@pytest.mark.parametrize("platform", Platform)
async def test_every_filter_of_a_platform_goes_out_exactly_as_the_recipe_says(tmp_path, platform):
    """Nothing added, nothing re-spelled; unverified ones where the recipe allows them."""
    specs = CATALOGUE.for_platform(platform, unverified=True)
    told = [nested(spec.key, sample(spec)) for spec in specs]
    recipes = [
        read(tmp_path, platform, filters, unverified=spec.expose is Expose.UNVERIFIED)
        for spec, filters in zip(specs, told, strict=True)
    ]
    async with running(EMPTY_PAGE) as server, open_http() as http:
        client = Client(http, base_url=server.url, key=KEY)
        for recipe in recipes:
            assert recipe.search is not None
            await client.discover(recipe.search, wire_page=0, limit=1)
    bodies = [json.loads(arrived.body) for arrived in server.arrived]

    assert len(specs) > 15
    assert [body["filters"] for body in bodies] == told
    assert all(list(body) == ["platform", "paging", "sort", "filters"] for body in bodies)
    assert {body["platform"] for body in bodies} == {platform.value}


@pytest.mark.parametrize("platform", Platform)
def test_every_filter_of_other_platforms_is_refused_by_its_name(tmp_path, platform):
    """The service would ignore it, and charge for the wider search."""
    for spec in CATALOGUE.specs:
        if platform not in spec.platforms:
            with pytest.raises(InputError) as told:
                read(tmp_path, platform, nested(spec.key, sample(spec)), unverified=True)
            assert told.value.field == spec.key, spec.key


@pytest.mark.parametrize("platform", Platform)
def test_every_misspelled_filter_is_refused_by_its_name(tmp_path, platform):
    """A letter too many or too few, capitals, a dash, a dotted key that should be nested."""
    for spec in CATALOGUE.for_platform(platform, unverified=True):
        outer, dot, inner = spec.key.rpartition(".")
        for wrong in (f"{inner}s", inner[:-1], inner.upper(), inner.replace("_", "-") + "-", f" {inner}"):
            key = f"{outer}{dot}{wrong}"
            if CATALOGUE.spec(key) is None:
                with pytest.raises(InputError) as told:
                    read(tmp_path, platform, nested(key, sample(spec)), unverified=True)
                assert told.value.field == key, key
        if dot:
            with pytest.raises(InputError, match="nested"):
                read(tmp_path, platform, {spec.key: sample(spec)})


@pytest.mark.parametrize("platform", Platform)
def test_unverified_and_second_names_are_refused(tmp_path, platform):
    """Unverified ones without the recipe's switch, second names always."""
    closed = [spec for spec in CATALOGUE.specs if spec.expose in (Expose.UNVERIFIED, Expose.HIDDEN)]
    mine = [spec for spec in closed if platform in spec.platforms]
    for spec in mine:
        with pytest.raises(InputError) as told:
            read(tmp_path, platform, nested(spec.key, sample(spec)), unverified=spec.expose is Expose.HIDDEN)
        assert told.value.field == spec.key, spec.key

    assert mine


@pytest.mark.parametrize("platform", Platform)
def test_every_ill_typed_value_is_refused_with_the_full_key(tmp_path, platform):
    """The key of the part that is wrong, or of the filter."""
    for spec in CATALOGUE.for_platform(platform, unverified=True):
        for value in ill_typed(spec):
            with pytest.raises(InputError) as told:
                read(tmp_path, platform, nested(spec.key, value), unverified=True)
            assert told.value.field.startswith(spec.key), (spec.key, value)


WRONG = {
    "another platform's": (Platform.YOUTUBE, {"number_of_followers": {"min": 1}}, "number_of_followers"),
    "misspelled": (Platform.INSTAGRAM, {"audience": {"genders": {"type": "female"}}}, "audience.genders"),
    "unverified": (Platform.TIKTOK, {"last_post": 30}, "last_post"),
    "a second name": (Platform.TWITTER, {"number_of_tweets": {"min": 1}}, "number_of_tweets"),
    "ill-typed": (Platform.TWITCH, {"followers": {"min": "ten"}}, "followers.min"),
}


@pytest.mark.parametrize(("platform", "filters", "key"), WRONG.values(), ids=WRONG)
def test_the_command_ends_with_2_and_names_the_key(tmp_path, monkeypatch, capsys, platform, filters, key):
    """There is nobody to ask: anything sent would fail in another way."""
    monkeypatch.setenv("SCOUTSHEET_API_KEY", KEY)
    monkeypatch.setenv("SCOUTSHEET_BASE_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("SCOUTSHEET_HOME", str(tmp_path / "workspace"))
    code = main(["run", str(written(tmp_path, platform, filters))])

    assert code == 2
    assert key in capsys.readouterr().err
