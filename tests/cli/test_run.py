"""`scoutsheet run`: exit codes, the summary line, going on after any end (design.md, section 4)."""

import csv
import signal
import sys
import time
from collections import Counter
from decimal import Decimal

import openpyxl
import pytest

from app.workspace import backups
from app.workspace.store import open_store
from tests.cli.conftest import KILL, Commands
from tests.whole_app import Spent

NAMES = ["hannadvorak", "noahwells", "virtanen_bushcraft", "olivervintage"]  # the third one is gone


def top(target: int, least: int = 10_000) -> dict:
    return {
        "platform": "instagram",
        "filters": {"number_of_followers": {"min": least}},
        "sort": {"by": "number_of_followers", "order": "desc"},
        "target": target,
    }


TWENTY = top(20, 5_000_000)
WHOLE = {
    "search": top(150),
    "enrich": {"tier": "full", "rows": 20},
    "export": [{"path": "creators.xlsx", "preset": "everything"}, {"path": "as.csv", "preset": "as on screen"}],
    "budget": "25.00",
}


def wait_for(spent: Spent, count: int, part: str) -> None:
    """Until this many requests of this kind have arrived."""
    give_up = time.monotonic() + 60
    while sum(part in arrival["path"] for arrival in spent.arrivals) < count:
        assert time.monotonic() < give_up, "the command did not send what the test waits for"
        time.sleep(0.005)


def test_find_get_and_write_then_nothing_a_second_time(commands, spent):
    """The whole main job: summary, workbook, ledger and books agree; the second run spends 0.00 and sends nothing."""
    first = commands.run(WHOLE)
    arrived = len(spent.arrivals)
    second = commands.run(WHOLE)
    told = commands.json("ledger")
    book = openpyxl.load_workbook(commands.folder / "creators.xlsx", read_only=True)
    rows = book["Creators"].max_row
    book.close()

    assert (first.code, second.code) == (0, 0)
    assert {**first.summary, "requests": 0, "credits_spent": "0.00"} == second.summary
    assert first.summary["state"] == "finished"
    assert first.summary["reason"] is None
    assert (first.summary["creators"], first.summary["enriched"] + first.summary["not_found"], rows) == (150, 20, 151)
    assert first.summary["exports"] == ["creators.xlsx", "as.csv"]
    assert first.summary["requests"] == arrived == len(spent.arrivals)
    assert Decimal(first.summary["credits_spent"]) == spent.credits == Decimal(told["charged_total"])
    ours = Counter((entry["handle"], Decimal(entry["charged"])) for entry in told["entries"])
    assert ours == Counter((entry["handle"], Decimal(entry["amount"])) for entry in spent.entries)
    assert (told["uncertain_total"], told["other_use"]) == ("0.00", "0.00")


def test_the_balance_at_the_end_is_the_services_own(commands_for, start_service):
    """`credits_left` to the cent; progress goes to stderr, stdout is one line."""
    service = start_service("--credits", "9.50")
    ended = commands_for(service).run({"search": TWENTY})

    assert ended.summary["credits_left"] == service.books()["available"] == "9.30"
    assert len(ended.out.splitlines()) == 1
    assert "Finding creators" in ended.err


