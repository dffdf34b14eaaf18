"""A recipe goes on where it stopped, and never buys again what the workspace has."""

from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from app.api.client import Client, open_http
from app.domain.errors import InputError
from app.domain.jobs import JobState, PauseReason, RequestState
from app.domain.platforms import Handle, Platform
from app.services.recipe_run import RecipeRun, Stopped, Summary
from app.services.recipes import parse_recipe
from app.workspace import ledger, requests, sheets
from tests.whole_app import RAW, Spent, opened

TOP = {"platform": "instagram", "filters": {"number_of_followers": {"min": 5_000_000}}, "target": 20}
TWENTY = {**TOP, "sort": {"by": "number_of_followers", "order": "desc"}}
NAMES = ("hannadvorak", "noahwells", "virtanen_bushcraft")  # the last one is listed but gone


class Run:
    """One run of one recipe: `summary` and what it told."""

    def __init__(self, app, folder, parts: dict[str, Any]) -> None:
        self.summary, self.told = Summary(), []
        self.work = RecipeRun(
            parse_recipe({"version": 1, **parts}, folder, app.catalogue),
            self.summary,
            on=app,
            tell=self.told.append,
        )

    async def __call__(self, *, retry_uncertain: bool = False) -> Summary:
        await self.work.run(retry_uncertain=retry_uncertain)
        await self.work.write_files()
        return self.summary


async def left_on_its_way(app, folder, parts: dict[str, Any]) -> int:
    """A run whose one row was being sent when it was killed; its job."""
    with pytest.raises(Stopped):
        await Run(app, folder, {**parts, "budget": "0.01"})()
    (job,) = app.jobs.all()
    (request,) = app.store.peek(lambda db: requests.in_state(db, job.id, RequestState.WAITING))
    await app.store.write(lambda db: requests.mark_sent(db, request.id, 1))
    return job.id


def listed_in(folder, *names: str, file: str = "list.csv") -> dict[str, Any]:
    """The import of a file with these handles."""
    (folder / file).write_text("handle\n" + "\n".join(names))
    return {"path": file, "platform": "instagram", "column": "handle"}


async def test_find_get_and_write(app, spent, tmp_path):
    """The summary, the ledger, the books and the file say the same."""
    parts = {"search": TWENTY, "enrich": {"rows": 10}, "export": [{"path": "a.xlsx"}], "budget": "11"}
    summary = await Run(app, tmp_path, parts)()
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True)
    rows = book["Creators"].max_row
    book.close()

    assert (summary.creators, summary.enriched + summary.not_found, rows) == (20, 10, 21)
    assert summary.not_found > 0
    assert summary.exports == ("a.xlsx",)
    assert summary.credits_spent == spent.credits == app.store.peek(ledger.booked)
    assert spent.credits == Decimal("0.20") + summary.enriched


async def test_a_second_run_sends_nothing_and_says_the_same(app, service, tmp_path):
    """Also with another budget and other files."""
    parts = {"search": TWENTY, "enrich": {"rows": 10}, "budget": "11"}
    first = await Run(app, tmp_path, parts)()
    spent = Spent(service)
    second = await Run(app, tmp_path, {**parts, "budget": 50, "export": [{"path": "b.csv"}]})()

    assert spent.arrivals == []
    assert second.credits_spent == 0
    assert [getattr(second, name) for name in ("creators", "enriched", "not_found", "uncertain", "failed")] == [
        getattr(first, name) for name in ("creators", "enriched", "not_found", "uncertain", "failed")
    ]
    assert (tmp_path / "b.csv").exists()


async def test_rows_are_the_first_ones_never_new_ones(app, service, tmp_path):
    """Twelve after ten buys two more; ten again buys nothing."""
    enriched, bought = [], []
    for rows in (10, 12, 10):
        spent = Spent(service)
        summary = await Run(app, tmp_path, {"search": TWENTY, "enrich": {"tier": "raw", "rows": rows}})()
        enriched.append(summary.enriched)
        bought.append(sum(entry["call"] == "raw" for entry in spent.entries))

    assert bought == [enriched[0], enriched[1] - enriched[0], 0]
    assert 0 < bought[1] <= 2
    assert enriched[2] == enriched[0]


async def test_a_bigger_number_than_there_are_means_all(app, tmp_path):
    """However big."""
    parts = {"import": listed_in(tmp_path, *NAMES), "enrich": {"tier": "raw", "rows": 10**30}}
    summary = await Run(app, tmp_path, parts)()

    assert (summary.enriched, summary.not_found) == (2, 1)


async def test_without_a_budget_a_dear_recipe_is_refused_before_anything_is_bought(app, spent, tmp_path):
    """The sentence names the amount and what to add."""
    parts = {"search": {**TWENTY, "target": 30}, "enrich": {"rows": 30}}
    with pytest.raises(InputError, match=r"30\.30") as told:
        await Run(app, tmp_path, parts)()

    assert told.value.field == "budget"
    assert '"budget": "30.30"' in told.value.sentences
    assert spent.entries == []
    assert app.store.peek(sheets.all_sheets) == []


