"""`scoutsheet run` with a batch: waits for its end, goes on after any end, uploads nothing twice."""

import signal
import time
from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.batches import FAST, GONE, KNOWN, STILL, fast, uploads
from tests.cli.conftest import KILL, Commands
from tests.sandbox_server import SandboxProcess
from tests.whole_app import Spent

RAW = {"mode": "raw"}
FULL = {"mode": "full", "email": "preferred", "audience": True}


def listed(commands: Commands, *names: str) -> dict:
    (commands.folder / "list.csv").write_text("\n".join(["handle", *names]))
    return {"import": {"path": "list.csv", "platform": "instagram"}, "export": [{"path": "out.csv"}], "budget": "5.00"}


@pytest.fixture
def begin(start_service, commands_for):
    """A practice service whose batches are worked through at once, and commands on it that look ten times a second."""

    def begun(*flags: str, **settings: object) -> tuple[SandboxProcess, Commands, Spent]:
        service = fast(start_service(*flags), **settings)
        commands = commands_for(service)
        commands.environment["SCOUTSHEET_BATCH_POLL_S"] = "0.1"
        commands.hurried = True
        return service, commands, Spent(service)

    return begun


def wait_for(spent: Spent, path: str) -> None:
    """Until a request to such a path has arrived at the service."""
    wait_until(lambda: any(path in one["path"] for one in spent.arrivals))


def wait_until(holds: Callable[[], bool]) -> None:
    """Until the service has come that far."""
    give_up = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < give_up, "it never came"
        time.sleep(0.02)


def test_a_recipe_buys_by_a_batch_and_waits_for_it(begin):
    """The same summary as with single calls; the second run sends nothing."""
    _, commands, spent = begin("--credits", "100")
    parts = {**listed(commands, *KNOWN, GONE), "batch": FULL}
    first = commands.run(parts)
    arrived = len(spent.arrivals)
    second = commands.run(parts)
    told = commands.json("ledger")

    assert (first.code, first.summary["state"], first.summary["credits_left"]) == (0, "finished", "96.00")
    assert (first.summary["enriched"], first.summary["not_found"], first.summary["credits_spent"]) == (4, 1, "4.00")
    assert second.summary == {**first.summary, "requests": 0, "credits_spent": "0.00"}
    assert (len(spent.arrivals), len(uploads(spent))) == (arrived, 1)
    assert (told["charged_total"], told["other_use"], told["uncertain_total"]) == ("4.00", "0.00", "0.00")
    assert {entry["what"] for entry in told["entries"]} == {"Batch: full details"}
    assert (commands.folder / "out.csv").exists()


def test_out_of_credits_is_exit_3_and_the_next_run_resumes(begin):
    """With partial results in the file; after a top-up the rest is bought, and nothing twice."""
    service, commands, spent = begin("--credits", "2")
    parts = {**listed(commands, *KNOWN), "batch": FULL}
    first = commands.run(parts)
    partial = (commands.folder / "out.csv").read_text(encoding="utf-8-sig")
    service.top_up("10")
    second = commands.run(parts)

    assert (first.code, first.summary["state"], first.summary["reason"]) == (3, "paused", "credits")
    assert (first.summary["enriched"], first.summary["credits_spent"], partial.count("Full")) == (2, "2.00", 2)
    assert (second.code, second.summary["enriched"], second.summary["credits_spent"]) == (0, 4, "2.00")
    assert (spent.credits, spent.bought_most_often, len(uploads(spent))) == (Decimal(4), 1, 1)


def test_a_paused_file_does_not_end_the_run_while_others_work(begin):
    """Of two files one runs out of credits at once, the other goes on: what it finds is in the same run's figures."""
    service, commands, spent = begin("--credits", "2", batch_rows_per_s=20)
    people = [f"https://instagram.com/{name}" for name in KNOWN]
    others = [f"https://tiktok.com/@nobody.{number}" for number in range(40)]
    parts = {**listed(commands, *people, *others), "batch": FULL, "budget": "50"}
    del parts["import"]["platform"]
    first = commands.run(parts)
    service.top_up("10")
    second = commands.run(parts)

    assert (first.code, first.summary["reason"], first.summary["enriched"]) == (3, "credits", 2)
    assert (first.summary["not_found"], first.summary["credits_spent"]) == (40, "2.00")
    assert (second.code, second.summary["enriched"], second.summary["credits_spent"]) == (0, 4, "2.00")
    assert (len(uploads(spent)), spent.credits) == (2, Decimal(4))


