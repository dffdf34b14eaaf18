"""The menus, and what each action does."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QDialog

from app.domain.errors import AppError, InputError
from app.domain.filters import DictionaryItem, Search
from app.domain.money import Tier
from app.domain.platforms import Platform
from app.services.settings import THEME
from app.ui.dialogs import reading
from app.ui.dialogs.importing.dropped import Drops, Given, Pastes
from app.ui.editors import ListSource
from app.ui.theme import Scheme, Theme
from app.ui.window import account_flow, sheet_asks
from app.ui.window.action_list import MENUS
from app.ui.window.sheet_room import Stand, Way

if TYPE_CHECKING:
    from app.services.exclusions import Exclusions
    from app.ui.main_window import MainWindow
    from app.ui.spending import SpendingPage
    from app.ui.window.verbs import Verbs

# What may be done while the Spending page stands in the place of the sheet; every other action brings the sheet back.
_BESIDE_THE_PAGE = frozenset(
    {
        *("action_spending", "action_credits", "action_account", "action_close", "action_copy", "action_select_all"),
        *("action_pause", "action_stop", "action_help", "action_about"),
    }
)


def make_menus(window: "MainWindow", theme: Theme) -> None:
    """The menu bar, with every action, and the sheet's context menu."""
    for title, names in MENUS.items():
        menu = window.menuBar().addMenu(title)
        menu.setToolTipsVisible(True)
        for name in names:
            if name == "-":
                menu.addSeparator()
            else:
                menu.addAction(window.actions_[name])
        if title == "&Edit":
            first = menu.actions()[0]
            menu.insertActions(first, [window.find_panel.undo_action, window.find_panel.redo_action])
            menu.insertSeparator(first)
        if title == "&View":
            schemes = QActionGroup(window)
            for scheme, label in ((Scheme.SYSTEM, "As the system"), (Scheme.LIGHT, "Light"), (Scheme.DARK, "Dark")):
                choice = menu.addAction(label)
                choice.setCheckable(True)
                choice.setChecked(scheme is theme.scheme)
                choice.setToolTip(THEME.label)
                choice.triggered.connect(lambda _on=False, scheme=scheme: theme.set_scheme(scheme))
                choice.triggered.connect(lambda _on=False, scheme=scheme: window.scheme_chosen.emit(scheme))
                schemes.addAction(choice)
    for name in ("action_enrich", "action_tick", "action_copy", "action_open_profile", "action_similar", "action_hide"):
        window.view.addAction(window.actions_[name])


