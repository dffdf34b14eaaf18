"""The whole catalogue in the window: what is no filter here, or no value of one, keeps the search from going out."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.filters import Expose, Search
from app.domain.platforms import Platform
from app.ui.filter_panel import FilterPanel
from tests.filter_values import ill_typed, misspelled, nested, sample
from tests.ui.desk import CATALOGUE


@pytest.fixture
def panel(qtbot: QtBot) -> FilterPanel:
    """A panel that could pay, without an account."""
    made = FilterPanel(CATALOGUE, onlyfans=True)
    qtbot.addWidget(made)
    made.set_balance(Decimal(100))
    return made


def foreign(platform: Platform) -> Iterator[tuple[str, Any]]:
    return ((spec.key, sample(spec)) for spec in CATALOGUE.specs if platform not in spec.platforms)


def unknown(platform: Platform) -> Iterator[tuple[str, Any]]:
    for spec in CATALOGUE.for_platform(platform):
        yield from ((key, sample(spec)) for key in misspelled(spec.key) if CATALOGUE.spec(key) is None)


def closed(platform: Platform) -> Iterator[tuple[str, Any]]:
    """Filters that nobody has confirmed, and second names."""
    mine = (spec for spec in CATALOGUE.specs if platform in spec.platforms)
    return ((spec.key, sample(spec)) for spec in mine if spec.expose in (Expose.UNVERIFIED, Expose.HIDDEN))


def ill(platform: Platform) -> Iterator[tuple[str, Any]]:
    return ((spec.key, value) for spec in CATALOGUE.for_platform(platform) for value in ill_typed(spec))


@pytest.mark.parametrize("wrong", [foreign, unknown, closed, ill], ids=lambda wrong: wrong.__name__)
@pytest.mark.parametrize("platform", list(Platform), ids=str)
def test_what_is_no_filter_here_never_goes_out(panel: FilterPanel, platform: Platform, wrong: Any) -> None:
    """Whatever brought it: nothing can be sent, and the reason is said by the filter's name or its key."""
    asked: list[object] = []
    panel.search_requested.connect(asked.append)
    panel.count_requested.connect(asked.append)
    button, said = panel.findChild(QPushButton, "search_button"), panel.findChild(QLabel, "other_problem")
    let_through, walked = [], 0
    for key, value in wrong(platform):
        walked += 1
        panel.set_search(Search(platform=platform, filters=nested(key, value), target=50))
        spec = CATALOGUE.spec(key)
        names = {key, key.split(".")[0], *([spec.name] if spec is not None else [])}
        button.click()
        panel.foot.counted.count.click()
        if panel.search() is not None or button.isEnabled() or not any(name in said.text() for name in names):
            let_through.append((key, value, said.text()))

    assert walked > 0
    assert let_through == []
    assert asked == []
