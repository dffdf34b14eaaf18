"""Changing the account, and leaving one while something runs."""

from typing import TYPE_CHECKING

from app.domain.errors import AppError
from app.ui.dialogs import questions
from app.ui.dialogs.account import AccountChoice, AccountDialog
from app.ui.operation import show_modal
from app.ui.window import words

if TYPE_CHECKING:
    from app.ui.main_window import MainWindow


async def may_leave(window: "MainWindow") -> bool:
    """Whether the open account may be closed now: while something runs, the person is asked."""
    running = window.session.app.jobs.running() if window.session is not None else []
    if not running:
        return True
    asked = questions.closing(window, words.closing(running))
    try:
        return bool(await show_modal(asked))
    finally:
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
