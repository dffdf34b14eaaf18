"""Accounts are told apart by origin and key, and a key is used only with the origin it was saved for."""

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from app.domain.errors import DiskError
from app.services.accounts import (
    Accounts,
    KeyStoreError,
    forget_key,
    identity_of,
    load_key,
    save_key,
    workspace_folder,
)

KEY = "eyJ.a.secret.key"
MINE = identity_of("https://a.example", KEY)


class Memory(KeyringBackend):
    """A key store as the operating system's, in memory."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("nothing there")


class Locked(Memory):
    """A key store whose owner did not type the password."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("no")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("no")

    def delete_password(self, service: str, username: str) -> None:
        raise KeyringLocked("no")


@pytest.fixture
def use_store():
    """Makes keyring use this key store until the end of the test."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_an_account_is_its_origin_and_a_fingerprint_of_its_key():
    """Never the key itself; named by its host unless somebody named it."""
    assert KEY not in repr(MINE)
    assert (MINE.name, len(MINE.fingerprint)) == ("a.example", 64)
    assert identity_of("https://a.example", "other").fingerprint != MINE.fingerprint
    assert identity_of("https://a.example", KEY, name="Agency").name == "Agency"


def test_no_two_accounts_share_a_workspace(tmp_path):
    """Another key or another host is another folder, inside the data folder."""
    identities = [
        MINE,
        identity_of("https://a.example", "other"),
        identity_of("https://b.example", KEY),
        identity_of("http://127.0.0.1:8000", KEY),
        identity_of("https://../../etc", KEY),
    ]
    folders = {workspace_folder(tmp_path, identity) for identity in identities}

    assert len(folders) == len(identities)
    assert all(folder.resolve().parent == tmp_path / "accounts" for folder in folders)


def test_the_account_used_last_comes_first(tmp_path):
    """Each once, also under a new name."""
    accounts = Accounts(tmp_path)
    other = identity_of("https://b.example", KEY)
    renamed = identity_of("https://a.example", KEY, name="Agency")
    for identity in (MINE, other, renamed):
        accounts.remember(identity)

    assert [account.identity for account in Accounts(tmp_path).all()] == [renamed, other]


def test_the_list_of_accounts_holds_no_key(tmp_path):
    """Names, origins and folders only."""
    Accounts(tmp_path).remember(MINE)

    assert KEY not in (tmp_path / "accounts.json").read_text()


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"a": 1}', '[{"identity": {}}]'])
def test_an_unreadable_list_is_an_empty_one(tmp_path, content):
    """The workspaces themselves are untouched, and the next account is remembered."""
    (tmp_path / "accounts.json").write_text(content)
    before = Accounts(tmp_path).all()
    Accounts(tmp_path).remember(MINE)

    assert before == []
    assert [account.identity for account in Accounts(tmp_path).all()] == [MINE]


def test_a_list_that_cannot_be_written_is_a_disk_error(tmp_path):
    """With the folder named."""
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskError, match="file"):
        Accounts(tmp_path / "file").remember(MINE)


async def test_a_key_comes_back_only_for_its_own_origin(use_store):
    """The same key saved for one host is not handed to another."""
    use_store(Memory())
    await save_key(MINE, KEY)

    assert await load_key(MINE) == KEY
    assert await load_key(identity_of("https://b.example", KEY)) is None


async def test_a_forgotten_key_is_gone_and_may_be_forgotten_twice(use_store):
    """Nothing saved is no error."""
    use_store(Memory())
    await save_key(MINE, KEY)
    await forget_key(MINE)
    await forget_key(MINE)

    assert await load_key(MINE) is None


@pytest.mark.parametrize("verb", [lambda: save_key(MINE, KEY), lambda: load_key(MINE), lambda: forget_key(MINE)])
async def test_a_locked_key_store_is_told_without_the_key(use_store, verb):
    """In one plain sentence."""
    use_store(Locked())
    with pytest.raises(KeyStoreError) as told:
        await verb()

    assert KEY not in told.value.sentences
