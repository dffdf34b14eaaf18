"""The whole catalogue through a recipe: what is valid goes out exactly as written, what is not goes nowhere."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.api.client import Client, open_http
from app.bootstrap import load_catalogue
from app.cli.main import main
from app.domain.errors import InputError
from app.domain.filters import Expose
from app.domain.platforms import Platform
from app.services.recipes import Recipe, read_recipe
from tests.filter_values import ill_typed, misspelled, nested, sample
from tests.recording_server import answer, running

CATALOGUE = load_catalogue()
KEY = "eyJ-invented"
EMPTY_PAGE = answer(200, {"total": 0, "limit": 1, "accounts": []})


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
        for key in misspelled(spec.key):
            if CATALOGUE.spec(key) is None:
                with pytest.raises(InputError) as told:
                    read(tmp_path, platform, nested(key, sample(spec)), unverified=True)
                assert told.value.field == key, key
        if "." in spec.key:
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
