"""Several recipes over one sheet: what one of them lost is to be checked for all, and any of them may send it again."""

import pytest

from app.domain.creators import Details
from app.domain.jobs import PauseReason
from app.services.recipe_run import Stopped
from app.workspace import batch_rest
from tests.batches import FAST, KNOWN, uploads
from tests.services.test_recipe_run import Run, listed_in
from tests.whole_app import Spent, opened, rows_of

POSTS = {"from": "2026-01-01", "to": "2026-11-23", "hashtags": ["summer"], "pages": 1}
ENRICH, SOCIALS, POST_PAGE, UPLOAD = "/enrich/handle/", "/socials/", "/content/posts/", "/enrichment/batch/$"
PAIRS = {
    "details": ({"enrich": {"rows": 2}}, {"enrich": {"rows": 4}}, ENRICH, "1.00"),
    "accounts": ({"socials": {"rows": 2}}, {"socials": {"rows": 4}}, SOCIALS, "0.50"),
    "posts": ({"posts": {**POSTS, "rows": 2}}, {"posts": {**POSTS, "rows": 4}}, POST_PAGE, "0.15"),
    "by a batch, then one by one": ({"batch": {"rows": 2}}, {"enrich": {"rows": 4}}, UPLOAD, "1.00"),
    "one by one, then by a batch": ({"enrich": {"rows": 2}}, {"batch": {"rows": 4}}, ENRICH, "1.00"),
}


@pytest.fixture(autouse=True)
def _quick_batches(service):
    """Nobody waits for them."""
    service.settings(**FAST)


async def ended(app, folder, parts, budget: object, *, retry: bool = False) -> tuple[Run, PauseReason | None]:
    """A run to its end, and what stopped it."""
    run = Run(app, folder, {**parts, "budget": budget})
    try:
        await run(retry_uncertain=retry)
    except Stopped as stopped:
        return run, stopped.reason
    return run, None


@pytest.mark.parametrize(("first", "second", "path", "small"), PAIRS.values(), ids=PAIRS)
async def test_what_another_recipe_lost_is_sent_again_within_the_budget(
    app, service, tmp_path, first, second, path, small
):
    """What the budget does not allow stays to be checked, and comes with the next word; nothing comes without one."""
    rows = {"import": listed_in(tmp_path, *KNOWN)}
    service.settings(fault_at=[path, "lost"])
    await ended(app, tmp_path, {**rows, **first}, 9)
    service.settings(fault_at=None)
    spent, uncertain_now, most_often = Spent(service), [], []
    for budget, retry in ((small, True), (9, False), (9, False), (9, True)):
        run, why = await ended(app, tmp_path, {**rows, **second}, budget, retry=retry)
        uncertain_now.append(run.summary.uncertain)
        most_often.append((why, spent.bought_most_often))
    arrived = len(spent.paid_arrivals)
    own, _ = await ended(app, tmp_path, {**rows, **first}, 9, retry=True)

    left = uncertain_now[0]  # of the two that were lost; a batch goes up whole or not at all, so nothing of it went
    assert left in (1, 2)
    assert uncertain_now == [left, left, left, 0]
    assert [why for why, _ in most_often] == [PauseReason.BUDGET, None, None, None]
    assert most_often[-1][1] == 1  # once by the second recipe, which is the second time in all
    assert (own.summary.uncertain, len(spent.paid_arrivals)) == (0, arrived)
    assert [row.details for row in rows_of(app, run.work._sheet_id)].count(Details.CHECK_PAYMENT) == 0
    assert [job.totals.uncertain for job in app.jobs.all()] == [0, 0]


async def test_the_word_is_given_for_rows_whichever_list_lost_them(app, service, tmp_path):
    """Another list with the same creators sends its own again, and leaves those of the first one that it lacks."""
    first = {"import": listed_in(tmp_path, *KNOWN[:2]), "enrich": {}}
    second = {"import": listed_in(tmp_path, *KNOWN[1:3], file="other.csv"), "enrich": {}}
    service.settings(fault_at=[ENRICH, "lost"])
    await ended(app, tmp_path, first, 9)
    service.settings(fault_at=None)
    plain, _ = await ended(app, tmp_path, second, 9)
    spent = Spent(service)
    again, _ = await ended(app, tmp_path, second, 9, retry=True)
    own, _ = await ended(app, tmp_path, first, 9)

    assert [run.summary.uncertain for run in (plain, again, own)] == [1, 0, 1]
    assert (spent.credits, spent.bought_most_often) == (1, 1)


