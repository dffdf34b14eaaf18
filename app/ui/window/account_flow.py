"""Changing the account, and leaving one while something runs."""

from typing import TYPE_CHECKING

from app.domain.errors import AppError
from app.ui.dialogs import questions
from app.ui.dialogs.account import AccountChoice, AccountDialog
from app.ui.operation import show_modal
from app.ui.window import job_words

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


async def may_leave(window: "MainWindow") -> bool:
    """Whether the open account may be closed now: while something runs, the person is asked."""
    app = window.session.app if window.session is not None else None
    running = app.jobs.running() if app is not None else []
    if app is None or not running:
        return True
    asked = questions.closing(window, job_words.closing(running))
    numbers = [job.id for job in running]
    # They go on while the question is read, so its figures follow.
    unsubscribe = app.events.subscribe(
        lambda _changes, _initiator: asked.say(job_words.closing([app.jobs.get(number) for number in numbers]))
    )
    try:
        return bool(await show_modal(asked))
    finally:
        unsubscribe()
        asked.deleteLater()


async def choose(window: "MainWindow") -> None:
    """Ask which account, and swap the window's content; the present one stays open when the other cannot be opened."""
    assert window.logins is not None
    dialog = AccountDialog(
        window,
        current=window.session.app.account if window.session is not None else None,
        known=window.logins.known(),
        origin=window.logins.origin,
        check=window.logins.check,
    )
    try:
        await show_modal(dialog)
        chosen = dialog.chosen
    finally:
        dialog.deleteLater()
    if chosen is None:
        return
    if window.session is not None and window.logins.is_open(chosen, window.session.app.account):
        window.show_notice("This account is open already.")
    elif await may_leave(window):
        await swap(window, chosen)


async def swap(window: "MainWindow", chosen: AccountChoice) -> None:
    """Open the chosen account in place of the present one. Raises: the AppError that kept it from opening."""
    assert window.logins is not None
    fresh = await window.logins.open(chosen)
    before = window.detach()
    session = window.attach(fresh)
    if before is not None:
        await before.close()
    await session.start()
    assert window.verbs is not None
    window.verbs.start(window.verbs.check_credits)
    if chosen.key:
        try:
            await window.logins.keep(chosen.key)
        except AppError as error:  # the account works; only the next start will ask for the key again
            window.show_error(error)
