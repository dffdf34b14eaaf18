"""A key that was revoked and replaced: the account, its workspace and what is open in it stay."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.bootstrap import Login, login_from_environment, replace_key
from app.domain.errors import InputError, KeyRefused, WorkspaceForeign
from app.domain.jobs import JobState, PauseReason
from app.services.accounts import Account, Accounts
from tests.sandbox_server import SandboxProcess
from tests.whole_app import FULL, Spent, found, ids_of, opened


def login_at(service: SandboxProcess, workspace: Path, key: str | None = None) -> Login:
    """How an account on this service is opened; with the service's own key where none is named."""
    names = {"SCOUTSHEET_API_KEY": key or service.key, "SCOUTSHEET_BASE_URL": service.url}
    login = login_from_environment(names, workspace)
    assert login is not None
    return login


async def test_work_goes_on_with_the_new_key(start_service: Callable[..., SandboxProcess], tmp_path: Path):
    """The job paused for the refused key; with the new one it ends, and nothing is bought twice."""
    service = start_service("--credits", "50", "--state", str(tmp_path / "service"))
    spent, workspace = Spent(service), tmp_path / "workspace"
    old = login_at(service, workspace)
    async with opened(service, workspace) as app:
        sheet_id, _ = await found(app, 12)
        service.restart("--seed", "2")  # the same account, and another key
        refused = await app.enrichment.run(sheet_id, ids_of(app, sheet_id), FULL)

    account = Account(identity=old.identity, workspace=workspace)
    fresh = await replace_key(account, login_at(service, tmp_path / "elsewhere"))
    async with opened(service, fresh.workspace) as app:
        done = await app.jobs.resume(refused.id)

    assert (refused.state, refused.reason) == (JobState.PAUSED, PauseReason.KEY)
    assert refused.totals.waiting == 12
    assert done.state is JobState.FINISHED
    assert spent.bought_most_often == 1


async def test_the_key_of_another_account_is_not_taken(start_service: Callable[..., SandboxProcess], tmp_path: Path):
    """It has used less than this workspace knows of; the old key stays."""
    service = start_service("--credits", "50", "--state", str(tmp_path / "one"))
    workspace = tmp_path / "workspace"
    old = login_at(service, workspace)
    async with opened(service, workspace) as app:
        await found(app, 12)
        await app.credits.refresh()
    service.restart("--seed", "2", "--state", str(tmp_path / "other"))

    with pytest.raises(InputError, match="another account"):
        await replace_key(Account(identity=old.identity, workspace=workspace), login_at(service, workspace))
    with pytest.raises(WorkspaceForeign):
        async with opened(service, workspace):
            pass


async def test_a_refused_key_replaces_nothing(start_service: Callable[..., SandboxProcess], tmp_path: Path):
    """It is asked first, for free."""
    service = start_service("--credits", "50")
    workspace = tmp_path / "workspace"
    old = login_at(service, workspace)
    async with opened(service, workspace):
        pass

    with pytest.raises(KeyRefused):
        await replace_key(
            Account(identity=old.identity, workspace=workspace), login_at(service, workspace, "eyJ.a.wrong.key")
        )
    async with opened(service, workspace) as app:
        assert app.account == old.identity


def test_the_list_of_accounts_keeps_its_workspace_under_the_new_key(tmp_path: Path):
    """One account stays one account, also when it is used again."""
    accounts = Accounts(tmp_path)
    old, new = (login_from_environment({"SCOUTSHEET_API_KEY": key}, tmp_path) for key in ("eyJ.old", "eyJ.new"))
    assert old is not None
    assert new is not None
    before = accounts.remember(old.identity)

    accounts.replace_key(before, new.identity)
    accounts.remember(new.identity)

    assert accounts.all() == [Account(identity=new.identity, workspace=before.workspace)]
