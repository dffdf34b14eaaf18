"""Finding creators by email in the window: what it costs is said before, asked twice where dear, and told after."""

from collections.abc import AsyncIterator, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox

from app.domain.jobs import JobKind, JobState
from app.services.importing import BadLine
from app.ui.dialogs.batch_fold import BatchTruth
from app.ui.dialogs.emails import EmailsDialog
from app.ui.dialogs.importing.bad_lines import BadLinesDialog
from app.ui.dialogs.importing.dialog import ImportDialog
from app.ui.theme import Theme
from tests.batches import FAST, STILL, fast
from tests.conftest import Until
from tests.sandbox_server import SandboxProcess
from tests.ui.desk import Desk, live_login, opened
from tests.whole_app import QUICK, Spent, listed

pytestmark = pytest.mark.usefixtures("own_folders")
KNOWN = [f"{name}@creator.example" for name in ("anna", "berta", "cleo")]  # every such address is found
NOBODY = "nobody@nowhere.example"


@pytest.fixture
async def desk(theme: Theme, service: SandboxProcess, tmp_path: Path, until: Until) -> AsyncIterator[Desk]:
    """The window on a live account with an empty workspace."""
    async with opened(theme, live_login(service, tmp_path / "live"), until, pace=QUICK) as ready:
        yield ready


async def asked(desk: Desk, texts: Sequence[str] = ()) -> EmailsDialog:
    """The dialog with these lines in its field, and what they would cost."""
    desk.window.actions_["action_emails"].trigger()
    dialog = await desk.dialog(EmailsDialog)
    if texts:
        dialog.field.setPlainText("\n".join(texts))
        await planned(desk, dialog)
    return dialog


async def planned(desk: Desk, dialog: EmailsDialog) -> None:
    await desk.until(lambda: dialog.field.toPlainText() and dialog.go.toolTip() != "Reading…")


def emails(desk: Desk) -> list[object]:
    model = desk.session.model
    assert model is not None
    return [row.values["email"] for row in model.rows_now(list(model.ids()))]


def notice(desk: Desk) -> str:
    return desk.window.room.notice.text.text()


async def look_up(desk: Desk, dialog: EmailsDialog) -> None:
    """Press the button, and wait until the job it starts has ended and is shown."""
    before = len(desk.app.jobs.all())
    await desk.until(dialog.go.isEnabled)
    dialog.go.click()
    await desk.until(lambda: len(jobs := desk.app.jobs.all()) > before and not jobs[0].is_going)
    await desk.settled()


async def test_pasted_addresses_are_counted_priced_and_become_rows(desk: Desk, spent: Spent) -> None:
    """The button names the maximum; the end tells who was found and what was free."""
    dialog = await asked(desk, [KNOWN[0], KNOWN[0].upper(), f"Berta <{KNOWN[1]}>", "nobody", NOBODY])
    said = dialog.counts.said

    assert (said("new"), said("repeats")) == ("3 to look up up to 0.15", "1 named twice")
    assert said("bad") == "1 cannot be read"
    assert dialog.go.text() == "Look up 3 · up to 0.15 credits"
    assert spent.credits == 0
    await look_up(desk, dialog)
    await desk.until(lambda: "2 of 3 found · 0.10 credits · 1 cost nothing." in notice(desk))
    assert (emails(desk), spent.credits) == (KNOWN[:2], Decimal("0.10"))
    assert desk.session.sheet is not None
    assert desk.session.sheet.name == "Found by email"
    job = desk.session.jobs[0]
    assert (job.kind, job.state) == (JobKind.EMAILS, JobState.FINISHED)
    desk.window.room.notice.action.click()
    await desk.until(lambda: "2 rows of this job: Looking up emails" in desk.window.room.narrowed.said.text())


