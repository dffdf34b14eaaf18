"""Changing the account, leaving one while something runs, and going back to a backup of one."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from app.domain.errors import AppError, WorkspaceDamaged
from app.domain.jobs import Job, JobKind, JobState
from app.ui.dialogs import questions
from app.ui.dialogs.account import AccountChoice, AccountDialog
from app.ui.dialogs.restore import RestoreDialog, moment
from app.ui.operation import Operation, show_once
from app.ui.parts import Mood
from app.ui.window import batch_words, job_words
from app.ui.window.sheet_room import Stand
from app.workspace import backups, restoring
from app.workspace.backups import Backup
from app.workspace.database import FILE_NAME

if TYPE_CHECKING:
    from app.bootstrap import App, Login
    from app.ui.main_window import MainWindow


async def may_leave(window: "MainWindow") -> bool:
    """Whether the open account may be closed now: while something runs, the person is asked."""
    app = window.session.app if window.session is not None else None
    running = [*app.jobs.running(), *app.batches.away()] if app is not None else []
    if app is None or not running:
        return True
    asked = questions.closing(window, _closing_words(running))
    numbers = {job.id for job in running}
    # They go on while the question is read, so its figures follow.
    unsubscribe = app.events.subscribe(
        lambda _changes, _initiator: asked.say(_closing_words([app.jobs.get(number) for number in numbers]))
    )
    try:
        return await show_once(asked)
    finally:
        unsubscribe()


def _closing_words(jobs: Sequence[Job]) -> str:
    """What closing means for what runs here and for what is at the service, or on its way there."""
    there = [job for job in jobs if job.kind is JobKind.BATCH and (job.state is JobState.AWAY or job.totals.away)]
    here = [job for job in jobs if job.state is not JobState.AWAY and (job not in there or job.totals.waiting)]
    parts = [job_words.closing(here) if here else "", batch_words.closing(there) if there else ""]
    return " ".join(part for part in parts if part)


async def choose(window: "MainWindow", *, refused: bool = False) -> None:
    """Ask which account, and swap the window's content; the present one stays open when the other cannot be opened.

    `refused`: the key of the open account was; the question then starts with a new key for it.
    """
    assert window.logins is not None
    current = window.session.app.account if window.session is not None else None
    dialog = AccountDialog(
        window,
        current=current,
        known=window.logins.known(),
        origin=window.logins.origin,
        check=window.logins.check,
        replacing=current if refused else None,
    )
    await show_once(dialog)
    chosen = dialog.chosen
    if chosen is None:
        return
    if window.session is not None and window.logins.is_open(chosen, window.session.app.account):
        window.show_notice("This account is open already.")
    elif await may_leave(window):
        await swap(window, chosen)


async def swap(window: "MainWindow", chosen: AccountChoice) -> None:
    """Open the chosen account in place of the present one. Raises: the AppError that kept it from opening."""
    assert window.logins is not None
    fresh = await _with_new_key(window, chosen) if chosen.known and chosen.key else await window.logins.open(chosen)
    await _put_in(window, fresh)
    window.do(lambda verbs: verbs.check_credits())
    if chosen.key:
        try:
            await window.logins.keep(chosen, fresh.account)
        except AppError as error:  # the account works; only the next start will ask for the key again
            window.show_error(error)


async def _with_new_key(window: "MainWindow", chosen: AccountChoice) -> "App":
    """Open a known account with another key; it is closed for it, and opened with its old one when it is not taken."""
    assert window.logins is not None
    assert chosen.known is not None
    if window.session is None or window.session.app.account != chosen.known.identity:
        return await window.logins.open(chosen)
    app = window.detach()
    assert app is not None
    await app.close()
    try:
        return await window.logins.open(chosen)
    except AppError:
        await _put_in(window, await window.logins.reopen(app.login))
        raise


async def _put_in(window: "MainWindow", fresh: "App") -> None:
    """Show an account that was just opened in place of the present one."""
    before = window.detach()
    session = window.attach(fresh)
    if before is not None:
        await before.close()
    await session.start()


def told_damage(window: "MainWindow", error: AppError) -> bool:
    """Say which backup there is of a damaged workspace, and offer the list, or a new workspace where there is none;
    False where that does not help."""
    if not isinstance(error, WorkspaceDamaged):
        return False
    lost = window.logins.take_damaged() if window.logins is not None else None
    login = lost or (window.session.app.login if window.session is not None else None)
    made = backups.listed(login.workspace) if login is not None else []
    if login is None or not (made or lost):
        return False
    newest = f"The newest backup is from {moment(made[0].at_ms, datetime.now())}." if made else "There is no backup."
    said = f"{error.happened} {error.charged} {newest}"
    words, way_on = ("Restore a backup…", restore) if made else ("Begin anew…", begin_anew)

    def show() -> None:
        window.show_trouble(Mood.BAD, said, words, offer)

    def offer() -> None:
        Operation(window, lambda: way_on(window, login)).on_success(lambda _: stay()).start(window)

    def stay() -> None:
        if window.session is None and window.room.message.isHidden():
            show()

    show()
    if window.session is None and made:
        offer()
    return True


async def begin_anew(window: "MainWindow", login: "Login") -> None:
    """Ask, then go on with an empty workspace in the place of one that was lost."""
    assert window.logins is not None
    asked = questions.begin_anew(window)
    agreed = await show_once(asked)
    if not agreed or not await may_leave(window):
        return
    await window.logins.begin_anew(login)
    await _put_in(window, await window.logins.reopen(login))
    window.do(lambda verbs: verbs.check_credits())
    window.show_notice("This is a new, empty workspace.")


def tell_start_failure(window: "MainWindow", error: AppError) -> None:
    """No account could be opened: say why, and offer another one."""
    window.room.show_stand(Stand.NO_SHEET)
    if not told_damage(window, error):
        window.show_trouble(Mood.BAD, error.sentences, "Open account", window.open_account)


def open_restore(window: "MainWindow") -> None:
    """Ask which backup of the open account to go back to."""
    session = window.session
    if session is not None:
        Operation(window, lambda: restore(window, session.app.login)).start(window)


async def restore(window: "MainWindow", login: "Login") -> None:
    """Ask which backup, and go on with that one. The account may be the open one, or one that could not be opened."""
    assert window.logins is not None
    dialog = await _asked_which(window, login)
    if dialog.anew:
        await begin_anew(window, login)
        return
    chosen = dialog.chosen
    is_open = window.session is not None and window.session.app.login == login
    if chosen is None or (not is_open and not await may_leave(window)):
        return
    if is_open:
        app = window.detach()
        assert app is not None
        await app.close()
    failed: AppError | None = None
    try:
        await window.logins.restore(login, chosen)
    except AppError as error:
        failed = error
    try:
        await _put_in(window, await window.logins.reopen(login))
    except AppError as error:
        if window.session is not None:
            raise
        tell_start_failure(window, failed or error)
        return
    if failed is not None:
        raise failed
    window.do(lambda verbs: verbs.check_credits())
    window.show_notice(f"Everything is as it was {moment(chosen.at_ms, datetime.now())}.")


async def _asked_which(window: "MainWindow", login: "Login") -> RestoreDialog:
    """The dialog after it was closed."""
    folder = login.workspace
    made = await asyncio.to_thread(backups.listed, folder)

    async def since(backup: Backup) -> restoring.Bought | None:
        return await asyncio.to_thread(restoring.bought_since, folder, backup)

    dialog = RestoreDialog(window, made, since, datetime.now(), lost=not (folder / FILE_NAME).exists())
    await show_once(dialog)
    return dialog
