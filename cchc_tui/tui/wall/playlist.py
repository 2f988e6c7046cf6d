"""The list of pages: those of the registry's ``presentation.toml``, then one for each pinned unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from cchc_tui.registry import Registry
from cchc_tui.registry.presentation import right_for
from cchc_tui.texts.places import place
from cchc_tui.texts.presentation_file import FAULT
from cchc_tui.tui.keys.boards import BOARDS
from cchc_tui.tui.wall.board_pages import ExportsPage, MapPage, RolloutPage
from cchc_tui.tui.wall.changes_page import ChangesPage
from cchc_tui.tui.wall.directives_page import DirectivesPage
from cchc_tui.tui.wall.pages import ForecastPage, LeaderboardPage, OverviewPage, TrendPage, UnitPage
from cchc_tui.tui.wall.view import Page

#: Boards with a page of their own; all others are leaderboards.
_OWN: dict[str, Callable[[str], Page]] = {
    "directives": DirectivesPage,
    "overview": OverviewPage,
    "changes": ChangesPage,
    "rollout": RolloutPage,
    "exports": ExportsPage,
    "trend": TrendPage,
    "forecast": ForecastPage,
    "map": MapPage,
}


def pages_of(registry: Registry, chosen: Iterable[str], *, directed: bool = True) -> list[Page]:
    """Create the pages, at least one. ``chosen``: keys of pinned units. ``directed``: include the directives."""
    names = registry.presentation.order(board.name for board in BOARDS)
    names = tuple(name for name in names if directed or name != "directives")
    pages = [_OWN.get(name, LeaderboardPage)(name) for name in names]
    units = registry.units.by_key
    pages += [UnitPage(key, units[key].name) for key in chosen if key in units]
    return pages or [OverviewPage("overview")]


def stays_of(registry: Registry, pages: Iterable[Page]) -> list[int]:
    """For each of these pages, the seconds that it stays on screen."""
    return [registry.presentation.stays(page.name) for page in pages]


def config_notice(registry: Registry) -> str:
    """What is wrong with ``presentation.toml``: file, line and key, and the allowed values; "" if it is valid."""
    fault = registry.presentation_fault
    if fault is None:
        return ""
    where = place(Path(fault.path.name), fault.line, fault.key)
    return FAULT.on_the_wall.format(where=where, right=right_for(fault.key))
