"""Recipes are read whole and checked before anything else; a wrong one names its field."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.bootstrap import load_catalogue
from app.domain.batches import BatchMode
from app.domain.errors import InputError
from app.domain.jobs import EnrichOptions
from app.domain.money import Tier
from app.domain.platforms import Platform
from app.domain.posts import Campaign
from app.services.recipes import ExportFile, Recipe, parse_recipe, read_recipe
from app.services.recipes.values import Lookup

CATALOGUE = load_catalogue()
SEARCH = {"platform": "instagram", "target": 10}
WHOLE = {
    "version": 1,
    "search": {
        "platform": "instagram",
        "filters": {"number_of_followers": {"min": 10000}},
        "sort": {"by": "number_of_followers", "order": "desc"},
        "target": 150,
    },
    "enrich": {"tier": "full", "email": "must_have", "audience": True, "lookalikes": False, "rows": 20},
    "export": [{"path": "creators.xlsx", "preset": "everything"}],
    "budget": "25.00",
}


def parse(tmp_path, **parts: Any) -> Recipe:
    return parse_recipe({"version": 1, "search": SEARCH, **parts}, tmp_path, CATALOGUE)


def test_the_example_of_the_design_is_a_recipe(tmp_path):
    """Every part means what it says."""
    recipe = parse_recipe(WHOLE, tmp_path, CATALOGUE)

    assert recipe.search.to_mapping() == WHOLE["search"]
    assert recipe.purchase.options == EnrichOptions(tier=Tier.FULL, email_required=True)
    assert (recipe.purchase.rows, recipe.budget) == (20, Decimal("25.00"))
    assert recipe.exports == (
        ExportFile(path=tmp_path / "creators.xlsx", written="creators.xlsx", preset="everything"),
    )


def test_what_may_be_left_out_has_the_named_defaults(tmp_path):
    """Filters none, best match first, nothing bought, nothing written, no budget."""
    recipe = parse(tmp_path)

    assert (recipe.search.filters, recipe.search.sort.by, recipe.search.sort.order) == ({}, "relevancy", "desc")
    assert (recipe.purchase, recipe.exports, recipe.budget, recipe.source) == (None, (), None, None)


def test_details_have_the_named_defaults(tmp_path):
    """Full, email preferred, with audience, without lookalikes, all rows."""
    purchase = parse(tmp_path, enrich={}).purchase

    assert purchase.options == EnrichOptions(tier=Tier.FULL)
    assert purchase.rows is None


@pytest.mark.parametrize(("written", "amount"), [("25.00", "25"), (25, "25"), (0.1, "0.1"), ("0", "0")])
def test_a_budget_is_text_or_number_and_exact(tmp_path, written, amount):
    """0.1 is a tenth, not a float near it."""
    assert parse(tmp_path, budget=written).budget == Decimal(amount)


def test_an_import_names_file_platform_and_column(tmp_path):
    """Relative to the recipe's folder."""
    recipe = parse_recipe(
        {"version": 1, "import": {"path": "lists/a.csv", "platform": "tiktok", "column": "B"}}, tmp_path, CATALOGUE
    )

    assert (recipe.source.path, recipe.source.platform, recipe.source.column) == (
        tmp_path / "lists" / "a.csv", Platform.TIKTOK, "B",
    )  # fmt: skip


def test_what_a_recipe_may_buy_beside_details_has_the_named_defaults(tmp_path):
    """All rows, three pages of posts; a word means its hashtag or its name, as the part says."""
    posts = {"from": "2026-05-01", "to": "2026-05-31", "hashtags": ["Summer"], "mentions": ["@brand"]}
    recipe = parse(tmp_path, enrich={"goal": {"emails": 50}}, socials={}, posts=posts, overlap={})

    assert (recipe.purchase.goal, recipe.socials.rows, recipe.comparison.rows) == (50, None, None)
    assert recipe.posts.campaign == Campaign.of(date(2026, 5, 1), date(2026, 5, 31), ["#Summer", "@brand"], 3)
    assert (recipe.posts.rows, recipe.seed, recipe.leave_out_known) == (None, None, False)


