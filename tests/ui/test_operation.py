"""Operations: how the window starts work, hears of its end, and asks with a dialog."""

import ast
import asyncio
import gc
import weakref
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import SIGNAL, QTimer
from PySide6.QtWidgets import QDialog, QWidget

import app
from app.domain.errors import AppError, OutOfCredits
from app.ui.operation import Operation, initiator, notify_error, show_modal, show_once


class Window(QWidget):
    """A window that keeps what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[AppError] = []

    def show_error(self, error: AppError) -> None:
        self.errors.append(error)


@pytest.fixture
def window(qtbot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    return made


async def answer() -> int:
    await asyncio.sleep(0)
    return 42


async def no_credits() -> int:
    await asyncio.sleep(0)
    raise OutOfCredits("The credits are used up.")


async def bug() -> int:
    await asyncio.sleep(0)
    raise ZeroDivisionError("a bug")


async def test_the_result_goes_to_on_success(window: Window):
    """What the coroutine returns is handed on once."""
    got: list[int] = []
    await Operation(window, answer).on_success(got.append).start()

    assert got == [42]


async def test_work_that_is_due_when_a_test_ends_is_not_started_without_the_loop(window: Window):
    """Qt's events are handled by the running loop alone: whatever this leaves behind must not fail."""
    due = QTimer(window, singleShot=True, interval=0)
    due.timeout.connect(lambda: Operation(window, answer).start())
    asyncio.get_running_loop().call_soon(due.start)


async def test_an_error_for_people_is_shown_in_the_window(window: Window):
    """Without `on_failure` the window shows the error, and `on_success` is not called."""
    got: list[int] = []
    await Operation(window, no_credits).on_success(got.append).start()

    assert ([error.happened for error in window.errors], got) == (["The credits are used up."], [])


async def test_an_error_for_people_goes_to_on_failure(window: Window):
    """With `on_failure` the window is left alone."""
    got: list[AppError] = []
    await Operation(window, no_credits).on_failure(got.append).start()

    assert (len(got), window.errors) == (1, [])


@pytest.mark.parametrize("where", ["work", "callback", "before the first await"])
async def test_a_bug_goes_to_the_loops_exception_handler(where: str, window: Window):
    """Any other exception is reported at once, wherever it was raised, and is not shown as an error for people."""
    seen: list[BaseException] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: seen.append(context["exception"]))
    operations = {
        "work": Operation(window, bug),
        "callback": Operation(window, answer).on_success(lambda number: number // 0),
        "before the first await": Operation(window, lambda: 1 // 0),
    }
    await operations[where].start()

    assert ([type(error) for error in seen], window.errors) == ([ZeroDivisionError], [])


async def test_cancelled_work_calls_nobody(window: Window):
    """Stopping is not an error: neither callback, nothing in the window."""
    got: list[object] = []
    task = Operation(window, asyncio.Event().wait).on_success(got.append).on_failure(got.append).start()
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])

    assert (got, window.errors) == ([], [])


async def test_work_is_kept_until_it_is_done(window: Window):
    """Nobody has to hold the task: asyncio itself would let the collector take it."""

    async def work() -> None:
        await asyncio.get_running_loop().create_future()  # known to this task only

    kept = weakref.ref(Operation(window, work).start())
    await asyncio.sleep(0)
    gc.collect()
    task = kept()

    assert task is not None
    task.cancel()
    await asyncio.wait([task])


async def test_finished_work_is_let_go(window: Window):
    """A window that is open all day does not pile up finished tasks."""
    task = Operation(window, answer).start()
    await task
    gone = weakref.ref(task)
    del task
    await asyncio.sleep(0)
    gc.collect()

    assert gone() is None


async def test_a_destroyed_owner_cancels_its_work(window: Window):
    """Closing a panel ends what it waits for, and nothing is called on a widget that is gone."""
    panel, got = QWidget(window), []
    tasks = [Operation(panel, asyncio.Event().wait).on_success(got.append).start() for _ in range(3)]
    await asyncio.sleep(0)
    shiboken6.delete(panel)
    await asyncio.wait(tasks)

    assert ([task.cancelled() for task in tasks], got) == ([True] * 3, [])


async def test_many_operations_are_one_connection(window: Window):
    """A widget that starts a thousand operations listens to its own end once."""
    await Operation(window, answer).start()
    before = window.receivers(SIGNAL("destroyed(QObject*)")) + window.receivers(SIGNAL("destroyed()"))
    for _ in range(50):
        await Operation(window, answer).start()
    after = window.receivers(SIGNAL("destroyed(QObject*)")) + window.receivers(SIGNAL("destroyed()"))

    assert before == after > 0


