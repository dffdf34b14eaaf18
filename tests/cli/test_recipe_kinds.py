"""`scoutsheet run` with lookups, goals and comparisons: exit codes, the JSON line, and going on after a kill."""

import time
from decimal import Decimal

import pytest

from tests.cli.conftest import KILL
from tests.whole_app import Spent

ADDRESSES = [f"person{number}@creator.example" for number in range(20)]
TOP = {"platform": "instagram", "filters": {"number_of_followers": {"min": 2_000_000}}, "target": 60}


@pytest.fixture
def slow(start_service, commands_for):
    """A practice service that takes a moment for each answer, and commands on it."""
    service = start_service("--credits", "100", "--latency-ms", "60")
    commands = commands_for(service)
    commands.hurried = True
    return commands, Spent(service)


def test_lookups_that_were_killed_go_on(slow):
    """Every address is paid once; the same again sends nothing."""
    commands, spent = slow
    (commands.folder / "list.csv").write_text("email\n" + "\n".join(ADDRESSES))
    parts = {"import": {"path": "list.csv", "emails": True}, "export": [{"path": "out.csv"}], "budget": 5}
    process = commands.start("run", commands.recipe(parts))
    give_up = time.monotonic() + 60
    while len(spent.entries) < 3:
        assert time.monotonic() < give_up, "nothing was looked up"
        time.sleep(0.01)
    commands.end(process, KILL)
    second = commands.run(parts, "--retry-uncertain")
    arrived = len(spent.arrivals)
    third = commands.run(parts)

    assert (second.code, second.summary["uncertain"], third.code) == (0, 0, 0)
    assert third.summary == {**second.summary, "requests": 0, "credits_spent": "0.00"}
    assert len(spent.arrivals) == arrived
    assert {entry["handle"] for entry in spent.entries} == set(ADDRESSES)
    assert commands.json("jobs")["jobs"][0]["state"] == "finished"


def test_a_goal_beyond_the_budget_is_exit_3_and_never_costs_more(commands, spent):
    """The JSON line says how far it came; the same again sends nothing and says the same; a bigger budget goes on."""
    parts = {
        "search": TOP,
        "enrich": {"tier": "profile", "email": "must_have", "goal": {"emails": 9}},
        "budget": "1.65",
    }
    first = commands.run(parts)
    sent = len(spent.arrivals)
    second = commands.run(parts)
    third = commands.run({**parts, "budget": 10})

    assert (first.code, first.summary["state"], first.summary["reason"]) == (3, "paused", "budget")
    assert (first.summary["goal"]["reached"], first.summary["credits_spent"]) == (5, "1.60")
    assert (second.code, second.summary["goal"], second.summary["credits_spent"]) == (3, first.summary["goal"], "0.00")
    assert {one["path"] for one in spent.arrivals[sent:][:1]} <= {"/public/v1/accounts/credits/"}
    assert (third.code, third.summary["goal"]["reached"]) == (0, 9)
    assert spent.credits == Decimal("0.60") + 9 * Decimal("0.20")
    assert "9 of 9 wanted have an email" in third.err


def test_a_refused_comparison_ends_nothing_else(commands, spent):
    """Exit 0 with all files, the refusal in the service's words beside what was charged; the same again likewise."""
    small = {"platform": "instagram", "filters": {"number_of_followers": {"min": 1_000, "max": 5_000}}, "target": 2}
    files = [{"path": "out.csv"}, {"path": "accounts.csv", "what": "accounts"}, {"path": "o.csv", "what": "overlap"}]
    parts = {"search": small, "socials": {}, "overlap": {}, "budget": 5, "export": files}
    runs = [commands.run(parts) for _ in range(2)]

    assert [(one.code, one.summary["state"], one.summary["failed"]) for one in runs] == [(0, "finished", 1)] * 2
    assert [one.summary["exports"] for one in runs] == [[file["path"] for file in files]] * 2
    assert [one.summary["credits_spent"] for one in runs] == [f"{spent.credits:.2f}", "0.00"]
    for one in runs:
        assert "“Comparing audiences” was refused: " in one.err
        assert "No audience data for" in one.err
        assert "Nothing was charged" not in one.err