def test_a_batch_of_addresses_is_how_a_list_is_read(tmp_path):
    """Not a purchase for rows: it brings the rows."""
    data = {"version": 1, "import": {"path": "a.csv"}, "batch": {"mode": "basic"}}
    recipe = parse_recipe(data, tmp_path, CATALOGUE)

    assert (recipe.source.lookup, recipe.purchase) == (Lookup.BATCH, None)


def filters(**values: Any) -> dict[str, Any]:
    return {"search": {**SEARCH, "filters": values}}


def test_a_batch_is_a_purchase_of_its_own_kind(tmp_path):
    """The example of the design; raw instead of full; the same words for options as in enrich."""
    full = parse(tmp_path, batch={"mode": "full", "email": "must_have", "audience": True}).purchase
    raw = parse(tmp_path, batch={"mode": "raw", "rows": 5}).purchase

    assert (full.mode, full.options) == (BatchMode.FULL, EnrichOptions(tier=Tier.FULL, email_required=True))
    assert (raw.mode, raw.options.tier, raw.rows) == (BatchMode.RAW, Tier.RAW, 5)


POSTS = {"from": "2026-05-01", "to": "2026-05-31", "hashtags": ["summer"]}
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "unknown part": ({"serch": {}}, "recipe.serch"),
    "search and import": ({"import": {"path": "a.csv"}}, "search"),
    "version missing": ({"version": None}, "version"),
    "version 2": ({"version": 2}, "version"),
    "version true": ({"version": True}, "version"),
    "version as text": ({"version": "1"}, "version"),
    "search null": ({"search": None}, "search"),
    "no platform": ({"search": {"target": 10}}, "search.platform"),
    "unknown platform": ({"search": {**SEARCH, "platform": "myspace"}}, "search.platform"),
    "no target": ({"search": {"platform": "instagram"}}, "search.target"),
    "target 0": ({"search": {**SEARCH, "target": 0}}, "target"),
    "target beyond what pages reach": ({"search": {**SEARCH, "target": 10_001}}, "target"),
    "target true": ({"search": {**SEARCH, "target": True}}, "search.target"),
    "unknown part of the search": ({"search": {**SEARCH, "pages": 3}}, "search.pages"),
    "unknown sort": ({"search": {**SEARCH, "sort": {"by": "beauty"}}}, "sort"),
    "sort the wrong way": ({"search": {**SEARCH, "sort": {"by": "relevancy", "order": "up"}}}, "sort"),
    "misspelled filter": (filters(number_of_folowers={"min": 1}), "number_of_folowers"),
    "another platform's filter": (filters(number_of_subscribers={"min": 1}), "number_of_subscribers"),
    "ill-typed filter": (filters(number_of_followers={"min": "many"}), "number_of_followers.min"),
    "backward range": (filters(number_of_followers={"min": 9, "max": 1}), "number_of_followers"),
    "filters not an object": ({"search": {**SEARCH, "filters": []}}, "search.filters"),
    "unverified not yes or no": ({"unverified_filters": "yes"}, "unverified_filters"),
    "unknown tier": ({"enrich": {"tier": "gold"}}, "enrich.tier"),
    "tier a list": ({"enrich": {"tier": ["full"]}}, "enrich.tier"),
    "unknown email rule": ({"enrich": {"email": "always"}}, "enrich.email"),
    "audience as text": ({"enrich": {"audience": "yes"}}, "enrich.audience"),
    "rows 0": ({"enrich": {"rows": 0}}, "enrich.rows"),
    "rows as text": ({"enrich": {"rows": "20"}}, "enrich.rows"),
    "rows true": ({"enrich": {"rows": True}}, "enrich.rows"),
    "unknown part of enrich": ({"enrich": {"row": 5}}, "enrich.row"),
    "enrich and batch": ({"enrich": {}, "batch": {}}, "batch"),
    "batch mode of old": ({"batch": {"mode": "advanced"}}, "batch.mode"),
    "batch of addresses": ({"batch": {"mode": "basic"}}, "batch.mode"),
    "batch with a tier": ({"batch": {"tier": "full"}}, "batch.tier"),
    "batch email": ({"batch": {"email": "always"}}, "batch.email"),
    "batch rows": ({"batch": {"rows": 0}}, "batch.rows"),
    "goal without a number": ({"enrich": {"goal": {}}}, "enrich.goal.emails"),
    "goal of none": ({"enrich": {"goal": {"emails": 0}}}, "enrich.goal.emails"),
    "goal of something else": ({"enrich": {"goal": {"likes": 5}}}, "enrich.goal.likes"),
    "goal as a number": ({"enrich": {"goal": 50}}, "enrich.goal"),
    "goal of a tier without emails": ({"enrich": {"tier": "analytics", "goal": {"emails": 5}}}, "enrich.tier"),
    "goal of a batch": ({"batch": {"goal": {"emails": 5}}}, "batch.goal"),
    "similar on X": ({"search": {**SEARCH, "platform": "twitter", "similar_to": "a"}}, "search.similar_to"),
    "similar to nobody": ({"search": {**SEARCH, "similar_to": ""}}, "search.similar_to"),
    "similar to a number": ({"search": {**SEARCH, "similar_to": 5}}, "search.similar_to"),
    "similar on another platform": (
        {"search": {**SEARCH, "similar_to": "https://tiktok.com/@a"}},
        "search.similar_to",
    ),
    "similar and sorted": (
        {"search": {**SEARCH, "similar_to": "a", "sort": {"by": "number_of_followers"}}},
        "search.sort",
    ),
    "leaving out not yes or no": ({"search": {**SEARCH, "leave_out_known": "yes"}}, "search.leave_out_known"),
    "unknown part of socials": ({"socials": {"row": 1}}, "socials.row"),
    "socials of no rows": ({"socials": {"rows": 0}}, "socials.rows"),
    "socials not an object": ({"socials": True}, "socials"),
    "posts without days": ({"posts": {"hashtags": ["x"]}}, "posts.from"),
    "posts of a day that is none": ({"posts": {**POSTS, "to": "2026-02-30"}}, "posts.to"),
    "posts backwards": ({"posts": {**POSTS, "from": "2027-01-01"}}, "posts.from"),
    "posts of no word": ({"posts": {**POSTS, "hashtags": []}}, "posts.hashtags"),
    "posts of a word that is none": ({"posts": {**POSTS, "mentions": ["a b"]}}, "posts.mentions"),
    "hashtags as text": ({"posts": {**POSTS, "hashtags": "summer"}}, "posts.hashtags"),
    "too many pages of posts": ({"posts": {**POSTS, "pages": 21}}, "posts.pages"),
    "posts where there are none": ({"search": {**SEARCH, "platform": "twitch"}, "posts": POSTS}, "posts"),
    "comparing one": ({"overlap": {"rows": 1}}, "overlap.rows"),
    "comparing eleven": ({"overlap": {"rows": 11}}, "overlap.rows"),
    "comparing all of many": ({"search": {**SEARCH, "target": 11}, "overlap": {}}, "overlap.rows"),
    "comparing a search of one": ({"search": {**SEARCH, "target": 1}, "overlap": {"rows": 2}}, "search.target"),
    "comparing where nobody knows": ({"search": {**SEARCH, "platform": "twitch"}, "overlap": {}}, "overlap"),
    "export of posts without posts": ({"export": [{"path": "a.csv", "what": "posts"}]}, "export[0].what"),
    "export of anything": ({"export": [{"path": "a.csv", "what": "jobs"}]}, "export[0].what"),
    "preset of a comparison": (
        {"overlap": {}, "export": [{"path": "a.csv", "what": "overlap", "preset": "everything"}]},
        "export[0].preset",
    ),
    "export not a list": ({"export": {"path": "a.xlsx"}}, "export"),
    "export null": ({"export": None}, "export"),
    "export without a path": ({"export": [{}]}, "export[0].path"),
    "export leaving the folder": ({"export": [{"path": "../a.xlsx"}]}, "export[0].path"),
    "export at an absolute place": ({"export": [{"path": "/tmp/a.xlsx"}]}, "export[0].path"),
    "export of another kind": ({"export": [{"path": "a.csv"}, {"path": "a.pdf"}]}, "export[1].path"),
    "export without an ending": ({"export": [{"path": "."}]}, "export[0].path"),
    "unknown preset": ({"export": [{"path": "a.csv", "preset": "pretty"}]}, "export[0].preset"),
    "budget below zero": ({"budget": "-1"}, "budget"),
    "budget in words": ({"budget": "a lot"}, "budget"),
    "budget true": ({"budget": True}, "budget"),
    "budget without end": ({"budget": "Infinity"}, "budget"),
    "budget not a number": ({"budget": float("nan")}, "budget"),
    "budget a list": ({"budget": [1]}, "budget"),
}


