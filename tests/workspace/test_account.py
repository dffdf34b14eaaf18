"""A workspace belongs to one account, and keeps what was learnt about it."""

from dataclasses import replace

import pytest

from app.domain.errors import WorkspaceForeign
from app.workspace import account
from app.workspace.account import Identity

MINE = Identity(origin="https://a.example", fingerprint="f" * 64, name="a.example", practice=False)


def test_the_first_account_owns_the_workspace(workspace):
    """It may come again, under any name."""
    workspace(lambda db: account.bind(db, MINE, 1))
    workspace(lambda db: account.bind(db, replace(MINE, name="Agency"), 2))

    assert workspace.store.peek(account.owner) == MINE


@pytest.mark.parametrize("other", [replace(MINE, origin="practice"), replace(MINE, fingerprint="0" * 64)])
def test_another_account_is_refused(workspace, other):
    """Practice and live never mix, nor do two keys."""
    workspace(lambda db: account.bind(db, MINE, 1))
    with pytest.raises(WorkspaceForeign, match=MINE.name):
        workspace(lambda db: account.bind(db, other, 2))

    assert workspace.store.peek(account.owner) == MINE


def test_nobody_owns_a_new_workspace(workspace):
    """And nothing is known about its pages."""
    assert workspace.store.peek(account.owner) is None
    assert workspace.store.peek(account.first_page) is None


def test_the_first_page_is_kept_with_the_account(workspace, reopened):
    """Learnt once, known after a restart."""
    workspace(lambda db: account.bind(db, MINE, 1))
    workspace(lambda db: account.set_first_page(db, 1))

    assert reopened().store.peek(account.first_page) == 1


def test_a_setting_is_what_was_written_last(workspace):
    """None before that."""
    values = [workspace.store.peek(lambda db: account.setting(db, "theme"))]
    for value in ("dark", "light"):
        workspace(lambda db, value=value: account.set_setting(db, "theme", value))
        values.append(workspace.store.peek(lambda db: account.setting(db, "theme")))

    assert values == [None, "dark", "light"]