async def test_without_a_budget_a_quarter_of_the_balance_may_be_spent(start_service, tmp_path):
    """The lower of 25.00 and a quarter of what is there; exactly a quarter is still fine."""
    service = start_service("--credits", "0.80")
    async with opened(service, tmp_path / "workspace") as app:
        summary = await Run(app, tmp_path, {"search": TWENTY})()
        with pytest.raises(InputError, match=r"0\.20 of your 0\.60"):
            await Run(app, tmp_path, {"search": {**TWENTY, "filters": {"number_of_followers": {"min": 5_000_001}}}})()

    assert summary.credits_spent == Decimal("0.20")


async def test_the_budget_caps_search_and_details_together(app, spent, tmp_path):
    """Nothing is sent that could pass it; a bigger one goes on where it stopped."""
    parts = {"search": TWENTY, "enrich": {"rows": 10}, "budget": "4.50"}
    run = Run(app, tmp_path, parts)
    with pytest.raises(Stopped) as stopped:
        await run()
    after_first = spent.credits
    summary = await Run(app, tmp_path, {**parts, "budget": "20"})()

    assert stopped.value.job.reason is PauseReason.BUDGET
    assert run.summary.credits_spent == after_first == Decimal("4.20")
    assert run.summary.enriched == 4
    assert summary.enriched + summary.not_found == 10
    assert spent.bought_most_often == 1


async def test_a_budget_of_nothing_buys_nothing(app, spent, tmp_path):
    """It is a budget, not the lack of one."""
    with pytest.raises(Stopped):
        await Run(app, tmp_path, {"search": TWENTY, "budget": 0})()

    assert spent.entries == []


async def test_a_list_is_bought_in_its_order_and_only_once(app, spent, tmp_path):
    """Its own sheet; a second run sends nothing."""
    parts = {"import": listed_in(tmp_path, *NAMES), "enrich": {"tier": "profile"}}
    summary = await Run(app, tmp_path, parts)()
    sent = len(spent.arrivals)
    again = await Run(app, tmp_path, parts)()

    assert (summary.creators, summary.enriched, summary.not_found, summary.failed) == (3, 2, 1, 0)
    assert (again.creators, again.enriched, again.not_found, again.credits_spent) == (3, 2, 1, 0)
    assert len(spent.arrivals) == sent
    assert spent.credits == Decimal("0.40")


async def test_a_list_is_recognised_by_its_rows_not_by_its_file(app, spent, tmp_path):
    """A renamed copy is the same recipe; one row more is another list that buys only the new row."""
    await Run(app, tmp_path, {"import": listed_in(tmp_path, *NAMES), "enrich": {"tier": "profile"}})()
    sent = len(spent.arrivals)
    copied = listed_in(tmp_path, *NAMES, file="copy.csv")
    await Run(app, tmp_path, {"import": copied, "enrich": {"tier": "profile"}})()
    same = len(spent.arrivals)
    longer = listed_in(tmp_path, *NAMES[:2], "olivervintage", file="longer.csv")
    await Run(app, tmp_path, {"import": longer, "enrich": {"tier": "profile"}})()

    assert same == sent
    assert [entry["handle"] for entry in spent.entries] == [*NAMES[:2], "olivervintage"]


async def test_a_list_of_creators_that_are_there_asks_for_no_consent(start_service, tmp_path):
    """What is already bought costs nothing, so there is nothing to agree to and nothing to ask."""
    service = start_service("--credits", "2.10")
    async with opened(service, tmp_path / "workspace") as app:
        await Run(app, tmp_path, {"import": listed_in(tmp_path, *NAMES[:2]), "enrich": {}, "budget": 2})()
        spent = Spent(service)
        turned = listed_in(tmp_path, *reversed(NAMES[:2]), file="turned.csv")
        summary = await Run(app, tmp_path, {"import": turned, "enrich": {}})()

    assert (summary.enriched, spent.arrivals) == (2, [])


async def test_bad_lines_are_told_and_the_good_ones_go_on(app, tmp_path):
    """With their number; who is named again is counted."""
    names = ("hannadvorak", "not a handle!", "noahwells", "@HannaDvorak")
    parts = {"import": listed_in(tmp_path, *names), "enrich": {"tier": "raw"}}
    run = Run(app, tmp_path, parts)
    summary = await run()

    assert summary.creators == 2
    assert any("Line 3" in line for line in run.told)
    assert "1 line names somebody again." in run.told


async def test_uncertain_rows_wait_for_the_word(start_service, tmp_path):
    """A second run leaves them; with the word they are bought, and only they."""
    service = start_service("--credits", "100", "--faults", "lost:0.25", "--state", str(tmp_path / "service"))
    parts = {"search": TWENTY, "enrich": {"tier": "profile"}, "budget": 50}
    async with opened(service, tmp_path / "workspace") as app:
        first = await Run(app, tmp_path, parts)()
        service.restart("--faults", "")
        spent = Spent(service)
        second = await Run(app, tmp_path, parts)()
        untouched = len(spent.entries)
        third = await Run(app, tmp_path, parts)(retry_uncertain=True)

    assert first.uncertain == second.uncertain > 0
    assert untouched == 0
    assert third.uncertain == 0
    assert third.enriched + third.not_found == 20
    assert third.credits_spent == spent.credits