@pytest.mark.parametrize(("parts", "field"), WRONG.values(), ids=WRONG)
def test_a_wrong_recipe_names_its_field(tmp_path, parts, field):
    """In one plain sentence."""
    with pytest.raises(InputError) as told:
        parse(tmp_path, **parts)

    assert field in told.value.field
    assert told.value.happened.endswith((".", "?"))


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({}, "search"),
        ({"import": []}, "import"),
        ({"import": {}}, "import.path"),
        ({"import": {"path": 5}}, "import.path"),
        ({"import": {"path": "../list.csv"}}, "import.path"),
        ({"import": {"path": "a\0b.csv"}}, "import.path"),
        ({"import": {"path": "a.csv", "platform": "myspace"}}, "import.platform"),
        ({"import": {"path": "a.csv", "column": 3}}, "import.column"),
        ({"import": {"path": "a.csv", "sheet": "x"}}, "import.sheet"),
        ({"import": {"path": "a.csv", "emails": 1}}, "import.emails"),
        ({"import": {"path": "a.csv"}, "batch": {"mode": "basic", "rows": 5}}, "batch.rows"),
    ],
)
def test_a_wrong_import_names_its_field(tmp_path, parts, field):
    """The file itself is read later."""
    with pytest.raises(InputError) as told:
        parse_recipe({"version": 1, **parts}, tmp_path, CATALOGUE)

    assert told.value.field == field


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", "[" * 100_000, '"text"', b"\xff\xfe\x00", '{"version": 1,}']
)
def test_a_file_that_is_no_recipe_is_refused(tmp_path, content):
    """Whatever it is instead."""
    path = tmp_path / "recipe.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError) as told:
        read_recipe(path, CATALOGUE)

    assert told.value.field == "recipe"


