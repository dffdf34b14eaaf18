"""Every error and every reason to pause has its exit code."""

import json
import subprocess
import sys

import pytest

from app.cli.exits import exit_code, exit_code_of_pause
from app.domain import errors
from app.domain.jobs import PauseReason
from tests.cli.conftest import ROOT


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.InputError("x"), 2),
        (errors.Refused("x"), 2),
        (errors.WorkspaceForeign("x"), 2),
        (errors.WorkspaceNewer("x"), 2),
        (errors.OutOfCredits("x"), 3),
        (errors.BudgetReached("x"), 3),
        (errors.FairUse("x"), 3),
        (errors.KeyRefused("x"), 4),
        (errors.NotSent("x"), 5),
        (errors.ServiceFault("x"), 5),
        (errors.Uncertain("x"), 5),
        (errors.RateLimited("x", retry_after_s=None), 5),
        (errors.WorkspaceBusy("x"), 6),
        (errors.WorkspaceDamaged("x"), 7),
        (errors.DiskError("x"), 7),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_an_error_has_its_code(error, code):
    """As design.md, section 4 fixes them."""
    assert exit_code(error) == code


@pytest.mark.parametrize("reason", PauseReason)
def test_every_reason_to_pause_has_a_code(reason):
    """None is forgotten."""
    assert exit_code_of_pause(reason) in (3, 4, 5, 7, 130)


def test_a_job_that_the_service_refused_is_wrong_input():
    """It has no reason to pause. Not where something was charged: that code promises that nothing was sent."""
    assert (exit_code_of_pause(None), exit_code_of_pause(None, was_charged=True)) == (2, 5)


_INTERRUPT_AT = """
import sys
module = sys.argv.pop(1)
class CtrlC:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            sys.meta_path.remove(self)
            raise KeyboardInterrupt
sys.meta_path.insert(0, CtrlC())
from app.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize("module", ["argparse", "asyncio", "httpx", "app.services.recipe_run"])
def test_an_interrupt_while_the_program_still_starts_ends_with_its_line(tmp_path, module):
    """A script that reads the last line finds it, however early Ctrl-C came: here when this module is imported."""
    ran = subprocess.run(
        [sys.executable, "-c", _INTERRUPT_AT, module, "run", str(tmp_path / "recipe.json")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (ran.returncode, json.loads(ran.stdout)["reason"], ran.stderr) == (130, "interrupted", "")
