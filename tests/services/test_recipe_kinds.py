"""Recipes for every kind of purchase: bought once, gone on with, refused before anything is sent."""

import csv
from decimal import Decimal

import openpyxl
import pytest

from app.domain.errors import InputError
from app.domain.jobs import JobKind, PauseReason
from app.services.recipe_run import Stopped
from app.services.recipes.tables import TOGETHER
from app.workspace import sheets
from tests.batches import FAST
from tests.services.test_recipe_run import NAMES, TOP, TWENTY, Run, listed_in
from tests.whole_app import MANY, Spent, handles_of, opened, rows_of

FOUND, NOBODY = "somebody@creator.example", "somebody@nowhere.example"
EVERYWHERE = "andrea_homedecor"  # on TikTok and YouTube, and on two platforms that cannot be searched
THREE = ("eliska.fragrance", "hannadvorak", "aaravnair55")
MANY_OF_THEM = {**TWENTY, "filters": {"number_of_followers": {"min": MANY}}, "target": 60}
ONLY_EMAIL = {"tier": "profile", "email": "must_have"}


def written(folder, text: str, file: str = "list.csv") -> str:
    (folder / file).write_text(text, encoding="utf-16")
    return file


def csv_rows(path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


async def nothing_new(app, service, tmp_path, parts) -> Run:
    """The same recipe once more: it sends nothing."""
    spent, run = Spent(service), Run(app, tmp_path, parts)
    await run()

    assert (spent.arrivals, run.summary.credits_spent) == ([], 0)
    return run


def asked(spent) -> list[dict]:
    """The details that were asked for."""
    return [one for one in spent.paid_arrivals if "/enrich/handle/" in one["path"]]


def tag_of(service, name: str) -> str:
    return service.truth("instagram", name)["tags"].split()[0]


# -- lists


@pytest.mark.parametrize(
    ("text", "column", "names"),
    [
        ("Konto;Ort\nhannadvorak;Ulm\nnoahwells;Rom\n", "A", ["hannadvorak", "noahwells"]),
        ("Ort;Konto\nUlm;hannadvorak\nRom;noahwells\n", "B", ["hannadvorak", "noahwells"]),
        ("eliska;Ulm\nhannadvorak;Rom\n", "A", ["eliska", "hannadvorak"]),
        ("Hanna;Ulm\nNoah;Rom\n", "A", ["hanna", "noah"]),
    ],
)
async def test_a_heading_in_any_language_stands_out_in_the_column_of_a_letter(app, tmp_path, text, column, names):
    """Handles are written alike; a list without headings loses nobody."""
    source = {"path": written(tmp_path, text), "platform": "instagram", "column": column}
    await Run(app, tmp_path, {"import": source})()
    (sheet,) = app.store.peek(sheets.all_sheets)

    assert handles_of(app, sheet.id) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Konto\nhannadvorak\nnoahwells\n", ["hannadvorak", "noahwells"]),
        ("nom d'utilisateur\nhannadvorak\nnoahwells\n", ["hannadvorak", "noahwells"]),
        ("Influencers\nhannadvorak\nnoahwells\n", ["hannadvorak", "noahwells"]),
    ],
)
async def test_a_word_that_is_known_for_a_heading_is_no_creator_of_a_list(app, tmp_path, text, names):
    """In several languages; nothing is to be told of it."""
    run = Run(app, tmp_path, {"import": {"path": written(tmp_path, text), "platform": "instagram"}})
    await run()

    assert (handles_of(app, 1), run.told) == (names, [])


CREATOR = '“{0}” was taken for a creator. If it is a heading, add "column": "{0}" to the import.'
HEADING = "“{0}” was taken for a heading. If it is a creator, put a line “handle” above it."


