"""The team's exclusion lists in the window, and hiding rows from future searches. All of it is free."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from app.domain.errors import AppError, InputError
from app.domain.exclusions import LONGEST_NAME, ExclusionList
from app.domain.platforms import Handle, Platform
from app.services.importing import read_list
from app.ui.dialogs.pick_file import pick_to_read
from app.ui.dialogs.questions import NameDialog, Question
from app.ui.dialogs.team_lists import PasteDialog, TeamListsDialog, Want
from app.ui.operation import Operation, show_once
from app.ui.window.verb_group import VerbGroup
from app.ui.window.words import counted
from app.workspace import finding

if TYPE_CHECKING:
    from app.ui.window.verbs import Verbs

STANDING = "exclude_default_list"
_KINDS = "Lists (*.csv *.tsv *.txt *.xlsx)"
_BETWEEN = re.compile(r"[\s,;]+")


class ListVerbs(VerbGroup):
    """The verbs of one session's exclusion lists."""

    def __init__(self, verbs: "Verbs") -> None:
        super().__init__(verbs)
        self._undo: Callable[[], Awaitable[None]] | None = None

    # -- hiding rows

    async def hide(self, creator_ids: Sequence[int]) -> None:
        """Put creators on their platform's own list, and let the panel's search use it."""
        added: dict[int, list[str]] = {}
        for platform, wanted in (await self._handles(creator_ids)).items():
            one = await self._app.exclusions.default(platform)
            held = frozenset(await self._app.exclusions.handles(one.id)) if one.handles else frozenset()
            added[one.id] = [handle for handle in wanted if handle not in held]
            await self._app.exclusions.add(one.id, added[one.id])
        self.use_standing_list()
        count = sum(map(len, added.values()))
        if not count:
            self._window.show_notice("They are hidden from future searches already.")
            return

        async def undo() -> None:
            for list_id, handles in added.items():
                await self._app.exclusions.remove(list_id, handles)
            self._window.show_notice("They can be found again.")

        who = counted(count, "creator is", "creators are")
        said = f"{who} hidden from future searches. Colleagues see this too."
        self._window.show_notice(said, "Undo", lambda: self._verbs.start(undo))

    def use_standing_list(self) -> None:
        """Let the search in the panel leave out who is hidden; a list changes nothing until a search names it."""
        panel = self._window.find_panel
        search = panel.search()
        if search is None or search.value(STANDING) or search.value("exclude_all_lists"):
            return
        if any(one.default and one.handles for one in self._app.exclusions.known(search.platform)):
            panel.change_search(search.with_filter(STANDING, True), panel.seed)

    async def _handles(self, creator_ids: Sequence[int]) -> dict[Platform, list[str]]:
        return await self._app.store.read(lambda db: finding.handles_by_platform(db, creator_ids))

    # -- the lists

    async def show(self) -> None:
        """Show the lists until they are closed."""
        ticked = await self._handles(self._session.ticks.ids())
        known = {platform: len(ticked.get(platform, ())) for platform in Platform}
        search = self._window.find_panel.search()
        platform = self._session.platform or (search.platform if search is not None else Platform.INSTAGRAM)
        dialog = TeamListsDialog(self._window, platform, known)
        self._renew(dialog)
        dialog.platform_changed.connect(lambda: self._renew(dialog))
        dialog.wanted.connect(lambda want: self._start(dialog, lambda: self._do(dialog, want, ticked)))
        dialog.undo_wanted.connect(lambda: self._start(dialog, lambda: self._take_back(dialog)))
        self._start(dialog, lambda: self._refresh(dialog))
        await show_once(dialog)

    def _start(self, dialog: TeamListsDialog, work: Callable[[], Awaitable[None]]) -> None:
        def failed(error: AppError) -> None:
            dialog.say(f"{error.happened} {error.advice}".strip(), bad=True)
            self._renew(dialog)

        Operation(dialog, work).on_failure(failed).start(self)

    async def _refresh(self, dialog: TeamListsDialog) -> None:
        await self._app.exclusions.refresh()
        self._renew(dialog)

    def _renew(self, dialog: TeamListsDialog, chosen: int | None = None) -> None:
        dialog.show_lists(self._app.exclusions.known(dialog.platform), chosen)

    async def _do(self, dialog: TeamListsDialog, want: Want, ticked: Mapping[Platform, Sequence[str]]) -> None:
        one = dialog.chosen
        if want is Want.NEW:
            await self._create(dialog)
        elif one is not None:
            does: dict[Want, Callable[[], Awaitable[None]]] = {
                Want.RENAME: lambda: self._rename(dialog, one),
                Want.TICKED: lambda: self._add(dialog, one, ticked.get(one.platform, ()), 0),
                Want.PASTE: lambda: self._paste(dialog, one),
                Want.FILE: lambda: self._from_file(dialog, one),
                Want.MEMBERS: lambda: self._members(dialog, one),
                Want.EMPTY: lambda: self._empty(dialog, one),
                Want.DELETE: lambda: self._delete(dialog, one),
            }
            await does[want]()
            self._renew(dialog)

    async def _create(self, dialog: TeamListsDialog) -> None:
        title = f"New list for {dialog.platform.label}"
        name = await self._ask_name(dialog, "", title, "Make list")
        if name:
            made = await self._app.exclusions.create(name, dialog.platform)
            dialog.say("Made. To use it, tick it in the find panel under “Leave out team lists”.")
            self._renew(dialog, made.id)

    async def _rename(self, dialog: TeamListsDialog, one: ExclusionList) -> None:
        name = await self._ask_name(dialog, one.name, "Rename list", "Rename")
        if name:
            await self._app.exclusions.rename(one.id, name)
            dialog.say("Renamed, for colleagues too.")

    async def _ask_name(self, dialog: TeamListsDialog, name: str, title: str, go: str) -> str:
        asked = NameDialog(dialog, name, title, go, LONGEST_NAME)
        return asked.name if await show_once(asked) else ""

    async def _paste(self, dialog: TeamListsDialog, one: ExclusionList) -> None:
        asked = PasteDialog(dialog, one.name)
        text = asked.text if await show_once(asked) else ""
        handles, bad = _parsed(_BETWEEN.split(text), one.platform)
        if text.strip():
            await self._add(dialog, one, handles, bad)

    async def _from_file(self, dialog: TeamListsDialog, one: ExclusionList) -> None:
        path = await pick_to_read(dialog, "Add from a file", self._verbs.export_folder(), _KINDS)
        if path is None:
            return
        found = await asyncio.to_thread(read_list, path, platform=one.platform, column=None)
        handles = [handle.name for handle in found.handles if handle.platform is one.platform]
        await self._add(dialog, one, handles, len(found.bad) + len(found.handles) - len(handles))

    async def _add(self, dialog: TeamListsDialog, one: ExclusionList, handles: Sequence[str], bad: int) -> None:
        """Put handles on a list; Undo takes off those that were not on it before."""
        held = frozenset(await self._app.exclusions.handles(one.id)) if one.handles else frozenset()
        new = [handle for handle in dict.fromkeys(handles) if handle not in held]
        await self._app.exclusions.add(one.id, new)
        left = f" {counted(bad, 'line names', 'lines name')} no creator of {one.platform.label}." if bad else ""

        async def undo() -> None:
            await self._app.exclusions.remove(one.id, new)

        self._undo = undo
        dialog.say(f"{counted(len(new), 'creator', 'creators')} added.{left}", undo=bool(new))

    async def _members(self, dialog: TeamListsDialog, one: ExclusionList) -> None:
        """Show who is on a list, and take those off that are marked."""
        from app.ui.dialogs.members import MembersDialog

        asked = MembersDialog(dialog, one.name, await self._app.exclusions.handles(one.id))
        off = asked.marked if await show_once(asked) else []
        if off:
            await self._take_off(dialog, one, off)

    async def _take_off(self, dialog: TeamListsDialog, one: ExclusionList, handles: Sequence[str]) -> None:
        """Take handles off a list; Undo puts them on again."""
        await self._app.exclusions.remove(one.id, handles)

        async def undo() -> None:
            await self._app.exclusions.add(one.id, handles)

        self._undo = undo
        dialog.say(f"{counted(len(handles), 'creator', 'creators')} taken off.", undo=True)

    async def _empty(self, dialog: TeamListsDialog, one: ExclusionList) -> None:
        if not await self._agreed(dialog, f"Empty “{one.name}”?", "Take everybody off", one):
            return
        await self._take_off(dialog, one, await self._app.exclusions.handles(one.id))

    async def _delete(self, dialog: TeamListsDialog, one: ExclusionList) -> None:
        if await self._agreed(dialog, f"Delete “{one.name}”?", "Delete for everybody", one):
            await self._app.exclusions.delete(one.id)
            dialog.say("Deleted.")

    async def _agreed(self, dialog: TeamListsDialog, title: str, yes: str, one: ExclusionList) -> bool:
        who = counted(one.handles, "creator", "creators")
        sentence = f"Colleagues see this too. The {who} on it can then be found, and cost, again."
        asked = Question(dialog, title, sentence, "Keep it", yes, filled="no")
        return await show_once(asked)

    async def _take_back(self, dialog: TeamListsDialog) -> None:
        undo, self._undo = self._undo, None
        if undo is not None:
            await undo()
            dialog.say("Taken back.")
            self._renew(dialog)


def _parsed(texts: Iterable[str], platform: Platform) -> tuple[list[str], int]:
    """(handles of the platform, how many texts name nobody there)."""
    handles, bad = [], 0
    for text in filter(None, texts):
        try:
            handle = Handle.parse(text, platform)
        except InputError:
            bad += 1
            continue
        if handle.platform is platform:
            handles.append(handle.name)
        else:
            bad += 1
    return handles, bad