async def test_the_only_page_lost_in_a_kill_is_bought_again_once(app, spent, tmp_path):
    """The next run goes on with the same job, and the ledger says what it was."""
    parts = {"search": TWENTY, "budget": 0}
    with pytest.raises(Stopped):
        await Run(app, tmp_path, parts)()
    await app.store.write(lambda db: db.execute("UPDATE requests SET state = 'uncertain'"))  # as a kill leaves it
    summary = await Run(app, tmp_path, {**parts, "budget": 1})()

    assert (summary.creators, spent.credits) == (20, Decimal("0.20"))
    assert [entry.what for entry in app.store.peek(ledger.entries)] == ["Find creators, a lost page again"]


async def test_the_summary_is_one_line_with_credits_as_text(app, tmp_path):
    """In the order the design names."""
    summary = await Run(app, tmp_path, {"search": TWENTY})()

    assert summary.to_json() == (
        '{"state": "finished", "reason": null, "creators": 20, "enriched": 0, "not_found": 0, "uncertain": 0, '
        '"failed": 0, "requests": 0, "credits_spent": "0.20", "credits_left": null, "exports": []}'
    )


async def test_what_a_kill_left_is_settled_first_and_bought_where_it_cost_nothing(service, tmp_path):
    """Nothing else is open: the run compares, finds that nothing was charged, and buys the row once."""
    parts = {"import": listed_in(tmp_path, "hannadvorak"), "enrich": {"tier": "raw"}}
    async with opened(service, tmp_path / "workspace") as app:
        job_id = await left_on_its_way(app, tmp_path, parts)
    spent = Spent(service)
    async with opened(service, tmp_path / "workspace") as app:
        left = app.jobs.get(job_id).totals
        summary = await Run(app, tmp_path, parts)()

    assert (left.uncertain, left.waiting) == (1, 0)
    assert (summary.enriched, summary.uncertain, summary.credits_spent) == (1, 0, Decimal("0.03"))
    assert spent.credits == Decimal("0.03")


async def test_a_job_that_only_a_comparison_ended_is_finished(service, tmp_path):
    """A kill left its last row uncertain, and it had been charged: nothing waits, so nothing says paused."""
    parts = {"import": listed_in(tmp_path, "hannadvorak"), "enrich": {"tier": "raw"}}
    async with opened(service, tmp_path / "workspace") as app:
        await left_on_its_way(app, tmp_path, parts)
        async with open_http() as http:  # the call that was on its way arrived
            client = Client(http, base_url=service.url, key=service.key)
            await client.enrich(Handle(platform=Platform.INSTAGRAM, name="hannadvorak"), RAW)
    async with opened(service, tmp_path / "workspace") as app:
        summary = await Run(app, tmp_path, parts)()
        (job,) = app.jobs.all()

    assert (summary.uncertain, summary.credits_spent) == (1, 0)
    assert (job.state, job.reason, job.totals.uncertain) == (JobState.FINISHED, None, 1)


async def test_what_settling_brings_back_needs_the_consent_it_costs(start_service, tmp_path):
    """Without a budget and above a quarter of the balance nothing is sent, also where rows come back by themselves."""
    service = start_service("--credits", "3")
    parts = {"import": listed_in(tmp_path, "hannadvorak"), "enrich": {"tier": "full"}}
    async with opened(service, tmp_path / "workspace") as app:
        await left_on_its_way(app, tmp_path, parts)
    async with opened(service, tmp_path / "workspace") as app:
        with pytest.raises(InputError, match=r"1\.00 of your 3\.00"):
            await Run(app, tmp_path, parts)()

    assert service.books()["used"] == "0.00"


async def test_a_page_that_comes_late_buys_no_more_rows_than_were_wanted(start_service, tmp_path):
    """The first page is lost twice; its places among the first rows are kept until it is bought after one click."""
    service = start_service("--credits", "10", "--faults", "lost:0.27", "--state", str(tmp_path / "service"))
    parts = {"search": {**TWENTY, "filters": {"number_of_followers": {"min": 2_000_000}}, "target": 60}}
    async with opened(service, tmp_path / "workspace") as app:
        first = await Run(app, tmp_path, {**parts, "budget": 9})()
        service.restart("--faults", "")
        parts["enrich"] = {"tier": "raw", "rows": 40}
        without = await Run(app, tmp_path, {**parts, "budget": 9})()
        asked = without.enriched + without.not_found
        whole = await Run(app, tmp_path, {**parts, "budget": 9})(retry_uncertain=True)
        raw = [entry["handle"] for entry in service.books()["entries"] if entry["call"] == "raw"]

    assert (first.creators, first.uncertain, asked) == (30, 1, 10)  # the page that is lost counts as one to check
    assert (whole.creators, whole.uncertain, whole.enriched + whole.not_found) == (60, 0, 40)
    assert len(raw) == len(set(raw)) == whole.enriched