def test_what_another_recipes_batch_costs_is_not_this_runs(begin):
    """Any run books what running batches charged; it only counts its own as spent."""
    service, commands, spent = begin("--credits", "100", **STILL)
    first = {**listed(commands, *KNOWN), "batch": FULL}
    process = commands.start("run", commands.recipe(first))
    wait_for(spent, "/status/")
    commands.end(process, signal.SIGINT)
    service.settings(**FAST)
    (commands.folder / "other.csv").write_text(f"handle\n{GONE}\nnobody.1")
    other = commands.run({"import": {"path": "other.csv", "platform": "instagram"}, "batch": RAW, "budget": "1"})
    told = commands.json("ledger")

    assert (other.code, other.summary["not_found"], other.summary["credits_spent"]) == (0, 2, "0.00")
    assert told["charged_total"] == "4.00"


@pytest.mark.parametrize(("number", "code"), [(KILL, -KILL), (signal.SIGINT, 130)], ids=["killed", "interrupted"])
def test_ended_while_it_waits_the_next_run_waits_on(begin, number, code):
    """The batch goes on without Scoutsheet."""
    service, commands, spent = begin("--credits", "100", **STILL)
    parts = {**listed(commands, *KNOWN), "batch": RAW}
    process = commands.start("run", commands.recipe(parts))
    wait_for(spent, "/status/")
    cut = commands.end(process, number)
    service.settings(**FAST)
    ended = commands.run(parts)

    assert cut.code == code
    assert ("goes on with what was sent as a batch, for up to 0.12 credits more" in cut.err) is (code == 130)
    assert (ended.code, ended.summary["enriched"], len(uploads(spent))) == (0, 4, 1)
    assert spent.credits == Decimal("0.12")


def test_killed_between_upload_and_answer_it_says_so_and_uploads_nothing(begin):
    """Exit 0 with the rows to be checked; only --retry-uncertain uploads them again."""
    _, commands, spent = begin("--credits", "100", "--latency-ms", "600")
    parts = {**listed(commands, *KNOWN), "batch": RAW}
    process = commands.start("run", commands.recipe(parts))
    wait_for(spent, "/enrichment/batch/")
    commands.end(process, KILL)
    second = commands.run(parts)
    sent = len(uploads(spent))
    third = commands.run(parts, "--retry-uncertain")

    assert (second.code, second.summary["uncertain"], second.summary["enriched"], sent) == (0, 4, 0, 1)
    assert "may be running" in second.err
    assert (third.code, third.summary["enriched"], len(uploads(spent))) == (0, 4, 2)


def test_a_lost_upload_is_explained_by_every_run_and_by_the_ledger(begin):
    """The balance is asked, and what it shows is said: by its own recipe, by others over the same rows, and before
    --retry-uncertain pays again."""
    service, commands, spent = begin("--credits", "100", fault_at=["/enrichment/batch/$", "lost"])
    parts = {**listed(commands, *KNOWN), "batch": FULL, "budget": "9.00"}
    first = commands.run(parts)
    at_once = commands.json("ledger")
    service.settings(fault_at=None)
    wait_until(lambda: spent.credits == 4)
    second = commands.run(parts)
    told = commands.json("ledger")
    by_rows = commands.run({**listed(commands, *KNOWN), "enrich": {"tier": "full"}})
    elsewhere = commands.run({**listed(commands, *KNOWN[:2], GONE), "enrich": {"tier": "full"}})
    bought = spent.credits
    again = commands.run({**listed(commands, *KNOWN), "batch": FULL, "budget": "9.00"}, "--retry-uncertain")
    after = commands.json("ledger")

    assert (first.code, at_once["uncertain_total"], told["uncertain_total"]) == (0, "4.00", "4.00")
    assert (second.code, second.summary["credits_left"], second.summary["credits_spent"]) == (0, "96.00", "0.00")
    assert "4.00 credits were used since it was sent: it probably runs." in second.err
    assert (by_rows.code, by_rows.summary["uncertain"], bought) == (0, 4, 4)
    assert all("may be running" in run.err and "--retry-uncertain" in run.err for run in (second, by_rows, elsewhere))
    assert "the recipe of job 1" in elsewhere.err
    assert again.err.index("4.00 credits are paid twice") < again.err.index("Batch: full details: 0 of 4")
    assert (again.summary["enriched"], again.summary["credits_spent"], len(uploads(spent))) == (4, "4.00", 2)
    assert [after[name] for name in ("charged_total", "uncertain_total", "other_use")] == ["4.00", "4.00", "0.00"]