def connect_actions(window: "MainWindow") -> None:
    """What each action does."""
    does: dict[str, Callable[[], object]] = {
        "action_search": window.open_find,
        "action_import": lambda: window.do(lambda verbs: verbs.imports.bring_in()),
        "action_export": lambda: window.do(lambda verbs: verbs.export()),
        "action_account": window.open_account,
        "action_spending": window.open_spending,
        "action_credits": lambda: window.do(lambda verbs: verbs.check_credits()),
        "action_restore": lambda: account_flow.open_restore(window),
        "action_close": window.close,
        "action_copy": window.view.copy,
        "action_select_all": window.view.selectAll,
        "action_tick": window.view.toggle_range,
        "action_tick_all": lambda: window.tick_all(True),
        "action_untick_all": lambda: window.tick_all(False),
        "action_filter_sheet": window.summary.filter.setFocus,
        "action_columns": lambda: sheet_asks.choose_columns(window),
        "action_more": lambda: window.do(lambda verbs: verbs.finding.more()),
        "action_emails": lambda: window.do(lambda verbs: verbs.emails.find()),
        "action_similar": lambda: find_similar(window, window.creator_id),
        "action_hide": lambda: window.with_session(
            lambda it: window.do(lambda verbs: verbs.lists.hide(it.ticks.picked()))
        ),
        "action_team_lists": lambda: window.do(lambda verbs: verbs.lists.show()),
        "action_saved": lambda: window.do(lambda verbs: verbs.saved.show()),
        "action_save_search": lambda: save_search(window),
        "action_run_again": lambda: window.do(lambda verbs: verbs.again.run_again()),
        "action_rename_sheet": lambda: sheet_asks.rename(window),
        "action_campaign": lambda: sheet_asks.choose_campaign(window),
        "action_as_it_came": lambda: window.view.sort_by(None),
        "action_next_sheet": lambda: window.tabs.step(1),
        "action_previous_sheet": lambda: window.tabs.step(-1),
        "action_enrich": lambda: with_ticked(window, lambda verbs, ids: verbs.details(ids, Tier.FULL)),
        "action_enrich_contact": lambda: with_ticked(window, lambda verbs, ids: verbs.details(ids, Tier.PROFILE)),
        "action_socials": lambda: with_ticked(window, lambda verbs, ids: verbs.socials.find(ids)),
        "action_posts": lambda: with_ticked(window, lambda verbs, ids: verbs.posts.check(ids)),
        "action_overlap": lambda: with_ticked(window, lambda verbs, ids: verbs.overlaps.compare(ids)),
        "action_batch": lambda: window.with_session(
            lambda it: window.do(lambda verbs: verbs.batch.rows(it.ticks.ids()))
        ),
        "action_fresh": lambda: window.with_session(lambda it: window.do(lambda v: v.fresh.get(it.ticks.ids()))),
        "action_goal": lambda: window.do(lambda verbs: verbs.goals.start()),
        "action_open_profile": window.creator.open_profile,
        "action_pause": lambda: hold(window, stop=False),
        "action_stop": lambda: hold(window, stop=True),
        "action_help": lambda: read(reading.help_dialog(window)),
        "action_about": lambda: read(reading.about_dialog(window)),
    }
    for name in window.actions_.names - _BESIDE_THE_PAGE:  # first: what is about the sheet is done at the sheet
        window.actions_[name].triggered.connect(lambda _checked=False: window.open_spending(False))
    for name, act in does.items():
        window.actions_[name].triggered.connect(lambda _checked=False, act=act: act())
    sides = (("action_find_panel", "find"), ("action_creator_panel", "creator"))
    for name, side in sides:
        window.actions_[name].triggered.connect(lambda on, side=side: window.body.set_open(side, on))
    window.actions_["action_activity"].triggered.connect(window.activity.open_list)


def with_ticked(window: "MainWindow", work: "Callable[[Verbs, list[int]], object]") -> None:
    """Start one of the verbs that are about the ticked rows."""
    window.with_session(lambda it: window.do(lambda verbs: work(verbs, it.ticks.ids())))


def hold(window: "MainWindow", *, stop: bool) -> None:
    """Pause or stop the job that the strip shows."""
    job = window.activity.job
    if job is not None:
        window.do(lambda verbs: verbs.jobs.stop(job.id) if stop else verbs.jobs.pause(job.id))


def read(page: QDialog) -> None:
    """Show a page to read."""
    page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    page.open()


def spending_of(window: "MainWindow") -> "SpendingPage":
    """The window's Spending page, made when first asked for; it asks the window for what it cannot do itself."""
    if window.pages.spending is not None:
        return window.pages.spending
    from app.ui.spending import SpendingPage

    page = SpendingPage()
    window.pages.add_spending(page)
    page.back_wanted.connect(lambda: window.open_spending(False))
    page.check_wanted.connect(window.actions_["action_credits"].trigger)
    page.export_wanted.connect(lambda wanted: window.do(lambda verbs: verbs.export_spending(wanted)))
    page.jobs_wanted.connect(lambda: window.open_spending(False))
    page.jobs_wanted.connect(lambda: window.activity.open_list(True))
    return page


def connect_finding(window: "MainWindow") -> None:
    """What the find panel asks for."""
    panel = window.find_panel

    def find(search: Search) -> None:
        from app.ui.window.find_verbs import Wanted  # with all it needs, it can wait until the window is painted

        wanted = Wanted(search=search, seed=panel.seed, leave_out=panel.leave_out_known)
        window.do(lambda verbs: verbs.finding.find(wanted))

    panel.search_requested.connect(find)
    panel.count_requested.connect(lambda search: window.do(lambda verbs: verbs.counts.count(search)))
    panel.split_requested.connect(
        lambda search: window.do(lambda verbs: verbs.counts.split(search, leave_out=panel.leave_out_known))
    )
    panel.search_changed.connect(lambda _search: window.with_session(lambda it: it.panel_changed()))
    panel.leave_out_known_changed.connect(lambda _on: window.with_session(lambda it: it.planned.renew()))
    panel.finder.similar_wanted.connect(lambda: find_similar(window, None))
    panel.no_search.similar_wanted.connect(lambda text: window.with_session(lambda it: it.alike.of_text(text)))
    window.more.in_order.clicked.connect(lambda: window.with_session(lambda it: it.sorting.offer()))
    panel.saved_requested.connect(window.actions_["action_saved"].trigger)
    panel.new_search_requested.connect(window.open_find)
    panel.fold_requested.connect(lambda: window.body.set_open("find", False))