async def test_rows_that_are_sent_again_are_told_with_the_budget_and_only_those(app, service, tmp_path):
    """Before the budget was looked at nobody can say how many will go; rows the recipe does not cover stay out."""
    rows = {"import": listed_in(tmp_path, *KNOWN)}
    service.settings(fault_at=[UPLOAD, "lost"])
    await ended(app, tmp_path, {**rows, "batch": {}}, 9)
    service.settings(fault_at=None)
    small, why = await ended(app, tmp_path, {**rows, "enrich": {"rows": 3}}, "2.00", retry=True)
    (told,) = [line for line in small.told if "--retry-uncertain" in line]

    assert told.startswith("3 rows of “Batch: full details” (job 1) may be sent again")
    assert "as far as the budget of 2.00 credits goes" in told
    assert "up to 3.00 credits are paid twice" in told
    assert (why, small.summary.enriched, small.summary.uncertain) == (PauseReason.BUDGET, 2, 1)


async def test_what_the_batch_of_another_recipe_gave_up_is_not_called_free(app, service, tmp_path):
    """These rows were charged once; only the word sends them again, and then it does."""
    rows = {"import": listed_in(tmp_path, *KNOWN)}
    service.settings(fault_at=[UPLOAD, "lost"])
    await ended(app, tmp_path, {**rows, "batch": {"rows": 2}}, 9)
    service.settings(fault_at=None, batch_fails_after=1)
    other = {**rows, "batch": {"rows": 3}}
    gave_up, why = await ended(app, tmp_path, other, 9, retry=True)
    service.settings(batch_fails_after=None)
    spent = Spent(service)
    plain, _ = await ended(app, tmp_path, other, 9)
    sent = len(uploads(spent))
    again, _ = await ended(app, tmp_path, other, 9, retry=True)

    assert (why, gave_up.summary.enriched, gave_up.summary.uncertain) == (PauseReason.SERVICE, 1, 1)
    assert any(
        line.startswith("1 row cost nothing this time, but may have been charged before") for line in gave_up.told
    )
    assert (plain.summary.enriched, plain.summary.uncertain, plain.summary.failed, sent) == (2, 1, 0, 1)
    assert (again.summary.enriched, again.summary.uncertain, len(uploads(spent))) == (3, 0, 2)


async def test_a_goal_whose_lost_rows_the_budget_holds_back_is_paused(app, service, tmp_path):
    """It was not reached, and more could be asked: that is no end."""
    parts = {"import": listed_in(tmp_path, *KNOWN), "enrich": {"tier": "profile", "goal": {"emails": 4}}}
    service.settings(fault_at=[ENRICH, "lost"])
    await ended(app, tmp_path, parts, 9)
    service.settings(fault_at=None)
    reasons, uncertain_now = [], []
    for budget in ("0.80", "1.20", "1.60"):
        run, why = await ended(app, tmp_path, parts, budget, retry=True)
        reasons.append(why)
        uncertain_now.append(run.summary.uncertain)

    assert reasons[:2] == [PauseReason.BUDGET] * 2
    assert (uncertain_now[0], uncertain_now[2]) == (4, 0)
    assert 0 < uncertain_now[1] < 4


async def test_files_that_the_budget_held_back_pause_the_run_when_the_others_are_here(app, service, tmp_path):
    """Of two lost uploads one fits: it is waited for, and the run says why the other one did not go."""
    people = [f"https://instagram.com/{name}" for name in KNOWN[:2]]
    others = ["https://tiktok.com/@nobody.1", "https://tiktok.com/@nobody.2"]
    parts = {"import": {**listed_in(tmp_path, *people, *others), "platform": None}, "batch": {}}
    del parts["import"]["platform"]
    service.settings(fault_at=[UPLOAD, "lost"])
    await ended(app, tmp_path, parts, 9)
    service.settings(fault_at=None)
    spent = Spent(service)
    some, why = await ended(app, tmp_path, parts, "3.00", retry=True)

    assert (why, len(uploads(spent)), some.summary.uncertain) == (PauseReason.BUDGET, 1, 2)
    assert some.summary.enriched + some.summary.not_found == 2


async def test_a_job_costs_no_more_than_before_when_nothing_was_sent_again(app, service, tmp_path):
    """What the word would have allowed is not what it may cost once the budget said no."""
    parts = {"import": listed_in(tmp_path, *KNOWN), "batch": {}}
    service.settings(fault_at=[UPLOAD, "lost"])
    await ended(app, tmp_path, parts, 9)
    service.settings(fault_at=None)
    (before,) = app.jobs.all()
    await ended(app, tmp_path, parts, "3.00", retry=True)
    (refused,) = app.jobs.all()
    await ended(app, tmp_path, parts, "9.00", retry=True)
    (sent,) = app.jobs.all()

    assert [job.most for job in (before, refused, sent)] == [4, 4, 8]


