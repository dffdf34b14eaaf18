"""Which account: practice or live, with the key and its free check."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import AppError
from app.domain.money import Balance, show
from app.services.accounts import Account
from app.ui.dialogs.base import Form, verb
from app.ui.operation import Operation
from app.ui.parts import Button, IconButton, Kind, PlainLabel
from app.ui.theme import Role, px
from app.workspace.account import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChoice:
    """The account to open: a known one, a live one by its key, or, with neither, the practice account.

    With both, the key takes the place of the known account's own one.
    """

    known: Account | None = None
    key: str | None = None

    def __repr__(self) -> str:
        return f"AccountChoice(known={self.known!r}, key={'…' if self.key else None})"


Check = Callable[[AccountChoice], Awaitable[Balance]]


class AccountDialog(Form):
    """Afterwards `chosen` holds the account to open, or None.

    `origin` is where a new account's key will be used, and nowhere else; that of a known one goes to its own origin.
    `check` asks for the balance; it is free. `replacing`: the known account whose key was refused.
    """

    def __init__(
        self,
        parent: QWidget | None,
        *,
        current: Identity | None,
        known: Sequence[Account],
        origin: str,
        check: Check,
        replacing: Identity | None = None,
    ) -> None:
        super().__init__(parent, "Account", width=560)
        self.setObjectName("account_dialog")
        self.chosen: AccountChoice | None = None
        self._check_key = check
        self._choices = QButtonGroup(self)
        self._hints: dict[QAbstractButton, QWidget] = {}
        self._practice = self._add_choice(
            "Practice account", "Invented creators and practice credits. Nothing here is real, nothing costs money."
        )
        self._known: dict[QRadioButton, Account] = {}
        for account in known:
            live = self._add_choice(f"Live account {account.identity.name}", f"Uses {account.identity.origin}")
            self._known[live] = account
        self._fresh = self._add_choice(
            "Another live account" if known else "Live account",
            f"Real creators and real credits at {origin}. The key is sent there and nowhere else.",
        )
        self._fresh.setObjectName("live_account")
        self._practice.setObjectName("practice_account")
        self._replace = Button("Use a new key for this account…", Kind.LINK)
        self._replace.setObjectName("replace_key_button")
        self._replace.setToolTip("When the old key was revoked or changed; everything bought stays")
        self._replace.clicked.connect(self._start_replacing)
        self._below = QWidget()  # stands under the account that is chosen
        self._key_column = QVBoxLayout(self._below)
        self._key_column.setContentsMargins(px(26), 0, 0, px(8))
        self._key_column.setSpacing(px(8))
        self._key_column.addWidget(self._replace, 0, Qt.AlignmentFlag.AlignLeft)
        self._replacing = False
        self._add_key()
        self._add_footer()
        self._start_with(replacing or current)
        self._replacing = replacing is not None and self._account is not None
        self._choices.buttonToggled.connect(self._choice_changed)
        self._renew()

    def _add_choice(self, label: str, hint: str) -> QRadioButton:
        choice = QRadioButton(label)
        choice.setAccessibleDescription(hint)
        self._choices.addButton(choice)
        said = PlainLabel(hint, Role.HINT, "muted", wrap=True)
        said.setContentsMargins(px(26), 0, 0, px(4))
        self.body.addWidget(choice)
        self.body.addWidget(said)
        self._hints[choice] = said
        return choice

    def _add_key(self) -> None:
        self._key = QLineEdit()
        self._key.setObjectName("key_field")
        self._key.setAccessibleName("API key")
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key.setMaxLength(4096)
        self._key.textChanged.connect(self._key_changed)
        self._reveal = IconButton("eye", "Show the key")
        self._reveal.clicked.connect(self._toggle_reveal)
        self._check = verb("Check", "check_key_button")
        self._check.setToolTip("Asks for the balance; free")
        self._check.clicked.connect(self._start_check)
        self._line = QWidget()
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(self._key, 1)
        row.addWidget(self._reveal)
        row.addWidget(self._check)
        self._said = PlainLabel(role=Role.HINT, token="muted", wrap=True)
        self._said.setObjectName("key_result")
        self._store_hint = PlainLabel(
            "Scoutsheet keeps the key in this computer's own key store, never in its files.",
            Role.HINT,
            "muted",
            wrap=True,
        )
        for part in (self._line, self._said, self._store_hint):
            self._key_column.addWidget(part)

    def _add_footer(self) -> None:
        back = verb("Cancel", "cancel_button")
        back.clicked.connect(self.reject)
        self._go = verb("", "confirm_button", Kind.PRIMARY)
        self._go.setDefault(True)
        self._go.clicked.connect(self._agree)
        self.buttons.addStretch(1)
        self.buttons.addWidget(back)
        self.buttons.addWidget(self._go)

    def _start_with(self, current: Identity | None) -> None:
        if current is None or current.practice:
            self._practice.setChecked(True)
            return
        same = next((button for button, account in self._known.items() if account.identity == current), None)
        (same or self._fresh).setChecked(True)

    def _choice_changed(self) -> None:
        self._replacing = False
        self._said.setText("")
        self._renew()

    def _start_replacing(self) -> None:
        self._replacing = True
        self._renew()
        self._key.setFocus()

    def _renew(self) -> None:
        wants_key = self._fresh.isChecked() or self._replacing
        for part in (self._line, self._store_hint):
            part.setVisible(wants_key)
        self._replace.setVisible(self._account is not None and not self._replacing)
        whose = "The new API key of this account" if self._replacing else "Your API key from influencers.club"
        self._key.setPlaceholderText(whose)
        self._put_below()
        self._said.setVisible(wants_key and bool(self._said.text()))
        live = "Use the new key" if self._replacing else "Open live account"
        self._go.setText("Open practice account" if self._practice.isChecked() else live)
        typed = bool(self._key.text().strip())
        self._go.setEnabled(typed or not wants_key)
        self._go.setToolTip("" if self._go.isEnabled() else "Paste your key first.")
        self._check.setEnabled(typed)

    def _put_below(self) -> None:
        """Its key stands under the account that is chosen."""
        chosen = self._choices.checkedButton()
        if chosen is not None:
            self.body.removeWidget(self._below)
            self.body.insertWidget(self.body.indexOf(self._hints[chosen]) + 1, self._below)
        self._below.setVisible(not self._practice.isChecked())

    def _key_changed(self) -> None:
        self._said.setText("")
        self._renew()

    def _toggle_reveal(self) -> None:
        hidden = self._key.echoMode() == QLineEdit.EchoMode.Password
        self._key.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._reveal.show_as("eye-slash" if hidden else "eye", "Hide the key" if hidden else "Show the key")

    def _start_check(self) -> None:
        self._check.setEnabled(False)
        self._tell("Checking…", "muted")
        choice = AccountChoice(known=self._account, key=self._key.text().strip())
        Operation(self, lambda: self._check_key(choice)).on_success(self._key_works).on_failure(self._key_fails).start()

    def _key_works(self, balance: Balance) -> None:
        self._tell(f"This key works: {show(balance.available)} credits.", "ok")
        self._check.setEnabled(True)

    def _key_fails(self, error: AppError) -> None:
        self._tell(error.sentences, "bad")
        self._check.setEnabled(True)

    @property
    def _account(self) -> Account | None:
        """The known account that is chosen, if it is one."""
        return next((account for button, account in self._known.items() if button.isChecked()), None)

    def _tell(self, text: str, token: str) -> None:
        self._said.set_token(token)
        self._said.setText(text)
        self._said.setAccessibleName(text)
        self._said.setVisible(True)

    def _agree(self) -> None:
        wants_key = self._fresh.isChecked() or self._replacing
        self.chosen = AccountChoice(known=self._account, key=self._key.text().strip() if wants_key else None)
        self._key.clear()
        self.accept()
