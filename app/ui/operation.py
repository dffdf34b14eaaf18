"""How the window starts work: an `Operation` runs a coroutine, handles its error once and calls back.

The window's code never awaits in a slot and never nests a Qt loop: a task that becomes due inside a nested
loop would never run again. Dialogs are awaited with `show_once`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Generic, Protocol, TypeVar, runtime_checkable
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from app.domain.errors import AppError

T = TypeVar("T")

initiator: ContextVar[object | None] = ContextVar("initiator", default=None)
"""Who started the work that runs now; whoever publishes a change passes it on, so that views skip their echo."""


@runtime_checkable
class ErrorArea(Protocol):
    """The window or page that shows what went wrong; found by its method among the owner's parents."""

    def show_error(self, error: AppError) -> None:
        """Trouble: a bar above the sheet with the three sentences and the remedy's button."""


class Operation(Generic[T]):
    """One piece of work a widget starts: `Operation(self, lambda: service.run(ids)).on_success(done).start()`.

    `work` is called, and its awaitable run, on the running loop. An `AppError` goes to `on_failure` (by default
    `notify_error`); any other exception goes at once to the loop's exception handler, also one that a callback
    raises. Cancelled work calls neither. When the owner is destroyed its work is cancelled.
    """

    def __init__(self, owner: QWidget, work: Callable[[], Awaitable[T]]) -> None:
        self._owner = owner
        self._work = work
        self._succeeded: Callable[[T], object] | None = None
        self._failed: Callable[[AppError], object] | None = None

    def on_success(self, done: Callable[[T], object]) -> "Operation[T]":
        """Call `done` with the result. Returns this operation."""
        self._succeeded = done
        return self

    def on_failure(self, failed: Callable[[AppError], object]) -> "Operation[T]":
        """Call `failed` instead of showing the error. Returns this operation."""
        self._failed = failed
        return self

    def start(self, initiator: object | None = None) -> asyncio.Task[None]:
        """Start on the running loop and return the task, which may be cancelled; it never raises.

        `initiator` stands in the context variable of that name while the work runs.
        """
        task = asyncio.get_running_loop().create_task(self._run(initiator))
        _tasks_of(self._owner).add(task)
        return task

    async def _run(self, started_by: object | None) -> None:
        initiator.set(started_by)  # a task has a context of its own, so this reaches nobody else
        try:
            try:
                result = await self._work()
            except AppError as error:
                self._report(error)
            else:
                if self._succeeded is not None and isValid(self._owner):
                    self._succeeded(result)
        except Exception as error:  # noqa: BLE001 - a bug: the loop's handler shows the report dialog
            loop = asyncio.get_running_loop()
            loop.call_exception_handler({"message": "An operation of the window failed", "exception": error})

    def _report(self, error: AppError) -> None:
        if not isValid(self._owner):
            return
        if self._failed is not None:
            self._failed(error)
        else:
            notify_error(self._owner, error)


def notify_error(owner: QWidget, error: AppError) -> None:
    """Show an error in the owner's window: what happened, what it cost, what to do."""
    _error_area(owner).show_error(error)


async def show_modal(dialog: QDialog) -> int:
    """Show a dialog over its window and wait for it; returns its `QDialog.DialogCode` as a number.

    A dialog that is destroyed while it is open counts as rejected. Cancelling the wait closes the dialog.
    """
    answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def settle(code: int) -> None:
        if not answer.done():
            answer.set_result(code)

    dialog.finished.connect(settle)
    dialog.destroyed.connect(lambda: settle(int(QDialog.DialogCode.Rejected)))
    dialog.open()
    try:
        return await answer
    except asyncio.CancelledError:
        if isValid(dialog):
            dialog.reject()
        raise


async def show_once(dialog: QDialog) -> bool:
    """Show a dialog, wait for it and have it deleted; returns whether it was accepted.

    It lives on until the loop runs again: its answer is read before the next await.
    """
    try:
        return bool(await show_modal(dialog))
    finally:
        if isValid(dialog):
            dialog.deleteLater()


class _Tasks(set[asyncio.Task[None]]):
    """The running work of one owner: asyncio itself holds tasks only weakly."""

    def add(self, task: asyncio.Task[None]) -> None:
        super().add(task)
        task.add_done_callback(self.discard)

    def cancel(self) -> None:
        for task in list(self):
            task.cancel()


_by_owner: WeakKeyDictionary[QObject, _Tasks] = WeakKeyDictionary()


def _tasks_of(owner: QWidget) -> _Tasks:
    """The owner's tasks; its `destroyed` is connected once, however many operations it starts."""
    tasks = _by_owner.get(owner)
    if tasks is None:
        tasks = _by_owner[owner] = _Tasks()
        owner.destroyed.connect(lambda: tasks.cancel())  # a lambda: Qt then keeps the tasks as long as the owner
    return tasks


def _error_area(owner: QWidget) -> ErrorArea:
    widget: QWidget | None = owner
    while widget is not None:
        if isinstance(widget, ErrorArea):
            return widget
        widget = widget.parentWidget()
    raise LookupError(f"{type(owner).__name__} has no window that could show an error.")
