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
    return commands_for(service), Spent(service)


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
    killed = len(spent.entries)
    second = commands.run(parts, "--retry-uncertain")
    arrived = len(spent.arrivals)
    third = commands.run(parts)

    assert killed < 20
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


def test_a_comparison_that_the_service_refuses_is_exit_2(commands, spent):
    """Its own words are told, with what the rest of the run cost; what came goes into its files."""
    small = {"platform": "instagram", "filters": {"number_of_followers": {"min": 1_000, "max": 5_000}}, "target": 2}
    ended = commands.run({"search": small, "overlap": {}, "budget": 2, "export": [{"path": "out.csv"}]})

    assert (ended.code, ended.summary["state"], spent.credits) == (2, "failed", Decimal("0.02"))
    assert "No audience data" in ended.err
    assert ("0.02 credits were charged" in ended.err, "Nothing was charged" in ended.err) == (True, False)
    assert ended.summary["exports"] == ["out.csv"]