async def test_what_is_known_costs_nothing_and_is_shown_all_the_same(desk: Desk, spent: Spent) -> None:
    """The second time nothing is sent."""
    await look_up(desk, await asked(desk, KNOWN[:2]))
    paid = len(spent.paid_arrivals)
    dialog = await asked(desk, KNOWN[:2])

    assert (dialog.counts.said("had"), dialog.counts.said("new")) == ("2 known already 0.00", "")
    assert dialog.go.text() == "Show 2 known emails · 0.00 credits"
    await look_up(desk, dialog)
    await desk.until(lambda: notice(desk) == "They were all known. Nothing was charged.")
    assert (emails(desk), len(spent.paid_arrivals)) == (KNOWN[:2], paid)


async def test_those_who_were_known_are_counted_in_what_is_told(desk: Desk) -> None:
    """They are in the sheet as well."""
    await look_up(desk, await asked(desk, KNOWN[:2]))
    await look_up(desk, await asked(desk, [*KNOWN[:2], NOBODY]))

    await desk.until(lambda: notice(desk) == "0 of 1 found · 0.00 credits · 1 cost nothing · 2 were known already.")
    assert emails(desk) == KNOWN[:2]


async def test_a_pasted_list_survives_the_closing_of_the_dialog(desk: Desk) -> None:
    """It is there the next time, until it was looked up."""
    (await asked(desk, KNOWN[:1])).reject()
    dialog = await asked(desk)
    await planned(desk, dialog)
    kept = dialog.field.toPlainText()
    await look_up(desk, dialog)
    dialog = await asked(desk)
    afterwards = dialog.field.toPlainText()
    dialog.reject()

    assert (kept, afterwards) == (KNOWN[0], "")


async def test_more_than_the_credits_cover_offers_the_first_of_them(
    theme: Theme, tmp_path: Path, until: Until, start_service
) -> None:
    """Never more than there is; and a quarter of it is asked about a second time."""
    service = start_service("--credits", "0.10")
    async with opened(theme, live_login(service, tmp_path / "poor"), until, pace=QUICK) as desk:
        spent = Spent(service)
        dialog = await asked(desk, KNOWN)
        assert dialog.warning.text() == "Your 0.10 credits cover 2 of these 3."
        assert dialog.go.text() == "Look up the first 2 · up to 0.10 credits"
        dialog.go.click()
        assert dialog.warning.text() == "This can cost up to 0.10 of your 0.10 credits. Go ahead?"
        dialog.cancel.click()
        assert dialog.warning.text() == "Your 0.10 credits cover 2 of these 3."
        dialog.go.click()
        dialog.where.name.setText("Others")
        assert (dialog.go.text(), spent.credits) == ("Look up the first 2 · up to 0.10 credits", 0)
        dialog.go.click()
        dialog.go.click()
        await desk.until(lambda: desk.session.sheet is not None and len(emails(desk)) == 2)
        assert spent.credits == Decimal("0.10")
        await desk.settled()
        again = await asked(desk)
        assert again.field.toPlainText() == KNOWN[2]  # nobody has to paste the rest again
        again.reject()


async def test_a_file_gives_its_addresses_beside_those_that_are_pasted(desk: Desk, tmp_path: Path) -> None:
    """Only its column of emails counts; what is no address there is said, with its line."""
    path = tmp_path / "list.csv"
    path.write_text(f"Name,Email\nAnna,{KNOWN[0]}\nTom,not an address\n")
    dialog = await asked(desk, [KNOWN[1]])
    dialog.take(path)
    await desk.until(lambda: dialog.counts.said("new").startswith("2 "))

    assert dialog.field.toPlainText().splitlines() == [KNOWN[1], KNOWN[0], "not an address"]
    dialog.show_bad.click()
    lines = await desk.dialog(BadLinesDialog)
    assert lines.bad == [BadLine(line=3, text="not an address", reason="This is not an email address.")]
    lines.accept()
    await desk.dialog(EmailsDialog)
    dialog.reject()


async def test_a_list_without_an_email_is_told_and_nothing_is_lost(desk: Desk) -> None:
    """The dialog stays, with what was pasted before."""
    dialog = await asked(desk, [KNOWN[0]])
    dialog.take(Path(__file__).parent.parent / "services" / "import_corpus" / "plain.txt")
    await desk.until(dialog.said.text)

    assert dialog.said.text() == "There is no email in “plain”. Choose another list."
    assert (dialog.field.toPlainText(), dialog.go.text()) == (KNOWN[0], "Look up 1 · up to 0.05 credits")
    dialog.field.setPlainText("@vera")
    await planned(desk, dialog)
    assert not dialog.go.isEnabled()
    dialog.reject()