def test_the_budget_is_the_consent(begin):
    """A batch that could cost more is not uploaded, and without a budget a dear one is not even begun."""
    _, commands, spent = begin("--credits", "10")
    parts = {**listed(commands, *KNOWN), "batch": FULL}
    small = commands.run({**parts, "budget": "3.99"})
    none = commands.run({key: value for key, value in parts.items() if key != "budget"})

    assert (small.code, small.summary["reason"]) == (3, "budget")
    assert (none.code, "budget" in none.err) == (2, True)
    assert uploads(spent) == []


def test_a_failed_batch_is_the_services_fault(begin):
    """Exit 5; what it brought is counted."""
    _, commands, spent = begin("--credits", "10", batch_fails_after=1)
    ended = commands.run({**listed(commands, *KNOWN), "batch": RAW})

    assert (ended.code, ended.summary["enriched"], ended.summary["failed"]) == (5, 1, 3)
    assert "could not be completed. 0.03 credits were charged in this run; what came is kept." in ended.err
    assert (ended.summary["exports"], (commands.folder / "out.csv").exists()) == (["out.csv"], True)
    assert spent.credits == Decimal("0.03")


def test_a_refused_upload_is_exit_2_until_the_word_is_given(begin):
    """Its rows count as failed, the files are written, and the same is not uploaded run after run."""
    service, commands, spent = begin("--credits", "10", fault_at=["/enrichment/batch/$", "413"])
    parts = {**listed(commands, *KNOWN), "batch": RAW}
    first = commands.run(parts)
    second = commands.run(parts)
    sent = len(uploads(spent))
    service.settings(fault_at=None)
    third = commands.run(parts, "--retry-uncertain")

    assert [(run.code, run.summary["state"], run.summary["failed"]) for run in (first, second)] == [
        (2, "failed", 4)
    ] * 2
    assert all("run this recipe with --retry-uncertain" in run.err for run in (first, second))
    assert "Nothing was charged." in first.err
    assert (sent, (commands.folder / "out.csv").exists()) == (1, True)
    assert (third.code, third.summary["enriched"], spent.credits) == (0, 4, Decimal("0.12"))


def test_a_recipe_goes_on_after_a_batch_that_gave_up(begin):
    """The run says what came, what it cost and what to do; the next one sends the rest, which cost nothing."""
    service, commands, spent = begin("--credits", "100", batch_fails_after=2)
    parts = {**listed(commands, *KNOWN), "batch": FULL}
    first = commands.run(parts)
    partial = (commands.folder / "out.csv").read_text(encoding="utf-8-sig")
    service.settings(batch_fails_after=None)
    second = commands.run(parts)
    third = commands.run(parts)

    assert (first.code, first.summary["enriched"], first.summary["failed"]) == (5, 2, 2)
    assert "2 of 4 rows came, 2.00 credits were charged." in first.err
    assert "2 rows cost nothing: run this recipe again to have them sent again" in first.err
    assert partial.count("Full") == 2
    assert (second.code, second.summary["enriched"], second.summary["credits_spent"]) == (0, 4, "2.00")
    assert (third.code, third.summary["requests"], third.summary["state"]) == (0, 0, "finished")
    assert (spent.credits, spent.bought_most_often, len(uploads(spent))) == (Decimal(4), 1, 2)


def test_the_rest_of_a_batch_that_gave_up_is_sent_within_the_budget(begin):
    """What it does not allow stays as it is, and without a budget a dear rest is asked about."""
    service, commands, spent = begin("--credits", "5", batch_fails_after=2)
    parts = {**listed(commands, *KNOWN), "batch": FULL}
    commands.run(parts)
    service.settings(batch_fails_after=None)
    small = commands.run({**parts, "budget": "1.99"})
    none = commands.run({key: value for key, value in parts.items() if key != "budget"})

    assert (small.code, small.summary["reason"], small.summary["credits_spent"]) == (3, "budget", "0.00")
    assert (none.code, "2.00 of your 3.00 credits" in none.err) == (2, True)
    assert (spent.credits, len(uploads(spent))) == (Decimal(2), 1)


