"""A wrong recipe: exit code 2, one plain sentence that names the field, and the service hears nothing."""

import json
from typing import Any

import pytest

from app.cli.main import main

SEARCH = {"platform": "instagram", "target": 10}


def filters(platform: str = "instagram", **values: Any) -> dict[str, Any]:
    return {"search": {"platform": platform, "target": 10, "filters": values}}


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "unknown part": ({"search": SEARCH, "serch": {}}, "serch"),
    "both search and import": ({"search": SEARCH, "import": {"path": "a.csv"}}, "search"),
    "neither search nor import": ({"budget": 1}, "search"),
    "bad version": ({"version": 2, "search": SEARCH}, "version"),
    "filter of another platform": (filters("youtube", number_of_followers={"min": 1}), "number_of_followers"),
    "misspelled filter": (filters(lokation=["Berlin"]), "lokation"),
    "ill-typed filter": (filters(number_of_followers={"min": "ten"}), "number_of_followers.min"),
    "ill-typed yes or no": (filters(is_verified="yes"), "is_verified"),
    "unknown filter inside another": (filters(audience={"colour": "red"}), "audience.colour"),
    "target too big": ({"search": {**SEARCH, "target": 10**9}}, "target"),
    "import leaving the folder": ({"import": {"path": "../list.csv"}}, "import.path"),
    "import that is not there": ({"import": {"path": "missing.csv", "platform": "instagram"}}, "missing.csv"),
    "import without the column": ({"import": {"path": "list.csv", "platform": "instagram", "column": "x9"}}, "x9"),
    "import without a platform": ({"import": {"path": "list.csv"}}, "platform"),
    "import of an empty list": ({"import": {"path": "empty.csv", "platform": "instagram"}}, "empty.csv"),
    "export leaving the folder": ({"search": SEARCH, "export": [{"path": "/tmp/a.xlsx"}]}, "export[0].path"),
    "export with a bad ending": ({"search": SEARCH, "export": [{"path": "a.doc"}]}, "export[0].path"),
    "export into a folder that is not there": (
        {"search": SEARCH, "export": [{"path": "sub/a.xlsx"}]},
        "export[0].path",
    ),
    "export over the list it imports": (
        {"import": {"path": "list.csv", "platform": "instagram"}, "export": [{"path": "list.csv"}]},
        "export[0].path",
    ),
    "two exports into one file": (
        {"search": SEARCH, "export": [{"path": "a.csv"}, {"path": "./a.csv"}]},
        "export[1].path",
    ),
    "unknown tier": ({"search": SEARCH, "enrich": {"tier": "gold"}}, "enrich.tier"),
    "list whose column nobody knows": (
        {"import": {"path": "colours.csv", "platform": "instagram"}, "budget": 9},
        "import.column",
    ),
    "list of addresses only": ({"import": {"path": "emails.csv"}, "budget": 9}, "import.emails"),
    "comparing too many of a list": (
        {"import": {"path": "many.csv", "platform": "instagram"}, "enrich": {}, "overlap": {}, "budget": 99},
        "overlap.rows",
    ),
    "similar to somebody elsewhere": (
        {"search": {**SEARCH, "similar_to": "https://tiktok.com/@a"}},
        "search.similar_to",
    ),
    "posts of a day that is none": (
        {"search": SEARCH, "posts": {"from": "2026-02-30", "to": "2026-03-01", "hashtags": ["x"]}},
        "posts.from",
    ),
    "goal of a tier without emails": (
        {"search": SEARCH, "enrich": {"tier": "raw", "goal": {"emails": 1}}},
        "enrich.tier",
    ),
    "export of what is not bought": (
        {"search": SEARCH, "export": [{"path": "a.csv", "what": "overlap"}]},
        "export[0].what",
    ),
    "negative budget": ({"search": SEARCH, "budget": "-0.01"}, "budget"),
}