async def test_emails_of_ticked_rows_are_taken_from_ones_own_columns(desk: Desk) -> None:
    """A list may have brought them beside the handles."""
    table = await desk.app.imports.open_text(f"Handle,Contact\nhttps://tiktok.com/@vera,{KNOWN[0]}\n")
    shown = desk.app.imports.preview(table)
    sheet_id = await desk.app.imports.add(await desk.app.imports.read(table, shown), shown)
    await desk.session.turn_to(sheet_id)
    desk.tick(1)
    await desk.settled()
    dialog = await asked(desk)

    assert dialog.ticked.text() == "From ticked rows: 1"
    dialog.ticked.click()
    await planned(desk, dialog)
    assert dialog.go.text() == "Look up 1 · up to 0.05 credits"
    dialog.reject()


async def test_found_creators_may_go_behind_the_rows_of_the_shown_sheet(desk: Desk) -> None:
    """With their email."""
    sheet_id, _ = await listed(desk.app, "hannadvorak")
    await desk.session.show_sheet(sheet_id)
    dialog = await asked(desk, KNOWN[:1])
    dialog.where.there.click()
    await look_up(desk, dialog)

    assert desk.session.sheet is not None
    assert desk.session.sheet.id == sheet_id
    assert emails(desk)[1:] == KNOWN[:1]


async def test_from_500_addresses_on_one_batch_is_offered(desk: Desk, service: SandboxProcess, spent: Spent) -> None:
    """The difference is said; the same price; its rows come by themselves."""
    fast(service, **STILL)
    many = [f"creator{number}@creator.example" for number in range(500)]
    dialog = await asked(desk, many[:499])
    assert dialog.batch.isHidden()
    dialog.field.setPlainText("\n".join(many))
    await desk.until(lambda: dialog.counts.said("new").startswith("500 "))

    assert dialog.batch.isVisible()
    truth = dialog.findChild(BatchTruth)
    before = truth.no_way_back.isVisible()
    dialog.batch.click()
    assert (before, truth.no_way_back.isVisible()) == (False, True)
    assert dialog.go.text() == "Send 500 as one batch · up to 25.00 credits"
    await look_up(desk, dialog)
    await desk.until(lambda: "500 emails are at influencers.club as one batch." in notice(desk))
    service.settings(**FAST)
    job = await desk.app.batches.wait(desk.app.jobs.all()[0].id)
    await desk.settled()
    assert job.kind is JobKind.BATCH
    assert 0.9 * job.totals.done < len(emails(desk)) <= job.totals.done  # two addresses may be one creator's
    assert spent.credits == Decimal("0.05") * job.totals.done


async def test_the_second_question_about_a_batch_says_that_it_cannot_be_stopped(
    theme: Theme, tmp_path: Path, until: Until, start_service
) -> None:
    """As the dialog of a batch does; Escape leads back to the addresses."""
    async with opened(theme, live_login(start_service("--credits", "40"), tmp_path / "w"), until) as desk:
        dialog = await asked(desk, [f"creator{number}@creator.example" for number in range(500)])
        dialog.batch.click()
        dialog.go.click()
        said = dialog.warning.text()
        dialog.reject()
        back = dialog.isVisible(), dialog.go.text()
        dialog.reject()

    assert said == "This can cost up to 25.00 of your 40.00 credits and cannot be stopped. Go ahead?"
    assert back == (True, "Send 500 as one batch · up to 25.00 credits")


# -- from an imported list


async def opened_list(desk: Desk, path: Path) -> ImportDialog:
    desk.window.actions_["action_import"].trigger()
    dialog = await desk.dialog(ImportDialog)
    dialog.take(path)
    await desk.until(lambda: dialog.look.counts.said("emails"))
    return dialog