def test_what_was_charged_and_did_not_come_is_asked_for_again_and_bought_by_nobody_else(begin):
    """Neither by this recipe nor by another one; once the service hands it out, it costs nothing more."""
    service, commands, spent = begin("--credits", "100", batch_fails_after=2, batch_partial=False)
    parts = {**listed(commands, *KNOWN), "batch": FULL}
    first = commands.run(parts)
    again = commands.run(parts)
    by_rows = commands.run({**listed(commands, *KNOWN), "enrich": {"tier": "full"}})
    elsewhere = commands.run({**listed(commands, *KNOWN[:2], GONE), "enrich": {"tier": "full"}})
    bought = spent.credits
    service.settings(batch_fails_after=None, batch_partial=True)
    last = commands.run({**listed(commands, *KNOWN), "batch": FULL})
    told = commands.json("ledger")

    assert (first.code, first.summary["uncertain"], first.summary["credits_spent"]) == (5, 4, "2.00")
    assert "2.00 credits of it are for rows that did not come, and nobody can tell for which of 4" in first.err
    assert (again.code, again.summary["uncertain"], again.summary["credits_spent"]) == (5, 4, "0.00")
    assert (by_rows.summary["uncertain"], elsewhere.summary["uncertain"], bought) == (4, 2, Decimal(2))
    assert "run the recipe of job 1" in elsewhere.err
    assert (last.code, last.summary["enriched"], last.summary["credits_spent"]) == (0, 4, "2.00")
    assert (spent.credits, spent.bought_most_often, len(uploads(spent))) == (Decimal(4), 1, 2)
    assert (told["charged_total"], told["uncertain_total"], told["other_use"]) == ("4.00", "0.00", "0.00")


def test_what_may_have_been_charged_is_sent_again_only_when_told_so(begin):
    """With --retry-uncertain, which says what is paid twice."""
    service, commands, spent = begin("--credits", "100", batch_fails_after=2, batch_partial=False)
    parts = {**listed(commands, *KNOWN), "batch": FULL}
    commands.run(parts)
    service.settings(batch_fails_after=None)
    told_to = commands.run(parts, "--retry-uncertain")

    assert (told_to.code, told_to.summary["enriched"], told_to.summary["credits_spent"]) == (0, 4, "4.00")
    assert "Up to 2.00 credits are paid twice." in told_to.err
    assert (spent.credits, len(uploads(spent))) == (Decimal(6), 2)


@pytest.mark.parametrize("poll", ["soon", "0", "-1", "1e9", "nan"])
def test_a_wrong_interval_is_refused_by_name(commands, poll):
    """Nothing is sent."""
    commands.environment["SCOUTSHEET_BATCH_POLL_S"] = poll
    ended = commands.run({**listed(commands, *KNOWN), "batch": RAW})

    assert (ended.code, "SCOUTSHEET_BATCH_POLL_S" in ended.err) == (2, True)


def test_results_that_cannot_be_fetched_are_paid_and_come_with_the_next_run(begin):
    """Exit 5 with what was charged; the same again fetches them, uploads nothing and pays nothing."""
    service, commands, spent = begin("--credits", "100", batch_ways=[])
    parts = {**listed(commands, *KNOWN, GONE), "batch": FULL}
    first = commands.run(parts)
    service.settings(batch_ways=["json"])
    second = commands.run(parts)

    assert (first.code, first.summary["state"], first.summary["credits_spent"]) == (5, "failed", "4.00")
    assert "4.00 credits were charged." in first.err
    assert "Nothing was charged" not in first.err
    assert (second.code, second.summary["enriched"], second.summary["credits_spent"]) == (0, 4, "0.00")
    assert (len(uploads(spent)), spent.credits) == (1, 4)


def test_a_disk_that_takes_no_results_says_what_they_cost(begin):
    """Exit 7, and never that nothing was charged: the batch was paid."""
    _, commands, _ = begin("--credits", "100")
    parts = listed(commands, *KNOWN)
    commands.run(parts)
    (commands.workspace / "batches").write_text("a file where a folder should be")
    ended = commands.run({**parts, "batch": FULL})

    assert (ended.code, ended.summary["credits_spent"]) == (7, "4.00")
    assert ("4.00 credits were charged." in ended.err, "Nothing was charged" in ended.err) == (True, False)