@pytest.mark.parametrize(
    ("text", "names", "told"),
    [
        ("Talente\nhannadvorak\nnoahwells\n", ["hannadvorak", "noahwells"], HEADING.format("Talente")),
        ("tvůrci\nhannadvorak\nnoahwells\n", ["hannadvorak", "noahwells"], HEADING.format("tvůrci")),
        ("talente\nhttps://instagram.com/hannadvorak\n", ["hannadvorak"], HEADING.format("talente")),
        ("talente\nhannadvorak\nnoahwells\n", ["talente", "hannadvorak", "noahwells"], CREATOR.format("talente")),
        ("Talente\nHannaDvorak\nnoahwells\n", ["talente", "hannadvorak", "noahwells"], CREATOR.format("Talente")),
    ],
)
async def test_a_first_line_that_can_be_either_is_never_taken_in_silence(app, tmp_path, text, names, told):
    """How it is written decides, and what was decided is told with the way to say it."""
    run = Run(app, tmp_path, {"import": {"path": written(tmp_path, text), "platform": "instagram"}})
    await run()

    assert (handles_of(app, 1), run.told) == (names, [told])


async def test_a_first_line_that_the_recipe_names_is_not_told(app, tmp_path):
    """A column called by its heading was said by somebody."""
    source = {"path": written(tmp_path, "talente\nhannadvorak\n"), "platform": "instagram", "column": "talente"}
    run = Run(app, tmp_path, {"import": source})
    await run()

    assert (handles_of(app, 1), run.told) == (["hannadvorak"], [])


async def test_a_title_above_the_headings_is_nobody(app, tmp_path):
    """What stands above the headings is nobody, also where a letter names the column."""
    text = "Spring 2026\n\nHandle;City\nhannadvorak;Ulm\nnoahwells;Rom\n"
    source = {"path": written(tmp_path, text), "platform": "instagram", "column": "A"}
    await Run(app, tmp_path, {"import": source})()

    assert handles_of(app, 1) == ["hannadvorak", "noahwells"]
    assert rows_of(app, 1)[0].own == {"own_city": "Ulm"}


async def test_a_messy_list_names_its_own_columns_and_platforms(app, spent, tmp_path):
    """UTF-16, semicolons, addresses of two platforms; what else it holds becomes columns of its own."""
    text = (
        "Profile;Owner;Fee band\nhttps://instagram.com/hannadvorak;Kim;A\nhttps://www.tiktok.com/@noah;Lea;B\nx y;;\n"
    )
    run = Run(app, tmp_path, {"import": {"path": written(tmp_path, text)}, "export": [{"path": "out.csv"}]})
    await run()
    (sheet,) = {job.sheet_id for job in app.jobs.all()} or {1}
    rows = rows_of(app, sheet)

    assert [(row.handle.platform, row.handle.name) for row in rows] == [
        ("instagram", "hannadvorak"),
        ("tiktok", "noah"),
    ]
    assert [row.own["owner"] for row in rows] == ["Kim", "Lea"]
    assert "Fee band" in csv_rows(tmp_path / "out.csv")[0]
    assert any(line.startswith("Line 4 left out") for line in run.told)
    assert spent.arrivals == []


@pytest.mark.parametrize(
    ("heading", "platforms", "told"),
    [
        ("where", ["instagram", "instagram"], []),
        ("platform", ["instagram", "tiktok"], ["1 creator is on TikTok, as the list says, not on Instagram."]),
    ],
)
async def test_a_column_never_overrules_a_recipes_platform_in_silence(app, tmp_path, heading, platforms, told):
    """Only one whose heading speaks of platforms does, and that is told."""
    text = f"handle;{heading}\nhannadvorak;Instagram\nnoah;TikTok\n"
    run = Run(app, tmp_path, {"import": {"path": written(tmp_path, text), "platform": "instagram"}})
    await run()

    assert [row.handle.platform for row in rows_of(app, 1)] == platforms
    assert run.told == told


