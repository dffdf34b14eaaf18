"""A job opens its rows: the sheet is narrowed to them, says so, and can be narrowed further or left."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from app.domain.money import Purse
from app.services.events import Changes
from app.ui.theme import Theme
from app.ui.window.sheet_room import Stand
from tests.conftest import Until
from tests.sandbox_server import SandboxProcess
from tests.ui.desk import Desk, live_login, opened
from tests.whole_app import RAW, found, listed, search_for

HERE, GONE = "hannadvorak", "no.such.creator.here"


@pytest.fixture
async def desk(
    theme: Theme, service: SandboxProcess, tmp_path: Path, until: Until, own_folders: None
) -> AsyncIterator[Desk]:
    """The window on a live account."""
    async with opened(theme, live_login(service, tmp_path / "live"), until) as ready:
        yield ready


async def some_of_a_sheet(desk: Desk) -> tuple[int, list[int]]:
    """A job about two of the three rows of a list, one of whom is not found: (its id, theirs)."""
    sheet_id, ids = await listed(desk.app, HERE, "noahwells", GONE)
    desk.app.events.publish(Changes(sheets=True))
    job = await desk.app.enrichment.run(sheet_id, [ids[0], ids[2]], RAW)
    await desk.settled()
    return job.id, ids


async def open_rows(desk: Desk, job_id: int) -> None:
    """Click a job's title."""
    desk.window.activity.open_list(True)
    desk.window.activity.list.lines[job_id].title.click()
    await desk.until(lambda: desk.session.model is not None and desk.session.model.order.job == job_id)


def shown(desk: Desk) -> list[int]:
    return list(desk.session.model.ids())


async def test_the_title_of_a_job_shows_its_rows_and_how_many(desk: Desk) -> None:
    """In its sheet, whichever was open; the keyboard is there too."""
    job_id, ids = await some_of_a_sheet(desk)
    await desk.find()
    await open_rows(desk, job_id)
    line = desk.part(QWidget, "narrowed_line")

    assert shown(desk) == [ids[0], ids[2]]
    assert line.isVisible()
    assert line.said.text() == "Showing the 2 rows of this job: Check that it exists"
    assert desk.window.focusWidget() is desk.window.view


async def test_the_rows_of_a_job_are_narrowed_by_how_their_request_stands(desk: Desk) -> None:
    """As with "the 3 to check"; a sort and the filter words work inside."""
    job_id, ids = await some_of_a_sheet(desk)
    await open_rows(desk, job_id)
    states = desk.part(QComboBox, "narrowed_states")
    choices = [states.itemText(at) for at in range(states.count())]
    states.setCurrentIndex(2)
    states.activated.emit(2)
    await desk.until(lambda: shown(desk) == [ids[2]])
    said = desk.part(QWidget, "narrowed_line").said.text()
    desk.part(QLineEdit, "sheet_filter").setText("nobody is called so")
    await desk.until(lambda: shown(desk) == [])
    await desk.until(lambda: desk.window.room.stand is Stand.NOTHING_OF_JOB)

    assert choices == ["All 2", "1 done", "1 not found"]
    assert said == "Showing 1 of 2 rows of this job: Check that it exists"


async def test_all_rows_come_back_with_one_click(desk: Desk) -> None:
    """And the line above them goes."""
    job_id, ids = await some_of_a_sheet(desk)
    await open_rows(desk, job_id)
    desk.part(QPushButton, "show_all_rows").click()
    await desk.until(lambda: shown(desk) == ids)

    assert not desk.part(QWidget, "narrowed_line").isVisible()


async def test_a_search_shows_the_rows_it_brought(desk: Desk) -> None:
    """ "Get 50 more" is a job of its own, with rows of its own."""
    sheet_id, _ = await found(desk.app, 60)
    more = await desk.app.discovery.more(sheet_id)
    await desk.settled()
    await desk.session.turn_to(sheet_id)
    every = shown(desk)
    await open_rows(desk, more.id)

    assert shown(desk) == every[60:]


async def test_a_job_that_brought_nothing_yet_shows_its_sheet(desk: Desk) -> None:
    """There is nothing to narrow it to."""
    search = search_for(60)
    sheet_id = await desk.app.discovery.open_sheet(search)
    job = await desk.app.discovery.find(search, sheet_id=sheet_id, purse=Purse(limit=Decimal(0)))
    await desk.settled()
    desk.window.activity.open_list(True)
    desk.window.activity.list.lines[job.id].title.click()
    await desk.until(lambda: desk.window.room.stand is Stand.UNFINISHED)

    assert desk.session.sheet.id == sheet_id
    assert not desk.part(QWidget, "narrowed_line").isVisible()