async def test_a_refused_upload_fails_and_is_tried_again_only_when_told_so(app, service, tmp_path):
    """The other parts of the recipe are done; the next run says the same and uploads nothing."""
    parts = {"import": listed_in(tmp_path, *KNOWN), "batch": {"mode": "raw"}, "socials": {"rows": 1}}
    spent, told, runs = Spent(service), [], []
    service.settings(fault_at=[UPLOAD, "413"])
    for _ in range(2):
        run = Run(app, tmp_path, {**parts, "budget": 9})
        with pytest.raises(Stopped) as stopped:
            await run()
        runs.append(run.summary.failed)
        told.append((stopped.value.was_refused, any("--retry-uncertain" in line for line in run.told)))
    refused = len(uploads(spent))
    service.settings(fault_at=None)
    again, why = await ended(app, tmp_path, parts, 9, retry=True)

    assert (runs, told, refused) == ([4, 4], [(True, True)] * 2, 1)
    assert sum("/socials/" in one["path"] for one in spent.arrivals) == 1
    assert (why, again.summary.enriched, again.summary.failed, len(uploads(spent))) == (None, 4, 0, 2)


@pytest.mark.parametrize("killed", [False, True])
async def test_the_word_about_a_refused_upload_counts_for_one_run_only(start_service, tmp_path, killed):
    """The budget held it back, or Scoutsheet was killed before it went: the next plain run uploads nothing."""
    service = start_service("--credits", "20")
    service.settings(**FAST, fault_at=[UPLOAD, "413"])
    parts = {"import": listed_in(tmp_path, *KNOWN), "batch": {"mode": "full"}}
    async with opened(service, tmp_path / "workspace") as app:
        await ended(app, tmp_path, parts, 9)
        service.settings(fault_at=None)
        spent = Spent(service)
        if killed:
            (job,) = app.jobs.all()
            await app.store.write(lambda db: batch_rest.send_refused(db, job.id))
        else:
            _, why = await ended(app, tmp_path, parts, 1, retry=True)
            assert why is PauseReason.BUDGET
    async with opened(service, tmp_path / "workspace") as app:
        plain, _ = await ended(app, tmp_path, parts, 9)
        sent = len(uploads(spent))
        told, _ = await ended(app, tmp_path, parts, 9, retry=True)

    assert (plain.summary.failed, sent, any("--retry-uncertain" in line for line in plain.told)) == (4, 0, True)
    assert (told.summary.enriched, len(uploads(spent)), spent.credits) == (4, 1, 4)


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("/enrich/email/", {"import": {"path": "a.csv", "emails": True}}),
        (UPLOAD, {"import": {"path": "a.csv"}, "batch": {"mode": "basic"}}),
    ],
    ids=["one by one", "by a batch"],
)
async def test_addresses_that_another_recipe_lost_count_as_uncertain(app, service, tmp_path, path, first):
    """Nobody asks again by itself, so this recipe too says that one is to be checked."""
    (tmp_path / "a.csv").write_text("email\nlost@creator.example\n")
    (tmp_path / "b.csv").write_text("email\nlost@creator.example\nnobody.at.all@nowhere.example\n")
    service.settings(fault_at=[path, "lost"])
    own, _ = await ended(app, tmp_path, first, 9)
    service.settings(fault_at=None)
    second, _ = await ended(app, tmp_path, {"import": {"path": "b.csv", "emails": True}}, 9)

    assert (own.summary.uncertain, own.summary.not_found) == (1, 0)
    assert (second.summary.uncertain, second.summary.not_found) == (1, 1)


async def test_a_job_whose_rows_another_recipe_brought_costs_no_more(app, service, tmp_path):
    """Nothing of it is open any more; what it may have been charged is all it can have cost."""
    rows = {"import": listed_in(tmp_path, *KNOWN)}
    service.settings(fault_at=[ENRICH, "lost"])
    await ended(app, tmp_path, {**rows, "enrich": {"rows": 2}}, 9)
    service.settings(fault_at=None)
    for budget, retry in (("1.00", True), (9, False), (9, True)):
        await ended(app, tmp_path, {**rows, "enrich": {}}, budget, retry=retry)
    second, first = app.jobs.all()

    assert (first.totals.uncertain, first.totals.cancelled, first.most) == (0, 2, 2)
    assert (second.totals.done, second.totals.all - second.totals.cancelled) == (4, 4)