@pytest.mark.parametrize(
    ("more", "note", "told"),
    [
        ({}, "£ódŸ", ["“list.csv” was read as Western (Windows-1252). Where its letters look wrong, add"]),
        ({"encoding": "windows-1250"}, "Łódź", []),
        ({"encoding": "windows-1252"}, "£ódŸ", []),
    ],
)
async def test_how_letters_were_read_is_told_where_it_cannot_be_known(app, tmp_path, more, note, told):
    """With what to write into the recipe; said there, it is not told."""
    (tmp_path / "list.csv").write_bytes("handle;note\nvera;Łódź\n".encode("cp1250"))
    run = Run(app, tmp_path, {"import": {"path": "list.csv", "platform": "instagram", **more}})
    await run()

    assert rows_of(app, 1)[0].own == {"note": note}
    assert [line.split(' "')[0] for line in run.told] == told


@pytest.mark.parametrize("encoding", ["latin-9", "", 8])
async def test_an_encoding_that_is_not_known_is_refused(app, spent, tmp_path, encoding):
    """Before anything is sent."""
    parts = {"import": {"path": written(tmp_path, "handle\nvera\n"), "platform": "instagram", "encoding": encoding}}
    with pytest.raises(InputError, match="windows-1250") as told:
        await Run(app, tmp_path, parts)()

    assert (told.value.field, spent.arrivals) == ("import.encoding", [])


async def test_a_line_whose_quotation_mark_is_never_closed_is_told(app, tmp_path):
    """The line is taken, and so are those after it."""
    text = "handle;note\n" + "".join(f'{name};"ok\n' for name in THREE[:1]) + "vera;a\ntom;b\nlea;c\n"
    run = Run(app, tmp_path, {"import": {"path": written(tmp_path, text), "platform": "instagram"}})
    await run()

    assert handles_of(app, 1) == [THREE[0], "vera", "tom", "lea"]
    assert any(line.startswith("Line 2: a quotation mark") for line in run.told)


@pytest.mark.parametrize(
    ("text", "parts", "field"),
    [
        ("colour,wood\nred,oak\nblue,elm\n", {"platform": "instagram"}, "import.column"),
        ("handle\nanna\n", {}, "import.platform"),
        (f"email\n{FOUND}\n", {}, "import.emails"),
        ("handle\nanna\n", {"platform": "instagram", "column": "x9"}, "import.column"),
        ("handle\n", {"platform": "instagram"}, "import.path"),
        ("", {"platform": "instagram"}, "import.path"),
    ],
)
async def test_a_list_that_says_too_little_is_refused_by_its_full_key(app, spent, tmp_path, text, parts, field):
    """Nothing is sent, no sheet is made."""
    (tmp_path / "list.csv").write_text(text)
    with pytest.raises(InputError) as told:
        await Run(app, tmp_path, {"import": {"path": "list.csv", **parts}, "enrich": {}, "budget": 5})()

    assert told.value.field == field
    assert (spent.arrivals, app.jobs.all()) == ([], [])


async def test_addresses_are_looked_up_once_and_then_bought(app, service, tmp_path):
    """0.05 for the one who is found; who is found gets details; nobody is asked about twice."""
    (tmp_path / "list.csv").write_text(f"email\n{FOUND}\n{FOUND.upper()}\n{NOBODY}\n")
    parts = {"import": {"path": "list.csv", "emails": True}, "enrich": {"tier": "raw"}, "budget": 1}
    spent = Spent(service)
    run = Run(app, tmp_path, parts)
    first = await run()
    second = (await nothing_new(app, service, tmp_path, parts)).summary

    assert [(entry["call"], entry["amount"]) for entry in spent.entries] == [("email", "0.05"), ("raw", "0.03")]
    assert (first.creators, first.enriched, first.not_found) == (1, 1, 1)
    assert (second.creators, second.enriched, second.not_found) == (1, 1, 1)