async def test_a_list_of_emails_only_leads_to_looking_them_up(desk: Desk, spent: Spent, tmp_path: Path) -> None:
    """Cancelling leads back to the list; agreeing closes it."""
    path = tmp_path / "mails.csv"
    path.write_text(f"Email\n{KNOWN[0]}\n{KNOWN[1]}\n")
    dialog = await opened_list(desk, path)
    assert dialog.look.look_up.isHidden()
    await desk.until(lambda: dialog.go.text() == "Look up 2 emails…")
    dialog.go.click()
    (await desk.dialog(EmailsDialog)).reject()
    assert await desk.dialog(ImportDialog) is dialog
    dialog.go.click()
    asking = await desk.dialog(EmailsDialog)
    await planned(desk, asking)
    await look_up(desk, asking)

    assert (emails(desk), spent.credits) == (KNOWN[:2], Decimal("0.10"))
    assert desk.session.sheet is not None
    assert desk.session.sheet.name == "mails, by email"


async def test_a_list_of_both_brings_in_its_creators_too(desk: Desk, tmp_path: Path) -> None:
    """Looking up the others throws nobody away."""
    path = tmp_path / "both.csv"
    path.write_text(f"Profile,Email\nhttps://tiktok.com/@olli,\n,{KNOWN[0]}\n")
    dialog = await opened_list(desk, path)
    dialog.look.look_up.click()
    asking = await desk.dialog(EmailsDialog)
    await planned(desk, asking)
    asking.go.click()
    assert await desk.dialog(ImportDialog) is dialog
    await desk.until(lambda: dialog.look.look_up.text() == "Being looked up")
    dialog.go.click()
    await desk.until(lambda: len(desk.session.sheet_names()) == 2 and QApplication.activeModalWidget() is None)
    await desk.settled()

    assert set(desk.session.sheet_names().values()) == {"both", "both, by email"}
    assert desk.session.sheet is not None
    assert desk.session.sheet.name == "both"


def own_values(desk: Desk) -> list[dict[str, str]]:
    """The own values of the shown rows."""
    model = desk.session.model
    assert model is not None
    return [dict(row.own) for row in model.rows_now(list(model.ids()))]


async def test_the_columns_of_a_list_come_along_with_whoever_is_found(desk: Desk, tmp_path: Path) -> None:
    """From several files at once; which they are is said before, and a closed dialog does not lose them."""
    first, second = tmp_path / "one.csv", tmp_path / "two.csv"
    first.write_text(f"Email;Team\n{KNOWN[0]};Blue\n{NOBODY};Red\n")
    second.write_text(f"Email;Fee\n{KNOWN[1]};120\n")
    dialog = await asked(desk)
    dialog.take_all([first, second])
    await desk.until(lambda: "Fee" in dialog.along.text() and "Team" in dialog.along.text())
    assert dialog.along.isVisible()
    dialog.reject()
    dialog = await asked(desk)
    await desk.until(lambda: dialog.along.isVisible())
    await look_up(desk, dialog)

    by_address = dict(zip(emails(desk), own_values(desk), strict=True))
    assert by_address == {KNOWN[0]: {"own_team": "Blue"}, KNOWN[1]: {"own_fee": "120"}}
    assert {"Team", "Fee"} <= {column.label for column in desk.session.model.columns}


async def test_the_columns_of_an_imported_list_come_along_too(desk: Desk) -> None:
    """As they were shown: what was left out stays out."""
    desk.window.actions_["action_import"].trigger()
    listed_ = await desk.dialog(ImportDialog)
    listed_.take(f"Email;Team;Fee\n{KNOWN[0]};Blue;5\n")
    await desk.until(lambda: listed_.go.text() == "Look up 1 email…")
    role = listed_.findChild(QComboBox, "role_2")
    role.setCurrentIndex(role.findData("none"))
    role.activated.emit(role.currentIndex())
    await desk.until(lambda: listed_.go.text() == "Look up 1 email…")
    listed_.go.click()
    dialog = await desk.dialog(EmailsDialog)
    await planned(desk, dialog)
    assert dialog.along.text() == "Brings along: Team."
    await look_up(desk, dialog)

    assert (emails(desk), own_values(desk)) == ([KNOWN[0]], [{"own_team": "Blue"}])
