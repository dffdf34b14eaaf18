"""Renders the key screens: the real window on the real practice service, in the states people meet.

One workspace is filled once and worked with from scene to scene; every state is shown in both schemes and both sizes.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pictures import campaign, desk, finding, lists, paying
from pictures.stage import Stage

from app.bootstrap import Pace, load_catalogue, open_app, practice_login, start_practice
from app.ui.application import make_application
from app.ui.loop import WindowLoop
from app.ui.main_window import MainWindow
from app.ui.theme import Theme
from app.ui.window.logins import Logins


async def main(theme: Theme, out: Path, folder: Path) -> None:
    window = MainWindow(load_catalogue(), theme, Logins({}))
    service = await start_practice(folder / "service")
    app = await open_app(practice_login(service, folder / "workspace"), pace=Pace(batch_poll_s=1))
    session = window.attach(app)
    await session.start()
    window.show()
    await app.credits.refresh()
    await play(Stage(window, session, theme, service, out, folder))
    left = window.detach()
    assert left is not None
    await left.close()
    window.deleteLater()


async def play(stage: Stage) -> None:
    """All scenes; each begins where the one before left the desk."""
    sheet_id = await desk.sheet(stage)
    await paying.details(stage, sheet_id)
    await lists.bring_in(stage)
    await lists.emails(stage)
    await campaign.other_accounts(stage, sheet_id)
    await campaign.posts(stage, sheet_id)
    await campaign.overlap(stage, sheet_id)
    await stage.top_up("200")
    await paying.batch(stage, sheet_id)
    await desk.money(stage)
    await desk.help_and_account(stage)
    again = await finding.run_again(stage)
    await finding.saved_and_lists(stage, again)
    await finding.count_and_split(stage)
    await desk.busy_and_failed(stage)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as kept:
        os.environ["XDG_DATA_HOME"] = kept
        qt, look = make_application(["scoutsheet"])
        with asyncio.Runner(loop_factory=lambda: WindowLoop(qt)) as runner:
            runner.run(main(look, target, Path(kept)))