async def test_the_other_columns_of_an_address_come_with_whoever_is_found(app, tmp_path):
    """Also with one who was known before, and with nobody's else; the first line of a repeated address counts."""
    text = f"E-mail;Kontakt;Since\n{FOUND};Kim;2026-05-03\n{FOUND.upper()};Lea;\n{NOBODY};Max;\n"
    parts = {"import": {"path": written(tmp_path, text), "emails": True}, "budget": 1}
    await Run(app, tmp_path, {**parts, "export": [{"path": "out.csv"}]})()
    other = f"Mail,Team\n{FOUND},Blue\nlea@creator.example,Red\n"
    again = {"import": {"path": written(tmp_path, other, "other.csv"), "emails": True}, "budget": 1}
    await Run(app, tmp_path, again)()
    first, second = (rows_of(app, sheet.id) for sheet in app.store.peek(sheets.all_sheets))
    heading, row = csv_rows(tmp_path / "out.csv")

    assert [one.own for one in first] == [{"own_kontakt": "Kim", "own_since": "2026-05-03"}]
    assert [one.own for one in second] == [{"own_team": "Blue"}, {"own_team": "Red"}]
    assert row[heading.index("Kontakt")] == "Kim"


async def test_lookups_need_the_consent_they_cost(start_service, tmp_path):
    """The lookups and the details of all who may be found, named before the first is sent."""
    service = start_service("--credits", "4")
    (tmp_path / "list.csv").write_text(f"email\n{FOUND}\n{NOBODY}\n")
    parts = {"import": {"path": "list.csv", "emails": True}, "enrich": {}}
    async with opened(service, tmp_path / "workspace") as app:
        with pytest.raises(InputError, match=r"2\.10 of your 4\.00"):
            await Run(app, tmp_path, parts)()

    assert service.books()["used"] == "0.00"


async def test_addresses_go_up_as_a_batch(start_service, tmp_path):
    """Mode basic; the second run waits for nothing and uploads nothing."""
    service = start_service("--credits", "10")
    service.settings(**FAST)
    (tmp_path / "list.csv").write_text(f"email,team\n{FOUND},Blue\n{NOBODY},Red\n")
    parts = {"import": {"path": "list.csv"}, "batch": {"mode": "basic"}, "budget": 1}
    async with opened(service, tmp_path / "workspace") as app:
        spent, run = Spent(service), Run(app, tmp_path, parts)
        await run()
        second = (await nothing_new(app, service, tmp_path, parts)).summary
        own = [row.own for row in rows_of(app, 1)]

    assert own == [{"own_team": "Blue"}]
    assert (run.summary.creators, run.summary.not_found, spent.credits) == (1, 1, Decimal("0.05"))
    assert (second.creators, second.not_found) == (1, 1)


# -- searches


async def test_similar_creators_are_found_once(app, service, tmp_path):
    """In a sheet of its own, and by likeness."""
    parts = {"search": {"platform": "instagram", "similar_to": "@HannaDvorak", "target": 10}, "budget": 1}
    spent, run = Spent(service), Run(app, tmp_path, parts)
    await run()
    await nothing_new(app, service, tmp_path, {**parts, "search": {**parts["search"], "similar_to": "hannadvorak"}})

    assert [arrival["path"] for arrival in spent.paid_arrivals] == ["/public/v1/discovery/creators/similar/"]
    assert run.summary.creators == 10
    assert NAMES[0] not in handles_of(app, app.jobs.all()[0].sheet_id)


async def test_creators_that_are_had_are_left_out_when_the_search_begins(app, service, tmp_path):
    """It brings others; run again it is the same search, although more are had by then."""
    await Run(app, tmp_path, {"search": TWENTY, "budget": 1})()
    had = set(handles_of(app, app.jobs.all()[0].sheet_id))
    parts = {"search": {**MANY_OF_THEM, "target": 10, "leave_out_known": True}, "budget": 1}
    run = Run(app, tmp_path, parts)
    await run()
    sheet_id = app.jobs.all()[0].sheet_id
    fresh = set(handles_of(app, sheet_id))
    await nothing_new(app, service, tmp_path, parts)

    assert (len(fresh), fresh & had) == (10, set())
    assert app.discovery.known(sheet_id).known_left_out == 20