def find_similar(window: "MainWindow", creator_id: int | None) -> None:
    """Make the panel ready for creators like that of a row, else like one that is asked for. Free."""
    if creator_id:
        window.with_session(lambda it: it.alike.of_row(creator_id))
    else:
        window.with_session(lambda it: window.do(lambda _verbs: it.alike.ask()))


def offer_new(window: "MainWindow") -> None:
    """What the + beside the tabs makes: the ways to a new sheet."""
    window.tabs.new_wanted.connect(lambda: new_search(window))
    window.tabs.offer_new([window.actions_["action_similar"], window.actions_["action_import"]])


def new_search(window: "MainWindow") -> None:
    """An empty search on the same platform; Undo in the panel brings the one before back."""
    window.find_panel.begin_anew()
    window.open_find()


def mend_search(window: "MainWindow", error: AppError) -> None:
    """Lead to the filter that an error names, else to the panel. Lists are read anew: one may be gone."""
    window.open_find()
    if isinstance(error, InputError) and window.find_panel.lead_to(error.field) and error.field == "exclude_list":
        window.with_session(lambda it: window.find_panel.set_lists_source(lists_of(it.app.exclusions)))


def save_search(window: "MainWindow") -> None:
    """Keep the search in the panel, as far as it is one."""
    search = window.find_panel.search()
    if search is not None:
        window.do(lambda verbs: verbs.saved.save(search))


def lists_of(exclusions: "Exclusions") -> ListSource:
    """The team's exclusion lists as the editors read them."""

    async def read(platform: Platform) -> list[DictionaryItem]:
        await exclusions.refresh()
        return [DictionaryItem(label=one.name, value=str(one.id)) for one in exclusions.known(platform)]

    return read


def connect_jobs(window: "MainWindow") -> None:
    """The list of jobs, the rows a job opens, and what an earlier Scoutsheet left."""
    activity, narrowed = window.activity, window.room.narrowed
    activity.asked.connect(lambda ask, job: window.do(lambda verbs: verbs.jobs.ask(ask, job)))
    activity.clear_wanted.connect(lambda: window.do(lambda verbs: verbs.jobs.clear_done()))
    narrowed.chosen.connect(lambda which: window.with_session(lambda it: it.rows.start_choosing(which)))
    narrowed.all_wanted.connect(lambda: window.with_session(lambda it: it.rows.start_leaving()))
    dismissed = window.room.interrupted.dismissed
    dismissed.connect(lambda: window.with_session(lambda it: it.work.put_away()))
    window.room.batches.dismissed.connect(lambda: window.with_session(lambda it: it.work.news.put_away()))


def offer_ways_on(window: "MainWindow") -> None:
    """What the empty states offer."""
    bring_in = Way("Import a list", window.actions_["action_import"])
    ways = window.room.set_ways
    ways(Stand.NO_SHEET, Way("Find creators", window.open_find), bring_in)
    ways(Stand.EMPTY_LIST, bring_in)
    ways(Stand.NO_MATCHES, Way("Loosen filters", window.open_find))
    ways(Stand.ALL_HAD, Way("Change the search", window.open_find))
    ways(Stand.NOTHING_LEFT, Way("Show all rows", window.summary.filter.clear))
    ways(Stand.NOTHING_OF_JOB, Way("Show all rows", window.room.narrowed.all_wanted.emit))
    ways(Stand.UNFINISHED, Way("Show activity", lambda: window.activity.open_list(True)))


def take_lists(window: "MainWindow") -> None:
    """A list that is dropped anywhere on the window, or pasted where no rows are, is looked at; nothing is sent."""
    action = window.actions_["action_import"]

    def take(given: Sequence[Given]) -> None:
        window.open_spending(False)
        window.do(lambda verbs: verbs.imports.bring_in(given))

    Drops(window, take, action.isEnabled)
    Pastes(window, take, lambda: action.isEnabled() and window.room.stand in (Stand.NO_SHEET, Stand.EMPTY_LIST))
