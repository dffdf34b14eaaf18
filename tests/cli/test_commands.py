"""The commands that read: they work beside whoever has the workspace open, and say the same as the service."""

import csv
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from app.workspace.store import open_store

TWENTY = {
    "search": {
        "platform": "instagram",
        "filters": {"number_of_followers": {"min": 5_000_000}},
        "sort": {"by": "number_of_followers", "order": "desc"},
        "target": 20,
    },
    "enrich": {"tier": "raw", "rows": 2},
}


@pytest.fixture
def busy(commands):
    """A workspace with a run in it, open in another process (this one)."""
    ended = commands.run(TWENTY)
    assert ended.code == 0, ended.err
    store = open_store(commands.workspace)
    yield commands
    store.close()


def test_the_ledger_is_readable_while_the_workspace_is_open(busy, spent):
    """As an object and as lines, oldest first."""
    told = busy.json("ledger")
    lines = busy("ledger")
    entry = told["entries"][0]

    assert set(entry) == {
        "at", "what", "platform", "handle", "expected", "charged", "balance_after", "state", "job",
    }  # fmt: skip
    assert (entry["what"], entry["charged"], entry["state"]) == ("Find creators", "0.20", "booked")
    assert told["charged_total"] in lines.out
    assert lines.code == 0


def test_jobs_are_readable_while_the_workspace_is_open(busy):
    """Newest first, with where they stand."""
    told = busy.json("jobs")["jobs"]
    lines = busy("jobs")

    assert [(job["kind"], job["state"]) for job in told] == [("enrich", "finished"), ("search", "finished")]
    assert "Getting details" in lines.out


def test_credits_are_asked_while_the_workspace_is_open(busy, service):
    """Free, and the service's own figure."""
    told = busy.json("credits")
    books = service.books()

    assert (told["available"], told["used"]) == (books["available"], books["used"])


def test_without_a_key_credits_says_what_the_workspace_knows(busy, spent):
    """Nothing is sent."""
    del busy.environment["SCOUTSHEET_API_KEY"]
    sent = len(spent.arrivals)
    told = busy.json("credits")

    assert Decimal(told["available"]) > 0
    assert len(spent.arrivals) == sent


def test_a_sheet_is_exported_while_the_workspace_is_open(busy, spent):
    """By its number; nothing is sent."""
    sent = len(spent.arrivals)
    file = busy.folder / "out.csv"
    ended = busy("export", "1", str(file), "--preset", "as on screen")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))

    assert (ended.code, len(rows), len(spent.arrivals)) == (0, 20, sent)


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(busy):
    """So that the next try is right."""
    ended = busy("export", "Nothing", str(busy.folder / "a.csv"))

    assert ended.code == 2
    assert "Nothing" in ended.err
    assert "followers”" in ended.err


@pytest.mark.parametrize(("file", "code"), [("a.doc", 2), ("missing/a.csv", 7)])
def test_a_place_that_cannot_be_written_has_its_code(busy, file, code):
    """2 for a wrong name, 7 for the disk."""
    ended = busy("export", "1", str(busy.folder / file))

    assert ended.code == code
    assert "Traceback" not in ended.err


def test_the_key_is_nowhere(commands, service):
    """No file, no line, no argument list of any process holds it; also not after a refused one."""
    process = commands.start("run", commands.recipe({**TWENTY, "export": [{"path": "a.xlsx"}]}))
    seen: list[bytes] = []
    while process.poll() is None:
        for command in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                seen.append(command.read_bytes())
            except OSError:  # it ended meanwhile
                continue
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
    ended = commands.end(process)
    texts = [ended.out, ended.err, *(commands(name).out for name in ("ledger", "jobs", "credits", "doctor"))]
    files = [path for path in commands.folder.rglob("*") if path.is_file()]
    key = service.key.encode()

    assert ended.code == 0
    assert len(files) > 3
    assert not any(key in path.read_bytes() for path in files)
    assert not any(service.key in text for text in texts)
    if sys.platform == "linux":
        assert any(b"recipe.json" in line for line in seen)
        assert not any(key in line for line in seen)


def test_doctor_checks_the_installation_and_asks_one_free_question(busy, spent):
    """Each check by name; nothing is charged."""
    charged = len(spent.entries)
    told = busy.json("doctor")["checks"]

    assert {check["name"] for check in told} >= {"Python", "Window", "Files", "Workspace", "Service"}
    assert all(check["fine"] for check in told)
    assert len(spent.entries) == charged


def test_doctor_says_what_is_wrong(commands, start_service):
    """A refused key: a line that says so, and the code for it."""
    commands.environment["SCOUTSHEET_API_KEY"] = "eyJ.a.wrong.key"
    ended = commands("doctor")

    assert ended.code == 4
    assert "WRONG  Service" in ended.out
    assert "eyJ.a.wrong.key" not in ended.out


def test_doctor_finds_a_damaged_workspace(busy):
    """Half of the file is gone."""
    copy = busy.folder / "copy"
    copy.mkdir()
    whole = (busy.workspace / "workspace.sqlite").read_bytes()
    (copy / "workspace.sqlite").write_bytes(whole[: len(whole) // 2])
    ended = busy("doctor", "--workspace", str(copy))

    assert ended.code == 7
    assert "WRONG  Workspace: The workspace file is damaged." in ended.out


def test_doctor_tells_a_service_that_is_not_there_from_a_broken_machine(commands):
    """Nobody listens at the address: code 5."""
    commands.environment["SCOUTSHEET_BASE_URL"] = "http://127.0.0.1:9"
    ended = commands("doctor")

    assert ended.code == 5
    assert "WRONG  Service" in ended.out


def test_help_names_every_command(commands):
    """And is quick to come."""
    ended = commands("--help")

    assert ended.code == 0
    assert all(name in ended.out for name in ("run", "sandbox", "credits", "ledger", "jobs", "doctor", "export"))