async def test_a_search_that_left_nobody_out_is_the_whole_search(app, service, tmp_path):
    """Nobody was had when it began: the recipe without the switch means the same rows."""
    await Run(app, tmp_path, {"search": {**TOP, "target": 10, "leave_out_known": True}, "budget": 1})()
    run = await nothing_new(app, service, tmp_path, {"search": {**TOP, "target": 10}})

    assert run.summary.creators == 10


# -- goals


async def test_a_goal_stops_when_it_is_reached(app, service, tmp_path):
    """Only as many as wanted are paid for; the summary says how many were asked."""
    parts = {"search": MANY_OF_THEM, "enrich": {**ONLY_EMAIL, "goal": {"emails": 7}}, "budget": 10}
    spent, run = Spent(service), Run(app, tmp_path, parts)
    first = await run()
    second = (await nothing_new(app, service, tmp_path, parts)).summary

    assert first.goal == second.goal
    assert (first.goal["wanted"], first.goal["reached"], first.enriched) == (7, 7, 7)
    assert first.goal["asked"] >= 7
    assert spent.credits == Decimal("0.60") + 7 * Decimal("0.20") == first.credits_spent
    assert '"goal": {"wanted": 7' in first.to_json()


async def test_the_budget_caps_all_runs_of_a_goal_together(app, service, tmp_path):
    """Reached before the goal it pauses the run; the same again buys nothing, a bigger one goes on."""
    parts = {"search": MANY_OF_THEM, "enrich": {"tier": "profile", "goal": {"emails": 50}}}
    spent, reasons, sums = Spent(service), [], []
    for budget in ("2.10", "2.10", "3.10"):
        with pytest.raises(Stopped) as stopped:
            await Run(app, tmp_path, {**parts, "budget": budget})()
        reasons.append(stopped.value.reason)
        sums.append(spent.credits)

    assert reasons == [PauseReason.BUDGET] * 3
    assert sums[0] == sums[1] == Decimal("2.00")  # 0.60 for the search, seven at 0.20
    assert Decimal("2.90") < sums[2] <= Decimal("0.60") + Decimal("3.10")
    assert spent.bought_most_often == 1


async def test_what_a_goal_may_have_been_charged_stays_in_its_cap_when_it_is_bought_again(app, service, tmp_path):
    """Only as many are sent again as the budget still holds; the others stay to be checked."""
    parts = {"search": MANY_OF_THEM, "enrich": {**ONLY_EMAIL, "goal": {"emails": 9}}}
    spent, sent = Spent(service), []
    service.settings(fault_at=["/enrich/handle/", "lost"])
    first = Run(app, tmp_path, {**parts, "budget": "1.60"})
    with pytest.raises(Stopped):
        await first()
    service.settings(fault_at=None)
    sent.append(len(asked(spent)))
    none = Run(app, tmp_path, {**parts, "budget": "1.60"})
    with pytest.raises(Stopped):
        await none(retry_uncertain=True)
    sent.append(len(asked(spent)))
    some = Run(app, tmp_path, {**parts, "budget": "2.20"})
    with pytest.raises(Stopped):
        await some(retry_uncertain=True)

    assert [run.summary.uncertain for run in (first, none, some)] == [5, 5, 2]
    assert (sent, none.summary.credits_spent) == ([5, 5], 0)
    assert spent.credits <= Decimal("2.20")


