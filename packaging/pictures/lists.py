"""Lists: a file as it is understood before it comes in, and creators found by their email."""

from pathlib import Path

from app.domain.platforms import Platform
from app.ui.dialogs.emails import EmailsDialog
from app.ui.dialogs.importing.dialog import ImportDialog
from pictures.stage import Stage

ROWS = (
    "Handle;Team;Fee;Answered",
    "hannadvorak;Köln;1.200;yes",
    "@aaravnair55;Köln;800;",
    "https://www.instagram.com/eliska.fragrance/;Ulm;950;yes",
    "noahwells;Ulm;700;no",
    "@HANNADVORAK;Köln;1.200;",
    "not a handle;;;",
    "berta@creator.example;Ulm;;",
)
ADDRESSES = (
    *("anna@creator.example", "Berta <berta@creator.example>", "cleo@creator.example", "anna@creator.example"),
    *("nobody@nowhere.example", "no address"),
)


async def bring_in(stage: Stage) -> None:
    """A list from somebody else's program, looked at."""
    dialog = await stage.opened(ImportDialog, "action_import")
    dialog.take(_written(stage.folder / "agency list.csv"))
    await stage.until(lambda: dialog.pages.currentWidget() is dialog.look and dialog.go.text() != "Reading…")
    platform = dialog.look.platform
    at = platform.findData(Platform.INSTAGRAM)
    platform.setCurrentIndex(at)
    platform.activated.emit(at)
    await stage.until(dialog.go.isEnabled)
    await stage.take("import", dialog)
    await stage.closed(dialog)


def _written(path: Path) -> Path:
    path.write_text("\n".join(ROWS), encoding="utf-16")
    return path


async def emails(stage: Stage) -> None:
    """Addresses out of a mail program, counted and priced."""
    dialog = await stage.opened(EmailsDialog, "action_emails")
    dialog.field.setPlainText("\n".join(ADDRESSES))
    await stage.until(dialog.go.isEnabled)
    await stage.take("emails", dialog)
    await stage.closed(dialog)