@pytest.mark.parametrize("zero", ["refuse", "clamp", "empty"])
def test_the_first_creators_are_never_lost(commands_for, start_service, zero):
    """Where pages count from 1; the same recipe again buys nothing more, also where it came out short."""
    service = start_service("--credits", "50", "--page-base", "1", "--page-zero", zero)
    commands = commands_for(service)
    parts = {"search": top(150), "export": [{"path": "a.csv"}], "budget": "1.50"}
    first = commands.run(parts)
    used = service.books()["used"]
    second = commands.run(parts)
    with (commands.folder / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [row["Creator"] for row in rows]

    assert (first.code, second.code, second.summary["requests"]) == (0, 0, 0)
    assert names[0] == "eliska.fragrance"
    assert len(set(names)) == len(names) == first.summary["creators"] == (100 if zero == "clamp" else 150)
    assert service.books()["used"] == used == first.summary["credits_spent"] == "1.50"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_is_imported_from_a_column(commands, spent, kind):
    """By heading or letter; relative to the recipe."""
    if kind == "csv":
        (commands.folder / "list.csv").write_text("who;handle\n" + "\n".join(f"x;@{name}" for name in NAMES))
    else:
        book = openpyxl.Workbook()
        for row in [("who", "handle"), *(("x", name) for name in NAMES)]:
            book.active.append(row)
        book.save(commands.folder / "list.xlsx")
    column = "handle" if kind == "csv" else "B"
    parts = {
        "import": {"path": f"list.{kind}", "platform": "instagram", "column": column},
        "enrich": {"tier": "profile", "email": "must_have"},
        "export": [{"path": "out.xlsx"}],
    }
    ended = commands.run(parts)
    sent = len(spent.arrivals)
    again = commands.run(parts)

    assert (ended.code, ended.summary["creators"]) == (0, 4)
    assert ended.summary["enriched"] + ended.summary["not_found"] == 4
    assert Decimal(ended.summary["credits_spent"]) == spent.credits == Decimal("0.20") * ended.summary["enriched"]
    assert (again.summary["credits_spent"], len(spent.arrivals)) == ("0.00", sent)


def test_code_3_when_the_budget_is_reached_then_on_with_more(commands, spent):
    """What was bought is written; a bigger budget goes on; nobody is bought twice."""
    parts = {"search": TWENTY, "enrich": {"rows": 10}, "export": [{"path": "a.csv"}], "budget": "4.50"}
    first = commands.run(parts)
    second = commands.run({**parts, "budget": 20})

    assert (first.code, first.summary["state"], first.summary["reason"]) == (3, "paused", "budget")
    assert (first.summary["enriched"], first.summary["exports"]) == (4, ["a.csv"])
    assert (second.code, second.summary["enriched"] + second.summary["not_found"]) == (0, 10)
    assert spent.bought_most_often == 1


def test_code_3_when_the_credits_end_then_on_after_a_top_up(commands_for, start_service):
    """Each creator and page is bought once."""
    service = start_service("--credits", "3.20")
    spent, commands = Spent(service), commands_for(service)
    parts = {"search": TWENTY, "enrich": {"rows": 10}, "budget": 100}
    first = commands.run(parts)
    service.top_up("20")
    second = commands.run(parts)

    assert (first.code, first.summary["state"], first.summary["reason"]) == (3, "paused", "credits")
    assert (first.summary["enriched"], first.summary["credits_left"]) == (3, "0.00")
    assert (second.code, second.summary["state"]) == (0, "finished")
    assert spent.bought_most_often == 1


def test_code_2_without_consent_and_nothing_is_bought(commands, spent):
    """Above the lower of 25.00 and a quarter of the balance a recipe needs a budget."""
    ended = commands.run({"search": top(50), "enrich": {"rows": 26}})

    assert (ended.code, ended.summary["state"], ended.summary["credits_spent"]) == (2, "failed", "0.00")
    assert "budget" in ended.err
    assert "26.50" in ended.summary["reason"]
    assert spent.entries == []


def test_code_2_for_a_wrong_recipe_without_a_word_to_the_service(commands, spent):
    """The field is named, the summary is there all the same."""
    ended = commands.run({"search": {**TWENTY, "filters": {"number_of_folowers": {"min": 1}}}})

    assert (ended.code, ended.summary["state"]) == (2, "failed")
    assert "number_of_folowers" in ended.err
    assert "Traceback" not in ended.err
    assert spent.arrivals == []


def test_code_2_for_an_exclusion_list_that_is_not_there(commands, spent):
    """The service would ignore it and charge for the wider search; only free questions are asked."""
    filters = {"number_of_followers": {"min": 10_000}, "exclude_list": [4711]}
    ended = commands.run({"search": {"platform": "instagram", "target": 10, "filters": filters}})

    assert (ended.code, ended.summary["state"], spent.entries) == (2, "failed", [])
    assert "exclude_list" in ended.err
    assert "4711" in ended.err


def test_code_2_without_a_key(tmp_path, service, spent):
    """The variable is named."""
    ended = Commands(tmp_path, service.url, None).run({"search": TWENTY})

    assert (ended.code, spent.arrivals) == (2, [])
    assert "SCOUTSHEET_API_KEY" in ended.err


def test_code_2_for_a_workspace_of_another_account(commands, service, spent):
    """Practice and live never mix."""
    commands.run({"search": TWENTY})
    sent = len(spent.arrivals)
    ended = Commands(commands.folder, service.url, "eyJ.another.key").run({"search": TWENTY})

    assert (ended.code, len(spent.arrivals)) == (2, sent)
    assert "another account" in ended.summary["reason"]


def test_code_4_for_a_refused_key(tmp_path, service, spent):
    """One question, no charge, the key in no line."""
    ended = Commands(tmp_path, service.url, "eyJ.a.wrong.key").run({"search": TWENTY})

    assert (ended.code, ended.summary["state"], spent.entries) == (4, "failed", [])
    assert "eyJ.a.wrong.key" not in ended.out + ended.err


def test_code_5_for_a_service_that_is_not_there_or_keeps_failing(tmp_path, start_service):
    """Five tries each, then one plain sentence; both at once, because they take their time."""
    gone, failing = start_service(), start_service("--faults", "500:1")
    gone.stop()
    runs = []
    for name, service in (("gone", gone), ("failing", failing)):
        (tmp_path / name).mkdir()
        commands = Commands(tmp_path / name, service.url, service.key)
        commands.hurried = True
        runs.append((commands, commands.start("run", commands.recipe({"search": TWENTY}))))
    ended = [commands.end(process) for commands, process in runs]

    assert [one.code for one in ended] == [5, 5]
    assert [one.summary["state"] for one in ended] == ["failed", "failed"]
    assert not any("Traceback" in one.err for one in ended)
    assert failing.books()["used"] == "0.00"


def test_what_was_bought_before_the_service_failed_is_in_the_files(tmp_path, start_service):
    """The rows came and were paid for; whoever opens the file need not wait for the service."""
    service = start_service()
    commands, spent = Commands(tmp_path, service.url, service.key), Spent(service)
    commands.hurried = True
    found = commands.run({"search": TWENTY})
    service.settings(fault_at=["/enrich/handle/", "500"])
    ended = commands.run({"search": TWENTY, "enrich": {"tier": "raw", "rows": 2}, "export": [{"path": "a.csv"}]})

    assert (found.code, ended.code, ended.summary["exports"]) == (0, 5, ["a.csv"])
    assert (commands.folder / "a.csv").read_text(encoding="utf-8-sig").count("\n") == 21
    assert spent.credits == Decimal("0.20")


def test_code_6_while_another_scoutsheet_has_the_workspace(commands, spent):
    """Nothing is sent."""
    store = open_store(commands.workspace)
    ended = commands.run({"search": TWENTY})
    store.close()

    assert (ended.code, ended.summary["state"], spent.arrivals) == (6, "failed", [])


def test_code_7_for_a_workspace_that_cannot_be_made(commands, spent):
    """The folder is named."""
    (commands.folder / "workspace").write_text("a file in the way")
    ended = commands.run({"search": TWENTY})

    assert (ended.code, spent.arrivals) == (7, [])
    assert "workspace" in ended.summary["reason"]


def test_code_7_for_a_damaged_workspace_that_is_kept(commands, spent):
    """No later run begins an empty one and buys again, until the file is moved as the sentence says; who only reads
    is told the same."""
    commands.workspace.mkdir()
    (commands.workspace / "workspace.sqlite").write_bytes(b"no database at all" * 100)
    first = commands.run({"search": TWENTY})
    untouched = spent.arrivals
    second = commands.run({"search": TWENTY})

    (kept,) = commands.workspace.glob("damaged-*")
    read = [commands("ledger").code, commands("jobs").code]
    kept.rename(commands.folder / kept.name)
    third = commands.run({"search": TWENTY})

    assert (first.code, second.code, read, untouched) == (7, 7, [7, 7], [])
    assert f"move {kept.name} out of {commands.workspace}" in second.err
    assert third.code == 0


def test_code_7_for_a_damaged_workspace_with_a_backup_as_long_as_it_is_not_restored(commands, spent):
    """An empty one would buy everything again: the sentence names the newest backup and the way back to it."""
    first = commands.run({"search": TWENTY})
    bought = len(spent.entries)
    backups.make(commands.workspace, backups.Why.HALF_HOURLY, 1_777_000_000_000)
    (commands.workspace / "workspace.sqlite").write_bytes(b"no database at all" * 100)
    second, third = commands.run({"search": TWENTY}), commands.run({"search": TWENTY})

    assert (first.code, second.code, third.code) == (0, 7, 7)
    assert len(spent.entries) == bought
    for ended in (second, third):
        assert "The newest backup is from 2" in ended.err
        assert "open the Scoutsheet window on this account to restore it." in ended.err


def test_code_7_for_a_file_that_cannot_be_written_with_a_true_summary(commands, spent):
    """What was bought is said, and stays; when the place is free the next run writes for nothing."""
    (commands.folder / "a.xlsx").mkdir()
    parts = {"search": TWENTY, "export": [{"path": "a.xlsx"}]}
    first = commands.run(parts)
    (commands.folder / "a.xlsx").rmdir()
    second = commands.run(parts)

    assert (first.code, first.summary["creators"], first.summary["credits_spent"]) == (7, 20, "0.20")
    assert first.summary["requests"] > 0
    assert (second.code, second.summary["exports"], second.summary["credits_spent"]) == (0, ["a.xlsx"], "0.00")
    assert spent.credits == Decimal("0.20")


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_code_130_when_interrupted_and_the_next_run_goes_on(commands_for, start_service, number):
    """Answers on their way are kept; nothing is lost and nothing bought twice."""
    service = start_service("--credits", "100", "--latency-ms", "200")
    spent, commands = Spent(service), commands_for(service)
    parts = {"search": top(60, 3_000_000), "enrich": {"tier": "raw"}, "budget": 50}
    process = commands.start("run", commands.recipe(parts))
    wait_for(spent, 5, "/raw/")
    first = commands.end(process, number)
    stored = commands.json("ledger")["charged_total"]
    used = service.books()["used"]
    second = commands.run(parts)

    assert (first.code, first.summary["state"], first.summary["reason"]) == (130, "paused", "interrupted")
    assert first.summary["uncertain"] == 0
    assert stored == used
    assert (second.code, second.summary["enriched"] + second.summary["not_found"]) == (0, 60)
    assert spent.bought_most_often == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
def test_an_interrupt_before_the_first_job_starts_none(commands_for, start_service):
    """Ctrl-C during the free question for the balance buys nothing after it."""
    service = start_service("--credits", "100", "--latency-ms", "1500")
    spent, commands = Spent(service), commands_for(service)
    process = commands.start("run", commands.recipe({"search": TWENTY}))
    wait_for(spent, 1, "/credits/")
    ended = commands.end(process, signal.SIGINT)

    assert ended.code == 130
    assert spent.entries == []


@pytest.mark.parametrize("part", ["/raw/", "/discovery/"])
def test_after_a_kill_the_next_run_goes_on_and_buys_nothing_stored_again(commands_for, start_service, part):
    """Killed among details or pages: what was in flight is known, and only that may be paid twice."""
    service = start_service("--credits", "100", "--latency-ms", "150")
    spent, commands = Spent(service), commands_for(service)
    commands.hurried = True
    parts = {"search": top(120, 2_000_000), "enrich": {"tier": "raw", "rows": 40}, "budget": 50}
    process = commands.start("run", commands.recipe(parts))
    wait_for(spent, 8 if part == "/raw/" else 1, part)
    commands.end(process, KILL)
    told, used = commands.json("ledger"), Decimal(service.books()["used"])
    known = {entry["handle"] for entry in told["entries"] if entry["state"] == "booked"}
    first, before = spent.entries, len(spent.entries)
    second = commands.run(parts)
    third = commands.run(parts, "--retry-uncertain")
    bought_later = {(entry["call"], entry["handle"]) for entry in spent.entries[before:]}

    assert (second.code, second.summary["creators"]) == (0, 120)
    assert second.summary["enriched"] + second.summary["not_found"] + second.summary["uncertain"] == 40
    assert Decimal(told["charged_total"]) <= used <= Decimal(told["charged_total"]) + Decimal(told["uncertain_total"])
    assert not known & {handle for call, handle in bought_later if call == "raw"}
    assert (third.code, third.summary["uncertain"]) == (0, 0)
    assert third.summary["enriched"] + third.summary["not_found"] == 40
    pages = Counter(entry["page"] for entry in spent.entries if entry["call"] == "discovery")
    assert sum(pages.values()) <= 3 + sum(entry["call"] == "discovery" for entry in first)


def test_uncertain_rows_are_bought_only_with_the_flag(commands_for, start_service, tmp_path):
    """Exit 0 with uncertain above 0; the plain run leaves them; the flag buys them."""
    service = start_service("--credits", "100", "--faults", "lost:0.25", "--state", str(tmp_path / "service"))
    commands = commands_for(service)
    commands.hurried = True
    parts = {"search": TWENTY, "enrich": {"tier": "raw"}, "budget": 50}
    first = commands.run(parts)
    service.restart("--faults", "")
    spent = Spent(service)
    second = commands.run(parts)
    plain = spent.arrivals
    third = commands.run(parts, "--retry-uncertain")

    assert (first.code, second.code, third.code) == (0, 0, 0)
    assert first.summary["uncertain"] == second.summary["uncertain"] > 0
    assert (plain, third.summary["uncertain"]) == ([], 0)
    assert commands.json("ledger")["uncertain_total"] != "0.00"


def test_a_dearer_answer_pauses_the_run_and_the_next_one_agrees_to_its_price(commands_for, start_service):
    """Exit 3 with a reason of its own, what going on can cost, and what it was above the list; then all within it."""
    service = start_service("--credits", "80")
    commands = commands_for(service)
    found = commands.run({"search": TWENTY})
    service.settings(price_times=2)
    bought = {"search": TWENTY, "enrich": {"tier": "full"}, "budget": "5.00"}
    paused = commands.run(bought)
    without = commands.run({**bought, "budget": None})
    ended = commands.run({**bought, "budget": "40.00"})
    spent = Decimal(service.books()["used"])

    assert (found.code, paused.code, ended.code) == (0, 3, 0)
    assert (paused.summary["state"], paused.summary["reason"]) == ("paused", "dearer")
    assert "charged 2.00 instead of 1.00" in paused.err
    assert "Run the same recipe again to go on." in paused.err
    assert f"charged {Decimal(paused.summary['credits_spent']) / 2:.2f} credits more than its price list" in paused.err
    assert (without.code, "could cost up to" in without.err) == (2, True)  # a quarter of the balance is about 18
    assert spent <= Decimal("40.20")
    assert ended.summary["enriched"] + ended.summary["not_found"] == 20