async def test_what_waits_since_the_credits_ran_out_asks_the_budget_again(start_service, tmp_path):
    """It was agreed to under a higher one; the rest stays where it was, also when what got lost is bought again."""
    service = start_service("--credits", "1.60")  # 0.60 for the search, five at 0.20
    parts = {"search": MANY_OF_THEM, "enrich": {"tier": "profile", "goal": {"emails": 40}}}
    reasons, used, uncertain = [], [], []

    async def run(app, budget: str, *, retry_uncertain: bool = False) -> None:
        again = Run(app, tmp_path, {**parts, "budget": budget})
        with pytest.raises(Stopped) as stopped:
            await again(retry_uncertain=retry_uncertain)
        reasons.append(stopped.value.reason)
        used.append(Decimal(service.books()["used"]))
        uncertain.append(again.summary.uncertain)

    async with opened(service, tmp_path / "workspace") as app:
        await run(app, "8")
        service.top_up("10")
        await run(app, "1.60")
        await run(app, "2.00")
        service.settings(fault_at=["/enrich/handle/", "lost"])
        await run(app, "2.40")
        service.settings(fault_at=None)
        await run(app, "2.40", retry_uncertain=True)
        await run(app, "2.80", retry_uncertain=True)

    assert reasons == [PauseReason.CREDITS, *[PauseReason.BUDGET] * 5]
    assert used[:3] == [Decimal("1.60"), Decimal("1.60"), Decimal("2.00")]
    assert used[3] == used[4] <= Decimal("2.40")  # one of the two was found, and charged; nobody can tell which
    assert used[4] < used[5] <= Decimal("2.80")
    assert uncertain[:5] == [0, 0, 0, 2, 2]  # then what waits goes first; how many do is a matter of time


async def test_what_a_goal_lost_stays_to_be_checked_once_it_is_reached_by_others(app, service, tmp_path):
    """Nobody is sent again then, and no other recipe takes them for new."""
    parts = {"search": MANY_OF_THEM, "enrich": {"tier": "profile", "goal": {"emails": 3}}}
    service.settings(fault_at=["/enrich/handle/", "lost"])
    with pytest.raises(Stopped):
        await Run(app, tmp_path, {**parts, "budget": "1.20"})()
    service.settings(fault_at=None)
    await Run(app, tmp_path, {**parts, "budget": 9})()
    spent = Spent(service)
    last = Run(app, tmp_path, {**parts, "budget": 9})
    await last(retry_uncertain=True)
    await Run(app, tmp_path, {**parts, "enrich": {"tier": "profile", "rows": 3}, "budget": 9})()

    assert (last.summary.uncertain, asked(spent)) == (3, [])


async def test_a_goal_that_the_list_cannot_reach_is_finished(app, service, tmp_path):
    """Everybody was asked."""
    parts = {"import": listed_in(tmp_path, *NAMES), "enrich": {**ONLY_EMAIL, "goal": {"emails": 50}}, "budget": 5}
    run = Run(app, tmp_path, parts)
    summary = await run()
    await nothing_new(app, service, tmp_path, parts)

    assert summary.goal["asked"] == 3
    assert summary.goal["reached"] < 3


# -- other accounts, posts, comparisons


async def test_other_accounts_go_into_columns_and_into_a_file(app, service, tmp_path):
    """Bought once at 0.50; who is gone is free, and not asked about again."""
    parts = {
        "import": listed_in(tmp_path, NAMES[0], NAMES[2], EVERYWHERE),
        "socials": {"rows": "all"},
        "export": [{"path": "all.csv"}, {"path": "accounts.csv", "what": "accounts"}],
        "budget": 2,
    }
    spent = Spent(service)
    await Run(app, tmp_path, parts)()
    await nothing_new(app, service, tmp_path, parts)
    accounts, rows = csv_rows(tmp_path / "accounts.csv"), csv_rows(tmp_path / "all.csv")

    assert spent.credits == Decimal("1.00")
    assert accounts[0] == ["Creator", "Platform", "Other platform", "Other account", "Profile link"]
    assert accounts[1][:2] == ["hannadvorak", "Instagram"]
    assert accounts[1][2] + " account" in rows[0]
    assert accounts[-1] == [EVERYWHERE, "Instagram", "Snapchat", EVERYWHERE, f"https://snapchat.example/{EVERYWHERE}"]
    assert rows[-1][rows[0].index("Snapchat account")] == accounts[-1][-1]