async def test_the_work_knows_who_started_it(window: Window):
    """The initiator reaches whoever publishes the change, and nobody outside the work."""

    async def who() -> object:
        await asyncio.sleep(0)
        return initiator.get()

    got: list[object] = []
    await Operation(window, who).on_success(got.append).start(initiator=window)

    assert (got, initiator.get()) == ([window], None)


def test_an_error_goes_to_the_window_of_its_owner(window: Window):
    """A widget deep inside speaks through its window."""
    error = OutOfCredits("The credits are used up.")
    notify_error(QWidget(QWidget(window)), error)

    assert window.errors == [error]


def test_a_widget_without_a_window_cannot_speak(qtbot):
    """An error that nobody would see is a bug, not silence."""
    alone = QWidget()
    qtbot.addWidget(alone)

    with pytest.raises(LookupError, match="QWidget"):
        notify_error(alone, OutOfCredits("The credits are used up."))


@pytest.mark.parametrize("code", [QDialog.DialogCode.Accepted, QDialog.DialogCode.Rejected])
async def test_a_dialog_is_awaited(code: QDialog.DialogCode, window: Window):
    """The answer is the dialog's code, and other tasks run meanwhile."""
    dialog = QDialog(window)
    QTimer.singleShot(0, lambda: dialog.done(code))

    assert await show_modal(dialog) == code


async def test_a_dialog_destroyed_while_open_counts_as_rejected(window: Window):
    """Closing the window under a dialog leaves nobody waiting."""
    dialog = QDialog(window)
    QTimer.singleShot(0, lambda: shiboken6.delete(dialog))

    assert await show_modal(dialog) == QDialog.DialogCode.Rejected


async def test_who_no_longer_waits_closes_the_dialog(window: Window):
    """A cancelled operation does not leave its question on the screen."""
    dialog = QDialog(window)
    waiting = asyncio.get_running_loop().create_task(show_modal(dialog))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting])

    assert (waiting.cancelled(), dialog.isVisible()) == (True, False)


@pytest.mark.parametrize(("button", "accepted"), [("accept", True), ("reject", False)])
async def test_a_dialog_for_one_answer_is_gone_after_it(window: Window, button: str, accepted: bool):
    """Its answer can be read before the loop runs again."""
    dialog = QDialog(window)
    QTimer.singleShot(0, getattr(dialog, button))
    answered = await show_once(dialog)
    readable = shiboken6.isValid(dialog)
    await asyncio.sleep(0.02)

    assert (answered, readable, shiboken6.isValid(dialog)) == (accepted, True, False)


async def test_a_dialog_for_one_answer_that_is_destroyed_gave_none(window: Window):
    """As one that was rejected."""
    dialog = QDialog(window)
    QTimer.singleShot(0, lambda: shiboken6.delete(dialog))

    assert await show_once(dialog) is False


NESTING = {"exec", "exec_", "processEvents", "asyncSlot", "asyncClose"}
STATIC_DIALOGS = {"QMessageBox", "QFileDialog", "QInputDialog", "QColorDialog", "QFontDialog"}


def nested_loops(source: str) -> list[str]:
    """The names in `source` that start a Qt loop inside a running one."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in NESTING:
            found.append(node.attr)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            holder = node.func.value
            if isinstance(holder, ast.Name) and holder.id in STATIC_DIALOGS:
                found.append(f"{holder.id}.{node.func.attr}")
        elif isinstance(node, ast.ImportFrom):
            found += [alias.name for alias in node.names if alias.name in NESTING]
    return found


@pytest.mark.parametrize(
    "source",
    [
        "dialog.exec()",
        "app.processEvents()",
        "QMessageBox.question(self, 'a', 'b')",
        "QFileDialog.getOpenFileName(self)",
        "from qasync import asyncSlot",
        "@qasync.asyncClose\ndef f(): ...",
    ],
)
def test_a_nested_loop_is_noticed(source: str):
    """The check below sees each way to nest a loop."""
    assert nested_loops(source)


def test_the_program_never_nests_a_loop():
    """A task that becomes due inside a nested loop is dead for ever (design, section 9)."""
    root = Path(app.__file__).parent
    found = {
        str(path.relative_to(root)): names
        for path in sorted(root.rglob("*.py"))
        if (names := nested_loops(path.read_text(encoding="utf-8")))
    }

    assert found == {}