@pytest.fixture
def run(tmp_path, monkeypatch, service, capsys):
    """Runs a command in this process, with a key and a folder of its own; (code, stdout, stderr)."""
    for name, value in {
        "SCOUTSHEET_API_KEY": service.key,
        "SCOUTSHEET_BASE_URL": service.url,
        "SCOUTSHEET_HOME": str(tmp_path / "workspace"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "list.csv").write_text("handle\nhannadvorak\n")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "colours.csv").write_text("colour,wood\nred,oak\nblue,elm\n")
    (tmp_path / "emails.csv").write_text("email\nsomebody@creator.example\n")
    (tmp_path / "many.csv").write_text("handle\n" + "\n".join(f"creator{number}" for number in range(11)))

    def command(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        told = capsys.readouterr()
        return code, told.out, told.err

    return command


@pytest.mark.parametrize(("parts", "named"), WRONG.values(), ids=WRONG)
def test_a_wrong_recipe_is_refused_by_name(run, tmp_path, spent, parts, named):
    """Before anything is sent or made."""
    path = tmp_path / "recipe.json"
    path.write_text(json.dumps({"version": 1, **parts}))
    code, out, err = run("run", str(path))
    summary = json.loads(out)

    assert (code, summary["state"], summary["credits_spent"], summary["requests"]) == (2, "failed", "0.00", 0)
    assert named in err
    assert spent.arrivals == []


UNKNOWN: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "a place that is none": ({"location": ["Germany", "Atlantis"]}, ("location", "“Atlantis”")),
    "a place in the wrong case": ({"location": ["germany"]}, ("location", "“germany”", "“Germany”")),
    "a language by its name": ({"profile_language": ["German"]}, ("profile_language", "“German”", "“de”")),
    "a language that is none": ({"profile_language": ["klingon"]}, ("profile_language", "“klingon”")),
    "a brand that is none": ({"brands": ["Nonexistent GmbH"]}, ("brands", "“Nonexistent GmbH”")),
    "words of two filters": (
        {"location": ["Mu"], "profile_language": ["qq"]},
        ("location: “Mu”", "profile_language: “qq”"),
    ),
    "a place of an audience": (
        {"audience": {"location": [{"name": "Atlantis", "type": "country", "min_pct": 10}]}},
        ("audience.location", "“Atlantis”"),
    ),
    "a language of an audience": (
        {"audience": {"language": [{"language_abbr": "German", "min_pct": 10}]}},
        ("audience.language", "“German”", "“de”"),
    ),
    "an interest": ({"audience": {"interests": [{"name": "Underwater chess"}]}}, ("audience.interests",)),
    "a kind of brand": ({"audience": {"brand_categories": ["Perpetual motion"]}}, ("audience.brand_categories",)),
    "a brand of an audience": ({"audience": {"brands": ["Nonexistent GmbH"]}}, ("audience.brands",)),
}


@pytest.mark.parametrize(("values", "named"), UNKNOWN.values(), ids=UNKNOWN)
def test_a_word_that_is_in_no_dictionary_is_refused_before_the_search_is_sent(run, tmp_path, spent, values, named):
    """With the full key, the word, and the nearest that there is; only free questions were asked."""
    path = tmp_path / "recipe.json"
    path.write_text(json.dumps({"version": 1, **filters(**values)}))
    code, out, err = run("run", str(path))
    summary = json.loads(out)

    assert (code, summary["state"], summary["credits_spent"]) == (2, "failed", "0.00")
    assert summary["reason"].startswith(named[0])
    assert all(name in err for name in named), err
    assert spent.arrivals
    assert all("/classifier/" in arrival["path"] for arrival in spent.arrivals)


@pytest.mark.parametrize(
    ("platform", "values"), [("youtube", {"topics": ["Gardens of Venus"]}), ("twitch", {"games_played": ["Venus 3"]})]
)
def test_topics_and_games_that_are_none_are_refused(run, tmp_path, spent, platform, values):
    """Their dictionaries come whole: one question tells."""
    path = tmp_path / "recipe.json"
    path.write_text(json.dumps({"version": 1, **filters(platform, **values)}))
    code, out, err = run("run", str(path))

    assert (code, json.loads(out)["requests"], len(spent.arrivals)) == (2, 1, 1)
    assert "Venus" in err
    assert next(iter(values)) in err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SCOUTSHEET_BASE_URL", "http://influencers.example"),
        ("SCOUTSHEET_BASE_URL", "not an address"),
        ("SCOUTSHEET_API_KEY", "two\nlines"),
    ],
)
def test_a_wrong_key_or_address_is_refused_before_anything_is_sent(run, tmp_path, monkeypatch, spent, name, value):
    """Plain http goes to this machine only; a key stands on one line."""
    monkeypatch.setenv(name, value)
    path = tmp_path / "recipe.json"
    path.write_text(json.dumps({"version": 1, "search": SEARCH}))
    code, out, err = run("run", str(path))

    assert (code, json.loads(out)["state"], spent.arrivals) == (2, "failed", [])
    assert "two" not in err


def test_a_recipe_that_is_not_there_is_refused(run, tmp_path):
    """Its path is named."""
    code, _, err = run("run", str(tmp_path / "missing.json"))

    assert code == 2
    assert "missing.json" in err


@pytest.mark.parametrize("arguments", [("run",), ("fly",), ("export", "Sheet"), ("ledger", "--yaml")])
def test_a_wrong_command_is_code_2(run, arguments):
    """argparse says how it is used."""
    with pytest.raises(SystemExit) as ended:
        run(*arguments)

    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("ledger",), "workspace"),
        (("jobs", "--json"), "workspace"),
        (("export", "Sheet", "a.xlsx"), "workspace"),
        (("export", "Sheet", "a.xlsx", "--preset", "pretty"), "pretty"),
    ],
)
def test_reading_where_nothing_is_says_so(run, spent, arguments, named):
    """And makes nothing."""
    code, _, err = run(*arguments)

    assert (code, spent.arrivals) == (2, [])
    assert named in err