async def test_accounts_that_a_kill_kept_out_of_the_columns_come_by_the_next_run(app, service, tmp_path):
    """The last answer was stored, and nothing was written beside it."""
    parts = {
        "import": listed_in(tmp_path, NAMES[0]),
        "socials": {"rows": "all"},
        "export": [{"path": "all.csv"}],
        "budget": 2,
    }
    await Run(app, tmp_path, {"import": parts["import"]})()
    killed = "CREATE TRIGGER killed BEFORE INSERT ON own_values BEGIN SELECT no(); END"
    await app.store.write(lambda db: db.execute(killed))
    with pytest.raises(Exception, match="no such function"):
        await Run(app, tmp_path, parts)()
    await app.store.write(lambda db: db.execute("DROP TRIGGER killed"))
    await nothing_new(app, service, tmp_path, parts)

    assert [heading for heading in csv_rows(tmp_path / "all.csv")[0] if heading.endswith(" account")]


async def test_live_posts_go_into_columns_and_into_a_workbook(app, service, tmp_path):
    """Checked once by the same recipe."""
    tag = tag_of(service, "aaravnair55")
    parts = {
        "import": listed_in(tmp_path, "aaravnair55"),
        "posts": {"from": "2026-09-20", "to": "2026-11-20", "hashtags": [tag]},
        "export": [{"path": "posts.xlsx", "what": "posts"}],
        "budget": 2,
    }
    spent, run = Spent(service), Run(app, tmp_path, parts)
    await run()
    await nothing_new(app, service, tmp_path, {**parts, "posts": {**parts["posts"], "hashtags": [f"#{tag}"]}})
    book = openpyxl.load_workbook(tmp_path / "posts.xlsx", read_only=True)
    rows = list(book["Posts"].values)
    book.close()
    (row,) = rows_of(app, app.jobs.all()[0].sheet_id)

    assert {entry["call"] for entry in spent.entries} == {"posts"}
    assert rows[0] == ("Creator", "Platform", "Live date", "Post link", "Views", "Likes", "Comments", "Caption")
    assert rows[1][3] == row.own["post_link"]
    assert int(row.own["likes"]) == sum(one[5] for one in rows[1:])


async def test_a_comparison_is_bought_once_and_written(app, service, tmp_path):
    """Each creator against the others, and everybody together once."""
    parts = {
        "import": listed_in(tmp_path, *THREE),
        "overlap": {"rows": 3},
        "export": [{"path": "overlap.csv", "what": "overlap"}],
        "budget": 1,
    }
    spent = Spent(service)
    await Run(app, tmp_path, parts)()
    await nothing_new(app, service, tmp_path, parts)
    rows = csv_rows(tmp_path / "overlap.csv")

    assert spent.credits == 1
    assert [row[0] for row in rows[1:]] == [*THREE, TOGETHER]
    assert int(rows[-1][2]) < sum(int(row[2]) for row in rows[1:-1])


async def test_a_refused_comparison_counts_as_failed_and_is_asked_again(app, service, tmp_path):
    """The recipe is finished with its files, also the next time; the question is free each time."""
    small = {"platform": "instagram", "filters": {"number_of_followers": {"min": 1_000, "max": 5_000}}, "target": 2}
    parts = {"search": small, "overlap": {}, "export": [{"path": "out.csv"}], "budget": 2}
    runs, spent = [Run(app, tmp_path, parts) for _ in range(2)], Spent(service)
    for run in runs:
        await run()

    assert [(run.summary.failed, run.summary.exports) for run in runs] == [(1, ("out.csv",))] * 2
    assert all(any("No audience data" in line for line in run.told) for run in runs)
    assert [one["path"].count("overlap") for one in spent.paid_arrivals] == [0, 1, 1]
    assert spent.credits == Decimal("0.02")