@pytest.mark.parametrize("place", ["bio", "path"])
def test_half_a_character_is_refused(tmp_path, place):
    """Legal in JSON, storable nowhere."""
    parts = filters(keywords_in_bio=["\ud800"]) if place == "bio" else {"export": [{"path": "\ud800.csv"}]}
    path = tmp_path / "recipe.json"
    path.write_text(json.dumps({"version": 1, "search": SEARCH, **parts}))
    with pytest.raises(InputError):
        read_recipe(path, CATALOGUE)


@pytest.mark.parametrize("place", [".", "missing.json"])
def test_a_recipe_that_is_not_there_is_refused(tmp_path, place):
    """A folder is not one either."""
    with pytest.raises(InputError, match="no recipe"):
        read_recipe(tmp_path / place, CATALOGUE)


def test_a_recipe_with_a_mark_of_its_encoding_is_read(tmp_path):
    """Some editors write one."""
    path = tmp_path / "recipe.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(WHOLE).encode())

    assert read_recipe(path, CATALOGUE).search.target == 150


def test_filters_go_out_exactly_as_written(tmp_path):
    """Nothing added, nothing re-spelled, order kept."""
    written = {"number_of_followers": {"max": 90000, "min": 10000}, "keywords_in_bio": [" Vegan ", "vegan"]}
    recipe = parse(tmp_path, **filters(**written))

    assert json.dumps(recipe.search.to_mapping()["filters"]) == json.dumps(written)
