"""The saved searches in the window: opening is free, everything that costs says so on its own button."""

from collections.abc import Awaitable, Callable

from app.domain.errors import AppError
from app.domain.filters import Search
from app.domain.platforms import Handle
from app.ui.dialogs.pick_file import pick_to_read, pick_to_write
from app.ui.dialogs.questions import NameDialog
from app.ui.dialogs.saved_searches import SavedDialog, Want
from app.ui.operation import Operation, show_once
from app.ui.window.verb_group import VerbGroup
from app.workspace.saved import SavedSearch

_KINDS = "Recipe (*.json)"
_FORBIDDEN = '<>:"/\\|?*'


class SavedVerbs(VerbGroup):
    """The verbs of one session's saved searches."""

    async def save(self, search: Search) -> None:
        """Keep the panel's search without running it; free."""
        search_id = await self._app.saved_searches.save(search)
        name = self._get(search_id).name

        def undo() -> None:
            self._verbs.start(lambda: self._app.saved_searches.delete(search_id))

        self._window.show_notice(f"Saved as “{name}”. It was not run.", "Undo", undo)

    async def show(self) -> None:
        """Show the list until it is closed or something is to be opened or run."""
        dialog = SavedDialog(self._window)
        dialog.show_searches(self._app.saved_searches.all())
        left_for: list[Want] = []

        def wanted(want: Want, search_id: int) -> None:
            if want in (Want.OPEN, Want.AGAIN):
                left_for.append(want)
                dialog.accept()
            else:
                self._start(dialog, lambda: self._do(dialog, want, search_id))

        dialog.wanted.connect(wanted)
        dialog.undo_wanted.connect(lambda gone: self._start(dialog, lambda: self._bring_back(dialog, gone)))
        await show_once(dialog)
        chosen = dialog.chosen
        if chosen is not None and left_for:
            await self._open(chosen)
            if left_for[-1] is Want.AGAIN:
                await self._verbs.again.run_again()

    def _start(self, dialog: SavedDialog, work: Callable[[], Awaitable[None]]) -> None:
        def failed(error: AppError) -> None:
            dialog.say(f"{error.happened} {error.advice}".strip(), bad=True)

        Operation(dialog, work).on_failure(failed).start(self)

    async def _do(self, dialog: SavedDialog, want: Want, search_id: int) -> None:
        saved = self._app.saved_searches
        shown = search_id
        if want is Want.DUPLICATE:
            shown = await saved.duplicate(search_id)
            dialog.say("Duplicated. Open the copy to change it.")
        elif want is Want.RENAME:
            await self._rename(dialog, search_id)
        elif want is Want.DELETE:
            name = self._get(search_id).name
            await saved.delete(search_id)
            dialog.say(f"“{name}” and its sheet are deleted. What you bought stays yours.", deleted=search_id)
        elif want is Want.WRITE:
            await self._write(dialog, search_id)
        else:
            shown = await self._read(dialog)
        dialog.show_searches(saved.all(), shown)

    async def _bring_back(self, dialog: SavedDialog, search_id: int) -> None:
        await self._app.saved_searches.restore(search_id)
        dialog.say("It is back.")
        dialog.show_searches(self._app.saved_searches.all(), search_id)

    async def _rename(self, dialog: SavedDialog, search_id: int) -> None:
        asked = NameDialog(dialog, self._get(search_id).name, "Rename search")
        if await show_once(asked):
            await self._app.saved_searches.rename(search_id, asked.name)
            dialog.say("Renamed, and its sheet too.")

    async def _write(self, dialog: SavedDialog, search_id: int) -> None:
        name = "".join(sign for sign in self._get(search_id).name if sign.isprintable() and sign not in _FORBIDDEN)
        suggested = self._verbs.export_folder() / f"{name.strip(' .') or 'search'}.json"
        path = await pick_to_write(dialog, "Save as recipe", suggested, _KINDS)
        if path is not None:
            self._app.saved_searches.write_recipe(search_id, path)
            dialog.say(f"Saved {path.name}.")

    async def _read(self, dialog: SavedDialog) -> int:
        """Take a recipe file in; returns the id of the search to mark."""
        path = await pick_to_read(dialog, "Open a recipe", self._verbs.export_folder(), _KINDS)
        if path is None:
            return dialog.chosen_id
        search_id = await self._app.saved_searches.read_recipe(path)
        dialog.say(f"{path.name} is here now. It was not run.")
        return search_id

    async def _open(self, one: SavedSearch) -> None:
        """Show its sheet, or, where it was never run, its filters. Free."""
        self._window.open_find()
        seed = Handle(platform=one.search.platform, name=one.seed) if one.seed is not None else None
        self._window.find_panel.set_search(one.search, seed)
        if one.sheet_id is not None:
            await self._session.show_new(one.sheet_id)
        self._session.planned.renew()

    def _get(self, search_id: int) -> SavedSearch:
        return next(one for one in self._app.saved_searches.all() if one.id == search_id)