async def test_found_creators_that_cannot_be_compared_are_told_and_the_rest_is_done(app, service, tmp_path):
    """Which platforms the accounts behind addresses are on is known when they were paid for."""
    people = ("person0", "colewalsh", "rojas_hiphop", "porter_standup", "ruby_spirituality")  # most on TikTok
    text = "email\n" + "\n".join(f"{name}@creator.example" for name in people)
    parts = {
        "import": {"path": written(tmp_path, text), "emails": True},
        "overlap": {},
        "export": [{"path": "out.csv"}, {"path": "overlap.csv", "what": "overlap"}],
        "budget": 5,
    }
    run = Run(app, tmp_path, parts)
    await run()
    again = await nothing_new(app, service, tmp_path, parts)

    assert len({row.handle.platform for row in rows_of(app, 1)}) > 1
    assert (run.summary.exports, again.summary.exports) == (("out.csv", "overlap.csv"),) * 2
    assert run.summary.credits_spent == Decimal("0.25")
    assert "Only creators of one platform can be compared." in run.told


async def test_everything_in_one_recipe_is_within_one_budget(app, service, tmp_path):
    """A kill in the middle would leave it as the budget does here: the next run buys the rest, nothing twice."""
    parts = {
        "import": listed_in(tmp_path, *THREE),
        "enrich": {"tier": "profile"},
        "socials": {"rows": 2},
        "posts": {"from": "2026-11-01", "to": "2026-11-20", "mentions": ["brand"], "pages": 1},
        "overlap": {},
    }
    spent = Spent(service)
    with pytest.raises(Stopped) as stopped:
        await Run(app, tmp_path, {**parts, "budget": "1.15"})()
    cut = spent.credits
    await Run(app, tmp_path, {**parts, "budget": 5})()
    await nothing_new(app, service, tmp_path, {**parts, "budget": 5})
    kinds = {job.kind for job in app.jobs.all()}

    assert (stopped.value.reason, cut) == (PauseReason.BUDGET, Decimal("1.10"))
    assert kinds == {JobKind.ENRICH, JobKind.SOCIALS, JobKind.POSTS, JobKind.OVERLAP}
    assert spent.bought_most_often == 1
    assert spent.credits == 3 * Decimal("0.20") + 2 * Decimal("0.50") + 3 * Decimal("0.03") + 1


async def test_without_a_budget_every_part_counts_for_the_consent(start_service, tmp_path):
    """Details, accounts, posts at their dearest, the comparison."""
    service = start_service("--credits", "10")
    parts = {
        "import": listed_in(tmp_path, *THREE),
        "enrich": {"tier": "profile"},
        "socials": {},
        "posts": {"from": "2026-11-01", "to": "2026-11-20", "hashtags": ["summer"], "pages": 2},
        "overlap": {},
    }
    most = 3 * Decimal("0.20") + 3 * Decimal("0.50") + 3 * 2 * Decimal("0.15") + 1
    async with opened(service, tmp_path / "workspace") as app:
        with pytest.raises(InputError, match=rf"{most} of your 10\.00"):
            await Run(app, tmp_path, parts)()

    assert service.books()["entries"] == []


@pytest.mark.parametrize(
    ("names", "parts", "field"),
    [
        (THREE[:1], {"overlap": {}}, "overlap.rows"),
        (tuple(f"creator{at}" for at in range(11)), {"overlap": {}}, "overlap.rows"),
        (("https://twitch.tv/a", "https://twitch.tv/b"), {"overlap": {}}, "overlap"),
        (("https://tiktok.com/@a", "https://instagram.com/b"), {"overlap": {}}, "overlap"),
        (
            ("https://twitch.tv/a",),
            {"posts": {"from": "2026-11-01", "to": "2026-11-20", "hashtags": ["x"]}},
            "posts",
        ),
    ],
)
async def test_what_cannot_be_bought_for_a_list_is_refused(app, spent, tmp_path, names, parts, field):
    """Before its details are bought."""
    (tmp_path / "list.csv").write_text("handle\n" + "\n".join(names))
    platform = {} if "/" in names[0] else {"platform": "instagram"}
    recipe = {"import": {"path": "list.csv", **platform}, "enrich": {"tier": "raw"}, **parts, "budget": 9}
    with pytest.raises(InputError) as told:
        await Run(app, tmp_path, recipe)()

    assert (told.value.field, spent.arrivals) == (field, [])
